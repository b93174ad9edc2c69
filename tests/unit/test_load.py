"""Reading a rules folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring import RulesError, load_rules
from scoring.load import canonical, read_folder
from scoring.versions import versions
from scoring.yamltext import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules

START = "questions/a_start.yaml"
LATER = "questions/b_later.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            START,
            "five.2: [80, 10]",
            "five.2: [81, 10]",
            "question output_path: percents for five.2 present add up to 101",
        ),
        (START, "five.2: [10, 60]", "five.7: [10, 60]", "option written: unknown reason 'five.7'; the nearest"),
        (
            START,
            "written, percent: {five.2: [10, 60]}",
            "written, percent: {}",
            "option written: percent for five.2 is",
        ),
        (START, "{output_path: [retyped]}", "{output_pat: [retyped]}", "the nearest valid one is 'output_path'"),
        (START, "{output_path: [retyped]}", "{output_path: [typed]}", "unknown option of output_path 'typed'"),
        (START, "follow_up_of: output_path", "follow_up_of: output", "follow_up_of: unknown question 'output'"),
        (START, "five.2: [80, 10]", "five.2: [0, 10]", "option retyped, percent, five.2, 0: input should be greater"),
        (
            START,
            "role: anyone",
            "rolle: anyone",
            "question output_path, rolle: unknown key; the nearest valid one is 'role'",
        ),
        (START, "id: written, percent", "id: written, procent", "option written, procent: unknown key; the nearest"),
        (START, "minutes: 2", "minutes: two", "question live_write, minutes: a whole number is needed, not 'two'"),
        (START, "id: written", "id: unknown", "option unknown: this id is reserved"),
        (START, "id: draft", "id: written", "option written: this option stands here twice"),
        (START, "from: 6", "from: 7", "option many: bands must follow on each other: `from: 6` expected, not 7"),
        (START, "value: 2,", "value: 9,", "option few: value 9 lies outside its own band"),
        (START, "value: 2, ", "", "option few: a figure's option needs a `value`"),
        (START, "  unit: hours_per_week\n", "", "option few: value, from and to are for figures"),
        (START, "id: whose_number", "id: live_write", "this id stands in questions/a_start.yaml already"),
        (START, "group: write_back", "requires: {retype_hours: [few]}", "requires: this question requires itself"),
        (START, "role: anyone", "role: anybody", "question output_path, role: input should be 'sponsor'"),
        ("frame.yaml", "likely: 5", "likely: 14", "thresholds: they must rise"),
        ("frame.yaml", "volume: volume_week", "volume: money", "unknown figure 'money'"),
        ("frame.yaml", "{low_usd: 200", "{to: 50, low_usd: 200", "`to` must rise"),
        (
            "frame.yaml",
            "{money: [line]}",
            "{money: [lime]}",
            "unknown option of money 'lime'; the nearest valid one is 'line'",
        ),
        (
            "actions.yaml",
            "reasons: [five.1]",
            "reasons: [five.4]",
            "action name_owner, reasons: unknown reason 'five.4'",
        ),
        ("actions.yaml", "{whose_number: person}", "{whose_number: x}", "action name_owner, changes: unknown option"),
        ("actions.yaml", "reasons: [five.1], ", "", "action name_owner: it names no reason"),
        ("metrics.yaml", "baseline_from: retype_hours", "baseline_from: money", "unknown figure 'money'"),
        ("metrics.yaml", "{at_most: 3}", "{}", "metric corrections, target: give exactly one"),
        (
            "ready.yaml",
            "whose_number: [nobody]",
            "whose_numbr: [nobody]",
            "check ready.4: unknown question 'whose_numbr'",
        ),
        ("reasons.yaml", "- {id: five.1,", "- {id: five.1, id: five.1,", "line 1: 'id' stands here twice"),
    ],
)
def test_one_line_per_fault(changed: Callable[[str, str, str], Path], file: str, old: str, new: str, line: str) -> None:
    """A fault is one line: the file, the entry, what is wrong, and the nearest valid id where there is one."""
    with pytest.raises(RulesError) as refused:
        load_rules(changed(file, old, new))
    found = [str(fault) for fault in refused.value.faults]
    assert any(text.startswith(f"{file}: ") and line in text for text in found), found
    assert all("\n" not in text for text in found)


def test_all_faults_at_once(changed: Callable[[str, str, str], Path]) -> None:
    """An author sees every fault of a folder, not the first of them."""
    changed(START, "five.2: [80, 10]", "five.2: [81, 10]")
    folder = changed(LATER, "phase: 2", "phase: 4")
    with pytest.raises(RulesError) as refused:
        load_rules(folder)
    assert {fault.file for fault in refused.value.faults} >= {START, LATER}


def test_missing_and_stray_files(changed: Callable[[str, str, str], Path]) -> None:
    """A missing file, a misnamed one, one that is no text and one that is no list are named."""
    folder = changed("frame.yaml", "version", "version")
    (folder / "metrics.yaml").rename(folder / "metric.yaml")
    (folder / "ready.yaml").write_bytes(b"\xff\xfe")
    (folder / "reasons.yaml").write_text("five.1: x\n", encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        load_rules(folder)
    lines = str(refused.value).splitlines()
    assert "metrics.yaml: this file is missing" in lines
    assert "ready.yaml: this file is not UTF-8 text" in lines
    assert "reasons.yaml: a list of entries is needed, each starting with `- id:`" in lines
    assert "metric.yaml: no such rules file; the nearest valid one is 'metrics.yaml'" in lines


def test_hash_is_of_the_meaning(small: Rules, changed: Callable[[str, str, str], Path]) -> None:
    """Comments and `why` lines leave the hash of the rules alone; a percent, a threshold or the order changes it."""
    folder = changed("frame.yaml", "version:", "# a remark\nversion:")
    changed(START, "why: w", "why: better said")
    assert load_rules(folder).sha256 == small.sha256
    changed(START, "five.2: [10, 60]}", "five.2: [11, 60]}")
    changed(START, "five.2: [10, 30]}", "five.2: [9, 30]}")
    assert load_rules(folder).sha256 != small.sha256


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: off", {"a": "off"}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: 010", {"a": 10}),
        ("a: 2026-01-01", {"a": "2026-01-01"}),
        ("a: 1.5", {"a": "1.5"}),
        ("a: [1, -2]", {"a": (1, -2)}),
        ("a: true", {"a": True}),
        ("a:", {"a": None}),
    ],
)
def test_yaml_without_surprises(text: str, value: object) -> None:
    """`yes` stays a word, times and dates stay text, lists become tuples, and no number has a fraction."""
    assert read_yaml(text) == value


@pytest.mark.parametrize(
    "text",
    ["a: 1\na: 2", "a: &x 1\nb: *x", "a: [", "? [1]\n: 2", "a: !!python/name:os.system x", "[" * 5000, "a: \x00"],
)
def test_yaml_refusals(text: str) -> None:
    """A repeated key, an alias, a broken or bottomless text, a tag and a list as key are refused in one line."""
    with pytest.raises(YamlError) as refused:
        read_yaml(text)
    assert "\n" not in str(refused.value)


def test_what_a_hash_is_about() -> None:
    """The canonical JSON of our own rules is, to the byte, the version that is frozen under their name."""
    folder = read_folder()
    assert folder.frame is not None
    assert canonical(folder) == versions()[folder.frame.version].read_bytes()


def test_bands_of_one_number(changed: Callable[[str, str, str], Path]) -> None:
    """A band may be a single number, and its value may stand at either end of it."""
    folder = changed(START, "id: few, value: 2, from: 0, to: 5", "id: few, value: 5, from: 0, to: 5")
    changed(START, "id: many, value: 10, from: 6,", "id: many, value: 6, from: 6, to: 6,")
    assert load_rules(folder).questions["retype_hours"].options[1].to == 6


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("word", "contradictions.yaml: a list of entries is needed, each starting with `- id:`"),
        ("- {id: a}", "contradictions.yaml: contradiction a, facts: this is missing"),
        (
            "- {id: a, facts: {output_path: [written], live_write: [no]}}\n" * 2,
            "contradictions.yaml: contradiction a: this id stands in contradictions.yaml already",
        ),
        ("- {id: a, facts: {output_path: [no], live_write: [no]}}", "contradiction a, facts: unknown option of "),
    ],
)
def test_contradictions_that_cannot_be_read(changed: Callable[[str, str, str], Path], text: str, line: str) -> None:
    """Faults in contradictions.yaml are named like those of any other file."""
    folder = changed("frame.yaml", "version", "version")
    (folder / "contradictions.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        load_rules(folder)
    assert any(line in each for each in str(refused.value).splitlines())


def test_faults_of_the_frame_name_it(changed: Callable[[str, str, str], Path]) -> None:
    """A fault in frame.yaml is told with the file, and so is a stray file."""
    folder = changed("frame.yaml", "likely: 5", "likely: five")
    (folder / "reson.yaml").write_text("", encoding="utf-8")
    (folder / "metrics.yaml").write_text("- 1.5: x\n  1.5: y", encoding="utf-8")
    assert [str(fault) for fault in read_folder(folder).faults] == [
        "frame.yaml: frame, thresholds, likely: a whole number is needed, not 'five'",
        "metrics.yaml: line 2: '1.5' stands here twice",
        "reson.yaml: no such rules file; the nearest valid one is 'reasons.yaml'",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "frame.yaml",
            "yes: {money: [line]}",
            "yes: {money: [lin]}",
            "frame.yaml: budget, line: unknown option of money 'lin'; the nearest valid one is 'line'",
        ),
        (
            "frame.yaml",
            "volume: volume_week",
            "volume: volume",
            "frame.yaml: budget, volume: unknown figure 'volume'; the nearest valid one is 'volume_week'",
        ),
        (
            "frame.yaml",
            "ruled_out: -13",
            "ruled_out: -5",
            "frame.yaml: thresholds: they must rise: ruled_out < unlikely < likely < confirmed",
        ),
        (
            START,
            "id: retyped, percent",
            "id: retyped, until: live_write, percent",
            (
                "questions/a_start.yaml: question output_path, option retyped, until: unknown follow-up 'live_write'; "
                "the nearest valid one is 'retype_hours': this answer has to earn it"
            ),
        ),
    ],
)
def test_a_fault_in_full(changed: Callable[[str, str, str], Path], file: str, old: str, new: str, line: str) -> None:
    """A fault is one line: the file, where in it, what is wrong, and what would be right."""
    assert [str(fault) for fault in read_folder(changed(file, old, new)).faults] == [line]


def test_faults_of_contradictions_in_full(changed: Callable[[str, str, str], Path]) -> None:
    """A contradiction that is none, or about what is not there, is told with its file; every unknown id of it."""
    folder = changed("frame.yaml", "version", "version")
    text = (
        "- {id: one, facts: {output_path: [written]}}\n- {id: two, facts: {outputpath: [written], live_write: [on]}}\n"
    )
    (folder / "contradictions.yaml").write_text(text, encoding="utf-8")
    assert [str(fault) for fault in read_folder(folder).faults] == [
        "contradictions.yaml: contradiction one, facts: two questions contradict each other; here are 1",
        (
            "contradictions.yaml: contradiction two, facts: unknown question 'outputpath'; the nearest valid one is"
            " 'output_path'"
        ),
        (
            "contradictions.yaml: contradiction two, facts: unknown option of live_write 'on'; the nearest valid one is"
            " 'no'"
        ),
    ]


def test_a_weak_claim_in_full(changed: Callable[[str, str, str], Path]) -> None:
    """A claim that would weigh less than a weaker answer while it waits is told with its file and its reason."""
    changed(START, "five.2: [10, 30]}", "five.2: [60, 8]}")
    changed(START, "five.2: [10, 60]}", "five.2: [5, 87]}")
    changed(START, "five.2: [80, 10]}", "five.2: [35, 5]}")
    folder = changed(START, "id: draft, percent", "id: draft, until: retype_hours, percent")
    changed(START, "{output_path: [retyped]}", "{output_path: [draft]}")
    line = (
        "questions/a_start.yaml: question output_path: for five.2, a claim would weigh less than a weaker answer; "
        "give that one `until` too"
    )
    assert [str(fault) for fault in read_folder(folder).faults] == [line]


def test_a_frame_that_is_missing(changed: Callable[[str, str, str], Path]) -> None:
    """Without frame.yaml there are no rules, and the line says so."""
    folder = changed("frame.yaml", "version", "version")
    (folder / "frame.yaml").unlink()
    assert [str(fault) for fault in read_folder(folder).faults] == ["frame.yaml: this file is missing"]


def test_reasons_in_their_own_order(changed: Callable[[str, str, str], Path]) -> None:
    """In whatever order a question lists its reasons, its rows stand in the order of the reasons."""
    old = "{five.2: [10, 75], four.1: [50, 55]}"
    rules = load_rules(changed(START, old, "{four.1: [50, 55], five.2: [10, 75]}"))
    assert [table.reason for table in rules.compiled.tables["live_write"]] == [1, 2]
    assert rules.compiled.follow_ups == {"output_path": ("retype_hours",)}
    assert rules.version == rules.frame.version == "0.1"
