"""Requests as Slack makes them, taken from a conversation, and what can be done to them."""

import copy
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from tests.scenario import play
from tests.scenario.plans import checkins, posted_now, take_all

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**40, 1.5, "", " ", "\0", "\ud800", "'; drop table entry; --", "<@U0TOMASZ>", "<!channel>",
    "{{ 7*7 }}", '#import "x"', "x" * 4000, "\u0627" * 300, "\u202e" + "a",
    [], [None], {}, {"id": None}, {"": ""}, [[[]]], "1" * 500,
    "|||", "../../etc/passwd", "null", "{}", "[]", "2026-11-03", "U0OLIVIA", "C0ORDERS",
)  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """One request: what kind of body it has, and what it holds."""

    content_type: str
    payload: dict[str, Any]
    in_form: bool = False

    def body(self) -> bytes:
        """As it is sent."""
        if self.content_type == JSON:
            return json.dumps(self.payload).encode()
        flat = {"payload": json.dumps(self.payload)} if self.in_form else self.payload
        return urlencode({name: str(value) for name, value in flat.items()}, errors="replace").encode()


def conversation(stage: Stage) -> list[Seed]:
    """A conversation with all kinds of requests in it, from the command to a check-in and App Home."""
    stage.slack.slash("olivia", "orders", "/unstick", "help")
    stage.slack.open_home("olivia")
    talk = posted_now(stage)
    take_all(talk, "tomasz")
    stage.travel(stage.clock() + play.WEEK)
    assert checkins(stage, "tomasz")
    stage.slack.say("olivia", "orders", "hm, I do not know", talk.root)
    _use_forms(stage, talk)
    stage.settle()
    return [*_sent(stage)]


def _use_forms(stage: Stage, talk: play.Talk) -> None:
    """Open every form that there is on the way, and send it as it is."""
    for text in ("first", "settings", "another pilot"):
        stage.slack.slash("olivia", "orders", "/unstick", text)
        _send_form(stage, "olivia")
    for action in ("document", "decline", "name", "gate"):
        _use(stage, "brenda", play.plan_thread(talk), action)
    for action in ("note", "numbers", "away", "report"):
        _use(stage, "tomasz", play.dms(stage, "tomasz"), action)


def _use(stage: Stage, name: str, shown: list[Message], action: str) -> None:
    for key in [key for message in shown for key in play.keys(message) if key.action.startswith(action)][:1]:
        play.tap_only(stage, name, key)
        _send_form(stage, name)


def _send_form(stage: Stage, name: str) -> None:
    view = stage.slack.view(name)
    if view is not None:
        stage.slack.submit(name, view.id, {})


def _sent(stage: Stage) -> Iterator[Seed]:
    workspace = stage.slack.workspace
    for happened in [*workspace.log]:
        body = happened.get("body")
        if happened["type"] != "request" or happened["direction"] != "to_app" or not body:
            continue
        if body.startswith("{"):
            yield Seed(JSON, json.loads(body))
        else:
            form = dict(parse_qsl(body, keep_blank_values=True))
            is_wrapped = "payload" in form
            yield Seed(FORM, json.loads(form["payload"]) if is_wrapped else form, in_form=is_wrapped)


def mutated(seeds: Sequence[Seed], chance: random.Random) -> Seed:
    """One of them with one to four places changed: left out, something odd instead, or what stands elsewhere."""
    kinds = sorted({str(seed.payload.get("type")) for seed in seeds})
    kind = chance.choice(kinds)  # rare ones as often as frequent ones
    seed = chance.choice([seed for seed in seeds if str(seed.payload.get("type")) == kind])
    payload = copy.deepcopy(seed.payload)
    _renew(payload, chance)
    for _ in range(chance.randint(1, 4)):
        places = [*_places(payload)]
        if not places:
            break
        holder, key = chance.choice(places)
        other = chance.choice(seeds).payload
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(chance.choice([*_values(other)] or [None]))
            case 2 if isinstance(holder[key], str) and holder[key]:
                cut = chance.randrange(len(holder[key]))
                holder[key] = holder[key][:cut] + chance.choice(["", "|", "\0", "9", "💥"]) + holder[key][cut + 1 :]
            case _:
                holder[key] = copy.deepcopy(chance.choice(ODD))
    return Seed(seed.content_type, payload, seed.in_form)


def _renew(payload: dict[str, Any], chance: random.Random) -> None:
    """As a request of its own: else it would be known as one that was acted on already."""
    fresh = f"{chance.getrandbits(64):x}"
    for holder, key in _places(payload):
        if key in {"trigger_id", "event_id"} or (key == "id" and str(holder[key]).startswith("V")):
            holder[key] = f"{holder[key]}.{fresh}"


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in it: what holds it, and its key there."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in [*pairs]:
        yield value, key
        yield from _places(each)


def _values(value: Any) -> Iterator[Any]:
    for holder, key in _places(value):
        yield holder[key]
