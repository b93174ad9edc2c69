"""Days and times of day as people write them where they are."""

from datetime import date, time

from babel import Locale
from babel.dates import format_skeleton, format_time, get_day_names


def day(locale: Locale | str, moment: date) -> str:
    """Such as "Fri, Dec 4"."""
    return str(format_skeleton("MMMEd", moment, locale=locale))


def full(locale: Locale | str, moment: date) -> str:
    """With its year, such as "Dec 4, 2026"."""
    return str(format_skeleton("yMMMd", moment, locale=locale))


def span(locale: Locale | str, first: date, last: date) -> str:
    """Such as "Mon, Nov 23 – Sun, Nov 29"."""
    return f"{day(locale, first)} – {day(locale, last)}"


def clock(locale: Locale | str, moment: time) -> str:
    """A time of day, such as "9:00 AM"."""
    return str(format_time(moment, "short", locale=locale))


def weekday(locale: Locale | str, number: int) -> str:
    """A day of the week, such as "Monday" for 0."""
    return str(get_day_names("wide", locale=locale)[number])


def short(locale: Locale | str, moment: date) -> str:
    """A day without its weekday, such as "Dec 4"."""
    return str(format_skeleton("MMMd", moment, locale=locale))
