"""What the lines of a transcript say."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol, cast, get_args

from scoring import Answer

if TYPE_CHECKING:
    from scoring.rules import Role

Stage = Literal["asking", "paused", "reviewing", "posted", "stopped", "closed"]


class Kind(StrEnum):
    """What a line of the transcript says."""

    ASKED = "asked"  # the question was put, to `whom`
    SAID = "said"  # somebody wrote something that named no option for certain
    HEARD = "heard"  # the same, but before it is asked back a language model is asked what it makes of it
    TALKED = "talked"  # somebody wrote something that answers nothing; `option` is what it was (reading.Talk)
    OFFERED = "offered"  # words about another question state a fact about this one: it counts once somebody taps it
    DECLINED = "declined"  # what was offered does not count; without a person: nobody needs it any more
    NAMED = "named"  # an answer named somebody, `quote`: do they hold the role `option`, and who are they?
    HOLDS = "holds"  # `whom` holds the role `option`, says `by`; without `whom`: whoever was named does not
    ANSWERED = "answered"  # the question has an option (or "unknown") now
    REOPENED = "reopened"  # its answer no longer counts, and it is asked again
    HANDED = "handed"  # it was handed to `whom`; `option` is how: "thread", "dm", or "parked" with who handed it
    RETURNED = "returned"  # it was given or taken back: `whom` is asked now, like everybody in the thread
    WAITED = "waited"  # nothing is left but what others were handed, and the starter was told so
    SECOND = "second"  # answered already, it is asked of `whom` as well
    SPLIT = "split"  # two people answered it differently: which describes last month better was asked
    RECONCILED = "reconciled"  # that is settled: `option` is the person whose answer stands, or "both"
    CLASHED = "clashed"  # `question` is a contradiction: which of its two answers holds was asked
    SETTLED = "settled"  # it is settled: `option` is the question whose answer stands, or "both"
    SKIPPED = "skipped"  # the question was passed over; it is not asked again unless somebody wants it
    PAUSED = "paused"  # nothing is asked until somebody goes on
    RESUMED = "resumed"  # it goes on; `question` is put again, if one was open
    UNSKIPPED = "unskipped"  # questions that were passed over may be asked after all
    NUDGED = "nudged"  # `whom` was reminded once; `option` is why: "day", "partial" or "pause"
    REVIEWED = "reviewed"  # the questions are done: all answers were shown
    SHOWN = "shown"  # the verdict was shown
    POSTED = "posted"  # the plan was posted
    CHECKED = "checked"  # after the plan: whether `question` has `option` by now was asked of `whom`
    LATER = "later"  # after the plan: `question` has this option now; what was answered before it was posted stays
    UNCHANGED = "unchanged"  # after the plan: it does not have it yet
    STOPPED = "stopped"  # somebody ended it
    CLOSED = "closed"  # it was closed after long silence, with what was known


STAGES: dict[Kind, Stage] = {
    **{Kind(stage): stage for stage in get_args(Stage) if stage not in {"asking", "reviewing"}},
    **dict.fromkeys((Kind.REOPENED, Kind.RETURNED, Kind.SECOND, Kind.RESUMED, Kind.UNSKIPPED), "asking"),
    **dict.fromkeys((Kind.REVIEWED, Kind.SHOWN), "reviewing"),
}
OURS = frozenset({Kind.NUDGED, Kind.WAITED, Kind.CLOSED})  # lines that no person caused


PARKED = "parked"  # how a question is handed to whoever asks somebody outside Slack about it


class Line(Protocol):
    """One line of the transcript, as the store keeps it."""

    seq: int
    kind: str
    question: str
    option: str | None
    value: int | None
    quote: str | None
    by: str | None
    whom: str | None
    role: str | None
    at: datetime


def answer_of(line: Line) -> Answer:
    """The answer that a line states."""
    role = cast("Role | None", line.role)
    return Answer(option=line.option or "unknown", value=line.value, by=line.by, role=role, quote=line.quote)
