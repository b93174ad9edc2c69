"""Which process first (offer.2): candidate processes in a deterministic order, each place with its reasons.

Hours recoverable a week = cases a week * minutes each / 60 * the routine share; kept in whole tenths, a half rounded
up. Hours alone do not make a first process: S1's pilots stall without a person in pain (five.1), without a system to
write to (five.2), or in front of a security review (five.4). So each candidate has *obstacles*, whose weights the rules
declare (`first_process` in `frame.yaml`), and they come before hours:

1. least weight of obstacles: 0 is a place to *start*, 1 asks to *settle* one thing first, more is *not yet*;
2. then most hours recoverable;
3. then the lower risk;
4. then the order in which they were given.

Example: 200 orders a week of 6 minutes, 80 % routine, is 16.0 hours; with a named person and a system that can be
written to it stands before 40.0 hours of work that nobody's name is on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints

from scoring.errors import SheetError
from scoring.load import validated
from scoring.rules import Model, Word
from scoring.yamltext import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.errors import Fault
    from scoring.rules import FirstProcessRule, Rules

RISKS = ("low", "medium", "high")
START, SETTLE = 0, 1  # weights of obstacles
LARGEST = 1_000_000  # characters of a file

Stage = Literal["start", "settle", "not_yet"]
Criterion = Literal["obstacles", "hours", "risk", "order"]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Amount = Annotated[int, Field(ge=0, le=1_000_000)]


class Candidate(Model):
    """A process that might be automated.

    `volume_week`: cases a week; `minutes_each`: minutes of a person's time for one case today; `routine_percent`: of
    100 cases, those that go by the book; `hurts`: who suffers from it today, by name; `writable`: whether there is a
    system that the result can be written into; `risk`: what a wrong result can do before somebody sees it.
    """

    id: Word
    name: Line
    volume_week: Amount
    minutes_each: Amount
    routine_percent: Annotated[int, Field(ge=0, le=100)]
    hurts: Line | None = None
    writable: Literal["yes", "no", "unknown"] = "unknown"
    risk: Literal["low", "medium", "high"]


class Candidates(Model):
    """The file: a list of processes."""

    processes: Annotated[tuple[Any, ...], Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Place:
    """A place from 1: hours recoverable a week in whole tenths, what speaks for the candidate, what against it.

    `behind` is what decided that it stands behind the one before it; None for the first.
    """

    place: int
    candidate: Candidate
    tenths: int
    stage: Stage
    strengths: tuple[str, ...]
    obstacles: tuple[str, ...]
    behind: Criterion | None


def recoverable_tenths(candidate: Candidate) -> int:
    """Return the hours recoverable a week, in whole tenths, a half rounded up."""
    return (candidate.volume_week * candidate.minutes_each * candidate.routine_percent + 300) // 600


def obstacles(rule: FirstProcessRule, candidate: Candidate) -> tuple[str, ...]:
    """Return what stands between a candidate and a start, in the order in which the rules weigh it."""
    found = {
        "nobody_hurts": candidate.hurts is None,
        "system_unknown": candidate.writable == "unknown",
        "system_no": candidate.writable == "no",
        "risk_high": candidate.risk == "high",
        "too_little": recoverable_tenths(candidate) < rule.least_tenths,
    }
    return tuple(name for name, there in found.items() if there)


def strengths(candidate: Candidate) -> tuple[str, ...]:
    """Return what speaks for a candidate besides its hours."""
    found = {"somebody_hurts": candidate.hurts is not None, "system_yes": candidate.writable == "yes"}
    return (*(name for name, there in found.items() if there), *(("risk_low",) if candidate.risk == "low" else ()))


def rank(rules: Rules, candidates: Sequence[Candidate]) -> tuple[Place, ...]:
    """Return the candidates in the order in which they should be taken on; see the module for the rule."""
    rule = rules.frame.first_process

    def key(candidate: Candidate) -> tuple[int, int, int]:
        weight = sum(getattr(rule.obstacles, name) for name in obstacles(rule, candidate))
        return weight, -recoverable_tenths(candidate), RISKS.index(candidate.risk)

    criteria: tuple[Criterion, ...] = ("obstacles", "hours", "risk")
    places: list[Place] = []
    before: tuple[int, int, int] | None = None
    for candidate in sorted(candidates, key=key):
        own = key(candidate)
        behind: Criterion | None = None
        if before is not None:
            differs = [name for name, one, other in zip(criteria, before, own, strict=True) if one != other]
            behind = differs[0] if differs else "order"
        stage: Stage = "start" if own[0] == START else "settle" if own[0] == SETTLE else "not_yet"
        places.append(
            Place(
                len(places) + 1,
                candidate,
                recoverable_tenths(candidate),
                stage,
                strengths(candidate),
                obstacles(rule, candidate),
                behind,
            )
        )
        before = own
    return tuple(places)


def read_candidates(text: str) -> tuple[Candidate, ...]:
    """Read a file of candidates: `processes:` and a list.

    Raises:
        SheetError: it cannot be read; one line names the process, the key and what is valid there.
    """
    if len(text) > LARGEST:
        raise SheetError(f"this file has {len(text)} characters; {LARGEST} are the most that is read")
    try:
        raw = read_yaml(text)
    except YamlError as fault:
        raise SheetError(str(fault)) from fault
    if not isinstance(raw, dict):
        raise SheetError("a file of candidates is a table with the key processes")
    faults: list[Fault] = []
    whole = validated(Candidates, raw, "", "candidates", faults)
    read: dict[str, Candidate] = {}
    for number, entry in enumerate(() if whole is None else whole.processes, start=1):
        given = entry.get("id") if isinstance(entry, dict) else None
        where = f"process {given if given is not None else f'number {number}'}"
        candidate = validated(Candidate, entry, "", where, faults)
        if candidate is not None and candidate.id in read:
            raise SheetError(f"{where}: this id stands here twice")
        if candidate is not None:
            read[candidate.id] = candidate
    if faults:
        # A mistyped key is also a missing one: the mistyping is what to put right.
        raise SheetError(str(min(faults, key=lambda fault: "unknown key" not in fault.message)))
    return tuple(read.values())


def candidates_json(rules: Rules, places: Sequence[Place]) -> dict[str, Any]:
    """Return the ranking as JSON data: the JSON of `unstick score --candidates`."""
    return {
        "rules_version": rules.version,
        "rules_sha256": rules.sha256,
        "source": "offer.2",
        "places": [
            {
                "place": each.place,
                "id": each.candidate.id,
                "name": each.candidate.name,
                "recoverable_tenths": each.tenths,
                "stage": each.stage,
                "strengths": list(each.strengths),
                "obstacles": list(each.obstacles),
                "behind": each.behind,
            }
            for each in places
        ],
    }


def explain_candidates(places: Sequence[Place]) -> str:
    """Return the ranking in plain words, by id."""
    lines = []
    for each in places:
        hours = f"{each.tenths // 10}.{each.tenths % 10} h a week"
        why = [*each.strengths, *(f"but {name}" for name in each.obstacles)]
        behind = f"; behind the one before it by {each.behind}" if each.behind else ""
        words = ", ".join(why).replace("_", " ") or "nothing speaks for it or against it"
        lines.append(f"{each.place}. {each.candidate.id}: {hours}, {each.stage.replace('_', ' ')} ({words}{behind})")
    return "\n".join(lines) + "\n"
