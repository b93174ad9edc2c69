"""What is sent, and what may come of it. A letter holds a message as data; how it looks is decided when it is sent."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Act(StrEnum):
    """What a letter does in Slack, or elsewhere."""

    POST = "post"  # into a channel, or a thread of it
    UPDATE = "update"  # instead of an earlier message
    DM = "dm"  # to one person
    FILE = "file"  # a file into a thread
    HOOK = "hook"  # an event to another system: nothing in Slack
    CONSULT = "consult"  # nothing anybody sees: a language model is asked about words, and what follows is put in then


class State(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"  # Slack will not take it, now or later


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message on its way into the outbox.

    `lane` is a channel id, or a person's id for a DM: what shares a lane keeps its order. `refers_to` names the
    letter whose thread a post joins, or whose message an update takes the place of.
    """

    id: str
    lane: str
    act: Act
    body: dict[str, Any]
    refers_to: str | None = None
    diagnosis_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as the sender gets it.

    `refers_to` is the letter whose thread it joins or whose message it replaces; `refers_channel` and `refers_ts` say
    where that one ended up, empty while it has not.
    """

    id: str
    workspace_id: str
    lane: str
    act: Act
    body: dict[str, Any]
    refers_to: str | None
    refers_channel: str | None
    refers_ts: str | None


@dataclass(frozen=True)
class Sent:
    """Where a letter ended up; Slack does not tell the `ts` of a file."""

    channel: str
    ts: str | None


class Sender(Protocol):
    """The hand that puts letters into Slack."""

    def send(self, letter: Letter) -> Sent:
        """Send it. Raises TryLater or Refused."""

    def find(self, letter: Letter, after: str | None) -> Sent | None:
        """Look whether it was posted already, later than the message `after`, by its id in the message's metadata.

        Raises TryLater or Refused.
        """


class DeliveryError(Exception):
    """A letter could not be sent."""


class TryLater(DeliveryError):  # noqa: N818 (it is a request, not an error, to whoever catches it)
    """Slack did not take it now: it waits `after_s` seconds. `doubtful`: it may have been taken all the same."""

    def __init__(self, reason: str, *, after_s: float, doubtful: bool) -> None:
        """`reason` is a short code for the log, never content."""
        super().__init__(f"Slack did not take the message now ({reason}); next try in {after_s:g} s.")
        self.reason = reason
        self.after_s = after_s
        self.doubtful = doubtful


class Refused(DeliveryError):  # noqa: N818
    """Slack will not take it, now or later; `code` is Slack's word for it."""

    def __init__(self, code: str) -> None:
        """`code` such as `channel_not_found`."""
        super().__init__(f"Slack refused the message: {code}.")
        self.code = code
