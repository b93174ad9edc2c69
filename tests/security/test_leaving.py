"""A workspace that lets Unstick go: its tokens go at once, its data after the grace period, and the log tells of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery import outbox
from bot.delivery.letters import Act, Draft
from bot.keeping.purge import Keep, purge
from bot.keyring import reseal_all
from bot.store import audit, installations
from bot.store.database import Database
from bot.store.install_tables import Installation
from bot.store.seal import new_key, read_ring, seal
from bot.store.tables import Outgoing, Workspace
from tests.databases import on_both
from tests.scenario import plans, play
from tests.security.town import FIRST, Town, town

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
KEEP = Keep(retention=400 * DAY, grace=30 * DAY, requests=DAY)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of this test's own."""
    database = Database(database_url, lambda: NOON)
    yield database
    database.close()


def _install(database: Database, workspace_id: str, ring_text: str, at: datetime) -> None:
    ring = read_ring(ring_text)
    row = Installation(workspace_id=workspace_id, is_org=False, bot_user_id="U0BOT", scopes="", installed_by="U0")
    row.token, row.installed_at = seal(ring, "a token", "bot token", workspace_id, ""), at
    with database.unit_of_work() as session:
        if session.get(Workspace, workspace_id) is None:
            session.add(Workspace(id=workspace_id, name="n", bot_user_id="U0BOT", created_at=at))
            session.flush()
        installations.keep(session, row)


def _deeds(database: Database, workspace_id: str) -> list[str]:
    with database.reading() as session:
        return [record.deed for record in audit.records(session, workspace_id)]


def test_it_leaves_comes_back_and_leaves_for_good(database: Database) -> None:
    """Each coming and going is in the log; back within the grace period, all is still there; later nothing is."""
    key = new_key("first")
    _install(database, "T0", key, NOON)
    with database.unit_of_work() as session:
        assert installations.leave(session, "T0", at=NOON + DAY)
        assert session.get(Installation, "T0") is None
    assert purge(database, NOON + 20 * DAY, KEEP).workspaces == 0
    _install(database, "T0", key, NOON + 20 * DAY)
    assert purge(database, NOON + 60 * DAY, KEEP).workspaces == 0
    assert _deeds(database, "T0") == ["workspace.installed", "workspace.left", "workspace.returned"]
    with database.unit_of_work() as session:
        assert installations.leave(session, "T0", at=NOON + 61 * DAY)
    assert purge(database, NOON + 92 * DAY, KEEP).workspaces == 1
    assert _deeds(database, "T0") == []
    assert _deeds(database, audit.INSTALLATION)[-2:] == ["workspace.left", "workspace.erased"]


@on_both
def test_a_workspace_whose_organisation_has_us_too(database: Database) -> None:
    """Its own installation goes, the organisation's serves it: it has not left, and nothing of it is ever deleted."""
    key = new_key("first")
    _install(database, "T0", key, NOON)
    _install(database, "T1", key, NOON)
    with database.unit_of_work() as session:
        session.get_one(Workspace, "T0").enterprise_id = "E0"
        session.add(_of_organisation("E0"))
    with database.unit_of_work() as session:
        assert installations.leave(session, "T0", at=NOON + DAY)
        assert installations.leave(session, "T1", at=NOON + DAY)
        assert session.get(Installation, "T0") is None
        assert session.get_one(Workspace, "T1").left_at == NOON + DAY
    assert purge(database, NOON + 40 * DAY, KEEP).workspaces == 1
    with database.reading() as session:
        assert session.get_one(Workspace, "T0").left_at is None
    with database.unit_of_work() as session:
        assert installations.leave(session, "E0", at=NOON + 41 * DAY)
        assert session.get_one(Workspace, "T0").left_at == NOON + 41 * DAY


def _of_organisation(enterprise_id: str) -> Installation:
    row = Installation(workspace_id=enterprise_id, enterprise_id=enterprise_id, is_org=True, bot_user_id="U0BOT")
    row.scopes, row.installed_by, row.token, row.installed_at = "", "U0", "sealed", NOON
    return row


def test_a_new_key_is_in_the_log(database: Database) -> None:
    """Whose tokens were encrypted anew is told once for each, and not again when nothing is left to do."""
    old, new = new_key("old"), new_key("new")
    _install(database, "T0", old, NOON)
    ring = read_ring(f"{new},{old}")
    assert [reseal_all(ring, database), reseal_all(ring, database)] == [1, 0]
    assert _deeds(database, "T0")[-1] == "key.rotated"


@on_both
def test_check_ins_go_on_after_a_return(database_url: str) -> None:
    """Three weeks away are asked about once, in working time, and the next week is as ever: no loss, and no flood."""
    with town(database_url, teams=(FIRST,)) as built:
        built.install(FIRST)
        side = built.side(FIRST)
        plans.take_all(plans.posted_now(side), "brenda")
        side.travel(plans.MONDAY + timedelta(hours=16))
        side.slack.uninstall()
        side.settle()
        letters = _letters(built)
        side.travel(plans.MONDAY + 3 * WEEK + DAY)
        assert _letters(built) == letters
        built.install(FIRST)
        side.settle()
        side.travel(plans.MONDAY + 3 * WEEK + 2 * DAY)
        asked = [f"{plans.at(message):%a %d %b %H:%M}" for message in plans.checkins(side, "brenda")]
        assert asked == ["Mon 09 Nov 15:00", "Tue 01 Dec 15:00"]
        assert plans.others(side, "brenda") == []
        side.travel(plans.MONDAY + 4 * WEEK + DAY)
        assert len(plans.checkins(side, "brenda")) == 3


def test_what_waited_for_a_return(sqlite_url: str) -> None:
    """What Slack refused because it had let us go stands in the thread after a new installation, in its order."""
    with town(sqlite_url, teams=(FIRST,)) as built:
        built.install(FIRST)
        side = built.side(FIRST)
        talk = play.start(side)
        asked = play.question(talk)
        key = play.find_key(talk.thread(), "answer", "|unknown")
        built.grants.drop(FIRST)  # before the word of it arrives
        play.press(side, "olivia", key)
        thread = len(talk.thread())
        side.slack.uninstall()
        side.settle()
        built.clock.advance(20 * DAY)
        built.install(FIRST)
        side.settle()
        assert len(talk.thread()) == thread + 1
        assert play.question(talk) != asked
        assert not list(play.keys(side.slack.message(talk.channel, key.message.ts)))[:-2]


def test_old_direct_messages_stay_away(database: Database) -> None:
    """Of what was refused while nobody told us of the farewell, no old question comes back beside the new one."""
    with database.unit_of_work() as session:
        for number, days in enumerate((20, 13, 2)):
            draft = Draft(id=f"dm{number}", lane="U0", act=Act.DM, body={})
            outbox.put(session, "T0", [draft], NOON - days * DAY)
        outbox.put(session, "T0", [Draft(id="post", lane="C0", act=Act.POST, body={})], NOON - 20 * DAY)
        outbox.put(session, "T0", [Draft(id="other", lane="C0", act=Act.POST, body={})], NOON)
        for letter in ("dm0", "dm1", "dm2", "post"):
            outbox.mark(session, "T0", {letter: "token_revoked"}, NOON)
        outbox.mark(session, "T0", {"other": "msg_too_long"}, NOON)
    with database.unit_of_work() as session:
        assert outbox.come_back(session, "T1", NOON) == {}
        assert outbox.come_back(session, "T0", NOON) == {"U0": ("dm2", 3), "C0": ("post", 1)}
        assert [letter.id for letter in outbox.waiting(session, "T0", "C0")] == ["post"]


def _letters(built: Town) -> int:
    with built.bot.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Outgoing)) or 0
