"""Silence: one reminder after a day, what is known after three, the end by itself after fourteen.

The tick looks at a diagnosis when `reminder.next_at` has come, at least once a day; what is due then is worked out
from its transcript, so answering costs nothing more. Who is written to is written to in their own daytime. During a
pause nobody is reminded for fourteen days; then whoever started it is asked once, and after fourteen more it closes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.checkins.calendar import may_write, next_hour
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk, note_down, on_card, question_letter, to_thread
from bot.interview import ask, hand
from bot.interview.in_force import under_its_rules
from bot.interview.lines import Kind
from bot.interview.review import what_is_known
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses, people
from bot.store.tables import Diagnosis, Reminder
from prompts.catalog import Catalog, catalog
from prompts.compose import control as compose
from prompts.compose import question as questions
from prompts.messages import Message, Note
from prompts.mrkdwn import mention

DAY = timedelta(days=1)
PARTIAL_AFTER = timedelta(days=3)
CLOSE_AFTER = timedelta(days=14)
PAUSE_AFTER = timedelta(days=14)  # a pause may be a holiday: so long nobody is reminded
CLOSE_PAUSED_AFTER = timedelta(days=28)

DeskFor = Callable[[str, str], Desk]


@dataclass(frozen=True)
class Due:
    """Something to say to somebody once `at` has come: "day", "partial", "pause" or "close"."""

    at: datetime
    why: str
    person: str
    question: str | None = None
    since: datetime | None = None


def tick(desk_for: DeskFor, rows: Sequence[tuple[Reminder, Diagnosis]]) -> list[tuple[str, Draft]]:
    """Look at each diagnosis that is due; returns (workspace, draft). Each `next_at` moves past now, or is emptied."""
    drafts: list[tuple[str, Draft]] = []
    for row, diagnosis in rows:
        if diagnosis.state not in diagnoses.RUNNING:
            row.next_at = None
            continue
        found, row.next_at = look(desk_for, diagnosis)
        drafts += [(row.workspace_id, draft) for draft in found]
    return drafts


def awaited(diagnosis: Diagnosis) -> set[str]:
    """Whom this diagnosis waits for: those of whom the tick wants to know something fresh."""
    return {diagnosis.starter, *fold(diagnoses.transcript(diagnosis)).busy}


def look(desk_for: DeskFor, diagnosis: Diagnosis) -> tuple[list[Draft], datetime | None]:
    """What is to be said now, and when to look again (None: it is closed)."""
    desk = under_its_rules(desk_for(diagnosis.workspace_id, diagnosis.starter), diagnosis)
    drafts = _return_from_gone(desk, diagnosis)
    progress = fold(diagnoses.transcript(diagnosis))
    coming = [desk.now + DAY]
    due = [each for each in _plan(diagnosis, progress) if not _is_done(progress, each)]
    ready = [each for each in due if each.at <= desk.now]
    coming += [each.at for each in due if each.at > desk.now]
    superseded = {each.person for each in ready if each.why in {"partial", "close"}}
    for each in ready:
        if each.why == "day" and each.person in superseded and each.question is None:
            continue
        hours = hours_of(desk, each.person)
        if not may_write(desk.now, hours):
            coming.append(next_hour(desk.now, hours))
        elif each.why == "close":
            return [*drafts, *_close(desk, diagnosis, progress)], None
        elif not (each.why == "partial" and any(other.why == "close" for other in ready)):
            drafts += _remind(replace(desk_for(diagnosis.workspace_id, each.person), rules=desk.rules), diagnosis, each)
    return drafts, min(coming)


def _plan(diagnosis: Diagnosis, progress: Progress) -> Iterator[Due]:
    """Everything that is to be said if nothing more happens."""
    since = progress.last_at or diagnosis.started_at
    starter = diagnosis.starter
    if progress.stage == "paused":
        yield Due(since + PAUSE_AFTER, "pause", starter, since=since)
        yield Due(since + CLOSE_PAUSED_AFTER, "close", starter, since=since)
        return
    for question, waits in progress.waiting.items():
        yield Due(waits.at + DAY, "day", waits.whom, question, since=waits.at)
    if progress.open_question or progress.open_clash or progress.open_split or progress.stage == "reviewing":
        yield Due(since + DAY, "day", progress.open_for or starter, since=since)
    if progress.stage == "asking":
        yield Due(since + PARTIAL_AFTER, "partial", starter, since=since)
    yield Due(since + CLOSE_AFTER, "close", starter, since=since)


def _is_done(progress: Progress, due: Due) -> bool:
    """Whether it was said already since what it is about began."""
    return any(
        nudge.whom == due.person and nudge.why == due.why and (due.since is None or nudge.at >= due.since)
        for nudge in progress.nudges
    )


def _return_from_gone(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """Questions that wait for somebody who has left, or can no longer answer, come back to who handed them."""
    drafts: list[Draft] = []
    progress = fold(diagnoses.transcript(diagnosis))
    for question, waits in progress.waiting.items():
        person = people.person(desk.session, desk.workspace_id, waits.whom)
        if person is None or not hand.why_not(person):
            continue
        if question in progress.answers and not waits.second:  # they wished to change what they had answered
            drafts += hand.leave_as_it_is(desk, diagnosis, progress, question).drafts
        else:
            drafts += hand.bring_back(desk, diagnosis, question, "hand.left", to=waits.by)
    return drafts


def _remind(desk: Desk, diagnosis: Diagnosis, due: Due) -> list[Draft]:
    """One reminder: the question itself once more, so that a tap is enough; or a word where none is open."""
    texts = catalog(diagnosis.language)
    progress = fold(diagnoses.transcript(diagnosis))
    question = due.question or (progress.open_question if due.why == "day" else None)
    waits = progress.waiting.get(question or "")
    privately = waits is not None and waits.in_private
    old = _asked_anew(desk, diagnosis, question, in_thread=not privately) if question else []
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.NUDGED,
        question=question or "",
        whom=due.person,
        option=f"{due.why}_{ask.BY_MESSAGE}" if privately else due.why,
    )
    if question is None:
        message = _word(diagnosis, progress, due)
        return [to_thread(diagnosis, question_letter(diagnosis, line.seq), message)]
    theirs = desk.texts if privately else texts
    is_parked = waits is not None and waits.parked
    lead = theirs.say("remind.parked" if is_parked else "remind.day", person=mention(due.person))
    if privately:
        return [ask.put_privately(theirs, diagnosis, question, line.seq, due.person, lead), *old]
    if waits is not None:
        return [ask.put_to(desk, diagnosis, question, line.seq, lead), *old]
    return [ask.put(desk, diagnosis, progress, question, line.seq, lead), *old]


def _asked_anew(desk: Desk, diagnosis: Diagnosis, question: str, *, in_thread: bool) -> list[Draft]:
    def say(texts: Catalog) -> Note:
        return questions.withdrawn(texts, question)

    return ask.in_place(desk, diagnosis, question, say, in_thread=in_thread)


def _word(diagnosis: Diagnosis, progress: Progress, due: Due) -> Message:
    texts = catalog(diagnosis.language)
    if due.why == "partial":
        return compose.partial(texts, person=due.person, answers=len(progress.answers), ref=diagnosis.id)
    if due.why == "pause":
        return compose.still_paused(texts, person=due.person, ref=diagnosis.id)
    if diagnosis.state == "reviewing":
        return compose.verdict_waits(texts, person=due.person)
    return compose.open_above(texts, person=due.person)


def _close(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """The end by itself, with what is known; *Go on* opens it again, so nothing is lost."""
    texts = catalog(diagnosis.language)
    line = note_down(desk, diagnosis, kind=Kind.CLOSED, question="")
    diagnosis.state = "closed"
    diagnosis.ended_at = desk.now
    note = compose.closed(texts, pilot=diagnosis.pilot, answers=len(progress.answers), ref=diagnosis.id)
    known = [what_is_known(desk, diagnosis, progress)] if progress.answers else []
    root = Note(text=texts.say("root.closed", pilot=diagnosis.pilot, person=mention(diagnosis.starter)))
    return [
        *known,
        to_thread(diagnosis, question_letter(diagnosis, line.seq), note),
        on_card(diagnosis, root),
    ]
