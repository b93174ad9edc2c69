"""The week's digest, for the plan's thread: what is done, what is in the way and whose, the numbers, the reasons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.chart import standing_words, target_words
from prompts.compose.checkin import PLAN_WEEKS, Said
from prompts.compose.followup import SETTLED, Item
from prompts.compose.trend import Trend
from prompts.messages import Detail, Part
from prompts.mrkdwn import Mrkdwn, mention, shorten
from prompts.numbers import number

IN_THE_WAY = ("blocked", "help")
COUNTED = ("under_way", "blocked", "help", "not_doing", "open")
HOLDS = frozenset({"confirmed", "likely"})
MOST_FACTS = 3  # behind one reason
MOST_LINES = 12  # actions of one kind that stand on a line of their own
MOST_NOTES = 8
MOST_LISTED = 3  # actions of one kind that share a line


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A reason whose state is another one than when the week began, and the facts behind it: question, then, now."""

    reason: str
    was: str
    now: str
    facts: tuple[tuple[str, str | None, str | None], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the answers after the plan say: reasons that moved this week, and what would still have to be true.

    `left` are questions with the option that each would need, `total` how many there were when the plan was posted;
    `not_yet` are facts that an action was to change and has not, with who says so.
    """

    moved: tuple[Moved, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    total: int = 0
    not_yet: tuple[tuple[str, str, str], ...] = ()
    said_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Unheard:
    """Who has said nothing in a week: those who were asked, those who wish to be later, who is away until when."""

    silent: Sequence[str] = ()
    put_off: Sequence[str] = ()
    away: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week as the digest tells it.

    `since` says since which day an action is in the way; `fresh` are those settled in this week; `flags` by metric who
    said what to a number that goes the wrong way; `unheard`, `unsaid` (facts, with who was asked) and `no_number` are
    still missing, empty before the week is looked at. `gates` are those that are shown and not open, a line each.
    """

    pilot: str
    number: int
    today: date
    items: Sequence[Item]
    since: Mapping[str, date] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    notes: Sequence[Said] = ()
    trends: Sequence[Trend] = ()
    flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    verdict: Verdict | None = None
    unheard: Unheard = Unheard()
    unsaid: Sequence[tuple[str, str, str]] = ()
    no_number: Sequence[str] = ()
    gates: Sequence[Mrkdwn] = ()


def digest(texts: Catalog, week: Week) -> Detail:
    """One message for the whole week; it is edited as answers come."""
    parts = (
        Part(lines=tuple(_actions(texts, week))),
        Part(title=texts.say("digest.numbers"), lines=tuple(_numbers(texts, week))),
        Part(title=texts.say("digest.reasons"), lines=tuple(_reasons(texts, week.verdict))),
        Part(lines=tuple(week.gates)),
        Part(title=texts.say("digest.notes"), lines=tuple(_notes(texts, week.notes))),
        Part(title=texts.say("digest.missing"), lines=tuple(_missing(texts, week))),
    )
    is_late = week.number > PLAN_WEEKS
    title = texts.say("digest.title_late", pilot=week.pilot) if is_late else _title(texts, week)
    return Detail(title=title, parts=tuple(part for part in parts if part.lines), context=_closing(texts, week))


def _title(texts: Catalog, week: Week) -> Mrkdwn:
    return texts.say("digest.title", week=week.number, pilot=week.pilot)


def _actions(texts: Catalog, week: Week) -> Iterator[str]:
    """How many are how far; then, a line each, what is in the way, what was settled this week, and what is late."""
    yield _counts(texts, week.items)
    yield from _some(texts, [_in_the_way(texts, week, item) for item in _of(week, IN_THE_WAY)])
    settled = [item for item in _of(week, SETTLED) if item.action in week.fresh]
    yield from _some(texts, [_settled(texts, item) for item in settled])
    going = _of(week, ("under_way",))
    if going:
        yield texts.say("digest.under_way", actions=_listed(texts, going))
    late = [item for item in week.items if item.due < week.today and item.state in {"open", "under_way"}]
    if late:
        yield texts.say("digest.late", actions=_listed(texts, late))


def _in_the_way(texts: Catalog, week: Week, item: Item) -> Mrkdwn:
    day = week.since.get(item.action)
    return texts.say(
        f"digest.{item.state}",
        action=item.title(texts),
        person=_whose(texts, item),
        date=dates.day(texts.locale, day) if day else "",
        note=shorten(item.note),
    )


def _settled(texts: Catalog, item: Item) -> Mrkdwn:
    person, note = _whose(texts, item), shorten(item.note)
    return texts.say(f"digest.{item.state}", action=item.title(texts), person=person, note=note)


def _some(texts: Catalog, lines: Sequence[str]) -> Iterator[str]:
    """As many lines as are read, and how many more there are."""
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield texts.say("since.facts_more", count=len(lines) - MOST_LINES)


def _counts(texts: Catalog, items: Sequence[Item]) -> Mrkdwn:
    done = sum(item.state == "done" for item in items)
    parts = [texts.say("digest.done_of", count=done, total=len(items))]
    for state in COUNTED:
        count = sum(item.state == state for item in items)
        if count:
            parts.append(texts.say(f"digest.count.{state}", count=count))
    return Mrkdwn(" · ".join(parts))


def _of(week: Week, states: Sequence[str]) -> list[Item]:
    return [item for state in states for item in week.items if item.state == state]


def _listed(texts: Catalog, items: Sequence[Item]) -> Mrkdwn:
    shown = [_item(texts, item) for item in items]
    more = [texts.say("since.facts_more", count=len(shown) - MOST_LISTED)] if len(shown) > MOST_LISTED else []
    return Mrkdwn(", ".join([*shown[:MOST_LISTED], *more]))


def _item(texts: Catalog, item: Item) -> Mrkdwn:
    if item.owner:
        return texts.say("digest.item", action=item.title(texts), person=mention(item.owner))
    return texts.say("digest.item_nobody", action=item.title(texts), role=texts.roles[item.role])


def _whose(texts: Catalog, item: Item) -> Mrkdwn:
    return mention(item.owner) if item.owner else texts.say("plan.nobody", role=texts.roles[item.role])


def _numbers(texts: Catalog, week: Week) -> Iterator[str]:
    """From what it was to what it is, against the target; one that goes the wrong way with who looks at it."""
    for trend in week.trends:
        if trend.latest is None:
            continue
        yield texts.say(
            "digest.number",
            name=texts.metrics[trend.metric].name,
            numbers=steps(texts, trend),
            unit=texts.unit(trend.unit, trend.latest),
            target=target_words(texts, trend),
            standing=standing_words(texts, trend) if trend.standing in {"reached", "wrong_way"} else "",
            wrong=trend.standing == "wrong_way",
        )
        if trend.run:
            stands, person = week.flags.get(trend.metric, ("", ""))
            yield texts.say(f"flag.{stands}", person=mention(person)) if stands else texts.say("flag.nobody")


def steps(texts: Catalog, trend: Trend) -> Mrkdwn:
    """The numbers with arrows: from the time before to now, or all of those that go the wrong way."""
    values = list(trend.run) or [value for value in (trend.baseline, trend.latest) if value is not None]
    if trend.is_recorded_since and len(trend.weeks) == 1:
        values = values[-1:]
    *before, last = [number(texts.locale, value) for value in values]
    return Mrkdwn(" → ".join([*before, f"*{last}*"]))


def _reasons(texts: Catalog, verdict: Verdict | None) -> Iterator[str]:
    """The reasons that moved this week with the facts behind it, then what would still have to be true."""
    if verdict is None:
        return
    yield from _moved(texts, verdict)
    for question, option, person in verdict.not_yet:
        words = texts.questions[question].options[option].text
        yield texts.say("digest.not_yet", question=texts.questions[question].text, option=words, person=mention(person))
    if not verdict.total and not verdict.left:
        return
    if not verdict.left:
        yield texts.say("digest.left_none")
        return
    yield texts.say("digest.left", count=len(verdict.left), total=verdict.total)
    for question, option in verdict.left[:MOST_LINES]:
        wording = texts.questions[question]
        yield texts.say("verdict.change", question=wording.text, option=wording.options[option].text)


def _moved(texts: Catalog, verdict: Verdict) -> Iterator[str]:
    """Reasons that came to hold or hold no more, or are surer, each with its facts; the others on one line."""
    told: set[str] = set()
    for moved in verdict.moved:
        if HOLDS.isdisjoint((moved.was, moved.now)):
            continue
        yield texts.say("digest.moved", **_states(texts, moved))
        new = [(question, now) for question, _, now in moved.facts if now and question not in told]
        yield from (_fact(texts, verdict, question, now) for question, now in new[:MOST_FACTS])
        told |= {question for question, _ in new}
    others = [moved for moved in verdict.moved if HOLDS.isdisjoint((moved.was, moved.now))]
    if others:
        listed = [texts.say("digest.moved_short", **_states(texts, moved)) for moved in others]
        yield texts.say("digest.moved_too", reasons=Mrkdwn(", ".join(listed)))


def _states(texts: Catalog, moved: Moved) -> dict[str, str]:
    was, now = texts.states[moved.was].word, texts.states[moved.now].word
    return {"name": texts.reasons[moved.reason].name, "was": was, "now": now}


def _fact(texts: Catalog, verdict: Verdict, question: str, now: str) -> Mrkdwn:
    wording, by = texts.questions[question], verdict.said_by.get(question)
    option = wording.options[now].text
    return texts.say("digest.fact", question=wording.text, now=option, person=mention(by) if by else "")


def _notes(texts: Catalog, notes: Sequence[Said]) -> list[Mrkdwn]:
    return [
        texts.say("checkin.thread_note", person=mention(one.person), note=shorten(one.note))
        for one in notes[-MOST_NOTES:]
    ]


def _missing(texts: Catalog, week: Week) -> Iterator[str]:
    for wording, people in (("silent", week.unheard.silent), ("put_off", week.unheard.put_off)):
        if people:
            yield texts.say(f"digest.{wording}", people=Mrkdwn(", ".join(mention(person) for person in people)))
    for person, day in week.unheard.away.items():
        yield texts.say("digest.away", person=mention(person), date=dates.day(texts.locale, day))
    for question, option, person in week.unsaid[:MOST_LINES]:
        words = texts.questions[question].options[option].text
        yield texts.say("digest.unsaid", question=texts.questions[question].text, option=words, person=mention(person))
    if week.no_number:
        yield texts.say("digest.no_number", names=", ".join(texts.metrics[one].name for one in week.no_number))


def _closing(texts: Catalog, week: Week) -> str:
    is_over = week.items and all(item.state in SETTLED for item in week.items)
    return texts.say("checkin.all_settled") if is_over else ""
