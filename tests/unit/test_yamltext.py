"""The YAML that is read: little, strictly, with the line of what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.yamltext import YamlError, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: {b: [1, two, {c: [3]}]}", {"a": {"b": (1, "two", {"c": (3,)})}}),
        ("- [[1], {x: {y: z}}]\n- null\n- ~\n- true\n- -4", (((1,), {"x": {"y": "z"}}), None, None, True, -4)),
        ("yes: no\non: 0x1f\n1.5: 1e3", {"yes": "no", "on": "0x1f", "1.5": "1e3"}),
        ("7: seven", {7: "seven"}),
        ("", None),
    ],
)
def test_what_is_read(text: str, value: Any) -> None:
    """Tables, lists as tuples, words, whole numbers, true, false and nothing; everything else is a word."""
    assert read_yaml(text) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n? [b]\n: 2", "line 2: a key must be a word"),
        ("a: 1\n\na: 2", "line 3: 'a' stands here twice"),
        ("a: &x 1\nb: *x", "line 2: aliases (*name) are not read here"),
        ("a:\n  - b\n c: d", "line 3: "),
        ("a: \x07", "not readable as YAML: "),
        ("a: !odd b", "line 1: could not determine a constructor for the tag '!odd'"),
    ],
)
def test_what_is_refused(text: str, line: str) -> None:
    """What cannot be read is refused in one line that says where."""
    with pytest.raises(YamlError) as refused:
        read_yaml(text)
    told = str(refused.value)
    assert told.startswith(line)
    assert "\n" not in told
    assert len(told) > len(line) or not line.endswith(" ")


def test_how_deep() -> None:
    """Nesting ends somewhere, with the line of the level that is one too many."""
    for depth in range(1, 200):
        text = "\n".join(" " * level + "a:" for level in range(depth))
        try:
            read_yaml(text)
        except YamlError as refused:
            assert str(refused) == f"line {depth}: this is nested too deeply"  # noqa: PT017 (which depth is not the point)
            return
    pytest.fail("nothing is too deep")
