"""`unstick doctor`: each thing that can be missing, as it really is when it is missing, with its repair."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor import keys, machine, model, slack, store
from bot.doctor.check import Check
from bot.playground.slack.local_slack import LocalSlack
from bot.settings import Settings
from bot.slack.many import TOKEN
from bot.store.database import Database
from bot.store.install_tables import Installation
from bot.store.seal import new_key, read_ring, seal
from tests.databases import on_both
from tests.receiver import Receiver


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Iterator[LocalSlack]:
    """A local Slack that grants the scopes that a test names; all by default."""
    with LocalSlack(_now, "a secret", "", scopes=getattr(request, "param", None)) as town:
        yield town


def _settings(town: LocalSlack | None = None, **changed: Any) -> Settings:
    given: dict[str, Any] = {
        "slack_signing_secret": SecretStr("a secret"),
        "slack_bot_token": SecretStr(town.token if town else "xoxb-x"),
        "slack_api_url": town.api_url if town else "http://127.0.0.1:9/api/",
    }
    return Settings(**{**given, **changed})


def _by_name(checks: Iterator[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def test_slack_as_it_should_be(town: LocalSlack) -> None:
    """With the right secrets, scopes and time, all four are well."""
    found = _by_name(slack.look(_settings(town), _now))
    assert {name: check.is_well for name, check in found.items()} == dict.fromkeys(
        ["settings", "token", "scopes", "clock"], True
    )


def test_secrets_that_are_missing(town: LocalSlack) -> None:
    """Which setting is missing, and what else would do."""
    found = _by_name(
        slack.look(_settings(town, slack_signing_secret=SecretStr(""), slack_bot_token=SecretStr("")), _now)
    )
    assert found["settings"].told.startswith("SLACK_SIGNING_SECRET is not set, so no request can be trusted.")
    assert not found["settings"].is_well
    assert "token" not in found
    found = _by_name(slack.look(_settings(town, slack_bot_token=SecretStr("")), _now))
    assert found["settings"].told.startswith("SLACK_BOT_TOKEN is not set.")


def test_many_workspaces(town: LocalSlack, sqlite_url: str) -> None:
    """Each brings its token; the keys that seal them are there, and a lost one is named."""
    ring = new_key("now")
    many: dict[str, Any] = {
        "slack_bot_token": SecretStr(""),
        "slack_client_id": "1.2",
        "slack_client_secret": SecretStr("secret"),
        "public_url": "https://unstick.example.com",
        "database_url": sqlite_url,
    }
    found = _by_name(slack.look(_settings(town, **many, encryption_keys=SecretStr(ring)), _now))
    assert [check.is_well for check in found.values()] == [True, True, True]
    [none] = keys.look(_settings(town, **many))
    assert "`unstick keys new` prints a key" in none.told
    database = Database(sqlite_url)
    with database.unit_of_work() as session:
        gone = new_key("gone")
        sealed = seal(read_ring(gone), "xoxb-1", TOKEN, "T1", "")
        session.add(
            Installation(
                workspace_id="T1",
                is_org=False,
                bot_user_id="U1",
                scopes="chat:write",
                token=sealed,
                installed_by="U2",
                installed_at=_now(),
            )
        )
    database.close()
    [lost] = keys.look(_settings(town, **many, encryption_keys=SecretStr(ring)))
    assert not lost.is_well
    assert "tokens are encrypted with gone" in lost.told
    [well] = keys.look(_settings(town, **many, encryption_keys=SecretStr(f"{ring},{gone}")))
    assert well.is_well, well.told
    [other] = keys.look(_settings(town, **many, encryption_keys=SecretStr(f"{ring},{new_key('gone')}")))
    assert other.told.startswith("tokens of T1 do not open")


def test_a_token_that_slack_does_not_know(town: LocalSlack) -> None:
    """Slack's word for it and the way to a new one; the token itself is not told."""
    found = _by_name(slack.look(_settings(town, slack_bot_token=SecretStr("xoxb-stale")), _now))
    assert found["token"].told.startswith("Slack refuses it (invalid_auth); install the app anew")
    assert not any("xoxb" in check.told for check in found.values())


def test_a_slack_that_is_not_reached() -> None:
    """No way to Slack is told as that, with the address."""
    [_, token] = slack.look(_settings(), _now)
    assert "http://127.0.0.1:9/api/ is not reached (ConnectionRefusedError)" in token.told


@pytest.mark.parametrize(
    ("town", "is_well", "told"),
    [
        (frozenset({"chat:write", "commands"}), False, "im:write, files:write, users:read, channels:read, groups:read"),
        (frozenset(slack.NEEDED), True, "without channels:history, groups:history, im:history typed answers"),
        (frozenset({*slack.NEEDED, *slack.TYPED}), True, "all that is needed"),
    ],
    indirect=["town"],
)
def test_scopes(town: LocalSlack, told: str, *, is_well: bool) -> None:
    """What may not be done for want of a scope is named; without the history scopes it goes on by buttons."""
    scopes = _by_name(slack.look(_settings(town), _now))["scopes"]
    assert (scopes.is_well, told in scopes.told) == (is_well, True)


@pytest.mark.parametrize(("minutes", "side"), [(-7, "behind"), (7, "ahead of")])
def test_a_clock_that_is_wrong(town: LocalSlack, minutes: int, side: str) -> None:
    """A clock that is minutes off is told before requests are refused for it, and to which side."""
    clock = _by_name(slack.look(_settings(town), lambda: _now() + timedelta(minutes=minutes)))["clock"]
    assert not clock.is_well
    assert f"s {side} Slack's" in clock.told
    assert "let NTP set this clock" in clock.told


@on_both
def test_a_database_that_is_there(database_url: str) -> None:
    """It answers, and its tables are new enough; older ones are told with the command that mends them."""
    found = _by_name(store.look(_settings(database_url=database_url)))
    assert found["database"].is_well
    assert found["migrations"].is_well
    database = Database(database_url)
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    found = _by_name(store.look(_settings(database_url=database_url)))
    assert not found["migrations"].is_well
    assert found["migrations"].told.endswith("run `unstick migrate`")
    database.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:////nowhere/at/all.sqlite", "there is no folder /nowhere/at"),
        ("postgresql://nobody@127.0.0.1:9/unstick", "127.0.0.1 does not answer (OperationalError); start it"),
        ("nonsense", "UNSTICK_DATABASE_URL is no address"),
        ("mysql://somewhere/unstick", "UNSTICK_DATABASE_URL is no address"),
    ],
)
def test_a_database_that_is_not_there(url: str, told: str) -> None:
    """What is wrong with the address or with what should answer there."""
    [database] = store.look(_settings(database_url=url))
    assert not database.is_well
    assert told in database.told


def test_files_that_are_none(tmp_path: Path, sqlite_url: str) -> None:
    """A file of something else is told; one that is not there yet is well, and is not made; one in use is told."""
    other = tmp_path / "letter.sqlite"
    other.write_text("Dear database, " * 100)
    [database] = store.look(_settings(database_url=f"sqlite:///{other}"))
    assert "cannot be read (DatabaseError)" in database.told
    new = tmp_path / "new.sqlite"
    [database] = store.look(_settings(database_url=f"sqlite:///{new}"))
    assert database.is_well
    assert not new.exists()
    serving = Database(sqlite_url)
    serving.sole.claim()
    assert "another process serves" in _by_name(store.look(_settings(database_url=sqlite_url)))["alone"].told
    serving.close()


def test_fonts() -> None:
    """Those of the reports are there; a missing one is named."""
    assert machine.fonts().is_well
    missing = machine.fonts(["Libertinus Serif", "Comic Serif"])
    assert (missing.is_well, missing.told.split(";")[0]) == (False, "Comic Serif missing")


def test_a_language_model() -> None:
    """None is well; a server that is away or refuses the key is told, without the key."""
    assert [check.is_well for check in model.look(_settings())] == [True]
    llm = {"llm_protocol": "openai", "llm_model": "some", "llm_key": SecretStr("key-1")}
    [away] = model.look(_settings(**llm, llm_url="http://127.0.0.1:9/v1"))
    assert "127.0.0.1 is not reached (ConnectError)" in away.told
    with Receiver(answers=[200, 401]) as receiver:
        there, refused = (next(iter(model.look(_settings(**llm, llm_url=receiver.url.split("/in")[0])))) for _ in "12")
    assert there.is_well
    assert "its server refuses the key (401)" in refused.told
    assert "key-1" not in refused.told


def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that do not fit are told by their names, never by their values, and the command ends with 1."""
    monkeypatch.setenv("UNSTICK_LLM_PROTOCOL", "telepathy")
    answer = CliRunner().invoke(app, ["doctor"])
    structlog.reset_defaults()
    assert answer.exit_code == 1
    assert answer.output.startswith("missing settings: UNSTICK_LLM_PROTOCOL: ")
    assert "telepathy" not in answer.output
