"""What else a text says: told by its words, offered where it is clear, and never the contrary of what was said."""

import pytest

from bot.settings import Settings
from bot.understanding.also import Said, also
from bot.understanding.bank import Bank, gather
from bot.understanding.clauses import statements
from bot.understanding.reader import Reader
from bot.understanding.reading import Proposal
from bot.understanding.subjects import learn
from prompts.catalog import catalog, every_catalog
from scoring import load_rules
from tests.labelled.rows import DEVELOPMENT, half

RULES = load_rules()
READER = Reader(Settings().cache_dir)
OTHERS = list(RULES.questions.values())
APPROVED = ("access_approved", "nobody")


def _also(question: str, text: str, language: str = "en") -> set[tuple[str, str]]:
    reading = READER.read(catalog(language), RULES, RULES.questions[question], text, others=OTHERS)
    return {(one.question, one.option) for one in reading.also}


@pytest.mark.parametrize(
    ("question", "language", "text", "facts"),
    [
        ("answers_for", "en", "nobody owns it and IT never signed off", {APPROVED}),
        ("operator", "en", "nobody owns it and IT never signed off", {APPROVED}),
        ("answers_for", "es", "no es de nadie y los de sistemas nunca lo autorizaron", {APPROVED}),
        ("access_approved", "es", "nadie, y la revisión de seguridad no ha empezado", {("review_state", "not_begun")}),
        ("audit_log", "en", "just the result, and the security review is on hold", {("review_state", "paused")}),
        ("run_data", "en", "real orders, but it only runs on my laptop", {("runs_where", "own")}),
        (
            "answers_for",
            "en",
            "Nina from billing does, though she hasn't sat down with its results at all this quarter",
            {("reviews_held", "zero")},
        ),
    ],
)
def test_what_else_is_said(question: str, language: str, text: str, facts: set[tuple[str, str]]) -> None:
    """A second fact in people's own words is found, whatever was asked, and nothing beside it."""
    assert _also(question, text, language) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Ana does, and IT signed off on it",
        "Ana does, and the security review has not passed",
        "Ana does, and the security review has nearly begun",
        "Ana does. And the security review has not begun?",
        "Ana does, and I don't know whether the security review has begun",
        "Ana does, she sits next to me",
    ],
)
def test_what_is_not_said(text: str) -> None:
    """The contrary of an option, what has nearly happened, a question and "I don't know" are no facts to be offered."""
    assert _also("answers_for", text) == set()


@pytest.mark.parametrize(
    ("question", "language", "text", "fact"),
    [
        (
            "output_path",
            "en",
            "it lands in a sheet and Carla types it over, about 6 hours a week",
            Proposal(question="retype_hours", option="upto_15", value=6),
        ),
        (
            "output_path",
            "es",
            "cae en una hoja y Carla lo pasa a mano, unas 6 horas a la semana",
            Proposal(question="retype_hours", option="upto_15", value=6),
        ),
        (
            "operator",
            "en",
            "Ana watches it, about 6 hours a week",
            Proposal(question="ops_hours", option="three_up", value=6),
        ),
    ],
)
def test_a_figure_for_what_follows(question: str, language: str, text: str, fact: Proposal) -> None:
    """A figure in the unit of the question that follows the one asked is offered for that one, and for no other."""
    reading = READER.read(catalog(language), RULES, RULES.questions[question], text, others=OTHERS)
    assert reading.also == (fact,)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("output_path", "it lands in a sheet and Carla types it over, not 6 hours a week"),
        ("ops_hours", "about 6 hours a week"),
    ],
)
def test_a_figure_for_nothing_that_follows(question: str, text: str) -> None:
    """A figure that is denied, or that was asked for itself, is offered for no other question."""
    assert _also(question, text) == set()


def test_what_is_answered_is_not_guessed_at() -> None:
    """A fact about a question that is not open is left alone, and no other question is taken in its place."""
    text = "nobody owns it and IT never signed off"
    still_open = [each for each in OTHERS if each.id != APPROVED[0]]
    reading = READER.read(catalog("en"), RULES, RULES.questions["answers_for"], text, others=still_open)
    assert reading.also == ()


def test_how_often_by_words_alone() -> None:
    """Of the labelled half to tune on a quarter of such facts are found without any vector, and few of what is none."""
    bank = Bank(gather(), None, Settings().cache_dir)
    found = 0
    needless = []
    rows = half(DEVELOPMENT)
    for row in rows:
        said = Said(text=row.text, language=row.language, asked=RULES.questions[row.question], topics={})
        facts = {(one.question, one.option) for one in also(bank, said, OTHERS)}
        found += len(facts & {*row.also})
        needless += [row.id] if facts and not row.also else []
    assert found >= sum(len(row.also) for row in rows) / 4
    assert len(needless) <= sum(not row.also for row in rows) * 0.04


def test_a_question_states_nothing() -> None:
    """Statements are what stands between stops and joining words, without the sentences that ask something."""
    text = "Ana does, and IT agreed. Has it begun? Not yet!\nfine"
    assert statements(every_catalog(catalog()), text) == ("Ana does", "IT agreed", "Not yet", "fine")


def test_words_speak_for_a_question() -> None:
    """Words of one question's phrasings speak for it, those of all for none, and new ones say nothing at all."""
    subjects = learn([("owner", ["nobod", "owns", "it"]), ("review", ["it", "has", "begun"]), (None, ["pizza", "it"])])
    told = subjects.weights(["nobod", "owns"])
    assert told["owner"] > 0 > told["review"]
    assert subjects.weights(["it"])["owner"] == subjects.weights(["it"])["review"]
    assert max(subjects.weights(["pizza"]).values()) < 0
    assert subjects.weights(["zebra"]) == subjects.weights([]) == {}
