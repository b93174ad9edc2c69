"""Words about an answer that was given already: "sorry, I meant draft", typed while the next question is open."""

from bot.desk import Desk
from bot.interview.answer import asked_back
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.beginnings import denies, reconsiders, takes_back
from bot.understanding.reading import Kind, Reading
from prompts.catalog import Catalog


def is_about_earlier(
    desk: Desk, diagnosis: Diagnosis, question: str, reading: Reading, text: str, texts: Catalog, *, privately: bool
) -> bool:
    """Whether the words are about an earlier answer, in private about one of their own, and not about this question.

    Where words to this question are being asked back, whoever types has these in mind.
    """
    progress = fold(diagnoses.transcript(diagnosis))
    last = last_of(progress, desk.actor) if privately else progress.last_answered
    if last is None or last not in desk.rules.questions or asked_back(diagnosis, question):
        return False
    if takes_back(texts, text) or denies(texts, text, progress.answers[last].value):
        return True
    names = _names(texts, last) - _names(texts, question)
    return reading.kind is not Kind.ACCEPT and reconsiders(texts, text, names)


def is_about_own(desk: Desk, diagnosis: Diagnosis, text: str) -> bool:
    """Whether words in private, where no question waits, are about an answer of theirs."""
    progress = fold(diagnoses.transcript(diagnosis))
    last = last_of(progress, desk.actor)
    if last is None or last not in desk.rules.questions:
        return False
    said = takes_back(desk.texts, text) or denies(desk.texts, text, progress.answers[last].value)
    return said or reconsiders(desk.texts, text, _names(desk.texts, last))


def last_of(progress: Progress, person: str) -> str | None:
    """The question to which somebody has given the newest answer of their own that counts."""
    return next((each for each in reversed(progress.order) if progress.answers[each].by == person), None)


def _names(texts: Catalog, question: str) -> set[str]:
    return {option.label.casefold() for option in texts.questions[question].options.values()}
