"""The measured parts of a plan: three metrics, running cost, five ready checks, hours recoverable a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scoring.rules import UNKNOWN
from scoring.sheet import counting, facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.rules import Facts, Metric, Rules
    from scoring.score import Verdict
    from scoring.sheet import Sheet

YesNo = Literal["yes", "no", "unknown"]
METRICS = 3
HALF = 50  # percent, to round a half up


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One metric: today's number (None: not known) and the least that justifies scaling, both in `unit`.

    `target` is None while it is a share of a baseline that is not known; `percent_of_baseline` is that share then. It
    is never worse than today's number, where that was typed: what is as good already is to stay so.
    """

    id: str
    unit: str
    baseline: int | None
    target: int | None
    percent_of_baseline: int | None
    direction: Literal["down", "up"]

    @property
    def is_kept(self) -> bool:
        """Whether today's number is the target: nothing has to become better, and nothing worse."""
        return self.baseline is not None and self.baseline == self.target


@dataclass(frozen=True, slots=True)
class Budget:
    """The running cost in US dollars a month, its source, and whether a monthly line is there for it."""

    low_usd: int
    high_usd: int
    line: YesNo
    source: str


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    """One of the five checks, with the answered questions that decide it."""

    id: str
    state: YesNo
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recoverable:
    """Hours recoverable a week: whole tenths of an hour, the four figures, and the questions still missing for it."""

    tenths: int | None
    volume: int | None
    minutes: int | None
    share: int | None
    exceptions: int | None
    missing: tuple[str, ...]


def yes_no(known: Mapping[str, str], yes: Facts, no: Facts) -> YesNo:
    """Return `no` when any fact of `no` holds, else `yes` when all of `yes` hold (and there is one), else `unknown`."""
    if any(known.get(question_id) in options for question_id, options in no.items()):
        return "no"
    if yes and all(known.get(question_id) in options for question_id, options in yes.items()):
        return "yes"
    return "unknown"


def figure(rules: Rules, sheet: Sheet, known: Mapping[str, str], question_id: str) -> int | None:
    """Return the typed number of a figure, or what stands for its band; None when it is not known."""
    option = known.get(question_id)
    if option is None or question_id not in sheet.answers:
        return None
    typed = _typed(rules, sheet, question_id)
    if typed is not None or option not in rules.questions[question_id].option_ids:
        return typed
    return rules.questions[question_id].option(option).value


def _typed(rules: Rules, sheet: Sheet, question_id: str) -> int | None:
    """Return the number that was typed in answer; None where only a band is known."""
    several = sheet.said.get(question_id)
    return (sheet.answers[question_id] if several is None else counting(rules, question_id, several)).value


def _line(rules: Rules, sheet: Sheet, known: Mapping[str, str], metric: Metric) -> MetricLine:
    baseline = None if metric.baseline_from is None else figure(rules, sheet, known, metric.baseline_from)
    target, percent = metric.target, metric.target.percent_of_baseline
    least = target.at_most if target.at_most is not None else target.at_least
    if percent is not None and baseline is not None:
        least = (baseline * percent + HALF) // 100
    is_exact = metric.baseline_from in sheet.answers and _typed(rules, sheet, metric.baseline_from) is not None
    if baseline is not None and least is not None and is_exact:  # what stands for a band is nobody's number to keep
        least = min(least, baseline) if metric.direction == "down" else max(least, baseline)
    return MetricLine(metric.id, metric.unit, baseline, least, percent if least is None else None, metric.direction)


def metric_lines(rules: Rules, sheet: Sheet, verdict: Verdict) -> tuple[MetricLine, ...]:
    """Return the three metrics of the plan, in declared order.

    Chosen are those with a known baseline, then those that serve a reason that holds, then the declared order (four.1).
    """
    known = facts(rules, sheet)
    lines = {metric.id: _line(rules, sheet, known, metric) for metric in rules.metrics.values()}
    place = {metric_id: index for index, metric_id in enumerate(rules.metrics)}

    def rank(metric: Metric) -> tuple[bool, bool, int]:
        serves = any(source in verdict.holding for source in metric.sources)
        return lines[metric.id].baseline is None, not serves, place[metric.id]

    chosen = sorted(rules.metrics.values(), key=rank)[:METRICS]
    return tuple(lines[metric.id] for metric in sorted(chosen, key=lambda metric: place[metric.id]))


def budget(rules: Rules, sheet: Sheet) -> Budget:
    """Return the running cost: the band that the weekly volume falls into, or the whole span when it is not known."""
    rule, known = rules.frame.budget, facts(rules, sheet)
    low, high = rule.low_usd, rule.high_usd
    volume = None if rule.volume is None else figure(rules, sheet, known, rule.volume)
    if volume is not None:
        for band in rule.bands:
            if band.to is None or volume <= band.to:
                low, high = band.low_usd, band.high_usd
                break
    return Budget(low, high, yes_no(known, rule.line.yes, rule.line.no), rule.source)


def ready_checks(rules: Rules, sheet: Sheet) -> tuple[ReadyCheck, ...]:
    """Return the five checks of the plan (ready.1 to ready.5)."""
    known = facts(rules, sheet)
    return tuple(
        ReadyCheck(
            rule.id,
            yes_no(known, rule.yes, rule.no),
            tuple(each for each in dict.fromkeys((*rule.yes, *rule.no)) if known.get(each, UNKNOWN) != UNKNOWN),
        )
        for rule in rules.ready.values()
    )


def still_to_show(rules: Rules, sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """Return for each ready check that is `unknown` the questions whose answers do not show it yet, in declared order.

    A reason can be ruled out on less: that something does not hold a pilot back is no proof that it is there.
    """
    known = facts(rules, sheet)
    return {
        rule.id: tuple(each for each, options in rule.yes.items() if known.get(each) not in options)
        for rule in rules.ready.values()
        if yes_no(known, rule.yes, rule.no) == "unknown"
    }


def recoverable_hours(rules: Rules, sheet: Sheet) -> Recoverable:
    """Return the hours recoverable a week (offer.2), in whole tenths, a half rounded up.

    hours = cases a week * minutes each / 60 * (100 - percent that need a person) / 100 * percent handled well / 100:
    the exceptions are taken off first, and of what is left the agent saves the share that it handles well. A share
    above 100 counts as 100. Example: 120 cases * 9 minutes, 15 % exceptions, 90 % handled: 120·9·85·90/60000 = 137.7,
    so 13.8 h.
    """
    rule, known = rules.frame.recoverable, facts(rules, sheet)
    names = (rule.volume, rule.minutes, rule.share, rule.exceptions)
    volume, minutes, share, exceptions = (figure(rules, sheet, known, name) for name in names)
    missing = tuple(name for name in names if figure(rules, sheet, known, name) is None)
    tenths = None
    if volume is not None and minutes is not None and share is not None and exceptions is not None:
        whole = volume * minutes * min(share, 100) * (100 - min(exceptions, 100))
        tenths = (whole + 30_000) // 60_000
    return Recoverable(tenths, volume, minutes, share, exceptions, missing)
