"""A figure in a sentence, as a measure of what a question asks: "40 a day" is 200 cases a week."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from bot.understanding.amounts import LARGEST, Amount, amounts, converted, is_alone, whole
from bot.understanding.cues import occurs
from prompts.catalog import catalog, languages
from prompts.texts import Words
from scoring import Question

SHARE = "per_100_cases"
FULL = {  # the span and the period of an amount that says its whole unit
    "cases_per_week": (None, "week"),
    "hours_per_week": ("hour", "week"),
    "minutes_per_case": ("minute", "case"),
    "weeks": ("week", None),
    "months": ("month", None),
    "times_per_quarter": (None, "quarter"),
}
_A_FRACTION = re.compile(r"(?<![\w/.,])(\d{1,3})/(\d{1,3})(?![\w/.,])")  # "9/10", which elsewhere may be a date
FEW_WORDS = 8  # in so short a text, what is not said is as it was asked


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a text's numbers come to for a question: a band, and a number where one stands there.

    `is_plain`: in the question's own unit, alone, and nothing changes it. `is_worked_out`: it had to be converted or
    rounded, or may be of something else, so that somebody should confirm it. `is_steady`: the text says of another
    part of itself that it is planned, over, claimed …, and not of the one where this stands.
    """

    band: str
    value: int | None = None
    is_plain: bool = False
    is_worked_out: bool = False
    is_steady: bool = False


def figure(language: str, question: Question, said: str) -> Figure | None:
    """The figure in a text in lower case, in a conversation held in `language`; None where none measures what is asked.

    Of several, those with a unit come before bare numbers, and the first before the others.
    """
    if question.unit is None:
        return None
    if question.unit == SHARE:
        said = _A_FRACTION.sub(r"\1 of \2", said)
    told = amounts(words_of_all(language), said, shares=question.unit == SHARE)
    found = [(amount, one) for amount in told if (one := measured(question, amount)) is not None]
    found = [(amount, one) for amount, one in found if _has_unit(amount) or amount.is_last] or found
    found.sort(key=lambda each: not _has_unit(each[0]))
    if not found:
        return None
    amount, first = found[0]
    if len({one for _, one in found}) > 1:
        return Figure(band=first.band)
    words = words_of_all(language)
    if not _is_of_what_is_asked(words, question.unit, said):
        return replace(first, is_plain=False, is_worked_out=first.value is not None)
    is_plain = first.is_plain and (_is_full(question.unit, amount) or len(said.split()) <= FEW_WORDS)
    return replace(first, is_plain=is_plain)


def measured(question: Question, amount: Amount) -> Figure | None:
    """One amount as a measure of what a question asks."""
    unit = question.unit
    if unit is None or (amount.is_loose and not _has_unit(amount)):
        return None
    if amount.is_more or amount.is_less:
        return _bound(question, unit, amount)
    ends = [converted(unit, amount, number) for number in (amount.number, amount.to) if number is not None]
    known = [end for end in ends if end is not None and end < LARGEST]
    bands = {band.id for end in known if (band := question.band(whole(end))) is not None}
    middle = whole(sum(known, Fraction(0)) / (len(known) or 1))
    band = question.band(middle)
    if len(known) < len(ends) or band is None:
        return None
    as_said = known[0] == amount.number and known[0].denominator == 1
    return Figure(
        band=band.id,
        value=middle,
        is_plain=as_said and len(bands) == 1 and _has_unit(amount),
        is_worked_out=not as_said or amount.to is not None,
    )


def _bound(question: Question, unit: str, amount: Amount) -> Figure | None:
    """For "more than 500": a band and no number; plain where nothing lies beyond that band."""
    end = converted(unit, amount, amount.number)
    if end is None or end >= LARGEST:
        return None
    band = question.band(whole(end) + 1 if amount.is_more else max(0, whole(end) - 1))
    if band is None:
        return None
    return Figure(band=band.id, is_plain=band == question.options[-1 if amount.is_more else 0] and _has_unit(amount))


def _is_of_what_is_asked(words: Words, unit: str, said: str) -> bool:
    """Whether a figure is surely one of what was asked: 85 in 100 "go straight through", and 15 do not."""
    if unit == SHARE:
        return is_alone(words, said)
    return not occurs(words.others, said)


def _is_full(unit: str, amount: Amount) -> bool:
    """Whether an amount says its whole unit. A share does not say of what: "a third get sent back"."""
    return (amount.span, amount.per) == FULL.get(unit)


def _has_unit(amount: Amount) -> bool:
    return amount.is_share or amount.span is not None or amount.per is not None


@cache
def words_of_all(language: str) -> Words:
    """The words for figures of all languages in one; where they differ ("once" is one or eleven), `language` counts."""
    others = [catalog(each).words for each in languages() if each != language]
    own = catalog(language).words
    return Words.model_validate(
        {
            **own.model_dump(),
            "thousands": "".join(sorted({*own.thousands, *(sign for other in others for sign in other.thousands)})),
            "joins": tuple(dict.fromkeys([*own.joins, *(join for other in others for join in other.joins)])),
            **{
                name: _together(own, others, name)
                for name in ("numbers", "tens", "shares", "parts", "roughly", "times")
            },
            **{name: _names(own, others, name) for name in ("periods", "spans")},
            **{
                name: getattr(own, name).union(*(getattr(other, name) for other in others))
                for name in ("others", "around", "out_of", "percents", "halves", "between", "above", "below")
            },
        }
    )


def _together(own: Words, others: list[Words], name: str) -> dict[str, int]:
    together: dict[str, int] = {}
    for each in (*others, own):
        together |= getattr(each, name)
    return together


def _names(own: Words, others: list[Words], name: str) -> dict[str, frozenset[str]]:
    """Phrases by what they name; the words of `own` come first where two languages share one."""
    named: dict[str, frozenset[str]] = {}
    for each in (own, *others):
        taken = frozenset().union(*named.values())
        named = {key: named.get(key, frozenset()) | (some - taken) for key, some in getattr(each, name).items()}
    return named
