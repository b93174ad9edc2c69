"""Who takes what: actions are offered to their owners, and nobody is written to who has not agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.checkins import schedule
from bot.checkins.calendar import MORNING, asked_on
from bot.checkins.question import items
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, plan_letter, to_person, to_thread
from bot.store import actions, diagnoses, people
from bot.store.plan_tables import Action
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import followup as compose
from prompts.messages import Note, Tasks
from prompts.mrkdwn import mention

NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An action of the plan with the person and the day it was given."""

    id: str
    role: str
    owner: str | None
    due: date


def offer(desk: Desk, diagnosis: Diagnosis, planned: Sequence[Planned]) -> list[Draft]:
    """Keep the plan's actions, and offer them in its thread: a card for each owner, one for what nobody has yet."""
    desk.session.add_all(
        Action(
            workspace_id=diagnosis.workspace_id,
            diagnosis_id=diagnosis.id,
            id=action.id,
            position=position,
            role=action.role,
            owner=action.owner,
            due=action.due,
            state="open",
            state_at=desk.now,
        )
        for position, action in enumerate(planned)
    )
    desk.session.flush()
    every = actions.of_plan(desk.session, diagnosis)
    cards = [
        to_thread(diagnosis, _card_letter(diagnosis, owner), _card(diagnosis, every, owner), of=plan_letter(diagnosis))
        for owner in dict.fromkeys(action.owner for action in every)
    ]
    standing = compose.claims_standing(catalog(diagnosis.language), items(diagnosis, every))
    return [*cards, to_thread(diagnosis, _standing_letter(diagnosis), standing, of=plan_letter(diagnosis))]


def take(desk: Desk, diagnosis: Diagnosis, action_ids: Sequence[str]) -> Outcome:
    """Somebody takes actions that are theirs or nobody's; from then on they are asked about them on Mondays."""
    every = actions.of_plan(desk.session, diagnosis)
    named = [action for action in every if action.id in action_ids]
    for action in named:
        if action.owner and action.owner != desk.actor:
            wording = "wrong.taken" if action.accepted_at else "wrong.not_your_claim"
            return hint(desk.texts.say(wording, person=mention(action.owner)))
    chosen = [action for action in named if action.accepted_at is None]
    if not chosen:
        return Outcome()  # taken already: the card says so
    cards = dict.fromkeys(action.owner for action in chosen)
    is_asked_already = any(action.state in actions.OPEN for action in actions.mine(every, desk.actor))
    for action in chosen:
        action.owner = desk.actor
        action.accepted_at = desk.now
    desk.session.flush()
    diagnosis.turn += 1
    texts = catalog(diagnosis.language)
    suffix = f"t{diagnosis.turn}"
    drafts = [
        instead_of(
            diagnosis,
            f"{_card_letter(diagnosis, owner)}.{suffix}",
            _card_letter(diagnosis, owner),
            _card(diagnosis, every, owner, taken=chosen),
        )
        for owner in cards
    ]
    standing = compose.claims_standing(texts, items(diagnosis, every))
    drafts.append(
        instead_of(diagnosis, f"{_standing_letter(diagnosis)}.{suffix}", _standing_letter(diagnosis), standing)
    )
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


def give_back(desk: Desk, diagnosis: Diagnosis, person: str) -> list[Draft]:
    """Somebody has left: said in the plan's thread, and what they had open is offered to everybody anew."""
    every = actions.of_plan(desk.session, diagnosis)
    open_ones = [action for action in every if action.owner == person and action.state in actions.OPEN]
    for action in open_ones:
        action.owner = action.accepted_at = None
    desk.session.flush()
    diagnosis.turn += 1
    texts = catalog(diagnosis.language)
    note = Note(text=texts.say("claims.left", person=mention(person), count=len(open_ones)))
    card, thread = _card_letter(diagnosis, None), plan_letter(diagnosis)
    shown = _card(diagnosis, every, None)
    standing = compose.claims_standing(texts, items(diagnosis, every))
    suffix = f"t{diagnosis.turn}"
    return [
        to_thread(diagnosis, f"{diagnosis.id}.left.{person}.{suffix}", note, of=thread),
        to_thread(diagnosis, card, shown, of=thread)
        if diagnoses.place_of(desk.session, desk.workspace_id, card) is None
        else instead_of(diagnosis, f"{card}.{suffix}", card, shown),
        instead_of(diagnosis, f"{_standing_letter(diagnosis)}.{suffix}", _standing_letter(diagnosis), standing),
    ]


def _card(diagnosis: Diagnosis, every: Sequence[Action], owner: str | None, *, taken: Sequence[Action] = ()) -> Tasks:
    """An owner's card; that of nobody keeps showing what was taken from it."""
    shown = [action for action in every if action.owner == owner or (owner is None and action in taken)]
    return compose.claims(catalog(diagnosis.language), items(diagnosis, shown), ref=diagnosis.id, asked_at=MORNING)


def _card_letter(diagnosis: Diagnosis, owner: str | None) -> str:
    return f"{diagnosis.id}.claim.{owner or NOBODY}"


def _standing_letter(diagnosis: Diagnosis) -> str:
    return f"{diagnosis.id}.claims"
