"""Handing a question to somebody else: they are asked, the others go on, and it can be given or taken back."""

from dataclasses import dataclass

from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, note_down, reference, texts_for
from bot.interview import ask, change, control, overview, review
from bot.interview.lines import PARKED, Kind
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses, people
from bot.store.tables import Diagnosis, Person
from prompts.catalog import Catalog, catalog
from prompts.compose import handing as compose
from prompts.compose.question import spoken, withdrawn
from prompts.messages import Note
from prompts.mrkdwn import mention

WRONG = {"gone": "hand.gone", "bot": "hand.bot", "guest": "hand.guest"}


@dataclass(frozen=True)
class Target:
    """Who is to be asked: their Slack id, and whether they are in the diagnosis's channel (None: Slack did not say)."""

    person: str
    in_channel: bool | None


def offer(desk: Desk, diagnosis: Diagnosis, question: str, *, named: str | None = None) -> Outcome:
    """Let the one who asks choose somebody: who was `named`, who holds the question's role, then a menu of all."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _closed(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    ref = reference(diagnosis, progress.last_seq, question)
    role = desk.rules.questions[question].role
    holder = diagnosis.roles.get(role)
    others = [(each, one) for each, one in diagnosis.roles.items() if one and each != role]
    first = [(each, one) for each, one in diagnosis.roles.items() if named and one == named][:1]
    first += [(role, holder)] if holder else []
    busy = {*progress.busy, desk.actor}
    offered: dict[str, tuple[str, str]] = {}
    for each, person_id in (*first, *others):
        if person_id not in busy and person_id not in offered:
            known = people.person(desk.session, desk.workspace_id, person_id)
            offered[person_id] = (known.name if known else person_id, each)
    unheld = role if role != ask.EVERYBODY and not holder else None
    return Outcome(hint=compose.offer(desk.texts, question, ref, offered, unheld=unheld))


def hand(desk: Desk, diagnosis: Diagnosis, question: str, target: Target) -> Outcome:
    """Hand an open question to somebody; the one who does so goes on with another one."""
    progress = fold(diagnoses.transcript(diagnosis))
    refusal = _closed(desk, diagnosis, progress, question)
    if refusal:
        return refusal
    waits = progress.waiting.get(question)
    if waits is not None and waits.whom == target.person:
        return Outcome()  # a second tap: it waits for them already
    person = people.person(desk.session, desk.workspace_id, target.person)
    fault = why_not(person)
    if fault:
        return hint(desk.texts.say(WRONG[fault], person=mention(target.person)))
    if target.person == desk.actor:
        return hint(desk.texts.say("hand.self"))
    others = {one.whom for each, one in progress.waiting.items() if each != question and not one.parked}
    if progress.open_question != question and progress.open_for and progress.open_question:
        others.add(progress.open_for)
    if target.person in others:
        return hint(desk.texts.say("hand.busy", person=mention(target.person)))
    privately = target.in_channel is False or bool(person and person.in_private)
    return _give(desk, diagnosis, progress, question, target.person, privately=privately)


def park(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """The one who acts asks somebody about it whom nobody reaches here; it waits for them, and the rest goes on."""
    progress = fold(diagnoses.transcript(diagnosis))
    old = _instead(desk, diagnosis, question, "hand.moved_parked", desk.actor)
    line = note_down(
        desk, diagnosis, kind=Kind.HANDED, question=question, by=desk.actor, whom=desk.actor, option=PARKED
    )
    lead = catalog(diagnosis.language).say("hand.lead_parked", person=mention(desk.actor))
    put = ask.put_to(desk, diagnosis, question, line.seq, lead)
    return Outcome(drafts=(put, *old, *ask.proceed(desk, diagnosis), *ask.no_longer_waiting(diagnosis, progress)))


def ask_again(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """Somebody who is asked in private changes an answer of theirs: asked again there, and the old one counts so long.

    What others have answered is asked again in the thread, as ever.
    """
    progress = fold(diagnoses.transcript(diagnosis))
    waits = progress.waiting.get(question)
    if diagnosis.state not in diagnoses.RUNNING or question not in progress.answers:
        return change.change(desk, diagnosis, question)
    if waits is not None and waits.whom == desk.actor:
        return Outcome()  # a second tap: it waits for them already
    given = progress.answers[question]
    if waits is not None or given.by != desk.actor:
        return change.change(desk, diagnosis, question)
    old = ask.in_place(desk, diagnosis, question, lambda texts: withdrawn(texts, question), in_thread=False)
    if diagnosis.state == "reviewing":
        old += review.take_back(diagnosis, progress)
        note_down(desk, diagnosis, kind=Kind.RESUMED, question="", by=desk.actor)
        diagnosis.state = "asking"
    line = note_down(
        desk, diagnosis, kind=Kind.HANDED, question=question, by=desk.actor, whom=desk.actor, option=ask.BY_MESSAGE
    )
    lead = desk.texts.say("hand.lead_again", answer=spoken(desk.texts, question, given))
    put = ask.put_privately(desk.texts, diagnosis, question, line.seq, desk.actor, lead)
    return Outcome(drafts=(put, *old))


def why_not(person: Person | None) -> str:
    """Why somebody cannot be asked: "gone", "bot" or "guest"; empty if they can."""
    if person is None or person.is_deactivated:
        return "gone"
    return "bot" if person.is_bot else "guest" if person.is_guest else ""


def give_back(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """The one who was asked passes: the question goes back to who handed it."""
    progress = fold(diagnoses.transcript(diagnosis))
    waits = progress.waiting.get(question)
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if waits is None:
        return Outcome() if question == progress.open_question else hint(desk.texts.say("wrong.old_question"))
    if waits.whom != desk.actor:
        return hint(desk.texts.say("hand.not_yours", person=mention(waits.whom)))
    if waits.second or question in progress.answers:
        return leave_as_it_is(desk, diagnosis, progress, question)
    return Outcome(drafts=tuple(bring_back(desk, diagnosis, question, "hand.given_back", to=waits.by)))


def take_back(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """Somebody wants to answer what another person was handed: it is put to everybody again."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    waits = progress.waiting.get(question)
    if waits is None:
        return Outcome() if question == progress.open_question else hint(desk.texts.say("wrong.old_question"))
    if waits.second or question in progress.answers:
        return leave_as_it_is(desk, diagnosis, progress, question)
    return Outcome(drafts=tuple(bring_back(desk, diagnosis, question, "hand.taken_back", to=desk.actor)))


def bring_back(desk: Desk, diagnosis: Diagnosis, question: str, why: str, *, to: str | None) -> list[Draft]:
    """Put a question that waits for one person to everybody again; what was open to all comes later."""
    before = fold(diagnoses.transcript(diagnosis))
    waits = before.waiting[question]
    whom = to if to and to != waits.whom else diagnosis.starter
    old = _instead(desk, diagnosis, question, why, waits.whom)
    aside = ask.set_aside(desk, diagnosis, before.open_question) if before.open_question else []
    again = ask.put_again(desk, diagnosis, question, Kind.RETURNED, whom=whom)
    if diagnosis.state == "paused":
        aside += control.rests_no_more(desk, diagnosis, before)
        diagnosis.state = "asking"
    return [again, *old, *aside, *ask.no_longer_waiting(diagnosis, before)]


def prefer(desk: Desk, diagnosis: Diagnosis, question: str, *, privately: bool) -> Outcome:
    """The one who is asked wants to be asked by direct message (or in the thread again), now and from now on."""
    progress = fold(diagnoses.transcript(diagnosis))
    person = people.person(desk.session, desk.workspace_id, desk.actor)
    waits = progress.waiting.get(question)
    if person is None or waits is None or waits.whom != desk.actor:
        return hint(desk.texts.say("wrong.old_question"))
    person.in_private = privately
    if waits.in_private == privately:
        return Outcome()
    return _give(desk, diagnosis, progress, question, desk.actor, privately=privately, by=waits.by)


def leave_as_it_is(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str) -> Outcome:
    """A second opinion, or another answer of theirs, is not needed after all: the one that is there stands."""
    note_down(desk, diagnosis, kind=Kind.SKIPPED, question=question, by=desk.actor)

    def say(texts: Catalog) -> Note:
        return compose.moved(texts, question, texts.say("hand.second_dropped"))

    done = ask.in_place(desk, diagnosis, question, say, in_thread=progress.waiting[question].second)
    return Outcome(drafts=(*ask.proceed(desk, diagnosis), *done, *ask.no_longer_waiting(diagnosis, progress)))


def _give(
    desk: Desk,
    diagnosis: Diagnosis,
    progress: Progress,
    question: str,
    whom: str,
    *,
    privately: bool,
    by: str | None = None,
) -> Outcome:
    place = "hand.moved_private" if privately else "hand.moved"
    old = _instead(desk, diagnosis, question, place, whom)
    who = by or desk.actor
    way = ask.BY_MESSAGE if privately else "thread"
    line = note_down(desk, diagnosis, kind=Kind.HANDED, question=question, by=who, whom=whom, option=way)
    if privately:
        theirs = texts_for(desk, diagnosis, whom)
        lead = theirs.say("hand.lead_private", pilot=diagnosis.pilot, person=mention(who))
        put = ask.put_privately(theirs, diagnosis, question, line.seq, whom, lead)
    else:
        lead = catalog(diagnosis.language).say("hand.lead", person=mention(whom), by=mention(who))
        put = ask.put_to(desk, diagnosis, question, line.seq, lead)
    return Outcome(drafts=(put, *old, *ask.proceed(desk, diagnosis), *ask.no_longer_waiting(diagnosis, progress)))


def _instead(desk: Desk, diagnosis: Diagnosis, question: str, why: str, whom: str) -> list[Draft]:
    """A line about who has the question now, in its place."""

    def say(texts: Catalog) -> Note:
        return compose.moved(texts, question, texts.say(why, person=mention(whom)))

    return ask.in_place(desk, diagnosis, question, say)


def _closed(desk: Desk, diagnosis: Diagnosis, progress: Progress, question: str) -> Outcome | None:
    """Why this question cannot be handed on; None if it can."""
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    waits = progress.waiting.get(question)
    if question == progress.open_question or (waits is not None and not waits.second):
        return None
    return hint(desk.texts.say("wrong.old_question"))
