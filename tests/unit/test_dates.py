"""Days and numbers as a language writes them."""

from datetime import date, time

import pytest

from prompts import dates
from prompts.catalog import catalog
from prompts.numbers import number, tenths

FIRST, LAST = date(2026, 11, 23), date(2026, 12, 22)


@pytest.mark.parametrize(("language", "written"), [("en", "Mon, Nov 23"), ("es", "lun, 23 nov")])
def test_a_day(language: str, written: str) -> None:
    """A day is short and names its weekday, in the language's own order."""
    assert dates.day(language, FIRST) == written


def test_a_span() -> None:
    """A span names both of its ends."""
    assert dates.span("en", FIRST, LAST) == "Mon, Nov 23 \N{EN DASH} Tue, Dec 22"


@pytest.mark.parametrize(
    ("tag", "written"), [("en", "9:00\N{NARROW NO-BREAK SPACE}AM"), ("en-GB", "09:00"), ("es-ES", "9:00")]
)
def test_a_time_of_day(tag: str, written: str) -> None:
    """A time of day is written with the reader's own clock of twelve or twenty-four hours."""
    assert dates.clock(catalog(tag).locale, time(9)) == written


@pytest.mark.parametrize(
    ("tag", "value", "written"),
    [
        ("en", 65, "6.5"),
        ("en", 60, "6"),
        ("en", 0, "0"),
        ("en", 12_345, "1,234.5"),
        ("es-ES", 65, "6,5"),
        ("es-MX", 65, "6.5"),
    ],
)
def test_tenths(tag: str, value: int, written: str) -> None:
    """A whole number of tenths is written with the reader's own point, and without a needless one."""
    assert number(catalog(tag).locale, tenths(value)) == written
