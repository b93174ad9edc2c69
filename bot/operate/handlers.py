"""Everything that the tick does for a pilot as a whole, by the kind of appointment."""

from collections.abc import Mapping
from typing import Final

from bot.checkins import pilots
from bot.checkins.pilots import Handler
from bot.interview import facts
from bot.operate import gates, reviews

HANDLERS: Final[Mapping[str, Handler]] = {
    **pilots.HANDLERS,
    facts.KIND: facts.look,
    gates.KIND: gates.look,
    reviews.KIND: reviews.look,
}
