"""Stored tokens: sealed, bound to their workspace, renewed in time, and useless without their key."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import app
from bot.keyring import forget_unreadable, reseal_all
from bot.playground.slack.model import Team
from bot.slack import many
from bot.slack.client import GONE, UNREADABLE
from bot.store import audit, installations
from bot.store.install_tables import Installation
from bot.store.seal import LostKeyError, SealError, new_key, read_ring, sealed_with
from bot.store.tables import Workspace
from tests.databases import on_both
from tests.scenario import play
from tests.security.town import FIRST, KEY, SECOND, Town, town

ORG = Team(id="T0INTHEORG", name="One of many", enterprise_id="E0LOCALORG", is_org_install=True)


@pytest.fixture
def a_town(database_url: str) -> Iterator[Town]:
    """Two workspaces that have both installed Unstick, with tokens that end."""
    with town(database_url, rotates=True) as built:
        for team in (FIRST, SECOND):
            built.install(team)
        yield built


def _rows(built: Town) -> dict[str, Installation]:
    with built.bot.database.reading() as session:
        return {row.workspace_id: row for row in installations.every(session)}


def _refusal(built: Town, workspace_id: str) -> str:
    """What a call for a workspace is refused with, at once and without Slack having been asked."""
    asked = len(built.slacks[FIRST.id].workspace.calls) + len(built.slacks[SECOND.id].workspace.calls)
    with pytest.raises(Exception, match="was not called") as refused:
        built.bot.keys.client(workspace_id).chat_postMessage(channel="C0ORDERS", text="to the wrong place")
    assert asked == len(built.slacks[FIRST.id].workspace.calls) + len(built.slacks[SECOND.id].workspace.calls)
    return str(refused.value.response["error"])


@on_both
def test_a_token_row_swapped_between_workspaces(a_town: Town) -> None:
    """Tokens that somebody copies to the other workspace's row open nothing: nothing is sent as the wrong one."""
    rows = _rows(a_town)
    with a_town.bot.database.unit_of_work() as session:
        for here, there in ((FIRST, SECOND), (SECOND, FIRST)):
            mine = session.get(Installation, here.id)
            mine.token, mine.refresh = rows[there.id].token, rows[there.id].refresh
    a_town.bot.keys._kept.clear()  # as half a minute later
    assert _refusal(a_town, FIRST.id) == _refusal(a_town, SECOND.id) == UNREADABLE
    slack = a_town.slacks[FIRST.id]
    slack.slash("olivia", "orders", "/unstick", "status")
    assert "chat.postMessage" not in {call.method for call in slack.workspace.calls}
    with pytest.raises(SealError, match="copied from another workspace"):
        a_town.bot.keys.launch()


def test_raw_database_file_holds_no_token(a_town: Town, database_url: str) -> None:
    """In the database's files, write-ahead log included, there is no token, in no encoding of its beginning."""
    play.start(a_town.side(FIRST))
    a_town.clock.advance(timedelta(hours=11))
    a_town.bot.tick()
    held = [token for team in (FIRST, SECOND) for token in a_town.grants.tokens(team)]
    assert held
    files = list(Path(database_url.removeprefix("sqlite:///")).parent.glob("unstick.sqlite*"))
    raw = b"".join(path.read_bytes() for path in files)
    assert b"order intake" in raw, "the database itself is read, and not something else"
    for needle in (b"xox", b"x\0o\0x", b"xoxb".hex().encode(), b"eG94", b"client secret", *(t.encode() for t in held)):
        assert needle not in raw


def test_tokens_are_renewed_before_they_end(a_town: Town) -> None:
    """A token that ends within two hours is renewed by the tick; each workspace goes on with its own."""
    before = {key: row.token for key, row in _rows(a_town).items()}
    a_town.clock.advance(timedelta(hours=9, minutes=59))
    a_town.bot.tick()
    assert {key: row.token for key, row in _rows(a_town).items()} == before
    a_town.clock.advance(timedelta(minutes=2))
    a_town.bot.tick()
    after = _rows(a_town)
    assert all(after[key].token != before[key] for key in before)
    assert all(row.expires_at == a_town.clock() + timedelta(hours=12) for row in after.values())
    a_town.clock.advance(timedelta(hours=11))  # the first ones would have ended
    assert play.start(a_town.side(FIRST)).card()


def test_after_a_long_rest(a_town: Town) -> None:
    """A service that slept through its tokens' end renews each when it is needed."""
    a_town.clock.advance(timedelta(days=3))
    assert play.start(a_town.side(SECOND)).card()
    assert _rows(a_town)[FIRST.id].expires_at < a_town.clock() < _rows(a_town)[SECOND.id].expires_at


@on_both
def test_renewed_once(a_town: Town) -> None:
    """While one replica renews a token no other does: a refresh token serves once."""
    a_town.clock.advance(timedelta(hours=11))
    now = a_town.clock()
    with a_town.bot.database.unit_of_work() as session:
        assert installations.claim(session, FIRST.id, now=now, until=now + timedelta(minutes=1))
        assert not installations.claim(session, FIRST.id, now=now, until=now + timedelta(minutes=1))
    before = _rows(a_town)
    a_town.bot.tick()
    assert _rows(a_town)[FIRST.id].token == before[FIRST.id].token
    assert _rows(a_town)[SECOND.id].token != before[SECOND.id].token
    a_town.clock.advance(timedelta(minutes=1))  # whoever had it has not come back
    a_town.bot.tick()
    assert _rows(a_town)[FIRST.id].token != before[FIRST.id].token


def test_slack_does_not_renew(a_town: Town) -> None:
    """When Slack refuses to renew, the token that still holds is used; once it has ended, messages wait."""
    a_town.clock.advance(timedelta(hours=11))
    a_town.slacks[FIRST.id].fault("oauth.v2.access", "500", times=2)
    a_town.bot.tick()
    assert play.start(a_town.side(FIRST)).card()


def test_another_workspaces_token_is_never_lent(a_town: Town) -> None:
    """For a workspace that has not installed Unstick nothing is called, whatever its id."""
    for stranger in ("T0STRANGER", "", "E0LOCALORG", f"{FIRST.id} "):
        assert _refusal(a_town, stranger) == GONE


def test_keys_rotate(a_town: Town) -> None:
    """With a new key in front all tokens are encrypted anew by one command; then the old key can go."""
    fresh = new_key("second")
    assert {sealed_with(row.token) for row in _rows(a_town).values()} == {"first"}
    assert reseal_all(read_ring(f"{fresh},{KEY}"), a_town.bot.database) == 2
    assert reseal_all(read_ring(f"{fresh},{KEY}"), a_town.bot.database) == 0
    assert {sealed_with(sealed) for row in _rows(a_town).values() for sealed in (row.token, row.refresh)} == {"second"}
    a_town.restart(encryption_keys=SecretStr(fresh))
    assert play.start(a_town.side(FIRST)).card()


@on_both
def test_keys_rotate_while_a_token_is_renewed(a_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator rotates keys while Slack is asked for a new token: that one is kept, for the old one is used up."""
    ring = read_ring(f"{new_key('second')},{KEY}")
    a_town.bot.keys._ring = ring
    asked = many.renew

    def meanwhile(*given: Any) -> tuple[str, str, datetime]:
        renewed = asked(*given)
        reseal_all(ring, a_town.bot.database)
        return renewed

    monkeypatch.setattr(many, "renew", meanwhile)
    a_town.clock.advance(timedelta(hours=11))
    a_town.bot.tick()
    assert all(row.expires_at == a_town.clock() + timedelta(hours=12) for row in _rows(a_town).values())
    monkeypatch.setattr(many, "renew", asked)
    a_town.clock.advance(timedelta(hours=11))
    a_town.bot.tick()  # with what Slack gave the first time
    assert all(row.expires_at == a_town.clock() + timedelta(hours=12) for row in _rows(a_town).values())
    assert play.start(a_town.side(FIRST)).card()


def test_a_lost_key_fails_closed(a_town: Town) -> None:
    """Without the key nothing starts and nothing changes; what cannot be opened can be forgotten and installed anew."""
    other = read_ring(new_key("another"))
    with pytest.raises(LostKeyError, match="Put it back"):
        reseal_all(other, a_town.bot.database)
    with pytest.raises(LostKeyError):
        a_town.restart(encryption_keys=SecretStr(new_key("another")))
    assert forget_unreadable(other, a_town.bot.database, really=False) == [FIRST.id, SECOND.id]
    assert len(_rows(a_town)) == 2
    forget_unreadable(other, a_town.bot.database, really=True)
    assert _rows(a_town) == {}
    with a_town.bot.database.reading() as session:
        last = [*audit.records(session, FIRST.id)][-1]
    assert (last.deed, last.actor.startswith("operator")) == ("workspace.left", True)
    a_town.start()
    a_town.install(FIRST)
    assert play.start(a_town.side(FIRST)).card()


def test_the_commands(a_town: Town, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`unstick keys` rotates, says what it would forget, and refuses without keys in a sentence; it prints no token."""
    monkeypatch.setenv("UNSTICK_DATABASE_URL", database_url)
    monkeypatch.setenv("UNSTICK_ENCRYPTION_KEYS", f"{new_key('next')},{KEY}")
    run = CliRunner().invoke
    rotated = run(app, ["keys", "rotate"])
    assert rotated.stdout == '2 tokens are encrypted with the key "next" now; the others serve no more.\n'
    assert "nothing to forget" in run(app, ["keys", "forget"]).stdout
    monkeypatch.setenv("UNSTICK_ENCRYPTION_KEYS", KEY)
    told = run(app, ["keys", "forget"]).stdout
    assert told.startswith(f"2 tokens that do not open would be deleted with --yes: {FIRST.id}, {SECOND.id}.\n")
    assert "within 30 days, they keep their data" in told
    assert run(app, ["keys", "rotate"]).exit_code == 2
    monkeypatch.setenv("UNSTICK_ENCRYPTION_KEYS", "")
    assert "UNSTICK_ENCRYPTION_KEYS is not set" in run(app, ["keys", "rotate"]).stderr


def test_a_whole_organisation(sqlite_url: str) -> None:
    """An organisation that lets Unstick in as a whole: its workspaces are served by its token, and leave with it."""
    with town(sqlite_url, teams=(ORG,)) as built:
        built.install(ORG)
        assert list(_rows(built)) == [ORG.enterprise_id]
        side = built.side(ORG)
        talk = play.start(side)
        first = play.question(talk)
        play.say(talk, "1")
        assert play.question(talk) != first
        with built.bot.database.reading() as session:
            assert session.get(Workspace, ORG.id).enterprise_id == ORG.enterprise_id
        side.slack.uninstall()
        side.settle()
        assert _rows(built) == {}
        with built.bot.database.reading() as session:
            assert session.get(Workspace, ORG.id).left_at == built.clock()
