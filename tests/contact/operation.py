"""What is said between a plan and daily work, and after, with its shortest and its longest data."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.slack import gate_forms, month_form
from prompts.catalog import Catalog
from prompts.compose import gate, operate
from prompts.messages import Message
from scoring import Rules, load_gates
from tests.contact import data as filled
from tests.contact.data import FIRST_DAY, REF, Data

SECURITY = "security_reviewer"


def gates(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Any]]:
    """A gate as it stands, what follows from it, and its forms."""
    is_long = size.size == "long"
    for one in load_gates().values():
        about = gate.About(
            ref=REF,
            gate=one.id,
            opens=FIRST_DAY,
            is_open=False,
            is_late=is_long,
            decided_by=None,
            deciders=filled.PEOPLE[:1],
        )
        needs = [_need(rules, size, need.id, need.role, by_word=need.by_word) for need in one.needs]
        met = [replace(need, is_met=True, said_by=size.person if is_long else None) for need in needs]
        yield f"gate {one.id}", gate.gate(texts, about, needs)
        refused = [_refused(need, size) for need in needs]
        yield f"gate {one.id}, refused", gate.gate(texts, about, refused)
        looked_at = [replace(need, is_asked_again=need.is_refused) for need in refused]
        yield f"gate {one.id}, asked again", gate.gate(texts, about, looked_at)
        yield f"gate {one.id}, nearly", gate.gate(texts, about, [*met[:-1], *needs[-1:]])
        yield f"gate {one.id}, open", gate.gate(texts, replace(about, is_open=True), met)
        decided = replace(about, is_open=True, decided_by=size.person)
        yield f"gate {one.id}, decided", gate.gate(texts, decided, needs)
        missing = " ".join(f"{need.id}!:{size.person}" if is_long else f"{need.id}:" for need in one.needs)
        line = gate.missing_line(texts, missing)
        yield f"gate {one.id}, not open", gate.not_open(texts, one.id, line)
        yield f"gate {one.id}, passed", gate.opened(texts, one.id, decided_by=None, reason="", opens=FIRST_DAY)
        by = gate.opened(texts, one.id, decided_by=size.person, reason=size.quote, opens=FIRST_DAY)
        yield f"gate {one.id}, by a decision", by
        gate.standing(texts, one.id, line)
        yield f"gate {one.id}, asks", gate.asks(texts, one.id, person=size.person)
        yield f"gate {one.id}, asks again", gate.asked_again(texts, one.id, person=size.person, by=size.person)
        yield f"gate {one.id}, reminder", gate.reminder(texts, one.id, person=size.person)
    people = filled.PEOPLE if is_long else filled.PEOPLE[:1]
    left = size.person if is_long else None
    yield "a part that nobody holds", gate.nobody_holds(texts, SECURITY, ref=REF, left=left, people=people)
    yield "a part that somebody holds", gate.holds(texts, SECURITY, person=size.person, by=size.person)
    missing_line = gate.missing_line(texts, f"targets:{size.person}") if is_long else None
    yield "handover", gate.handoff(texts, ref=REF, pilot=size.pilot, person=size.person, missing=missing_line)
    yield "handover, reminder", gate.handoff_reminder(texts, pilot=size.pilot, person=size.person)
    yield "gate and handover, reminded", gate.reminded(texts, person=size.person)
    yield (
        "handover, not yet",
        gate.handoff_refused(texts, pilot=size.pilot, person=size.person, reason=size.quote, again=FIRST_DAY),
    )
    yield "handover, done", gate.handed_over(texts, pilot=size.pilot, person=size.person, first=FIRST_DAY)
    yield from _forms(texts, size)


def _forms(texts: Catalog, size: Data) -> Iterator[tuple[str, Any]]:
    intro = texts.say("gate.form.decide_intro", missing=texts.say("gate.need.security"))
    ends = texts.say("course.form.intro", pilot=size.pilot)
    yield "not yet, form", gate_forms.view(texts, "gate_no", [REF, "part", "security"], "C0", intro="")
    yield "decision, form", gate_forms.view(texts, "gate_decide", [REF, "part"], "C0", intro=intro)
    yield "finished, form", gate_forms.view(texts, "pilot_end", [REF, "finished"], "C0", intro=ends)
    yield "retired, form", gate_forms.view(texts, "pilot_end", [REF, "retired"], "C0", intro=ends)
    texts.say("gate.form.needed")
    texts.say("month.form.whole")


def months(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message | dict[str, Any]]]:
    """The pilot's course, the monthly review, a metric that gets worse, and looking anew."""
    yield "in operation", operate.running(texts, ref=REF, pilot=size.pilot, first=FIRST_DAY)
    yield "paused", operate.paused(texts, ref=REF, pilot=size.pilot, by=size.person)
    yield "resumed", operate.resumed(texts, ref=REF, pilot=size.pilot, by=size.person)
    for stage in ("finished", "retired"):
        reason = size.quote if stage == "retired" or size.size == "long" else ""
        yield stage, operate.ended(texts, stage, ref=REF, pilot=size.pilot, by=size.person, reason=reason)
    yield "newer below", operate.gone_by(texts)
    for exceptions in ("", "fine", "waited", "lost", "unknown"):
        month = _month(rules, size, exceptions)
        name = exceptions or "asked"
        yield f"month, {name}", operate.review(texts, month)
        if exceptions:
            yield f"month, {name}, summary", operate.summary(texts, month)
            yield f"month, {name}, form", month_form.view(texts, month, [REF, "1"], "C0")
    yield "month, reminder", operate.review_reminder(texts, pilot=size.pilot, number=size.count)
    yield "month, reminded", operate.review_reminded(texts)
    yield "month, asked anew", operate.review_anew(texts, pilot=size.pilot, number=size.count)
    silent = operate.review_silent(texts, pilot=size.pilot, whom=filled.PEOPLE[0], person=size.person, months=2)
    yield "month, silent", silent
    yield from _drift(texts, rules, size)
    yield "a quarter", operate.quarter(texts, ref=REF, pilot=size.pilot, months=3)
    yield "a quarter, begun", operate.quarter_begun(texts, by=size.person)


def _drift(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    metric = max(rules.metrics, key=lambda key: len(texts.metrics[key].name))
    values = [Decimal(value) for value in (("1", "2", "3") if size.size == "short" else ("9123.5", "812.25", "77"))]
    operator = ("U0TOMASZ", "Tomasz") if size.size == "long" else None
    for choice in (None, "mine", "asked", "expected"):
        said = (choice, size.person) if choice else None
        yield (
            f"worse, {choice or 'who looks'}",
            operate.drift(
                texts,
                metric,
                values,
                unit=rules.metrics[metric].unit,
                direction="down" if size.size == "short" else "up",
                ref=f"{REF}|3|{metric}",
                operator=operator,
                said=said,
            ),
        )
    yield "worse, asked", operate.drift_asked(texts, metric, ref=REF, person=size.person, by=size.person)
    yield "worse, no longer", operate.drift_withdrawn(texts, metric)


def _need(rules: Rules, size: Data, need: str, role: str, *, by_word: bool) -> gate.NeedLine:
    is_long = size.size == "long"
    lacks = need in {"figures", "targets"}
    return gate.NeedLine(
        id=need,
        role=role,
        by_word=by_word,
        is_met=False,
        person=size.person if is_long or need == "owner" else None,
        left=None,
        metrics=tuple(rules.metrics)[: 3 if is_long else 1] if lacks else (),
        actions=(gate.Due(action="watch_and_runbook", owner=size.person if is_long else None, due=FIRST_DAY),)
        if need in {"monitors", "figures"}
        else (),
    )


def _refused(need: gate.NeedLine, size: Data) -> gate.NeedLine:
    if need.role != SECURITY:
        return replace(need, person=None, left=size.person)
    return replace(need, is_refused=True, said_by=size.person, reason=size.quote)


def _month(rules: Rules, size: Data, exceptions: str) -> operate.Month:
    is_long = size.size == "long"
    metrics = list(rules.metrics.values())[: 3 if is_long else 1]
    figures = tuple(
        operate.Figure(
            metric=one.id,
            unit=one.unit,
            target=90 if is_long else None,
            value=Decimal("1234567.125") if exceptions != "lost" else None,
            before=Decimal(84) if is_long or exceptions == "waited" else None,
        )
        for one in metrics
    )
    return operate.Month(
        ref=f"{REF}|1",
        pilot=size.pilot,
        number=size.count,
        person=size.person,
        figures=figures,
        exceptions=exceptions,
        changes=size.quote if is_long else "",
        cost=None if exceptions == "unknown" else size.count,
        budget=(100, 400),
        is_answered=bool(exceptions),
    )
