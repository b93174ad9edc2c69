"""A person before the page, the real bot behind it: from the command to the plan, and to the first Monday."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.interview.transcript import Progress, fold
from bot.playground.replay.hands import buttons
from bot.playground.slack.model import TEAM_ID, Message
from bot.playground.stage import Stage
from bot.store import diagnoses
from tests.browser.conftest import become, before_the_page

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MOST_QUESTIONS = 60
STEPS = ", ".join(f"[data-action='{step}/0']" for step in ("answer", "settle", "show_verdict"))
WORDS = {  # what Lucía types where she has words of her own; elsewhere the number that stands before an answer
    "output_path": "no se escribe en ningún sistema, alguien lo copia a mano",
    "retype_hours": "unas seis horas por semana",
}


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


def start(page: Page, pilot: str) -> None:
    """Type the command, name the technical lead and the business owner, say that time is short, and begin."""
    page.get_by_role("textbox", name="Message", exact=True).fill(f"/unstick {pilot}")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    choose(page, dialog, "How much time is there?", "15 minutes")
    choose(page, dialog, "Technical lead", "Tomasz Zielinski")
    choose(page, dialog, "Business owner", "Brenda Walsh")
    dialog.get_by_role("button", name="Start").click()
    expect(thread(page).get_by_role("button", name="I don't know")).to_be_visible()


def answer_all(page: Page, unstick: Stage) -> int:
    """Tap the first option of each question until the verdict comes; returns how many were answered."""
    for count in range(MOST_QUESTIONS):
        post = thread(page).get_by_role("button", name="Post the plan")
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
    """Type into the thread, and wait until the answer to it stands there."""
    page.locator(".thread").get_by_role("textbox").fill(words)
    page.keyboard.press("Enter")
    expect(thread(page).get_by_text(words, exact=True).last).to_be_visible()
    unstick.settle()


def progress(unstick: Stage) -> Progress:
    """Where the newest diagnosis stands, from the bot's own store."""
    with unstick.bot.database.reading() as session:
        return fold(diagnoses.transcript(diagnoses.in_channel(session, TEAM_ID, "C0ORDERS")[0]))


def _has(message: Message, action: str) -> bool:
    return any(spot.action == action for spot in buttons(message))


def _tap(page: Page, unstick: Stage, message: Message, action: str) -> None:
    """Tap it, and wait until it has gone: before that, the tap may still be on its way."""
    spot = thread(page).locator(f"[data-ts='{message.ts}'] [data-action='{action}/0']")
    spot.click()
    expect(spot).to_have_count(0)
    unstick.settle()


def answer_in_spanish(page: Page, unstick: Stage, root: str) -> int:
    """Type an answer to each question until all are shown once more; returns how many were typed."""
    for count in range(MOST_QUESTIONS):
        now = progress(unstick)
        if now.open_clash:
            asked = next(m for m in reversed(unstick.slack.messages("orders", root)) if _has(m, "settle"))
            _tap(page, unstick, asked, "settle")
        elif not now.open_question:
            return count
        else:
            reply(page, unstick, WORDS.get(now.open_question, "1"))
            last = unstick.slack.messages("orders", root)[-1]
            if _has(last, "pick"):  # words that leave a doubt are asked back
                _tap(page, unstick, last, "pick")
    return MOST_QUESTIONS


def test_from_the_command_to_the_plan_and_the_first_monday(page: Page, unstick: Stage) -> None:
    """Who types the command and taps answers gets a verdict and posts the plan; its owner is asked on Monday."""
    start(page, "order intake agent")
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


def test_a_diagnosis_typed_in_spanish(page: Page, unstick: Stage) -> None:
    """Who reads Spanish is asked in Spanish, answers by typing, and reads the verdict and posts the plan in Spanish."""
    become(page, "Lucía")
    page.get_by_role("textbox", name="Mensaje").fill("/unstick agente de pedidos")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="¿Por qué está atascado?")
    page.reload()  # in the middle of the form
    expect(dialog.get_by_role("textbox", name="¿Qué piloto es?")).to_have_value("agente de pedidos")
    choose(page, dialog, "¿Cuánto tiempo hay?", "15 minutos")
    dialog.get_by_role("button", name="Empezar").click()
    expect(thread(page)).to_contain_text("¿Qué pasa con lo que produce el agente en cuanto termina?")
    [root] = [one for one in unstick.slack.messages("orders") if "agente de pedidos" in one.text and not one.thread_ts]
    assert 0 < answer_in_spanish(page, unstick, root.ts) < MOST_QUESTIONS
    thread(page).get_by_role("button", name="Ver el veredicto").click()
    expect(thread(page)).to_contain_text("Lo que encontré sobre agente de pedidos")
    thread(page).get_by_role("button", name="Publicar el plan").click()
    expect(channel(page)).to_contain_text("30 días hasta producción")


def test_a_typed_answer_is_asked_back_and_taken_by_a_tap(page: Page, unstick: Stage) -> None:
    """Words that name no option for certain come back as the two nearest, and one tap settles them, words kept."""
    start(page, "invoice reader")
    page.get_by_role("textbox", name="Reply in thread").fill(
        "it lands in a sheet and someone types it over, *every* <b>day</b>"
    )
    page.keyboard.press("Enter")
    expect(thread(page).get_by_text("Which is nearer?")).to_be_visible()
    thread(page).get_by_role("button", name="Typed over").last.click()
    expect(thread(page).get_by_text("Read as")).to_be_visible()
    unstick.settle()
    expect(thread(page).get_by_text("<b>day</b>”")).to_be_visible()
