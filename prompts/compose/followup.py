"""After the plan: who takes what, the weekly check-in, and the week's digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.question import button
from prompts.messages import Note, Task, Tasks
from prompts.mrkdwn import Mrkdwn, mention

PLAN_WEEKS = 5  # the 30 days reach into a fifth week
STATES = ("done", "under_way", "blocked", "not_doing")
MOST_ASKED = 20  # in one check-in; more would be a wall of text, and Slack takes 50 blocks
SETTLED = ("done", "not_doing")


@dataclass(frozen=True, kw_only=True)
class Item:
    """An action as people see it: how it is called, whose it is, when it is due, how it stands."""

    ref: str
    action: str
    role: str
    owner: str | None
    accepted: bool
    due: date
    state: str

    def title(self, texts: Catalog) -> str:
        """The action's name."""
        return texts.actions[self.action].title


def claims(texts: Catalog, items: Sequence[Item], *, ref: str, asked_at: time) -> Tasks:
    """Actions to accept, of one owner or of nobody yet; `asked_at` is when whoever takes one is asked on Mondays."""
    open_items = [item for item in items if not item.accepted]
    take_all = (
        (
            button(texts, "take_all", "claims.take", f"{ref}|{open_items[0].owner}", style="primary").model_copy(
                update={"label": texts.say("claims.take_all", count=len(open_items))}
            ),
        )
        if len(open_items) > 1 and open_items[0].owner
        else ()
    )
    return Tasks(
        title=texts.say("claims.title"),
        tasks=tuple(_claim(texts, item) for item in items),
        context=texts.say("claims.context", time=dates.clock(texts.locale, asked_at)),
        buttons=take_all,
    )


def _claim(texts: Catalog, item: Item) -> Task:
    due = dates.day(texts.locale, item.due)
    if item.accepted and item.owner:
        person = mention(item.owner)
        return Task(text=texts.say("claims.task_taken", action=item.title(texts), person=person, date=due))
    owner = mention(item.owner) if item.owner else texts.say("plan.nobody", role=texts.roles[item.role])
    return Task(
        text=texts.say("claims.task", action=item.title(texts), owner=owner, date=due),
        buttons=(button(texts, "take", "claims.take", item.ref),),
    )


def claims_standing(texts: Catalog, items: Sequence[Item]) -> Note:
    """Who has not accepted yet, and how many actions nobody has."""
    people = dict.fromkeys(item.owner for item in items if item.owner and not item.accepted)
    orphans = sum(item.owner is None for item in items)
    lines = []
    if people:
        lines.append(texts.say("claims.open", people=Mrkdwn(", ".join(mention(person) for person in people))))
    if orphans:
        lines.append(texts.say("claims.open_nobody", count=orphans))
    return Note(text=Mrkdwn(" · ".join(lines)) if lines else texts.say("claims.all_taken"))


def welcome(texts: Catalog, *, pilot: str, first: date, asked_at: time) -> Note:
    """The first DM, to somebody who has just agreed to be written to."""
    day, at = dates.day(texts.locale, first), dates.clock(texts.locale, asked_at)
    return Note(text=texts.say("claims.welcome", pilot=pilot, date=day, time=at))


def checkin(texts: Catalog, items: Sequence[Item], *, pilot: str, week: int, today: date, next_day: date) -> Tasks:
    """The weekly question to one owner: the open actions, with how each stood last; of very many the first due."""
    title = (
        texts.say("checkin.title", week=week, pilot=pilot)
        if week <= PLAN_WEEKS
        else texts.say("checkin.title_late", pilot=pilot)
    )
    open_count = sum(item.state not in SETTLED for item in items)
    context = (
        texts.say("checkin.context", next_date=dates.day(texts.locale, next_day))
        if open_count
        else texts.say("checkin.finished", pilot=pilot)
    )
    shown = sorted(items, key=lambda item: item.due)[:MOST_ASKED]
    if len(shown) < len(items):
        context = Mrkdwn(f"{texts.say('checkin.more', count=len(items) - len(shown))} {context}")
    return Tasks(title=title, tasks=tuple(_asked(texts, item, today) for item in shown), context=context)


def _asked(texts: Catalog, item: Item, today: date) -> Task:
    message = "checkin.task_late" if item.due < today else "checkin.task"
    text = texts.say(message, action=item.title(texts), date=dates.day(texts.locale, item.due))
    if item.state != "open":
        state = texts.say(f"checkin.state.{item.state}")
        text = Mrkdwn(f"{text}\n{texts.say('checkin.task_state', state=state)}")
    return Task(
        text=text,
        buttons=tuple(button(texts, "report", f"checkin.{state}", f"{item.ref}|{state}") for state in STATES),
    )


def digest(texts: Catalog, items: Sequence[Item], told: Sequence[tuple[str, str, str]], *, week: int) -> Note:
    """What the week brought, for the plan's thread; `told` is (person, action, state) in the order it was said."""
    settled = sum(item.state in SETTLED for item in items)
    head = (
        texts.say("checkin.digest", week=week, settled=settled, total=len(items))
        if week <= PLAN_WEEKS
        else texts.say("checkin.digest_late", settled=settled, total=len(items))
    )
    lines = [
        texts.say(
            "checkin.thread",
            person=mention(person),
            action=texts.actions[action].title,
            state=texts.say(f"checkin.state.{state}"),
        )
        for person, action, state in told
    ]
    closing = [texts.say("checkin.all_settled")] if settled == len(items) else []
    return Note(text=Mrkdwn("\n".join([head, *lines, *closing])))
