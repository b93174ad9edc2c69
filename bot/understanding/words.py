"""Reading a typed answer: what names an option for certain is taken, anything less is asked back.

Every language's words are tried (`prompts/<language>/words.yaml`), the conversation's own first.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.understanding.figures import in_digits, is_figure, numbers
from bot.understanding.reading import Kind, Reading
from prompts.catalog import Catalog, every_catalog
from prompts.texts import Words
from scoring import Option, Question

NEAREST = 2
_WORD = re.compile(r"\w+")
_EDGES = "¿¡?.! "  # signs around a text that do not change what it says


def read(texts: Catalog, question: Question, text: str) -> Reading:
    """Read what somebody typed in answer to `question`, in a conversation held in the language of `texts`."""
    said = normalise(text)
    known = every_catalog(texts)
    for each in known:
        if certain := _certain(each, texts, question, said):
            return certain
    band = next(filter(None, (_band(each.words, question, said) for each in known)), None)
    return Reading(kind=Kind.ASK_BACK, nearest=_nearest(known, question, said, first=band.id if band else None))


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
    bare = said.strip(_EDGES)
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


def _band(words: Words, question: Question, said: str) -> Option | None:
    """The band that the first number falls into; "one" in words is too often no number ("no one counts them")."""
    if not question.unit:
        return None
    found = [number for number in numbers(words, said) if number != 1 or "1" in said]
    return question.band(found[0]) if found else None


def _nearest(known: Sequence[Catalog], question: Question, said: str, *, first: str | None) -> tuple[str, ...]:
    """The two options most like what was said, `first` before all; ties in their own order.

    They are looked for in the language that shares the most words with the text, else in the conversation's own.
    """
    wordings = [
        {option: normalise(text.text) for option, text in each.questions[question.id].options.items()} for each in known
    ]
    shared = [
        max(_shared(each, said, text) for text in wording.values())
        for each, wording in zip(known, wordings, strict=True)
    ]
    language = shared.index(max(shared))
    each, wording = known[language], wordings[language]
    ranked = sorted(question.option_ids, key=lambda option: (option != first, -_likeness(each, said, wording[option])))
    return tuple(ranked[:NEAREST])


def _shared(each: Catalog, said: str, option: str) -> float:
    """The share of an option's telling words that a text has, from 0 to 1."""
    ours, theirs = (set(_WORD.findall(text)) - each.words.small for text in (said[:2000], option))
    return len(ours & theirs) / len(theirs) if theirs else 0.0


def _likeness(each: Catalog, said: str, option: str) -> float:
    """From 0 to 1: shared words first, then shared stretches of letters; rounded, so that ties are ties."""
    return round(_shared(each, said, option) + SequenceMatcher(None, said[:200], option).ratio() / 2, 4)
