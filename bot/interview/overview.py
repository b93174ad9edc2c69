"""`status` and `stop`: what is under way in a channel, and how to end it."""

from collections.abc import Callable, Sequence

from bot.access import Deed, allowed, posters
from bot.checkins.claim import has_no_owner
from bot.desk import Desk, Outcome, hint, note_down, on_card, question_letter, to_thread
from bot.interview.in_force import under_its_rules
from bot.interview.lines import Kind
from bot.interview.time_left import left
from bot.interview.transcript import fold
from bot.store import actions, diagnoses
from bot.store.tables import Diagnosis, Entry
from prompts import dates
from prompts.catalog import catalog
from prompts.compose import control as compose
from prompts.messages import Note
from prompts.mrkdwn import Mrkdwn, mention

SHOWN = 10
OVER = ("closed", "stopped")  # what ended before its plan, and can be taken up again

Tiers = Sequence[Sequence[str]]  # the states in which a command may find a diagnosis, those that it means first


def status(desk: Desk, channel: str) -> Outcome:
    """What is under way in a channel, to the one who asks."""
    found = diagnoses.in_channel(desk.session, desk.workspace_id, channel)[:SHOWN]
    if not found:
        return hint(desk.texts.say("status.none"))
    lines = [desk.texts.say("status.title"), *(_line(desk, diagnosis) for diagnosis in found)]
    return hint("\n".join(lines))


def meant(desk: Desk, channel: str, name: str, tiers: Tiers) -> list[Diagnosis]:
    """The diagnoses of a channel that a command may mean; of what is over only a pilot's newest.

    Without a name those of the first states that there are any in, so that what is over is in nobody's way.
    """
    every = diagnoses.in_channel(desk.session, desk.workspace_id, channel)
    newest = {one.pilot.casefold(): one.id for one in reversed(every)}
    current = [one for one in every if one.state not in OVER or newest[one.pilot.casefold()] == one.id]
    found = [[one for one in current if one.state in tier] for tier in tiers]
    return [one for tier in found for one in tier] if name else next(filter(None, found), [])


def is_called(diagnosis: Diagnosis, name: str) -> bool:
    """Whether a diagnosis is of the pilot of this name; without a name any is meant."""
    return not name or diagnosis.pilot.casefold() == name.casefold()


def stop(desk: Desk, channel: str, name: str) -> Outcome:
    """End a diagnosis that is under way; its answers stay."""
    return of_channel(desk, channel, name, "stop", (diagnoses.RUNNING,), end)


def of_channel(
    desk: Desk, channel: str, name: str, command: str, tiers: Tiers, use: Callable[[Desk, Diagnosis], Outcome]
) -> Outcome:
    """Do it with the one diagnosis of a channel that is meant: that of this name, or the only one in these states."""
    found = meant(desk, channel, name, tiers)
    named = [one for one in found if is_called(one, name)]
    if not found:
        return hint(desk.texts.say("stop.none" if command == "stop" else "command.none"))
    if len(named) != 1:
        pilots = Mrkdwn(", ".join(desk.texts.say("status.name", pilot=one.pilot) for one in found))
        return hint(desk.texts.say("stop.which", pilots=pilots, command=command))
    return use(under_its_rules(desk, named[0]), named[0])


def end(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """End this diagnosis, if the one who asks may."""
    if not allowed(Deed.STOP, diagnosis, desk.actor):
        return hint(desk.texts.say("stop.not_yours", person=mention(diagnosis.starter)))
    diagnosis.state = "stopped"
    diagnosis.ended_at = desk.now
    line = note_down(desk, diagnosis, kind=Kind.STOPPED, question="", by=desk.actor)
    texts = catalog(diagnosis.language)
    person = mention(desk.actor)
    day = dates.day(texts.locale, desk.now.date())
    root = Note(text=texts.say("root.stopped", pilot=diagnosis.pilot, person=person, date=day))
    note = compose.stopped(texts, by=desk.actor, ref=diagnosis.id)
    return Outcome(
        drafts=(
            to_thread(diagnosis, question_letter(diagnosis, line.seq), note),
            on_card(diagnosis, root),
        ),
        hint=Note(text=desk.texts.say("stop.done", pilot=diagnosis.pilot)),
    )


def break_off(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Somebody would like to stop: whether it is to rest or to end is theirs to say."""
    return Outcome(hint=compose.break_off(desk.texts, ref=diagnosis.id))


def ended(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """A word that this diagnosis is over, and how to go on with one that ended by itself or was stopped."""
    day = dates.day(desk.texts.locale, (diagnosis.ended_at or desk.now).date())
    if diagnosis.state == "closed":
        button = compose.go_on(desk.texts, diagnosis.id)
        return Outcome(hint=Note(text=desk.texts.say("wrong.closed", date=day), buttons=(button,)))
    if diagnosis.state == "stopped" and allowed(Deed.STOP, diagnosis, desk.actor):
        button = compose.go_on_after_all(desk.texts, diagnosis.id)
        return Outcome(hint=Note(text=desk.texts.say("wrong.stopped", date=day), buttons=(button,)))
    if diagnosis.state == "stopped":
        return hint(desk.texts.say("wrong.stopped_by", date=day, people=who_may_stop(diagnosis)))
    return hint(desk.texts.say("wrong.ended", date=day))


def who_may_stop(diagnosis: Diagnosis) -> Mrkdwn:
    """Those who may end it, or take that back."""
    return Mrkdwn(", ".join(mention(person) for person in posters(diagnosis)))


def settled_already(desk: Desk, lines: Sequence[Entry], kind: Kind, question: str) -> Outcome:
    """A tap on something that is settled: nothing for the one who settled it, a second tap; a word for anybody else."""
    mine = [line for line in lines if line.kind == kind and line.question == question]
    is_second_tap = bool(mine) and mine[-1].by == desk.actor
    return Outcome() if is_second_tap else hint(desk.texts.say("wrong.old_question"))


def _line(desk: Desk, diagnosis: Diagnosis) -> str:
    say = desk.texts.say
    pilot, person = diagnosis.pilot, mention(diagnosis.starter)
    if diagnosis.state in {"asking", "paused"}:
        progress = fold(diagnoses.transcript(diagnosis))
        questions, minutes = left(desk, diagnosis, progress)
        counts = {"answered": len(progress.answers), "questions": questions, "minutes": minutes}
        return say(f"status.{diagnosis.state}", pilot=pilot, person=person, **counts)
    if diagnosis.state == "reviewing":
        return say("status.reviewing", pilot=pilot, person=person)
    if diagnosis.state == "posted":
        every = actions.of_plan(desk.session, diagnosis)
        settled = sum(action.state not in actions.OPEN for action in every)
        line = say("status.posted", pilot=pilot, done=settled, total=len(every))
        return f"{line}\n{say('status.no_owner')}" if has_no_owner(desk, diagnosis) else line
    ended = diagnosis.ended_at or desk.now
    if diagnosis.state == "closed":
        return say("status.closed", pilot=pilot, date=dates.day(desk.texts.locale, ended.date()))
    return say("status.stopped", pilot=pilot, date=dates.day(desk.texts.locale, ended.date()))
