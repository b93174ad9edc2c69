"""What axe-core finds on the page, place by place: nothing serious."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser import said
from tests.browser.test_page import ORDERS, asked, write

if TYPE_CHECKING:
    from tests.browser.conftest import Stage

GRAVE = {"serious", "critical"}
ALL = {"resultTypes": ["violations"]}
COLOURS = {**ALL, "runOnly": ["color-contrast", "link-in-text-block"]}
RUN = "([within, options]) => axe.run(within, options).then((found) => found.violations)"


def faults(page: Page, place: str, within: str = "html") -> list[str]:
    """What axe-core finds in the light, and of colours in the dark, at one place or in a part of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = page.evaluate(RUN, [within, ALL])
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += page.evaluate(RUN, [within, COLOURS])
    return [f"{place}: {one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in GRAVE]


def test_axe_finds_nothing_serious_anywhere(stage: Stage) -> None:
    """Channel, thread, lists, confirmation, modal, direct messages and Home: in light, in dark and on a phone."""
    client = stage.app.client
    for place in (ORDERS, "U0OLIVIA"):
        client.chat_postMessage(channel=place, text="everything", blocks=said.everything() + said.pickers())
    client.views_publish(user_id="U0OLIVIA", view={"type": "home", "blocks": said.everything()[:5] + said.question()})
    asked(stage)
    page = stage.sit()
    write(page, "Message", "/unstick help")
    found = faults(page, "channel")
    page.get_by_role("button", name="1 reply").click()
    found += faults(page, "thread", ".thread")
    thread = page.get_by_role("complementary", name="Thread")
    page.set_viewport_size({"width": 390, "height": 844})
    found += faults(page, "thread, narrow", ".thread")
    thread.get_by_role("button", name="Week").click()
    found += faults(page, "list, narrow", ".menu")
    page.keyboard.press("Escape")
    thread.get_by_role("button", name="Stop").click()
    found += faults(page, "confirmation, narrow", "dialog[open]")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Back to the channel").click()
    found += faults(page, "channel, narrow")
    write(page, "Message", "/unstick order intake agent")
    dialog = page.get_by_role("dialog", name="Why is it stuck?")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.locator("[data-input=owner] .error")).not_to_be_empty()
    found += faults(page, "modal with errors, narrow", "dialog[open]")
    page.set_viewport_size({"width": 1360, "height": 860})
    found += faults(page, "modal with errors", "dialog[open]")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Direct message with Unstick").click()
    found += faults(page, "direct messages", ".channel")
    page.get_by_role("button", name="Home of Unstick").click()
    page.get_by_role("button", name="You are:").click()
    found += faults(page, "Home, and the list of people")
    assert found == []
