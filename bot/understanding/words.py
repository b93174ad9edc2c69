"""What a typed text says for certain: a word for something to do, or the name of an option.

Every language's words are tried (`prompts/<language>/words.yaml`), the conversation's own first.
"""

import unicodedata
from collections.abc import Sequence

from bot.understanding.figures import in_digits, is_figure, numbers
from bot.understanding.reading import Kind, Reading
from prompts.catalog import Catalog, every_catalog
from prompts.texts import Words
from scoring import Question

EDGES = "¿¡?.! "  # signs around a text that do not change what it says


def certain(texts: Catalog, question: Question, said: str) -> Reading | None:
    """What a text (`normalise`) says for certain, in a conversation held in the language of `texts`; None if nothing.

    The number, label, whole text or id of an option, a bare yes or no, an exact figure, "I don't know".
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
    return Reading(kind=Kind.ACCEPT, option=option) if option else None


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
