"""Settings of one running Unstick, read from the environment once, at start."""

import os
import sys
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DAY_S = 24 * 60 * 60


def user_cache() -> Path:
    """Where this system keeps what programs can make anew."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "unstick" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "unstick"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unstick"


class Settings(BaseSettings):
    """All that an operator can set; Bolt's usual names for Slack's secrets, `UNSTICK_…` for ours."""

    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, extra="ignore")

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
    cache_dir: Path = Field(
        default_factory=user_cache,
        validation_alias="UNSTICK_CACHE_DIR",
        description="A folder for what can be made anew: vectors of example phrasings. Several processes may share it.",
    )
