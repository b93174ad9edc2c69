"""The Home tab and a report's file, before the page with the real bot behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.playground.stage import Stage
from tests.browser.conftest import before_the_page
from tests.browser.test_diagnosis import FRIDAY
from tests.scenario import play


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    """The playground with a verdict in it."""
    with Stage(sqlite_url, start=FRIDAY) as running:
        play.answer_all(play.start(running))
        yield running


@pytest.fixture
def page(browser: Browser, stage: Stage) -> Iterator[Page]:
    """Olivia's browser."""
    with before_the_page(browser, stage.slack.url) as page:
        yield page


def test_home_shows_the_pilots_and_leads_to_the_report(page: Page) -> None:
    """The Home tab shows the pilot; the picture asked for there stands in the thread with its words, seen inline."""
    page.get_by_role("button", name="Home of Unstick").click()
    home = page.get_by_role("main", name="Home")
    expect(home).to_contain_text("order intake agent")
    expect(home).to_contain_text("One mark for each reason")
    home.get_by_role("button", name="Get the report").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="What would you like, and how?").click()
    page.get_by_role("option", name="Picture").click()
    dialog.get_by_role("button", name="Get it").click()
    expect(dialog).to_contain_text("on its way into the thread")
    dialog.get_by_role("button", name="Close").last.click()
    home.get_by_role("button", name="Open").click()
    thread = page.get_by_role("log", name="Messages in this thread")
    picture = thread.get_by_role("img", name="The reasons why order intake agent is stuck")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 1000  # once it has arrived
    expect(thread.get_by_role("link", name="Why order intake agent is stuck").last).to_be_visible()
