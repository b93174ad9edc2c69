"""What follows `/unstick`: a subcommand, one that was mistyped, or a pilot's name, which can always be begun."""

import pytest

from bot.slack.subcommand import Typed, read
from prompts.catalog import catalog

PILOT = "order intake agent"


def _read(text: str, language: str = "en") -> Typed:
    return read(catalog(language), text, lambda name: name == PILOT)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("strat", "start"),
        (f"strat {PILOT}", f"start {PILOT}"),
        (f"stauts {PILOT}", "status"),
        ("langauge es", "language es"),
        ("exprot pdf", "export pdf"),
        ("expport pdf", "export pdf"),
        (f"resmue {PILOT}", f"resume {PILOT}"),
        ("stpo writer", "stop writer"),
        ("help desk agent", "help"),
        ("status mailer", "status"),
    ],
)
def test_a_subcommand_that_may_be_meant(text: str, nearest: str) -> None:
    """A subcommand mistyped, alone or with words behind it, or with words that it does not take, is asked about."""
    assert _read(text) == Typed(None, nearest=nearest)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("status", "status", ""),
        (f"status {PILOT}", "status", PILOT),
        ("pause please", "pause", ""),
        (f"pause {PILOT} please", "pause", PILOT),
        ("list please", "list", ""),
        ("help please", "help", ""),
        ("stop now please", "stop", ""),
        ("seguir por favor", "resume", ""),
        ("export docx", "export", "docx"),
        ("export .xlsx", "export", ".xlsx"),
        ("export pdf order intake agent", "export", "pdf order intake agent"),
        ("language xx", "language", "xx"),
        ("start export assistant", "start", "export assistant"),
    ],
)
def test_a_subcommand(text: str, name: str, rest: str) -> None:
    """A subcommand is taken with what follows it, right or wrong, and whatever politeness."""
    assert _read(text) == Typed(name, rest)


@pytest.mark.parametrize(
    "text",
    [
        PILOT,
        "export assistant",
        "export papers agent",
        "expert finder",
        "list cleaner",
        "lsit cleaner",
        "list price agent",
        "first line support",
        "resume screening agent",
        "answers from the handbook",
        "settings checker",
        "language model of the help desk",
        "smart reply agent",
        "shop assistant",
        "step counter",
        "stock agent",
        "Starter kits",
        "helper bot",
        "invoices",
        "",
    ],
)
def test_a_name(text: str) -> None:
    """A pilot may be called nearly like a subcommand: its form opens."""
    assert _read(text) == Typed(None)


def test_a_known_name() -> None:
    """A pilot that is called like a subcommand mistyped is known by its name, once it was begun."""
    assert read(catalog(), "strat planner", lambda name: name == "strat planner") == Typed(None)
    assert read(catalog(), "help desk agent", lambda name: name == "help desk agent") == Typed(None)
