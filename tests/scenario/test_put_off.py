"""One pilot that cannot be looked at: it is put off, and nobody else notices, whichever workspace they are of."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.checkins.apart import in_turn
from bot.playground.stage import Stage
from bot.store import audit
from bot.store.plan_tables import Appointment, Checkin
from bot.store.tables import Diagnosis, Entry, Reminder
from tests.databases import on_both
from tests.scenario import play
from tests.scenario.plans import checkins, posted_now, take_all

BROKEN = "no such kind of line"


def _break(stage: Stage, pilot: str) -> str:
    """Its transcript and its roles are none that there could be; returns its id."""
    with stage.bot.database.unit_of_work() as session:
        found = session.scalars(sa.select(Diagnosis).where(Diagnosis.pilot == pilot)).one()
        found.roles = BROKEN  # a text, where there should be roles
        found.framework = BROKEN
        session.execute(sa.update(Entry).where(Entry.diagnosis_id == found.id).values(kind=BROKEN))
        return found.id


@on_both
def test_a_broken_pilot_holds_nobody_up(stage: Stage) -> None:
    """Of two plans one is broken: the other's owner is asked all the same, and what the tick does besides is done."""
    take_all(posted_now(stage, pilot="broken one"), "tomasz")
    take_all(posted_now(stage, pilot="sound one"), "brenda")
    silent = play.start(stage, "silent one", by="carlos")
    broken = _break(stage, "broken one")
    _break(stage, "silent one")
    stage.slack.calls.clear()
    with capture_logs() as logged:
        stage.travel(stage.clock() + timedelta(days=7))
    assert len(checkins(stage, "brenda")) == 1
    assert len(checkins(stage, "tomasz")) == 0
    put_off = [line for line in logged if line["event"] == "put_off"]
    assert {line["table"] for line in put_off} >= {"checkin", "reminder"}
    assert broken in {line["diagnosis"] for line in put_off}
    assert BROKEN not in str(logged)
    now = stage.clock()
    with stage.bot.database.reading() as session:
        for table in (Checkin, Reminder, Appointment):
            late = session.scalars(sa.select(table.next_at).where(table.next_at <= now)).all()
            assert not late, table
        assert audit.verify(session, "T0LOCALTEAM").fault is None
    assert silent.root


def test_no_fault_of_a_tick_is_lost() -> None:
    """What comes after a step that broke has its turn; the first fault is raised, and each other one is in the log."""
    done = []

    def breaks(fault: Exception) -> None:
        raise fault

    with capture_logs() as logged, pytest.raises(ValueError, match="the first"):
        in_turn(
            lambda: breaks(ValueError("the first")),
            lambda: breaks(KeyError(BROKEN)),
            lambda: done.append("the last"),
        )
    assert done == ["the last"]
    assert [(line["event"], line["faults"]) for line in logged] == [("broke_off_too", ["KeyError"])]
    assert BROKEN not in str(logged)
