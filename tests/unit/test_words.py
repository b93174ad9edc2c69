"""Reading what people type: certain things are taken, everything else is asked back."""

import pytest

from bot.settings import Settings
from bot.understanding.commands import command_in
from bot.understanding.reader import Reader
from bot.understanding.reading import Kind, Reading
from bot.understanding.words import normalise
from prompts.catalog import Catalog, catalog, languages
from scoring import Rules, load_rules

RULES, TEXTS = load_rules(), catalog("en")
READER = Reader(Settings().cache_dir)
OPTIONS = [
    (language, question, option)
    for language in languages()
    for question, one in TEXTS.questions.items()
    for option in one.options
]


def _read(question: str, text: str, language: str = "en") -> Reading:
    return READER.read(catalog(language), RULES, RULES.questions[question], text)


def _band(question: str, value: int) -> str:
    band = RULES.questions[question].band(value)
    assert band is not None
    return band.id


@pytest.mark.parametrize(("language", "question", "option"), OPTIONS)
def test_an_option_by_its_names(language: str, question: str, option: str) -> None:
    """An option is taken by its whole text, its label or its number, in any case and with a full stop."""
    wording = catalog(language).questions[question].options[option]
    number = RULES.questions[question].option_ids.index(option) + 1
    names = [wording.text, wording.label, wording.label.upper(), f" {wording.text.lower()}. "]
    if not RULES.questions[question].is_figure:
        names += [str(number), f"{number}.", f"option {number}", f"opción {number}", f"{number})"]
    assert {_read(question, name, language).option for name in names} == {option}
    assert not any(_read(question, name, language).own_words for name in names)


@pytest.mark.parametrize(("language", "question", "option"), OPTIONS)
def test_an_option_in_the_other_language(language: str, question: str, option: str) -> None:
    """An option's whole text in another language than the conversation's is taken too."""
    for other in languages():
        assert _read(question, catalog(other).questions[question].options[option].text, language).option == option


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "text",
    [
        "I don't know",
        "i dont know.",
        "Don\N{RIGHT SINGLE QUOTATION MARK}t know",
        "No idea",
        "not sure",
        "?",
        "No sé",
        "no se.",
        "ni idea",
        "No lo sé.",
    ],
)
def test_not_knowing(text: str, language: str) -> None:
    """Not knowing is taken as such, for every kind of question, in either language."""
    assert _read("output_path", text, language).option == "unknown"
    assert _read("volume_week", text, language).option == "unknown"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("back", "back"),
        ("Go back.", "back"),
        ("why?", "why"),
        ("Why do you ask?", "why"),
        ("stop", "stop"),
        ("help", "help"),
        ("Atrás", "back"),
        ("atras", "back"),
        ("¿Por qué?", "why"),
        ("por que", "why"),
        ("parar", "stop"),
        ("¿Ayuda?", "help"),
    ],
)
def test_commands(text: str, command: str, language: str) -> None:
    """Back, why, stop and help are understood as words too, in either language."""
    assert command_in(catalog(language), text) == command


@pytest.mark.parametrize(
    "text",
    ["it comes back to us", "that is why", "we stop it by hand every night", "sirve para parar pedidos", "por qué no"],
)
def test_command_words_within_a_sentence(text: str) -> None:
    """A sentence with such a word in it is an answer and no command."""
    assert command_in(TEXTS, text) is None


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
        ("volume_week", "forty", 40),
        ("minutes_each", "about twenty-five minutes", 25),
        ("volume_week", "a dozen or so", 12),
        ("volume_week", "doce", 12),
        ("volume_week", "unos 40", 40),
        ("volume_week", "más o menos 200 casos a la semana", 200),
        ("volume_week", "1.200 por semana", 1200),
        ("volume_week", "como 1,200", 1200),
        ("minutes_each", "cuatro minutos por caso, creo", 4),
        ("retype_hours", "una hora por semana", 1),
        ("retype_hours", "seis horas", 6),
        ("share_handled", "el 85 por ciento", 85),
        ("exceptions_share", "15 de cada 100", 15),
        ("prep_weeks", "treinta y cinco semanas", 35),
        ("funded_months", "doce meses", 12),
    ],
)
@pytest.mark.parametrize("language", languages())
def test_a_figure(question: str, text: str, value: int, language: str) -> None:
    """A whole number in its unit is taken exactly, with the words of a guess around it, in either language."""
    reading = _read(question, text, language)
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
        ("volume_week", "menos de 40"),
        ("volume_week", "entre 20 y 30"),
        ("volume_week", "40 al día"),
        ("volume_week", "no son 40"),
        ("retype_hours", "1,5"),
        ("retype_hours", "hora y media"),
        ("minutes_each", "2 horas"),
        ("prep_weeks", "tres meses"),
    ],
)
@pytest.mark.parametrize("language", languages())
def test_a_figure_with_a_catch(question: str, text: str, language: str) -> None:
    """A number in another unit, a span, a fraction, or one that cannot be is never guessed at: it is asked back."""
    reading = _read(question, text, language)
    assert reading.option is None
    assert len(reading.nearest) == 2


def test_a_figure_asked_back_offers_its_band_first() -> None:
    """When a number comes with a catch, the band that it falls into is offered first."""
    assert _read("minutes_each", "well, 12 on a good day").nearest[0] == _band("minutes_each", 12)
    assert _read("minutes_each", "en un buen día, unos doce", "es").nearest[0] == _band("minutes_each", 12)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("question", "text", "option"),
    [
        ("info_present", "yes", "there"),
        ("info_present", "Sí.", "there"),
        ("info_present", "no", "missing"),
        ("expert_same_data", "sí", "usually"),
        ("expert_same_data", "no", "cannot"),
        ("output_path", "yes", None),
        ("answers_for", "no", None),
    ],
)
def test_yes_and_no(question: str, text: str, option: str | None, language: str) -> None:
    """A bare yes or no is the one option that says so; where no option or several do, it is asked back."""
    assert _read(question, text, language).option == option


@pytest.mark.parametrize(
    ("question", "text", "nearest"),
    [
        ("output_path", "it drops a spreadsheet and then someone types it over into the ERP", "retyped"),
        ("output_path", "as a draft, someone approves", "draft"),
        ("unsure_goes", "we put them on a shared list", "shared"),
        ("last_wrong", "somebody found it by chance, much later", "found_late"),
        ("output_path", "deja una hoja de cálculo y después alguien lo vuelve a teclear en el ERP", "retyped"),
        ("unsure_goes", "los ponemos en una lista compartida", "shared"),
        ("last_wrong", "alguien lo encontró por casualidad, mucho más tarde", "found_late"),
    ],
)
@pytest.mark.parametrize("language", languages())
def test_the_nearest_two(question: str, text: str, nearest: str, language: str) -> None:
    """Words close to an option in either language are taken as it, or bring it among the two offered."""
    reading = _read(question, text, language)
    assert nearest in {reading.option, *reading.nearest}


@pytest.mark.parametrize("letter", ["x", "1", "1,", " ", "\n", "'", "about "])
def test_the_longest_text(letter: str) -> None:
    """Forty thousand characters of anything are read without trouble, and nothing is taken from them."""
    text = f"my story {letter * 40_000}"[:40_000]
    assert _read("volume_week", text).kind != Kind.ACCEPT
    assert _read("output_path", text).kind != Kind.ACCEPT


def test_normalise() -> None:
    """Case, width and spaces do not matter; accents do."""
    assert normalise("  \uff21bc\n D\N{RIGHT SINGLE QUOTATION MARK}e ") == "abc d'e"
    assert normalise("s\u00e9") != normalise("se")


def test_fixtures_agree(rules: Rules, texts: Catalog) -> None:
    """What these tests read with is what the product reads with."""
    assert rules.sha256 == RULES.sha256
    assert texts is TEXTS


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1 or 2", (1, 2)),
        ("1 and 3", (1, 3)),
        ("either 2 or 4, I think", (2, 4)),
        ("one or two", (1, 2)),
        ("2/3", (2, 3)),
        ("1, 2 y 4", (1, 2, 4)),
        ("creo que la 2 o la 3", (2, 3)),
        ("tal vez entre 1 y 2", (1, 2)),
    ],
)
def test_several_options_by_their_numbers(text: str, numbers: tuple[int, ...], language: str) -> None:
    """Several options named by their numbers are those that are asked back, and no others."""
    reading = _read("output_path", text, language)
    options = RULES.questions["output_path"].option_ids
    assert (reading.kind, reading.nearest) == (Kind.ASK_BACK, tuple(options[number - 1] for number in numbers))


@pytest.mark.parametrize("text", ["3 probably", "maybe 3", "3, I think", "creo que la 3", "probablemente la 3"])
def test_an_option_by_its_number_and_small_words(text: str) -> None:
    """A number is that option though small words stand around it, as for figures; the words are kept."""
    reading = _read("output_path", text)
    assert (reading.option, reading.own_words) == (RULES.questions["output_path"].option_ids[2], True)


@pytest.mark.parametrize("text", ["1 or 9", "2 of 3 systems", "not 2", "2 people", "1 or 2?", "or", "i think", "a"])
def test_numbers_that_are_no_options(text: str) -> None:
    """A number that is none of the options', or stands beside other words, names nothing for certain."""
    reading = _read("output_path", text)
    assert reading.own_words or reading.kind == Kind.NO_ANSWER
    assert reading.kind != Kind.ACCEPT


@pytest.mark.parametrize("text", ["1 or 2", "2, I think"])
def test_numbers_where_a_figure_is_asked(text: str) -> None:
    """Where a figure is asked, a number is the figure and no option's."""
    reading = _read("volume_week", text)
    assert reading.option in {None, _band("volume_week", 2)}
    assert reading.value in {None, 2}
