"""What can go wrong in `scoring`, each fault as one line that names what to change.

ScoringError
├── RulesError      the rules folder cannot be used; `.faults` lists why
└── SheetError      a sheet of answers cannot be read
    └── UnknownId   it names something that the rules do not have
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right in the rules: the file, the place in it, and what is wrong there."""

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return ": ".join(part for part in (self.file, self.where, self.message) if part)


class ScoringError(Exception):
    """Something in the rules or in a sheet has to be put right by a person."""


class RulesError(ScoringError):
    """The rules folder cannot be used; `faults` lists every reason, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SheetError(ScoringError):
    """A sheet of answers cannot be read; the message is one line."""


class UnknownId(SheetError):  # noqa: N818 (the name is part of the contract with the command line)
    """A sheet names something that the rules do not have; `nearest` is the valid id that looks most like it."""

    def __init__(self, kind: str, given: str, nearest: str, place: str = "") -> None:
        self.kind = kind
        self.given = given
        self.nearest = nearest
        of_what = f" of {place}" if place else ""
        hint = f"; the nearest valid one is '{nearest}'" if nearest else ""
        super().__init__(f"unknown {kind}{of_what}: '{given}'{hint}")


def nearest_id(given: str, valid: Iterable[str]) -> str:
    """Return the valid id that looks most like `given`; an empty text when there is none to choose from."""
    found = difflib.get_close_matches(given, tuple(valid), n=1, cutoff=0)
    return found[0] if found else ""
