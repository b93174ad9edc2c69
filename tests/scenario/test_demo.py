"""The playground as `make demo` runs it, without a browser: the bot's own process, one file, stories, the clock."""

import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.playground.apart import BotDown
from bot.playground.demo import FILE, Demo
from bot.playground.replay.pace import FAST
from bot.playground.slack.model import TOKEN, VERIFICATION_TOKEN
from bot.playground.slack.serve import HOST

STORY_S = 240.0  # on a machine that is busy with other things


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A playground in an empty folder."""
    with Demo(tmp_path, rest_s=0, retry_scale=0.02) as running:
        yield running


def ask(demo: Demo, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    """What the page is answered."""
    connection = HTTPConnection(urlsplit(demo.slack.url).netloc)
    connection.request("GET" if body is None else "POST", f"/play/{path}", None if body is None else json.dumps(body))
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def wait_for_act(demo: Demo, number: int) -> None:
    """Wait until so many acts of the story have been done."""
    deadline = time.monotonic() + STORY_S
    while demo.player.shown is None or demo.player.shown.done < number:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_killed_in_the_middle_of_a_story_nothing_is_lost(demo: Demo, tmp_path: Path) -> None:
    """The bot dies in the middle, twice, and comes back: the story ends as it does without.

    All is there after a restart of the whole, and the next check-in comes. No secret stands in what the page is shown.
    """
    assert urlsplit(demo.slack.url).hostname == HOST == "127.0.0.1"
    ask(demo, "story", {"do": "play", "name": "order-intake", "speed": FAST})
    for act in (12, 50):  # within the diagnosis, and after the plan
        wait_for_act(demo, act)
        assert ask(demo, "kill", {})[0] == 200
        assert demo.bot.pid is None
        with pytest.raises(BotDown):
            demo.turn({"next": "checkin"})
        ask(demo, "start", {})
    demo.player.wait(STORY_S)
    shown = ask(demo, "story")[1]["story"]
    assert (shown["state"], shown["faults"]) == ("ended", [])

    _, behind = ask(demo, "behind?language=es")
    assert behind["pilot"] == "order intake agent"
    assert behind["bot"]["starts"] == 3
    assert behind["reasons"][0]["trace"][0] == {"what": "prior", "weight": "−1"}
    assert behind["outbox"]["waiting"] == 0
    exchanges = json.dumps(ask(demo, "exchanges")[1])
    assert TOKEN not in exchanges
    assert VERIFICATION_TOKEN not in exchanges
    moments = ask(demo, "timeline")[1]["moments"]
    assert {"command", "said", "tap", "verdict", "plan", "checkin", "gate", "digest", "bot"} <= {
        moment["kind"] for moment in moments
    }

    before = {key: message.text for key, message in demo.slack.workspace.messages.items()}
    files = dict(demo.slack.workspace.files)
    demo.__exit__()
    lock = tmp_path / f"{FILE}.serving"  # the bot's own, so that no second one serves the file; it holds nothing
    assert set(tmp_path.iterdir()) == {tmp_path / FILE, lock}
    assert lock.read_bytes() == b""
    with Demo(tmp_path, rest_s=0, retry_scale=0.02) as again:
        assert {key: message.text for key, message in again.slack.workspace.messages.items()} == before
        assert again.slack.workspace.files == files
        assert again.chronicle.moments[: len(moments)] == moments
        again.bot.wait_up()
        asked = len(again.slack.messages(again.slack.dm("brenda").id))
        again.turn({"next": "checkin"})
        again.turn({"advance_seconds": 7 * 86_400})
        assert len(again.slack.messages(again.slack.dm("brenda").id)) > asked


def test_a_story_is_paused_and_taken_over_by_whoever_acts(demo: Demo) -> None:
    """A paused story does nothing; who acts on the page ends it, and their own word counts.

    Starting afresh empties everything, and then there is no next check-in to go to.
    """
    ask(demo, "story", {"do": "play", "name": "credit-notes", "speed": 20})
    wait_for_act(demo, 3)
    ask(demo, "story", {"do": "pause"})
    thread = next(one for one in demo.slack.messages("orders") if one.by_bot)
    status, _ = ask(demo, "say", {"user": "olivia", "channel": "orders", "text": "pause", "thread_ts": thread.ts})
    assert status == 200
    assert ask(demo, "story")[1]["story"]["state"] == "taken_over"
    demo.settle()
    assert demo.slack.messages("orders", thread.ts)[-1].text.startswith("Paused")

    assert ask(demo, "reset", {}) == (200, {"ok": True})
    assert ask(demo, "story")[1]["story"] is None
    assert demo.slack.messages("orders") == []
    demo.bot.wait_up()
    assert ask(demo, "clock", {"next": "checkin"}) == (400, {"ok": False, "error": "nothing_due"})
    assert ask(demo, "story", {"do": "sing"})[0] == 400
    assert ask(demo, "story", {"do": "play", "name": "nobody's"})[0] == 400
