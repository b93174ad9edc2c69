"""What a text says of something else than today: a plan, a claim, "if it were", two cases at once.

"We will have an owner next month" names an owner, and today there is none. The phrases stand in `words.yaml` (`turns`)
by what they do to a statement:

- `planned`, `past`, `supposed`: it will be so, was so, would be so if; `unfinished`: it is not done yet;
- `claimed`: somebody else says so; `refused`: they will not say; `ironic`: they mean the contrary;
- `parted`, `placed`: so in one case and otherwise in another, in test and in production; `undenied`: "not nobody";
- `dated`: a month's name, where `asks_when` stands in the question: how long ago that is, only a calendar knows;
- `plain`: sounds like one of these and changes nothing ("until now", "next to").

A phrase with " … " has a gap, and one with "…" before it is how a word ends. Where several begin at the same word, the
longest counts. None says which option it is instead: they only keep one from being taken without a tap. An option
whose own phrasings say such a thing ("under way, they will answer on Friday") is not kept from it.
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

PLAIN, DATED, ASKS_WHEN, UNFINISHED, REFUSED = "plain", "dated", "asks_when", "unfinished", "refused"
THROUGHOUT = frozenset({"claimed", "parted", "placed", "undenied", REFUSED})  # of these no part of a text is free
LEAST_USUAL = 3  # phrasings of an option that have a turn, from which on it goes with that option
GAP, ENDING = " … ", "…"
ENDINGS = range(3, 8)  # letters of one
_FILLED = r"(?=\W)[^.!?\n]{3,60}?(?<=\W)"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@dataclass(frozen=True, kw_only=True)
class _Phrase:
    """A phrase, ready to be looked for where its first word stands."""

    turn: str
    pattern: re.Pattern[str]


def turns_in(said: str) -> frozenset[str]:
    """What its phrases do to what a text in lower case (`normalise`) says, in whichever language."""
    found, past = set(), 0
    beginning, endings = _by_first_word(), _by_ending()
    for word in _WORD.finditer(said):
        if word.start() < past:
            continue
        for phrase in beginning.get(word[0], ()):
            match = phrase.pattern.match(said, word.start())
            if match:
                found.add(phrase.turn)
                past = match.end() if phrase.turn == PLAIN else past
                break
        else:
            found.update(endings[word[0][-size:]] for size in ENDINGS if word[0][-size:] in endings)
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
                if phrase.startswith(ENDING):
                    continue
                first = _WORD.match(phrase)
                every.setdefault(first[0] if first else phrase, []).append((-len(phrase), phrase, turn))
    return {first: tuple(_made(phrase, turn) for _, phrase, turn in sorted(some)) for first, some in every.items()}


@cache
def _by_ending() -> dict[str, str]:
    """What the endings of words do, of all languages."""
    return {
        phrase.removeprefix(ENDING): turn
        for each in every_catalog(catalog())
        for turn, phrases in each.words.turns.items()
        for phrase in phrases
        if phrase.startswith(ENDING)
    }


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
    return frozenset(turn for turn, count in told.items() if count >= LEAST_USUAL or turn == DATED)
