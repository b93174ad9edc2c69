"""Finding what a person would tap: the open question, the verdict's buttons, somebody's own check-in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.replay.acting import Acting
from bot.playground.slack.model import Message

_MONTH = re.compile(r"\w+\.review\.\d+")
_CHECKIN = re.compile(r"\w+\.checkin\.\w+\.\d+")


class NothingToTap(Exception):  # noqa: N818 (it names what was found: nothing)
    """No such button is there for this person now; the message names it."""


@dataclass(frozen=True)
class Spot:
    """A button: where it is, what it does and what it belongs to."""

    message: Message
    block_id: str
    action_id: str
    value: str

    @property
    def action(self) -> str:
        """What it does, such as "answer"."""
        return self.action_id.split("/")[0]


def buttons(message: Message) -> Iterator[Spot]:
    """All buttons of a message."""
    for block in message.blocks:
        elements: list[dict[str, Any]] = list(block.get("elements", ()))
        if "accessory" in block:
            elements.append(block["accessory"])
        for element in elements:
            if element.get("type") == "button":
                yield Spot(message, block["block_id"], element["action_id"], element.get("value", ""))


def is_checkin(message: Message) -> bool:
    """Whether a message is somebody's weekly question, whatever it shows by now; its letter tells."""
    return bool(_CHECKIN.fullmatch(letter_of(message)))


def is_month(message: Message) -> bool:
    """Whether a message is somebody's monthly review; its letter tells."""
    return bool(_MONTH.fullmatch(letter_of(message)))


def letter_of(message: Message) -> str:
    """Which letter of ours a message is; nothing for one of somebody else."""
    return str(((message.metadata or {}).get("event_payload") or {}).get("letter", ""))


def newest(messages: list[Message], action: str, ending: str = "") -> Spot:
    """The newest button of that action whose value ends so. Raises NothingToTap."""
    for message in reversed(messages):
        for spot in buttons(message):
            if spot.action == action and spot.value.endswith(ending):
                return spot
    raise NothingToTap(f"There is no {action} button{f' for {ending}' if ending else ''} now.")


def tap(slack: Acting, person: str, spot: Spot) -> None:
    """Tap it."""
    slack.click(person, spot.message.channel, spot.message.ts, spot.block_id, spot.action_id)


def choose(slack: Acting, person: str, messages: list[Message], chosen: str) -> None:
    """Choose somebody in the newest menu of people. Raises NothingToTap."""
    for message in reversed(messages):
        for block in message.blocks:
            for element in block.get("elements", ()):
                if element.get("type") == "users_select":
                    slack.click(person, message.channel, message.ts, block["block_id"], element["action_id"], chosen)
                    return
    raise NothingToTap("There is no menu of people now.")


def open_clash(thread: list[Message]) -> str | None:
    """The contradiction that waits to be settled; None when none does."""
    for message in reversed(thread):
        for spot in buttons(message):
            if spot.action == "settle":
                return spot.value.split("|")[1]
    return None


def open_question(thread: list[Message]) -> tuple[str, Message] | None:
    """The question that waits for an answer, with its message; None when none does."""
    for message in reversed(thread):
        for spot in buttons(message):
            if spot.action == "answer":
                return spot.value.split("|")[2], message
    return None
