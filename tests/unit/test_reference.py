"""The reference is made from the code, and stays so."""

import pytest

from tests.reference import exceptions, figures
from tests.reference.pages import PAGES, path_of


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    """The page is what `make reference` writes today."""
    assert path_of(name).read_text("utf-8") == PAGES[name](), "run: make reference"


def test_every_fault_says_what_it_is() -> None:
    """Each exception class of ours has a sentence, and its name belongs to one class alone."""
    faults = exceptions.found()
    assert [each.name for each in faults if not each.about] == []
    assert len({each.name for each in faults}) == len(faults)


def test_the_figures_in_the_readme_are_those_that_were_measured() -> None:
    """No figure in the README is older than docs/benchmarks.md."""
    text = figures.README.read_text("utf-8")
    assert figures.page(text, figures.BENCHMARKS.read_text("utf-8")) == text, "run: make reference"
    assert figures.BLOCK.search(text)


def test_a_figure_that_is_gone_is_told() -> None:
    """A row that is no longer in the benchmarks stops the page, by its name."""
    with pytest.raises(LookupError, match="no row 'PostgreSQL' any more"):
        figures.figures("| SQLite | 1 |")
