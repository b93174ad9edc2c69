"""The page's link to its server: what is served, and what happens when the server goes away and comes back."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from bot.playground import page as page_package
from tests.browser.conftest import MovableClock, Stage, open_slack

if TYPE_CHECKING:
    from tests.browser.scripted_app import ScriptedApp


def test_only_the_pages_own_files_are_served(stage: Stage) -> None:
    """The page comes with a policy that forbids inline and foreign code; Python files are not handed out."""
    status, policy = _get(stage.slack.url, "/")
    assert status == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for path in ("/serve.py", "/__init__.py", "/../slack/play.py", "/%2e%2e/slack/play.py"):
        assert _get(stage.slack.url, path)[0] == 404


def test_every_module_and_style_is_asked_for_at_once() -> None:
    """The page names each of its files itself, so that none waits for another to be read."""
    page = Path(page_package.__file__).parent
    named = set(re.findall(r'(?:href|src)="([^"]+)"', (page / "index.html").read_text(encoding="utf-8")))
    files = {file.relative_to(page).as_posix() for kind in ("js", "css", "svg") for file in page.rglob(f"*.{kind}")}
    assert named == files


def _get(url: str, path: str) -> tuple[int, str]:
    """Status and policy of one file; the path goes out as it stands."""
    connection = HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("content-security-policy", "")


def test_the_page_finds_its_server_again(browser: Browser, app: ScriptedApp) -> None:
    """When the server goes away the page says so; when one is back, even a fresh one, it shows what that holds."""
    clock = MovableClock()
    context = browser.new_context()
    page = context.new_page()
    with open_slack(app, clock) as slack:
        page.goto(slack.url)
        app.client.chat_postMessage(channel="C0ORDERS", text="before")
        expect(page.get_by_text("before")).to_be_visible()
        port = urlsplit(slack.url).port
    expect(page.get_by_text("The connection to the playground is lost.")).to_be_visible()
    assert port is not None
    with open_slack(app, clock, port) as slack:
        expect(page.get_by_text("The connection to the playground is lost.")).to_be_hidden(timeout=8000)
        expect(page.get_by_text("before")).to_have_count(0)
        slack.say("carlos", "C0ORDERS", "after")
        expect(page.get_by_text("after")).to_be_visible()
        context.close()
