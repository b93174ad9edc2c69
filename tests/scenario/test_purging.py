"""What is over goes after its time, and nothing else; a workspace that left goes whole."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from bot.keeping import purge as purging
from bot.keeping.purge import Keep, Purged, purge
from bot.playground.stage import Stage
from bot.store import audit
from bot.store.database import Database
from bot.store.every_table import METADATA
from bot.store.plan_tables import Rhythm, StageChange
from bot.store.tables import Diagnosis, Entry, Outgoing, Person, Workspace
from prompts.catalog import Catalog
from tests.conftest import TUESDAY
from tests.databases import on_both
from tests.scenario import play

DAY = timedelta(days=1)
KEEP = Keep(retention=400 * DAY, grace=30 * DAY, requests=DAY)
TEAM = "T0LOCALTEAM"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of this test's own."""
    database = Database(database_url, lambda: TUESDAY)
    yield database
    database.close()


def _counts(database: Database, workspace_id: str) -> dict[str, int]:
    """How many rows of a workspace there are, by table; empty tables are left out."""
    tables = [table for table in METADATA.sorted_tables if "workspace_id" in table.c]
    with database.reading() as session:
        found = {
            table.name: session.scalar(
                sa.select(sa.func.count()).select_from(table).where(table.c.workspace_id == workspace_id)
            )
            for table in tables
        }
    return {name: count for name, count in found.items() if count}


def _add(database: Database, id_: str, *, state: str, at: datetime, stage: str | None = None, of: str = "T0") -> None:
    """A diagnosis that came to where it stands at that moment, with a line, a message and a stage."""
    with database.unit_of_work() as session:
        if session.get(Workspace, of) is None:
            session.add(Workspace(id=of, name="n", bot_user_id="U0BOT", created_at=at))
        texts = {"channel": "C0", "pilot": id_, "summary": "", "framework": "both", "language": "en", "starter": "U0"}
        rest = {"budget_minutes": 30, "roles": {}, "turn": 1, "rules_version": "1", "rules_sha256": "0"}
        session.add(
            Diagnosis(workspace_id=of, id=id_, state=state, stage=stage, started_at=at, ended_at=at, **texts, **rest)
        )
        session.flush()
        session.add(Entry(workspace_id=of, diagnosis_id=id_, seq=1, kind="asked", question="q", at=at))
        session.add(_letter(of, f"{id_}.root", at, diagnosis_id=id_))
        if stage:
            session.add(StageChange(workspace_id=of, diagnosis_id=id_, seq=1, stage=stage, at=at))


def _letter(of: str, id_: str, at: datetime, *, diagnosis_id: str | None = None, state: str = "sent") -> Outgoing:
    given = {"lane": "C0", "seq": 1, "act": "post", "body": {"kind": "note", "text": "hi"}, "tries": 1}
    sent_at = at if state == "sent" else None
    return Outgoing(
        workspace_id=of, id=id_, diagnosis_id=diagnosis_id, state=state, created_at=at, sent_at=sent_at, **given
    )


@on_both
def test_only_what_is_over_for_long_enough(database: Database) -> None:
    """Ended or resting for longer than the retention: gone with all that belongs to it. Younger or at work: kept."""
    old, young = TUESDAY - 401 * DAY, TUESDAY - 399 * DAY
    for state, stage in (
        ("stopped", None),
        ("closed", None),
        *(("posted", s) for s in ("finished", "retired", "paused")),
    ):
        _add(database, f"{state}-{stage}-old", state=state, stage=stage, at=old)
        _add(database, f"{state}-{stage}-young", state=state, stage=stage, at=young)
    for state, stage in (("asking", None), ("reviewing", None), ("posted", "build"), ("posted", "operate")):
        _add(database, f"{state}-{stage}-old", state=state, stage=stage, at=old)
    before = _counts(database, "T0")
    assert purge(database, TUESDAY, KEEP, is_trial=True).diagnoses == 5
    assert _counts(database, "T0") == before
    assert purge(database, TUESDAY, KEEP).diagnoses == 5
    with database.reading() as session:
        kept = set(session.scalars(sa.select(Diagnosis.id)))
        assert set(session.scalars(sa.select(Entry.diagnosis_id))) == kept
        assert set(session.scalars(sa.select(Outgoing.diagnosis_id))) == kept
        purged = [record.diagnosis_id for record in audit.records(session, "T0") if record.deed == "data.purged"]
    assert {one.rpartition("-")[2] for one in kept} == {"young", "old"}
    assert {one for one in kept if one.endswith("old")} == {
        "asking-None-old",
        "reviewing-None-old",
        "posted-build-old",
        "posted-operate-old",
    }
    assert len(purged) == len(set(purged)) == 5
    assert purge(database, TUESDAY, KEEP) == Purged()


@on_both
def test_letters_people_and_requests(database: Database) -> None:
    """What was sent a month ago is emptied, or gone if of no pilot; what waits stays; people are forgotten."""
    long_ago = TUESDAY - 31 * DAY
    _add(database, "abc", state="asking", at=long_ago)
    with database.unit_of_work() as session:
        session.add(_letter("T0", "help.old", long_ago))
        session.add(_letter("T0", "help.new", TUESDAY - 29 * DAY))
        session.add(_letter("T0", "abc.waits", long_ago, diagnosis_id="abc", state="waiting"))
        flags = {"is_guest": False, "is_bot": False, "is_deactivated": False}
        for id_, seen in (("U1", TUESDAY - 401 * DAY), ("U2", TUESDAY)):
            about = {"name": "n", "tz": "UTC", "locale": "en", "fetched_at": seen}
            session.add(Person(workspace_id="T0", id=id_, **about, **flags))
            session.add(Rhythm(workspace_id="T0", person=id_, diagnosis_id="", weekday=1))
    purged = purge(database, TUESDAY, KEEP)
    assert (purged.letters, purged.people) == (2, 1)
    with database.reading() as session:
        bodies = {row.id: row.body for row in session.scalars(sa.select(Outgoing))}
        assert set(session.scalars(sa.select(Rhythm.person))) == {"U2"}
    full = {"kind": "note", "text": "hi"}
    assert bodies == {"abc.root": {}, "abc.waits": full, "help.new": full}


@on_both
def test_a_workspace_that_left(database: Database) -> None:
    """After the grace period nothing of it is left, its log neither; another one with the same ids keeps everything."""
    for of in ("T0", "T1"):
        _add(database, "abc", state="asking", at=TUESDAY - 60 * DAY, of=of)
    with database.unit_of_work() as session:
        session.get_one(Workspace, "T0").left_at = TUESDAY - 29 * DAY
    assert purge(database, TUESDAY, KEEP).workspaces == 0
    other = _counts(database, "T1")
    assert purge(database, TUESDAY + 2 * DAY, KEEP).workspaces == 1
    assert _counts(database, "T0") == {}
    assert _counts(database, "T1") == {**other}
    with database.reading() as session:
        assert session.get(Workspace, "T0") is None
        deeds = [(record.deed, record.about) for record in audit.records(session, audit.INSTALLATION)]
        assert audit.verify(session, audit.INSTALLATION).fault is None
    assert ("workspace.left", "T0") in deeds
    assert deeds[-1][0] == "workspace.erased"
    assert str(deeds[-1][1]).startswith("T0#3:")


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Lets something happen once, between a look at what is over and its deletion."""

    def let(happen: Callable[[], object]) -> None:
        waiting, batches = [happen], purging._batches

        def after_it(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
            if ids and waiting:
                waiting.pop()()
            return batches(ids, size)

        monkeypatch.setattr(purging, "_batches", after_it)

    return let


Meanwhile = Callable[[Callable[[], object]], None]


@on_both
def test_two_replicas_at_once(database: Database, meanwhile: Meanwhile) -> None:
    """What another replica has deleted already is neither counted nor written into the log a second time."""
    _add(database, "abc", state="stopped", at=TUESDAY - 401 * DAY)
    _add(database, "def", state="asking", at=TUESDAY - 60 * DAY, of="T1")
    with database.unit_of_work() as session:
        session.get_one(Workspace, "T1").left_at = TUESDAY - 31 * DAY
    others: list[Purged] = []
    meanwhile(lambda: others.append(purge(database, TUESDAY, KEEP)))
    mine = purge(database, TUESDAY, KEEP)
    assert (mine.diagnoses + others[0].diagnoses, mine.workspaces + others[0].workspaces) == (1, 1)
    with database.reading() as session:
        chains = (*audit.records(session, "T0"), *audit.records(session, audit.INSTALLATION))
        deeds = [record.deed for record in chains]
        assert (deeds.count("data.purged"), deeds.count("workspace.erased")) == (1, 1)


@on_both
def test_somebody_goes_on_meanwhile(database: Database, meanwhile: Meanwhile) -> None:
    """A pilot that was taken up again a moment before stays, and the log does not say that it was deleted."""
    _add(database, "abc", state="posted", stage="paused", at=TUESDAY - 401 * DAY)

    def go_on() -> None:
        with database.unit_of_work() as session:
            session.get_one(Diagnosis, ("T0", "abc")).stage = "operate"

    meanwhile(go_on)
    assert purge(database, TUESDAY, KEEP).diagnoses == 0
    with database.reading() as session:
        assert session.get(Diagnosis, ("T0", "abc")) is not None
        assert "data.purged" not in [record.deed for record in audit.records(session, "T0")]


@on_both
def test_a_workspace_that_comes_back_meanwhile(database: Database, meanwhile: Meanwhile) -> None:
    """Installed again in the very moment in which its data was to go, it keeps everything."""
    _add(database, "abc", state="asking", at=TUESDAY - 60 * DAY)
    with database.unit_of_work() as session:
        session.get_one(Workspace, "T0").left_at = TUESDAY - 31 * DAY
    before = _counts(database, "T0")

    def come_back() -> None:
        with database.unit_of_work() as session:
            session.get_one(Workspace, "T0").left_at = None

    meanwhile(come_back)
    assert purge(database, TUESDAY, KEEP).workspaces == 0
    after = _counts(database, "T0")
    assert {name: after[name] for name in before if not name.startswith("audit")} == {
        name: count for name, count in before.items() if not name.startswith("audit")
    }


def test_it_happens_once_a_day_by_itself(stage: Stage, texts: Catalog) -> None:
    """The tick deletes what is over, also for a workspace that keeps things shorter than others."""
    talk = play.start(stage)
    key = play.find_key(talk.thread(), "answer")
    stage.slack.slash("olivia", "orders", "/unstick", "stop")
    stage.settle()
    url = stage.bot.settings.database_url
    result = CliRunner().invoke(app, ["retention", TEAM, "--days", "5"], env={"UNSTICK_DATABASE_URL": url})
    assert result.output == f"{TEAM}: 5 days\n"
    for days, left in ((4, 1), (2, 0)):
        stage.clock.advance(days * DAY)
        stage.bot.tick()
        assert _counts(stage.bot.database, TEAM).get("diagnosis", 0) == left
    with stage.bot.database.reading() as session:
        deeds = [record.deed for record in audit.records(session, TEAM)]
    assert deeds[-2:] == ["retention.changed", "data.purged"]
    play.press_old(stage, "olivia", key)
    assert play.whispers(stage, "olivia")[-1] == texts.say("wrong.gone")


def test_the_command(stage: Stage) -> None:
    """`unstick purge` says what it did, also of the deliveries that the engine has finished; a trial does nothing."""
    play.start(stage)
    stage.slack.slash("olivia", "orders", "/unstick", "stop")
    stage.settle()
    env = {"UNSTICK_DATABASE_URL": stage.bot.settings.database_url, "UNSTICK_RETENTION_DAYS": "1"}
    with stage.bot.database.engine.begin() as connection:
        connection.exec_driver_sql("update diagnosis set ended_at = '2020-01-01 00:00:00.000000'")
    trial = CliRunner().invoke(app, ["purge", "--dry-run"], env=env)
    assert "Would delete: 1 diagnoses" in trial.output
    done = CliRunner().invoke(app, ["purge"], env=env)
    assert "Deleted: 1 diagnoses" in done.output
    log = CliRunner().invoke(app, ["audit", "export", "--workspace", TEAM], env=env)
    assert "operator" in json.loads(log.output.splitlines()[-2])["actor"]
