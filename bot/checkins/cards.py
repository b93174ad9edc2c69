"""The cards in the plan's thread on which actions are offered: one for each owner, one for what nobody has.

A card keeps showing whatever was ever offered on it, with what became of it; that stands in the plan's updates.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.checkins.calendar import MORNING
from bot.checkins.question import items
from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, is_put, plan_letter, to_thread
from bot.store import actions
from bot.store.plan_tables import Action
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import followup as compose
from prompts.messages import Tasks

NOBODY = "nobody"
_PUT: Final = "cards put"  # in a session's info: those that it puts into the outbox, or finds there
OFFERED, ACCEPTED, DECLINED, LEFT = "offered", "accepted", "declined", "left"
Holder = str | None
"""Whose card it is: a person's id; None is the card of what nobody has."""


def card_letter(diagnosis: Diagnosis, holder: Holder) -> str:
    """The letter of a card."""
    return f"{diagnosis.id}.claim.{holder or NOBODY}"


def standing_letter(diagnosis: Diagnosis) -> str:
    """The letter that says who has not accepted yet."""
    return f"{diagnosis.id}.claims"


def give(desk: Desk, action: Action, holder: Holder) -> None:
    """Offer an action to somebody, or to everybody; whoever had it has it no more."""
    action.owner = holder
    action.offered_at = desk.now
    action.accepted_at = action.chased_at = action.shown_at = None
    if action.state in actions.SETTLED:
        action.state, action.state_at, action.note, action.finished_at = "open", desk.now, None, None
    actions.append(desk.session, action, OFFERED, desk.actor, desk.now, whom=holder)


def redrawn(desk: Desk, diagnosis: Diagnosis, moved: Iterable[str]) -> list[Draft]:
    """All cards on which one of these actions was ever offered, and the standing; a card that is not there is put."""
    every = actions.of_plan(desk.session, diagnosis)
    offered = _offered(desk, diagnosis, every)
    suffix = f"t{diagnosis.turn}"
    drafts = []
    wanted = set(moved)
    for holder, shown in offered.items():
        if not wanted & {action.id for action in shown}:
            continue
        letter = card_letter(diagnosis, holder)
        card = _card(diagnosis, shown, holder)
        # Two owners may have left at once: then the card of what nobody has is put by this very unit of work.
        just_put: set[tuple[str, str]] = desk.session.info.setdefault(_PUT, set())
        key = (desk.workspace_id, letter)
        is_there = key in just_put or is_put(desk, letter)
        just_put.add(key)
        drafts.append(
            instead_of(diagnosis, f"{letter}.{suffix}", letter, card)
            if is_there
            else to_thread(diagnosis, letter, card, of=plan_letter(diagnosis))
        )
    letter = standing_letter(diagnosis)
    standing = compose.claims_standing(catalog(diagnosis.language), items(diagnosis, every))
    return [*drafts, instead_of(diagnosis, f"{letter}.{suffix}", letter, standing)]


def put(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """The cards of a plan that is being posted, and who has not accepted yet: everybody."""
    every = actions.of_plan(desk.session, diagnosis)
    cards = [
        to_thread(diagnosis, card_letter(diagnosis, holder), _card(diagnosis, shown, holder), of=plan_letter(diagnosis))
        for holder, shown in _offered(desk, diagnosis, every).items()
    ]
    standing = compose.claims_standing(catalog(diagnosis.language), items(diagnosis, every))
    return [*cards, to_thread(diagnosis, standing_letter(diagnosis), standing, of=plan_letter(diagnosis))]


def _offered(desk: Desk, diagnosis: Diagnosis, every: Sequence[Action]) -> dict[Holder, list[Action]]:
    """What was ever offered on each card, in the order of the plan."""
    told = actions.told(desk.session, diagnosis, since=diagnosis.started_at)
    pairs = {(one.whom, one.action) for one in told if one.state == OFFERED}
    pairs |= {(one.owner, one.id) for one in every if one.accepted_at is None}  # offered before that was written down
    holders = dict.fromkeys(holder for action in every for holder, of in sorted(pairs, key=str) if of == action.id)
    return {holder: [action for action in every if (holder, action.id) in pairs] for holder in holders}


def _card(diagnosis: Diagnosis, shown: Sequence[Action], holder: Holder) -> Tasks:
    return compose.claims(
        catalog(diagnosis.language), items(diagnosis, shown), ref=diagnosis.id, holder=holder, asked_at=MORNING
    )
