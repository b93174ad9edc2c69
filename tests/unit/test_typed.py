"""What Slack sends for typed text, back to what the person saw on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.slack.text import from_keyboard
from bot.slack.typed import as_typed, people_in

NAMES = {"carlos": "U0CARLOS"}
CHANNELS = {"orders": "C0ORDERS"}


@given(st.text(alphabet=st.sampled_from("ab<>&;|@#!*_ \n0.") | st.characters(codec="utf-8"), max_size=200))
def test_typed_text_comes_back(text: str) -> None:
    """What a person types, any character of it, is what is kept."""
    assert as_typed(from_keyboard(text, {}, {})) == text


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<@U0CARLOS> knows", "@carlos knows"),
        ("<@U0CARLOS|karl> knows", "@karl knows"),
        ("<@U0NOBODY> knows", "@U0NOBODY knows"),
        ("<#C0ORDERS|orders>", "#orders"),
        ("<#C0ORDERS>", "#C0ORDERS"),
        ("<!channel> now", "@channel now"),
        ("<!here|here>", "@here"),
        ("<!subteam^S012|@ops>", "@@ops"),
        ("<!subteam^S012>", "@subteam"),
        ("<http://x.example>", "http://x.example"),
        ("<http://x.example|our wiki>", "our wiki"),
        ("<mailto:a@x.example|a@x.example>", "a@x.example"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&amp;lt;", "&lt;"),
        ("<", "<"),
        ("<>", ""),
    ],
)
def test_markup_as_it_was_shown(sent: str, shown: str) -> None:
    """Mentions by name, links by label, escaped characters as themselves."""
    assert as_typed(sent, {"U0CARLOS": "carlos"}) == shown


def test_whom_a_text_mentions() -> None:
    """Each person once, in order, and no more than a few, however many there are."""
    assert people_in("<@U0CARLOS> and <@U0OLIVIA|o> and <@U0CARLOS> not <!here> &lt;@U0X&gt;") == [
        "U0CARLOS",
        "U0OLIVIA",
    ]
    assert len(people_in("".join(f"<@U0{n}>" for n in range(100)))) == 10
