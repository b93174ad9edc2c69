"""The stage for the browser tests: the local Slack, the scripted app behind it, and people in front of the page."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from bot.playground.page import page_routes
from bot.playground.slack import LocalSlack
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.scripted_app import ScriptedApp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE_MS = 20_000
TOURED = "localStorage.setItem('unstick.tour', 'yes')"  # they have been here before
WIDE: ViewportSize = {"width": 1360, "height": 860}


@dataclass
class MovableClock:
    """A clock that stands still until it is moved; a Thursday, 15:00 in Chicago, to begin with."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 19, 21, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def move(self, how: dict[str, Any]) -> None:
        """Move on by ``advance_seconds``."""
        self.now += timedelta(seconds=how["advance_seconds"])


@dataclass
class Stage:
    """Everything a test needs. ``sit`` puts a person (by first name) before a fresh browser and gives the page."""

    slack: LocalSlack
    app: ScriptedApp
    clock: MovableClock
    sit: Callable[..., Page]


@contextmanager
def before_the_page(browser: Browser, url: str) -> Iterator[Page]:
    """A person's browser with the page open and ready; the real bot is behind it, so it may take a while."""
    context = browser.new_context(viewport=WIDE)
    context.add_init_script(TOURED)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("html[data-ready]")
    yield page
    context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def app() -> Iterator[ScriptedApp]:
    """The scripted app, listening."""
    running = ScriptedApp()
    running.start()
    yield running
    running.stop()


def open_slack(app: ScriptedApp, clock: MovableClock, port: int = 0) -> LocalSlack:
    """A local Slack that serves the page and talks to ``app``."""
    slack = LocalSlack(
        clock, "a made-up secret", app.url, on_clock=clock.move, page=None, extra_routes=page_routes(), port=port
    )
    app.slack = slack
    return slack


@pytest.fixture
def stage(browser: Browser, app: ScriptedApp) -> Iterator[Stage]:
    """A local Slack with the page; what the browser complained of fails the test in the end."""
    clock = MovableClock()
    complaints: list[str] = []
    contexts = []
    with open_slack(app, clock) as slack:

        def sit(first_name: str = "Olivia", viewport: ViewportSize = WIDE, **traits: Any) -> Page:
            context = browser.new_context(viewport=viewport, **traits)
            context.set_default_timeout(8000)
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
            page.goto(slack.url)
            page.wait_for_selector("html[data-ready]")
            become(page, first_name)
            return page

        yield Stage(slack, app, clock, sit)
        for context in contexts:
            context.close()
    lost = ("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET")
    assert [line for line in complaints if not any(word in line for word in lost)] == []


def become(page: Page, first_name: str) -> None:
    """Switch the person by the switcher, as somebody trying the page would."""
    who = page.locator(".topbar .who")  # its words are in the person's language
    if first_name not in who.inner_text():
        who.click()
        page.get_by_role("option", name=first_name).click()
        expect(who).to_contain_text(first_name)
