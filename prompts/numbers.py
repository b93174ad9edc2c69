"""Numbers, money and the form that a word takes beside a number, as people write them where they are."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal, format_percent

CURRENCY_BEHIND = "#,##0 ¤¤"  # "400 USD": a bare sign would be another country's money to some readers
REMEMBERED = 4096  # numbers as they were written: the same few come again with every question
COUNTED_TO = 1000  # every form that a language has for whole numbers shows below this


def locale_for(tag: str, default: str) -> Locale:
    """How somebody with this Slack locale writes numbers and dates; `default` where no region is named or known."""
    try:
        found = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(default)
    return found if found.territory else Locale.parse(default)


@lru_cache(maxsize=REMEMBERED)
def number(locale: Locale, value: int | Decimal) -> str:
    """Such as "1,200" or "6.5"."""
    return str(format_decimal(value, locale=locale))


def percent(locale: Locale, value: int) -> str:
    """A whole percentage, such as "20%"."""
    return str(format_percent(Decimal(value) / 100, locale=locale))


def money(locale: Locale, value: int, currency: str) -> str:
    """A whole amount with its currency's code."""
    return str(format_currency(value, currency, CURRENCY_BEHIND, locale=locale, currency_digits=False))


def tenths(value: int) -> Decimal:
    """A whole number of tenths, such as 65 → 6.5."""
    return Decimal(value) / 10


def plural(locale: Locale, value: int | Decimal, forms: Mapping[str, str]) -> str:
    """The form that goes with a number; `forms` by the names that Unicode gives them (`one`, `few`, `other`, …)."""
    return forms[str(locale.plural_form(value))]


@cache
def categories(locale: Locale) -> frozenset[str]:
    """The forms that a language needs for whole numbers; every language has `other`."""
    return frozenset({"other", *(str(locale.plural_form(value)) for value in range(COUNTED_TO + 1))})
