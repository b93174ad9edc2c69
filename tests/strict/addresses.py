"""Rules for a `response_url`: how often, how long, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.strict.rule import READING, REPORTED, called
from tests.unit.playground.stage import fetch

if TYPE_CHECKING:
    from tests.strict.rule import World

METHOD = "response_url"
X = {"text": "x"}


def _sixth(world: World) -> tuple[str, Any]:
    url = world.reply_url()
    for _ in range(5):
        fetch(url, X)
    return url, X


def _late(world: World) -> tuple[str, Any]:
    url = world.reply_url()
    world.clock.move(minutes=30, seconds=1)
    return url, X


RULES = {
    "address-sixth": called("A `response_url` is used five times.", METHOD, "used_url", _sixth, basis=REPORTED),
    "address-late": called("A `response_url` works for thirty minutes.", METHOD, "expired_url", _late, basis=REPORTED),
    "address-made-up": called(
        "A `response_url` is one that Slack gave.",
        METHOD,
        "expired_url",
        lambda world: (f"{world.reply_url()}X", X),
        basis=READING,
    ),
    "address-nothing": called(
        "A `response_url` takes a message with text or blocks.",
        METHOD,
        "no_text",
        lambda world: (world.reply_url(), {"text": ""}),
    ),
    "address-blocks": called(
        "Blocks sent to it have the limits of any message.",
        METHOD,
        "invalid_blocks",
        lambda world: (world.reply_url(), {**X, "blocks": [{"type": "poll"}]}),
    ),
    "address-list": called(
        "A message sent to it is an object.", METHOD, "invalid_payload", lambda world: (world.reply_url(), ["x"])
    ),
}
