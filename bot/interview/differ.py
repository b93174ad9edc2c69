"""Somebody else sees it differently: they are asked too, and where two answers differ, people settle which holds."""

from bot.desk import Desk, Outcome, hint, instead_of, note_down, question_letter
from bot.interview import ask, overview
from bot.interview.lines import Kind
from bot.interview.review import take_back
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.words import normalise, pick
from prompts.catalog import catalog, every_catalog
from prompts.compose import differ as compose
from prompts.mrkdwn import mention


def second(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """The one who acts wants to answer what somebody else has answered: both answers are kept."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    waits = progress.waiting.get(question)
    if waits is not None and waits.whom == desk.actor:
        return Outcome()  # a second tap: they are asked already
    if question not in progress.answers or waits is not None:
        return hint(desk.texts.say("wrong.old_question"))
    said = progress.said.get(question, (progress.answers[question],))
    if any(answer.by == desk.actor for answer in said):
        return hint(desk.texts.say("differ.own"))
    if desk.actor in progress.busy:
        return hint(desk.texts.say("differ.busy"))
    texts = catalog(diagnosis.language)
    drafts = []
    if progress.open_question and progress.open_for == desk.actor:  # one question a person: theirs comes later
        drafts += ask.set_aside(desk, diagnosis, progress.open_question)
    if diagnosis.state == "reviewing":
        drafts += take_back(diagnosis, progress)
    diagnosis.state = "asking"
    line = note_down(desk, diagnosis, kind=Kind.SECOND, question=question, by=desk.actor, whom=desk.actor)
    lead = texts.say("differ.for", person=mention(desk.actor))
    put = ask.put_to(desk, diagnosis, question, line.seq, lead)
    return Outcome(drafts=(put, *drafts, *ask.proceed(desk, diagnosis), *ask.no_longer_waiting(diagnosis, progress)))


def reconcile(desk: Desk, diagnosis: Diagnosis, question: str, stands: str) -> Outcome:
    """The answer of the person `stands` holds, or "both": it differs. All answers stay in the transcript."""
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if progress.open_split != question:
        return overview.settled_already(desk, lines, Kind.RECONCILED, question)
    answer = next((one for one in progress.said.get(question, ()) if one.by == stands), None)
    if answer is None and stands != compose.BOTH:
        return hint(desk.texts.say("wrong.gone"))
    line = note_down(desk, diagnosis, kind=Kind.RECONCILED, question=question, option=stands, by=desk.actor)
    done = compose.reconciled(catalog(diagnosis.language), question, answer, by=desk.actor)
    edit = instead_of(diagnosis, f"{diagnosis.id}.d{line.seq}", question_letter(diagnosis, progress.split_seq), done)
    return Outcome(drafts=(*ask.proceed(desk, diagnosis), edit))


def typed(desk: Desk, diagnosis: Diagnosis, question: str, text: str) -> Outcome:
    """Somebody typed while it is open: the number of an answer settles it, or "both"."""
    said = fold(diagnoses.transcript(diagnosis)).said.get(question, ())
    choices = [*(answer.by or "" for answer in said), compose.BOTH]
    known = every_catalog(catalog(diagnosis.language))
    both = any(normalise(text).rstrip(".! ") in each.words.both for each in known)
    number = len(choices) if both else pick(known, text, len(choices))
    if number is None:
        return hint(desk.texts.say("differ.tap"))
    return reconcile(desk, diagnosis, question, choices[number - 1])
