"""After the plan: which reasons moved this week, and what would still have to be true. Scoring decides, this keeps.

All of it follows from the transcript and the rules that the diagnosis began with; it is kept for the digest to read.
"""

from collections.abc import Mapping
from typing import Any

from bot.checkins import rounds
from bot.desk import Desk
from bot.interview.lines import Kind
from bot.interview.transcript import Progress, fold, sheet_now
from bot.store import diagnoses, weekly
from bot.store.tables import Diagnosis
from scoring import Sheet, counterfactual, movement, resolved, through


def rescore(desk: Desk, diagnosis: Diagnosis) -> None:
    """Weigh the facts as they are by now against those with which this week began, and keep what moved."""
    now = rounds.round_at(desk, diagnosis)
    weekly.keep(desk.session, diagnosis, now, found(desk, diagnosis), desk.now)


def found(desk: Desk, diagnosis: Diagnosis) -> Mapping[str, Any]:
    """What the week has brought so far; `desk` has the diagnosis's own rules."""
    lines = diagnoses.transcript(diagnosis)
    begins = rounds.begins(desk, diagnosis, rounds.round_at(desk, diagnosis))
    progress = fold(lines)
    # Whatever the week, the plan's own answers are the first to measure by.
    before = fold(line for line in lines if line.at < begins or Kind(line.kind) is not Kind.LATER)
    then, today = _sheet(desk, diagnosis, before), _sheet(desk, diagnosis, progress)
    posted = _sheet(desk, diagnosis, fold(line for line in lines if Kind(line.kind) is not Kind.LATER))
    moved = movement(desk.rules, then, today)
    left = counterfactual(desk.rules, today)
    return {
        "moved": [
            {
                "reason": move.reason,
                "was": move.was,
                "now": move.now,
                "facts": [[fact.question, fact.was, fact.is_now] for fact in through(desk.rules, moved, move.reason)],
            }
            for move in sorted(moved.reasons, key=lambda move: move.decibans)
            if move.is_change
        ],
        "left": [[change.question, change.to_option] for change in left],
        "total": len(counterfactual(desk.rules, posted)),
        "not_yet": [
            [check.question, check.option, check.not_yet[0]]
            for check in progress.checks.values()
            if check.not_yet is not None
        ],
        "open": [
            [check.question, check.option, check.whom, check.at.isoformat()]
            for check in progress.checks.values()
            if check.stands is None and check.not_yet is None
        ],
        "said_by": {question: answer.by for question, answer in progress.later.items() if answer.by},
    }


def _sheet(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Sheet:
    return resolved(desk.rules, sheet_now(diagnosis.pilot, diagnosis.framework, progress))
