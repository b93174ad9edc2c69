"""What stands beside the questions, as the fold of the transcript: facts that wait for a tap, names, small talk.

Kept apart from `transcript.Progress`, since it decides nothing but what is offered and in which words we reply.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.interview.lines import Kind
from bot.store.tables import Entry

OVER = frozenset({Kind.ANSWERED, Kind.DECLINED, Kind.ASKED, Kind.REOPENED})  # what ends an offer about its question
# What may stand between two texts that answer nothing without a conversation going on between them.
BETWEEN = frozenset({Kind.TALKED, Kind.NUDGED, Kind.DECLINED})


@dataclass(frozen=True)
class Beside:
    """Offers and names that wait for a tap, by question and by line; what was declined; what answered nothing.

    `talks` are all texts that answered nothing, `row` those since something was answered, asked or done. `answered_seq`
    is the line of the newest answer.
    """

    offers: dict[str, Entry] = field(default_factory=dict)
    declined: frozenset[tuple[str, str]] = frozenset()
    names: dict[int, Entry] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    talks: tuple[Entry, ...] = ()
    row: tuple[Entry, ...] = ()
    answered_seq: int = 0

    @property
    def in_thread(self) -> tuple[Entry, ...]:
        """The offers that stand in the thread, where everybody sees them."""
        return tuple(line for line in self.offers.values() if line.whom is None)


def beside(lines: Iterable[Entry]) -> Beside:
    """What the lines add up to, in their order."""
    offers: dict[str, Entry] = {}
    declined: set[tuple[str, str]] = set()
    names: dict[int, Entry] = {}
    named: set[str] = set()
    talks: list[Entry] = []
    row: list[Entry] = []
    answered = 0
    for line in lines:
        kind = Kind(line.kind)
        if kind not in BETWEEN:
            row.clear()
        if kind in OVER and (offer := offers.pop(line.question, None)) is not None and kind is Kind.DECLINED:
            declined.add((line.question, offer.option or ""))
        match kind:
            case Kind.ANSWERED:
                answered = line.seq
            case Kind.OFFERED:
                offers[line.question] = line
            case Kind.NAMED:
                names[line.seq] = line
                named.add(called(line.quote or ""))
            case Kind.HOLDS:
                names.pop(line.value or 0, None)
            case Kind.TALKED:
                talks.append(line)
                row.append(line)
            case _:
                pass
    return Beside(offers, frozenset(declined), names, frozenset(named), tuple(talks), tuple(row), answered)


def called(name: str) -> str:
    """A name as two spellings of it are one: its first word, in lower case; "Marta from AP" is "Marta"."""
    return (name.casefold().split() or [""])[0]
