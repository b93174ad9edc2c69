"""Handing a question on in words, without an @: "ask Brenda", "the business owner knows that better"."""

import unicodedata
from collections.abc import Iterator

from bot.desk import Desk, Outcome
from bot.interview import hand
from bot.interview.talk import reply
from bot.interview.transcript import fold
from bot.store import diagnoses, people
from bot.store.tables import Diagnosis
from bot.understanding.beginnings import handed_to, is_outside
from bot.understanding.commands import bare_words
from bot.understanding.reading import Talk
from prompts.catalog import catalog, every_catalog


def offered(
    desk: Desk, diagnosis: Diagnosis, question: str, text: str, source_ts: str, *, privately: bool
) -> Outcome | None:
    """The menu of whom to ask, with whoever the words name first; None for words that hand nothing on.

    Nobody reaches a vendor here: whoever wants one asked asks them, and the question waits.
    """
    handed = handed_to(catalog(diagnosis.language), text)
    if handed is None:
        return None
    named = {person for name, person in _called(desk, diagnosis) if name == _plain(handed.who)}
    if len(named) != 1 and not handed.is_sure:
        return None
    if not named and is_outside(catalog(diagnosis.language), handed.who):
        progress = fold(diagnoses.transcript(diagnosis))
        if question == progress.open_question and not privately:
            return hand.park(desk, diagnosis, question)
        return reply(desk, diagnosis, question, Talk.LATER, source_ts, privately=privately)
    return hand.offer(desk, diagnosis, question, named=named.pop() if len(named) == 1 else None)


def _called(desk: Desk, diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    """What those who hold a role may be called: by their name, the first of their names, or by their role."""
    for role, person_id in diagnosis.roles.items():
        known = people.person(desk.session, desk.workspace_id, person_id) if person_id else None
        if known is None:
            continue
        yield _plain(known.name), known.id
        yield _plain(known.name.split()[0]) if known.name.split() else "", known.id
        for texts in every_catalog(desk.texts):
            yield _plain(texts.roles[role]), known.id


def _plain(name: str) -> str:
    """A name without accents, and without what may stand before it."""
    letters = unicodedata.normalize("NFD", bare_words(name))
    words = "".join(letter for letter in letters if not unicodedata.combining(letter)).split()
    articles = frozenset().union(*(each.words.articles for each in every_catalog(catalog())))
    return " ".join(words[1:] if len(words) > 1 and words[0] in articles else words)
