"""The tick of the check-ins: what is due is sent, and each row moves on to when it is looked at next."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bot.checkins import question, schedule, silence
from bot.checkins.calendar import may_write, next_hour
from bot.checkins.claim import give_back, is_gone
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk
from bot.store import actions
from bot.store.plan_tables import Checkin
from bot.store.stages import RESTING
from bot.store.tables import Diagnosis

DeskFor = Callable[[str, str], Desk]


def tick(desk_for: DeskFor, due: Sequence[tuple[Checkin, Diagnosis]]) -> list[tuple[str, Draft]]:
    """Do what is due for each row, one thing at most, and move it on; returns (workspace, draft).

    A late tick asks once, in working time, however many weeks were missed: `next_at` always moves past now.
    `desk_for` gives the desk for a workspace and a person.
    """
    drafts = []
    for row, diagnosis in due:
        desk = desk_for(row.workspace_id, row.person)
        drafts += [(row.workspace_id, draft) for draft in _look(desk, diagnosis, row)]
    return drafts


def _look(desk: Desk, diagnosis: Diagnosis, row: Checkin) -> Iterator[Draft]:
    every = actions.of_plan(desk.session, diagnosis)
    asks_about = [action for action in actions.mine(every, row.person) if action.state in actions.OPEN]
    if not asks_about or diagnosis.stage in RESTING:
        schedule.end(row)
        return
    if is_gone(desk, row.person):
        schedule.end(row)
        yield from give_back(desk, diagnosis, row.person)
        return
    hours = hours_of(desk, row.person, diagnosis.id)
    next_one = schedule.coming(row, desk.now, hours)
    if next_one.at > desk.now:
        row.next_at = next_one.at
        return
    match next_one.step:
        case "ask":
            yield from question.ask(desk, diagnosis, every, row, hours)
        case "again" | "remind":
            yield from silence.remind(desk, diagnosis, row, is_wanted=next_one.step == "again")
        case "tell":
            wait = _until_they_can_read(desk, diagnosis, row)
            if wait is not None:
                row.next_at = wait
                return
            yield from silence.tell(desk, diagnosis, asks_about, row)
    schedule.look_again(row, desk.now, hours)


def _until_they_can_read(desk: Desk, diagnosis: Diagnosis, row: Checkin) -> datetime | None:
    """When whoever is told of somebody's silence is at work next; None: now."""
    hours = hours_of(desk, silence.whom_to_tell(diagnosis, row.person), diagnosis.id)
    return None if may_write(desk.now, hours) else next_hour(desk.now, hours)
