"""A metric that gets worse two months running: somebody looks at it, or says why it is expected."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from bot.access import Deed, allowed
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, is_put, plan_letter, to_thread
from bot.operate import parts
from bot.store import metrics, people, reviews
from bot.store.gate_tables import Review
from bot.store.plan_tables import PlanMetric
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import operate as compose
from prompts.messages import Message

MONTHS = 3  # two steps, each for the worse
OPERATOR = "technical_lead"
MINE, ASKED, EXPECTED = "mine", "asked", "expected"
CHOICES = (MINE, ASKED, EXPECTED)


def is_worsening(direction: str, values: Sequence[Decimal | None]) -> bool:
    """Whether the last numbers are each worse than the one before; a month without a number breaks the row."""
    last = list(values)[-MONTHS:]
    given = [value for value in last if value is not None]
    if len(given) < MONTHS:
        return False
    steps = [later - earlier for earlier, later in pairwise(given)]
    return all(step > 0 for step in steps) if direction == "down" else all(step < 0 for step in steps)


def flags(desk: Desk, diagnosis: Diagnosis, review: Review) -> list[Draft]:
    """For each metric that has got worse two months running a question; a correction withdraws it."""
    drafts = []
    for metric in metrics.of_plan(desk.session, diagnosis):
        values = by_month(desk, diagnosis, metric.id, review.number)
        letter = _letter(diagnosis, review.number, metric.id)
        is_there = is_put(desk, letter)
        is_bad = is_worsening(metric.direction, values)
        if not is_bad and not is_there:
            continue
        message = _message(desk, diagnosis, review.number, metric) if is_bad else _withdrawn(diagnosis, metric)
        if is_there:
            diagnosis.turn += 1
            drafts.append(instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, message))
        else:
            drafts.append(to_thread(diagnosis, letter, message, of=plan_letter(diagnosis)))
    return drafts


def choose(desk: Desk, diagnosis: Diagnosis, number: int, metric_id: str, choice: str) -> Outcome:
    """Somebody looks at it, asks the operator to, or says that it is expected; what was said last counts."""
    review = reviews.get(desk.session, diagnosis, number)
    metric = next((one for one in metrics.of_plan(desk.session, diagnosis) if one.id == metric_id), None)
    operator = parts.holder(desk, diagnosis, OPERATOR)
    if review is None or metric is None or choice not in CHOICES or (choice == ASKED and operator is None):
        return hint(desk.texts.say("wrong.gone"))
    people_asked = parts.enders(desk, diagnosis)
    if choice == EXPECTED and not allowed(Deed.VOUCH, diagnosis, desk.actor, holders=people_asked):
        return parts.waits_for(desk, people_asked)
    last = reviews.newest(desk.session, diagnosis, number).get(f"{reviews.DRIFT}.{metric_id}")
    if last is not None and (last.value, last.by) == (choice, desk.actor):
        return Outcome()  # a second tap
    reviews.record(desk.session, diagnosis, number, reviews.DRIFT, choice, by=desk.actor, now=desk.now, about=metric_id)
    diagnosis.turn += 1
    letter = _letter(diagnosis, number, metric_id)
    message = _message(desk, diagnosis, number, metric)
    drafts = [instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, message)]
    if choice == ASKED and operator is not None and operator != desk.actor:
        note = compose.drift_asked(
            catalog(diagnosis.language),
            metric_id,
            ref=_ref(diagnosis, number, metric_id),
            person=operator,
            by=desk.actor,
        )
        drafts.append(to_thread(diagnosis, f"{letter}.ask.t{diagnosis.turn}", note, of=plan_letter(diagnosis)))
    return Outcome(drafts=tuple(drafts))


def by_month(desk: Desk, diagnosis: Diagnosis, metric: str, until: int) -> list[Decimal | None]:
    """A metric's number of each review up to this one."""
    weeks = metrics.by_week(desk.session, diagnosis)
    return [
        weeks.get(review.week, {}).get(metric)
        for review in reviews.of_plan(desk.session, diagnosis)
        if review.number <= until
    ]


def _message(desk: Desk, diagnosis: Diagnosis, number: int, metric: PlanMetric) -> Message:
    values = by_month(desk, diagnosis, metric.id, number)[-MONTHS:]
    said = reviews.newest(desk.session, diagnosis, number).get(f"{reviews.DRIFT}.{metric.id}")
    operator = parts.holder(desk, diagnosis, OPERATOR)
    known = people.person(desk.session, desk.workspace_id, operator) if operator else None
    return compose.drift(
        catalog(diagnosis.language),
        metric.id,
        [value for value in values if value is not None],
        unit=metric.unit,
        direction=metric.direction,
        ref=_ref(diagnosis, number, metric.id),
        operator=(operator, known.name) if operator and known else None,
        said=(said.value, said.by) if said else None,
    )


def _withdrawn(diagnosis: Diagnosis, metric: PlanMetric) -> Message:
    return compose.drift_withdrawn(catalog(diagnosis.language), metric.id)


def _ref(diagnosis: Diagnosis, number: int, metric: str) -> str:
    return f"{diagnosis.id}|{number}|{metric}"


def _letter(diagnosis: Diagnosis, number: int, metric: str) -> str:
    return f"{diagnosis.id}.drift.{number}.{metric}"
