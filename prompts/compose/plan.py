"""The plan: the summary for the channel, and the details for its thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.question import button
from prompts.compose.verdict import by_weight, evidence, names, not_holding, outside, state_line, what_would_be_true
from prompts.messages import Detail, Part
from prompts.mrkdwn import Mrkdwn, escape, mention
from prompts.numbers import tenths
from scoring import Change, MetricLine, Plan, PlannedAction, Sheet, Verdict

WEEK = timedelta(days=7)
PLAN_DAYS = timedelta(days=30)
NEXT = "\n"


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What a plan's messages are made of: the values of scoring, who posted it, who holds which role, and the days.

    `missing` are the questions that a ready check still needs; `ref` is what its buttons belong to, and without it
    there are none.
    """

    sheet: Sheet
    verdict: Verdict
    plan: Plan
    changes: Sequence[Change]
    version: str
    poster: str
    first_day: date
    due: Mapping[str, date]
    owners: Mapping[str, str | None]
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ref: str = ""

    def actions(self) -> list[PlannedAction]:
        """All actions, week by week."""
        return [action for week in self.plan.weeks for action in week]


def summary(texts: Catalog, posted: Posted) -> Detail:
    """What the channel sees: why, what it would bring, three changes first, and the five checks."""
    plan = posted.plan
    top = [
        texts.say(
            "plan.top_line",
            number=n,
            action=texts.actions[action.id].title,
            owner=owner(texts, posted, action),
            date=dates.day(texts.locale, posted.due[action.id]),
        )
        for n, action in enumerate(first_changes(plan, posted.due), 1)
    ]
    title = "plan.title_outside" if posted.verdict.finding == "outside" else "plan.title"
    return Detail(
        title=texts.say(title, pilot=posted.sheet.pilot),
        parts=(
            Part(lines=(texts.say("plan.why", reasons=_why(texts, posted.verdict)),)),
            Part(title=texts.say("plan.hours_title"), lines=(hours(texts, plan),)),
            Part(title=texts.say("plan.budget_title"), lines=(budget(texts, plan),)),
            Part(lines=(texts.say("plan.measured", metrics=Mrkdwn("\n".join(_metrics(texts, plan)))),)),
            Part(title=texts.say("plan.top"), lines=tuple(top)),
            Part(title=texts.say("plan.ready"), lines=tuple(_ready(texts, posted))),
        ),
        context=texts.say(
            "plan.context",
            person=mention(posted.poster),
            date=dates.day(texts.locale, posted.first_day),
            version=posted.version,
        ),
        buttons=(button(texts, "document", "report.button", posted.ref),) if posted.ref else (),
    )


def first_changes(plan: Plan, due: Mapping[str, date]) -> list[PlannedAction]:
    """The three changes that come first, by their day: scoring chooses them by effect, a reader does them in order.

    Where the plan has no dates yet, by the number of their day.
    """
    chosen = [action for action in plan.actions if action.id in plan.top]
    return sorted(chosen, key=lambda action: (due.get(action.id, date.min), action.due_day))


def findings(texts: Catalog, posted: Posted) -> Detail:
    """The verdict per reason with the evidence in people's own words."""
    parts = [
        Part(
            title=Mrkdwn(f"{state_line(texts, reason.state)} · {texts.reasons[reason.id].name}"),
            lines=tuple(f"• {said}" for said in evidence(texts, posted.sheet, reason, 3)),
        )
        for reason in by_weight(posted.verdict)
        if reason.holds
    ]
    parts.append(Part(lines=tuple(not_holding(texts, posted.sheet, posted.verdict))))
    if posted.changes:
        true = what_would_be_true(texts, posted.changes)
        parts.append(Part(lines=(true,)))
    return Detail(title=texts.say("plan.findings_title", pilot=posted.sheet.pilot), parts=tuple(parts))


def weeks(texts: Catalog, posted: Posted, numbers_of: Sequence[int]) -> Detail:
    """Some of the four weeks with each action: who, by when, when it is done, and which reasons it answers."""
    names_of = "plan.week_outside" if posted.verdict.finding == "outside" else "plan.week"
    parts = []
    for number in numbers_of:
        actions = posted.plan.weeks[number - 1]
        first = posted.first_day + WEEK * (number - 1)
        last = posted.first_day + (PLAN_DAYS if number == len(posted.plan.weeks) else WEEK * number) - timedelta(days=1)
        title = texts.say(
            "plan.week",
            number=number,
            name=texts.say(f"{names_of}.{number}"),
            dates=dates.span(texts.locale, first, last),
        )
        # A blank line between actions: each is a paragraph of its own.
        lines = [f"{'' if n == 0 else NEXT}{_action(texts, posted, action)}" for n, action in enumerate(actions)]
        parts.append(Part(title=title, lines=tuple(lines)))
    title = texts.say("plan.weeks_title", pilot=posted.sheet.pilot, first=numbers_of[0], last=numbers_of[-1])
    return Detail(title=title, parts=tuple(parts))


def first_weeks(texts: Catalog, posted: Posted) -> Detail:
    """Weeks 1 and 2: with all four, a full plan would be longer than a message may be."""
    return weeks(texts, posted, (1, 2))


def last_weeks(texts: Catalog, posted: Posted) -> Detail:
    """Weeks 3 and 4."""
    return weeks(texts, posted, (3, 4))


def numbers(texts: Catalog, posted: Posted) -> Detail:
    """What is measured, what it costs to run, and what it would bring."""
    plan = posted.plan
    return Detail(
        title=texts.say("plan.numbers_title", pilot=posted.sheet.pilot),
        parts=(
            Part(title=texts.say("plan.metrics_title"), lines=tuple(_metrics(texts, plan))),
            Part(title=texts.say("plan.hours_title"), lines=(hours(texts, plan),)),
            Part(title=texts.say("plan.budget_title"), lines=(budget(texts, plan),)),
            Part(title=texts.say("plan.ready"), lines=tuple(_ready(texts, posted))),
        ),
    )


def owner(texts: Catalog, posted: Posted, action: PlannedAction) -> Mrkdwn:
    """Who is to do it, by mention; or that nobody holds the role."""
    person = posted.owners.get(action.id)
    return mention(person) if person else texts.say("plan.nobody", role=texts.roles[action.role])


def hours(texts: Catalog, plan: Plan) -> str:
    """Hours that can be recovered each week, with the sum they come from; or which figures are missing."""
    recoverable = plan.recoverable
    if recoverable.tenths is None:
        missing = [f"• {escape(texts.questions[question].text)}" for question in recoverable.missing]
        return texts.say("plan.hours_unknown", missing=Mrkdwn("\n".join(missing)))
    the_sum = texts.say(
        "plan.hours_sum",
        volume=recoverable.volume,
        minutes=recoverable.minutes,
        share=recoverable.share,
        exceptions=recoverable.exceptions,
    )
    return texts.say("plan.hours", hours=tenths(recoverable.tenths), sum=the_sum)


def budget(texts: Catalog, plan: Plan) -> str:
    """The monthly operating cost to expect, and whether there is a line for it (four.4)."""
    line = texts.say(f"plan.budget.{plan.budget.line}")
    return texts.say("plan.budget", low=plan.budget.low_usd, high=plan.budget.high_usd, line=line)


def _metrics(texts: Catalog, plan: Plan) -> list[str]:
    """Each metric from today's number to the least that is worth it."""
    return [
        texts.say(
            "plan.metric",
            name=texts.metrics[metric.id].name,
            baseline=metric_today(texts, metric),
            target=metric_target(texts, metric),
        )
        for metric in plan.metrics
    ]


def metric_target(texts: Catalog, metric: MetricLine) -> str:
    """The least that is worth it: a number, today's where that will do, or a share of one still to be recorded."""
    if metric.target is None:
        return texts.say("plan.share_of_baseline", percent=metric.percent_of_baseline)
    wording = "at_most" if metric.direction == "down" else "at_least"
    return texts.say(
        f"plan.{'keep_' if metric.is_kept else ''}{wording}",
        number=metric.target,
        unit=texts.unit(metric.unit, metric.target),
    )


def metric_today(texts: Catalog, metric: MetricLine) -> str:
    """Today's number, or that it is not recorded yet."""
    if metric.baseline is None:
        return texts.say("plan.metric_unknown")
    return texts.say("plan.metric_today", number=metric.baseline, unit=texts.unit(metric.unit, metric.baseline))


def _why(texts: Catalog, verdict: Verdict) -> Mrkdwn:
    match verdict.finding:
        case "reasons":
            parts = [
                texts.say(
                    "plan.why_reason",
                    name=texts.reasons[reason.id].short,
                    state=texts.states[reason.state].word,
                )
                for reason in by_weight(verdict)
                if reason.holds
            ]
            return Mrkdwn(" · ".join(parts))
        case "outside":
            return texts.say("plan.why_outside", names=names(texts, outside(verdict)))
        case "none":
            return texts.say("plan.why_none")
        case "not_enough_known":
            return texts.say("plan.why_unclear")


def _ready(texts: Catalog, posted: Posted) -> list[str]:
    return [
        texts.say(
            "plan.ready_line",
            mark=texts.say(f"plan.ready.{check.state}"),
            name=texts.ready[check.id].name,
            missing=to_show(texts, check.id, posted.missing.get(check.id, ())),
        )
        for check in posted.plan.ready
    ]


def to_show(texts: Catalog, check: str, questions: Sequence[str]) -> str:
    """What a ready check still needs, in a few words; empty if nothing."""
    shows = texts.ready[check].shows
    return ", ".join(shows[question] for question in questions if question in shows)


def _action(texts: Catalog, posted: Posted, action: PlannedAction) -> str:
    wording = texts.actions[action.id]
    head = texts.say(
        "plan.action",
        action=wording.title,
        owner=owner(texts, posted, action),
        date=dates.day(texts.locale, posted.due[action.id]),
        days=action.effort,
    )
    lines = [head, wording.how, texts.say("plan.action_done_when", done_when=wording.done_when)]
    if action.reasons:
        lines.append(texts.say("plan.action_why", reasons=names(texts, action.reasons)))
    return "\n".join(lines)
