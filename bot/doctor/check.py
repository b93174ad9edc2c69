"""One thing that was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Check:
    """What was looked at, whether it is well, and what that means: a sentence, with the repair if it is not."""

    name: str
    is_well: bool
    told: str


def well(name: str, told: str) -> Check:
    """All is as it should be."""
    return Check(name=name, is_well=True, told=told)


def ill(name: str, told: str) -> Check:
    """Something is missing; `told` says how to mend it."""
    return Check(name=name, is_well=False, told=told)
