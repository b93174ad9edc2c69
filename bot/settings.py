"""Settings of one running Unstick, read from the environment once, at start."""

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DAY_S = 24 * 60 * 60
SHORTEST_SECRET = 16


class Settings(BaseSettings):
    """All that an operator can set; Bolt's usual names for Slack's secrets, `UNSTICK_…` for ours."""

    model_config = SettingsConfigDict(
        frozen=True,
        populate_by_name=True,
        extra="ignore",
        hide_input_in_errors=True,  # a secret that stands beside a mistake
    )

    slack_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_SIGNING_SECRET")
    database_url: str = Field(default="sqlite:///unstick.sqlite", validation_alias="UNSTICK_DATABASE_URL")
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="UNSTICK_SLACK_API_URL")
    replica: str = Field(
        default="local",
        validation_alias="UNSTICK_REPLICA",
        description="This process's stable name; two replicas on one database must not share it.",
    )
    poll_s: float = Field(
        default=0.1,
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

    @model_validator(mode="after")
    def _webhook(self) -> Self:
        """An address is one of http or https, and comes with a secret; its own text appears in no message."""
        url = self.webhook_url.get_secret_value()
        if not url:
            return self
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("UNSTICK_WEBHOOK_URL is not an address that begins with http:// or https://.")
        if len(self.webhook_secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"UNSTICK_WEBHOOK_SECRET needs {SHORTEST_SECRET} characters or more.")
        return self
