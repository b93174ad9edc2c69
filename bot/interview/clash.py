"""Two answers that do not fit together: somebody says which one describes last month better, by a tap or a number."""

from bot.desk import Desk, Outcome, hint, instead_of, note_down, question_letter, reference
from bot.interview import ask, overview
from bot.interview.lines import Kind
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.words import normalise, pick
from prompts.catalog import catalog, every_catalog
from prompts.compose import clash as compose
from scoring import given_up


def settle(desk: Desk, diagnosis: Diagnosis, contradiction: str, stands: str) -> Outcome:
    """The answer to question `stands` holds and the other one no longer counts; "both" keeps both."""
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if progress.open_clash != contradiction:
        return overview.settled_already(desk, lines, Kind.SETTLED, contradiction)
    texts = catalog(diagnosis.language)
    put_as = question_letter(diagnosis, progress.clash_seq)
    line = note_down(desk, diagnosis, kind=Kind.SETTLED, question=contradiction, option=stands, by=desk.actor)
    done = compose.settled(texts, stands, progress.answers, by=desk.actor)
    edits = [instead_of(diagnosis, f"{diagnosis.id}.c{line.seq}", put_as, done)]
    if stands != compose.BOTH:
        other = given_up(desk.rules, contradiction, stands)
        line = note_down(desk, diagnosis, kind=Kind.ANSWERED, question=other, by=desk.actor)
        card = compose.given_up(texts, other, by=desk.actor, ref=reference(diagnosis, line.seq, other))
        if (old := ask.letter_of(diagnosis, other)) is not None:
            edits.append(instead_of(diagnosis, f"{diagnosis.id}.a{line.seq}", old, card))
    desk.session.flush()
    return Outcome(drafts=(*ask.proceed(desk, diagnosis), *edits))


def typed(desk: Desk, diagnosis: Diagnosis, contradiction: str, text: str) -> Outcome:
    """Somebody typed while it is open: the number of one of the three choices settles it."""
    progress = fold(diagnoses.transcript(diagnosis))
    choices = [*ask.in_order(desk, progress, contradiction), compose.BOTH]
    known = every_catalog(catalog(diagnosis.language))
    both = any(normalise(text).rstrip(".! ") in each.words.both for each in known)
    number = len(choices) if both else pick(known, text, len(choices))
    if number is None:
        return hint(desk.texts.say("clash.tap"))
    return settle(desk, diagnosis, contradiction, choices[number - 1])
