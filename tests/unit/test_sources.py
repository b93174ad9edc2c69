"""Every claim of the two articles is served by something that people meet: a question, an action, a metric, a check."""

import pytest

from prompts.catalog import ROOM
from prompts.files import load
from scoring import Rules

IDS = (
    *("five.1", "five.2", "five.3", "five.4", "five.5", "five.pair"),
    *("four.1", "four.2", "four.3", "four.4"),
    *("ship.1", "ship.2", "ship.3", "ship.4", "ship.5", "ship.6"),
    *("ready.1", "ready.2", "ready.3", "ready.4", "ready.5"),
    *("path.1", "path.2", "path.3", "path.4"),
    *("offer.1", "offer.2", "offer.3", "offer.5"),
)


def _served(rules: Rules) -> dict[str, list[str]]:
    """What serves each id. That a reason names itself does not count."""
    served: dict[str, list[str]] = {}
    for kind in (rules.questions, rules.actions, rules.metrics, rules.ready):
        for each in kind.values():
            for source in each.sources:
                served.setdefault(source, []).append(each.id)
    return served


def gaps(rules: Rules) -> list[str]:
    """The ids that nothing serves."""
    served = _served(rules)
    return [source for source in IDS if source not in served]


def test_every_claim_is_served(rules: Rules) -> None:
    """There is no claim that nothing serves; the list of gaps is empty."""
    assert gaps(rules) == []


@pytest.mark.parametrize("source", IDS)
def test_what_serves_a_claim_has_words(rules: Rules, source: str) -> None:
    """Whatever serves a claim has a text in English, so that somebody meets it."""
    words = [load(ROOM / "en" / f"{name}.yaml") for name in _FILES]
    known = {key for texts in words for key in texts}
    assert set(_served(rules)[source]) <= known


_FILES = ("questions", "actions", "metrics", "ready")


@pytest.mark.parametrize(
    "source", [source for source in IDS if source[:5] in {"five.", "four."} and source[-1].isdigit()]
)
def test_every_reason_is_asked_about_and_repaired(rules: Rules, source: str) -> None:
    """A pattern or a reason of the articles has questions of its own and an action that answers it."""
    assert [one.id for one in rules.questions.values() if source in one.sources]
    assert [one.id for one in rules.actions.values() if source in one.reasons]


def test_a_gap_is_told(rules: Rules) -> None:
    """If nothing served a claim any more, its id would stand in the list."""
    fewer = {key: one for key, one in rules.actions.items() if "path.4" not in one.sources}
    questions = {key: one for key, one in rules.questions.items() if "path.4" not in one.sources}
    less = _replaced(rules, actions=fewer, questions=questions)
    assert gaps(less) == ["path.4"]


def _replaced(rules: Rules, **changes: object) -> Rules:
    values = {name: getattr(rules, name) for name in Rules.__slots__}
    return Rules(**{**values, **changes})
