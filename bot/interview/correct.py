"""Words about an answer that was given already: "sorry, I meant draft", typed while the next question is open."""

from bot.desk import Desk
from bot.interview.answer import asked_back
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.beginnings import reconsiders, takes_back
from bot.understanding.reading import Kind, Reading
from prompts.catalog import Catalog, catalog


def is_about_earlier(desk: Desk, diagnosis: Diagnosis, question: str, reading: Reading, text: str) -> bool:
    """Whether the words are about an earlier answer, and not about this question.

    Where words to this question are being asked back, whoever types has these in mind.
    """
    progress = fold(diagnoses.transcript(diagnosis))
    last = progress.last_answered
    if last is None or last not in desk.rules.questions or asked_back(diagnosis, question):
        return False
    texts = catalog(diagnosis.language)
    if takes_back(texts, text):
        return True
    names = _names(texts, last) - _names(texts, question)
    return reading.kind is not Kind.ACCEPT and reconsiders(texts, text, names)


def _names(texts: Catalog, question: str) -> set[str]:
    return {option.label.casefold() for option in texts.questions[question].options.values()}
