"""How quick the playground is: `python -m tests.bench.playground` writes its section of docs/benchmarks.md."""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.bench import page
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.conftest import TOURED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
MARKERS = ("<!-- playground:begin -->", "<!-- playground:end -->")
STARTS, LOADS, CLICKS = 3, 5, 24
SERVER_S, READY_S, CLICK_MS, PLAN_S = 3.0, 1.0, 300.0, 180.0
PATIENCE_S = 600.0
# From the press to the moment at which a message that was not there before stands in the thread.
PRESS = """() => new Promise((resolve) => {
    const log = document.querySelector(".thread .log");
    const known = new Set([...log.querySelectorAll("[data-ts]")].map((each) => each.dataset.ts));
    const buttons = [...log.querySelectorAll("[data-action='answer/0'], [data-action='settle/0']")];
    if (buttons.length === 0) { resolve(-1); return; }
    const begun = performance.now();
    const watch = new MutationObserver(() => {
        if ([...log.querySelectorAll("[data-ts]")].every((each) => known.has(each.dataset.ts))) return;
        watch.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - begun));
    });
    watch.observe(log, { childList: true, subtree: true });
    buttons.at(-1).click();
})"""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Seconds, and milliseconds where the name says so."""

    server: list[float]
    bot: list[float]
    ready: list[float]
    clicks_ms: list[float]
    plan: float


@contextmanager
def running(folder: str) -> Iterator[tuple[str, float]]:
    """`unstick playground` in a process of its own: its address, and when it was started."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "bot", "playground", "--port", "0", "--folder", folder]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process), begun
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://[\d.:]+", line):
            return found.group()
    raise RuntimeError("the playground said no address")


def ask(url: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the server answers."""
    connection = HTTPConnection(urlsplit(url).netloc)
    connection.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body))
    answer = connection.getresponse().read()
    connection.close()
    return dict(json.loads(answer)) if answer.startswith(b"{") else {}


def wait_until_up(url: str) -> None:
    """Wait until the bot answers."""
    deadline = time.monotonic() + PATIENCE_S
    while not ask(url, "/play/story")["bot"]["up"]:
        if time.monotonic() > deadline:
            raise RuntimeError("the bot did not start")
        time.sleep(0.02)


def measure() -> Found:
    """All of it, one after the other."""
    server, bot = [], []
    for _ in range(STARTS):
        with tempfile.TemporaryDirectory() as folder, running(folder) as (url, begun):
            ask(url, "/")
            server.append(time.perf_counter() - begun)
            wait_until_up(url)
            bot.append(time.perf_counter() - begun)
    with tempfile.TemporaryDirectory() as folder, running(folder) as (url, begun):
        ask(url, "/play/story", {"do": "play", "name": "order-intake"})
        while not any(moment["kind"] == "plan" for moment in ask(url, "/play/timeline")["moments"]):
            if time.perf_counter() - begun > PATIENCE_S:
                raise RuntimeError("the story came to no plan")
            time.sleep(0.2)
        plan = time.perf_counter() - begun
    ready, clicks = _before_the_page()
    return Found(server=server, bot=bot, ready=ready, clicks_ms=clicks, plan=plan)


def _before_the_page() -> tuple[list[float], list[float]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running(folder) as (url, _),
        sync_playwright() as playwright,
    ):
        wait_until_up(url)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        ready = [_opened(browser.new_context(), url) for _ in range(LOADS)]
        context = browser.new_context(viewport={"width": 1360, "height": 860})
        context.add_init_script(TOURED)
        clicks = _clicks(context.new_page(), url)
        browser.close()
    return ready, clicks


def _opened(context: Any, url: str) -> float:
    """Seconds until a page that was never seen before can be used."""
    shown = context.new_page()
    begun = time.perf_counter()
    shown.goto(url)
    shown.wait_for_selector("html[data-ready]")
    took = time.perf_counter() - begun
    context.close()
    return took


def _clicks(shown: Page, url: str) -> list[float]:
    """Milliseconds from pressing an answer to the next question on the screen."""
    shown.goto(url)
    shown.wait_for_selector("html[data-ready]")
    shown.get_by_role("button", name="/unstick order intake agent").last.click()
    shown.keyboard.press("Enter")
    shown.get_by_role("dialog").get_by_role("button", name="Start").click()
    shown.wait_for_selector(".thread [data-action='answer/0']")
    found: list[float] = []
    while len(found) < CLICKS:
        shown.wait_for_timeout(400)
        took = shown.evaluate(PRESS)
        if took < 0:
            break
        found.append(took)
    return found


def write(found: Found) -> None:
    """Put the section into the page."""
    p95 = sorted(found.clicks_ms)[min(len(found.clicks_ms) - 1, len(found.clicks_ms) * 95 // 100)]
    rows = [
        ("`unstick playground` until its page answers", SERVER_S, max(found.server), "s"),
        ("the page in a new browser until it can be used", READY_S, max(found.ready), "s"),
        ("an answer pressed until the next question is on the screen, p95", CLICK_MS, p95, "ms"),
        ("`unstick playground` until a story, at reading speed, has posted its plan", PLAN_S, found.plan, "s"),
    ]
    lines = [
        "## Playground",
        "",
        (
            f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, Debian's Chromium. Written by "
            f"`python -m tests.bench.playground`; the slowest of {len(found.server)} starts and of {len(found.ready)} "
            f"visits, {len(found.clicks_ms)} answers."
        ),
        "",
        page.row("", "goal", "measured", ""),
        page.row("---", "---", "---", "---"),
        *(
            page.row(what, f"≤ {goal:g} {unit}", f"{value:.{0 if unit == 'ms' else 1}f} {unit}", _met(value <= goal))
            for what, goal, value, unit in rows
        ),
        page.row("the bot, a process of its own, until it takes its first command", "", f"{max(found.bot):.1f} s", ""),
        page.row("an answer pressed until the next question, median", "", f"{median(found.clicks_ms):.0f} ms", ""),
        "",
        (
            "The page is there before the bot, which starts beside it, in a process that can be killed from the page; "
            "a command typed meanwhile waits for it. Installing packages comes before all of this and is not counted."
        ),
    ]
    page.put(PAGE, MARKERS, lines)


def _met(holds: bool) -> str:  # noqa: FBT001 (a yes or a no is what it is about)
    return "met" if holds else "**missed**"


def main() -> None:
    """Measure and write."""
    write(measure())


if __name__ == "__main__":
    main()
