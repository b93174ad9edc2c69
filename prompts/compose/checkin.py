"""The weekly check-in: the question to an owner, its reminder, what others are told of it, and the week's digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.followup import SETTLED, Item
from prompts.compose.question import button
from prompts.compose.trend import Trend
from prompts.messages import Note, Task, Tasks
from prompts.mrkdwn import Mrkdwn, mention, shorten

PLAN_WEEKS = 5  # the 30 days reach into a fifth week
STATES = ("done", "under_way", "blocked", "not_doing", "help")
MOST_ASKED = 20  # in one check-in; more would be a wall of text, and Slack takes 50 blocks


@dataclass(frozen=True, kw_only=True)
class About:
    """What a check-in is about: the plan's week, the reader's day, the day of the next one (None: there is none).

    `waits`: nothing was said yet; `later`: local date and time at which it comes again.
    """

    ref: str
    pilot: str
    week: int
    today: date
    next_day: date | None
    waits: bool
    later: tuple[date, time] | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A metric of the plan with the number of a week (None: not given yet), in `unit`; the rest as it counts now."""

    metric: str
    unit: str
    direction: str
    baseline: Decimal | int | None
    target: Decimal | int | None
    value: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody said in a week: how an action stands, or (without one) a free note."""

    person: str
    note: str
    action: str = ""
    state: str = ""


def checkin(texts: Catalog, items: Sequence[Item], about: About, figures: Sequence[Figure]) -> Tasks:
    """The weekly question to one owner: the open actions with how each stood last, the week's numbers, and ways out."""
    shown = sorted(items, key=lambda item: item.due)[:MOST_ASKED]
    tasks = [_asked(texts, item, about.today) for item in shown]
    if figures:
        tasks.append(_numbers(texts, figures, about.ref))
    return Tasks(
        title=_title(texts, about.pilot, about.week),
        tasks=tuple(tasks),
        context=_context(texts, items, len(shown), about),
        buttons=tuple(
            button(texts, action, label, value)
            for action, label, value in (
                ("note", "checkin.add_note", about.ref),
                *((("snooze", "checkin.later", f"{about.ref}|later"),) if about.waits else ()),
                *((("snooze", "checkin.tomorrow", f"{about.ref}|tomorrow"),) if about.waits else ()),
                ("away", "checkin.away", about.ref),
            )
        ),
    )


def _title(texts: Catalog, pilot: str, week: int) -> Mrkdwn:
    if week <= PLAN_WEEKS:
        return texts.say("checkin.title", week=week, pilot=pilot)
    return texts.say("checkin.title_late", pilot=pilot)


def _context(texts: Catalog, items: Sequence[Item], shown: int, about: About) -> Mrkdwn:
    lines = []
    if shown < len(items):
        lines.append(texts.say("checkin.more", count=len(items) - shown))
    if about.later:
        day, at = about.later
        lines.append(
            texts.say("checkin.comes_again", date=dates.day(texts.locale, day), time=dates.clock(texts.locale, at))
        )
    elif all(item.state in SETTLED for item in items):
        lines.append(texts.say("checkin.finished", pilot=about.pilot))
    elif about.next_day:
        lines.append(texts.say("checkin.context", next_date=dates.day(texts.locale, about.next_day)))
    return Mrkdwn(" ".join(lines))


def _asked(texts: Catalog, item: Item, today: date) -> Task:
    message = "checkin.task_late" if item.due < today and item.state not in SETTLED else "checkin.task"
    text = texts.say(message, action=item.title(texts), date=dates.day(texts.locale, item.due))
    if item.state != "open":
        state = texts.say(f"checkin.state.{item.state}")
        text = Mrkdwn(f"{text}\n{texts.say('checkin.task_state', state=state, note=shorten(item.note))}")
    return Task(
        text=text,
        buttons=tuple(button(texts, "report", f"checkin.{state}", f"{item.ref}|{state}") for state in STATES),
    )


def _numbers(texts: Catalog, figures: Sequence[Figure], ref: str) -> Task:
    lines = [_figure(texts, figure) for figure in figures]
    is_given = all(figure.value is not None for figure in figures)
    label = "question.change" if is_given else "checkin.enter"
    return Task(
        text=texts.say("checkin.numbers", lines=Mrkdwn("\n".join(lines))),
        buttons=(button(texts, "numbers", label, ref),),
    )


def _figure(texts: Catalog, figure: Figure) -> Mrkdwn:
    name = texts.metrics[figure.metric].name
    if figure.value is None:
        return texts.say("checkin.number_wanted", name=name)
    unit = texts.unit(figure.unit, figure.value)
    return texts.say("checkin.number_given", name=name, number=figure.value, unit=unit)


def chosen(texts: Catalog, *, weekday: int, at: time) -> Note:
    """What somebody chose, said back to them."""
    day = dates.weekday(texts.locale, weekday)
    return Note(text=texts.say("settings.done", weekday=day, time=dates.clock(texts.locale, at)))


def retold(texts: Catalog, trend: Trend, posted: Decimal, *, pilot: str, person: str) -> Note:
    """What a metric starts from was recorded after the plan: the target that was posted no longer counts, or again."""
    wording = "plan.at_most" if trend.direction == "down" else "plan.at_least"
    said = {
        "name": texts.metrics[trend.metric].name,
        "pilot": pilot,
        "person": mention(person),
        "start": trend.baseline or 0,
        "unit": texts.unit(trend.unit, trend.baseline or 0),
    }
    now = trend.target or Decimal(0)
    told = {
        key: texts.say(wording, number=one, unit=texts.unit(trend.unit, one))
        for key, one in (("was", posted), ("now", now))
    }
    if now == posted:
        return Note(text=texts.say("numbers.retold_back", **said, now=told["now"]))
    return Note(text=texts.say("numbers.retold", **said, **told))


def asked_anew(texts: Catalog, *, pilot: str) -> Note:
    """What a question becomes to which nobody answered, once the next one stands below."""
    return Note(text=texts.say("checkin.asked_anew", pilot=pilot))


def reminder(texts: Catalog, *, pilot: str, is_wanted: bool) -> Note:
    """One reminder; or the question once more at the time that somebody wished."""
    wording = "checkin.again" if is_wanted else "checkin.reminder"
    return Note(text=texts.say(wording, pilot=pilot), link=str(texts.say("checkin.open")))


def reminded(texts: Catalog) -> Note:
    """What a reminder becomes once it is answered."""
    return Note(text=texts.say("checkin.reminded"))


def silent(texts: Catalog, items: Sequence[Item], *, pilot: str, whom: str, person: str) -> Note:
    """To the sponsor: somebody has not answered for two weeks, and what is open with them."""
    actions = ", ".join(item.title(texts) for item in items)
    return Note(
        text=texts.say("checkin.silent", whom=mention(whom), person=mention(person), pilot=pilot, actions=actions)
    )


def needs_a_hand(texts: Catalog, item: Item, people: Sequence[str]) -> Note:
    """To those who can clear the way: what is blocked or needs help."""
    return Note(
        text=texts.say(
            f"checkin.told.{item.state}",
            people=Mrkdwn(" ".join(mention(person) for person in people)),
            person=mention(str(item.owner)),
            action=item.title(texts),
            note=shorten(item.note),
        )
    )


def moves_again(texts: Catalog, item: Item) -> Note:
    """What such a message becomes once the way is clear."""
    state = texts.say(f"checkin.state.{item.state}")
    return Note(text=texts.say("checkin.told.cleared", action=item.title(texts), state=state))
