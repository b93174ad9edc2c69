"""Starting: what is missing is said in a sentence, and nothing is served half open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import typer
from pydantic import SecretStr, ValidationError
from typer.testing import CliRunner

from bot.app import Unstick
from bot.cli import _launched, app, main
from bot.playground.stage import Stage
from bot.settings import Settings
from bot.store.seal import new_key
from tests.conftest import TUESDAY

KEY = new_key("a")


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A command run in place sets logging up, to a stream that ends with it."""
    yield
    structlog.reset_defaults()


ONE = {"slack_bot_token": SecretStr("xoxb-1"), "slack_signing_secret": SecretStr("secret")}
MANY = {
    "slack_client_id": "1.2",
    "slack_client_secret": SecretStr("s"),
    "encryption_keys": SecretStr(KEY),
    "public_url": "https://unstick.example.com",
    "slack_signing_secret": SecretStr("secret"),
}
SOCKET = {"slack_bot_token": SecretStr("xoxb-1"), "slack_app_token": SecretStr("xapp-1")}


@pytest.mark.parametrize("given", [ONE, MANY, SOCKET, {**MANY, "slack_app_token": SecretStr("xapp-1")}])
def test_all_that_is_needed(given: dict[str, object]) -> None:
    """One workspace or many, by HTTP or by Socket Mode: each has what it needs."""
    assert Settings(**given).fault_of_ways() is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "SLACK_SIGNING_SECRET is not set"),
        ({**ONE, "slack_signing_secret": SecretStr("")}, "SLACK_SIGNING_SECRET is not set"),
        ({**ONE, "slack_bot_token": SecretStr("")}, "SLACK_BOT_TOKEN is not set"),
        ({**MANY, **ONE}, "both are set"),
        ({**MANY, "slack_client_secret": SecretStr("")}, "SLACK_CLIENT_SECRET must be too"),
        ({**MANY, "encryption_keys": SecretStr("")}, "UNSTICK_ENCRYPTION_KEYS must be too"),
        ({**MANY, "public_url": ""}, "UNSTICK_PUBLIC_URL must be too"),
    ],
)
def test_what_is_missing(given: dict[str, object], told: str) -> None:
    """Where something is missing, or two ways contradict each other, a sentence names it."""
    assert told in str(Settings(**given).fault_of_ways())


def test_serve_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """`unstick serve` without a signing secret does not start: with an empty one anybody could sign."""
    for name in ("SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(app, ["serve"])
    assert result.exit_code == 2
    assert "SLACK_SIGNING_SECRET is not set" in result.stderr


def test_serve_refuses_keys_that_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """With encryption keys that cannot be read it does not start, and repeats nothing of them."""
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    for name, value in {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "s",
        "SLACK_SIGNING_SECRET": "s",
        "UNSTICK_PUBLIC_URL": "https://unstick.example.com",
        "UNSTICK_ENCRYPTION_KEYS": "a:c2VjcmV0",
    }.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["serve"])
    assert result.exit_code == 2
    assert "`unstick keys new` makes one" in result.stderr
    assert "c2VjcmV0" not in result.stderr


@pytest.mark.parametrize("url", ["http://a.example", "ftp://a", "https://u:p@a.example", "https://a.example/?x", "a"])
def test_a_public_address_that_is_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers are only sent back to https, or to this machine."""
    monkeypatch.setenv("UNSTICK_PUBLIC_URL", url)
    with pytest.raises(ValidationError, match="UNSTICK_PUBLIC_URL"):
        Settings()


def test_the_address_without_a_slash() -> None:
    """A slash at the end of the address makes no difference, and this machine may go without https."""
    assert Settings(public_url="https://a.example/ ").public_url == "https://a.example"
    assert Settings(public_url="http://127.0.0.1:3000").public_url == "http://127.0.0.1:3000"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"slack_bot_token": SecretStr("xoxb-another")}, "Slack does not take the token: invalid_auth."),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "Slack is not reached (ConnectionRefusedError)."),
        ({"slack_app_token": SecretStr("xapp-another")}, "Slack does not take the token: invalid_auth."),
    ],
)
def test_slack_does_not_let_us_in(
    sqlite_url: str, changed: dict[str, object], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where Slack knows no such token, or is not there, the start ends with a sentence and no traceback."""
    stage = Stage(sqlite_url, start=TUESDAY)
    stage.slack.offer_socket()
    stage.slack.start()
    unstick = Unstick(stage._settings.model_copy(update=changed))
    with pytest.raises(typer.Exit):
        _launched(unstick)
    unstick.close()
    stage._stop_bot()
    stage.slack.stop()
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ("SLACK_BOT_TOKEN", "xoxb-visible\nSLACK_APP_TOKEN=", "SLACK_BOT_TOKEN: a key is one word"),
        ("SLACK_APP_TOKEN", "xapp-visible\u00e9", "SLACK_APP_TOKEN: a key is one word"),
        ("UNSTICK_SLACK_API_URL", "http://visible.example/api/", "UNSTICK_SLACK_API_URL must begin with https://"),
        ("UNSTICK_SLACK_API_URL", "visible", "UNSTICK_SLACK_API_URL must begin with https://"),
        ("UNSTICK_RETENTION_DAYS", "visible", "UNSTICK_RETENTION_DAYS: Input should be a valid integer"),
        ("UNSTICK_DATABASE_URL", "visible", "UNSTICK_DATABASE_URL cannot be used (ArgumentError)"),
        ("UNSTICK_DATABASE_URL", "mysql://me:visible@host/unstick", "UNSTICK_DATABASE_URL cannot be used"),
        ("UNSTICK_DATABASE_URL", "postgresql://me:visible@127.0.0.1:1/x", "cannot be used (OperationalError)"),
        ("UNSTICK_DATABASE_URL", "sqlite:////no/visible/folder", "cannot be used (OperationalError)"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_settings_that_cannot_be_used(
    command: str,
    wrong: tuple[str, str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Whatever is set wrongly, a command ends with a sentence that names the setting and repeats nothing of it."""
    monkeypatch.chdir(tmp_path)
    name, value, told = wrong
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "UNSTICK_SLACK_API_URL": "http://127.0.0.1:9/",
        name: value,
    }
    for each, text in given.items():
        monkeypatch.setenv(each, text)
    monkeypatch.setattr("sys.argv", ["unstick", command])
    with pytest.raises(SystemExit) as ended:
        main()
    written = "".join(capsys.readouterr())
    if command == "serve":
        assert ended.value.code == 2
        assert told in written
    else:
        assert ended.value.code == 1
        assert f"missing {'database' if name == 'UNSTICK_DATABASE_URL' else 'settings'}: " in written
    assert "Traceback" not in written
    assert "visible" not in written.replace("/no/visible", "")


def test_a_secret_that_was_read_from_a_file() -> None:
    """The end of the line behind a secret is none of it: every request would be refused for it."""
    settings = Settings(slack_signing_secret=SecretStr("a secret\n"), slack_bot_token=SecretStr(" xoxb-1\r\n"))
    assert settings.signing_secrets == ("a secret",)
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
