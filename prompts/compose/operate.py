"""Daily work: the pilot's course, the monthly review, a metric that gets worse, and looking anew each quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from prompts import dates, numbers
from prompts.catalog import Catalog
from prompts.compose.question import button
from prompts.messages import Button, Note, Task, Tasks
from prompts.mrkdwn import Mrkdwn, mention, shorten

WORDS_SHOWN = 500
NAME = 40  # characters of a name on a button


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A metric of the plan with the number of a month and of the month before; None: not given."""

    metric: str
    unit: str
    target: Decimal | None
    value: Decimal | None
    before: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Month:
    """What is known of a month; `cost` and `budget` (from, to) are whole US dollars a month."""

    ref: str
    pilot: str
    number: int
    person: str
    figures: tuple[Figure, ...]
    exceptions: str
    changes: str
    cost: int | None
    budget: tuple[int, int]
    is_answered: bool


def running(texts: Catalog, *, ref: str, pilot: str, first: date) -> Note:
    """It is daily work: what comes next, and the ways out."""
    day = dates.day(texts.locale, first)
    return Note(text=texts.say("course.running", pilot=pilot, date=day), buttons=_ways_out(texts, ref))


def paused(texts: Catalog, *, ref: str, pilot: str, by: str) -> Note:
    """It rests."""
    return Note(
        text=texts.say("course.paused", pilot=pilot, person=mention(by)),
        buttons=(button(texts, "pilot_resume", "course.resume", ref, style="primary"), *_ends(texts, ref)),
    )


def resumed(texts: Catalog, *, ref: str, pilot: str, by: str) -> Note:
    """It goes on."""
    return Note(text=texts.say("course.resumed", pilot=pilot, person=mention(by)), buttons=_ways_out(texts, ref))


def ended(texts: Catalog, stage: str, *, ref: str, pilot: str, by: str, reason: str) -> Note:
    """It is over: finished or retired, with the reason."""
    text = texts.say(f"course.{stage}", pilot=pilot, person=mention(by), reason=shorten(reason, WORDS_SHOWN))
    return Note(text=text, buttons=(button(texts, "again", "course.again", ref),))


def gone_by(texts: Catalog) -> Note:
    """What such a word becomes once there is a newer one."""
    return Note(text=texts.say("course.below"))


def _ways_out(texts: Catalog, ref: str) -> tuple[Button, ...]:
    return (button(texts, "pilot_pause", "course.pause", ref), *_ends(texts, ref))


def _ends(texts: Catalog, ref: str) -> tuple[Button, ...]:
    return (
        button(texts, "pilot_end", "course.finish", f"{ref}|finished"),
        button(texts, "pilot_end", "course.retire", f"{ref}|retired"),
    )


def review(texts: Catalog, month: Month) -> Tasks:
    """The question to the owner: what is asked, or what they have said."""
    if month.is_answered:
        task = Task(
            text=Mrkdwn("\n".join(_lines(texts, month))),
            buttons=(button(texts, "month", "question.change", month.ref),),
        )
    else:
        names = Mrkdwn("\n".join(texts.say("checkin.number_wanted", name=_name(texts, one)) for one in month.figures))
        task = Task(
            text=texts.say("month.ask", lines=names),
            buttons=(button(texts, "month", "month.fill", month.ref, style="primary"),),
        )
    context = texts.say("month.said" if month.is_answered else "month.context")
    return Tasks(title=_title(texts, month.pilot, month.number), tasks=(task,), context=context)


def summary(texts: Catalog, month: Month) -> Note:
    """What a month was like, for the plan's thread."""
    head = texts.say("month.summary", number=month.number, person=mention(month.person))
    return Note(text=Mrkdwn("\n".join([head, *_lines(texts, month)])))


def _title(texts: Catalog, pilot: str, number: int) -> Mrkdwn:
    return texts.say("month.title", number=number, pilot=pilot)


def _name(texts: Catalog, figure: Figure) -> str:
    return texts.metrics[figure.metric].name


def _lines(texts: Catalog, month: Month) -> list[Mrkdwn]:
    lines = [_figure(texts, one) for one in month.figures]
    if month.exceptions:
        lines.append(texts.say("month.exceptions", text=texts.say(f"month.exceptions.{month.exceptions}")))
    if month.changes:
        lines.append(texts.say("month.changes", text=shorten(month.changes, WORDS_SHOWN)))
    if month.cost is not None:
        low, high = month.budget
        lines.append(texts.say("month.cost", cost=month.cost, low=low, high=high, is_above=month.cost > high))
    return lines


def _figure(texts: Catalog, one: Figure) -> Mrkdwn:
    if one.value is None:
        return texts.say("month.no_figure", name=_name(texts, one))
    return texts.say(
        "month.figure",
        name=_name(texts, one),
        number=one.value,
        unit=texts.unit(one.unit, one.value),
        target="" if one.target is None else one.target,
        before="" if one.before is None else one.before,
    )


def review_reminder(texts: Catalog, *, pilot: str, number: int) -> Note:
    """One reminder, which leads to the question."""
    text = texts.say("month.reminder", title=_title(texts, pilot, number))
    return Note(text=text, link=str(texts.say("checkin.open")))


def review_reminded(texts: Catalog) -> Note:
    """What a reminder becomes once it is answered."""
    return Note(text=texts.say("checkin.reminded"))


def review_anew(texts: Catalog, *, pilot: str, number: int) -> Note:
    """What a question becomes that nobody answered, once the next one stands below."""
    return Note(text=texts.say("month.asked_anew", title=_title(texts, pilot, number)))


def review_silent(texts: Catalog, *, pilot: str, whom: str, person: str, months: int) -> Note:
    """To the sponsor: nobody has said for months how it goes."""
    return Note(text=texts.say("month.silent", whom=mention(whom), person=mention(person), pilot=pilot, months=months))


def drift(
    texts: Catalog,
    metric: str,
    values: Sequence[Decimal],
    *,
    unit: str,
    direction: str,
    ref: str,
    operator: tuple[str, str] | None,
    said: tuple[str, str] | None,
) -> Note:
    """A metric that got worse two months running; `operator` is an id and a name, `said` a choice and by whom."""
    run = " → ".join(numbers.number(texts.locale, value) for value in values)
    wording = "drift.rose" if direction == "down" else "drift.fell"
    lines = [texts.say(wording, name=texts.metrics[metric].name, numbers=run, unit=texts.unit(unit, values[-1]))]
    buttons: tuple[Button, ...] = ()
    if said is None:
        lines.append(texts.say("drift.who"))
        buttons = (
            button(texts, "drift", "drift.mine", f"{ref}|mine"),
            *((_ask(texts, ref, operator[1]),) if operator else ()),
            button(texts, "drift", "drift.expected", f"{ref}|expected"),
        )
    else:
        choice, by = said
        whom = {"whom": mention(operator[0]) if operator else ""} if choice == "asked" else {}
        lines.append(texts.say(f"drift.said.{choice}", person=mention(by), **whom))
        if choice != "mine":
            buttons = (button(texts, "drift", "drift.mine", f"{ref}|mine"),)
    return Note(text=Mrkdwn("\n".join(lines)), buttons=buttons)


def _ask(texts: Catalog, ref: str, name: str) -> Button:
    made = button(texts, "drift", "drift.mine", f"{ref}|asked")
    return made.model_copy(update={"label": str(texts.say("drift.ask", name=shorten(name, NAME)))})


def drift_asked(texts: Catalog, metric: str, *, ref: str, person: str, by: str) -> Note:
    """To the operator: would they look at it?"""
    name = texts.metrics[metric].name
    return Note(
        text=texts.say("drift.asked", person=mention(person), by=mention(by), name=name),
        buttons=(button(texts, "drift", "drift.mine", f"{ref}|mine"),),
    )


def drift_withdrawn(texts: Catalog, metric: str) -> Note:
    """A number was put right, and it is no longer so."""
    return Note(text=texts.say("drift.withdrawn", name=texts.metrics[metric].name))


def quarter(texts: Catalog, *, ref: str, pilot: str, months: int) -> Note:
    """Three months have gone by: shall we look anew?"""
    return Note(
        text=texts.say("quarter.ask", pilot=pilot, months=months),
        buttons=(button(texts, "again", "quarter.begin", ref),),
    )


def quarter_begun(texts: Catalog, *, by: str) -> Note:
    """Somebody has begun a new diagnosis."""
    return Note(text=texts.say("quarter.begun", person=mention(by)))
