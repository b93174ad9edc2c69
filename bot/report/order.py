"""What can be handed out, and in which formats: the report, the documents drafted from the facts, and the actions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.report.formats import Format


class What(StrEnum):
    """What can be asked for."""

    REPORT = "report"
    SECURITY = "security"
    RUNBOOK = "runbook"
    MEASUREMENT = "measurement"
    BUDGET = "budget"
    HANDOFF = "handoff"
    ACTIONS = "actions"

    @property
    def is_paper(self) -> bool:
        """Whether it is drafted from the facts, and so has versions."""
        return self not in {What.REPORT, What.ACTIONS}


_PAPER: Final = (Format.PDF, Format.MD)
OFFERED: Final[Mapping[What, tuple[Format, ...]]] = {
    What.REPORT: (Format.PDF, Format.PNG, Format.MD, Format.CSV, Format.JSON),
    **dict.fromkeys((what for what in What if what.is_paper), _PAPER),
    What.ACTIONS: (Format.CSV, Format.ICS),
}


@dataclass(frozen=True)
class Order:
    """One thing in one format; in text `pdf` for the report, and such as `security.pdf` for all else."""

    what: What
    format: Format

    def __str__(self) -> str:
        return str(self.format) if self.what is What.REPORT else f"{self.what}.{self.format}"


def orders() -> Iterator[Order]:
    """All there is to ask for, in the order in which it is offered."""
    for what, formats in OFFERED.items():
        yield from (Order(what, kind) for kind in formats)


def order_of(text: str) -> Order:
    """The order that a text stands for; a calendar is always of the actions. Raises ValueError for any other text."""
    what, _, kind = text.rpartition(".")
    if kind == Format.ICS:
        what = What.ACTIONS
    found = Order(What(what or What.REPORT), Format(kind))
    if found.format not in OFFERED[found.what]:
        raise ValueError(f"There is no {found.what} as {found.format}.")
    return found
