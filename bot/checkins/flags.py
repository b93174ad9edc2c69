"""A number that goes the wrong way two weeks running: said once to who answers for it, and what they say is kept."""

from collections.abc import Sequence
from datetime import date

from bot.checkins import digest
from bot.checkins.claim import is_gone
from bot.checkins.numbers import KEEPER_ACTION, KEEPER_ROLE, may_enter
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, language_of, plan_letter, to_person, to_thread
from bot.store import actions, people, weekly
from bot.store.tables import Diagnosis
from bot.store.weekly_tables import MetricFlag
from prompts.catalog import Catalog, catalog
from prompts.compose import so_now as compose
from prompts.compose.trend import Trend
from prompts.messages import Note

STANDS = ("looking", "expected")


def look(desk: Desk, diagnosis: Diagnosis, trends: Sequence[Trend]) -> list[Draft]:
    """Tell of what goes the wrong way, once for each time that it begins; and say so when it does no more."""
    known = weekly.flags(desk.session, diagnosis)
    drafts: list[Draft] = []
    for trend in trends:
        running = _running(trend)
        mine = [row for row in known if row.metric == trend.metric]
        again = next((row for row in mine if row.since in running), None)
        if running and again is None:
            drafts.append(_raise(desk, diagnosis, trend))
        for row in mine:
            is_over = row is not again
            if is_over != row.is_over:
                row.is_over = is_over
                drafts.append(_edited(desk, diagnosis, row, trend))
    return drafts


def say(desk: Desk, diagnosis: Diagnosis, metric: str, since: date, stands: str) -> Outcome:
    """Somebody with a part in the plan looks at it, or expected it."""
    row = weekly.flag(desk.session, diagnosis, metric, since)
    if row is None or stands not in STANDS:
        return hint(desk.texts.say("wrong.gone"))
    if desk.actor != row.whom and not may_enter(desk, diagnosis):
        return hint(desk.texts.say("wrong.gone"))
    if (row.stands, row.by) == (stands, desk.actor) or row.is_over:
        return Outcome()  # a second tap, or one on what is over: the message says so
    row.stands, row.by, row.at = stands, desk.actor, desk.now
    desk.session.flush()
    return Outcome(drafts=(_edited(desk, diagnosis, row, None), *digest.refresh(desk, diagnosis)))


def _running(trend: Trend) -> frozenset[date]:
    """The weeks of the steps that went the wrong way."""
    return frozenset(week for week, _ in trend.weeks[-(len(trend.run) - 1) :]) if trend.run else frozenset()


def _raise(desk: Desk, diagnosis: Diagnosis, trend: Trend) -> Draft:
    whom, in_private = _whom(desk, diagnosis)
    since = trend.run_since or trend.weeks[-1][0]
    letter = f"{diagnosis.id}.flag.{trend.metric}.{since}"
    desk.session.add(
        MetricFlag(
            workspace_id=diagnosis.workspace_id,
            diagnosis_id=diagnosis.id,
            metric=trend.metric,
            since=since,
            whom=whom,
            letter=letter,
            in_private=in_private,
            raised_at=desk.now,
            is_over=False,
        )
    )
    desk.session.flush()
    texts = _texts(desk, diagnosis, whom, in_private=in_private)
    note = _raised(texts, diagnosis, trend, since, "" if in_private else whom)
    if in_private:
        return to_person(whom, letter, note, diagnosis.id)
    return to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))


def _raised(texts: Catalog, diagnosis: Diagnosis, trend: Trend, since: date, mentioned: str) -> Note:
    ref = f"{diagnosis.id}|{trend.metric}|{since}"
    return compose.flag(texts, trend, pilot=diagnosis.pilot, whom=mentioned, ref=ref)


def _edited(desk: Desk, diagnosis: Diagnosis, row: MetricFlag, trend: Trend | None) -> Draft:
    """The message as it is to read by now."""
    diagnosis.turn += 1
    texts = _texts(desk, diagnosis, row.whom, in_private=row.in_private)
    if row.is_over:
        note = compose.flag_over(texts, row.metric, pilot=diagnosis.pilot)
    elif row.stands and row.by:
        ref = f"{diagnosis.id}|{row.metric}|{row.since}"
        note = compose.flag_taken(texts, row.metric, row.stands, row.by, pilot=diagnosis.pilot, ref=ref)
    elif trend is not None:
        note = _raised(texts, diagnosis, trend, row.since, "" if row.in_private else row.whom)
    lane = row.whom if row.in_private else None
    return instead_of(diagnosis, f"{row.letter}.u{diagnosis.turn}", row.letter, note, lane=lane)


def _whom(desk: Desk, diagnosis: Diagnosis) -> tuple[str, bool]:
    """Who answers for the numbers, and whether they agreed to be written to; if not, the plan's thread tells them."""
    every = actions.of_plan(desk.session, diagnosis)
    keepers = [diagnosis.roles.get(KEEPER_ROLE), *(one.owner for one in every if one.id == KEEPER_ACTION)]
    here = [
        one for one in (*keepers, diagnosis.roles.get("sponsor"), diagnosis.starter) if one and not is_gone(desk, one)
    ]
    agreed = [one for one in here if actions.mine(every, one)]
    if agreed and agreed[0] in keepers:
        return agreed[0], True
    return (here[0] if here else diagnosis.starter), False


def _texts(desk: Desk, diagnosis: Diagnosis, whom: str, *, in_private: bool) -> Catalog:
    if not in_private:
        return catalog(diagnosis.language)
    return catalog(language_of(people.person(desk.session, desk.workspace_id, whom)))
