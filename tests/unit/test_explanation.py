"""The page that explains a verdict: its figures are those of the rules."""

from __future__ import annotations

from scoring import Sheet, load_rules, score
from tests.explanation import BLOCK, PAGE, drops, page


def test_the_page_is_up_to_date() -> None:
    """The generated parts of the page are what `make validation` writes today, and the rest stays as it is."""
    text = PAGE.read_text(encoding="utf-8")
    assert page(load_rules(), text) == text, "run: make validation"
    assert [found[2] for found in BLOCK.finditer(text)] == ["states", "case", "group", "abstain", "moot"]


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


def test_the_exception_is_real() -> None:
    """Where the page says that a worse answer lowers a reason, a follow-up of the milder one no longer counts."""
    rules = load_rules()
    for (parent, mild, bad, reason), lost in drops(rules).items():
        assert lost > 0
        below = [each for each in rules.questions.values() if parent in each.requires]
        assert any((mild in each.requires[parent]) != (bad in each.requires[parent]) for each in below)
        plain = [score(rules, Sheet.model_validate({"pilot": "p", "answers": {parent: each}})) for each in (mild, bad)]
        assert plain[0].reason(reason).decibans <= plain[1].reason(reason).decibans
