"""The course of a pilot after its plan: it rests and goes on, it is finished, or it is retired, with the reason."""

from datetime import date

from bot.access import Deed, allowed
from bot.checkins import stages
from bot.checkins.stages import Stage
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, plan_letter, to_thread
from bot.operate import parts
from bot.store import gates as kept
from bot.store.stages import RESTING
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import operate as compose
from prompts.messages import Message
from prompts.mrkdwn import shorten

ID = "course"  # under which its newest message is kept
REASON_CHARACTERS = 500
ENDS: tuple[Stage, ...] = ("finished", "retired")


def begin(desk: Desk, diagnosis: Diagnosis, *, first: date) -> tuple[Draft, ...]:
    """What is under way from the handover on, with the ways out of it."""
    note = compose.running(catalog(diagnosis.language), ref=diagnosis.id, pilot=diagnosis.pilot, first=first)
    return _said(desk, diagnosis, note)


def refusal(desk: Desk, diagnosis: Diagnosis) -> Outcome | None:
    """Why the one who acts may not pause or end it; None if they may."""
    if diagnosis.stage is None:
        return hint(desk.texts.say("wrong.gone"))
    people = parts.enders(desk, diagnosis)
    return None if allowed(Deed.END, diagnosis, desk.actor, holders=people) else parts.waits_for(desk, people)


def pause(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Nobody is asked anything until somebody goes on."""
    refused = refusal(desk, diagnosis)
    if refused or diagnosis.stage in RESTING:
        return refused or _again(desk, diagnosis, "paused")
    stages.move(desk, diagnosis, "paused", by=desk.actor)
    note = compose.paused(catalog(diagnosis.language), ref=diagnosis.id, pilot=diagnosis.pilot, by=desk.actor)
    return Outcome(drafts=_said(desk, diagnosis, note))


def resume(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Go on where it was: the questions come again on everybody's next day."""
    refused = refusal(desk, diagnosis)
    if refused or diagnosis.stage != "paused":
        return refused or _again(desk, diagnosis, stages.before_the_rest(desk, diagnosis))
    stages.move(desk, diagnosis, stages.before_the_rest(desk, diagnosis), by=desk.actor)
    note = compose.resumed(catalog(diagnosis.language), ref=diagnosis.id, pilot=diagnosis.pilot, by=desk.actor)
    return Outcome(drafts=_said(desk, diagnosis, note, in_place=True))


def end(desk: Desk, diagnosis: Diagnosis, stage: Stage, reason: str) -> Outcome:
    """It has done what it was for, or it is taken out of use: said in the plan's thread, with the reason."""
    refused = refusal(desk, diagnosis)
    if refused or stage not in ENDS or diagnosis.stage in ENDS:
        return refused or _again(desk, diagnosis, stage)
    words = shorten(reason, REASON_CHARACTERS) if reason.strip() else ""
    stages.move(desk, diagnosis, stage, reason=words or None, by=desk.actor)
    note = compose.ended(
        catalog(diagnosis.language), stage, ref=diagnosis.id, pilot=diagnosis.pilot, by=desk.actor, reason=words
    )
    return Outcome(drafts=_said(desk, diagnosis, note))


def _again(desk: Desk, diagnosis: Diagnosis, stage: Stage) -> Outcome:
    """Nothing for who has just brought it into this stage, a second tap; else how it is."""
    is_second_tap = diagnosis.stage == stage and stages.moved_by(desk, diagnosis) == desk.actor
    return Outcome() if is_second_tap else as_it_is(desk, diagnosis)


def as_it_is(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """How it is, to the one who acts."""
    return hint(desk.texts.say(f"course.is.{diagnosis.stage}", pilot=diagnosis.pilot))


def _said(desk: Desk, diagnosis: Diagnosis, message: Message, *, in_place: bool = False) -> tuple[Draft, ...]:
    """The newest word on the pilot's course in the plan's thread; the one before it leads to it, without buttons."""
    diagnosis.turn += 1
    row = kept.of(desk.session, diagnosis, ID)
    old, letter = row.letter, f"{diagnosis.id}.course.t{diagnosis.turn}"
    if old and in_place:
        return (instead_of(diagnosis, letter, old, message),)
    row.letter = letter
    texts = catalog(diagnosis.language)
    before = (instead_of(diagnosis, f"{letter}.u", old, compose.gone_by(texts)),) if old else ()
    return (*before, to_thread(diagnosis, letter, message, of=plan_letter(diagnosis)))
