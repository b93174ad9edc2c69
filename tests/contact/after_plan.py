"""What is said once a plan is posted, with its shortest and its longest data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from bot.checkins.calendar import Hours
from bot.slack import checkin_forms, decline_form, when_forms
from prompts.catalog import Catalog
from prompts.compose import checkin, followup
from prompts.compose.trend import Trend
from prompts.messages import Note
from scoring import Rules
from tests.contact import data as filled
from tests.contact.data import FIRST_DAY, REF, Data

MORNING = time(9)
FIVE = Decimal(5)
WEEKS = {"short": 2, "long": 6}


def owners(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Any]]:
    """Who takes what."""
    mine = filled.items(texts, rules, size, owner=size.person)
    taken = filled.items(texts, rules, size, owner=size.person, accepted=True)
    nobodys = filled.items(texts, rules, size)
    for name, shown, holder in (
        ("who takes what", mine, size.person),
        ("taken", taken, size.person),
        ("who takes what, nobody's", nobodys, None),
        ("who takes what, passed on", nobodys, size.person),
    ):
        yield name, followup.claims(texts, shown, ref=REF, holder=holder, asked_at=MORNING)
    people = filled.PEOPLE[: 2 if size.size == "long" else 1]
    yield "still without an owner", followup.orphans(texts, [*nobodys, *mine, taken[0]], people=people)
    yield "chased", followup.chase(texts, mine)
    for item in (mine[0], nobodys[0]):
        reason = size.quote if size.size == "long" else ""
        passed = followup.handed_on(texts, item, by=filled.PEOPLE[3], reason=reason, people=people)
        yield f"passed on, {'named' if item.owner else 'to nobody'}", passed
    for is_own in (True, False):
        form = decline_form.view(texts, (REF, mine[0].action), "C0ORDERS", is_own=is_own)
        yield f"pass it on{', own' if is_own else ''}, form", form
    yield "standing", followup.claims_standing(texts, taken if size.size == "short" else [*mine, *nobodys])
    yield "welcome", followup.welcome(texts, pilot=size.pilot, first=FIRST_DAY, weekday=2, asked_at=MORNING)


def checkins(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Any]]:
    """The weekly question, its forms, its reminder, and the digest."""
    week, is_long = WEEKS[size.size], size.size == "long"
    asked = filled.items(texts, rules, size, owner=size.person, accepted=True, most=len(rules.actions))
    asked = [replace(item, note=size.quote if is_long and number % 3 == 0 else "") for number, item in enumerate(asked)]
    figures = _figures(rules, size)
    about = checkin.About(
        ref=REF, pilot=size.pilot, week=week, today=date(2026, 11, 26), next_day=FIRST_DAY, waits=True
    )
    yield "check-in", checkin.checkin(texts, asked, about, figures)
    later = replace(about, later=(FIRST_DAY, MORNING))
    yield "check-in, put off", checkin.checkin(texts, asked[:1], later, ())
    done = [replace(item, state="done", note="") for item in asked[:3]]
    yield "check-in, the last", checkin.checkin(texts, done, replace(about, waits=False), ())
    yield "check-in, asked anew", checkin.asked_anew(texts, pilot=size.pilot)
    yield "check-in, reminder", checkin.reminder(texts, pilot=size.pilot, is_wanted=False)
    yield "check-in, again", checkin.reminder(texts, pilot=size.pilot, is_wanted=True)
    yield "check-in, reminded", checkin.reminded(texts)
    yield "silent", checkin.silent(texts, asked[:4], pilot=size.pilot, whom=filled.PEOPLE[0], person=size.person)
    for state in ("blocked", "help"):
        item = replace(asked[0], state=state, note=size.quote if is_long else "")
        yield f"told, {state}", checkin.needs_a_hand(texts, item, filled.PEOPLE[: 2 if is_long else 1])
    yield "told, cleared", checkin.moves_again(texts, replace(asked[0], state="under_way" if is_long else "open"))
    yield "note, form", checkin_forms.note_view(texts, REF, "C0ORDERS")
    for now in (Decimal(2), Decimal(5)):
        yield f"a target, {'told anew' if now < FIVE else 'as posted again'}", _retold(texts, rules, size, now)
    yield "numbers, form", checkin_forms.numbers_view(texts, figures, REF, "C0ORDERS")
    lacking = texts.say("numbers.missing", names=", ".join(texts.metrics[one.metric].name for one in figures))
    yield "numbers to start from, form", checkin_forms.numbers_view(texts, figures, REF, "C0ORDERS", intro=lacking)
    hours = Hours(zone="America/Argentina/ComodRivadavia", country="BA", back_on=FIRST_DAY) if is_long else Hours()
    pilots = {REF: size.pilot} if is_long else {}
    yield "settings, form", when_forms.settings_view(texts, hours, pilots, date(2026, 11, 2))
    yield "away, form", when_forms.away_view(texts, hours, date(2026, 11, 2))
    yield "settings, chosen", checkin.chosen(texts, weekday=2, at=MORNING)
    for state in ("blocked", "help", "not_doing"):
        about_it = (REF, asked[0].action, state)
        note = size.quote if is_long else None
        yield f"words, {state}, form", checkin_forms.words_view(texts, about_it, "C0ORDERS", note)


def _retold(texts: Catalog, rules: Rules, size: Data, now: Decimal) -> Note:
    one = next(iter(rules.metrics.values()))
    start = Decimal("123456.789") if size.size == "long" else now
    trend = Trend(
        metric=one.id, unit=one.unit, direction=one.direction, baseline=start, target=now, weeks=((FIRST_DAY, start),)
    )
    return checkin.retold(texts, trend, FIVE, pilot=size.pilot, person=size.person)


def _figures(rules: Rules, size: Data) -> tuple[checkin.Figure, ...]:
    """The metrics of a plan: one that nobody gave yet, or several with very long numbers."""
    is_long = size.size == "long"
    return tuple(
        checkin.Figure(
            metric=one.id,
            unit=one.unit,
            direction=one.direction,
            baseline=1_234_567 if is_long else None,
            target=200 if is_long else None,
            value=Decimal("123456.789") if is_long else None,
        )
        for one in list(rules.metrics.values())[: 3 if is_long else 1]
    )
