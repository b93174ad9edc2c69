"""What owners say of their actions: kept, shown in their DM, in the week's digest, and to whoever can help."""

from collections.abc import Sequence

from bot.access import Deed, allowed, posters
from bot.checkins import appointments, digest, flags, rounds, schedule, silence
from bot.checkins.digest import NOTE
from bot.checkins.question import items, plan_week, shown_anew
from bot.checkins.rhythm import hours_of
from bot.checkins.trend import trends
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, is_put, plan_letter, to_thread
from bot.store import actions
from bot.store.plan_tables import Action, Checkin
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import checkin as compose
from prompts.mrkdwn import mention, shorten

NOTE_CHARACTERS = 500
NEEDS_A_HAND = ("blocked", "help")
WITH_WORDS = (*NEEDS_A_HAND, "not_doing")  # a few words belong to these: by what, with what, why


def report(desk: Desk, diagnosis: Diagnosis, action_id: str, state: str, note: str | None = None) -> Outcome:
    """An owner says how an action stands, perhaps with a few words; said again with other words it is an edit.

    Said again as it was, it is an answer all the same if they were asked since they last said it.
    """
    action = actions.get(desk.session, diagnosis, action_id)
    if action is None or state not in actions.STATES:
        return hint(desk.texts.say("wrong.gone"))
    if not allowed(Deed.SETTLE, diagnosis, desk.actor, owner=action.owner):
        return hint(desk.texts.say("wrong.not_your_action", person=mention(action.owner or diagnosis.starter)))
    words = shorten(note, NOTE_CHARACTERS) if note and note.strip() else None
    if action.state != state or (note is not None and words != action.note):
        actions.record(desk.session, action, state, desk.actor, desk.now, note=words)
    elif not _is_asked_since(desk, diagnosis, action):
        return Outcome()  # a second tap; the message shows it
    elif state in actions.OPEN:  # what is settled stays settled on its day
        actions.record(desk.session, action, state, desk.actor, desk.now, note=action.note)
    return Outcome(drafts=(*said(desk, diagnosis), *_to_helpers(desk, diagnosis, action)))


def _is_asked_since(desk: Desk, diagnosis: Diagnosis, action: Action) -> bool:
    """Whether the one who acts was asked how it stands after they last said so; of what is settled nobody asks."""
    row = actions.checkin(desk.session, diagnosis, desk.actor)
    if row is None or row.asked_at is None or action.state_at >= row.asked_at:
        return False
    return action.state in actions.OPEN or schedule.is_open(row)


def add_note(desk: Desk, diagnosis: Diagnosis, note: str) -> Outcome:
    """A free note of somebody who has a part in the plan."""
    if not note.strip():
        return Outcome()
    if not actions.mine(actions.of_plan(desk.session, diagnosis), desk.actor):
        return hint(desk.texts.say("wrong.gone"))
    actions.append(desk.session, diagnosis, NOTE, desk.actor, desk.now, note=shorten(note, NOTE_CHARACTERS))
    return Outcome(drafts=tuple(said(desk, diagnosis)))


def is_asked(desk: Desk, diagnosis: Diagnosis) -> bool:
    """Whether a weekly question waits for the one who acts."""
    row = actions.checkin(desk.session, diagnosis, desk.actor)
    return row is not None and schedule.is_open(row)


def said(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """After somebody has said something: nobody reminds them, and their question and the digest show it."""
    diagnosis.turn += 1
    desk.session.flush()
    appointments.make(desk, diagnosis, appointments.GATES, desk.now)  # what was said may open one
    every = actions.of_plan(desk.session, diagnosis)
    row = actions.checkin(desk.session, diagnosis, desk.actor)
    own = _answered(desk, diagnosis, every, row) if row is not None else []
    shown = trends(desk.session, diagnosis, rounds.round_at(desk, diagnosis))
    raised = flags.look(desk, diagnosis, shown)
    return [*own, *digest.refresh(desk, diagnosis), *raised]


def _answered(desk: Desk, diagnosis: Diagnosis, every: Sequence[Action], row: Checkin) -> list[Draft]:
    schedule.answered(row, desk.now)
    if any(action.state in actions.OPEN for action in actions.mine(every, row.person)):
        hours = hours_of(desk, row.person, diagnosis.id)
        if row.planned is None:
            schedule.begin(row, desk.now, hours)
        schedule.look_again(row, desk.now, hours)
    else:
        schedule.end(row)
    reminder = silence.no_longer(desk, diagnosis, row)
    return [*shown_anew(desk, diagnosis, every, row), *reminder]


def _to_helpers(desk: Desk, diagnosis: Diagnosis, action: Action) -> list[Draft]:
    """In the plan's thread: what is blocked or needs help, to the sponsor and the starter; and when it no longer is."""
    texts = catalog(diagnosis.language)
    letter = f"{diagnosis.id}.hand.{action.id}.{plan_week(desk, diagnosis)}"
    is_told = is_put(desk, letter)
    [item] = items(diagnosis, [action])
    people = [person for person in posters(diagnosis) if person != desk.actor]
    if action.state in NEEDS_A_HAND and people:
        note = compose.needs_a_hand(texts, item, people)
        if not is_told:
            return [to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))]
    elif is_told:
        note = compose.moves_again(texts, item)
    else:
        return []
    return [instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, note)]
