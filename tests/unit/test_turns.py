"""What is planned, over, claimed by others, only supposed or true in one case only is not recorded as so today."""

from functools import cache

import pytest

from bot.settings import Settings
from bot.understanding.reader import Reader
from bot.understanding.reading import Kind, Reading
from bot.understanding.turns import steady, turned, turns_in
from prompts.catalog import catalog
from scoring import load_rules
from tests.labelled.rows import LANGUAGES, typed

RULES = load_rules()
MOST_TAKEN = 32  # of the 134 texts that state none for certain and were taken before there was a rule for it
FEWEST_TAKEN = 84  # of every fourth of the 561 that state an option; before there was the rule, 87
EVERY = 4


@cache
def _reader() -> Reader:
    return Reader(Settings().cache_dir)


def _read(question: str, text: str, language: str) -> Reading:
    return _reader().read(catalog(language), RULES, RULES.questions[question], text)


def test_what_states_no_option_is_not_taken() -> None:
    """Of what was taken although it speaks of a plan, a claim or two cases at once, a quarter is still."""
    rows = [row for row in typed() if row.took]
    assert len(rows) >= 130
    taken = [row.id for row in rows if _read(row.question, row.text, row.language).kind == Kind.ACCEPT]
    assert len(taken) <= MOST_TAKEN, taken


def test_what_states_an_option_is_taken_as_before() -> None:
    """Of what does state an option, nearly as much is taken as before, and next to all of it as what it states."""
    rows = [row for row in typed() if row.answer][::EVERY]
    taken = [(row, _read(row.question, row.text, row.language).option) for row in rows]
    assert len([row.id for row, option in taken if option not in {None, row.answer}]) <= 1
    assert sum(option == row.answer for row, option in taken) >= FEWEST_TAKEN


def test_rows_are_of_the_bank() -> None:
    """Each row names a question, its options and an id of its own, in both languages; it states one, or may be some."""
    rows = typed()
    assert len({row.id for row in rows}) == len({(row.question, row.text) for row in rows}) == len(rows) >= 1_000
    assert {row.language for row in rows} == {*LANGUAGES}
    assert {row.question for row in rows} == {*RULES.questions}
    for row in rows:
        named = {*row.between, row.answer, row.took} - {None}
        assert named <= {*RULES.questions[row.question].option_ids, "unknown"}, row.id
        assert not (row.answer and (row.between or row.took)), row.id


@pytest.mark.parametrize(
    ("said", "turn"),
    [
        ("we will have an owner next month", "planned"),
        ("el dueño lo nombrarán en enero", "planned"),
        ("it was klein until he left", "past"),
        ("antes lo veía la jefa", "past"),
        ("if it passes it goes there", "supposed"),
        ("guardaría todo", "supposed"),
        ("the vendor says it is live", "claimed"),
        ("según el proveedor ya está", "claimed"),
        ("either the queue or tina", "parted"),
        ("unos sí, otros no", "parted"),
        ("in test a queue, in production none", "placed"),
        ("en pruebas sí, en producción no", "placed"),
        ("not nobody, but few", "undenied"),
        ("no es que nunca", "undenied"),
        ("the list is not signed", "unfinished"),
        ("todavía no está", "unfinished"),
        ("that is confidential", "refused"),
        ("eso no lo digo, es confidencial", "refused"),
        ("in their dreams", "ironic"),
        ("ya quisieran", "ironic"),
        ("in april", "dated"),
    ],
)
def test_each_turn_is_found(said: str, turn: str) -> None:
    """Each kind of phrase is found within a text, in either language."""
    assert turn in turns_in(said)


@pytest.mark.parametrize(
    "said", ["until now nothing", "next to his job", "hasta ahora nadie", "se hace como antes", ""]
)
def test_what_sounds_alike_turns_nothing(said: str) -> None:
    """A longer phrase that changes nothing takes the place of the shorter one in it."""
    assert not turns_in(said)


def test_an_option_may_say_so_itself() -> None:
    """A review that is under way is to be answered on a day to come; one that has passed is not."""
    question, said = RULES.questions["review_state"], "we will hear back next friday"
    assert not turned(question, "dated", said)
    assert turned(question, "passed", said) == {"planned"}
    assert not turned(RULES.questions["who_missed"], "same_day", "they would be on the phone")


def test_the_part_that_is_free() -> None:
    """Of several parts, those without such a phrase state something; "not signed yet" is about what it follows."""
    assert steady("it was klein until he left, now claudia") == "now claudia"
    assert steady("the list is with the ciso, not signed yet") == ""
    assert steady("not live yet, it runs at the vendor's") == "it runs at the vendor's"


@pytest.mark.parametrize(
    ("question", "language", "text", "value"),
    [
        ("retype_hours", "en", "used to be 20 hours a week, now it is 3 hours a week", 3),
        ("retype_hours", "es", "antes 15 horas a la semana, ahora 3 horas a la semana", 3),
        ("ops_hours", "en", "1h/day", 5),
        ("share_handled", "en", "9/10", 90),
    ],
)
def test_the_figure_of_today(question: str, language: str, text: str, value: int) -> None:
    """The figure of the part that speaks of today is the one that is read, in the formats that telephones suggest."""
    reading = _read(question, text, language)
    band = RULES.questions[question].band(value)
    assert band is not None
    assert band.id in {reading.option, *reading.nearest[:1]}
    assert reading.value in {None, value}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("prep_weeks", "planned 6 weeks, took 14"),
        ("ops_hours", "they say 5 hours, I'd say 1"),
        ("retype_hours", "8 hours a week if all sites did it"),
        ("ops_hours", "it should be 4 hours a week"),
        ("share_handled", "target is 95"),
    ],
)
def test_a_figure_of_a_plan_is_asked_back(question: str, text: str) -> None:
    """A figure that was planned, claimed or is only supposed is not taken."""
    assert _read(question, text, "en").kind == Kind.ASK_BACK
