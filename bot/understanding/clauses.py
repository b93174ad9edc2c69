"""The statements of a text, one after the other: "nobody owns it | IT never signed off"."""

import re
from collections.abc import Sequence
from functools import cache

from bot.understanding.cues import alternatives
from prompts.catalog import Catalog


def clauses(known: Sequence[Catalog], text: str) -> tuple[str, ...]:
    """The parts of a text between full stops, commas and joining words."""
    joints = frozenset[str]().union(*(each.words.joints for each in known))
    parts = (" ".join(part.split()) for part in _between(joints).split(text))
    return tuple(part for part in parts if part)


@cache
def _between(joints: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"[,.;:!?\n]+(?!\d)|{alternatives(joints)}", re.IGNORECASE)
