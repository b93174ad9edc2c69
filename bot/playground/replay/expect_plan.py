"""Holding what a case expects after its plan against what came of it; each fault is one sentence."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground.replay.case import Expect
from bot.playground.replay.hands import buttons, is_checkin, is_month, letter_of
from bot.playground.replay.running import Play
from bot.playground.slack.model import Message

_LED_BACK = re.compile(r"^\w+\.checkin\.\w+\.\d+\.(?=[rw]\d+$)|\d+$")


def after_plan(running: Play, expect: Expect) -> Iterator[str]:
    """What does not hold of the actions, the check-ins and the pilot's stage."""
    yield from _pilot(running, expect)
    for person, count in expect.checkins.items():
        found = len(_asked(running, person))
        if found != count:
            yield f"{person} has had {found} check-ins, expected {count}"
    yield from _moments(running, expect.checkin_at, is_checkin, "was asked")
    yield from _moments(running, expect.months, is_month, "was asked for a month")
    yield from _moments(running, expect.reminded, _is_reminder, "was reminded")
    yield from _moments(running, expect.again, _is_wished, "was led back")
    for person, actions in expect.asked_of.items():
        messages = _asked(running, person)
        asked_of = _actions_of(messages[-1]) if messages else {}
        if set(asked_of) != set(actions):
            last = ", ".join(asked_of) or "nothing"
            yield f"{person} was last asked about {last}, expected {', '.join(actions)}"
    for person in expect.silent:
        if running.dm(person):
            yield f"{person} was written to {len(running.dm(person))} times, expected never"


def _pilot(running: Play, expect: Expect) -> Iterator[str]:
    if expect.stage is not None and running.stage_of_pilot() != expect.stage:
        yield f"the pilot's stage is {running.stage_of_pilot()}, expected {expect.stage}"
    owners = running.owners() if expect.owners else {}
    for action, owner in expect.owners.items():
        if owners.get(action) != owner:
            yield f"{action} is with {owners.get(action, 'no plan')}, expected {owner}"
    gates = running.gates() if expect.gates else {}
    for gate, lacks in expect.gates.items():
        if gates.get(gate) != lacks:
            yield f"the gate {gate} lacks {gates.get(gate, 'a place in the thread')}, expected {lacks or 'nothing'}"


def _moments(
    running: Play, wanted: dict[str, tuple[str, ...]], counts: Callable[[Message], bool], did: str
) -> Iterator[str]:
    """Whether people had messages of a kind at just these moments, where they are."""
    for person, moments in wanted.items():
        zone = ZoneInfo(running.slack.hands.user(person).tz)
        found = [_moment(one.ts).astimezone(zone) for one in running.dm(person) if counts(one)]
        times = [moment.strftime("%a %d %b %H:%M") for moment in found]
        if times != list(moments):
            yield f"{person} {did} at {times}, expected {list(moments)}"


def _asked(running: Play, person: str) -> list[Message]:
    return [one for one in running.dm(person) if is_checkin(one)]


def _is_reminder(message: Message) -> bool:
    return _LED_BACK.sub("", letter_of(message)) == "r"


def _is_wished(message: Message) -> bool:
    return _LED_BACK.sub("", letter_of(message)) == "w"


def _actions_of(message: Message) -> dict[str, None]:
    """The actions that a check-in asks about."""
    return dict.fromkeys(spot.value.split("|")[1] for spot in buttons(message) if spot.action == "report")


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), tz=UTC)
