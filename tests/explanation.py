"""`make validation`: fills the generated parts of docs/explanation/how-the-verdict-comes-about.md from the rules."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from prompts.catalog import catalog
from scoring import (
    UNKNOWN,
    Sheet,
    contradictions,
    counterfactual,
    disagreements,
    double_check,
    given_up,
    load_rules,
    read_sheet,
    score,
)
from scoring.information import chance
from scoring.moot import drops
from scoring.prepared import capped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import ReasonScore, Rules
    from scoring.compile import Evidence

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "how-the-verdict-comes-about.md"
CASE = ROOT / "tests" / "cases" / "sheets" / "distributor_order_intake.yaml"
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
HUNDREDTH = 10_000  # parts per million in a hundredth


def hundredths(decibans: int) -> str:
    """Return the chance of a score in whole percent; the ends are said, not rounded to certainty."""
    percent = (chance(decibans) + HUNDREDTH // 2) // HUNDREDTH
    if percent in (0, 100):
        return "more than 99 %" if percent else "less than 1 %"
    return f"about {percent} %"


def states(rules: Rules) -> str:
    """Return the table of the five states."""
    limits = rules.frame.thresholds
    rows = [
        ("confirmed", f"{limits.confirmed} or more", f"{hundredths(limits.confirmed)} or more"),
        ("likely", f"{limits.likely} to {limits.confirmed - 1}", f"from {hundredths(limits.likely)}"),
        ("unclear", f"{limits.unlikely + 1} to {limits.likely - 1}", "in between"),
        ("unlikely", f"{limits.ruled_out + 1} to {limits.unlikely}", f"from {hundredths(limits.unlikely)} down"),
        ("ruled out", f"{limits.ruled_out} or less", f"{hundredths(limits.ruled_out)} or less"),
    ]
    lines = ["| state | decibans | as a chance |", "| --- | --- | --- |", *(f"| {' | '.join(row)} |" for row in rows)]
    priors = [reason.prior_percent for reason in rules.reasons.values() if reason.framework != "outside"]
    outside = [reason.prior_percent for reason in rules.reasons.values() if reason.framework == "outside"]
    lines.append(
        f"\nBefore any answer, the {len(priors)} reasons of the two articles stand at {min(priors)} to {max(priors)} %,"
        f" the {len(outside)} outside them at {span(outside)} %."
    )
    return "\n".join(lines)


def span(numbers: list[int]) -> str:
    """Return one number, or the lowest and the highest."""
    return str(min(numbers)) if min(numbers) == max(numbers) else f"{min(numbers)} to {max(numbers)}"


def row_of(rules: Rules, reason: ReasonScore, row: Evidence) -> str:
    """Return one row of a trace with the question in people's words."""
    words = catalog("en").questions[row.question]
    present, absent = rules.questions[row.question].option(row.option).percent[reason.id]
    said = words.options[row.option].text
    return f"| {words.text} | {said} | {present} against {absent} | {row.adjusted:+d} |"


def case(rules: Rules) -> str:
    """Return the worked case."""
    sheet = read_sheet(CASE.read_text(encoding="utf-8"), rules)
    verdict = score(rules, sheet)
    reason = max(verdict.reasons, key=lambda each: each.decibans)
    known = [row for row in reason.evidence if row.option != UNKNOWN]
    lines = [
        f"The reason with the highest score is {reason.id}, *{catalog('en').reasons[reason.id].name}*:\n",
        "| question | answer | of 100 pilots with it, and without | weight |",
        "| --- | --- | --- | --- |",
        f"| before any answer | | | {reason.prior:+d} |",
        *(row_of(rules, reason, row) for row in known),
        f"| **together** | | | **{reason.decibans:+d}** |",
        f"\n{reason.decibans:+d} decibans are {hundredths(reason.decibans)}: {reason.state.replace('_', ' ')}.",
    ]
    unclear = sum(each.state == "unclear" for each in verdict.reasons)
    lines.append(f"Of the {len(verdict.reasons)} reasons, {unclear} stay unclear: the article does not say enough.")
    changed = counterfactual(rules, sheet)
    changes = [f"`{each.question}` from `{each.from_option}` to `{each.to_option}`" for each in changed]
    lines.append(f"What would have to be true for no reason to hold any more: {' and '.join(changes) or 'nothing'}.")
    lines.append(f"The answers to double-check: {', '.join(f'`{each}`' for each in double_check(rules, sheet))}.")
    return "\n".join(lines)


def signed(numbers: list[int]) -> str:
    """Return numbers with their signs."""
    return ", ".join(f"{each:+d}" for each in numbers)


def group(rules: Rules) -> str:
    """Return the worked example of a group: the answers about results that are typed over."""
    answers = {"output_path": "retyped", "retype_hours": rules.questions["retype_hours"].option_ids[-1]}
    reason = score(rules, Sheet.model_validate({"pilot": "p", "answers": answers})).reason("five.2")
    lines = ["| answer | alone | in the group |", "| --- | --- | --- |"]
    for row in reason.evidence:
        said = catalog("en").questions[row.question].options[row.option].text
        lines.append(f"| {said} | {row.decibans:+d} | {row.adjusted:+d} |")
    alone = sum(row.decibans for row in reason.evidence)
    counted = sum(row.adjusted for row in reason.evidence)
    made_up = [9, 7, 4, -3]
    lines.append(
        f"\nTogether they add {counted:+d} instead of {alone:+d}. A made-up group of four answers that weigh"
        f" {signed(made_up)} would count as {signed(capped(made_up, rules.frame.correlation))}."
    )
    return "\n".join(lines)


def said(question: str, option: str) -> str:
    """Return an option in people's words, in quotation marks."""
    return f'"{catalog("en").questions[question].options[option].text}"'


def sheet_of(answers: Mapping[str, object]) -> Sheet:
    """Return a sheet with these answers."""
    return Sheet.model_validate({"pilot": "p", "answers": dict(answers)})


def claim(rules: Rules) -> str:
    """Return the worked example of a claim: the log that somebody may have read."""
    question, option, reason = "audit_log", "full", "five.4"
    follow_up = rules.compiled.claims[question, option]
    words = catalog("en").questions
    alone, waiting = (
        score(rules, sheet_of(answers)).reason(reason).evidence[0]
        for answers in ({question: option, follow_up: rules.questions[follow_up].option_ids[0]}, {question: option})
    )
    lines = [
        f'"{words[question].text}" {said(question, option)} weighs {alone.decibans:+d} for {reason}.',
        f'While nobody has answered "{words[follow_up].text}",',
        f"{waiting.adjusted:+d} of it count ({rules.frame.claim.keeps} %).\n",
        "| answer to the follow-up | by itself | both together |",
        "| --- | --- | --- |",
    ]
    for answer in (*rules.questions[follow_up].option_ids, UNKNOWN):
        rows = score(rules, sheet_of({question: option, follow_up: answer})).reason(reason).evidence
        shown = "I don't know" if answer == UNKNOWN else words[follow_up].options[answer].text
        lines.append(f"| {shown} | {rows[-1].adjusted:+d} | {sum(row.adjusted for row in rows):+d} |")
    claims = len(rules.compiled.claims)
    lines.append(f"\n{claims} answers are such claims today.")
    return "\n".join(lines)


def contradiction(rules: Rules) -> str:
    """Return the worked example of two answers that do not fit together: the first that is declared."""
    rule = next(iter(rules.contradictions.values()))
    answers = {question: options[0] for question, options in rule.facts.items()}
    [clash] = contradictions(rules, sheet_of(answers))
    told = " and ".join(f'{said(*fact)} to "{catalog("en").questions[fact[0]].text}"' for fact in clash.facts)
    both, gives = sheet_of(answers), []
    for stands in answers:
        lost = given_up(rules, rule.id, stands)
        after = score(rules, both.with_answer(lost, UNKNOWN)).reason("four.3").decibans
        gives.append(f"with the answer to `{stands}` alone it stands at {after:+d}")
    before = score(rules, both).reason("four.3").decibans
    return (
        f"{len(rules.contradictions)} pairs are declared. One of them: {told}. Until somebody has said which holds,"
        f" both count: four.3 stands at {before:+d}; {', '.join(gives)}."
    )


def disagreement(rules: Rules) -> str:
    """Return the worked example of two people who answer one question differently."""
    role = rules.questions["audit_log"].role
    people = [{"option": "full", "by": "A", "role": role}, {"option": "result_only", "by": "B", "role": "sponsor"}]
    orders = [sheet_of({"audit_log": order}) for order in (people, people[::-1])]
    [points] = {score(rules, sheet).reason("five.4").decibans for sheet in orders}
    [[found], _] = [disagreements(rules, sheet) for sheet in orders]
    names = catalog("en").questions["audit_log"].text
    return (
        f'"{names}" The {role.replace("_", " ")} says {said("audit_log", "full")}, the sponsor'
        f" {said('audit_log', 'result_only')}. The question is meant for the {role.replace('_', ' ')}, so"
        f" {said('audit_log', found.counts)} counts, whoever spoke last: five.4 stands at {points:+d}. The report names"
        f" both people and both answers ({len(found.said)} of {len(people)})."
    )


def abstain(rules: Rules) -> str:
    """Return what a sheet says on which everything is answered with "I don't know"."""
    answers = dict.fromkeys(rules.questions, UNKNOWN)
    verdict = score(rules, Sheet.model_validate({"pilot": "p", "answers": answers}))
    moved = sum(each.decibans != each.prior for each in (*verdict.reasons, *verdict.outside.reasons))
    return (
        f'Someone who answers all {len(answers)} questions with "I don\'t know" gets the finding'
        f' "{verdict.finding.replace("_", " ")}"; {moved} scores have moved.'
    )


def moot(rules: Rules) -> str:
    """Return how the promise about a worse answer is kept today, with the case that comes closest."""
    found = drops(rules)
    if found:
        return "It is broken: " + ", ".join(f"`{each.question}` to `{each.worse}`" for each in found)
    stands = [f"`{each.id}`" for each in rules.questions.values() if each.stands]
    falls = [f"`{question_id}`" for question_id, _ in rules.compiled.dependent]
    return (
        f"Of the follow-ups, {listed(stands)} keep counting after a correction; {listed(falls)} fall away with the"
        " answer they were asked for. Over all combinations of the answers that are linked with these, no correction"
        " to an answer that weighs more for a reason lowers that reason."
    )


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def page(rules: Rules, text: str) -> str:
    """Return the page with its generated parts made anew."""
    parts = {"states": states, "case": case, "group": group, "abstain": abstain, "moot": moot}
    parts |= {"claim": claim, "contradiction": contradiction, "disagreement": disagreement}
    return BLOCK.sub(lambda found: f"{found[1]}{parts[found[2]](rules)}\n{found[3]}", text)


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(load_rules(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
