"""A link in our pages leads somewhere."""

import pytest

from tests.links import ROOT, anchors, broken, pages


def test_every_link_leads_somewhere() -> None:
    """Each file that a page links to is there, and so is the heading."""
    assert [line for page in pages() for line in broken(page, page.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a](nowhere.md)", "nowhere.md is not there"),
        ("![a](docs/nowhere.png)", "is not there"),
        ("[a](README.md#nowhere)", "no such heading"),
        ("[a](#nowhere)", "no such heading"),
        ("[a](../../etc/passwd)", "is not there"),
    ],
)
def test_a_broken_link_is_told(text: str, told: str) -> None:
    """A file or heading that is missing, or a file outside the repository, is told with its page."""
    [line] = broken(ROOT / "PAGE.md", text)
    assert line.startswith("PAGE.md: ")
    assert told in line


@pytest.mark.parametrize(
    "text", ["[a](README.md)", "# Two Words\n[a](#two-words)", "[a](https://example.com)", "`[a](no.md)`"]
)
def test_a_good_link_passes(text: str) -> None:
    """What is there, what is elsewhere, and what stands in code, is nobody's business."""
    assert list(broken(ROOT / "PAGE.md", text)) == []


def test_headings_alike_are_told_apart() -> None:
    """Two headings of the same words get two addresses; what looks like one in a block of code gets none."""
    assert anchors("# Run it\n```\n# a comment\n```\n## Run it\n") == {"run-it", "run-it-1"}
