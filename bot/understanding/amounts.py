"""Amounts in a sentence: "about 40 a day, 6 minutes each", "half an hour", "3 of 4". Exact fractions, no floats.

Converted by these rules, all of them for work: a day has 8 hours, a week 5 days, a year 52 weeks, 12 months and 4
quarters. Whatever is converted is a guess at what somebody meant, to be confirmed by them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.understanding.cues import START, alternatives
from prompts.texts import Words

HOURS = {
    "second": Fraction(1, 3600),
    "minute": Fraction(1, 60),
    "hour": Fraction(1),
    "day": Fraction(8),
    "week": Fraction(40),
    "month": Fraction(40 * 52, 12),
    "quarter": Fraction(40 * 13),
    "year": Fraction(40 * 52),
}
A_WEEK = {  # how often something happens in a week if it happens once in this period
    "day": Fraction(5),
    "week": Fraction(1),
    "month": Fraction(12, 52),
    "quarter": Fraction(4, 52),
    "year": Fraction(1, 52),
}
LARGEST, HUNDRED = 10**9, 100
WEEKS, MONTHS, QUARTER = HOURS["week"], HOURS["month"], Fraction(13)
YEARS = range(1900, 2100)  # a number that is more likely a year than a base
_NUMBER = r"(?<![\w.,])(?:\d{1,9}[.,]\d{1,2}(?!\d)|\d{1,9}(?!\d))"
_NEAR = 45  # characters between a number and the period that it is meant for
_MARK = "\ue000"  # around the name of a period, in place of its words
_HALF = "\ue001"  # in place of "and a half"
_PERIOD = re.compile(f"{_MARK}(\\w+){_MARK}")
_AN_END = re.compile(r"\s*(?:[.,;:!?)]|$)")
_A_SLASH = re.compile(r"(?<=[^\W_])/(?=[^\W\d_])")  # "4h/day"
_A_BREAK = re.compile(r"\d|[.;!?\n]")


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number in a text, `to` the other end if it is a stretch. `span`: it is so many hours, weeks …; `per`: for each.

    `is_share`: it is in percent. `is_more`, `is_less`: it is the lower or the upper bound. `is_loose`: said as a word
    that is often no number ("one", "an", "a couple"). `is_bare`: a period alone ("every week", "a year"). `is_last`: a
    statement ends behind it, so that it may be of what was named before: "6 weeks were planned, it took 14".
    """

    number: Fraction
    to: Fraction | None = None
    span: str | None = None
    per: str | None = None
    is_share: bool = False
    is_more: bool = False
    is_less: bool = False
    is_loose: bool = False
    is_bare: bool = False
    is_last: bool = False

    @property
    def middle(self) -> Fraction:
        """The number, or the middle of the stretch."""
        return self.number if self.to is None else (self.number + self.to) / 2


def amounts(words: Words, said: str, *, shares: bool = True) -> tuple[Amount, ...]:
    """All amounts of a text in lower case, in order; with `shares`, "three quarters" is 75 percent and no time."""
    digits = in_numbers(words, said, shares=shares)
    found = tuple(_amount(words, digits, match) for match in _patterns(words).amount.finditer(digits))
    if found:
        return found
    return tuple(Amount(number=Fraction(1), per=each, is_bare=True) for each in _PERIOD.findall(digits)[:1])


def is_alone(words: Words, said: str) -> bool:
    """Whether nothing stands beside a share but words that change no figure: "about 85 %", "más de la mitad"."""
    find = _patterns(words)
    rest = find.amount.sub(" ", in_numbers(words, said))
    allowed = words.around | words.above | words.below | words.units["per_100_cases"]
    for phrase in sorted(allowed, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", rest)
    return not any(character.isalpha() for character in rest)


def converted(unit: str, amount: Amount, number: Fraction) -> Fraction | None:
    """A number of this amount's kind in `unit`; None where the one is no measure of the other."""
    rule = _RULES.get(unit)
    return rule(amount, number) if rule else None


def whole(number: Fraction) -> int:
    """The nearest whole number, halves up."""
    return int(number + Fraction(1, 2))


def _cases(amount: Amount, number: Fraction) -> Fraction | None:
    if amount.is_bare or amount.span or amount.is_share or amount.per == "case":
        return None
    return number * A_WEEK.get(amount.per or "week", Fraction(1))


def _hours(amount: Amount, number: Fraction) -> Fraction | None:
    if (
        amount.is_bare
        or amount.is_share
        or amount.per == "case"
        or (amount.span or "hour") not in {"second", "minute", "hour", "day"}
    ):
        return None
    return number * HOURS[amount.span or "hour"] * A_WEEK[amount.per or "week"]


def _minutes(amount: Amount, number: Fraction) -> Fraction | None:
    if amount.is_bare or amount.is_share or amount.per not in {None, "case"} or (amount.span or "minute") not in HOURS:
        return None
    return number * HOURS[amount.span or "minute"] * 60


def _weeks(amount: Amount, number: Fraction) -> Fraction | None:
    if amount.is_bare:
        return number * HOURS.get(amount.per or "", Fraction(0)) / WEEKS or None
    if amount.is_share or (amount.span or "week") in {"second", "minute"}:
        return None
    return number * HOURS[amount.span or "week"] / WEEKS


def _months(amount: Amount, number: Fraction) -> Fraction | None:
    if amount.is_bare:
        return number * HOURS.get(amount.per or "", Fraction(0)) / MONTHS or None
    if amount.is_share or (amount.span or "month") in {"second", "minute", "hour"}:
        return None
    return number * HOURS[amount.span or "month"] / MONTHS


def _share(amount: Amount, number: Fraction) -> Fraction | None:
    if amount.is_bare or amount.span or amount.per not in {None, "case"} or number > HUNDRED:
        return None
    return number


def _a_quarter(amount: Amount, number: Fraction) -> Fraction | None:
    if amount.span or amount.is_share or amount.per == "case":
        return None
    return number * A_WEEK[amount.per or "quarter"] * QUARTER


def _count(amount: Amount, number: Fraction) -> Fraction | None:
    return None if amount.span or amount.is_share or amount.per else number


_RULES = {
    "cases_per_week": _cases,
    "hours_per_week": _hours,
    "minutes_per_case": _minutes,
    "weeks": _weeks,
    "months": _months,
    "per_100_cases": _share,
    "times_per_quarter": _a_quarter,
    "figures": _count,
}


def in_numbers(words: Words, said: str, *, shares: bool = True) -> str:
    """The text with all its numbers in digits: "two and a half hours" → "2.5 hours", "40k" → "40000", "half" → "50 %".

    Words that are often no number ("one", "an", "a couple of") give digits with a leading zero. Periods are marked.
    """
    find = _patterns(words)
    said = find.halves.sub(_HALF, _A_SLASH.sub(" /", said))
    said = find.part.sub(lambda match: f"{_decimal(words.parts[match[1]])} ", said)
    said = find.roughly.sub(lambda match: f"0{words.roughly[match[1]]} ", said)
    if shares:
        said = find.share.sub(lambda match: f"{words.shares[match[0]]} %", said)
    said = find.period.sub(lambda match: f" {_MARK}{_named(words.periods, match[0])}{_MARK} ", said)
    said = words.spelled_out.sub(lambda match: _spelled(words, match[0]), said)
    said = re.sub(rf"(?<=\d)[{re.escape(words.thousands)}](?=\d{{3}}(?!\d))", "", said)
    said = re.sub(
        r"(?<!\w)(\d{1,2})\s?h\s?(\d{2})(?:\s?min)?(?!\w)", lambda m: f"{int(m[1]) * 60 + int(m[2])} min", said
    )
    said = find.and_half.sub(lambda match: f"{int(match[1] or 1)}.5 {match[2] or ''}", said)
    return find.times.sub(lambda match: str(whole(_fraction(match[1]) * words.times[match[2]])), said)


def _spelled(words: Words, said: str) -> str:
    value = words.spelled[said]
    return f"0{value}" if value == 1 else str(value)


def _decimal(percent: int) -> str:
    return f"0.{percent:02d}"


def _fraction(number: str) -> Fraction:
    return Fraction(number.replace(",", "."))


def _amount(words: Words, digits: str, match: re.Match[str]) -> Amount:
    number, to = _fraction(match["low"]), _fraction(match["high"]) if match["high"] else None
    base = int(match["base"]) if match["base"] else 0
    is_part = 0 < number <= base and base not in YEARS
    before = digits[max(0, match.start() - _NEAR) : match.start()]
    find = _patterns(words)
    return Amount(
        number=number * 100 / base if is_part else number,
        to=to if to and to > number and not is_part else None,
        span=_named(words.spans, match["span"]) if match["span"] else None,
        per=_period(before, digits[match.end() : match.end() + _NEAR]),
        is_share=bool(match["percent"]) or is_part,
        is_more=find.above.search(before) is not None,
        is_less=find.below.search(before) is not None,
        is_last=_AN_END.match(digits, match.end()) is not None,
        is_loose=match["low"].startswith("0") and match["low"].isdigit() and match["low"] != "0",
    )


def _named(names: Mapping[str, frozenset[str]], said: str) -> str:
    return next(name for name, phrases in names.items() if said in phrases)


def _period(before: str, after: str) -> str | None:
    """The period named behind a number, else before it, with no other number and no end of a sentence between."""
    behind = _PERIOD.search(_A_BREAK.split(after, maxsplit=1)[0])
    ahead = _PERIOD.findall(_A_BREAK.split(before)[-1])
    return behind[1] if behind else ahead[-1] if ahead else None


@dataclass(frozen=True, kw_only=True)
class _Patterns:
    """What is looked for in a text of one language."""

    amount: re.Pattern[str]
    halves: re.Pattern[str]
    part: re.Pattern[str]
    roughly: re.Pattern[str]
    share: re.Pattern[str]
    period: re.Pattern[str]
    and_half: re.Pattern[str]
    times: re.Pattern[str]
    above: re.Pattern[str]
    below: re.Pattern[str]


_KNOWN: dict[int, tuple[Words, _Patterns]] = {}


def _patterns(words: Words) -> _Patterns:
    """The patterns of a language, made once; by identity, and with the words, so that no other takes their place."""
    if id(words) not in _KNOWN:
        _KNOWN[id(words)] = (words, _made(words))
    return _KNOWN[id(words)][1]


def _made(words: Words) -> _Patterns:
    spans = alternatives(name for names in words.spans.values() for name in names)
    glued = spans.removeprefix(START)
    out_of, percents = alternatives(words.out_of), alternatives(words.percents).removeprefix(START)
    between = "|".join(map(re.escape, sorted(words.between)))
    return _Patterns(
        amount=re.compile(
            rf"(?P<low>{_NUMBER})(?:\s*(?:{between})\s*(?P<high>\d{{1,9}}(?:[.,]\d{{1,2}})?)(?!\d))?"
            rf"(?:\s*(?P<percent>{percents}))?(?:\s+{out_of}\s+(?P<base>\d{{1,4}})(?!\w))?(?:\s*(?P<span>{glued})\.?)?"
        ),
        halves=re.compile(alternatives(words.halves)),
        part=re.compile(rf"({alternatives(words.parts)})\s+(?={spans})"),
        roughly=re.compile(rf"({alternatives(words.roughly)})\s+(?={spans})"),
        share=re.compile(alternatives(words.shares)),
        period=re.compile(alternatives(phrase for phrases in words.periods.values() for phrase in phrases)),
        and_half=re.compile(rf"(?<!\w)(?:(\d{{1,9}})\s+)?({spans})?\s*{_HALF}"),
        times=re.compile(rf"({_NUMBER})\s?({alternatives(words.times).removeprefix(START)})"),
        above=re.compile(rf"{alternatives(words.above)}\s*$"),
        below=re.compile(rf"{alternatives(words.below)}\s*$"),
    )
