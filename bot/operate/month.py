"""What the business owner says of a month, in their message, in the plan's thread, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.access import Deed, allowed
from bot.checkins import retold
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, is_put, language_of, plan_letter, to_thread
from bot.interview.in_force import rules_of
from bot.interview.start import Request, start
from bot.interview.transcript import fold, sheet_now
from bot.operate import drift, parts
from bot.store import diagnoses, metrics, people, reviews
from bot.store.gate_tables import Review
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog, catalog
from prompts.compose import operate as compose
from prompts.messages import Tasks
from prompts.mrkdwn import shorten
from scoring import Budget, resolved
from scoring.measures import budget

OWNER = "business_owner"
EXCEPTIONS = ("fine", "waited", "lost", "unknown")
WORDS_CHARACTERS = 500
QUARTER = 3  # months
AGAIN_MINUTES = 15  # a diagnosis of something known takes less


@dataclass(frozen=True, kw_only=True)
class Month:
    """What somebody says of a month; empty: nothing. `cost` is in whole US dollars."""

    figures: Mapping[str, Decimal]
    exceptions: str = ""
    changes: str = ""
    cost: int | None = None


def answer(desk: Desk, diagnosis: Diagnosis, number: int, said_of_it: Month) -> Outcome:
    """What the owner says of a month: kept, shown in their message and in the plan's thread; again, it is an edit."""
    review = reviews.get(desk.session, diagnosis, number)
    refused = refusal(desk, diagnosis, review)
    if refused or review is None:
        return refused or hint(desk.texts.say("wrong.gone"))
    new, told = retold.enter(desk, diagnosis, said_of_it.figures, review.week)
    if not _keep(desk, diagnosis, review, said_of_it) and not new:
        return Outcome()
    is_first = review.answered_at is None
    review.answered_at = desk.now
    diagnosis.turn += 1
    drafts = [*told, _redrawn(desk, diagnosis, review), *no_reminder(desk, diagnosis, review)]
    drafts += [_summary(desk, diagnosis, review), *drift.flags(desk, diagnosis, review)]
    if is_first and number % QUARTER == 0:
        note = compose.quarter(catalog(diagnosis.language), ref=diagnosis.id, pilot=diagnosis.pilot, months=number)
        drafts.append(to_thread(diagnosis, _quarter_letter(diagnosis, number), note, of=plan_letter(diagnosis)))
    return Outcome(drafts=tuple(drafts))


def refusal(desk: Desk, diagnosis: Diagnosis, review: Review | None) -> Outcome | None:
    """Why the one who acts cannot say how a month was; None if they can: the one who was asked, or the owner now."""
    if review is None:
        return hint(desk.texts.say("wrong.gone"))
    people_asked = [one for one in dict.fromkeys([review.person, parts.holder(desk, diagnosis, OWNER)]) if one]
    if not allowed(Deed.VOUCH, diagnosis, desk.actor, holders=people_asked):
        return parts.waits_for(desk, people_asked)
    return None


def again(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """A new diagnosis of the same pilot, with the same people, in the same channel."""
    outcome = start(
        desk,
        Request(
            channel=diagnosis.channel,
            pilot=diagnosis.pilot,
            summary=diagnosis.summary,
            framework=diagnosis.framework,
            minutes=AGAIN_MINUTES,
            roles=dict(diagnosis.roles),
        ),
    )
    if outcome.hint is not None:
        return outcome
    number = len(reviews.of_plan(desk.session, diagnosis)) // QUARTER * QUARTER
    letter = _quarter_letter(diagnosis, number)
    if not is_put(desk, letter):
        return outcome
    diagnosis.turn += 1
    done = compose.quarter_begun(catalog(diagnosis.language), by=desk.actor)
    edit = instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, done)
    return Outcome(drafts=(*outcome.drafts, edit))


def figures(desk: Desk, diagnosis: Diagnosis, review: Review) -> tuple[compose.Figure, ...]:
    """The plan's metrics with the number of this month and of the one before."""
    found = []
    targets = retold.targets(desk, diagnosis)
    for one in metrics.of_plan(desk.session, diagnosis):
        months = drift.by_month(desk, diagnosis, one.id, review.number)
        earlier = [value for value in months[:-1] if value is not None]
        found.append(
            compose.Figure(
                metric=one.id,
                unit=one.unit,
                target=targets[one.id],
                value=months[-1] if months else None,
                before=earlier[-1] if earlier else None,
            )
        )
    return tuple(found)


def said(desk: Desk, diagnosis: Diagnosis, review: Review) -> compose.Month:
    """What was said of a month, as messages and the form take it."""
    lines = reviews.newest(desk.session, diagnosis, review.number)
    cost = lines["cost"].value if "cost" in lines else ""
    running = _budget(desk, diagnosis)
    return compose.Month(
        ref=f"{diagnosis.id}|{review.number}",
        pilot=diagnosis.pilot,
        number=review.number,
        person=lines["exceptions"].by if "exceptions" in lines else review.person,
        figures=figures(desk, diagnosis, review),
        exceptions=lines["exceptions"].value if "exceptions" in lines else "",
        changes=lines["changes"].value if "changes" in lines else "",
        cost=int(cost) if cost else None,
        budget=(running.low_usd, running.high_usd),
        is_answered=review.answered_at is not None,
    )


def _keep(desk: Desk, diagnosis: Diagnosis, review: Review, month: Month) -> bool:
    """Append what is new of the words and the cost; whether anything is."""
    lines = reviews.newest(desk.session, diagnosis, review.number)
    given = {
        "exceptions": month.exceptions if month.exceptions in EXCEPTIONS else "",
        "changes": shorten(month.changes, WORDS_CHARACTERS),
        "cost": "" if month.cost is None else str(month.cost),
    }
    told = {what: value for what, value in given.items() if value != (lines[what].value if what in lines else "")}
    for what, value in told.items():
        reviews.record(desk.session, diagnosis, review.number, what, value, by=desk.actor, now=desk.now)
    return bool(told) or review.answered_at is None


def _redrawn(desk: Desk, diagnosis: Diagnosis, review: Review) -> Draft:
    letter = month_letter(diagnosis, review.number)
    shown = message(desk, diagnosis, review)
    return instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, shown, lane=review.person)


def _summary(desk: Desk, diagnosis: Diagnosis, review: Review) -> Draft:
    """One message a month in the plan's thread, edited when something is put right."""
    note = compose.summary(catalog(diagnosis.language), said(desk, diagnosis, review))
    letter = f"{diagnosis.id}.month.{review.number}"
    if not is_put(desk, letter):
        return to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))
    return instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, note)


def no_reminder(desk: Desk, diagnosis: Diagnosis, review: Review) -> list[Draft]:
    """A reminder that is answered asks for nothing any more."""
    if review.reminder is None:
        return []
    letter, review.reminder = review.reminder, None
    note = compose.review_reminded(texts_of(desk, review.person))
    return [instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, note, lane=review.person)]


def _budget(desk: Desk, diagnosis: Diagnosis) -> Budget:
    rules = rules_of(diagnosis, desk.rules) or desk.rules
    sheet = sheet_now(diagnosis.pilot, diagnosis.framework, fold(diagnoses.transcript(diagnosis)))
    return budget(rules, resolved(rules, sheet))


def message(desk: Desk, diagnosis: Diagnosis, review: Review) -> Tasks:
    """The question as it stands now, in the language of whoever was asked."""
    return compose.review(texts_of(desk, review.person), said(desk, diagnosis, review))


def texts_of(desk: Desk, person: str) -> Catalog:
    """The texts for somebody."""
    return catalog(language_of(people.person(desk.session, desk.workspace_id, person)))


def month_letter(diagnosis: Diagnosis, number: int) -> str:
    """The letter that asks how a month was."""
    return f"{diagnosis.id}.review.{number}"


def _quarter_letter(diagnosis: Diagnosis, number: int) -> str:
    return f"{diagnosis.id}.quarter.{number}"
