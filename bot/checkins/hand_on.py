"""An action finds somebody else: its owner declines with a reason or names somebody, or others name one."""

from dataclasses import dataclass

from bot.access import posters
from bot.checkins import cards, chase
from bot.checkins.question import items, shown_anew
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, plan_letter, to_thread
from bot.store import actions, people
from bot.store.plan_tables import Action
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import followup as compose
from prompts.mrkdwn import mention, shorten

REASON_CHARACTERS = 300


@dataclass(frozen=True)
class Somebody:
    """Who is named: their Slack id, and whether they are in the diagnosis's channel (None: Slack did not say)."""

    person: str
    in_channel: bool | None


def why_not(desk: Desk, named: Somebody) -> str | None:
    """The id of the message that says why this person cannot take it; None if they can."""
    person = people.person(desk.session, desk.workspace_id, named.person)
    if person is None or person.is_deactivated:
        return "claims.bad.gone"
    if person.is_bot:
        return "claims.bad.bot"
    if person.is_guest:
        return "claims.bad.guest"
    return "claims.bad.outside" if named.in_channel is False else None


def refused(desk: Desk, diagnosis: Diagnosis, action: Action | None) -> Outcome | None:
    """Why the one who acts cannot hand this action on; None if they can.

    Its owner can, and whoever may post the plan; what nobody has, anybody may find somebody for.
    """
    if action is None or action.state == "done":
        return hint(desk.texts.say("wrong.gone"))
    if action.owner in {None, desk.actor} or desk.actor in posters(diagnosis):
        return None
    wording = "wrong.taken" if action.accepted_at else "wrong.not_your_claim"
    return hint(desk.texts.say(wording, person=mention(str(action.owner))))


def hand_on(desk: Desk, diagnosis: Diagnosis, action_id: str, reason: str, named: Somebody | None) -> Outcome:
    """Offer an action to the one who was named, or to everybody; with the reason of whoever had it."""
    action = actions.get(desk.session, diagnosis, action_id)
    refusal = refused(desk, diagnosis, action)
    if refusal or action is None:
        return refusal or Outcome()
    if named and why_not(desk, named):
        return hint(desk.texts.say(str(why_not(desk, named)), person=mention(named.person)))
    to = named.person if named else None
    was = action.owner
    if was == to:
        return Outcome()
    words = shorten(reason, REASON_CHARACTERS) if reason.strip() else None
    if was == desk.actor:
        actions.append(desk.session, action, cards.DECLINED, desk.actor, desk.now, note=words)
    cards.give(desk, action, to)
    diagnosis.turn += 1
    chase.watch(desk, diagnosis)
    note = compose.handed_on(
        catalog(diagnosis.language),
        items(diagnosis, [action])[0],
        by=desk.actor,
        reason=words or "",
        people=[person for person in posters(diagnosis) if person != desk.actor],
    )
    letter = f"{diagnosis.id}.handed.{action.id}.t{diagnosis.turn}"
    return Outcome(
        drafts=(
            to_thread(diagnosis, letter, note, of=plan_letter(diagnosis)),
            *cards.redrawn(desk, diagnosis, [action.id]),
            *chase.taken(desk, diagnosis),
            *_own_question(desk, diagnosis, was),
        )
    )


def _own_question(desk: Desk, diagnosis: Diagnosis, was: str | None) -> list[Draft]:
    """The question of whoever had it asks no more about it."""
    row = actions.checkin(desk.session, diagnosis, was) if was else None
    return shown_anew(desk, diagnosis, actions.of_plan(desk.session, diagnosis), row) if row and row.week else []
