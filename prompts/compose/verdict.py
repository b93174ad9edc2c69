"""The verdict, and the reasoning behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prompts.catalog import Catalog
from prompts.compose.clash import pairs
from prompts.compose.comparison import Since, paragraph
from prompts.compose.question import button, role_names, spoken
from prompts.messages import Detail, Findings, Part, ReasonLine
from prompts.mrkdwn import Mrkdwn, mention, shorten
from scoring import Answer, Change, Clash, Disagreement, ReasonScore, Sheet, Verdict

EVIDENCE_SHOWN = 2
Standing = Literal["open", "closed", "posted"]  # the plan can be posted; it closed by itself; the plan is posted


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What goes with a verdict: what would have to be true, what to double-check, where people differ, what moved.

    `unheld` are the roles that nobody holds, `passed_over` counts the questions that can still be asked.
    """

    changes: Sequence[Change]
    checks: Sequence[str]
    differing: Sequence[Disagreement] = ()
    unheld: Sequence[str] = ()
    passed_over: int = 0
    since: Since | None = None


def findings(
    texts: Catalog,
    sheet: Sheet,
    verdict: Verdict,
    beside: Beside,
    *,
    ref: str,
    minutes: int,
    posters: Sequence[str],
    version: str,
    standing: Standing = "open",
) -> Findings:
    """The verdict for the thread: what holds with people's own words, what is open, what does not hold.

    What can be done with it depends on its `standing`: once the plan is posted nothing can be posted or changed.
    """
    held = [reason for reason in by_weight(verdict) if reason.holds]
    closing = [*not_holding(texts, sheet, verdict), *_summary(texts, verdict, beside.changes)]
    if beside.since:
        closing.append(paragraph(texts, beside.since))
    if beside.differing:
        lines = Mrkdwn("\n".join(_differ(texts, each) for each in beside.differing))
        closing.append(texts.say("verdict.differ", lines=lines))
    if beside.checks:
        questions = Mrkdwn(" · ".join(f"_{texts.questions[question].text}_" for question in beside.checks))
        closing.append(texts.say("verdict.check", questions=questions))
    if beside.unheld:
        closing.append(texts.say("verdict.unheld", roles=role_names(texts, beside.unheld)))
    if beside.passed_over and standing != "posted":
        closing.append(texts.say("verdict.passed_over", count=beside.passed_over))
    if standing == "posted":
        closing.append(texts.say("verdict.posted"))
    elif standing == "open":
        closing.append(texts.say("verdict.waits_for", people=Mrkdwn(", ".join(map(mention, posters)))))
    why = button(texts, "reasoning", "verdict.reasoning", ref)
    report = button(texts, "document", "report.button", ref)
    if standing == "closed":
        buttons = [why]
    elif standing == "posted":
        buttons = [why, report]
    else:
        buttons = [
            button(texts, "post_plan", "verdict.post", ref, style="primary"),
            why,
            button(texts, "back", "verdict.back", ref),
            *([button(texts, "more", "verdict.more", ref)] if beside.passed_over else []),
            report,
            button(texts, "later", "verdict.later", ref),
        ]
    return Findings(
        title=texts.say("verdict.title", pilot=sheet.pilot),
        context=texts.say("verdict.context", answers=len(sheet.answers), minutes=minutes, version=version),
        reasons=tuple(_line(texts, sheet, reason) for reason in held),
        closing=tuple(closing),
        buttons=tuple(buttons),
    )


def _differ(texts: Catalog, disagreement: Disagreement) -> Mrkdwn:
    answers = [
        texts.say(
            "verdict.differ_answer",
            answer=spoken(texts, disagreement.question, answer),
            person=mention(answer.by) if answer.by else "",
            counts=answer.option == disagreement.counts,
        )
        for answer in disagreement.said
    ]
    question = texts.questions[disagreement.question].text
    return texts.say("verdict.differ_line", question=question, answers=Mrkdwn(" · ".join(answers)))


def by_weight(verdict: Verdict) -> list[ReasonScore]:
    """The reasons, those beyond both lenses too if they hold, the most likely first; ties in the rules' order."""
    beyond = [reason for reason in verdict.outside.reasons if reason.holds]
    return sorted((*verdict.reasons, *beyond), key=lambda reason: -reason.decibans)


def names(texts: Catalog, reasons: Sequence[str]) -> Mrkdwn:
    """Reasons by their short names, in a row."""
    return Mrkdwn(", ".join(texts.reasons[reason].short for reason in reasons))


def state_line(texts: Catalog, state: str) -> str:
    """A state as its mark and its word."""
    return f"{texts.states[state].mark} {texts.states[state].word}"


def evidence(texts: Catalog, sheet: Sheet, reason: ReasonScore, shown: int = EVIDENCE_SHOWN) -> list[str]:
    """What speaks for a reason, the strongest first, in the words in which it was said."""
    rows = sorted((row for row in reason.evidence if row.adjusted > 0), key=lambda row: -row.adjusted)
    return [_said(texts, row.question, sheet.answers[row.question]) for row in rows[:shown]]


def not_holding(texts: Catalog, sheet: Sheet, verdict: Verdict) -> list[str]:
    """What does not hold, a line for each state: unclear (with how many answers are missing), unlikely, ruled out."""
    lines: list[str] = []
    for state in ("unclear", "unlikely", "ruled_out"):
        reasons = [reason for reason in verdict.reasons if reason.state == state]
        if not reasons:
            continue
        listed = names(texts, [reason.id for reason in reasons])
        if state == "unclear":
            open_ones = {row.question for reason in reasons for row in reason.evidence}
            missing = sum(sheet.answers[question].option == "unknown" for question in open_ones)
            lines.append(texts.say("verdict.missing", names=listed, count=missing))
        else:
            lines.append(texts.say("verdict.rest", state=texts.states[state].word, names=listed))
    return lines


def _line(texts: Catalog, sheet: Sheet, reason: ReasonScore) -> ReasonLine:
    return ReasonLine(
        state=state_line(texts, reason.state),
        name=texts.reasons[reason.id].name,
        lines=tuple(evidence(texts, sheet, reason)),
    )


def _said(texts: Catalog, question: str, answer: Answer) -> str:
    if answer.quote and answer.by and answer.value is None:  # "about 4" says nothing without its question
        return texts.say("verdict.evidence_quote", quote=shorten(answer.quote), person=mention(answer.by))
    words = texts.questions[question].text
    said = spoken(texts, question, answer)
    if answer.by:
        return texts.say("verdict.evidence", question=words, answer=said, person=mention(answer.by))
    return texts.say("verdict.evidence_unsigned", question=words, answer=said)


def _summary(texts: Catalog, verdict: Verdict, changes: Sequence[Change]) -> list[str]:
    match verdict.finding:
        case "reasons":
            return [what_would_be_true(texts, changes) if changes else texts.say("verdict.true_none")]
        case "outside":
            return [texts.say("verdict.outside", names=names(texts, outside(verdict)))]
        case "none":
            return [texts.say("verdict.no_reason")]
        case "not_enough_known":
            return [texts.say("verdict.not_enough")]


def outside(verdict: Verdict) -> list[str]:
    """The causes beyond both lenses that hold."""
    return [reason.id for reason in verdict.outside.reasons if reason.holds]


def what_would_be_true(texts: Catalog, changes: Sequence[Change]) -> Mrkdwn:
    """The counterfactual in words: each question with the answer that it would need."""
    lines = [
        texts.say(
            "verdict.change",
            question=texts.questions[change.question].text,
            option=texts.questions[change.question].options[change.to_option].text,
        )
        for change in changes
    ]
    return texts.say("verdict.true", count=len(changes), changes=Mrkdwn("\n".join(lines)))


def reasoning(texts: Catalog, sheet: Sheet, verdict: Verdict, clashes: Sequence[Clash] = ()) -> Detail:
    """Every reason with every answer that bears on it and its weight, adding up to the score; then what clashes."""
    reasons = tuple(_reasoning_part(texts, sheet, reason) for reason in by_weight(verdict))
    return Detail(
        title=texts.say("reasoning.title", pilot=sheet.pilot),
        context=texts.say("reasoning.intro"),
        parts=(*reasons, pairs(texts, sheet.answers, clashes)) if clashes else reasons,
    )


def _reasoning_part(texts: Catalog, sheet: Sheet, reason: ReasonScore) -> Part:
    rows = [row for row in reason.evidence if row.adjusted]
    lines = [texts.say("reasoning.prior", weight=signed(reason.prior))]
    for row in rows:
        words = texts.questions[row.question].text
        said = spoken(texts, row.question, sheet.answers[row.question])
        weight = signed(row.adjusted)
        if row.awaits:
            alone, more = signed(row.decibans), texts.questions[row.awaits].text
            lines.append(
                texts.say("reasoning.claim", weight=weight, question=words, answer=said, alone=alone, follow_up=more)
            )
        else:
            lines.append(texts.say("reasoning.row", weight=weight, question=words, answer=said))
    if not rows:
        lines.append(texts.say("reasoning.none"))
    title = texts.say(
        "reasoning.reason",
        state=state_line(texts, reason.state),
        name=texts.reasons[reason.id].name,
        score=signed(reason.decibans),
    )
    return Part(title=title, lines=tuple(lines))


def signed(weight: int) -> str:
    """A weight in decibans with its sign, such as +7 or −13."""
    return f"+{weight}" if weight > 0 else f"−{-weight}" if weight < 0 else "0"
