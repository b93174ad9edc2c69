"""Reading what people type: certain things are taken, everything else is asked back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.words import Reading, normalise, read
from prompts.catalog import Catalog, catalog
from scoring import Rules, load_rules

RULES, TEXTS = load_rules(), catalog("en")
OPTIONS = [(question, option) for question, one in TEXTS.questions.items() for option in one.options]


def _read(question: str, text: str) -> Reading:
    return read(TEXTS, RULES.questions[question], text)


def _band(question: str, value: int) -> str:
    band = RULES.questions[question].band(value)
    assert band is not None
    return band.id


@pytest.mark.parametrize(("question", "option"), OPTIONS)
def test_an_option_by_its_names(question: str, option: str) -> None:
    """An option is taken by its whole text, its label or its number, in any case and with a full stop."""
    wording = TEXTS.questions[question].options[option]
    number = list(TEXTS.questions[question].options).index(option) + 1
    names = [wording.text, wording.label, wording.label.upper(), f" {wording.text.lower()}. "]
    if not RULES.questions[question].is_figure:
        names += [str(number), f"{number}.", f"option {number}", f"{number})"]
    assert {_read(question, name).option for name in names} == {option}
    assert not any(_read(question, name).own_words for name in names)


@pytest.mark.parametrize(
    "text", ["I don't know", "i dont know.", "Don\N{RIGHT SINGLE QUOTATION MARK}t know", "No idea", "not sure", "?"]
)
def test_not_knowing(text: str) -> None:
    """Not knowing is taken as such, for every kind of question."""
    assert _read("output_path", text).option == "unknown"
    assert _read("volume_week", text).option == "unknown"


@pytest.mark.parametrize(
    ("text", "command"),
    [("back", "back"), ("Go back.", "back"), ("why?", "why"), ("Why do you ask?", "why"), ("stop", "stop")],
)
def test_commands(text: str, command: str) -> None:
    """Back, why and stop are understood as words too."""
    assert _read("output_path", text).command == command


@pytest.mark.parametrize("text", ["it comes back to us", "that is why", "we stop it by hand every night"])
def test_command_words_within_a_sentence(text: str) -> None:
    """A sentence with such a word in it is an answer and no command."""
    assert _read("output_path", text).command is None


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("volume_week", "40", 40),
        ("volume_week", "about 40", 40),
        ("volume_week", "~40 cases a week, I think", 40),
        ("volume_week", "1,200", 1200),
        ("volume_week", "1'200 per week", 1200),
        ("volume_week", "Maybe 3 000 or so.", 3000),
        ("minutes_each", "12 min", 12),
        ("minutes_each", "12 minutes each", 12),
        ("retype_hours", "6 h a week", 6),
        ("retype_hours", "1 hour per week", 1),
        ("share_handled", "85 %", 85),
        ("share_handled", "85% I guess", 85),
        ("exceptions_share", "15 of 100", 15),
        ("baseline", "0", 0),
    ],
)
def test_a_figure(question: str, text: str, value: int) -> None:
    """A whole number in its unit is taken exactly, with the words of a guess around it."""
    reading = _read(question, text)
    assert reading.value == value
    assert reading.option == _band(question, value)
    assert reading.own_words == (not text.isdigit())


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("volume_week", "40k"),
        ("volume_week", "2 thousand"),
        ("volume_week", "1 or 2"),
        ("volume_week", "20-30"),
        ("volume_week", "between 20 and 30"),
        ("volume_week", "40 a day"),
        ("volume_week", "not 40"),
        ("volume_week", "12345678901234567890"),
        ("retype_hours", "1.5"),
        ("retype_hours", "90 minutes"),
        ("retype_hours", "-3"),
        ("minutes_each", "2 hours"),
        ("share_handled", "850"),
        ("prep_weeks", "3 months"),
    ],
)
def test_a_figure_with_a_catch(question: str, text: str) -> None:
    """A number in another unit, a span, a fraction, or one that cannot be is never guessed at: it is asked back."""
    reading = _read(question, text)
    assert reading.option is None
    assert len(reading.nearest) == 2


def test_a_figure_asked_back_offers_its_band_first() -> None:
    """When a number comes with a catch, the band that it falls into is offered first."""
    assert _read("minutes_each", "well, 12 on a good day").nearest[0] == _band("minutes_each", 12)


@pytest.mark.parametrize(
    ("question", "text", "nearest"),
    [
        ("output_path", "it drops a spreadsheet and then someone types it over into the ERP", "retyped"),
        ("output_path", "as a draft, someone approves", "draft"),
        ("unsure_goes", "we put them on a shared list", "shared"),
        ("last_wrong", "somebody found it by chance, much later", "found_late"),
    ],
)
def test_the_nearest_two(question: str, text: str, nearest: str) -> None:
    """Words close to an option bring that option among the two offered."""
    reading = _read(question, text)
    assert reading.option is None
    assert nearest in reading.nearest


@given(st.text(max_size=300), st.sampled_from(sorted(RULES.questions)))
def test_any_text_is_read(text: str, question: str) -> None:
    """Any text at all comes to exactly one of: an option of this question, a command, or two of its options."""
    reading = _read(question, text)
    known = {*RULES.questions[question].option_ids, "unknown"}
    assert (reading.option is not None) + (reading.command is not None) + bool(reading.nearest) == 1
    assert reading.option is None or reading.option in known
    assert set(reading.nearest) <= known
    assert len(reading.nearest) in {0, 2}


@given(st.text(max_size=300))
def test_reading_twice_is_the_same(text: str) -> None:
    """The same words are read the same way every time."""
    assert _read("output_path", text) == _read("output_path", text)


@pytest.mark.parametrize("letter", ["x", "1", "1,", " ", "\n", "'", "about "])
def test_the_longest_text(letter: str) -> None:
    """Forty thousand characters of anything are read without trouble and asked back."""
    text = f"my story {letter * 40_000}"[:40_000]
    assert _read("volume_week", text).nearest
    assert _read("output_path", text).nearest


def test_normalise() -> None:
    """Case, width and spaces do not matter; accents do."""
    assert normalise("  \uff21bc\n D\N{RIGHT SINGLE QUOTATION MARK}e ") == "abc d'e"
    assert normalise("s\u00e9") != normalise("se")


def test_fixtures_agree(rules: Rules, texts: Catalog) -> None:
    """What these tests read with is what the product reads with."""
    assert rules.sha256 == RULES.sha256
    assert texts is TEXTS
