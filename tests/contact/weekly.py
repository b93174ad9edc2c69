"""The weeks after the plan with their shortest and their longest data: the digest, facts that changed, bad numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from prompts.catalog import STATES, Catalog
from prompts.compose import digest, so_now
from prompts.compose.chart import chart
from prompts.compose.checkin import Said
from prompts.compose.followup import Item
from prompts.compose.trend import Trend
from prompts.messages import Attachment, Message
from prompts.mrkdwn import plain
from scoring import Rules
from tests.contact import data as filled
from tests.contact.data import FIRST_DAY, REF, Data

WEEK = timedelta(weeks=1)


def weekly(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    """Everything that the weeks bring."""
    week = long_week(texts, rules, size) if size.size == "long" else short_week(texts, rules, size)
    yield "digest", digest.digest(texts, week)
    if size.size == "long":
        yield "digest, the last", digest.digest(texts, _last(week))
        yield "digest, worse", digest.digest(texts, replace(week, verdict=_worse(rules)))
    else:
        yield "digest, the last", digest.digest(texts, replace(week, items=_states(week.items, "done"), number=6))
        yield "digest, worse", digest.digest(texts, replace(week, verdict=digest.Verdict(total=1)))
    yield from _facts(texts, rules, size)
    yield from _flags(texts, rules, size)
    yield "picture", _picture(texts, rules, size)


def trends(rules: Rules, size: Data) -> tuple[Trend, ...]:
    """One metric with one number, or several as bad and as good as can be."""
    names = list(rules.metrics.values())
    if size.size == "short":
        one = names[0]
        only = ((FIRST_DAY, Decimal(1)),)
        return (Trend(metric=one.id, unit=one.unit, direction="down", baseline=None, target=None, weeks=only),)
    found = []
    for one, kind in zip(names, ("wrong_way", "reached", "none", "worse", "level", "better"), strict=False):
        good, bad = Decimal(1), Decimal("1234567.125")
        if one.direction == "up":
            good, bad = bad, good
        values = {
            "wrong_way": (good, bad / 2, bad),
            "reached": (good,),
            "none": (),
            "worse": (bad,),
            "level": (good,),
        }.get(kind, ())
        weeks = tuple((FIRST_DAY + WEEK * n, value) for n, value in enumerate(values))
        base = Trend(
            metric=one.id,
            unit=one.unit,
            direction=one.direction,
            baseline=good,
            target=good,
            weeks=weeks,
            run=values if kind == "wrong_way" else (),
            run_since=weeks[1][0] if kind == "wrong_way" else None,
        )
        found.append(replace(base, target=None, baseline=None) if kind == "level" else base)
    return tuple(found)


def short_week(texts: Catalog, rules: Rules, size: Data) -> digest.Week:
    """One action, nothing said, one number."""
    items = filled.items(texts, rules, size, owner=size.person, accepted=True)
    return digest.Week(pilot=size.pilot, number=1, today=FIRST_DAY, items=items, trends=trends(rules, size))


def long_week(texts: Catalog, rules: Rules, size: Data) -> digest.Week:
    """Everything at once, with long words."""
    items = filled.items(texts, rules, size, owner=size.person, accepted=True, most=len(rules.actions))
    states = ("blocked", "help", "not_doing", "done", "under_way", "open")
    mixed = [
        replace(
            item, state=states[n % len(states)], note=size.quote, owner=None if n == len(states) - 1 else item.owner
        )
        for n, item in enumerate(items)
    ]
    metrics = [one.id for one in rules.metrics.values()]
    return digest.Week(
        pilot=size.pilot,
        number=4,
        today=date(2027, 9, 30),
        items=mixed,
        since={item.action: date(2026, 9, 30) for item in mixed},
        fresh=frozenset(item.action for item in mixed),
        notes=[Said(person=person, note=size.quote) for person in filled.PEOPLE],
        trends=trends(rules, size),
        flags={metrics[0]: ("expected", size.person)},
        verdict=_verdict(rules, size),
        unheard=digest.Unheard(
            silent=filled.PEOPLE, put_off=filled.PEOPLE, away=dict.fromkeys(filled.PEOPLE, date(2026, 9, 30))
        ),
        unsaid=tuple((question, option, size.person) for question, option, _ in _facts_of(rules)[:3]),
        no_number=metrics,
    )


def _last(week: digest.Week) -> digest.Week:
    return replace(week, number=6, items=_states(week.items, "not_doing"), flags={}, verdict=None)


def _states(items: Sequence[Item], state: str) -> list[Item]:
    return [replace(item, state=state) for item in items]


def _facts_of(rules: Rules) -> list[tuple[str, str, str]]:
    return [(each.id, each.option_ids[0], each.option_ids[-1]) for each in rules.questions.values()]


def _verdict(rules: Rules, size: Data) -> digest.Verdict:
    facts = _facts_of(rules)
    moved = [
        digest.Moved(reason=reason, was=STATES[n % len(STATES)], now=STATES[(n + 1) % len(STATES)], facts=tuple(facts))
        for n, reason in enumerate(rules.reasons)
    ]
    return digest.Verdict(
        moved=tuple(moved),
        left=tuple((question, option) for question, option, _ in facts[:6]),
        total=7,
        not_yet=tuple((question, option, size.person) for question, option, _ in facts[:3]),
        said_by={question: size.person for question, _, _ in facts},
    )


def _worse(rules: Rules) -> digest.Verdict:
    """More would have to become true than when the plan was posted."""
    return digest.Verdict(left=tuple((question, option) for question, option, _ in _facts_of(rules)[:3]), total=1)


def _facts(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    pick = min if size.size == "short" else max
    question = pick(rules.questions, key=lambda each: len(texts.questions[each].model_dump_json()))
    action = pick(rules.actions, key=lambda each: len(texts.actions[each].title))
    option, other = rules.questions[question].option_ids[:2]
    ref = f"{REF}|40|{question}"
    before = other if size.size == "long" else None
    yield "is it so now", so_now.check(texts, question, option, before, action=action, ref=ref)
    heir = so_now.check(texts, question, option, before, action=action, ref=ref, left=(size.person, size.pilot))
    yield "is it so now, of somebody who has left", heir
    yield "is it so now, others", so_now.others(texts, question, ref=ref)
    yield "is it so now, noted", so_now.noted(texts, question, option, ref=ref)
    yield "is it so now, not yet", so_now.not_yet(texts, question, option, FIRST_DAY, ref=ref)


def _flags(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    one = next(iter(rules.metrics.values()))
    short = Trend(
        metric=one.id,
        unit=one.unit,
        direction=one.direction,
        baseline=None,
        target=None,
        weeks=(),
        run=(Decimal(1), Decimal(2), Decimal(3)),
    )
    trend = trends(rules, size)[0] if size.size == "long" else short
    ref = f"{REF}|{one.id}|2026-11-23"
    whom = size.person if size.size == "long" else ""
    yield "a bad number", so_now.flag(texts, trend, pilot=size.pilot, whom=whom, ref=ref)
    for stands in ("looking", "expected"):
        taken = so_now.flag_taken(texts, one.id, stands, size.person, pilot=size.pilot, ref=ref)
        yield f"a bad number, {stands}", taken
    yield "a bad number, over", so_now.flag_over(texts, one.id, pilot=size.pilot)


def _picture(texts: Catalog, rules: Rules, size: Data) -> Attachment:
    """What stands beside the picture; the picture's own words are said on the way."""
    long = size.size == "long"
    own = trends(rules, size)
    if not long:
        first = own[0]
        own = (
            replace(
                first, is_recorded_since=True, baseline=Decimal(1), weeks=(*first.weeks, (FIRST_DAY + WEEK, Decimal(2)))
            ),
            replace(first, baseline=Decimal(2)),
        )
    shown = chart(texts, own, pilot=size.pilot, week=9 if long else 2, until=FIRST_DAY + WEEK)
    return Attachment(
        diagnosis=REF,
        format="trend/2026-11-23",
        name="digest-abcd-2026-11-23.png",
        title=plain(texts.say("chart.title", pilot=size.pilot, week=len(shown.panels))),
        text=texts.say("chart.comment", pilot=size.pilot),
    )
