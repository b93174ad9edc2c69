"""How an answer came: tapped, typed and taken, or typed and confirmed by a tap; and what each reader voted.

Kept as JSON beside the words (`entry.how`): votes in whole numbers, never a part of the words themselves. A name that
stands in them is kept by where it stands.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.understanding.reading import Kind, Proposal, Reading


class Way(StrEnum):
    """How an answer came."""

    TAPPED = "tapped"
    TAKEN = "typed"  # typed, and taken as it was typed
    CONFIRMED = "typed_confirmed"  # typed, and confirmed by a tap


class _Told(Protocol):
    quote: str | None
    how: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody typed, and what was made of it: for the answer that these words become.

    `quote` is None where they say no more than the option's name. `whom` is who typed them in private. `waited`: they
    became the answer by a tap.
    """

    by: str
    quote: str | None = None
    source_ts: str | None = None
    whom: str | None = None
    votes: list[Any] = field(default_factory=list)
    also: tuple[Proposal, ...] = ()
    person: str | None = None
    waited: bool = False


def as_kept(reading: Reading, text: str) -> dict[str, Any]:
    """What is kept beside words that wait for a tap: the votes, and what else stands in them."""
    kept: dict[str, Any] = {"votes": votes_of(reading)}
    if reading.also:
        kept["also"] = [[one.question, one.option, one.value] for one in reading.also]
    if reading.person and (start := text.find(reading.person)) >= 0:
        kept["person"] = [start, start + len(reading.person)]
    return kept


def votes_of(reading: Reading) -> list[Any]:
    """The votes as JSON: source, version, and the options with their parts of `reading.WHOLE`, best first."""
    return [[vote.source, vote.version, [[option, parts] for option, parts in vote.ranked]] for vote in reading.votes]


def of_reading(reading: Reading, text: str, *, by: str, source_ts: str, whom: str | None) -> Words:
    """The words of an answer that is taken as it was typed."""
    return Words(
        by=by,
        quote=text if reading.own_words or reading.kind is not Kind.ACCEPT else None,
        source_ts=source_ts,
        whom=whom,
        votes=votes_of(reading),
        also=reading.also,
        person=reading.person,
    )


def of_said(line: Any) -> Words:
    """The words of a transcript line that waited for a tap."""
    kept = line.how or {}
    start, end = kept.get("person", (0, 0))
    return Words(
        by=line.by,
        quote=line.quote,
        source_ts=line.source_ts,
        whom=line.whom,
        votes=kept.get("votes", []),
        also=tuple(Proposal(question=q, option=option, value=value) for q, option, value in kept.get("also", [])),
        person=(line.quote or "")[start:end] or None,
        waited=True,
    )


def of_answer(words: Words | None, confirmed_by: str | None) -> dict[str, Any] | None:
    """What is kept beside an answer; None for one that was tapped."""
    return None if words is None else {"votes": words.votes, "confirmed_by": confirmed_by}


def way_of(line: _Told) -> Way:
    """How the answer of a line came. Before votes were kept, words with an answer were typed."""
    if line.how is None:
        return Way.TAKEN if line.quote else Way.TAPPED
    return Way.CONFIRMED if line.how.get("confirmed_by") else Way.TAKEN


def confirmed_by(line: _Told) -> str | None:
    """Who tapped what somebody's words were read as."""
    return (line.how or {}).get("confirmed_by")
