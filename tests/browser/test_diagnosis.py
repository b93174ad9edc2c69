"""A person before the page, the real bot behind it: a whole diagnosis by taps and by typing, in English and Spanish."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.interview.transcript import Progress, fold
from bot.playground.replay.case import Reply
from bot.playground.replay.hands import buttons
from bot.playground.slack.model import TEAM_ID, Message
from bot.playground.stage import Stage
from bot.store import diagnoses
from tests.browser.conftest import become, before_the_page
from tests.browser.languages import ENGLISH, SPANISH, Screen

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MOST_QUESTIONS = 60
STEPS = ", ".join(f"[data-action='{step}/0']" for step in ("answer", "settle", "show_verdict"))
IN_BOTH = pytest.mark.parametrize("screen", [ENGLISH, SPANISH], ids=["English", "Spanish"])


@pytest.fixture(scope="module")
def unstick(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The playground as `make demo` runs it, on a Friday; each test has a pilot of its own."""
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("page"))
    with Stage(f"sqlite:///{path}", start=FRIDAY) as running:
        yield running


@pytest.fixture
def page(browser: Browser, unstick: Stage) -> Iterator[Page]:
    """Olivia's browser."""
    with before_the_page(browser, unstick.slack.url) as page:
        yield page


def thread(page: Page) -> Locator:
    """The messages of the open thread, in whatever language its name is."""
    return page.locator(".thread").get_by_role("log")


def channel(page: Page) -> Locator:
    """The messages of the channel."""
    return page.locator(".channel").get_by_role("log")


def choose(page: Page, dialog: Locator, field: str, choice: str) -> None:
    """Choose in a list of the form: somebody for a role, or how long it may take."""
    dialog.get_by_role("button", name=field).click()
    page.get_by_role("option", name=choice).click()


def start(page: Page, screen: Screen, pilot: str, *, lead: str = "") -> None:
    """Type the command, say that time is short, name who leads the work if somebody does, and begin.

    In the middle of the form the page is loaded anew.
    """
    become(page, screen.starter)
    page.get_by_role("textbox", name=screen.message, exact=True).fill(f"/unstick {pilot}")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=screen.form)
    expect(dialog).to_be_visible()
    page.reload()
    expect(dialog.get_by_role("textbox", name=screen.pilot)).to_have_value(pilot)
    choose(page, dialog, screen.time, screen.minutes)
    if lead:
        choose(page, dialog, screen.lead, lead)
    dialog.get_by_role("button", name=screen.begin).click()
    expect(thread(page).get_by_role("button", name=screen.unknown)).to_be_visible()


def answer_by_taps(page: Page, unstick: Stage, screen: Screen) -> int:
    """Tap the first option of each question until the verdict comes; returns how many were answered."""
    for count in range(MOST_QUESTIONS):
        post = thread(page).get_by_role("button", name=screen.post)
        first = thread(page).locator(STEPS).last
        expect(post.or_(first).last).to_be_visible()
        if post.count():
            return count
        where, action = first.evaluate("one => [one.closest('[data-ts]').dataset.ts, one.dataset.action]")
        spot = thread(page).locator(f"[data-ts='{where}'] [data-action='{action}']")
        spot.click()
        expect(spot).to_have_count(0)
        unstick.settle()
    return MOST_QUESTIONS


def reply(page: Page, unstick: Stage, words: str) -> None:
    """Type into the thread, and wait until what follows from it is done."""
    page.locator(".thread").get_by_role("textbox").fill(words)
    with page.expect_response("**/play/say"):  # the same words may stand there already
        page.keyboard.press("Enter")
    expect(thread(page).get_by_text(words, exact=True).last).to_be_visible()
    unstick.settle()


def progress(unstick: Stage, pilot: str) -> Progress:
    """Where a pilot's diagnosis stands, from the bot's own store."""
    with unstick.bot.database.reading() as session:
        [found] = [one for one in diagnoses.in_channel(session, TEAM_ID, "C0ORDERS") if one.pilot == pilot]
        return fold(diagnoses.transcript(found))


def _tap(page: Page, unstick: Stage, message: Message | None, action: str, ending: str = "") -> None:
    """Tap the first such button, and wait until it has gone: before that, the tap may still be on its way."""
    assert message is not None
    spot = next(one for one in buttons(message) if one.action == action and one.value.endswith(ending))
    place = thread(page).locator(f"[data-ts='{message.ts}'] [data-action='{spot.action_id}']")
    place.click()
    expect(place).to_have_count(0)
    unstick.settle()


def answer_by_words(page: Page, unstick: Stage, screen: Screen, pilot: str) -> dict[str, Reply]:
    """Type an answer to each question until all are shown once more; returns what was typed, by question."""
    typed: dict[str, Reply] = {}
    while (now := progress(unstick, pilot)).stage == "asking":
        if now.open_clash:
            _tap(page, unstick, _offering(_said(unstick, pilot), "settle"), "settle")
            continue
        question = now.open_question
        assert question is not None
        assert question not in typed
        typed[question] = screen.typed.get(question, screen.otherwise)
        reply(page, unstick, typed[question].say or "")
        asked_back = _offering(_said(unstick, pilot)[-1:], "pick")
        if asked_back:
            _tap(page, unstick, asked_back, "pick", f"|{typed[question].option}")
    return typed


def _said(unstick: Stage, pilot: str) -> list[Message]:
    """The thread of a pilot's diagnosis."""
    [root] = [one for one in unstick.slack.messages("orders") if f"_{pilot}_" in one.text and not one.thread_ts]
    return unstick.slack.messages("orders", root.ts)


def _offering(messages: list[Message], action: str) -> Message | None:
    """The newest message with such a button."""
    return next((one for one in reversed(messages) if any(spot.action == action for spot in buttons(one))), None)


@IN_BOTH
def test_a_diagnosis_by_taps(page: Page, unstick: Stage, screen: Screen) -> None:
    """Who types the command and taps answers gets a verdict and posts the plan; its owner is asked on Monday."""
    pilot = screen.pilots[0]
    start(page, screen, pilot, lead=screen.owner)
    assert 0 < answer_by_taps(page, unstick, screen) < MOST_QUESTIONS
    expect(thread(page)).to_contain_text(screen.found.format(pilot))
    thread(page).get_by_role("button", name=screen.post).click()
    expect(channel(page).get_by_text(screen.days).last).to_be_visible()
    expect(channel(page).get_by_text(screen.changes).last).to_be_visible()

    become(page, screen.owner)
    unstick.settle()
    channel(page).get_by_role("button", name=screen.replies).last.click()
    thread(page).get_by_role("button", name=screen.take_all).first.click()
    expect(thread(page).get_by_text(screen.taken).first).to_be_visible()
    unstick.settle()
    page.get_by_role("button", name=screen.monday).click()
    page.get_by_role("button", name=screen.direct).click()
    expect(
        page.get_by_text(re.compile(screen.week.format("[12]", pilot)))
    ).to_be_visible()  # 2, if it began on a Monday
    expect(page.get_by_role("button", name=screen.under_way).first).to_be_visible()


@IN_BOTH
def test_a_diagnosis_by_typing(page: Page, unstick: Stage, screen: Screen) -> None:
    """Who answers in their own words is understood, asks for the verdict in words too, and posts the plan."""
    pilot = screen.pilots[1]
    start(page, screen, pilot)
    typed = answer_by_words(page, unstick, screen, pilot)
    assert 2 * sum(not (each.say or "").isdigit() for each in typed.values()) > len(typed) > 0
    meant = {question: each.option for question, each in typed.items() if each.option}
    answers = progress(unstick, pilot).answers
    assert {question: answers[question].option for question in meant} == meant
    reply(page, unstick, screen.show)
    expect(thread(page)).to_contain_text(screen.found.format(pilot))
    thread(page).get_by_role("button", name=screen.post).click()
    expect(channel(page).get_by_text(screen.days).last).to_be_visible()


def test_a_typed_answer_is_asked_back_and_taken_by_a_tap(page: Page, unstick: Stage) -> None:
    """Words that name no option for certain come back as the two nearest, and one tap settles them, words kept."""
    start(page, ENGLISH, "invoice reader")
    page.get_by_role("textbox", name="Reply in thread").fill(
        "it lands in a sheet and someone types it over, *every* <b>day</b>"
    )
    page.keyboard.press("Enter")
    expect(thread(page).get_by_text("Which is nearer?")).to_be_visible()
    thread(page).get_by_role("button", name="Typed over").last.click()
    expect(thread(page).get_by_text("Read as")).to_be_visible()
    unstick.settle()
    expect(thread(page).get_by_text("<b>day</b>”")).to_be_visible()
