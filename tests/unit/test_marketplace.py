"""The page about Slack's review names only what exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "marketplace.md"


def test_what_the_page_names_exists() -> None:
    """Every test and every file that the page gives as its ground is there."""
    named = re.findall(r"`((?:tests|docs)/[^`]+|README\.md)`", PAGE.read_text("utf-8"))
    assert len(named) > 15
    for name in named:
        path, _, test = name.partition("::")
        assert (ROOT / path).is_file(), name
        assert not test or f"def {test}(" in (ROOT / path).read_text("utf-8"), name


def test_the_pages_it_leads_to_exist() -> None:
    """Links between the how-to pages of the ways in lead somewhere."""
    for name in ("install", "socket-mode", "behind-a-proxy", "rotate-keys"):
        page = ROOT / "docs" / "how-to" / f"{name}.md"
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{name}: {target}"
