"""The next question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from scoring import Sheet, load_rules, next_question, remaining
from scoring.choose import QUARTERS, Remaining, gains
from scoring.information import CHANCE, ENTROPY, LIMIT, MILLION, SCALE, chance, entropy, expected_gain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules

EASY = {"output_path": "written", "whose_number": "team", "volume_week": 50, "minutes_each": 5}


def asked_next(
    rules: Rules, minutes: int = 30, asked: tuple[str, ...] = (), last: str | None = None, **answers: Any
) -> str:
    """Return the id of the next question, or an empty text at the end."""
    question = next_question(rules, Sheet(pilot="p", answers=answers), minutes_left=minutes, asked=asked, last=last)
    return "" if question is None else question.id


def test_first_question_is_easy(small: Rules) -> None:
    """The first question is of phase 1, and it is the one that tells most a minute."""
    assert asked_next(small) == "whose_number"
    assert asked_next(small, asked=("whose_number",)) == "output_path"


def test_a_claim_is_asked_for_its_evidence(small: Rules) -> None:
    """A follow-up comes right after the answer that earns it, and only then."""
    assert asked_next(small, output_path="retyped", last="output_path") == "retype_hours"
    assert asked_next(small, output_path="written", last="output_path") != "retype_hours"
    assert asked_next(small, output_path="unknown", last="output_path") != "retype_hours"
    assert asked_next(small, asked=("retype_hours",), output_path="retyped", last="output_path") != "retype_hours"


def test_sensitive_questions_wait(small: Rules) -> None:
    """Money is not asked about before four answers are given, whatever else is passed over in later phases."""
    later = ("live_write", "baseline", "data_there", "data_fits", "minutes_each")
    assert asked_next(small, asked=later) == "whose_number"
    assert asked_next(small, asked=later, **EASY) == "money"


def test_sensitive_questions_come_when_easy_ones_are_used_up(small: Rules) -> None:
    """With nothing left in phase 1, a sensitive question is asked even early."""
    everything_else = tuple(each for each in small.questions if each != "money")
    assert asked_next(small, asked=everything_else) == "money"


def test_needed_minutes_are_kept_free(small: Rules) -> None:
    """Near the end the minutes left go to the questions the plan needs, not to those that tell most."""
    answers: dict[str, Any] = {"output_path": "written", "whose_number": "team", "live_write": "no"}
    assert asked_next(small, minutes=4, **answers) == "baseline"
    assert asked_next(small, minutes=3, **answers) == "volume_week"
    assert asked_next(small, minutes=2, **answers, volume_week=50) == "minutes_each"
    assert asked_next(small, minutes=1, **answers, volume_week=50, minutes_each=5) == "money"


def test_needed_share_is_limited(changed: Callable[[str, str, str], Path]) -> None:
    """Needed questions may reserve only their share of the conversation."""
    rules = load_rules(changed("frame.yaml", "budget_minutes: 12", "budget_minutes: 12\nneeded_percent: 0"))
    assert asked_next(rules, minutes=3, output_path="written") == "whose_number"


def test_end_of_the_minutes(small: Rules) -> None:
    """No question is asked that does not fit the minutes left."""
    assert asked_next(small, minutes=0) == ""
    answers = {each: "unknown" for each in small.questions if each != "live_write"}
    assert asked_next(small, minutes=1, **answers) == ""
    assert asked_next(small, minutes=2, **answers) == "live_write"


def test_questions_of_no_use_are_not_asked(small: Rules) -> None:
    """A question that bears on no reason and is not needed is never asked."""
    answers = {each: "unknown" for each in small.questions if each not in {"share_handled", "exceptions_share"}}
    assert asked_next(small, **answers) == ""


def test_lens_limits_the_questions(small: Rules) -> None:
    """Under the lens `four`, a question that bears on five only is not asked."""
    closed = tuple(each for each in small.questions if each not in {"output_path", "baseline"})
    question = next_question(small, Sheet(pilot="p", framework="four"), minutes_left=30, asked=closed)
    assert question is not None
    assert question.id == "baseline"


def test_enough_is_enough(changed: Callable[[str, str, str], Path]) -> None:
    """With `enough_millibits`, questions that promise too little are left out; needed ones are still asked."""
    rules = load_rules(changed("frame.yaml", "budget_minutes: 12", "budget_minutes: 12\nenough_millibits: 1000"))
    assert asked_next(rules) == "volume_week"


def test_second_of_five_is_probed(changed: Callable[[str, str, str], Path]) -> None:
    """With one of five confirmed, information about the second most likely of five counts double (five.pair)."""
    folder = changed("questions/a_start.yaml", "five.2: [80, 10]", "five.2: [89, 1]")
    changed("questions/a_start.yaml", "five.2: [10, 60]", "five.2: [1, 69]")
    rules = load_rules(folder)
    closed = tuple(each for each in rules.questions if each not in {"output_path", "whose_number", "baseline"})
    # Equal but for the pair: baseline tells about four.1 what whose_number tells about five.1, or more.
    with_pair = next_question(
        rules, Sheet(pilot="p", answers={"output_path": "retyped"}), minutes_left=30, asked=closed
    )
    assert with_pair is not None
    assert with_pair.id == "whose_number"


def test_estimate_of_what_is_left(small: Rules) -> None:
    """The estimate counts what could be asked now and fits; at the end nothing is left."""
    assert remaining(small, Sheet(pilot="p"), 3) == Remaining(3, 3)
    done = Sheet(pilot="p", answers=dict.fromkeys(small.questions, "unknown"))
    assert remaining(small, done, 30) == Remaining(0, 0)
    assert (
        remaining(small, Sheet(pilot="p"), 30).questions
        > remaining(small, Sheet(pilot="p", answers=EASY), 30).questions
    )


def test_information_tables() -> None:
    """Chance and openness of a score are whole numbers: even odds are half and wholly open, and both sides mirror."""
    assert (chance(0), entropy(0)) == (MILLION // 2, MILLION)
    assert (chance(10), chance(-10)) == (909_091, 90_909)
    assert entropy(10) == entropy(-10) == 439_497
    assert (chance(1000), entropy(-1000)) == (chance(LIMIT), entropy(LIMIT))
    assert all(type(each) is int for each in (*CHANCE, *ENTROPY))
    assert list(CHANCE) == sorted(CHANCE)


def test_information_of_an_answer() -> None:
    """An answer that is as likely either way brings nothing; the surer an answer, the more it brings."""
    assert expected_gain(0, ((50, 50, 0), (50, 50, 0)), (0, 0)) == 0
    weak = expected_gain(0, ((60, 40, 2), (40, 60, -2)), (2, -2))
    strong = expected_gain(0, ((90, 10, 10), (10, 90, -10)), (10, -10))
    assert 0 < weak < strong


TWO = """
- id: long_one
  role: anyone
  minutes: {first}
  phase: 1
  sources: [five.1]
  options:
    - {{id: bad, percent: {{five.1: [{p}, {q}]}}, why: w}}
    - {{id: good, percent: {{five.1: [{q}, {p}]}}, why: w}}
- id: short_one
  role: anyone
  minutes: 1
  phase: 1
  sources: [five.1]
  options:
    - {{id: bad, percent: {{five.1: [80, 20]}}, why: w}}
    - {{id: good, percent: {{five.1: [20, 80]}}, why: w}}
"""


@pytest.mark.parametrize(
    ("first", "p", "q", "chosen"),
    [
        (1, 80, 20, "long_one"),  # a tie: declared order
        (2, 80, 20, "short_one"),  # as telling, and it takes longer
        (2, 85, 15, "short_one"),  # more telling, but not twice
        (2, 99, 1, "long_one"),  # more than twice as telling
    ],
)
def test_information_per_minute(
    changed: Callable[[str, str, str], Path], first: int, p: int, q: int, chosen: str
) -> None:
    """The question that tells more a minute comes first, in a tie the one declared first; too little ends it."""
    folder = changed("frame.yaml", "version", "version")
    (folder / "questions" / "a_start.yaml").unlink()
    (folder / "questions" / "b_later.yaml").write_text(TWO.format(first=first, p=p, q=q), encoding="utf-8")
    (folder / "actions.yaml").write_text("[]", encoding="utf-8")
    (folder / "metrics.yaml").write_text("[]", encoding="utf-8")
    (folder / "ready.yaml").write_text("[]", encoding="utf-8")
    (folder / "frame.yaml").write_text('version: "0.1"', encoding="utf-8")
    rules = load_rules(folder)
    assert asked_next(rules) == chosen
    told = {each: gain // rules.questions[each].minutes for each, gain in gains(rules, Sheet(pilot="p"), 30).items()}
    most = max(told.values()) // (1000 * SCALE * QUARTERS)  # thousandths of a bit a minute
    for millibits, expected in ((most, chosen), (most + 1, "")):
        frame = rules.frame.model_copy(update={"enough_millibits": millibits})
        assert asked_next(replace(rules, frame=frame)) == expected


CHAIN = """
- id: opens
  role: anyone
  minutes: 1
  phase: 1
  sources: [five.1]
  options: [{id: a}, {id: b}]
- id: opens_again
  role: anyone
  minutes: 1
  phase: 1
  sources: [five.1]
  requires: {opens: [a]}
  options: [{id: a}, {id: b}]
- id: tells
  role: anyone
  minutes: 1
  phase: 1
  sources: [five.1]
  requires: {opens_again: [a]}
  options:
    - {id: bad, percent: {five.1: [80, 20]}, why: w}
    - {id: good, percent: {five.1: [20, 80]}, why: w}
"""


def test_what_opens_a_telling_question(changed: Callable[[str, str, str], Path]) -> None:
    """A question that tells nothing itself is asked for the one it opens, also by way of another; else it is not."""
    folder = changed("frame.yaml", "version", "version")
    (folder / "questions" / "a_start.yaml").unlink()
    (folder / "questions" / "b_later.yaml").write_text(CHAIN, encoding="utf-8")
    for name in ("actions", "metrics", "ready"):
        (folder / f"{name}.yaml").write_text("[]", encoding="utf-8")
    (folder / "frame.yaml").write_text('version: "0.1"', encoding="utf-8")
    rules = load_rules(folder)
    assert asked_next(rules) == "opens"
    assert asked_next(rules, opens="a") == "opens_again"
    assert asked_next(rules, opens="a", opens_again="a") == "tells"
    assert asked_next(rules, opens="b") == asked_next(rules, opens="a", opens_again="b") == ""
    assert asked_next(rules, opens="unknown") == ""
    assert asked_next(rules, minutes=1) == "opens"
    assert remaining(rules, Sheet(pilot="p"), 30) == Remaining(0, 0)
