"""Which process first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from scoring import Candidate, Place, SheetError, candidates_json, load_rules, rank, read_candidates
from scoring.__main__ import main
from scoring.candidates import explain_candidates, recoverable_tenths

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring import Rules

FILE = Path(__file__).parents[1] / "cases" / "candidates" / "distributor.yaml"
GOOD: dict[str, Any] = {
    "volume_week": 200,
    "minutes_each": 6,
    "routine_percent": 80,
    "hurts": "Ann",
    "writable": "yes",
    "risk": "low",
}


def candidate(name: str, **other: Any) -> Candidate:
    """Return a candidate that nothing stands against, but for what is given."""
    return Candidate.model_validate({"id": name, "name": name, **GOOD, **other})


def order(rules: Rules, *candidates: Candidate) -> list[str]:
    """Return the ids in their order."""
    return [place.candidate.id for place in rank(rules, candidates)]


@pytest.mark.parametrize(
    ("figures", "tenths"),
    [((200, 6, 80), 160), ((1, 1, 100), 0), ((3, 1, 100), 1), ((0, 9, 90), 0), ((120, 9, 85), 153), ((13, 23, 1), 0)],
)
def test_hours(figures: tuple[int, int, int], tenths: int) -> None:
    """Hours a week are cases * minutes / 60 * the routine share, in whole tenths, a half rounded up."""
    volume, minutes, routine = figures
    found = candidate("p", volume_week=volume, minutes_each=minutes, routine_percent=routine)
    assert recoverable_tenths(found) == tenths


def test_obstacles_before_hours(rules: Rules) -> None:
    """A process that somebody feels and that can be written to comes before one with more hours and no name on it."""
    large = candidate("large", volume_week=500, hurts=None)
    assert order(rules, large, candidate("small", volume_week=100)) == ["small", "large"]


def test_then_hours_then_risk_then_order(rules: Rules) -> None:
    """Without a difference in obstacles, more hours win; then the lower risk; then who was named first."""
    places = rank(
        rules,
        [candidate("b", risk="medium"), candidate("a"), candidate("c"), candidate("more", volume_week=300)],
    )
    assert [place.candidate.id for place in places] == ["more", "a", "c", "b"]
    assert [place.behind for place in places] == [None, "hours", "order", "risk"]


@pytest.mark.parametrize(
    ("other", "obstacles", "stage"),
    [
        ({}, (), "start"),
        ({"hurts": None}, ("nobody_hurts",), "settle"),
        ({"writable": "unknown"}, ("system_unknown",), "settle"),
        ({"writable": "no"}, ("system_no",), "not_yet"),
        ({"risk": "high"}, ("risk_high",), "settle"),
        ({"volume_week": 20}, ("too_little",), "not_yet"),
        ({"volume_week": 25}, (), "start"),
        ({"hurts": None, "risk": "high"}, ("nobody_hurts", "risk_high"), "not_yet"),
    ],
)
def test_what_stands_in_the_way(rules: Rules, other: dict[str, Any], obstacles: tuple[str, ...], stage: str) -> None:
    """Each thing that stands in the way is named; none is a start, one asks to settle it, more or a heavy one waits."""
    [place] = rank(rules, [candidate("p", **other)])
    assert (place.obstacles, place.stage) == (obstacles, stage)


def test_weights_are_data(changed: Callable[[str, str, str], Path]) -> None:
    """What an obstacle weighs stands in the frame: a folder may let hours alone decide."""
    none = "{nobody_hurts: 0, system_unknown: 0, system_no: 0, risk_high: 0, too_little: 0}"
    folder = changed("frame.yaml", "budget_minutes", f"first_process: {{obstacles: {none}}}\nbudget_minutes")
    places = (candidate("small"), candidate("large", volume_week=500, hurts=None, writable="no", risk="high"))
    assert order(load_rules(folder), *places) == ["large", "small"]


@given(st.permutations(["low", "medium", "high"]), st.permutations([10, 100, 1000]))
def test_the_order_of_the_file_is_the_last_to_matter(risks: list[str], volumes: list[int]) -> None:
    """Candidates that differ are ranked the same in whatever order they are given."""
    ours = load_rules()
    several = [candidate(f"p{v}", risk=r, volume_week=v) for r, v in zip(risks, volumes, strict=True)]
    assert order(ours, *several) == order(ours, *reversed(several))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("proceses: []", "candidates, proceses: unknown key; the nearest valid one is 'processes'"),
        ("processes: [{id: a}]", "process a, name: this is missing"),
        ("processes: [{id: a, rik: low}]", "rik: unknown key; the nearest valid one is 'risk'"),
        ("processes: [3]", "process number 1"),
        ("processes: [{id: a, name: a, volume_week: 1, minutes_each: 1, routine_percent: 101, risk: low}]", "101"),
        (
            "processes: [{id: a, name: a, volume_week: 1, minutes_each: 1, routine_percent: 1, risk: hihg}]",
            "process a, risk: input should be 'low', 'medium' or 'high', not 'hihg'",
        ),
        ("processes: &x [*x]", "aliases"),
    ],
)
def test_refusals(text: str, message: str) -> None:
    """What cannot be read is refused with the process and the key, and what is valid there."""
    with pytest.raises(SheetError) as refused:
        read_candidates(text)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- a list", "a file of candidates is a table with the key processes"),
        ("processes: []", "candidates, processes: too few entries"),
        ("processes: [{id: a}]", "process a, name: this is missing"),
    ],
)
def test_a_refusal_in_full(text: str, line: str) -> None:
    """A refusal is one line: where, and what is wrong there."""
    with pytest.raises(SheetError) as refused:
        read_candidates(text)
    assert str(refused.value) == line


def test_twice(rules: Rules) -> None:
    """An id that stands twice is refused."""
    one = "{id: a, name: a, volume_week: 1, minutes_each: 1, routine_percent: 1, risk: low}"
    with pytest.raises(SheetError, match="process a: this id stands here twice"):
        read_candidates(f"processes: [{one}, {one}]")


def test_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """`candidates` prints each place with its reasons, with --json all of it; what cannot be read ends with 2."""
    assert main(["candidates", str(FILE)]) == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first == "1. order_intake: 16.0 h a week, start (somebody hurts, system yes)"
    assert last.endswith(
        "not yet (somebody hurts, but system unknown, but risk high; behind the one before it by obstacles)"
    )
    assert main(["candidates", str(FILE), "--json"]) == 0
    places = json.loads(capsys.readouterr().out)["places"]
    assert [place["id"] for place in places] == ["order_intake", "delivery_notes", "price_lists", "credit_notes"]
    assert places[2]["obstacles"] == ["nobody_hurts"]
    assert main(["candidates", str(FILE.parent / "none.yaml")]) == 2


def test_as_json_and_in_words(rules: Rules) -> None:
    """A place is told with its number, name, tenths of an hour, stage, and what speaks for it and against it."""
    places = rank(rules, [candidate("a"), candidate("b", hurts=None, writable="unknown")])
    whole = candidates_json(rules, places)
    assert whole == {
        "rules_version": rules.version,
        "rules_sha256": rules.sha256,
        "source": "offer.2",
        "places": [
            {
                "place": 1,
                "id": "a",
                "name": "a",
                "recoverable_tenths": 160,
                "stage": "start",
                "strengths": ["somebody_hurts", "system_yes", "risk_low"],
                "obstacles": [],
                "behind": None,
            },
            {
                "place": 2,
                "id": "b",
                "name": "b",
                "recoverable_tenths": 160,
                "stage": "not_yet",
                "strengths": ["risk_low"],
                "obstacles": ["nobody_hurts", "system_unknown"],
                "behind": "obstacles",
            },
        ],
    }
    plain = Place(1, places[0].candidate, 160, "start", (), (), None)
    assert explain_candidates([plain]) == "1. a: 16.0 h a week, start (nothing speaks for it or against it)\n"


def test_unstick_score_candidates() -> None:
    """`unstick score --candidates` says the same in a colleague's words, or as the same JSON."""
    runner = CliRunner()
    told = runner.invoke(app, ["score", "--candidates", str(FILE)]).stdout
    assert "1. Order intake from mails: about 16 hours a week to recover. Start here.\n" in told
    assert "   + felt today by Carlos, order desk\n" in told
    assert "   - nobody is named who feels it today\n   Behind the one above: more stands in the way\n" in told
    whole = json.loads(runner.invoke(app, ["score", "--candidates", str(FILE), "--json"]).stdout)
    assert [place["stage"] for place in whole["places"]] == ["start", "start", "settle", "not_yet"]
    refused = runner.invoke(app, ["score", "--candidates", str(FILE.parent)])
    assert refused.exit_code == 2
