"""What leaves the core as JSON: the report on a sheet, and the list of questions.

Keys stand in the order of reading; nothing depends on hashing, locale or time, so equal sheets give equal bytes.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scoring.choose import next_question
from scoring.contradictions import contradictions
from scoring.counterfactual import counterfactual
from scoring.plan import make_plan
from scoring.respondents import disagreements
from scoring.score import score
from scoring.sensitivity import double_check

if TYPE_CHECKING:
    from scoring.plan import Plan
    from scoring.respondents import Disagreement
    from scoring.rules import Question, Rules
    from scoring.score import ReasonScore
    from scoring.sheet import Sheet


def _plan(plan: Plan) -> dict[str, Any]:
    """Return the plan with its weeks numbered and named by source."""
    whole = asdict(plan)
    weeks = []
    for number, week in enumerate(whole["weeks"], start=1):
        for action in week:
            action["changes"] = dict(action["changes"])
        weeks.append({"week": number, "source": f"path.{number}", "actions": week})
    return {**whole, "weeks": weeks}


def _reason(reason: ReasonScore) -> dict[str, Any]:
    """Return a reason with its trace; `decibans` of a row is what counts, so prior and rows add up to the score.

    `uncapped` is what the answer weighs by itself, `awaits` the follow-up that a claim still waits for, or null; what
    then still differs is the cap of its group.
    """
    evidence = [
        {
            "question": row.question,
            "option": row.option,
            "decibans": row.adjusted,
            "uncapped": row.decibans,
            "awaits": row.awaits or None,
        }
        for row in reason.evidence
    ]
    return {
        "id": reason.id,
        "state": reason.state,
        "decibans": reason.decibans,
        "prior": reason.prior,
        "evidence": evidence,
    }


def _disagreement(disagreement: Disagreement) -> dict[str, Any]:
    """Return who said what, and the option that counts."""
    said = [
        {"by": each.by, "role": each.role, "option": each.option, "value": each.value, "quote": each.quote}
        for each in disagreement.said
    ]
    return {"question": disagreement.question, "counts": disagreement.counts, "said": said}


def report(rules: Rules, sheet: Sheet) -> dict[str, Any]:
    """Return all that the core says about a sheet: the JSON of `unstick score --json`.

    The next question is the one for the minutes that the answers so far leave of the whole conversation.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    verdict = score(rules, sheet)
    spent = sum(rules.questions[question_id].minutes for question_id in sheet.answers)
    coming = next_question(rules, sheet, minutes_left=max(0, rules.frame.budget_minutes - spent))
    return {
        "rules_version": rules.version,
        "rules_sha256": rules.sha256,
        "pilot": sheet.pilot,
        "framework": sheet.framework,
        "finding": verdict.finding,
        "reasons": [_reason(reason) for reason in verdict.reasons],
        "outside": {
            "state": verdict.outside.state,
            "reasons": [_reason(reason) for reason in verdict.outside.reasons],
        },
        "contradictions": [
            {"id": clash.id, "facts": dict(clash.facts), "sources": list(clash.sources)}
            for clash in contradictions(rules, sheet)
        ],
        "disagreements": [_disagreement(each) for each in disagreements(rules, sheet)],
        "next_question": None if coming is None else coming.id,
        "counterfactual": [asdict(change) for change in counterfactual(rules, sheet)],
        "double_check": list(double_check(rules, sheet)),
        "plan": _plan(make_plan(rules, sheet, verdict)),
    }


def _question(question: Question) -> dict[str, Any]:
    """Return one question without its wording."""
    options = []
    for option in question.options:
        row: dict[str, Any] = {"id": option.id}
        if question.is_figure:
            row.update({"value": option.value, "from": option.from_, "to": option.to})
        options.append(row)
    return {
        "id": question.id,
        "role": question.role,
        "minutes": question.minutes,
        "phase": question.phase,
        "sources": list(question.sources),
        "reasons": list(question.options[0].percent),
        "group": question.group,
        "requires": {parent: list(accepted) for parent, accepted in question.requires.items()},
        "follow_up_of": question.follow_up_of,
        "needed": question.needed,
        "fixed": question.fixed,
        "unit": question.unit,
        "options": options,
    }


def questions_json(rules: Rules) -> list[dict[str, Any]]:
    """Return every question with its options, role, minutes and sources: the JSON of `unstick score --questions`."""
    return [_question(question) for question in rules.questions.values()]
