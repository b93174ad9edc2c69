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
    monkeypatch.setenv("UNSTICK_LLM_KEY", "key-visible")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s3cret-visible")
    assert "visible" not in f"{Settings()!r}{Settings()}"


LLM = {
    "UNSTICK_LLM_PROTOCOL": "openai",
    "UNSTICK_LLM_URL": "https://api.example.com/v1/",
    "UNSTICK_LLM_MODEL": "some-model",
    "UNSTICK_LLM_KEY": "key-visible",
}


def _with(monkeypatch: pytest.MonkeyPatch, **llm: str) -> Settings:
    for name in (*LLM, "UNSTICK_LLM_DAILY_CALLS", "UNSTICK_LLM_PATIENCE_S"):
        monkeypatch.delenv(name, raising=False)
    for name, value in llm.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_no_language_model_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's words go to a language model unless somebody has set one up; an empty protocol is none."""
    assert _with(monkeypatch).llm is None
    assert _with(monkeypatch, UNSTICK_LLM_PROTOCOL="").llm is None
    assert _with(monkeypatch, UNSTICK_LLM_KEY="leftover", UNSTICK_LLM_URL="nonsense").llm is None


def test_a_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protocol, address, model and key set one up, with a small budget and five seconds of patience."""
    llm = _with(monkeypatch, **LLM).llm
    assert llm is not None
    assert (llm.protocol, llm.url, llm.model) == ("openai", "https://api.example.com/v1", "some-model")
    assert llm.key.get_secret_value() == "key-visible"
    assert (llm.daily_calls, llm.patience_s) == (200, 5.0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"UNSTICK_LLM_PROTOCOL": "grpc"}, "UNSTICK_LLM_PROTOCOL"),
        ({"UNSTICK_LLM_URL": ""}, "UNSTICK_LLM_URL must be too"),
        ({"UNSTICK_LLM_URL": "", "UNSTICK_LLM_MODEL": " "}, "UNSTICK_LLM_URL and UNSTICK_LLM_MODEL must be too"),
        ({"UNSTICK_LLM_URL": "api.example.com"}, "must be an address"),
        ({"UNSTICK_LLM_URL": "file:///etc/passwd"}, "must be an address"),
        ({"UNSTICK_LLM_URL": "https://"}, "must be an address"),
        ({"UNSTICK_LLM_URL": "https://[::1"}, "is no address"),
        ({"UNSTICK_LLM_URL": "https://a:1:2/v1"}, "is no address"),
        ({"UNSTICK_LLM_URL": "https://me:key-visible@example.com/v1"}, "UNSTICK_LLM_KEY"),
        ({"UNSTICK_LLM_URL": "http://example.com/v1"}, "must begin with https://"),
        ({"UNSTICK_LLM_URL": "http://127.0.0.1.example.com/v1"}, "must begin with https://"),
        ({"UNSTICK_LLM_KEY": "key-visible\nX-Other: 1"}, "UNSTICK_LLM_KEY"),
        ({"UNSTICK_LLM_KEY": "key-visible ñ"}, "UNSTICK_LLM_KEY"),
        ({"UNSTICK_LLM_DAILY_CALLS": "-1"}, "UNSTICK_LLM_DAILY_CALLS"),
        ({"UNSTICK_LLM_PATIENCE_S": "0"}, "UNSTICK_LLM_PATIENCE_S"),
        ({"UNSTICK_LLM_PATIENCE_S": "6"}, "UNSTICK_LLM_PATIENCE_S"),
    ],
)
def test_a_language_model_that_cannot_be(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], told: str) -> None:
    """What is missing or unsafe is told by its name, and never with the key."""
    with pytest.raises(ValidationError, match=told) as refused:
        _with(monkeypatch, **{**LLM, **changed})
    assert "key-visible" not in f"{refused.value}{refused.value!r}"


@pytest.mark.parametrize("url", ["http://localhost:11434/v1", "http://127.0.0.1:8000/v1", "http://[::1]:8000/v1"])
def test_a_model_on_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """On this machine a key may go without encryption; elsewhere only a request without a key may."""
    assert _with(monkeypatch, **{**LLM, "UNSTICK_LLM_URL": url}).llm is not None
    without = {**LLM, "UNSTICK_LLM_URL": "http://model.internal/v1", "UNSTICK_LLM_KEY": ""}
    assert _with(monkeypatch, **without).llm is not None
