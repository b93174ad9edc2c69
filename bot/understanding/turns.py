"""What a text says of something else than today: a plan, a claim, "if it were", two cases at once.

"We will have an owner next month" names an owner, and today there is none. The phrases stand in `words.yaml` (`turns`)
by what they do to a statement; one with " … " has a gap. Where several begin at the same word, the longest counts, so
that the phrases of `plain` ("until now", "next to") take others' places. They never say which option it is instead:
they only keep one from being taken without a tap.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from bot.understanding.clauses import clauses
from bot.understanding.cues import END
from bot.understanding.denial import own_cues
from bot.understanding.words import normalise
from prompts.catalog import catalog, every_catalog
from scoring import UNKNOWN, Question

PLAIN = "plain"  # phrases that sound like one of the others and change nothing
DATED = "dated"  # a month's name: how long ago that is, only a calendar knows
ASKS_WHEN = "asks_when"  # phrases of the questions to which a month's name is half an answer
UNFINISHED = "unfinished"
REFUSED = "refused"  # whatever option it sounds like, and "I don't know" is another thing
THROUGHOUT = frozenset({"claimed", "parted", "placed", "undenied", REFUSED})  # of these no part of a text is free
LEAST_USUAL = 2  # phrasings of an option that have a turn, from which on it goes with that option
GAP = " … "
_FILLED = r"(?=\W)[^.!?\n]{1,60}?(?<=\W)"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@dataclass(frozen=True, kw_only=True)
class _Phrase:
    """A phrase, ready to be looked for where its first word stands."""

    turn: str
    pattern: re.Pattern[str]


def turns_in(said: str) -> frozenset[str]:
    """What the phrases of a text in lower case (`normalise`) do to what it says, in whichever language."""
    found, past = set(), 0
    beginning = _by_first_word()
    for word in _WORD.finditer(said):
        if word.start() < past:
            continue
        for phrase in beginning.get(word[0], ()):
            match = phrase.pattern.match(said, word.start())
            if match:
                found.add(phrase.turn)
                past = match.end() if phrase.turn == PLAIN else past
                break
    return frozenset(found - {PLAIN})


def turned(question: Question, option: str, said: str) -> frozenset[str]:
    """What a text says of `option` (planned, claimed, over …) where that option says nothing of the kind."""
    told = turns_in(said) - {ASKS_WHEN}
    return told - _own_turns(question, option) if told else told


def steady(said: str) -> str:
    """The parts of a text that no phrase turns: "now claudia", of "it was klein until he left, now claudia".

    "Not signed yet" is about what stands before it; only what stands behind is free of it.
    """
    free: list[str] = []
    for part in clauses(every_catalog(catalog()), said):
        told = turns_in(part) - {ASKS_WHEN}
        if UNFINISHED in told:
            free.clear()
        if not told:
            free.append(part)
    return "; ".join(free)


@cache
def _by_first_word() -> dict[str, tuple[_Phrase, ...]]:
    """All phrases of all languages by their first word, the longest first."""
    every: dict[str, list[tuple[int, str, str]]] = {}
    for each in every_catalog(catalog()):
        for turn, phrases in each.words.turns.items():
            for phrase in phrases:
                first = _WORD.match(phrase)
                every.setdefault(first[0] if first else phrase, []).append((-len(phrase), phrase, turn))
    return {first: tuple(_made(phrase, turn) for _, phrase, turn in sorted(some)) for first, some in every.items()}


def _made(phrase: str, turn: str) -> _Phrase:
    return _Phrase(turn=turn, pattern=re.compile(_FILLED.join(map(re.escape, phrase.split(GAP))) + END))


def _own_turns(question: Question, option: str) -> frozenset[str]:
    """The turns that are usual where an option is meant: those of the question and of the option's phrasings.

    What is not done yet goes with every option that denies ("nobody has looked at that yet").
    """
    if option == UNKNOWN:
        return _every_turn() - {REFUSED}
    own = _usual_turns(question.id, option) | ({UNFINISHED} if own_cues(question, option).denies else set())
    return own - {REFUSED} if ASKS_WHEN in own else own | {DATED}


@cache
def _every_turn() -> frozenset[str]:
    return frozenset(turn for each in every_catalog(catalog()) for turn in each.words.turns)


@cache
def _usual_turns(question: str, option: str) -> frozenset[str]:
    told: Counter[str] = Counter()
    for each in every_catalog(catalog()):
        words = each.questions[question]
        own = words.options[option]
        for phrasing in (words.text, own.text, own.label):
            told.update(dict.fromkeys(turns_in(normalise(phrasing)), LEAST_USUAL))
        for phrasing in each.examples[question][option]:
            told.update(turns_in(normalise(phrasing)))
    return frozenset(turn for turn, count in told.items() if count >= LEAST_USUAL)
