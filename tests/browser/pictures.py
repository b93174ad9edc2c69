"""Make the pictures of the README from the running product: `python -m tests.browser.pictures`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.playground.replay.case import read_case
from bot.playground.replay.play import perform, start
from bot.playground.replay.running import Play
from bot.playground.stage import Stage
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.moving import film

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
CASE = ROOT / "tests" / "cases" / "order_intake_told.yaml"
SETTLED_MS = 700


def main() -> None:
    """Play the distributor's case, stop where there is something to see, and take the picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    case = read_case(CASE)
    with (
        tempfile.TemporaryDirectory() as folder,
        Stage(f"sqlite:///{Path(folder) / 'pictures.sqlite'}", start=case.start) as stage,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1400, "height": 940}, device_scale_factor=1.5)
        page.goto(stage.slack.url)
        page.wait_for_selector("html[data-ready]")
        running = Play(stage, case)
        start(running)
        perform(running, [{"answer": "rest", "until": "who_missed"}])
        open_thread(page, "replies")
        picture(page, "thread")
        perform(running, [{"answer": "rest"}])
        title = page.locator(".thread").get_by_text("What I found about")
        title.evaluate("one => one.closest('[data-ts]').scrollIntoView({block: 'start'})")
        picture(page, "verdict")
        perform(running, [{"post": True}])
        page.get_by_role("button", name="Close").first.click()
        picture(page, "plan")
        open_thread(page, "replies", last=True)
        picture(page, "plan-thread")
        film(browser, PICTURES / "story.webp")
        browser.close()
        if running.faults:
            sys.exit("\n".join(running.faults))


def open_thread(page: Page, words: str, *, last: bool = False) -> None:
    """Open a thread by the count of its replies, if it is not open already."""
    found = page.get_by_role("button", name=words)
    if found.count():
        (found.last if last else found.first).click()


def picture(page: Page, name: str) -> None:
    """Take the picture once the page has come to rest."""
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
