"""After the plan: who takes what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.question import button
from prompts.messages import Note, Task, Tasks
from prompts.mrkdwn import Mrkdwn, mention

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
    note: str = ""

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


def welcome(texts: Catalog, *, pilot: str, first: date, weekday: int, asked_at: time) -> Note:
    """The first DM, to somebody who has just agreed to be written to."""
    day, at = dates.day(texts.locale, first), dates.clock(texts.locale, asked_at)
    name = dates.weekday(texts.locale, weekday)
    return Note(text=texts.say("claims.welcome", pilot=pilot, date=day, weekday=name, time=at))
