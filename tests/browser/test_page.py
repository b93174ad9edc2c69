"""The playground's page in a real browser, against the real local Slack and an app at its other end."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser import said
from tests.browser.conftest import Stage, become
from tests.unit.playground.stage import fetch
from tests.unit.playground.test_blocks_accepted import ACCEPTED

ORDERS = "C0ORDERS"
DOCUMENTS = Path(__file__).parents[2] / "docs" / "examples"


def channel_log(page: Page) -> Locator:
    """The messages of the channel."""
    return page.get_by_role("log", name="Messages in this channel")


def thread_log(page: Page) -> Locator:
    """The messages of the open thread."""
    return page.get_by_role("log", name="Messages in this thread")


def write(page: Page, where: str, text: str) -> None:
    """Type into a composer and send."""
    page.get_by_role("textbox", name=where, exact=True).fill(text)
    page.keyboard.press("Enter")


def pick(page: Page, within: Locator, control: str, choice: str) -> None:
    """Open a select by its words and choose."""
    within.get_by_role("button", name=control).click()
    page.get_by_role("option", name=choice).click()


def fill_modal(page: Page) -> Locator:
    """Fill in what the modal requires; give the dialog."""
    dialog = page.get_by_role("dialog")
    pick(page, dialog, "Business owner", "Carlos Reyes")
    pick(page, dialog, "Look through", "Five")
    dialog.get_by_role("radio", name="30").check()
    dialog.get_by_role("checkbox", name="ask here").check()
    dialog.get_by_role("textbox", name="Orders a week").fill("120")
    return dialog


def asked(stage: Stage) -> str:
    """A diagnosis with one question in its thread; gives the root's ``ts``."""
    client = stage.app.client
    root = client.chat_postMessage(channel=ORDERS, text="Why?", blocks=said.root("order intake agent"))
    client.chat_postMessage(channel=ORDERS, thread_ts=root["ts"], text="A question", blocks=said.question())
    return str(root["ts"])


def test_a_typed_command_leads_through_the_modal_into_the_thread(stage: Stage) -> None:
    """`/unstick …` opens the modal; submitted, the app gets Slack's state and its thread opens beside the channel."""
    page = stage.sit()
    page.get_by_role("button", name="/unstick order intake agent").last.click()
    page.keyboard.press("Enter")
    dialog = fill_modal(page)
    expect(dialog.get_by_role("textbox", name="Which pilot?")).to_have_value("order intake agent")
    dialog.get_by_role("button", name="Start").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(thread_log(page)).to_contain_text("What happens to its output?")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()

    command = next(one for one in stage.app.heard if one["type"] == "slash")
    assert (command["command"], command["text"], command["user_id"]) == ("/unstick", "order intake agent", "U0OLIVIA")
    values = next(one for one in stage.app.heard if one["type"] == "view_submission")["view"]["state"]["values"]
    assert values["pilot"]["name"] == {"type": "plain_text_input", "value": "order intake agent"}
    assert values["does"]["line"] == {"type": "plain_text_input", "value": None}
    assert values["owner"]["who"] == {"type": "users_select", "selected_user": "U0CARLOS"}
    assert values["lens"]["lens"]["selected_option"]["value"] == "2"
    assert values["minutes"]["minutes"]["selected_option"]["value"] == "2"
    assert [one["value"] for one in values["may"]["may"]["selected_options"]] == ["1"]
    assert values["week"]["count"]["value"] == "120"


def test_errors_stand_beside_their_field_and_nothing_typed_is_lost(stage: Stage) -> None:
    """A missing field, a wrong number and the app's own refusal are said at the field; the rest stays filled in."""
    stage.app.refuse_pilot = "order intake agent"
    page = stage.sit()
    write(page, "Message", "/unstick order intake agent")
    dialog = page.get_by_role("dialog")
    start = dialog.get_by_role("button", name="Start")
    dialog.get_by_role("textbox", name="Orders a week").fill("many")
    start.click()
    expect(dialog.locator("[data-input=owner] .error")).to_have_text("Please complete this required field.")
    expect(dialog.locator("[data-input=week] .error")).to_have_text("Please enter a number, such as 12.")
    assert not any(one["type"] == "view_submission" for one in stage.app.heard)
    fill_modal(page)
    start.click()
    expect(dialog.locator("[data-input=pilot] .error")).to_have_text("This one is being looked at already.")
    expect(dialog.locator("[data-input=owner] .error")).to_be_empty()
    expect(dialog.get_by_role("textbox", name="Orders a week")).to_have_value("120")
    dialog.get_by_role("textbox", name="Which pilot?").fill("another one")
    start.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(channel_log(page)).to_contain_text("Why is another one stuck?")


def test_a_modal_half_filled_in_survives_a_reload_and_closes_by_escape(stage: Stage) -> None:
    """After a reload the modal is there with what was typed and chosen; Escape closes it on the server too."""
    page = stage.sit()
    write(page, "Message", "/unstick order intake agent")
    fill_modal(page)
    page.reload()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Orders a week")).to_have_value("120")
    expect(dialog.get_by_role("button", name="Business owner")).to_contain_text("Carlos Reyes")
    expect(dialog.get_by_role("radio", name="30")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stage.slack.view("olivia") is None


def test_modals_are_changed_and_stacked_by_the_app(stage: Stage) -> None:
    """An updated modal keeps what was typed; one laid over it closes to the one beneath as it was, reload or not."""
    page = stage.sit()
    write(page, "Message", "/unstick order intake agent")
    first = page.get_by_role("dialog", name="Why is it stuck?")
    first.get_by_role("textbox", name="Orders a week").fill("120")
    pick(page, first, "Ask first", "Owner")
    expect(first).to_contain_text("Asked first: Owner")
    expect(first.get_by_role("textbox", name="Orders a week")).to_have_value("120")
    first.get_by_role("button", name="What is a lens?").click()
    second = page.get_by_role("dialog", name="What is a lens?")
    expect(second).to_contain_text("Two lists of reasons")
    page.reload()
    expect(second).to_contain_text("Two lists of reasons")
    second.get_by_role("button", name="Close").last.click()
    expect(first.get_by_role("textbox", name="Orders a week")).to_have_value("120")
    expect(first.get_by_role("button", name="Owner", exact=True)).to_be_visible()


def test_a_deleted_message_goes_away(stage: Stage) -> None:
    """What the app deletes disappears at once."""
    sent = stage.app.client.chat_postMessage(channel=ORDERS, text="a slip")
    page = stage.sit()
    expect(channel_log(page)).to_contain_text("a slip")
    stage.app.client.chat_delete(channel=ORDERS, ts=str(sent["ts"]))
    expect(channel_log(page)).not_to_contain_text("a slip")


def test_a_button_shows_that_it_was_pressed_until_the_app_answered(stage: Stage) -> None:
    """A pressed button looks pressed while the app works; then the message changes in place and is marked edited."""
    stage.app.pause = 0.6
    asked(stage)
    page = stage.sit()
    page.get_by_role("button", name="1 reply").click()
    button = thread_log(page).get_by_role("button", name="2 Draft")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_be_enabled()
    expect(thread_log(page)).to_contain_text("✓ What happens to its output? — 2 Draft")
    expect(thread_log(page)).to_contain_text("(edited)")
    expect(button).to_have_count(0)


def test_two_clicks_are_sent_as_two_clicks(stage: Stage) -> None:
    """The page hides no double click from the bot, and makes none of a single one."""
    stage.app.pause = 0.3
    asked(stage)
    page = stage.sit()
    page.get_by_role("button", name="1 reply").click()
    thread_log(page).get_by_role("button", name="2 Draft").dblclick()
    expect(thread_log(page)).to_contain_text("✓")
    stage.slack.settle()
    assert [action["action_id"] for action in stage.app.clicks()] == ["option_2", "option_2"]


def test_selects_menus_and_dates_send_what_was_chosen(stage: Stage) -> None:
    """A person, an option, a menu entry and a date arrive at the app in the shape Slack sends."""
    asked(stage)
    page = stage.sit()
    page.get_by_role("button", name="1 reply").click()
    log = thread_log(page)
    pick(page, log, "Ask someone else", "Tomasz")
    expect(log.get_by_role("button", name="Tomasz Zielinski")).to_be_visible()
    pick(page, log, "Week", "Three")
    log.get_by_label("Date").fill("2026-12-11")
    log.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Pause").click()
    page.wait_for_function("() => document.querySelectorAll('[aria-busy]').length === 0")
    by_id = {action["action_id"]: action for action in stage.app.clicks()}
    assert by_id["hand_over"]["selected_user"] == "U0TOMASZ"
    assert by_id["week"]["selected_option"]["value"] == "3"
    assert by_id["day"]["selected_date"] == "2026-12-11"
    assert by_id["more"]["selected_option"]["value"] == "1"


def test_several_can_be_chosen_before_the_list_closes(stage: Stage) -> None:
    """A list of several stays open: each pick turns one on or off, and Escape leads back to where one was."""
    stage.app.client.chat_postMessage(channel=ORDERS, text="pickers", blocks=said.pickers())
    page = stage.sit()
    log = channel_log(page)
    log.get_by_role("button", name="Which steps").click()
    for step in ("Read", "Enter", "Check", "Read"):
        page.get_by_role("option", name=step).click()
    expect(page.get_by_role("option", name="Read")).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Escape")
    chosen = log.get_by_role("button", name="Enter, Check")
    expect(chosen).to_be_focused()
    log.get_by_label("Time").fill("10:30")
    log.get_by_role("checkbox", name="Telephone").check()
    log.get_by_role("radio", name="Seldom").check()
    page.wait_for_function("() => document.querySelectorAll('[aria-busy]').length === 0")
    kept = next(one for one in reversed(stage.app.heard) if one["type"] == "block_actions")["state"]["values"][
        "pickers"
    ]
    assert [one["value"] for one in kept["steps"]["selected_options"]] == ["3", "2"]
    assert kept["hour"]["selected_time"] == "10:30"
    assert [one["value"] for one in kept["boxes"]["selected_options"]] == ["2"]
    assert kept["kind"]["selected_option"]["value"] == "2"


def test_a_file_shows_what_it_holds(stage: Stage) -> None:
    """A PDF shows its first page, a table its first rows as a spreadsheet reads them, a text how it begins."""
    files = {
        "report.pdf": (DOCUMENTS / "distributor.pdf").read_bytes(),
        "report.csv": b"reason,said\n" + b'five.2,"typed ""over"", twice a day"\n' * 7,
        "report.md": "# Why\n\nA line with é\n".encode(),
    }
    client, sent = stage.app.client, []
    for name, content in files.items():
        place = client.files_getUploadURLExternal(filename=name, length=len(content))
        assert fetch(str(place["upload_url"]), content)[0] == 200
        sent.append({"id": str(place["file_id"]), "title": f"The {name}"})
    client.files_completeUploadExternal(files=sent, channel_id=ORDERS)
    page = stage.sit()
    log = channel_log(page)
    expect(log.get_by_role("cell", name='typed "over", twice a day')).to_have_count(5)
    expect(log).to_contain_text("and 2 more rows")
    expect(log.locator("pre")).to_contain_text("A line with é")
    whole = log.get_by_role("link", name="Open The report.pdf in a new tab")
    expect(whole.locator("iframe")).to_have_attribute("title", "Preview of The report.pdf")
    assert (
        page.request.get(f"{stage.slack.url}{whole.get_attribute('href')}").headers["content-type"] == "application/pdf"
    )
    expect(log.get_by_role("link", name="The report.csv")).to_have_attribute("download", "report.csv")


def test_a_button_with_a_confirmation_asks_first(stage: Stage) -> None:
    """Saying no sends nothing; saying yes sends the click."""
    asked(stage)
    page = stage.sit()
    page.get_by_role("button", name="1 reply").click()
    stop = thread_log(page).get_by_role("button", name="Stop")
    stop.click()
    page.get_by_role("alertdialog", name="Stop here?").get_by_role("button", name="Go on").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stage.app.clicks() == []
    stop.click()
    page.get_by_role("alertdialog", name="Stop here?").get_by_role("button", name="Stop it").click()
    expect(stop).not_to_have_attribute("aria-busy", "true")
    assert [action["action_id"] for action in stage.app.clicks()] == ["stop"]


def test_a_reply_typed_in_the_thread_reaches_the_app_and_others_see_it_at_once(stage: Stage) -> None:
    """What one person types in a thread stands before another's eyes without a reload, and so does the answer."""
    asked(stage)
    olivia, tomasz = stage.sit("Olivia"), stage.sit("Tomasz")
    for page in (olivia, tomasz):
        page.get_by_role("button", name="1 reply").click()
    write(olivia, "Reply in thread", "it drops a spreadsheet & then <someone> types it")
    for page in (olivia, tomasz):
        expect(thread_log(page)).to_contain_text("it drops a spreadsheet & then <someone> types it")
        expect(thread_log(page)).to_contain_text("You wrote: it drops a spreadsheet & then <someone> types it")
        expect(channel_log(page).get_by_role("button", name="3 replies")).to_be_visible()
    expect(olivia.get_by_role("textbox", name="Reply in thread")).to_have_value("")


def test_what_is_for_one_person_is_seen_by_that_person_only(stage: Stage) -> None:
    """An ephemeral answer and a direct message are there for their person and for nobody else."""
    page = stage.sit("Olivia")
    write(page, "Message", "/unstick help")
    note = channel_log(page).get_by_role("article").filter(has_text="Only you see this help.")
    expect(note).to_contain_text("Only visible to you")
    stage.app.client.chat_postMessage(channel="U0TOMASZ", text="For Tomasz alone.")
    become(page, "Tomasz")
    expect(channel_log(page)).not_to_contain_text("Only you see this help.")
    page.get_by_role("button", name="Direct message with Unstick, 1 unread").click()
    expect(channel_log(page)).to_contain_text("For Tomasz alone.")
    become(page, "Olivia")
    expect(channel_log(page)).to_contain_text("Only you see this help.")
    expect(page.get_by_role("button", name=re.compile("^Direct message with"))).to_have_count(0)
    expect(page.get_by_role("button", name="Channel steering")).to_be_visible()
    become(page, "Carlos")
    expect(page.get_by_role("button", name="Channel steering")).to_have_count(0)


def test_nothing_said_becomes_markup(stage: Stage) -> None:
    """Tags, scripts and Slack's own tokens typed by a person stay letters; a link that is none stays text."""
    page = stage.sit()
    nasty = "<b>bold</b> <img src=x onerror=alert(1)> <!channel> <script>1</script> &amp; <@U0CARLOS>"
    write(page, "Message", nasty)
    expect(channel_log(page)).to_contain_text(nasty)
    stage.app.client.chat_postMessage(
        channel=ORDERS, text="<javascript:alert(1)|press me> <b>x</b> *<https://example.com|so>*"
    )
    expect(channel_log(page)).to_contain_text("press me")
    log = channel_log(page)
    for tag in ("b", "img", "script"):
        expect(log.locator(tag)).to_have_count(0)
    expect(log.locator(".mention")).to_have_count(0)
    assert [link.get_attribute("href") for link in log.locator("a").all()] == ["https://example.com"]


def test_every_kind_of_block_is_drawn(stage: Stage) -> None:
    """Each block a message may hold has its picture on the page, and the page calls no other address for it."""
    stage.app.client.chat_postMessage(channel=ORDERS, text="everything", blocks=said.everything())
    asked_for: list[str] = []
    page = stage.sit()
    page.on("request", lambda request: asked_for.append(request.url))
    page.reload()
    log = channel_log(page)
    expect(log.get_by_role("heading", name="A header & more")).to_be_visible()
    for tag, words in (
        ("strong", "bold"),
        ("em", "italic"),
        ("del", "gone"),
        ("code", "code"),
        ("blockquote", "a quote"),
    ):
        expect(log.locator(tag).filter(has_text=words).first).to_be_visible()
    expect(log.locator("pre")).to_have_text("pre\n  kept")
    expect(log).to_contain_text("& <i> a link @Tomasz Zielinski #orders")
    expect(log.get_by_role("img", name="4 of 5")).to_have_text("●●●●○")
    expect(log.get_by_role("columnheader", name="Measure")).to_be_visible()
    expect(log).to_contain_text("Picture: a chart")
    expect(log.get_by_role("button", name="Beside")).to_be_visible()
    expect(log.locator(".unknown")).to_have_count(0)
    assert {url.split("/")[2] for url in asked_for} == {stage.slack.url.split("/")[2]}


def test_whatever_slack_takes_is_drawn_or_named(stage: Stage) -> None:
    """Every block at its limit stands on the page; what cannot be drawn says so in its place and spoils nothing."""
    strange = [
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [{}]}]},
        {"type": "file", "external_id": "x", "source": "remote"},
    ]
    stage.app.client.chat_postMessage(channel=ORDERS, text="limits", blocks=[*ACCEPTED, *strange])
    page = stage.sit()
    drawn = channel_log(page).locator(".block")
    expect(drawn).to_have_count(len(ACCEPTED) + len(strange))
    unknown = channel_log(page).locator(".unknown").all_inner_texts()
    assert [one.split("“")[1].split("”")[0] for one in unknown] == ["external_select", "rich_text", "file"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator(".channel .scroller").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_the_clock_goes_to_monday_nine_in_the_persons_own_zone(stage: Stage) -> None:
    """The buttons move the playground's clock; its face shows the day and hour where the person is."""
    page = stage.sit("Seline")
    face = page.get_by_role("status", name="Playground time")
    expect(face).to_have_text("Thu, 19 Nov 202621:00")
    page.get_by_role("button", name="Next hour").click()
    expect(face).to_contain_text("22:00")
    page.get_by_role("button", name="Monday 9:00").click()
    expect(face).to_have_text("Mon, 23 Nov 202609:00")
    page.get_by_role("button", name="Four weeks later").click()
    expect(face).to_have_text("Mon, 21 Dec 202609:00")
    assert stage.clock.now.isoformat() == "2026-12-21T09:00:00+00:00"
    become(page, "Olivia")
    expect(face).to_have_text("Mon, 21 Dec 202603:00")


def test_a_reload_shows_the_same(stage: Stage) -> None:
    """Person, channel, thread, every message and what one had begun to type stand as before after a reload."""
    asked(stage)
    page = stage.sit("Tomasz")
    page.get_by_role("button", name="1 reply").click()
    expect(thread_log(page)).to_contain_text("What happens to its output?")
    page.get_by_role("textbox", name="Reply in thread").fill("half a sen")
    before = page.locator("#panes").inner_text()
    page.reload()
    expect(page.get_by_role("button", name="You are:")).to_contain_text("Tomasz")
    expect(thread_log(page)).to_contain_text("What happens to its output?")
    expect(page.locator("#panes")).to_have_text(before, use_inner_text=True)
    expect(page.get_by_role("textbox", name="Reply in thread")).to_have_value("half a sen")


def test_unread_messages_are_counted_until_they_are_seen(stage: Stage) -> None:
    """A message elsewhere shows as a number at its channel; going there clears it, and it stays cleared."""
    page = stage.sit()
    page.get_by_role("button", name="Channel general").click()
    asked(stage)
    page.get_by_role("button", name="Channel orders, 2 unread").click()
    expect(page.get_by_role("button", name="Channel orders", exact=True)).to_be_visible()
    expect(channel_log(page).get_by_role("separator", name="New messages")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Channel orders", exact=True)).to_be_visible()


def test_new_messages_do_not_pull_away_who_reads_further_up(stage: Stage) -> None:
    """Who has scrolled up stays there, is told of what came, and gets to it by one press."""
    for number in range(40):
        stage.app.client.chat_postMessage(channel=ORDERS, text=f"line {number}")
    page = stage.sit()
    expect(channel_log(page).get_by_text("line 39")).to_be_in_viewport()
    page.locator(".channel .scroller").evaluate("node => { node.scrollTop = 0; }")
    page.wait_for_timeout(100)
    stage.app.client.chat_postMessage(channel=ORDERS, text="the newest")
    expect(channel_log(page).get_by_text("line 0", exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="1 new message").click()
    expect(channel_log(page).get_by_text("the newest")).to_be_in_viewport()


def test_a_narrow_screen_shows_one_thing_at_a_time(stage: Stage) -> None:
    """On a phone the thread covers the channel, the channels slide in, and nothing runs off to the side."""
    stage.app.client.chat_postMessage(channel=ORDERS, text="everything", blocks=said.everything())
    asked(stage)
    page = stage.sit(viewport={"width": 360, "height": 740})
    side = page.get_by_role("navigation", name="Channels and direct messages")
    expect(side).to_be_hidden()
    page.get_by_role("button", name="Channels", exact=True).click()
    side.get_by_role("button", name="Channel general").click()
    expect(side).to_be_hidden()
    page.get_by_role("button", name="Channels", exact=True).click()
    side.get_by_role("button", name="Channel orders").click()
    page.get_by_role("button", name="1 reply").click()
    expect(thread_log(page).get_by_role("button", name="3 Typed over")).to_be_in_viewport()
    box = page.get_by_role("complementary", name="Thread").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)
    expect(page.locator(".channel")).to_have_attribute("inert", "")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Back to the channel").click()
    expect(page.get_by_role("complementary", name="Thread")).to_be_hidden()
    expect(page.locator(".channel")).not_to_have_attribute("inert", "")
    assert page.locator(".channel .scroller").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_the_keyboard_alone_is_enough(stage: Stage) -> None:
    """A thread opened, a person chosen and a question answered without a pointer; the focus is never lost."""
    asked(stage)
    page = stage.sit()
    page.get_by_role("button", name="1 reply").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    select = thread_log(page).get_by_role("button", name="Ask someone else")
    select.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("sel")
    expect(page.get_by_role("option", name="Seline")).to_be_focused()
    page.keyboard.press("Enter")
    chosen = thread_log(page).get_by_role("button", name="Seline Okafor")
    expect(chosen).to_be_focused()
    thread_log(page).get_by_role("button", name="1 Written").focus()
    page.keyboard.press("Space")
    expect(thread_log(page)).to_contain_text("✓")
    expect(thread_log(page).get_by_role("article").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name="Thread")).to_be_hidden()
    write(page, "Message", "/unstick order intake agent")
    expect(page.get_by_role("textbox", name="Which pilot?")).to_be_focused()
    for _ in range(14):  # around and around
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_focused()


def test_everything_one_can_use_has_a_name_for_a_screen_reader(stage: Stage) -> None:
    """Every button, field, list and picture in the accessibility tree has a name, in the page and in the modal."""
    stage.app.client.chat_postMessage(channel=ORDERS, text="everything", blocks=said.everything())
    asked(stage)
    page = stage.sit()
    page.get_by_role("button", name="1 reply").click()
    assert nameless(page) == []
    write(page, "Message", "/unstick order intake agent")
    expect(page.get_by_role("dialog", name="Why is it stuck?")).to_be_visible()
    assert nameless(page) == []


def nameless(page: Page) -> list[str]:
    """The roles of what can be used but has no name."""
    usable = {"button", "textbox", "radio", "checkbox", "combobox", "link", "image", "dialog", "log", "Date", "listbox"}
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [
        node["role"]["value"]
        for node in tree["nodes"]
        if not node.get("ignored")
        and node.get("role", {}).get("value") in usable
        and not node.get("name", {}).get("value")
    ]


def test_invite_brings_the_app_into_a_channel(stage: Stage) -> None:
    """`/invite @unstick`, as the bot asks for when it is missing, works in the composer."""
    page = stage.sit()
    page.get_by_role("button", name="Channel general").click()
    write(page, "Message", "/invite @nobody")
    expect(page.get_by_text("There is nobody called “@nobody” here.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value("/invite @nobody")
    write(page, "Message", "/invite @unstick")
    expect(page.get_by_text("8 members")).to_be_visible()


def test_a_person_can_begin_a_direct_message_with_the_app(stage: Stage) -> None:
    """Who has no direct messages yet opens them from the side and writes; the app hears it there."""
    page = stage.sit()
    page.get_by_role("button", name="Write to Unstick").click()
    expect(page.get_by_role("heading", name="Unstick", exact=True)).to_be_visible()
    write(page, "Message", "hello")
    expect(channel_log(page)).to_contain_text("hello")
    stage.slack.settle()
    assert [(one["text"], one["channel_type"]) for one in stage.app.heard if one["type"] == "message"] == [
        ("hello", "im")
    ]


def test_a_dead_app_is_said_kindly_and_nothing_typed_is_lost(stage: Stage) -> None:
    """When the app does not answer, the page says so where one typed, and keeps the words."""
    stage.slack.app_url = "http://127.0.0.1:9"
    page = stage.sit()
    write(page, "Message", "/unstick order intake agent")
    expect(page.get_by_text("The app cannot be reached at the moment.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value("/unstick order intake agent")


def test_home_drawn_anew_keeps_the_focus(stage: Stage) -> None:
    """When the app shows Home anew after a press, the focus stands on what was pressed."""
    rows = [{"type": "actions", "elements": [said.button("Open", "open"), said.button("Report", "report")]}]
    home = {"type": "home", "blocks": rows}
    stage.app.client.views_publish(user_id="U0OLIVIA", view=home)
    page = stage.sit()
    page.get_by_role("button", name="Home of Unstick").click()
    report = page.get_by_role("button", name="Report")
    report.focus()
    stage.app.client.views_publish(user_id="U0OLIVIA", view={**home, "blocks": [{"type": "divider"}, *rows]})
    expect(page.get_by_role("main", name="Home").get_by_role("separator")).to_have_count(1)
    expect(report).to_be_focused()


def test_the_page_speaks_the_language_of_the_person(stage: Stage) -> None:
    """The page's own words are in the language of the person's Slack, and change with the person."""
    page = stage.sit()
    expect(page.get_by_role("button", name="Next hour")).to_be_visible()
    page.get_by_role("button", name="You are:").click()
    page.get_by_role("option", name="Lucía").click()
    expect(page.get_by_role("button", name="Próxima hora")).to_be_visible()
    expect(page.get_by_role("button", name="Eres:")).to_contain_text("Lucía Mendoza")
    expect(page.get_by_role("button", name="Eres:")).to_be_focused()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("log", name="Mensajes de este canal")).to_contain_text("Aquí empieza #orders.")
    expect(page.get_by_role("textbox", name="Mensaje")).to_have_attribute("placeholder", re.compile("para un comando"))
    page.reload()
    expect(page.get_by_role("button", name="Próxima hora")).to_be_visible()
    page.get_by_role("button", name="Eres:").click()
    page.get_by_role("option", name="Olivia").click()
    expect(page.get_by_role("button", name="Next hour")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_unknown_languages_read_english(stage: Stage) -> None:
    """Whose language the page does not know reads English."""
    stage.slack.workspace.put_user(replace(stage.slack.hands.user("carlos"), locale="fi-FI"))
    page = stage.sit("Carlos")
    expect(page.get_by_role("button", name="Next hour")).to_be_visible()
