"""After the plan: who takes what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.question import button
from prompts.messages import Note, Task, Tasks
from prompts.mrkdwn import Mrkdwn, mention, shorten

MOST_IN_FULL = 20  # with two buttons each; Slack takes 50 blocks
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


def claims(texts: Catalog, items: Sequence[Item], *, ref: str, holder: str | None, asked_at: time) -> Tasks:
    """A card: what was offered to somebody (`holder`), or to everybody, and what has become of it.

    `asked_at` is when whoever takes one is asked on Mondays, as long as they choose nothing else.
    """
    open_items = [item for item in items if not item.accepted and item.owner == holder]
    take_all = (
        (
            button(texts, "take_all", "claims.take", f"{ref}|{holder}", style="primary").model_copy(
                update={"label": texts.say("claims.take_all", count=len(open_items))}
            ),
        )
        if len(open_items) > 1 and holder
        else ()
    )
    return Tasks(
        title=texts.say("claims.title"),
        tasks=tuple(_claim(texts, item, holder, is_short=len(items) > MOST_IN_FULL) for item in items),
        context=texts.say("claims.context", time=dates.clock(texts.locale, asked_at)),
        buttons=take_all,
    )


def orphans(texts: Catalog, items: Sequence[Item], *, people: Sequence[str]) -> Tasks:
    """To those who answer for the pilot: what nobody has accepted, and what has found somebody since."""
    who = Mrkdwn(" ".join(mention(person) for person in people))
    return Tasks(
        title=texts.say("claims.orphans_title"),
        tasks=(
            Task(text=texts.say("claims.orphans", people=who)),
            *(_claim(texts, item, item.owner) for item in items),
        ),
    )


def _claim(texts: Catalog, item: Item, holder: str | None, *, is_short: bool = False) -> Task:
    """One action on a card: open, taken, or on its way to somebody else; in short it can only be taken."""
    due = dates.day(texts.locale, item.due)
    if item.accepted and item.owner:
        person = mention(item.owner)
        return Task(text=texts.say("claims.task_taken", action=item.title(texts), person=person, date=due))
    owner = mention(item.owner) if item.owner else texts.say("plan.nobody", role=texts.roles[item.role])
    if item.owner != holder:
        return Task(text=texts.say("claims.task_moved", action=item.title(texts), owner=owner))
    other = ("decline", "claims.decline") if item.owner else ("name", "claims.name")
    ways = [("take", "claims.take")] if is_short else [("take", "claims.take"), other]
    return Task(
        text=texts.say("claims.task", action=item.title(texts), owner=owner, date=due),
        buttons=tuple(button(texts, action, label, item.ref) for action, label in ways),
    )


def chase(texts: Catalog, items: Sequence[Item]) -> Note:
    """To those whose word is missing: once, and any answer is fine."""
    people = dict.fromkeys(item.owner for item in items if item.owner)
    who = Mrkdwn(" ".join(mention(person) for person in people))
    return Note(text=texts.say("claims.chase", people=who, count=len(items)))


def handed_on(texts: Catalog, item: Item, *, by: str, reason: str, people: Sequence[str]) -> Note:
    """An action has been passed on: to whom, or that it needs somebody, and why."""
    named = mention(item.owner) if item.owner else Mrkdwn(" ".join(mention(person) for person in people))
    wording = "claims.named" if item.owner else "claims.passed"
    return Note(
        text=texts.say(wording, people=named, person=mention(by), action=item.title(texts), reason=shorten(reason))
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
