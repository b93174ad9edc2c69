"""The commands in our pages work, and print what the pages show."""

import os
import shlex

import pytest

from scoring.__main__ import main
from tests.command import command
from tests.doc_examples import Example, as_module, examples, is_as_shown
from tests.links import ROOT, pages

EVERY = [each for page in pages() for each in examples(str(page.relative_to(ROOT)), page.read_text("utf-8"))]
RUN = [each for each in EVERY if each.why is None]
NOT_RUN = 2  # of them: what needs a server, or a minute
CORE = ["python", "-m", "scoring"]


@pytest.mark.parametrize("example", RUN, ids=lambda each: f"{each.page}: {each.command}")
def test_an_example_does_what_it_shows(
    example: Example, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command in a page runs, without any settings, and prints what stands under it."""
    monkeypatch.chdir(ROOT)
    for name in [each for each in os.environ if each.startswith("SLACK_")]:
        monkeypatch.delenv(name)
    words = shlex.split(example.command)
    if words[:3] == CORE:
        as_module(main, words[3:])
        printed = capsys.readouterr().out
    else:
        assert words[0] == "unstick"
        printed = command(*words[1:], COLUMNS="80").output
    assert is_as_shown(printed, example.shown), printed


def test_few_examples_are_not_run() -> None:
    """What is not run says why, and how many of them there are is known."""
    assert len([each for each in EVERY if each.why]) == NOT_RUN
    assert len(RUN) >= NOT_RUN


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        ((), True),
        (("a", "b 12 c"), True),
        (("a",), False),
        (("a", "…"), True),
        (("…", "c"), False),
        (("a", "b … c"), True),
        (("a", "b … d"), False),
    ],
)
def test_what_is_shown_is_compared(shown: tuple[str, ...], *, fits: bool) -> None:
    """What a page shows has to be all that is printed, but for what it leaves out with a mark."""
    assert is_as_shown("a\nb 12 c\n", shown) is fits
