"""Whatever is sent to the real bot: no answer of 500, no hang, memory flat. A bounded run; `make fuzz` runs longer.

Not by Hypothesis: the bot's own threads draw on chance too, so an example could not be played again. Each request here
is made from a number, which a failure names.
"""

import gc
import json
import random
import tracemalloc
from collections.abc import Callable

import pytest

from tests.fuzz.conftest import Town
from tests.fuzz.payloads import FORM, JSON, Seed, mutated
from tests.fuzz.requests import FINE, LONGER
from tests.scenario import play

KINDS = (FORM, JSON, "", "text/plain")
LETTERS = "\0\t\n aé|<@>&*_`'\"\\{}[]0٣½—…\u200b\u202e\ud800中💥"
# By the long run: an id that is none, a weekday that is none, a person who is a number, a place to reply that is none.
FOUND = (4_155, 10_117, 25_899, 17_190)
LEAKED_BYTES = 300_000  # of 300 requests with some 3,000 bytes each


def _of(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 (nothing secret is made of it)


def _changed(town: Town, number: int) -> tuple[int, object]:
    """A real request with some of its places left out, swapped or made odd."""
    seed = mutated(town.seeds, _of(number))
    return town.sender.send(seed.body(), seed.content_type), seed.payload


def _any_bytes(town: Town, number: int) -> tuple[int, object]:
    """Any bytes, signed, said to be of any kind."""
    chance = _of(number)
    data = chance.randbytes(chance.randrange(300))
    return town.sender.send(data, chance.choice(KINDS)), data


def _any_words(town: Town, number: int) -> tuple[int, object]:
    """Whatever is typed into a diagnosis's thread."""
    chance = _of(number)
    text = "".join(chance.choices(LETTERS, k=chance.randrange(80)))
    seed = next(seed for seed in town.seeds if seed.payload.get("event", {}).get("thread_ts"))
    payload = {**seed.payload, "event_id": f"EvFuzz{number}", "event": {**seed.payload["event"], "text": text}}
    return town.sender.send(Seed(JSON, payload).body(), JSON), text


@pytest.mark.parametrize(("make", "count"), [(_changed, 300), (_any_bytes, 100), (_any_words, 40)])
def test_no_fault(town: Town, make: Callable[[Town, int], tuple[int, object]], count: int) -> None:
    """It is turned away or acknowledged, and never answered by a fault."""
    for number in (*range(count * LONGER), *FOUND):
        status, sent = make(town, number)
        assert status in FINE, (number, sent)


def test_any_signature(town: Town) -> None:
    """Whatever stands in the two headers, a request that Slack did not sign is 401."""
    for number in range(60 * LONGER):
        chance = _of(number)
        stamp, signature = ("".join(chance.choices("v0=afé٣ -1", k=chance.randrange(70))).strip() for _ in range(2))
        encoded = [each.encode().decode("latin-1") for each in (stamp, signature)]
        headers = {"X-Slack-Request-Timestamp": encoded[0], "X-Slack-Signature": encoded[1]}
        assert town.sender.send(b"command=/unstick", FORM, headers) == 401, number


def test_memory_is_flat(town: Town) -> None:
    """What is turned away leaves nothing behind, however often it comes."""
    town.stage.settle()
    bodies = [b"{" + json.dumps(mutated(town.seeds, _of(number)).payload).encode() for number in range(50)]
    kept = []
    for rounds in (1, 6 * LONGER):
        for body in bodies * rounds:
            assert town.sender.send(body, JSON) == 400
        if not tracemalloc.is_tracing():
            tracemalloc.start()
        gc.collect()
        kept.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert kept[1] - kept[0] < LEAKED_BYTES


def test_it_still_works(town: Town) -> None:
    """After all that, a new diagnosis begins as ever."""
    town.stage.settle()
    talk = play.start(town.stage, "a pilot after the storm", by="carlos")
    assert play.is_open(talk)
