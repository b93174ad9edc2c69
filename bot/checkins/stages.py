"""Where a pilot stands once its plan is posted: being built, operated, resting, finished or retired."""

from typing import Literal

from bot.checkins import digest, schedule
from bot.checkins.rhythm import hours_of
from bot.desk import Desk
from bot.store import actions, appointments, stages
from bot.store.stages import RESTING
from bot.store.tables import Diagnosis

Stage = Literal["build", "operate", "paused", "finished", "retired"]


def move(desk: Desk, diagnosis: Diagnosis, stage: Stage, *, reason: str | None = None, by: str | None = None) -> bool:
    """Bring a pilot into a stage and keep who, when and why; whether anything has changed.

    Whoever has something open is asked again on the first of their days after a rest, and not at all during one.
    """
    if diagnosis.stage == stage:
        return False
    was = diagnosis.stage
    diagnosis.stage = stage
    stages.record(desk.session, diagnosis, stage, reason=reason, by=by, now=desk.now)
    if stage in RESTING:
        for row in actions.checkins(desk.session, diagnosis):
            schedule.end(row)
    elif was in RESTING:
        appointments.wake(desk.session, diagnosis, desk.now)
        every = actions.of_plan(desk.session, diagnosis)
        for row in actions.checkins(desk.session, diagnosis):
            if any(action.state in actions.OPEN for action in actions.mine(every, row.person)):
                schedule.begin(row, desk.now, hours_of(desk, row.person, diagnosis.id))
        digest.begin(desk, diagnosis)
    return True


def why(desk: Desk, diagnosis: Diagnosis) -> str | None:
    """The reason of the stage that it is in."""
    history = stages.history(desk.session, diagnosis)
    return history[-1].reason if history else None


def moved_by(desk: Desk, diagnosis: Diagnosis) -> str | None:
    """Who has brought it there; None where nobody did."""
    history = stages.history(desk.session, diagnosis)
    return history[-1].by if history else None


def before_the_rest(desk: Desk, diagnosis: Diagnosis) -> Stage:
    """Into which stage a paused pilot goes back."""
    last = stages.last_of(desk.session, diagnosis, ("build", "operate"))
    return "operate" if last == "operate" else "build"
