"""`make validation`: docs/validation.md, made from the documented cases and what the rules say about them.

Every case of the labels in tests/cases is scored as it stands in tests/cases/sheets. Nothing here judges: it counts.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring import UNKNOWN, Rules, Verdict, contradictions, load_rules, read_sheet, score
from scoring.sheet import facts
from scoring.yamltext import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring import ReasonScore, Sheet

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
PAGE = ROOT / "docs" / "validation.md"
TOP = 2
AGAINST = ("unlikely", "ruled_out")

HEAD = """\
# What the rules say about documented cases

This page is made by `make validation` from the sheets in `tests/cases/sheets` and the labels in
`tests/cases/labels/documented.yaml`; a test fails when it is out of date.

**How to read it.** The labels are one reading of public sources, a start and not ground truth: *clear* means that the
documented facts support a reason, *plausible* is weaker. A sheet has only what a source says; everything else is
unknown, so the sheets answer {fewest} to {most} of {questions} questions, where a conversation answers what fits into
{minutes} minutes. Facts that needed a judgement are marked "our reading" in the sheet. Most public cases are failures
in production rather than stuck pilots; MD Anderson, the NHS fund and the DBT evaluation come closest.

**What it can show.** {cases} cases are few, and whoever wrote the sheets knew the labels and the options to choose
from, so the hits are on the kind side. The page can show that the rules are wrong, not that they are right.

**No weight is tuned to a case** without an entry in the tuning log at the top of `scoring/rules/frame.yaml`. That log
has entries about Duke, the distributor and the NHS fund, so these three cases test nothing any more; the totals below
are given without them too.
"""
TUNED = ("duke_sepsis_watch", "distributor_order_intake", "nhs_diagnostic_fund")


@dataclass(frozen=True)
class Case:
    """A documented case: its sheet, its labels, and what the rules say."""

    name: str
    clear: tuple[str, ...]
    plausible: tuple[str, ...]
    kind: str  # "case", "control" or "outside"
    sheet: Sheet
    verdict: Verdict
    told: int  # facts that count and are known
    clashes: tuple[str, ...]

    @property
    def all(self) -> tuple[ReasonScore, ...]:
        """Every reason, those outside the lens last."""
        return (*self.verdict.reasons, *self.verdict.outside.reasons)

    @property
    def top(self) -> tuple[ReasonScore, ...]:
        """The two highest scores; equals in declared order.

        Counted are reasons that the answers speak for on the whole, and that are not unlikely all the same.
        """
        raised = [each for each in self.all if each.decibans > each.prior and each.state not in AGAINST]
        return tuple(sorted(raised, key=lambda reason: -reason.decibans)[:TOP])

    @property
    def hits(self) -> tuple[str, ...]:
        """The clear labels among the top two."""
        return tuple(reason.id for reason in self.top if reason.id in self.clear)

    @property
    def unlabelled(self) -> tuple[ReasonScore, ...]:
        """The reasons that hold and that no label names."""
        return tuple(each for each in self.all if each.holds and each.id not in (*self.clear, *self.plausible))

    def labelled(self, labels: Iterable[str], *states: str) -> tuple[ReasonScore, ...]:
        """Return the scores of these labels that are in one of these states."""
        return tuple(reason for reason in map(self.verdict.reason, labels) if reason.state in states)


def labels() -> dict[str, Any]:
    """Return the labels by name of the sheet."""
    found: dict[str, Any] = read_yaml((CASES / "labels" / "documented.yaml").read_text(encoding="utf-8"))
    return found


def cases(rules: Rules) -> tuple[Case, ...]:
    """Return every labelled case, scored, in the order of the labels."""
    built = []
    for name, label in labels().items():
        sheet = read_sheet((CASES / "sheets" / f"{name}.yaml").read_text(encoding="utf-8"), rules)
        kind = "control" if label.get("control") else "outside" if label.get("outside") else "case"
        told = sum(option != UNKNOWN for option in facts(rules, sheet).values())
        clashes = tuple(clash.id for clash in contradictions(rules, sheet))
        verdict = score(rules, sheet)
        built.append(Case(name, label["clear"], label["plausible"], kind, sheet, verdict, told, clashes))
    return tuple(built)


def shown(reasons: Iterable[ReasonScore]) -> str:
    """Return reasons with state and score, or a dash."""
    return ", ".join(f"{each.id} {each.state.replace('_', ' ')} ({each.decibans:+d})" for each in reasons) or "–"


def table(every: Iterable[Case]) -> list[str]:
    """Return the table of all cases."""
    rows = [
        "| case | facts | clear | plausible | confirmed or likely | clear in the top two | clear, left open |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for case in every:
        possible = min(TOP, len(case.clear))
        hits = "–" if not case.clear else f"{len(case.hits)} of {possible}"
        cells = [
            f"{case.sheet.pilot}{'' if case.kind == 'case' else f' (**{case.kind}**)'}",
            str(case.told),
            ", ".join(case.clear) or "none",
            ", ".join(case.plausible) or "–",
            shown(each for each in case.all if each.holds),
            hits,
            ", ".join(each.id for each in case.labelled(case.clear, "unclear")) or "–",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def totals(every: Iterable[Case]) -> list[str]:
    """Return the counts over some cases, as a list."""
    some = tuple(every)
    lines: list[str] = []
    for name in ("clear", "plausible"):
        pairs = [(case, getattr(case, name)) for case in some]
        count = sum(len(ids) for _, ids in pairs)
        hold = sum(len(case.labelled(ids, "confirmed", "likely")) for case, ids in pairs)
        left = sum(len(case.labelled(ids, "unclear")) for case, ids in pairs)
        wrong = sum(len(case.labelled(ids, *AGAINST)) for case, ids in pairs)
        lines.append(f"- {count} {name} labels: {hold} confirmed or likely, {left} left open, {wrong} spoken against")
    labelled = [case for case in some if case.clear]
    places = sum(min(TOP, len(case.clear)) for case in labelled)
    hits = sum(len(case.hits) for case in labelled)
    least = sum(bool(case.hits) for case in labelled)
    lines.append(
        f"- top two: {hits} of {places} places have a clear label; {least} of {len(labelled)} cases at least one"
    )
    abstained = [case for case in some if case.verdict.finding == "not_enough_known"]
    lines.append(f'- abstentions ("not enough known"): {len(abstained)} of {len(some)} cases')
    controls = [case for case in some if case.kind == "control"]
    alarms = sum(len(case.unlabelled) for case in controls)
    lines.append(f"- false alarms on the control: {alarms if controls else 'no control among these'}")
    others = [case for case in some if case.kind != "control"]
    beyond = sum(len(case.unlabelled) for case in others)
    lines.append(f"- reasons that hold in other cases without a label: {beyond} in {len(others)} cases")
    return lines


def failures(every: Iterable[Case]) -> list[str]:
    """Return what went wrong, case by case; nothing is left out."""
    lines: list[str] = []
    for case in every:
        found = []
        if wrong := case.labelled(case.clear, *AGAINST):
            found.append(f"spoken against though clear: {shown(wrong)}")
        if wrong := case.labelled(case.plausible, *AGAINST):
            found.append(f"spoken against though plausible: {shown(wrong)}")
        if case.clear and not case.hits:
            found.append(f"no clear label in the top two (they are {shown(case.top)})")
        if case.unlabelled:
            what = "false alarm" if case.kind == "control" else "holds without a label"
            found.append(f"{what}: {shown(case.unlabelled)}")
        if case.kind == "outside" and case.verdict.finding != "outside":
            found.append(f'the finding is "{case.verdict.finding.replace("_", " ")}", not "outside these reasons"')
        if case.clashes:
            found.append(f"answers that do not fit together: {', '.join(case.clashes)}")
        lines.extend(f"- {case.sheet.pilot}: {each}" for each in found)
    return lines or ["- none"]


def traces(every: Iterable[Case]) -> list[str]:
    """Return why each clear label has its state, one line each."""
    lines = []
    for case in every:
        for reason in map(case.verdict.reason, case.clear):
            rows = [f"{row.question}: {row.option} {row.adjusted:+d}" for row in reason.evidence if row.adjusted]
            parts = "; ".join([f"before any answer {reason.prior:+d}", *rows])
            state = reason.state.replace("_", " ")
            lines.append(f"- {case.sheet.pilot}, {reason.id}: {state} ({reason.decibans:+d}): {parts}")
    return lines


def page(rules: Rules) -> str:
    """Return the whole page."""
    every = cases(rules)
    untouched = [case for case in every if case.name not in TUNED]
    blocks = [
        HEAD.format(
            questions=len(rules.questions),
            cases=len(every),
            minutes=rules.frame.budget_minutes,
            fewest=min(case.told for case in every),
            most=max(case.told for case in every),
        ),
        f"Rules {rules.version}, {rules.sha256[:12]}. Scores in decibans: 10 is ten to one.\n",
        "## Case by case\n",
        *table(every),
        "\n*Top two*: the two highest scores among the reasons that the answers speak for and that are not unlikely.",
        "*Left open*: an abstention, the facts do not reach far enough either way; it is not counted as a hit.\n",
        "## Totals\n",
        "All cases:\n",
        *totals(every),
        "\nWithout the three cases of the tuning log:\n",
        *totals(untouched),
        "\n## What went wrong\n",
        *failures(every),
        "\n## Why\n",
        "Each clear label with what adds up to its score:\n",
        *traces(every),
    ]
    return "\n".join(blocks) + "\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(load_rules()), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
