"""Days and numbers as a language writes them."""

from datetime import date

from babel.dates import format_skeleton
from babel.numbers import format_decimal


def day(language: str, moment: date) -> str:
    """Such as "Fri, Dec 4"."""
    return str(format_skeleton("MMMEd", moment, locale=language))


def span(language: str, first: date, last: date) -> str:
    """Such as "Mon, Nov 23 – Sun, Nov 29"."""
    return f"{day(language, first)} – {day(language, last)}"


def tenths(language: str, value: int) -> str:
    """A whole number of tenths, such as 65 → "6.5"."""
    return str(format_decimal(value / 10, locale=language))
