"""Whatever people wrote is made harmless before it stands in a message."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.slack.text import mentions
from prompts.catalog import Catalog, catalog
from prompts.mrkdwn import Mrkdwn, escape, finalize, mention, plain, shorten

PIECES = st.sampled_from(
    (
        *("<!channel>", "<!here|x>", "<@U0CARLOS>", "<#C0ORDERS>", "<http://x.example|y>", "http://x", "&lt;", "&"),
        *("<", ">", "*", "_", "~", "`", "```", "|", "\n", " ", "!", "@", "a", "\N{WORD JOINER}", "\u202e"),
    )
)
HOSTILE = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))
# A mark that can act: one of a person's has a joiner on both sides.
MARKS = re.compile(r"(?<!\N{WORD JOINER})[*_~`]|[*_~`](?!\N{WORD JOINER})")


@given(HOSTILE)
def test_no_text_can_act(text: str) -> None:
    """No text from a person mentions anybody, links anywhere, or formats anything."""
    safe = escape(text)
    assert "<" not in safe
    assert ">" not in safe
    assert mentions(safe) == ()
    assert not MARKS.search(safe)
    assert not re.search(r"^\s*&gt;", safe, re.MULTILINE)


@given(HOSTILE)
def test_the_characters_stay(text: str) -> None:
    """What is shown is what was typed, character for character."""
    assert plain(escape(text)) == text.replace("\N{WORD JOINER}", "")


@given(HOSTILE)
def test_every_template_value_is_escaped(text: str) -> None:
    """A value in a template is escaped, unless it is mrkdwn of ours; then it is not escaped twice."""
    assert finalize(text) == escape(text)
    assert finalize(escape(text)) == escape(text)


def _can_stand_in_italics(text: str) -> bool:
    """A joiner beside a mark of ours would hide it from the count below."""
    return bool(text.strip()) and "\N{WORD JOINER}" not in text and not text.lstrip().startswith(">")


@given(HOSTILE.filter(_can_stand_in_italics))
def test_a_message_cannot_be_broken_out_of(text: str) -> None:
    """Whatever a pilot is called, messages with its name keep their own formatting and mention only whom they mean."""
    said = catalog("en").say("root.found", pilot=text, person=mention("U0OLIVIA"))
    assert set(mentions(said)) == {"U0OLIVIA"}
    assert len(MARKS.findall(said.replace("U0OLIVIA", ""))) == 4


@pytest.mark.parametrize("bad", ["", "U0 X", "U0>", "!channel", "U0\n", "<@U0>"])
def test_only_people_are_mentioned(bad: str) -> None:
    """A mention is made of an id alone; anything else is refused."""
    with pytest.raises(ValueError, match="not the id of a person"):
        mention(bad)


@given(st.text(max_size=500), st.integers(2, 300))
def test_shorten(text: str, limit: int) -> None:
    """A shortened text is one line within its limit; a text that fits is itself; else it ends in an ellipsis."""
    line = " ".join(re.split(r"\s+", text)).strip()
    short = shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short
    if len(line) <= limit:
        assert short == line
    else:
        assert short.endswith("\N{HORIZONTAL ELLIPSIS}")
        assert line.startswith(short[:-1])


@pytest.mark.parametrize("letter", ["x", "<", "&", "*", "`", "word ", "\N{ROCKET}"])
def test_quotes_of_forty_thousand_characters(letter: str) -> None:
    """The longest answer is quoted in one short line, cut at a word where there is one."""
    quote = shorten(letter * 40_000)
    assert len(quote) <= 200
    assert not quote.endswith(" \N{HORIZONTAL ELLIPSIS}")


@pytest.mark.parametrize("blank", ["\n", " ", "\t", "\n ", "\xa0"])
def test_blanks_cost_nothing(blank: str) -> None:
    """Forty thousand blanks before a bracket are escaped like any other text, each of them looked at once."""
    assert plain(escape(f"{blank * 40_000}>")) == f"{blank * 40_000}>"


def test_mrkdwn_is_text(texts: Catalog) -> None:
    """What a template says is known as mrkdwn, so that it can stand in another one."""
    assert isinstance(texts.say("help"), Mrkdwn)
