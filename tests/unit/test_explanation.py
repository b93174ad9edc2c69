"""The page that explains a verdict: its figures are those of the rules."""

from __future__ import annotations

from scoring import load_rules
from tests.explanation import BLOCK, PAGE, page


def test_the_page_is_up_to_date() -> None:
    """The generated parts of the page are what `make validation` writes today, and the rest stays as it is."""
    text = PAGE.read_text(encoding="utf-8")
    assert page(load_rules(), text) == text, "run: make validation"
    assert [found[2] for found in BLOCK.finditer(text)] == [
        "states",
        "case",
        "group",
        "claim",
        "contradiction",
        "disagreement",
        "abstain",
        "moot",
    ]


def test_it_says_what_it_assumes() -> None:
    """The page names its assumptions, and where the verdict abstains."""
    text = PAGE.read_text(encoding="utf-8")
    for words in (
        "The percentages are judgement",
        "Answers are independent",
        "not enough known",
        "Outside these reasons",
    ):
        assert words in text
