"""Reading a typed answer: what names an option for certain is taken, anything less is asked back."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from prompts.catalog import Catalog, QuestionText
from scoring import Question

NEAREST = 2
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\d+|[^\W\d]+|[^\w\s]")
_THOUSANDS = re.compile(r"(?<=\d)[ ,'](?=\d{3}(?!\d))")
FIGURE_CHARACTERS = 60  # more than that is a story, not a figure
LARGEST_DIGITS = 9
# What may stand around a figure without changing it. Anything else ("40k", "1 or 2", "3 days" for weeks) is asked back.
AROUND = frozenset(
    {
        "a",
        "about",
        "all",
        "altogether",
        "an",
        "and",
        "approx",
        "approximately",
        "around",
        "ca",
        "circa",
        "d",
        "each",
        "every",
        "everybody",
        "for",
        "guess",
        "i",
        "in",
        "it",
        "just",
        "maybe",
        "of",
        "on",
        "or",
        "per",
        "perhaps",
        "roughly",
        "s",
        "so",
        "some",
        "think",
        "together",
        "total",
        "we",
        "~",
        ",",
        "'",
        ".",
    }
)
SHORT_UNITS = {
    "hours": frozenset({"h", "hr", "hrs", "wk"}),
    "minutes": frozenset({"m", "min", "mins"}),
    "weeks": frozenset({"wk", "wks"}),
    "100": frozenset({"%", "percent"}),
}
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
    """What a text came to: an option for certain, a command, or the nearest options, the nearest first.

    `own_words`: it says more than the option's name or a bare number, so that it is worth quoting.
    """

    option: str | None = None
    value: int | None = None
    own_words: bool = False
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
    band = None
    if question.unit and (numbers := _numbers(said)):
        band = question.band(numbers[0])
        if band and _is_figure(texts.units[question.unit], said):
            return Reading(option=band.id, value=numbers[0], own_words=not said.isdigit())
    if exact := _exact(wording, said):
        return Reading(option=exact)
    return Reading(nearest=_nearest(wording, said, first=band.id if band else None))


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


def _numbers(said: str) -> list[int]:
    """The whole numbers in a short text, in order; none from a long one."""
    if len(said) > FIGURE_CHARACTERS:
        return []
    return [int(token) for token in _tokens(said) if token.isdigit() and len(token) <= LARGEST_DIGITS]


def _tokens(said: str) -> list[str]:
    return _TOKEN.findall(_THOUSANDS.sub("", said))


def _is_figure(unit: str, said: str) -> bool:
    """Whether a text with a number says that number and nothing else: only the unit and harmless words around it."""
    of_unit = set(_tokens(normalise(unit)))
    allowed = AROUND | of_unit | {word.removesuffix("s") for word in of_unit}
    for word, short in SHORT_UNITS.items():
        allowed |= short if word in of_unit else frozenset()
    tokens = _tokens(said.rstrip(".! "))
    number = next(n for n, token in enumerate(tokens) if token.isdigit())
    return all(token in allowed for n, token in enumerate(tokens) if n != number)


def _nearest(wording: QuestionText, said: str, *, first: str | None) -> tuple[str, ...]:
    """The two options most like what was said, `first` before all; ties in their own order."""
    ranked = sorted(
        wording.options,
        key=lambda option: (option != first, -_likeness(said, normalise(wording.options[option].text))),
    )
    return tuple(ranked[:NEAREST])


def _likeness(said: str, option: str) -> float:
    """From 0 to 1: shared words first, then shared stretches of letters; rounded, so that ties are ties."""
    ours, theirs = (set(_WORD.findall(text)) - SMALL_WORDS for text in (said[:2000], option))
    shared = len(ours & theirs) / len(theirs) if theirs else 0.0
    return round(shared + SequenceMatcher(None, said[:200], option).ratio() / 2, 4)
