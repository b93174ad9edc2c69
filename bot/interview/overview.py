"""`status` and `stop`: what is under way in a channel, and how to end it."""

from bot.access import posters
from bot.desk import Desk, Outcome, hint, instead_of, root_letter, to_thread
from bot.interview.transcript import fold
from bot.store import actions, diagnoses
from bot.store.tables import Diagnosis
from prompts import dates
from prompts.catalog import catalog
from prompts.messages import Note
from prompts.mrkdwn import Mrkdwn, mention

SHOWN = 10


def status(desk: Desk, channel: str) -> Outcome:
    """What is under way in a channel, to the one who asks."""
    found = diagnoses.in_channel(desk.session, desk.workspace_id, channel)[:SHOWN]
    if not found:
        return hint(desk.texts.say("status.none"))
    lines = [desk.texts.say("status.title"), *(_line(desk, diagnosis) for diagnosis in found)]
    return hint("\n".join(lines))


def stop(desk: Desk, channel: str, name: str) -> Outcome:
    """End a diagnosis that is under way; its answers stay."""
    running = diagnoses.in_channel(desk.session, desk.workspace_id, channel, diagnoses.RUNNING)
    named = [one for one in running if one.pilot.casefold() == name.casefold()] if name else running
    if not running:
        return hint(desk.texts.say("stop.none"))
    if len(named) != 1:
        pilots = Mrkdwn(", ".join(desk.texts.say("status.name", pilot=one.pilot) for one in running))
        return hint(desk.texts.say("stop.which", pilots=pilots))
    return end(desk, named[0])


def end(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """End this diagnosis, if the one who asks may."""
    if desk.actor not in posters(diagnosis):
        return hint(desk.texts.say("stop.not_yours", person=mention(diagnosis.starter)))
    diagnosis.state = "stopped"
    diagnosis.ended_at = desk.now
    diagnosis.turn += 1
    texts = catalog(diagnosis.language)
    person = mention(desk.actor)
    day = dates.day(texts.locale, desk.now.date())
    root = Note(text=texts.say("root.stopped", pilot=diagnosis.pilot, person=person, date=day))
    note = Note(text=texts.say("stop.thread", person=person))
    return Outcome(
        drafts=(
            to_thread(diagnosis, f"{diagnosis.id}.stopped", note),
            instead_of(diagnosis, f"{diagnosis.id}.root{diagnosis.turn}", root_letter(diagnosis), root),
        ),
        hint=Note(text=desk.texts.say("stop.done", pilot=diagnosis.pilot)),
    )


def ended(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """A word that this diagnosis is over."""
    day = dates.day(desk.texts.locale, (diagnosis.ended_at or desk.now).date())
    return hint(desk.texts.say("wrong.ended", date=day))


def _line(desk: Desk, diagnosis: Diagnosis) -> str:
    say = desk.texts.say
    pilot, person = diagnosis.pilot, mention(diagnosis.starter)
    if diagnosis.state == "asking":
        answers = fold(diagnoses.transcript(diagnosis)).answers
        return say("status.asking", pilot=pilot, person=person, answered=len(answers))
    if diagnosis.state == "reviewing":
        return say("status.reviewing", pilot=pilot, person=person)
    if diagnosis.state == "posted":
        every = actions.of_plan(desk.session, diagnosis)
        settled = sum(action.state not in actions.OPEN for action in every)
        return say("status.posted", pilot=pilot, done=settled, total=len(every))
    ended = diagnosis.ended_at or desk.now
    return say("status.stopped", pilot=pilot, date=dates.day(desk.texts.locale, ended.date()))
