"""docs/reference/reasons.md: the reasons, the checks for production, the actions, and the pairs that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompts.catalog import catalog
from scoring import load_rules
from tests.reference.markdown import code, head, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import Rules

ABOUT = """A verdict is about these. `five` and `four` are the two published lenses, `outside` are causes that neither
of them covers; the last number is how many of a hundred pilots are expected to have a reason before anybody has
answered.
"""
LENSES = {"five": "The five patterns", "four": "The four reasons", "outside": "Outside both"}


def page() -> str:
    """The page as it has to be."""
    rules = load_rules()
    parts = [head("Reasons, checks and actions", "`scoring/rules` and `prompts/en`", ABOUT)]
    for lens, title in LENSES.items():
        parts.append(f"## {title}\n\n{_reasons(rules, lens)}")
    parts.append(f"## Ready for production\n\nFive checks, each `yes`, `no` or not known.\n\n{_ready(rules)}")
    parts.append(f"## What a plan is made of\n\n{_actions(rules)}")
    parts.append(f"## Answers that do not fit together\n\nAsked about once; no weight changes.\n\n{_pairs(rules)}")
    return "\n".join(parts)


def _reasons(rules: Rules, lens: str) -> str:
    texts = catalog("en").reasons
    found = [each for each in rules.reasons.values() if each.framework == lens]
    rows = [
        [
            f"`{each.id}`",
            f"**{texts[each.id].name}.** {texts[each.id].means}",
            texts[each.id].repair,
            str(each.prior_percent),
        ]
        for each in found
    ]
    return table(["id", "reason", "what repairs it", "of 100"], rows)


def _ready(rules: Rules) -> str:
    names = catalog("en").ready
    rows = [
        [f"`{each.id}`", names[each.id].name, _facts(each.yes, " and "), _facts(each.no, " or ")]
        for each in rules.ready.values()
    ]
    return table(["id", "check", "yes", "no"], rows)


def _actions(rules: Rules) -> str:
    texts = catalog("en")
    rows = [
        [
            f"`{each.id}`",
            texts.actions[each.id].title,
            code(each.reasons),
            f"week {each.week}, day {each.due_day}",
            texts.roles[each.role].lower(),
            str(each.effort),
            code(f"{one}={two}" for one, two in each.changes.items()),
        ]
        for each in rules.actions.values()
    ]
    return table(["id", "action", "for", "due", "by", "person-days", "makes true"], rows)


def _pairs(rules: Rules) -> str:
    rows = [[f"`{each.id}`", _facts(each.facts, " with "), each.why] for each in rules.contradictions.values()]
    return table(["id", "answers", "why not"], rows)


def _facts(facts: Mapping[str, tuple[str, ...]], between: str) -> str:
    """Facts in the order declared: the question, and the answers any of which will do."""
    return between.join(f"`{question}` is {' or '.join(options)}" for question, options in facts.items())
