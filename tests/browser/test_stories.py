"""The playground's own controls before the page: stories, clock, faults, timeline, tour, starting afresh."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.playground.demo import Demo
from bot.playground.replay.play import perform, start
from bot.playground.replay.running import Play
from bot.playground.stories.shelf import story
from tests.browser.conftest import become, before_the_page
from tests.browser.test_accessible import faults

STORY_MS = 120_000  # on a machine that is busy with other things


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The playground as `make demo` runs it."""
    with Demo(tmp_path_factory.mktemp("demo"), rest_s=0, retry_scale=0.02) as running:
        yield running


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Somebody's browser."""
    with before_the_page(browser, demo.slack.url) as page:
        yield page


def thread(page: Page) -> Locator:
    """The messages of the open thread."""
    return page.get_by_role("log", name="Messages in this thread")


def strip(page: Page, name: str) -> Locator:
    """A control of the playground's own strip."""
    return page.locator(".stage").get_by_role("button", name=name)


def choose_story(page: Page, title: str) -> None:
    """Play the story of that title, whatever was there before."""
    strip(page, "Stories").click()
    page.get_by_role("menuitem", name=title).click()
    sure = page.get_by_role("alertdialog").get_by_role("button", name="Play it")
    live = page.locator(".story.live")
    expect(sure.or_(live)).to_be_visible()
    if sure.is_visible():
        sure.click()
    expect(live).to_be_visible()


def test_a_story_is_watched_and_taken_over(demo: Demo, page: Page) -> None:
    """One click plays it; the page follows whoever acts; paused, nothing moves; taken over, one goes on oneself."""
    choose_story(page, "Pedidos, told in Spanish")
    expect(page.get_by_role("button", name="Eres:")).to_contain_text("Lucía", timeout=STORY_MS)  # the page follows her
    expect(page.locator(".story-line")).to_contain_text("Lucía")
    page.locator(".story .tool").filter(has_text="× 1").click()
    page.get_by_role("option", name="× 20").click()
    expect(thread(page).or_(page.get_by_role("log", name="Mensajes de este hilo"))).to_contain_text(
        "deja una hoja de cálculo", timeout=STORY_MS
    )
    strip(page, "Pausa").click()
    expect(strip(page, "Seguir")).to_be_visible()
    done = demo.player.shown.done if demo.player.shown else 0
    assert done > 0
    strip(page, "Continuar yo").click()
    expect(page.locator(".story-line")).to_contain_text("Ahora sigues tú")
    page.get_by_role("textbox", name="Responder en el hilo").fill("pausa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log", name="Mensajes de este hilo")).to_contain_text("En pausa")
    assert demo.player.shown
    assert demo.player.shown.done <= done + 1


def test_a_month_by_the_clock_with_a_gate_and_a_bot_that_dies(demo: Demo, page: Page) -> None:
    """After the plan the clock's buttons bring check-ins and the gate; the bot is killed in between and started again.

    Slack's answer to a check-in is lost, and it still arrives once. The timeline shows all of it and leads there;
    starting afresh leaves an empty channel.
    """
    case = story("order-intake")
    demo.reset(case.start)
    demo.bot.wait_up()
    running = Play(demo, case)
    start(running)
    takes = [{"by": owner, "take": "mine"} for owner in ("tomasz", "brenda")]
    perform(running, [{"answer": "rest"}, {"post": True}, *takes])
    assert running.faults == []

    become(page, "Tomasz")
    strip(page, "Behind the curtain").click()
    page.get_by_role("button", name="Kill the bot").click()
    expect(page.get_by_text("The bot is down.")).to_be_visible()
    page.get_by_role("button", name=re.compile("replies")).last.click()
    page.get_by_role("button", name="Next check-in").click()
    expect(page.locator(".toast")).to_contain_text("Start it again first")
    page.locator(".bot-down").get_by_role("button", name="Start it again").click()
    expect(page.get_by_text("Runs as process")).to_be_visible(timeout=STORY_MS)
    page.get_by_role("button", name="Slack's answer is lost").click()
    page.get_by_role("button", name="Next check-in").click()
    page.get_by_role("button", name="Direct message with Unstick").click()
    log = page.get_by_role("log", name="Messages in this channel")
    expect(log.get_by_text("Week 2 of order intake agent")).to_have_count(1, timeout=STORY_MS)
    log.get_by_role("button", name="Done").first.click()
    expect(log.get_by_text("Now: done")).to_be_visible()
    page.get_by_role("button", name="Four weeks later").click()
    expect(log.get_by_text("Week 3 of order intake agent")).to_be_visible(timeout=STORY_MS)

    strip(page, "Timeline").click()
    moments = page.get_by_role("complementary", name="Timeline")
    moments.get_by_role("button", name="Gate", exact=True).click()
    moments.get_by_role("button", name=re.compile("Gate to week 3")).first.click()
    expect(thread(page).get_by_text("Gate to week 3").first).to_be_visible()
    moments.get_by_role("button", name="Gate", exact=True).click()
    moments.get_by_role("button", name="Fault", exact=True).click()
    expect(moments.get_by_text("timeout_after · chat.postMessage").first).to_be_visible()
    expect(moments.get_by_text("Killed").first).to_be_visible()

    strip(page, "Start afresh").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Start afresh").click()
    expect(page.get_by_text("This is the beginning of #orders.")).to_be_visible(timeout=STORY_MS)
    expect(moments.get_by_text("Nothing has happened yet.")).to_be_visible()


def test_the_tour_is_given_once(browser: Browser, demo: Demo) -> None:
    """A first visit gets five steps, each beside what it is about; later visits do not, unless somebody asks."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(demo.slack.url)
    tour = page.locator(".tour")
    for number in range(1, 6):
        expect(tour).to_contain_text(f"{number} of 5")
        expect(page.locator(".toured")).to_have_count(1)
        tour.get_by_role("button").last.click()
    expect(tour).to_have_count(0)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(tour).to_have_count(0)
    strip(page, "Tour").click()
    expect(tour).to_contain_text("1 of 5")
    page.keyboard.press("Escape")
    expect(tour).to_have_count(0)
    context.close()


def test_axe_finds_nothing_serious_in_the_strip(demo: Demo, page: Page) -> None:
    """The strip, the tour, both drawers and a bot that is down: in light, in dark and on a phone."""
    demo.bot.wait_up()
    demo.slack.slash("olivia", "orders", "/unstick", "help")
    strip(page, "Tour").click()
    found = faults(page, "tour")
    page.keyboard.press("Escape")
    strip(page, "Timeline").click()
    expect(page.locator(".moment-words").get_by_text("/unstick help")).to_be_visible()
    found += faults(page, "timeline")
    strip(page, "Behind the curtain").click()
    page.locator(".exchanges summary").first.click()
    page.get_by_role("button", name="Kill the bot").click()
    expect(page.get_by_text("The bot is down.")).to_be_visible()
    found += faults(page, "curtain")
    page.set_viewport_size({"width": 390, "height": 844})
    found += faults(page, "curtain, narrow")
    demo.start()
    assert found == []


def test_a_long_start_is_spoken_of(demo: Demo, page: Page) -> None:
    """While the bot's start takes its time, as it does where it has to learn first, the page says why; no longer."""
    demo.bot.wait_up()
    words = page.get_by_text("Unstick is getting ready.")
    demo.slack.workspace.record("bot", state="starting", pid=demo.bot.pid, again=False)
    expect(words).to_be_visible(timeout=15_000)
    demo.slack.workspace.record("bot", state="up", pid=demo.bot.pid, again=False)
    expect(words).to_be_hidden()
