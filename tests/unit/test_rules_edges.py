"""Rules folders at their edges: every fault names its file, its entry, and what is wrong there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring import RulesError, check_rules, load_rules
from scoring.check import MOST_WAYS, _evidence, _served
from scoring.load import Folder, _place, assemble
from scoring.yamltext import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring import Rules

SMALL = Path(__file__).parent / "rules_small"
START = "questions/a_start.yaml"
LATER = "questions/b_later.yaml"


def faults(folder: Path) -> list[str]:
    """Return what the check finds, one line each."""
    return [str(fault) for fault in check_rules(folder).faults]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (START, "value: 2, from: 0, to: 5", "value: 2, from: 0", "only the last band may leave out `to`"),
        (START, "value: 2, from: 0, to: 5", "value: 2, from: 3, to: 1", "`to: 1` lies below the band's start 3"),
        (START, "value: 2, from: 0, to: 5", "value: 6, to: 5", "value 6 lies outside its own band"),
        (START, "value: 10, from: 6", "value: 5, from: 6", "value 5 lies outside its own band"),
        (START, "value: 10, from: 6", "value: 10", "bands must follow on each other: `from: 6` expected, not 0"),
    ],
)
def test_bands(changed: Callable[[str, str, str], Path], file: str, old: str, new: str, line: str) -> None:
    """Bands of a figure start at 0 or `from`, hold their own value, follow on each other, and only the last is open."""
    with pytest.raises(RulesError) as refused:
        load_rules(changed(file, old, new))
    option = "many" if "10" in old else "few"
    assert f"{file}: question retype_hours, option {option}: {line}" in [str(each) for each in refused.value.faults]


def test_a_first_band_without_from(changed: Callable[[str, str, str], Path]) -> None:
    """A first band without `from` starts at 0, so that 0 is a good value for it."""
    rules = load_rules(changed(START, "value: 2, from: 0, to: 5", "value: 0, to: 5"))
    band = rules.questions["retype_hours"].band(0)
    assert band is not None
    assert band.id == "few"


def test_option_of_a_question(small: Rules) -> None:
    """An option is found by its id; one that is not there is a KeyError that names it."""
    assert small.questions["output_path"].option("draft").id == "draft"
    with pytest.raises(KeyError, match="drafty"):
        small.questions["output_path"].option("drafty")


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (START, "{id: draft, ", "{", "question output_path, option 2, id: this is missing"),
        (START, "- {id: draft, percent: {five.2: [10, 30]}, why: w}", "- draft", "question output_path, option 2: "),
        (START, "five.2: [10, 30]", "Five: [10, 30]", "option draft, percent, Five: an id is lower-case letters"),
        (START, "five.2: [10, 30]", "five.2: [10]", "option draft, percent, five.2, 1: this is missing"),
        (START, "- id: output_path\n  role", "- role", "question number 1, id: this is missing"),
        (START, "- id: output_path\n  role", "- word\n- id: output_path\n  role", "question number 1: "),
    ],
)
def test_places(changed: Callable[[str, str, str], Path], file: str, old: str, new: str, line: str) -> None:
    """A fault within an entry is placed by option and key; an option without an id is counted from 1."""
    with pytest.raises(RulesError) as refused:
        load_rules(changed(file, old, new))
    found = [str(each) for each in refused.value.faults]
    assert any(text.startswith(f"{file}: ") and line in text for text in found), found


def test_place_of_what_is_no_list() -> None:
    """Places are named as far as they can be: options that are no list are counted too."""
    assert _place(("options", 0, "id"), {"options": ({"id": "a"},)}, "question q") == "question q, option a, id"
    assert _place(("options", 1, "id"), {"options": ({"id": "a"},)}, "question q") == "question q, option 2, id"
    assert _place(("options", 0), {"options": "words"}, "question q") == "question q, option 1"
    assert _place(("options", 0), {}, "question q") == "question q, option 1"
    assert _place(("options", 0), {"options": ("words",)}, "question q") == "question q, option 1"
    assert _place(("changes", "x", "[key]"), {}, "action a") == "action a, changes, x"
    assert _place((2, "id"), None, "file") == "file, 2, id"


def test_lines_of_yaml() -> None:
    """A fault in the text names its line, counted from 1."""
    for text, line in (("a: &x 1\nb: *x", 2), ("*x", 1), ("a: 1\nb: 2\na: 3", 3)):
        with pytest.raises(YamlError) as refused:
            read_yaml(text)
        assert str(refused.value).startswith(f"line {line}: ")
    deep = "\n".join(" " * depth + "a:" for depth in range(22))
    with pytest.raises(YamlError) as refused:
        read_yaml(deep)
    assert str(refused.value) == "line 21: this is nested too deeply"
    assert read_yaml("\n".join(" " * depth + "a:" for depth in range(20))) is not None


def test_everything_wrong_with_a_small_folder() -> None:
    """The check of a folder with too little in it is this list, in this order, each with file and place."""
    assert [str(fault) for fault in check_rules(SMALL).faults if not str(fault).startswith("source")] == [
        "reasons.yaml: reason five.1: 2 questions bear on it; 4 are the fewest",
        "reasons.yaml: reason five.1: all evidence together reaches 9 decibans: it cannot be confirmed",
        "reasons.yaml: reason five.1: all evidence together reaches -12 decibans: it cannot be ruled out",
        "reasons.yaml: reason five.2: 3 questions bear on it; 4 are the fewest",
        "reasons.yaml: reason four.1: 3 questions bear on it; 4 are the fewest",
        "reasons.yaml: reason four.1: all evidence together reaches 6 decibans: it cannot be confirmed",
        "reasons.yaml: reason outside.data: 2 questions bear on it; 4 are the fewest",
        "reasons.yaml: reason outside.data: all evidence together reaches 6 decibans: it cannot be confirmed",
        f"{LATER}: question share_handled: it bears on no reason and is not `needed`: it would never be asked",
        f"{LATER}: question exceptions_share: it bears on no reason and is not `needed`: it would never be asked",
        "actions.yaml: week 2 has no action with `when: always` or `unless_outside`",
    ]
    served = [str(fault) for fault in check_rules(SMALL).faults if str(fault).startswith("source")]
    assert "source five.3: no question, action, metric or check serves it" in served
    assert "source four.4: no question, action, metric or check serves it" not in served


def test_the_budget_serves_its_source(changed: Callable[[str, str, str], Path]) -> None:
    """The source of the running cost counts as served by it."""
    folder = changed(LATER, "sources: [four.4]", "sources: [five.1]")
    line = "source four.4: no question, action, metric or check serves it"
    assert line not in faults(folder)
    assert line in faults(changed("frame.yaml", "source: four.4", "source: five.1"))


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "actions.yaml",
            "week: 3, due_day: 16",
            "week: 3, due_day: 14",
            "action launch_part: day 14 does not lie in week 3",
        ),
        (
            "actions.yaml",
            "week: 3, due_day: 16",
            "week: 3, due_day: 22",
            "action launch_part: day 22 does not lie in week 3",
        ),
        (
            "actions.yaml",
            "week: 1, due_day: 5",
            "week: 1, due_day: 8",
            "action record_baseline: day 8 does not lie in week 1",
        ),
        (
            "actions.yaml",
            "week: 4, due_day: 26",
            "week: 4, due_day: 21",
            "action hand_over: day 21 does not lie in week 4",
        ),
        ("actions.yaml", "sources: [path.3]", "sources: [path.9]", "action launch_part: unknown source 'path.9'"),
        ("actions.yaml", "sources: [path.3]", "sources: []", "action launch_part: it serves no source"),
        ("actions.yaml", "reasons: [five.1]", "reasons: [five.2]", "no action answers five.1"),
        (
            "actions.yaml",
            "sources: [four.1], when: always",
            "sources: [four.1]",
            "week 1 has no action with `when: always` or `unless_outside`",
        ),
        (
            "actions.yaml",
            "sources: [path.3], when: unless_outside",
            "reasons: [five.1], sources: [path.3]",
            "week 3 has no action with `when: always` or `unless_outside`",
        ),
        (
            "actions.yaml",
            "sources: [path.4], when: unless_outside",
            "reasons: [five.1], sources: [path.4]",
            "week 4 has no action with `when: always` or `unless_outside`",
        ),
        (
            "ready.yaml",
            "- {id: ready.5, yes: {baseline: [known]}, no: {baseline: [unknown_yet]}, sources: [ready.5]}",
            "",
            "4 checks; ready.1 to ready.5 are 5",
        ),
        (START, "sources: [five.2]", "sources: []", "question output_path: it serves no source"),
        (START, "sources: [five.2]", "sources: [five.9]", "question output_path: unknown source 'five.9'"),
        (
            START,
            "written, percent: {five.2: [10, 60]}, why: w",
            "written, percent: {five.2: [10, 60]}",
            "question output_path, option written: `why` is missing: one line, where the judgement comes from",
        ),
        (
            START,
            "  requires: {output_path: [retyped]}\n",
            "",
            "question retype_hours: a follow-up says which answers earn it: `requires: {output_path: […]}`",
        ),
    ],
)
def test_faults_in_full(changed: Callable[[str, str, str], Path], file: str, old: str, new: str, line: str) -> None:
    """Each of these faults stands in the list as this one line, its file first."""
    assert f"{file}: {line}" in faults(changed(file, old, new))


@pytest.mark.parametrize(("week", "day"), [(1, 1), (1, 7), (3, 15), (3, 21), (4, 22), (4, 30)])
def test_first_and_last_days_of_a_week(changed: Callable[[str, str, str], Path], week: int, day: int) -> None:
    """The first and the last day of a week lie in it; the fourth week ends with day 30."""
    old = {1: "week: 1, due_day: 5", 3: "week: 3, due_day: 16", 4: "week: 4, due_day: 26"}[week]
    folder = changed("actions.yaml", old, f"week: {week}, due_day: {day}")
    assert not [line for line in faults(folder) if "does not lie" in line]


def test_too_few_metrics(changed: Callable[[str, str, str], Path]) -> None:
    """Three metrics are enough, two are a fault."""
    text = "- {id: corrections, unit: per_100_cases, target: {at_most: 3}, direction: down, sources: [four.1]}\n"
    folder = changed("metrics.yaml", text, "")
    assert not [line for line in faults(folder) if line.startswith("metrics.yaml")]
    text = "- {id: delay, unit: days, target: {at_most: 1}, direction: down, sources: [ship.6]}\n"
    assert "metrics.yaml: 2 metrics; a plan shows 3" in faults(changed("metrics.yaml", text, ""))


def test_a_group_of_one(changed: Callable[[str, str, str], Path]) -> None:
    """A group with one question in it is a note; one with two is not, nor is a question without a group."""
    folder = changed(
        START,
        "  phase: 2\n  sources: [five.2]\n  group: write_back\n  requires",
        "  phase: 2\n  sources: [five.2]\n  requires",
    )
    lines = [str(note) for note in check_rules(folder).notes]
    assert not [line for line in lines if "the only question" in line]
    changed(
        START,
        "  minutes: 2\n  phase: 2\n  sources: [five.2]\n  group: write_back\n",
        "  minutes: 2\n  phase: 2\n  sources: [five.2]\n",
    )
    lines = [str(note) for note in check_rules(folder).notes]
    assert [line for line in lines if "the only question" in line] == [
        f"{START}: question output_path: it is the only question of group write_back"
    ]


def linked(folder: Path, *options: int) -> list[str]:
    """Add questions in one group with so many options each; return the faults about linked questions."""
    rows = []
    for number, count in enumerate(options):
        ids = ", ".join(f"{{id: o{place}}}" for place in range(count))
        head = f"- {{id: linked_{number}, role: anyone, minutes: 1, phase: 1, sources: [five.1], group: many, "
        rows.append(f"{head}needed: true, options: [{ids}]}}\n")
    (folder / "questions" / "c.yaml").write_text("".join(rows), encoding="utf-8")
    return [line for line in faults(folder) if "are linked" in line]


def test_linked_questions_at_the_limit(changed: Callable[[str, str, str], Path]) -> None:
    """As many combinations as the limit are no fault; more are, and the fault stands at the first of the questions."""
    folder = changed("frame.yaml", "version", "version")
    assert MOST_WAYS == 10 * 10 * 10 * 5
    assert linked(folder, 10, 10, 10, 5) == []
    [line] = linked(folder, 10, 10, 10, 6)
    assert line.startswith(
        "questions/c.yaml: question linked_0: linked_0, linked_1, linked_2, linked_3 are linked: 6000"
    )


def test_enough_evidence(changed: Callable[[str, str, str], Path]) -> None:
    """Reaching a threshold exactly is enough to be confirmed or ruled out."""
    assert not [line for line in faults(changed("frame.yaml", "confirmed: 13", "confirmed: 9")) if "9 decibans" in line]
    assert not [line for line in faults(changed("frame.yaml", "ruled_out: -13", "ruled_out: -12")) if "-12 dec" in line]


def test_requirements_in_a_circle_of_parents(changed: Callable[[str, str, str], Path]) -> None:
    """Two ways to the same requirement are followed once, and what excludes itself through both is found."""
    changed(LATER, "- id: baseline\n", '- id: baseline\n  requires: {retype_hours: [few], live_write: ["yes"]}\n')
    folder = changed(START, "- id: live_write\n", "- id: live_write\n  requires: {output_path: [draft]}\n")
    line = f"{LATER}: question baseline, requires: these can never hold together: it cannot be asked"
    assert line in faults(folder)


def test_requirements_two_steps_away(changed: Callable[[str, str, str], Path]) -> None:
    """What requirements require, and what those require, is followed as far as it goes."""
    changed(LATER, "- id: baseline\n", "- id: baseline\n  requires: {retype_hours: [few], data_there: [there]}\n")
    changed(LATER, "- id: data_there\n", '- id: data_there\n  requires: {live_write: ["yes"]}\n')
    folder = changed(START, "- id: live_write\n", "- id: live_write\n  requires: {output_path: [draft]}\n")
    line = f"{LATER}: question baseline, requires: these can never hold together: it cannot be asked"
    assert line in faults(folder)


def test_without_a_frame(small: Rules) -> None:
    """A folder whose frame could not be read has no evidence to judge and no source served, and is never assembled."""
    folder = Folder(reasons=dict(small.reasons))
    assert list(_evidence(folder, small.compiled)) == []
    assert "source four.4: no question, action, metric or check serves it" in [str(f) for _, f in _served(folder)]
    with pytest.raises(RulesError):
        assemble(folder)
