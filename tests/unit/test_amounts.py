"""Amounts in a sentence, and what they come to in a question's unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.amounts import amounts
from bot.understanding.measure import Figure, figure, words_of_all
from prompts.catalog import languages
from scoring import Rules, load_rules

RULES = load_rules()


@pytest.mark.parametrize(
    ("question", "language", "text", "value"),
    [
        ("volume_week", "en", "about 40 a day, 6 minutes each", 200),
        ("volume_week", "es", "unos 40 al día, 6 minutos cada uno", 200),
        ("volume_week", "en", "800 a month, more in spring", 185),
        ("volume_week", "en", "3000 a year", 58),
        ("volume_week", "en", "every day some 40 orders come in", 200),
        ("volume_week", "es", "entran 1.200 al mes", 277),
        ("minutes_each", "en", "half an hour each", 30),
        ("minutes_each", "en", "an hour and a half", 90),
        ("minutes_each", "en", "a quarter of an hour for a usual one", 15),
        ("minutes_each", "en", "90 seconds each", 2),
        ("minutes_each", "es", "hora y media", 90),
        ("minutes_each", "es", "tres cuartos de hora cada pedido", 45),
        ("retype_hours", "en", "90 minutes a week", 2),
        ("retype_hours", "en", "an hour a day", 5),
        ("retype_hours", "en", "half a day a week", 4),
        ("retype_hours", "es", "una hora cada mañana", 5),
        ("prep_weeks", "en", "3 months", 13),
        ("prep_weeks", "en", "ten days", 2),
        ("prep_weeks", "es", "un mes y algo", 4),
        ("funded_months", "en", "8 weeks", 2),
        ("funded_months", "en", "two years", 24),
        ("funded_months", "es", "año y medio", 18),
        ("reviews_held", "en", "twice a month", 6),
        ("reviews_held", "en", "weekly", 13),
        ("reviews_held", "es", "una vez al mes", 3),
        ("volume_week", "en", "between 20 and 30 a week", 25),
    ],
)
def test_worked_out(question: str, language: str, text: str, value: int) -> None:
    """What is said in another period or unit is converted to a whole number, and marked as worked out."""
    found = figure(language, RULES.questions[question], text)
    band = RULES.questions[question].band(value)
    assert band is not None
    assert found == Figure(band=band.id, value=value, is_worked_out=True)


@pytest.mark.parametrize(
    ("question", "language", "text", "value"),
    [
        ("volume_week", "en", "i would say 300 cases a week", 300),
        ("minutes_each", "en", "6 minutes each, whoever does it", 6),
        ("minutes_each", "en", "1h30", 90),
        ("share_handled", "en", "9 out of 10", 90),
        ("share_handled", "es", "el 85 por ciento, creo", 85),
        ("exceptions_share", "es", "uno de cada diez", 10),
        ("exceptions_share", "en", "a third", 33),
    ],
)
def test_plain(question: str, language: str, text: str, value: int) -> None:
    """A number with its unit and nothing that changes it is plain."""
    found = figure(language, RULES.questions[question], text)
    assert found is not None
    assert (found.value, found.is_plain, found.is_worked_out) == (value, True, False)


@pytest.mark.parametrize(
    ("question", "text", "band", "plain"),
    [
        ("volume_week", "more than 500 a week", "over_500", True),
        ("volume_week", "less than 20 a week", "upto_20", True),
        ("volume_week", "less than 40 a week", "upto_100", False),
        ("minutes_each", "menos de 3 minutos cada uno", "upto_3", True),
    ],
)
def test_bounds(question: str, text: str, band: str, *, plain: bool) -> None:
    """A bound is a band without a number; plain only where nothing lies beyond the band."""
    assert figure("en", RULES.questions[question], text) == Figure(band=band, is_plain=plain)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("volume_week", "no one counts them"),
        ("volume_week", "6 minutes each"),
        ("minutes_each", "40 a day"),
        ("share_handled", "850"),
        ("output_path", "40 a day"),
        ("volume_week", "many"),
    ],
)
def test_no_measure(question: str, text: str) -> None:
    """What measures something else, or nothing, gives no figure."""
    assert figure("en", RULES.questions[question], text) is None


def test_several_numbers_are_never_plain() -> None:
    """Of several numbers the first is offered, and none taken."""
    found = figure("en", RULES.questions["retype_hours"], "it was 10 hours a week, now it is 25 hours a week")
    assert found == Figure(band="upto_15")


@given(st.text(max_size=200), st.sampled_from(sorted(RULES.questions)), st.sampled_from(languages()))
def test_any_text(text: str, question: str, language: str) -> None:
    """Any text gives a figure in one of the question's bands, or none."""
    asked = RULES.questions[question]
    found = figure(language, asked, text.casefold())
    assert found is None or found.band in asked.option_ids


@given(st.from_regex(r"[0-9]{1,12}([.,][0-9]{1,4})?[ a-z%]{0,12}[0-9]{0,9}( a day| an hour| % of 10)?", fullmatch=True))
def test_any_number(text: str) -> None:
    """Numbers of any length and form are read without trouble."""
    assert all(amount.number >= 0 for amount in amounts(words_of_all("en"), text))


def test_every_unit_is_measured(rules: Rules) -> None:
    """A bare number measures what each figure question asks, in its own unit."""
    for question in rules.questions.values():
        assert not question.is_figure or figure("en", question, "7") is not None, question.id
