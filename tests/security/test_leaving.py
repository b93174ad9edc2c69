"""A workspace that lets Unstick go: its tokens go at once, its data after the grace period, and the log tells of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.keeping.purge import Keep, purge
from bot.keyring import reseal_all
from bot.store import audit, installations
from bot.store.database import Database
from bot.store.install_tables import Installation
from bot.store.seal import new_key, read_ring, seal
from bot.store.tables import Workspace

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
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


def test_a_new_key_is_in_the_log(database: Database) -> None:
    """Whose tokens were encrypted anew is told once for each, and not again when nothing is left to do."""
    old, new = new_key("old"), new_key("new")
    _install(database, "T0", old, NOON)
    ring = read_ring(f"{new},{old}")
    assert [reseal_all(ring, database), reseal_all(ring, database)] == [1, 0]
    assert _deeds(database, "T0")[-1] == "key.rotated"
