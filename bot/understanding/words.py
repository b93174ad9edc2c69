"""Reading a typed answer: what names an option for certain is taken, anything less is asked back."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from prompts.catalog import Catalog, QuestionText
from scoring import Question

NEAREST = 2
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(
    r"(?:about|around|roughly|maybe|circa|some|ca)?\s*(\d{1,3}(?:[ ,']\d{3})+|\d{1,9})\s*(%|\w+)?(?: .{0,24})?"
)
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "it",
        "is",
        "are",
        "was",
        "were",
        "to",
        "of",
        "in",
        "on",
        "at",
        "and",
        "or",
        "that",
        "this",
        "we",
        "i",
        "for",
        "with",
        "by",
        "be",
        "do",
        "does",
    ]
)
UNKNOWN = frozenset(
    {"i don't know", "i dont know", "i do not know", "don't know", "dont know", "no idea", "not sure", "unknown", "?"}
)
COMMANDS = {
    "back": frozenset({"back", "go back", "undo"}),
    "why": frozenset({"why", "why this", "why do you ask", "why do you ask that"}),
    "stop": frozenset({"stop", "stop it", "please stop"}),
}


@dataclass(frozen=True)
class Reading:
    """What a text came to: an option for certain, a command, or the nearest options, the nearest first."""

    option: str | None = None
    value: int | None = None
    command: str | None = None
    nearest: tuple[str, ...] = ()


def read(texts: Catalog, question: Question, text: str) -> Reading:
    """Read what somebody typed in answer to `question`."""
    said = normalise(text)
    for command, wordings in COMMANDS.items():
        if said.rstrip("?.! ") in wordings:
            return Reading(command=command)
    if said.rstrip(".! ") in UNKNOWN:
        return Reading(option="unknown")
    wording = texts.questions[question.id]
    if question.unit and (figure := _figure(question, said)):
        return figure
    exact = _exact(wording, said)
    if exact and not question.unit:
        return Reading(option=exact)
    return Reading(option=exact) if exact else Reading(nearest=_nearest(wording, said))


def normalise(text: str) -> str:
    """Lower case, one space between words; accents stay ("no sé" is not "no se")."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(text.split())


def _exact(wording: QuestionText, said: str) -> str | None:
    """The option named by its number, its label, its whole text or its id."""
    bare = said.rstrip(".!) ")
    for number, (option, text) in enumerate(wording.options.items(), 1):
        names = {str(number), f"option {number}", normalise(text.label), normalise(text.text).rstrip("."), option}
        if bare in names:
            return option
    return None


def _figure(question: Question, said: str) -> Reading | None:
    """A number typed for a figure is taken exactly, if one of the bands holds it."""
    match = _NUMBER.fullmatch(said.rstrip(".! "))
    if match is None:
        return None
    value = int(re.sub(r"\D", "", match.group(1)))
    band = question.band(value)
    return Reading(option=band.id, value=value) if band else None


def _nearest(wording: QuestionText, said: str) -> tuple[str, ...]:
    """The two options most like what was said; ties in their own order."""
    ranked = sorted(wording.options, key=lambda option: -_likeness(said, normalise(wording.options[option].text)))
    return tuple(ranked[:NEAREST])


def _likeness(said: str, option: str) -> float:
    """From 0 to 1: shared words first, then shared stretches of letters; rounded, so that ties are ties."""
    ours, theirs = (set(_WORD.findall(text)) - SMALL_WORDS for text in (said[:2000], option))
    shared = len(ours & theirs) / len(theirs) if theirs else 0.0
    return round(shared + SequenceMatcher(None, said[:200], option).ratio() / 2, 4)
