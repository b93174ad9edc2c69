"""The statements of a text, one after the other: "nobody owns it | IT never signed off"."""

import re
from collections.abc import Sequence
from functools import cache

from bot.understanding.cues import alternatives
from prompts.catalog import Catalog

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]?")


def clauses(known: Sequence[Catalog], text: str) -> tuple[str, ...]:
    """The parts of a text between full stops, commas and joining words."""
    joints = frozenset[str]().union(*(each.words.joints for each in known))
    parts = (" ".join(part.split()) for part in _between(joints).split(text))
    return tuple(part for part in parts if part)


def statements(known: Sequence[Catalog], text: str) -> tuple[str, ...]:
    """The parts of what a text states; a sentence that asks something states nothing."""
    stated = (sentence for sentence in _SENTENCE.findall(text) if not sentence.endswith("?"))
    return tuple(part for sentence in stated for part in clauses(known, sentence))


@cache
def _between(joints: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"[,.;:!?\n]+(?!\d)|{alternatives(joints)}", re.IGNORECASE)
