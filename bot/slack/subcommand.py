"""Which subcommand follows `/unstick`: one of them, one mistyped, or none, for what follows is a pilot's name."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from bot.report.formats import Format
from bot.understanding.commands import is_swapped, less_politeness
from prompts.catalog import SUBCOMMANDS, Catalog, every_catalog

ALONE: Final = ("list", "first", "checkin", "settings")  # what nothing follows: "first line support" is a pilot's name
OF_A_PILOT: Final = ("pause", "resume", "answers")  # what a known pilot's name may follow
JUST: Final = ("help", "status")  # what shows one thing, whatever follows
FORMAT_FROM = 0.5
FORMAT_LETTERS = 4  # of a word after `export` that nobody means as a name: "docx"
MISTYPED_FROM = 0.7  # likeness from which one word is a subcommand mistyped rather than a pilot's name
LETTERS = 6  # of a subcommand from which on a letter may be missing or doubled though words follow


@dataclass(frozen=True)
class Typed:
    """What was typed: a subcommand and what follows it; or `nearest`, which it may have been meant to be; or a name."""

    name: str | None
    rest: str = ""
    nearest: str | None = None


def read(texts: Catalog, text: str, is_pilot: Callable[[str], bool]) -> Typed:
    """What a text after `/unstick` means to who reads `texts`; `is_pilot` says if a pilot is called so here."""
    word, _, rest = text.partition(" ")
    plain = less_politeness(texts, rest)
    if rest and not plain:
        rest = ""  # "pause please"
    name = _meant(texts, word, rest, is_pilot)
    if name is None and is_pilot(plain):
        name, rest = _meant(texts, word, plain, is_pilot), plain
    if name in JUST and rest and not is_pilot(rest):
        return Typed(None) if is_pilot(text) else Typed(None, nearest=word)
    if name is not None:
        return Typed(name, rest)
    if not rest:
        return Typed(None, nearest=_mistyped(texts, word))
    return Typed(None) if is_pilot(text) else Typed(None, nearest=_mistyped_before(texts, word, rest, is_pilot))


def _meant(texts: Catalog, word: str, rest: str, is_pilot: Callable[[str], bool]) -> str | None:
    """The subcommand that a word names in any language; None for the beginning of a pilot's name."""
    name = next((name for name in SUBCOMMANDS if word.casefold() in _names(texts, name)), None)
    if name in OF_A_PILOT and rest and not is_pilot(rest):
        return None  # "resume screening agent" is a pilot's name
    if name == "language" and " " in rest:
        return None  # no language has a name of several words, but "language model of the help desk" is a pilot's
    # "list price agent" and "export papers agent" are pilots' names too.
    return None if (name in ALONE and rest) or (name == "export" and not _is_format(rest)) else name


def _is_format(rest: str) -> bool:
    """Whether what follows `export` begins with a format, perhaps mistyped or not ours; nothing is asked for one."""
    word, _, more = rest.partition(" ")
    word = word.casefold().removeprefix(".")
    is_short = len(word) <= FORMAT_LETTERS and not more
    return not word or is_short or max(SequenceMatcher(None, word, kind).ratio() for kind in Format) >= FORMAT_FROM


def _names(texts: Catalog, subcommand: str) -> set[str]:
    return {subcommand}.union(*(each.words.subcommands[subcommand] for each in every_catalog(texts)))


def _known(texts: Catalog) -> list[str]:
    """The subcommands' names in English and in the reader's language."""
    return sorted({*SUBCOMMANDS}.union(*texts.words.subcommands.values()))


def _mistyped(texts: Catalog, text: str) -> str | None:
    """The subcommand that one mistyped word was meant to be."""
    word = text.casefold()
    if not word:
        return None
    nearest = max(_known(texts), key=lambda name: SequenceMatcher(None, word, name).ratio())
    return nearest if SequenceMatcher(None, word, nearest).ratio() >= MISTYPED_FROM else None


def _mistyped_before(texts: Catalog, word: str, rest: str, is_pilot: Callable[[str], bool]) -> str | None:
    """The same where words follow that suit it: more has to be alike, for "smart reply" is a name."""
    for name in _known(texts):
        meant = _meant(texts, name, rest, is_pilot) if _slipped(word.casefold(), name) else None
        if meant is not None:
            return name if meant in JUST else f"{name} {rest}"
    return None


def _slipped(word: str, name: str) -> bool:
    """Whether two letters were swapped, or one is missing or doubled in a long word."""
    if is_swapped(word, name):
        return True
    shorter, longer = sorted((word, name), key=len)
    is_one_more = len(name) >= LETTERS and len(longer) == len(shorter) + 1
    return is_one_more and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
