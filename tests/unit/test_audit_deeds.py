"""Every deed of the audit log is told of in the docs."""

from pathlib import Path

from bot.store.audit import DEEDS

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "data.md"


def test_every_deed_is_in_the_docs() -> None:
    """Whoever reads an exported log finds each word of it on the page, and none that does not occur."""
    told = PAGE.read_text("utf-8").split("\nDeeds: ")[1].split(". What each means")[0]
    assert [word.strip("` \n") for word in told.split(",")] == [*DEEDS]
