"""A person before the page, the real bot behind it: from the command to the plan, and to the first Monday."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.playground.stage import Stage
from tests.browser.conftest import become, before_the_page

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MOST_QUESTIONS = 60
ANSWER_MS = 250  # an answer is on its way; tapping a question twice would do no harm


@pytest.fixture
def unstick(tmp_path: Path) -> Iterator[Stage]:
    """The playground as `make demo` runs it, on a Friday."""
    with Stage(f"sqlite:///{tmp_path / 'page.sqlite'}", start=FRIDAY) as running:
        yield running


@pytest.fixture
def page(browser: Browser, unstick: Stage) -> Iterator[Page]:
    """Olivia's browser."""
    with before_the_page(browser, unstick.slack.url) as page:
        yield page


def thread(page: Page) -> Locator:
    """The messages of the open thread."""
    return page.get_by_role("log", name="Messages in this thread")


def channel(page: Page) -> Locator:
    """The messages of the channel."""
    return page.get_by_role("log", name="Messages in this channel")


def choose(page: Page, dialog: Locator, role: str, person: str) -> None:
    """Name somebody for a role in the form."""
    dialog.get_by_role("button", name=role).click()
    page.get_by_role("option", name=person).click()


def start(page: Page) -> None:
    """Type the command, name the technical lead and the business owner, and begin."""
    page.get_by_role("button", name="/unstick order intake agent").last.click()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    choose(page, dialog, "Technical lead", "Tomasz Zielinski")
    choose(page, dialog, "Business owner", "Brenda Walsh")
    dialog.get_by_role("button", name="Start").click()
    expect(thread(page).get_by_role("button", name="I don't know")).to_be_visible()


def answer_all(page: Page, unstick: Stage) -> int:
    """Tap the first option of each question until the verdict comes; returns how many were answered."""
    for count in range(MOST_QUESTIONS):
        unstick.settle()
        post = thread(page).get_by_role("button", name="Post the plan")
        steps = ("answer/0", "settle/0", "show_verdict/0")
        first = thread(page).locator(", ".join(f"[data-action='{step}']" for step in steps)).last
        expect(post.or_(first).last).to_be_visible()
        if post.count():
            return count
        first.click()
        page.wait_for_timeout(ANSWER_MS)
    return MOST_QUESTIONS


def test_from_the_command_to_the_plan_and_the_first_monday(page: Page, unstick: Stage) -> None:
    """Who types the command and taps answers gets a verdict and posts the plan; its owner is asked on Monday."""
    start(page)
    assert 0 < answer_all(page, unstick) < MOST_QUESTIONS
    expect(thread(page).get_by_text("What I found about order intake agent")).to_be_visible()
    thread(page).get_by_role("button", name="Post the plan").click()
    expect(channel(page).get_by_text("30 days to production")).to_be_visible()
    expect(channel(page).get_by_text("Three changes first")).to_be_visible()

    become(page, "Tomasz")
    unstick.settle()
    channel(page).get_by_role("button", name="replies").last.click()
    thread(page).get_by_role("button", name="I take all").first.click()
    expect(thread(page).get_by_text("Taken by").first).to_be_visible()
    unstick.settle()
    page.get_by_role("button", name="Monday 9:00").click()
    page.get_by_role("button", name="Direct message with Unstick").click()
    expect(page.get_by_text("Week 1 of order intake agent")).to_be_visible()
    expect(page.get_by_role("button", name="Under way").first).to_be_visible()


def test_a_typed_answer_is_asked_back_and_taken_by_a_tap(page: Page, unstick: Stage) -> None:
    """Words that name no option for certain come back as the two nearest, and one tap settles them, words kept."""
    start(page)
    page.get_by_role("textbox", name="Reply in thread").fill(
        "it lands in a sheet and someone types it over, *every* <b>day</b>"
    )
    page.keyboard.press("Enter")
    expect(thread(page).get_by_text("Which is nearer?")).to_be_visible()
    thread(page).get_by_role("button", name="Typed over").last.click()
    expect(thread(page).get_by_text("Read as")).to_be_visible()
    unstick.settle()
    expect(thread(page).get_by_text("<b>day</b>”")).to_be_visible()
