"""The tick of the pilots: each appointment that is due goes to the handler of its kind."""

from collections.abc import Callable, Mapping, Sequence

from bot.checkins import chase, claim, digest
from bot.checkins.tick import DeskFor
from bot.delivery.letters import Draft
from bot.desk import Desk
from bot.store import actions
from bot.store.plan_tables import Appointment
from bot.store.stages import RESTING
from bot.store.tables import Diagnosis

Handler = Callable[[Desk, Diagnosis, Appointment], list[Draft]]


def tick(
    desk_for: DeskFor, due: Sequence[tuple[Appointment, Diagnosis]], handlers: Mapping[str, Handler]
) -> list[tuple[str, Draft]]:
    """Handle what is due; returns (workspace, draft). Each `next_at` moves past now, or is emptied."""
    drafts = []
    for row, diagnosis in due:
        row.next_at, was = None, row.next_at
        if diagnosis.stage not in RESTING and row.kind in handlers:
            row.next_at = was
            desk = desk_for(row.workspace_id, diagnosis.starter)
            drafts += [(row.workspace_id, draft) for draft in handlers[row.kind](desk, diagnosis, row)]
    return drafts


def awaited(desk: Desk, diagnosis: Diagnosis) -> set[str]:
    """Whose acceptance is missing: of them the handlers want to know something fresh."""
    return {diagnosis.starter, *chase.waiting_for(desk, diagnosis)}


def holders(desk: Desk, diagnosis: Diagnosis) -> set[str]:
    """Who holds a part in it, or an action: of them what was known within a day is enough; the tick looks at them."""
    owners = {action.owner for action in actions.of_plan(desk.session, diagnosis)}
    return {person for person in (*diagnosis.roles.values(), *owners) if person}


def _claims(desk: Desk, diagnosis: Diagnosis, row: Appointment) -> list[Draft]:
    """Before anybody is asked: what was offered to somebody who has left is offered to everybody."""
    drafts: list[Draft] = []
    for person in sorted(chase.waiting_for(desk, diagnosis)):
        if claim.is_gone(desk, person):
            drafts += claim.give_back(desk, diagnosis, person)
    return [*drafts, *chase.look(desk, diagnosis, row)]


HANDLERS: Mapping[str, Handler] = {
    chase.KIND: _claims,
    digest.KIND: digest.look,
}
