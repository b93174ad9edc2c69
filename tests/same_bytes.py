"""`python -m tests.same_bytes`: one SHA-256 over all that the core says, to compare between machines and settings.

It goes over every sheet in tests/cases/sheets and 100 drawn ones, under each lens in turn: the report as JSON and in
words, and a whole interview, question by question. The sheets are drawn by a small generator of its own, so they are
the same under every version of Python.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scoring import UNKNOWN, Rules, Sheet, load_rules, next_question, questions_json, read_sheet, report
from scoring.explain import explain_question, explain_report

if TYPE_CHECKING:
    from collections.abc import Iterator

SHEETS = Path(__file__).parent / "cases" / "sheets"
DRAWN = 100


class Dice:
    """Whole numbers that look random and are the same everywhere (a linear congruential generator)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit


def drawn_sheet(rules: Rules, seed: int) -> Sheet:
    """Return a sheet for a seed: about half of the questions answered, some of those with "I don't know"."""
    dice = Dice(seed)
    answers: dict[str, str] = {}
    for question in rules.questions.values():
        options = (*question.option_ids, UNKNOWN)
        if dice.below(2):
            answers[question.id] = options[dice.below(len(options))]
    return Sheet.model_validate(
        {"pilot": f"número {seed}", "framework": ("five", "four", "both")[seed % 3], "answers": answers}
    )


def interview(rules: Rules, seed: int) -> list[str]:
    """Return the questions of an interview in which the answers are drawn."""
    dice, sheet, minutes, asked = Dice(seed), Sheet(pilot="p"), rules.frame.budget_minutes, list[str]()
    last = None
    while (question := next_question(rules, sheet, minutes_left=minutes, last=last)) is not None:
        options = (*question.option_ids, UNKNOWN)
        sheet = sheet.with_answer(question.id, options[dice.below(len(options))])
        minutes -= question.minutes
        last = question.id
        asked.append(question.id)
    return asked


def said(rules: Rules) -> Iterator[str]:
    """Yield all that the core says, as text."""
    yield rules.sha256
    yield json.dumps(questions_json(rules))
    yield from (explain_question(rules, question_id) for question_id in rules.questions)
    sheets = [read_sheet(file.read_text(encoding="utf-8"), rules) for file in sorted(SHEETS.glob("*.yaml"))]
    for sheet in (*sheets, *(drawn_sheet(rules, seed) for seed in range(DRAWN))):
        whole = report(rules, sheet)
        yield json.dumps(whole)
        yield explain_report(whole)
    yield from (" ".join(interview(rules, seed)) for seed in range(DRAWN))


def digest() -> str:
    """Return the SHA-256 over it."""
    found = hashlib.sha256()
    for text in said(load_rules()):
        found.update(text.encode() + b"\0")
    return found.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(f"{digest()} {platform.python_version()}\n")
