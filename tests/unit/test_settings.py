"""Settings come from the environment, under the names that people know, and are checked at once."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


def test_bolts_usual_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token and the secret go by the names that Bolt's own examples use."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    settings = Settings()
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
    assert settings.slack_signing_secret.get_secret_value() == "secret"


def test_without_an_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to be set to start: a SQLite file, Slack's own address, a day of memory for retries."""
    for name in ("UNSTICK_DATABASE_URL", "UNSTICK_SLACK_API_URL", "UNSTICK_EVENT_MEMORY_S"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.event_memory_s == 86_400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("UNSTICK_POLL_S", "0"),
        ("UNSTICK_POLL_S", "soon"),
        ("UNSTICK_EVENT_MEMORY_S", "-1"),
        ("UNSTICK_EVENT_MEMORY_S", "a day"),
    ],
)
def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A value that makes no sense is refused at start, by the name under which it was set."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name):
        Settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings shows neither token nor secret."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-visible")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s3cret-visible")
    assert "visible" not in f"{Settings()!r}{Settings()}"
