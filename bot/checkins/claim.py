"""Who takes what: actions are offered to their owners, and nobody is written to who has not agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.checkins import cards, chase, schedule
from bot.checkins.calendar import asked_on
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, plan_letter, to_person, to_thread
from bot.store import actions, people
from bot.store.plan_tables import Action
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import followup as compose
from prompts.messages import Note
from prompts.mrkdwn import mention


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An action of the plan with the person and the day it was given."""

    id: str
    role: str
    owner: str | None
    due: date


def offer(desk: Desk, diagnosis: Diagnosis, planned: Sequence[Planned]) -> list[Draft]:
    """Keep the plan's actions, and offer them in its thread: a card for each owner, one for what nobody has yet."""
    rows = [
        Action(
            workspace_id=diagnosis.workspace_id,
            diagnosis_id=diagnosis.id,
            id=action.id,
            position=position,
            role=action.role,
            due=action.due,
            state="open",
            state_at=desk.now,
        )
        for position, action in enumerate(planned)
    ]
    desk.session.add_all(rows)
    desk.session.flush()
    for row, action in zip(rows, planned, strict=True):
        cards.give(desk, row, action.owner)
    chase.watch(desk, diagnosis)
    return cards.put(desk, diagnosis)


def take(desk: Desk, diagnosis: Diagnosis, action_ids: Sequence[str]) -> Outcome:
    """Somebody takes actions that are theirs or nobody's; from then on they are asked about them every week."""
    every = actions.of_plan(desk.session, diagnosis)
    named = [action for action in every if action.id in action_ids]
    for action in named:
        if action.owner and action.owner != desk.actor:
            wording = "wrong.taken" if action.accepted_at else "wrong.not_your_claim"
            return hint(desk.texts.say(wording, person=mention(action.owner)))
    chosen = [action for action in named if action.accepted_at is None]
    if not chosen:
        return Outcome()  # taken already: the card says so
    is_asked_already = any(action.state in actions.OPEN for action in actions.mine(every, desk.actor))
    for action in chosen:
        action.owner = desk.actor
        action.accepted_at = desk.now
        actions.append(desk.session, action, cards.ACCEPTED, desk.actor, desk.now)
    diagnosis.turn += 1
    drafts = [*cards.redrawn(desk, diagnosis, [action.id for action in chosen]), *chase.taken(desk, diagnosis)]
    if not is_asked_already:
        drafts.append(_welcome(desk, diagnosis))
    return Outcome(drafts=tuple(drafts))


def _welcome(desk: Desk, diagnosis: Diagnosis) -> Draft:
    """From now on they are asked; the first word to them says when."""
    hours = hours_of(desk, desk.actor, diagnosis.id)
    row = actions.checkin_of(desk.session, diagnosis, desk.actor)
    schedule.begin(row, desk.now, hours)
    planned = row.planned or hours.day(desk.now)
    note = compose.welcome(
        desk.texts,
        pilot=diagnosis.pilot,
        first=hours.day(asked_on(planned, hours)),
        weekday=hours.weekday,
        asked_at=hours.at,
    )
    return to_person(desk.actor, f"{diagnosis.id}.welcome.{desk.actor}.t{diagnosis.turn}", note, diagnosis.id)


def is_gone(desk: Desk, person_id: str) -> bool:
    """Whether somebody is no longer in the workspace."""
    person = people.person(desk.session, desk.workspace_id, person_id)
    return person is not None and person.is_deactivated


def has_no_owner(desk: Desk, diagnosis: Diagnosis) -> bool:
    """Whether nobody answers for a pilot in operation any more: the business owner has left, or nobody is it."""
    owner = diagnosis.roles.get("business_owner")
    return diagnosis.stage == "operate" and (owner is None or is_gone(desk, owner))


def give_back(desk: Desk, diagnosis: Diagnosis, person: str) -> list[Draft]:
    """Somebody has left: said in the plan's thread, and what they had open is offered to everybody anew."""
    every = actions.of_plan(desk.session, diagnosis)
    open_ones = [action for action in every if action.owner == person and action.state in actions.OPEN]
    for action in open_ones:
        actions.append(desk.session, action, cards.LEFT, person, desk.now)
        cards.give(desk, action, None)
    diagnosis.turn += 1
    chase.watch(desk, diagnosis)
    note = Note(text=catalog(diagnosis.language).say("claims.left", person=mention(person), count=len(open_ones)))
    letter = f"{diagnosis.id}.left.{person}.t{diagnosis.turn}"
    moved = [action.id for action in open_ones]
    return [to_thread(diagnosis, letter, note, of=plan_letter(diagnosis)), *cards.redrawn(desk, diagnosis, moved)]
