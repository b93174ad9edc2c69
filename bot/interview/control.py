"""The pace is theirs: skip, pause, go on after days, how long still, end with what is known, ask on."""

from bot.access import Deed, allowed
from bot.delivery.letters import Draft
from bot.desk import (
    Desk,
    Outcome,
    hint,
    instead_of,
    is_put,
    note_down,
    on_card,
    question_letter,
    reference,
    to_thread,
)
from bot.interview import ask, overview
from bot.interview.lines import OURS, Kind
from bot.interview.review import review, take_back
from bot.interview.time_left import left as time_left
from bot.interview.transcript import BOTH, Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import control as compose
from prompts.compose import question as questions
from prompts.messages import Note
from prompts.mrkdwn import Mrkdwn, mention

RESUMABLE = ("paused", *overview.OVER)
FOLLOWS = frozenset({Kind.ASKED, Kind.CLASHED, Kind.SPLIT, Kind.REVIEWED, *OURS})  # what goes on by itself


def skip(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """Pass the open question over. It is not asked again by itself, and can be answered whenever somebody wants to."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    waits = progress.waiting.get(question)
    if question != progress.open_question and not (waits is not None and waits.parked):
        return Outcome() if question in progress.skipped else hint(desk.texts.say("wrong.old_question"))
    drafts = _pass_over(desk, diagnosis, question)
    return Outcome(drafts=(*ask.proceed(desk, diagnosis), *drafts, *ask.no_longer_waiting(diagnosis, progress)))


def pause(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Nothing is asked, and nobody is reminded for a long time, until somebody goes on."""
    if diagnosis.state == "paused":
        said = [line for line in diagnoses.transcript(diagnosis) if line.kind == Kind.PAUSED]
        is_second_tap = bool(said) and said[-1].by == desk.actor
        return Outcome() if is_second_tap else hint(desk.texts.say("pause.done", pilot=diagnosis.pilot))
    if diagnosis.state != "asking":
        return (
            overview.ended(desk, diagnosis)
            if diagnosis.state != "reviewing"
            else hint(desk.texts.say("pause.nothing_open"))
        )
    line = note_down(desk, diagnosis, kind=Kind.PAUSED, question="", by=desk.actor)
    diagnosis.state = "paused"
    texts = catalog(diagnosis.language)
    note = compose.paused(texts, by=desk.actor, ref=diagnosis.id)
    return Outcome(drafts=(to_thread(diagnosis, question_letter(diagnosis, line.seq), note),))


def resume(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Go on where it was left, after a pause or after it was closed: the open question is put again."""
    if diagnosis.state in {"asking", "reviewing"}:
        said = [line for line in diagnoses.transcript(diagnosis) if line.kind not in FOLLOWS]
        is_second_tap = bool(said) and said[-1].kind == Kind.RESUMED and said[-1].by == desk.actor
        return Outcome() if is_second_tap else hint(desk.texts.say("resume.going"))
    if diagnosis.state not in RESUMABLE:
        return overview.ended(desk, diagnosis)
    if diagnosis.state == "stopped" and not allowed(Deed.STOP, diagnosis, desk.actor):
        return hint(desk.texts.say("wrong.not_yours", people=overview.who_may_stop(diagnosis)))
    for running in diagnoses.in_channel(desk.session, desk.workspace_id, diagnosis.channel, diagnoses.RUNNING):
        if running.id != diagnosis.id and running.pilot.casefold() == diagnosis.pilot.casefold():
            return hint(desk.texts.say("wrong.running", pilot=running.pilot, person=mention(running.starter)))
    progress = fold(diagnoses.transcript(diagnosis))
    edits = rests_no_more(desk, diagnosis, progress)
    card = _opened_again(diagnosis, progress) if diagnosis.state in overview.OVER else []
    question = progress.open_question
    if question:
        edits += ask.in_place(desk, diagnosis, question, lambda texts: questions.withdrawn(texts, question))
    diagnosis.state, diagnosis.ended_at = "asking", None
    diagnoses.look_again(desk.session, diagnosis, desk.now)
    if question:
        put = [ask.put_again(desk, diagnosis, question, Kind.RESUMED, whom=progress.open_for)]
    else:
        note_down(desk, diagnosis, kind=Kind.RESUMED, question="", by=desk.actor)
        put = ask.proceed(desk, diagnosis) or [_still_open(diagnosis)]
    return Outcome(drafts=(*card, *put, *edits))


def rests_no_more(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """What becomes of the words that it was paused or stopped: they say who went on."""
    stops = [line.seq for line in diagnoses.transcript(diagnosis) if line.kind == Kind.STOPPED]
    newest = stops[-1:] if diagnosis.state == "stopped" else []
    letters = [question_letter(diagnosis, seq) for seq in (progress.pause_seq, *newest) if seq]
    done = Note(text=catalog(diagnosis.language).say("resume.done", person=mention(desk.actor)))
    return [instead_of(diagnosis, f"{one}.{diagnosis.turn}", one, done) for one in letters if is_put(desk, one)]


def _opened_again(diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """What was over goes on: its card says so, and a verdict that stood there does not count any more."""
    before = [line for line in diagnoses.transcript(diagnosis) if line.kind not in {Kind.STOPPED, *OURS}]
    if fold(before).stage == "reviewing":
        return take_back(diagnosis, progress)
    texts = catalog(diagnosis.language)
    root = Note(text=texts.say("root.resumed", pilot=diagnosis.pilot, person=mention(diagnosis.starter)))
    return [on_card(diagnosis, root)]


def left(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """How long it still takes, and whom it waits for: to the one who asks."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if diagnosis.state == "reviewing":
        return hint(desk.texts.say("left.done"))
    questions_left, minutes = time_left(desk, diagnosis, progress)
    people = Mrkdwn(", ".join(mention(person) for person in sorted(progress.busy)))
    return hint(desk.texts.say("left.about", questions=questions_left, minutes=minutes, people=people))


def finish(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """End with what is known: what is open or waits for somebody is passed over. The starter or the sponsor may."""
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if not allowed(Deed.STOP, diagnosis, desk.actor):
        return hint(desk.texts.say("wrong.not_yours", people=overview.who_may_stop(diagnosis)))
    if diagnosis.state == "reviewing":
        return Outcome()  # a second tap
    progress = fold(diagnoses.transcript(diagnosis))
    drafts = list(ask.no_longer_waiting(diagnosis, progress))
    if progress.open_clash:
        note_down(desk, diagnosis, kind=Kind.SETTLED, question=progress.open_clash, option=BOTH, by=desk.actor)
    if progress.open_split:
        note_down(desk, diagnosis, kind=Kind.RECONCILED, question=progress.open_split, option=BOTH, by=desk.actor)
    for question in (*progress.waiting, *filter(None, [progress.open_question])):
        drafts += _pass_over(desk, diagnosis, question)
    return Outcome(drafts=(*review(desk, diagnosis, fold(diagnoses.transcript(diagnosis))), *drafts))


def more(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Ask on after the questions were done: what was passed over comes too."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state != "reviewing":
        return overview.ended(desk, diagnosis) if diagnosis.state not in diagnoses.RUNNING else Outcome()
    note_down(desk, diagnosis, kind=Kind.UNSKIPPED, question="", by=desk.actor)
    diagnosis.state = "asking"
    back = take_back(diagnosis, progress)
    return Outcome(drafts=(*back, *ask.proceed(desk, diagnosis)))


def _pass_over(desk: Desk, diagnosis: Diagnosis, question: str) -> list[Draft]:
    line = note_down(desk, diagnosis, kind=Kind.SKIPPED, question=question, by=desk.actor)
    ref = reference(diagnosis, line.seq, question)
    return ask.in_place(desk, diagnosis, question, lambda texts: compose.skipped(texts, question, ref=ref))


def _still_open(diagnosis: Diagnosis) -> Draft:
    """Nothing new to ask: what is open stands above."""
    note = Note(text=catalog(diagnosis.language).say("resume.above"))
    return to_thread(diagnosis, f"{diagnosis.id}.resumed{diagnosis.turn}", note)
