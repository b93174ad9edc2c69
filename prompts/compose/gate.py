"""A gate in the plan's thread: each thing that it asks for, who can give what is missing, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.question import button
from prompts.messages import Button, Note, Picker, Task, Tasks
from prompts.mrkdwn import Mrkdwn, mention, plain, shorten

REVIEWER = "security_reviewer"
REFUSED = "!"  # stands behind a need that its person has refused


@dataclass(frozen=True, kw_only=True)
class Due:
    """An action of the plan that would give what is missing."""

    action: str
    owner: str | None
    due: date


@dataclass(frozen=True, kw_only=True)
class NeedLine:
    """One thing that a gate asks for. `person` holds the part that can give it (None: nobody, or `left` has left).

    `is_asked_again`: it was refused, and whoever refused it has been asked to look again since.
    """

    id: str
    role: str
    by_word: bool
    is_met: bool
    person: str | None
    left: str | None = None
    said_by: str | None = None
    is_refused: bool = False
    is_asked_again: bool = False
    reason: str = ""
    metrics: tuple[str, ...] = ()
    actions: tuple[Due, ...] = ()


@dataclass(frozen=True, kw_only=True)
class About:
    """Which gate, the day on which it is to be open, whether it is, and who could decide whatever is missing."""

    ref: str
    gate: str
    opens: date | None
    is_open: bool
    is_late: bool
    decided_by: str | None
    deciders: tuple[str, ...]


def gate(texts: Catalog, about: About, needs: Sequence[NeedLine]) -> Tasks:
    """A gate as it stands."""
    buttons: tuple[Button, ...] = ()
    if not about.is_open:
        buttons = (button(texts, "gate_decide", "gate.decide", f"{about.ref}|{about.gate}"),)
    return Tasks(
        title=texts.say(f"gate.title.{about.gate}"),
        tasks=tuple(_need(texts, about, need) for need in needs),
        context=_context(texts, about),
        buttons=buttons,
    )


def _context(texts: Catalog, about: About) -> Mrkdwn:
    day = dates.day(texts.locale, about.opens) if about.opens else ""
    if about.decided_by and about.is_open:
        return texts.say("gate.context.decided", person=mention(about.decided_by))
    if about.is_open:
        return texts.say("gate.context.open", date=day)
    people = Mrkdwn(", ".join(mention(person) for person in about.deciders))
    return texts.say("gate.context.late" if about.is_late else "gate.context", date=day, people=people)


def _need(texts: Catalog, about: About, need: NeedLine) -> Task:
    name = texts.say(f"gate.need.{need.id}")
    if need.is_met:
        person = mention(need.said_by) if need.said_by else ""
        text = texts.say("gate.met", need=name, person=person)
    else:
        text = Mrkdwn("\n".join([texts.say("gate.missing", need=name), *_how(texts, need)]))
    return Task(
        text=text, buttons=() if about.is_open else _buttons(texts, f"{about.ref}|{about.gate}|{need.id}", need)
    )


def _how(texts: Catalog, need: NeedLine) -> list[Mrkdwn]:
    """Who can give what is missing, and how."""
    lines = []
    if need.is_refused and need.said_by:
        lines.append(texts.say("gate.refused", person=mention(need.said_by), reason=shorten(need.reason)))
        if need.role == REVIEWER and not need.is_asked_again:
            lines.append(texts.say("gate.refused_then", person=mention(need.person or need.said_by)))
    if need.metrics:
        names = ", ".join(texts.metrics[metric].name for metric in need.metrics)
        lines.append(texts.say(f"gate.lacks.{need.id}", names=names))
    lines += [_action(texts, one) for one in need.actions]
    if need.person is None:
        lines.append(_nobody(texts, need.role, need.left))
    elif need.is_asked_again:
        lines.append(texts.say("gate.looks_again", person=mention(need.person)))
    elif not need.is_refused or need.role != REVIEWER:
        lines.append(texts.say("gate.waits" if need.by_word else "gate.theirs", person=mention(need.person)))
    return lines


def _nobody(texts: Catalog, role: str, left: str | None) -> Mrkdwn:
    return texts.say("gate.nobody", role=texts.roles[role], left=mention(left) if left else "")


def _action(texts: Catalog, due: Due) -> Mrkdwn:
    return texts.say(
        "gate.action",
        action=texts.actions[due.action].title,
        person=mention(due.owner) if due.owner else "",
        date=dates.day(texts.locale, due.due),
    )


def _buttons(texts: Catalog, value: str, need: NeedLine) -> tuple[Button, ...]:
    """What its person can say: yes, not yet as often as there is a reason, and a given yes taken back."""
    if need.metrics and not need.is_met:
        return (button(texts, "numbers", "checkin.enter", value.partition("|")[0]),)
    if not need.by_word or need.person is None:
        return ()
    if need.is_met:
        return (button(texts, "gate_no", "gate.take_back", value),) if need.said_by else ()
    if need.role != REVIEWER:
        label = "gate.own" if need.id == "owner" else "gate.confirm"
        return (button(texts, "gate_yes", label, value),)
    waits_for_others = need.is_refused and not need.is_asked_again
    return (
        button(texts, "gate_yes", "gate.approve", value, style="primary"),
        button(texts, "gate_no", "gate.not_yet", value),
        *((button(texts, "gate_again", "gate.again", value),) if waits_for_others else ()),
    )


def missing_line(texts: Catalog, missing: str) -> Mrkdwn:
    """What is missing at a gate and who can give it, in one line; `missing` as the store keeps it."""
    parts = []
    for one in missing.split():
        need, _, person = one.partition(":")
        name = texts.say(f"gate.need.{need.removesuffix(REFUSED)}")
        who = mention(person) if person else ""
        parts.append(texts.say("gate.part", need=name, person=who, refused=need.endswith(REFUSED)))
    return Mrkdwn(" · ".join(parts))


def standing(texts: Catalog, gate_id: str, missing: Mrkdwn) -> Mrkdwn:
    """A gate in the week's digest."""
    return texts.say("gate.line", title=texts.say(f"gate.title.{gate_id}"), missing=missing)


def not_open(texts: Catalog, gate_id: str, missing: Mrkdwn) -> Note:
    """Its week has come, and it is not open."""
    return Note(text=texts.say(f"gate.not_open.{gate_id}", missing=missing))


def opened(texts: Catalog, gate_id: str, *, decided_by: str | None, reason: str, opens: date | None) -> Note:
    """It is open: nothing is missing any more, or somebody has decided."""
    if decided_by:
        text = texts.say(f"gate.decided.{gate_id}", person=mention(decided_by), reason=shorten(reason, 500))
    else:
        day = dates.day(texts.locale, opens) if opens else ""
        text = texts.say(f"gate.opened.{gate_id}", date=day)
    return Note(text=text)


def asks(texts: Catalog, gate_id: str, *, person: str) -> Note:
    """Somebody else holds the part now: they are asked."""
    return Note(text=texts.say("gate.asks", title=texts.say(f"gate.title.{gate_id}"), person=mention(person)))


def asked_again(texts: Catalog, gate_id: str, *, person: str, by: str) -> Note:
    """What the reviewer missed is there, somebody says: would they look again?"""
    title = texts.say(f"gate.title.{gate_id}")
    return Note(text=texts.say("gate.asked_again", title=title, person=mention(person), by=mention(by)))


def reminder(texts: Catalog, gate_id: str, *, person: str) -> Note:
    """One kind word to whoever is asked."""
    return Note(text=texts.say("gate.reminder", title=texts.say(f"gate.title.{gate_id}"), person=mention(person)))


def reminded(texts: Catalog, *, person: str) -> Note:
    """What that becomes once they have answered."""
    return Note(text=texts.say("gate.reminded", person=mention(person)))


def nobody_holds(texts: Catalog, role: str, *, ref: str, left: str | None, people: Sequence[str]) -> Note:
    """Nobody holds a part (any more): those who may say so are asked who does."""
    listed = Mrkdwn(" ".join(mention(person) for person in people))
    name = texts.roles[role]
    return Note(
        text=texts.say("part.nobody", role=name, left=mention(left) if left else "", people=listed),
        picker=Picker(action="name_role", label=plain(texts.say("part.pick", role=name)), value=f"{ref}|{role}"),
    )


def holds(texts: Catalog, role: str, *, person: str, by: str) -> Note:
    """What that becomes once somebody is named."""
    return Note(text=texts.say("part.named", role=texts.roles[role], person=mention(person), by=mention(by)))


def handoff(texts: Catalog, *, ref: str, pilot: str, person: str, missing: Mrkdwn | None) -> Note:
    """To the business owner: is it theirs now? `missing` is what the last gate still lacks."""
    lines = [texts.say("handoff.ask", pilot=pilot, person=mention(person))]
    if missing:
        lines.append(texts.say("handoff.missing", missing=missing))
    return Note(
        text=Mrkdwn("\n".join(lines)),
        buttons=(
            button(texts, "gate_yes", "handoff.yes", f"{ref}|handoff|owner", style="primary"),
            button(texts, "gate_no", "gate.not_yet", f"{ref}|handoff|owner"),
        ),
    )


def handoff_reminder(texts: Catalog, *, pilot: str, person: str) -> Note:
    """One kind word to the owner."""
    return Note(text=texts.say("handoff.reminder", pilot=pilot, person=mention(person)))


def handoff_refused(texts: Catalog, *, pilot: str, person: str, reason: str, again: date) -> Note:
    """The owner says not yet, and why; when they are asked again."""
    day = dates.day(texts.locale, again)
    return Note(
        text=texts.say("handoff.not_yet", pilot=pilot, person=mention(person), reason=shorten(reason), date=day)
    )


def handed_over(texts: Catalog, *, pilot: str, person: str, first: date) -> Note:
    """It is daily work from today on."""
    day = dates.day(texts.locale, first)
    return Note(text=texts.say("handoff.done", pilot=pilot, person=mention(person), date=day))
