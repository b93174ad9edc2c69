"""A pilot in a few lines: for App Home and `/unstick list`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prompts import dates
from prompts.catalog import STATES, Catalog
from prompts.compose.verdict import names
from prompts.messages import Detail, Message, Note, Part
from prompts.mrkdwn import Mrkdwn, mention

HOLDING = ("confirmed", "likely")
STARTED = ("reviewing", "posted", "asking", "paused", "closed")
# One mark for each reason, fuller the likelier it is; the legend below says them in words.
MARKS = {"confirmed": "●", "likely": "◕", "unclear": "◑", "unlikely": "◔", "ruled_out": "○"}
LATE_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Card:
    """A pilot and where it stands.

    `reasons` are states by reason, `overdue` actions, `next_day` the next check-in. `has_no_owner`: in operation, and
    nobody answers for it any more.
    """

    id: str
    pilot: str
    state: str
    starter: str
    answered: int
    reasons: Mapping[str, str]
    settled: int
    total: int
    overdue: tuple[str, ...]
    next_day: date | None
    ended: date | None
    is_mine: bool
    has_no_owner: bool = False
    has_report: bool


def pilot(texts: Catalog, card: Card) -> Mrkdwn:
    """The pilot's name, where it stands, its reasons as marks with those that hold in words, and what is late."""
    lines = [texts.say("home.pilot", pilot=card.pilot, state=_state(texts, card))]
    if card.state in STARTED and card.answered:
        marks = Mrkdwn(" ".join(MARKS[state] for state in card.reasons.values()))
        held = [reason for reason, state in card.reasons.items() if state in HOLDING]
        lines.append(texts.say("home.marks", marks=marks, names=names(texts, held)))
    if card.overdue:
        late = ", ".join(texts.actions[action].title for action in card.overdue[:LATE_SHOWN])
        lines.append(texts.say("home.overdue", count=len(card.overdue), actions=late))
    if card.has_no_owner:
        lines.append(texts.say("status.no_owner"))
    if card.next_day:
        lines.append(texts.say("home.next", date=dates.day(texts.locale, card.next_day)))
    return Mrkdwn("\n".join(lines))


def legend(texts: Catalog) -> Mrkdwn:
    """What the marks mean, in words."""
    parts = [texts.say("home.mark", mark=MARKS[state], state=texts.states[state].word.lower()) for state in STATES]
    return texts.say("home.legend", marks=Mrkdwn(" · ".join(parts)))


def listing(texts: Catalog, cards: Sequence[Card], more: int) -> Message:
    """Pilots one below the other, those of the reader first; each a part of its own, so that none is cut."""
    if not cards:
        return Note(text=texts.say("home.none"))
    rest = (Part(lines=(texts.say("home.more", count=more),)),) if more else ()
    return Detail(
        title=texts.say("home.list_title"),
        parts=(*(Part(lines=(pilot(texts, card),)) for card in cards), *rest),
        context=legend(texts),
    )


def _state(texts: Catalog, card: Card) -> Mrkdwn:
    match card.state:
        case "reviewing":
            return texts.say("home.state.reviewing", person=mention(card.starter))
        case "posted":
            return texts.say("home.state.posted", settled=card.settled, total=card.total)
        case "paused":
            return texts.say("home.state.paused", answered=card.answered)
        case "asking":
            return texts.say("home.state.asking", answered=card.answered, person=mention(card.starter))
        case _:
            day = dates.day(texts.locale, card.ended) if card.ended else ""
            return texts.say("home.state.ended", date=day)
