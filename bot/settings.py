"""Settings of one running Unstick, read from the environment once, at start."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.address import fault_of

DAY_S = 24 * 60 * 60
SHORTEST_SECRET = 16
LONGEST_PATIENCE_S = 5.0
Protocol = Literal["openai", "anthropic"]


@dataclass(frozen=True, kw_only=True)
class Llm:
    """The language model that may be asked about words: how it is spoken to, where, which one, with which key.

    `daily_calls`: how often a day (in UTC) it may be asked for one workspace. `patience_s`: for how many seconds at the
    most a reply is waited for.
    """

    protocol: Protocol
    url: str
    model: str
    key: SecretStr
    daily_calls: int
    patience_s: float


def user_cache() -> Path:
    """Where this system keeps what programs can make anew."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "unstick" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "unstick"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unstick"


class Settings(BaseSettings):
    """All that an operator can set; Bolt's usual names for Slack's secrets, `UNSTICK_…` for ours.

    What does not fit is told by its name and never with its value, which may be a secret.
    """

    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, extra="ignore", hide_input_in_errors=True)

    slack_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_SIGNING_SECRET")
    slack_signing_secret_2: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="SLACK_SIGNING_SECRET_2",
        description="A second secret by which requests may be signed while the first is being replaced.",
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="SLACK_APP_TOKEN",
        description="An app-level token (xapp-…): requests then come by Socket Mode, and no address is public.",
    )
    slack_client_id: str = Field(
        default="",
        validation_alias="SLACK_CLIENT_ID",
        description="With the client secret: many workspaces install Unstick by themselves, instead of one by token.",
    )
    slack_client_secret: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_CLIENT_SECRET")
    encryption_keys: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="UNSTICK_ENCRYPTION_KEYS",
        description="Keys for stored tokens, name:key with commas between; the first writes (`unstick keys new`).",
    )
    typed_answers: bool = Field(
        default=True,
        validation_alias="UNSTICK_TYPED_ANSWERS",
        description="Whether an installation asks for the scopes by which typed answers are read; else buttons serve.",
    )
    public_url: str = Field(
        default="",
        validation_alias="UNSTICK_PUBLIC_URL",
        description="Where browsers and Slack reach this service from outside, such as https://unstick.example.com.",
    )
    database_url: str = Field(default="sqlite:///unstick.sqlite", validation_alias="UNSTICK_DATABASE_URL")
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="UNSTICK_SLACK_API_URL")
    replica: str = Field(
        default="local",
        validation_alias="UNSTICK_REPLICA",
        description="This process's stable name; two replicas on one database must not share it.",
    )
    poll_s: float = Field(
        default=0.05,
        gt=0,
        validation_alias="UNSTICK_POLL_S",
        description="Seconds between two looks at the queue of outgoing messages.",
    )
    event_memory_s: int = Field(
        default=DAY_S,
        gt=0,
        validation_alias="UNSTICK_EVENT_MEMORY_S",
        description="Seconds for which a request's identity is kept, so that Slack's late retries are recognised.",
    )
    retention_days: int = Field(
        default=400,
        ge=1,
        validation_alias="UNSTICK_RETENTION_DAYS",
        description="Days for which what is over is kept, where a workspace has set nothing else.",
    )
    grace_days: int = Field(
        default=30,
        ge=0,
        validation_alias="UNSTICK_GRACE_DAYS",
        description="Days after which the data of a workspace is deleted that Unstick was removed from.",
    )
    migrate_at_start: bool = Field(
        default=True,
        validation_alias="UNSTICK_MIGRATE_AT_START",
        description="Whether a start brings the tables to their newest form; else it waits for `unstick migrate`.",
    )
    traces_url: str = Field(
        default="",
        validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        description="Where traces are sent (OTLP over HTTP); empty: nowhere. Needs the extra `traces`.",
    )
    cache_dir: Path = Field(
        default_factory=user_cache,
        validation_alias="UNSTICK_CACHE_DIR",
        description="A folder for what can be made anew: vectors of example phrasings. Several processes may share it.",
    )
    llm_protocol: Protocol | None = Field(
        default=None,
        validation_alias="UNSTICK_LLM_PROTOCOL",
        description="How a language model is spoken to that may help to read an answer; nothing: none is asked.",
    )
    llm_url: str = Field(
        default="",
        validation_alias="UNSTICK_LLM_URL",
        description="Where it is, up to and with /v1, such as https://api.example.com/v1.",
    )
    llm_model: str = Field(default="", validation_alias="UNSTICK_LLM_MODEL")
    llm_key: SecretStr = Field(default=SecretStr(""), validation_alias="UNSTICK_LLM_KEY")
    llm_daily_calls: int = Field(
        default=200,
        ge=0,
        validation_alias="UNSTICK_LLM_DAILY_CALLS",
        description="How often a day (in UTC) it may be asked for one workspace.",
    )
    llm_patience_s: float = Field(
        default=LONGEST_PATIENCE_S,
        gt=0,
        le=LONGEST_PATIENCE_S,
        validation_alias="UNSTICK_LLM_PATIENCE_S",
        description="Seconds for which its reply is waited for at the most; people wait for it too.",
    )

    webhook_url: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="UNSTICK_WEBHOOK_URL",
        description="Where each change of an action is posted to, by http or https; empty: nowhere.",
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="UNSTICK_WEBHOOK_SECRET",
        description="What these posts are signed with; 16 characters or more.",
    )
    webhook_secret_2: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="UNSTICK_WEBHOOK_SECRET_2",
        description="A second secret to sign with while the first is being replaced.",
    )
    webhook_texts: bool = Field(
        default=False,
        validation_alias="UNSTICK_WEBHOOK_TEXTS",
        description="Whether events also hold the pilot's name, the action's title, and words that came with a state.",
    )
    webhook_retry_s: float = Field(
        default=2.0,
        gt=0,
        validation_alias="UNSTICK_WEBHOOK_RETRY_S",
        description="Seconds until an event that was not taken is posted again; each further wait is twice as long.",
    )

    @field_validator("llm_protocol", mode="before")
    @classmethod
    def _empty_is_off(cls, value: object) -> object:
        return value or None

    @field_validator("llm_key", "slack_bot_token", "slack_app_token")
    @classmethod
    def _fits_a_header(cls, key: SecretStr) -> SecretStr:
        # Python refuses another one with an error that repeats it whole.
        bare = key.get_secret_value().strip()
        if not (bare.isascii() and bare.isprintable()) or " " in bare:
            raise ValueError("a key is one word of plain characters; this one has others in it")
        return SecretStr(bare)

    @field_validator("slack_client_secret", "slack_signing_secret", "slack_signing_secret_2")
    @classmethod
    def _without_the_end_of_its_line(cls, secret: SecretStr) -> SecretStr:
        return SecretStr(secret.get_secret_value().strip())  # read from a file, it would fit no signature

    @field_validator("slack_api_url")
    @classmethod
    def _is_slacks(cls, url: str) -> str:
        bare = url.strip()
        if fault_of(bare, has_key=True):
            raise ValueError("UNSTICK_SLACK_API_URL must begin with https:// (http:// on this machine)")
        return bare

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, url: str) -> str:
        bare = url.strip().rstrip("/")
        if bare and (fault_of(bare, has_key=True) or urlsplit(bare).query):
            raise ValueError("UNSTICK_PUBLIC_URL must begin with https:// (http:// on this machine) and hold no ? or #")
        return bare

    @model_validator(mode="after")
    def _llm_is_whole(self) -> Self:
        if self.llm_protocol is None:
            return self
        missing = [name for name, value in (("URL", self.llm_url), ("MODEL", self.llm_model)) if not value.strip()]
        if missing:
            names = " and ".join(f"UNSTICK_LLM_{name}" for name in missing)
            raise ValueError(f"UNSTICK_LLM_PROTOCOL is set, so {names} must be too; leave it out for no language model")
        fault = fault_of(self.llm_url.strip(), has_key=bool(self.llm_key.get_secret_value()))
        if fault:
            raise ValueError(f"UNSTICK_LLM_URL {fault}")
        return self

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        url = self.webhook_url.get_secret_value()
        if not url:
            return self
        if fault_of(url, has_key=False):
            raise ValueError("UNSTICK_WEBHOOK_URL must be an address of http:// or https://, without name or password")
        if len(self.webhook_secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"UNSTICK_WEBHOOK_SECRET needs {SHORTEST_SECRET} characters or more")
        return self

    @property
    def takes_many(self) -> bool:
        """Whether workspaces install Unstick by themselves; else one token serves one workspace."""
        return bool(self.slack_client_id)

    @property
    def by_socket(self) -> bool:
        """Whether Slack's requests come by Socket Mode."""
        return bool(self.slack_app_token.get_secret_value())

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets by which a request may be signed; never an empty one, which anybody could sign with."""
        both = (self.slack_signing_secret, self.slack_signing_secret_2)
        return tuple(secret.get_secret_value() for secret in both if secret.get_secret_value())

    def fault_of_ways(self) -> str | None:
        """Why Slack could not come in, or nobody be answered, with these settings: a sentence. None if all is there."""
        token = self.slack_bot_token.get_secret_value()
        if not self.by_socket and not self.signing_secrets:
            return "SLACK_SIGNING_SECRET is not set, so no request can be trusted. Or set SLACK_APP_TOKEN: Socket Mode."
        if self.takes_many and token:
            return "Set SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID for many; both are set."
        if not self.takes_many:
            return (
                None
                if token
                else "SLACK_BOT_TOKEN is not set. Or set SLACK_CLIENT_ID to let workspaces install Unstick."
            )
        needed = {
            "SLACK_CLIENT_SECRET": self.slack_client_secret.get_secret_value(),
            "UNSTICK_ENCRYPTION_KEYS": self.encryption_keys.get_secret_value(),
            "UNSTICK_PUBLIC_URL": self.public_url,
        }
        missing = [name for name, value in needed.items() if not value]
        return f"SLACK_CLIENT_ID is set, so {' and '.join(missing)} must be too." if missing else None

    @property
    def llm(self) -> Llm | None:
        """The language model to ask; None unless somebody has set one up."""
        if self.llm_protocol is None:
            return None
        return Llm(
            protocol=self.llm_protocol,
            url=self.llm_url.strip().rstrip("/"),
            model=self.llm_model.strip(),
            key=self.llm_key,
            daily_calls=self.llm_daily_calls,
            patience_s=self.llm_patience_s,
        )
