"""What a typed text says for certain: a word for something to do, or the name of an option.

Every language's words are tried (`prompts/<language>/words.yaml`), the conversation's own first.
"""

import re
import unicodedata
from collections.abc import Sequence

from bot.understanding.figures import FIGURE_CHARACTERS, in_digits, is_figure, numbers
from bot.understanding.reading import Kind, Reading
from prompts.catalog import Catalog, every_catalog
from prompts.texts import Words
from scoring import Question

_TOKEN = re.compile(r"\d+|[^\W\d]+(?:'[^\W\d]+)*|[^\w\s]")
EDGES = "¿¡?.! "  # signs around a text that do not change what it says


def certain(texts: Catalog, question: Question, said: str) -> Reading | None:
    """What a text (`normalise`) says for certain, in a conversation held in the language of `texts`; None if nothing.

    The number, label, whole text or id of an option, a bare yes or no, an exact figure, "I don't know". Of several
    numbers it is certain only which options to ask back.
    """
    return next(filter(None, (_certain(each, texts, question, said) for each in every_catalog(texts))), None)


def normalise(text: str) -> str:
    """Lower case, one space between words; accents stay ("no sé" is not "no se")."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(text.split())


def pick(known: Sequence[Catalog], said: str, count: int) -> int | None:
    """Which of `count` numbered choices a text names by its number, from 1 on; None if it names none."""
    bare = normalise(said).rstrip(".!) ")
    for each in known:
        digits = in_digits(each.words, bare)
        for number in range(1, count + 1):
            if digits in {str(number), *(f"{word} {number}" for word in each.words.choice)}:
                return number
    return None


def _certain(each: Catalog, texts: Catalog, question: Question, said: str) -> Reading | None:
    """What a text says for certain by the words of one language; None if nothing."""
    bare = said.strip(EDGES)
    if bare in each.words.unknown or said.rstrip(".! ") in each.words.unknown:
        return Reading(kind=Kind.ACCEPT, option="unknown")
    found = numbers(each.words, said) if question.unit else []
    band = question.band(found[0]) if found else None
    if question.unit and band and is_figure(each, question.unit, said):
        return Reading(kind=Kind.ACCEPT, option=band.id, value=found[0], own_words=not said.isdigit())
    option = _named(each, question, said) or _polar(each.words, texts, question, bare)
    if option:
        return Reading(kind=Kind.ACCEPT, option=option)
    several = _numbered(each, question, said)
    if len(several) == 1:  # as for figures: "2, I think" is 2, in so many words
        return Reading(kind=Kind.ACCEPT, option=several[0], own_words=True)
    return Reading(kind=Kind.ASK_BACK, nearest=several) if several else None


def _named(each: Catalog, question: Question, said: str) -> str | None:
    """The option named by its number, its label, its whole text or its id."""
    options = each.questions[question.id].options
    number = pick([each], said, len(options))
    if number is not None:
        return list(options)[number - 1]
    bare = said.rstrip(".!) ")
    for option, text in options.items():
        if bare in {normalise(text.label), normalise(text.text).rstrip("."), option}:
            return option
    return None


def _numbered(each: Catalog, question: Question, said: str) -> tuple[str, ...]:
    """The options named by a text of nothing but their numbers and small words: "1 or 3", "2, I think"."""
    options = tuple(each.questions[question.id].options)
    tokens = _TOKEN.findall(in_digits(each.words, said)) if len(said) <= FIGURE_CHARACTERS else []
    named = [int(token) for token in tokens if token.isdecimal()]
    others = [token for token in tokens if not token.isdecimal()]
    if question.is_figure or not all(1 <= number <= len(options) for number in named):
        return ()
    if not all(token in each.words.beside_choice for token in others):
        return ()
    return tuple(option for number, option in enumerate(options, 1) if number in named)


def _polar(words: Words, texts: Catalog, question: Question, bare: str) -> str | None:
    """The one option that says yes ("Usually, yes") or no, for a bare "yes" or "no"; None where several might."""
    for said, meant in ((words.yes, texts.words.yes), (words.no, texts.words.no)):
        if bare in said:
            options = texts.questions[question.id].options
            polar = [
                option
                for option, text in options.items()
                if any(part.strip() in meant for part in normalise(text.text).split(","))
            ]
            return polar[0] if len(polar) == 1 else None
    return None
