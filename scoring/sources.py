"""The ids of the claims that this product serves; questions, actions, metrics, checks and texts cite them."""

from __future__ import annotations

OUTSIDE = ("outside.data", "outside.task")  # RAND RRA2680-1 (2024): causes that neither lens covers
BY_TEXT = ("offer.1", "offer.2", "offer.3", "offer.5")  # may also be served by what is said, outside these rules
PLATFORM = "offer.4"  # a claim about the platform underneath: may be cited, need not be served
SOURCES = (
    *(f"five.{number}" for number in (1, 2, 3, 4, 5)),
    "five.pair",
    *(f"four.{number}" for number in (1, 2, 3, 4)),
    *(f"ship.{number}" for number in (1, 2, 3, 4, 5, 6)),
    *(f"ready.{number}" for number in (1, 2, 3, 4, 5)),
    *(f"path.{number}" for number in (1, 2, 3, 4)),
    *BY_TEXT,
    *OUTSIDE,
)
