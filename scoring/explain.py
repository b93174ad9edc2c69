"""Tables and reports in plain words, for authors of rules and for the command line.

What people in Slack read is worded in `prompts`; this is the bare core, by id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.errors import UnknownId, nearest_id

if TYPE_CHECKING:
    from scoring.rules import Question, Rules

# decibans from which on: words for the odds; 10 decibans are ten to one
WORDS = ((11, "decides nearly by itself"), (8, "speaks strongly"), (5, "speaks clearly"), (2, "speaks a little"))


def strength(decibans: int) -> str:
    """Return what a weight means in words."""
    for least, words in WORDS:
        if abs(decibans) >= least:
            return f"{words} {'for' if decibans > 0 else 'against'} it"
    return "says next to nothing"


def _conditions(question: Question) -> list[str]:
    """Return the lines about when a question is asked."""
    lines = []
    for parent, accepted in question.requires.items():
        lines.append(f"  only when {parent} is {' or '.join(accepted)}")
    if question.follow_up_of is not None:
        lines.append(f"  right after {question.follow_up_of}")
    if question.group is not None:
        lines.append(f"  group {question.group}: of its answers only the strongest counts in full, the next by half")
    if question.needed:
        lines.append("  needed: its minutes are kept free")
    if question.fixed:
        lines.append("  fixed: nobody can change this fact, so nothing asks for it to be another")
    return lines


def explain_question(rules: Rules, question_id: str) -> str:
    """Return the table of a question in words.

    Raises:
        UnknownId: there is no such question.
    """
    question = rules.questions.get(question_id)
    if question is None:
        raise UnknownId("question", question_id, nearest_id(question_id, rules.questions))
    minutes = "1 minute" if question.minutes == 1 else f"{question.minutes} minutes"
    lines = [
        f"{question.id}: for {question.role}, {minutes}, phase {question.phase}, serves {', '.join(question.sources)}"
    ]
    lines.extend(_conditions(question))
    for option in question.options:
        lines.append(f"- {option.id}" + (f" ({option.why})" if option.why else ""))
        follow_up = rules.compiled.claims.get((question_id, option.id))
        if follow_up is not None:
            keeps = rules.frame.claim.keeps
            lines.append(f"    a claim: until {follow_up} is answered, it keeps {keeps} percent of its weight")
        for reason, row in rules.compiled.rows[question_id, option.id]:
            name = rules.compiled.reason_ids[reason]
            present, absent = option.percent[name]
            lines.append(
                f"    {name}: {present} of 100 pilots with it say this, {absent} of 100 without it:"
                f" {row.decibans:+d} decibans, {strength(row.decibans)}"
            )
    return "\n".join(lines) + "\n"


def explain_report(report: dict[str, Any]) -> str:
    """Return a report of `scoring.report.report` as text, each reason with the rows that add up to its score."""
    made_with = f"framework {report['framework']}, rules {report['rules_version']}, {report['rules_sha256'][:12]}"
    lines = [f"{report['pilot']}: {report['finding'].replace('_', ' ')} ({made_with})"]
    for reason in (*report["reasons"], *report["outside"]["reasons"]):
        lines.append(f"{reason['id']}: {reason['state'].replace('_', ' ')}, {reason['decibans']:+d} decibans")
        lines.append(f"    {reason['prior']:+4d}  before any answer")
        for row in reason["evidence"]:
            alone = "" if row["decibans"] == row["uncapped"] else f" ({row['uncapped']:+d} alone)"
            claim = f" (a claim until {row['awaits']} is answered)" if row.get("awaits") else ""
            lines.append(f"    {row['decibans']:+4d}  {row['question']}: {row['option']}{alone}{claim}")
    for clash in report["contradictions"]:
        pair = " and ".join(f"{question}: {option}" for question, option in clash["facts"].items())
        lines.append(f"these do not fit together: {pair} ({clash['id']})")
    for row in report["disagreements"]:
        said = ", ".join(f"{each['by'] or 'somebody'}: {each['option']}" for each in row["said"])
        lines.append(f"{row['question']} is answered differently ({said}); {row['counts']} counts")
    changes = [f"{row['question']}: {row['from_option']} -> {row['to_option']}" for row in report["counterfactual"]]
    for title, items in (
        ("what would have to be true", changes),
        ("double-check", report["double_check"]),
        ("first changes", report["plan"]["top"]),
    ):
        lines.append(f"{title}: {', '.join(items) or 'nothing'}")
    lines.append(f"next question: {report['next_question'] or 'none'}")
    return "\n".join(lines) + "\n"
