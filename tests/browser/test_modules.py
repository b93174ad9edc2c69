"""The page's own modules, run in the browser that will run them: Slack's text, and the clock's stops."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.playground.page import page_routes
from bot.playground.slack import LocalSlack
from prompts.mrkdwn import escape
from tests.browser.conftest import MovableClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

DRAW = """async ([text, verbatim]) => {
    const { mrkdwn } = await import("/mrkdwn.js");
    const known = { U0OLIVIA: "Olivia Grant" };
    const ctx = {
        me: { id: "U0OLIVIA" },
        userName: (id) => known[id] ?? id,
        channelName: (id) => (id === "C0ORDERS" ? "orders" : undefined),
        date: (at, pattern) => (pattern === "{date}" ? `day ${at}` : null),
    };
    const box = document.createElement("div");
    box.append(mrkdwn(text, ctx, { verbatim }));
    return box.innerHTML.replaceAll('<div class="ln">', "").replaceAll("</div>", "¶").replaceAll(/¶$/g, "");
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """The page, with nothing going on; its modules are there to be called."""
    nobody = "http://127.0.0.1:9"
    with LocalSlack(MovableClock(), "a made-up secret", nobody, page=None, extra_routes=page_routes()) as slack:
        context = browser.new_context()
        shown = context.new_page()
        shown.goto(slack.url)
        shown.evaluate("""async () => (await import("/say.js")).learn("en-US")""")  # the page does so by and by
        yield shown
        context.close()


LINK = '<a href="{0}" target="_blank" rel="noopener noreferrer">{1}</a>'

CASES = {
    "bold": ("a *b c* d", "a <strong>b c</strong> d"),
    "nested": ("*Why is _it_ stuck?*", "<strong>Why is <em>it</em> stuck?</strong>"),
    "signs inside words": ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
    "loose signs": ("a * b * c, ~ and **", "a * b * c, ~ and **"),
    "not over the end of a line": ("*a\nb*", "*a¶b*"),
    "code keeps signs": ("`*a* &lt;b&gt;`", "<code>*a* &lt;b&gt;</code>"),
    "an address with signs": (
        "*<https://x.org/a_b*c|so>*",
        f"<strong>{LINK.format('https://x.org/a_b*c', 'so')}</strong>",
    ),
    "a bare address": ("see https://x.org/a_b.", f"see {LINK.format('https://x.org/a_b', 'https://x.org/a_b')}."),
    "no script": ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
    "typed brackets": ("&lt;!channel&gt; &amp;amp;", "&lt;!channel&gt; &amp;amp;"),
    "unknown token": ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
    "person": ("<@U0OLIVIA>", '<span class="mention mention-me">@Olivia Grant</span>'),
    "channel": ("<#C0ORDERS>, <#C9|old>", '<span class="mention">#orders</span>, <span class="mention">#old</span>'),
    "date": ("<!date^12^{date}|then>", "<time>day 12</time>"),
    "date with its fallback": ("<!date^12^{moon}|then>", "<time>then</time>"),
    "quote": ("&gt; a *b*\n&gt; c\nd", "<blockquote>a <strong>b</strong>¶c¶</blockquote>d"),
    "block of code": ("a\n```x\n  y```\nb", "a¶<pre>x\n  y</pre>b"),
}


@pytest.mark.parametrize(("text", "drawn"), CASES.values(), ids=CASES.keys())
def test_mrkdwn_is_drawn_as_slack_draws_it(page: Page, text: str, drawn: str) -> None:
    """Marks count at the edges of words only, code and addresses are left alone, and what is no token stays text."""
    assert page.evaluate(DRAW, [text, False]) == drawn


def test_what_a_person_wrote_formats_nothing(page: Page) -> None:
    """Marks in people's own words stay characters, between marks of ours too."""
    said = "key it *line by line*, _now_, ~never~ and `so` on"
    drawn = page.evaluate(DRAW, [f"*{escape(said)}*", False])
    assert drawn.replace("\N{WORD JOINER}", "") == f"<strong>{said}</strong>"


def test_verbatim_text_makes_no_links_of_its_own(page: Page) -> None:
    """With `verbatim`, an address in the text stays text."""
    assert page.evaluate(DRAW, ["see https://x.org", True]) == "see https://x.org"


def test_bars_are_read_as_one_figure(page: Page) -> None:
    """A bar keeps its signs for the eye and says "3 of 10" to the ear."""
    drawn = page.evaluate(DRAW, ["▰▰▰▱▱▱▱▱▱▱ 5", False])
    assert 'aria-label="3 of 10"' in drawn
    assert ">▰▰▰</span>" in drawn
    assert ">▱▱▱▱▱▱▱</span>" in drawn


@pytest.mark.parametrize(
    ("stop", "now", "zone", "then"),
    [
        ("hour", "2026-11-01T05:30", "America/Chicago", "2026-11-01T06:30"),
        ("tomorrow", "2026-10-31T20:00", "America/Chicago", "2026-11-01T15:00"),  # the clocks go back in that night
        ("monday", "2026-10-31T20:00", "America/Chicago", "2026-11-02T15:00"),
        ("monday", "2026-11-02T14:59", "America/Chicago", "2026-11-02T15:00"),
        ("monday", "2026-11-02T15:00", "America/Chicago", "2026-11-09T15:00"),
        ("monday", "2026-11-01T23:30", "Pacific/Auckland", "2026-11-08T20:00"),
        ("week", "2026-10-28T14:07", "America/Chicago", "2026-11-04T15:07"),
        ("week", "2026-03-27T10:00", "Europe/Madrid", "2026-04-03T09:00"),
    ],
)
def test_stops_of_the_clock_are_exact_in_every_zone(page: Page, stop: str, now: str, zone: str, then: str) -> None:
    """The next hour, tomorrow 9:00, the next Monday 9:00 and a week later, also over a change of the clocks."""
    start, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, then))
    script = "async ([stop, now, zone]) => (await import('/time.js')).secondsUntil(stop, now, zone)"
    seconds = page.evaluate(script, [stop, int(start.timestamp()), zone])
    assert seconds == int((end - start).total_seconds())


@pytest.mark.parametrize("zone", ["America/Chicago", "Europe/Madrid", "Asia/Kolkata"])
def test_a_date_and_time_is_the_persons_own(page: Page, zone: str) -> None:
    """What the date and time field shows is the wall clock of the person, and reads back as the same instant."""
    script = """async ([at, zone]) => {
        const { fromWall, toWall } = await import('/time.js');
        return [toWall(at, zone), fromWall(toWall(at, zone), zone)];
    }"""
    at = int(datetime(2026, 12, 4, 15, 30, tzinfo=UTC).timestamp())
    shown, back = page.evaluate(script, [at, zone])
    assert datetime.fromisoformat(shown) == datetime.fromtimestamp(at, ZoneInfo(zone)).replace(tzinfo=None)
    assert back == at
