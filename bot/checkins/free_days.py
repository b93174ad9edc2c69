"""Holidays and weekends by country, from the `holidays` library; and which country a time zone or a name tells."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import holidays
from babel import Locale
from babel.core import get_global

WEEKEND = frozenset({5, 6})
CODE = 2  # letters of a country's code
KEPT = 4096  # years of countries


@dataclass(frozen=True)
class _Year:
    """What is free in one country in one year."""

    weekends: frozenset[date]
    holidays: frozenset[date]


@lru_cache(maxsize=KEPT)
def _year(country: str, year: int) -> _Year:
    code, _, region = country.partition("-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # for years that it does not know the library warns; they have no holidays then
        found = holidays.country_holidays(code, subdiv=region or None, years=year, expand=False)
    first = date(year, 1, 1).toordinal()
    every = [date.fromordinal(n) for n in range(first, date(year, 12, 31).toordinal() + 1)]
    weekends = frozenset(day for day in every if found.is_weekend(day) and day not in found.weekend_workdays)
    return _Year(weekends=weekends, holidays=frozenset(found) - found.weekend_workdays)


def is_holiday(country: str | None, day: date) -> bool:
    """Whether that day is a public holiday there; nothing is known of no country."""
    return bool(country) and day in _year(str(country), day.year).holidays


def is_weekend(country: str | None, day: date) -> bool:
    """Whether that day is one of a weekend there; Saturday and Sunday where no country is known."""
    return day in _year(country, day.year).weekends if country else day.weekday() in WEEKEND


@cache
def countries() -> frozenset[str]:
    """The codes of the countries whose holidays are known."""
    return frozenset(code for code in holidays.list_supported_countries() if len(code) == CODE)


def country_of_zone(zone: str) -> str | None:
    """The country that a time zone belongs to; None for one of several countries, or whose holidays are not known.

    A zone is a guess, and a person can say otherwise. A language is no guess at all: Slack has one German and one
    English of America for everybody, wherever they live.
    """
    name = get_global("zone_aliases").get(zone, zone)
    code = get_global("zone_territories").get(name)
    return code if code in countries() else None


def country_named(words: str, locales: Iterable[Locale]) -> str | None:
    """The country that somebody typed: a code, perhaps with a region ("ES-MD"), or a name in one of the languages."""
    typed = words.strip()
    code, _, region = typed.upper().partition("-")
    if code in countries() and (not region or region in holidays.list_supported_countries().get(code, ())):
        return f"{code}-{region}" if region else code
    for locale in locales:
        for territory, name in locale.territories.items():
            if name.casefold() == typed.casefold() and territory in countries():
                return str(territory)
    return None


def country_name(country: str, locale: Locale) -> str:
    """What a country is called, as `country_named` reads it; one with a region keeps its code."""
    return str(locale.territories.get(country, country))
