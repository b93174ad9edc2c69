"""A diagnosis's state is the fold of its lines and nothing else."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.interview.lines import Kind
from bot.interview.transcript import Progress, fold, minutes_spent, sheet_of
from scoring import Rules

QUESTIONS = ("output_path", "connected_to", "last_record", "run_data")


@dataclass
class Written:
    """A line as the store would hold it."""

    seq: int
    kind: str
    question: str
    option: str | None = None
    value: int | None = None
    quote: str | None = None
    by: str | None = "U0OLIVIA"
    whom: str | None = None
    role: str | None = None
    at: datetime = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)


def _lines(*told: tuple[str, str] | tuple[str, str, str]) -> list[Written]:
    return [Written(seq, *line) for seq, line in enumerate(told, 1)]


def test_nothing_yet() -> None:
    """No lines: nothing asked, nothing answered, nothing open."""
    assert fold([]) == Progress()


def test_asked_then_answered() -> None:
    """A question is open from being asked until it is answered; words that name no option leave it open."""
    lines = _lines(("asked", "run_data"), ("said", "run_data"), ("answered", "run_data", "live"))
    assert fold(lines[:1]).open_question == fold(lines[:2]).open_question == "run_data"
    done = fold(lines)
    assert done.open_question is None
    assert done.answers["run_data"].option == "live"
    assert done.last_answered == "run_data"
    assert done.last_seq == 3


def test_reopened() -> None:
    """A reopened question counts no more, is open again, and the answer before it becomes the last one."""
    lines = _lines(
        ("asked", "run_data"),
        ("answered", "run_data", "live"),
        ("asked", "last_record"),
        ("answered", "last_record", "never"),
        ("reopened", "last_record"),
    )
    back = fold(lines)
    assert back.open_question == "last_record"
    assert set(back.answers) == {"run_data"}
    assert back.last_answered == "run_data"
    assert back.asked == ("run_data", "last_record")


def test_the_newest_answer_counts() -> None:
    """An answer given anew takes the place of the older one."""
    lines = _lines(
        ("asked", "run_data"),
        ("answered", "run_data", "live"),
        ("reopened", "run_data"),
        ("answered", "run_data", "past"),
    )
    assert fold(lines).answers["run_data"].option == "past"


steps = st.lists(st.tuples(st.sampled_from(list(Kind)), st.sampled_from(QUESTIONS)), max_size=30)


@given(steps)
def test_it_holds_together(told: list[tuple[Kind, str]]) -> None:
    """Whatever the lines are, order and answers agree, and an open question has no answer that counts once asked."""
    progress = fold([Written(seq, kind, question, "unknown") for seq, (kind, question) in enumerate(told, 1)])
    assert set(progress.order) == set(progress.answers)
    assert len(progress.order) == len(set(progress.order))
    assert len(progress.asked) == len(set(progress.asked))
    assert (progress.open_question is None) == (progress.open_seq == 0)


@given(steps, st.integers(0, 30))
def test_folding_in_two_parts(told: list[tuple[Kind, str]], cut: int) -> None:
    """The state depends on the lines alone: reading a prefix first changes nothing."""
    lines = [Written(seq, kind, question, "unknown") for seq, (kind, question) in enumerate(told, 1)]
    fold(lines[:cut])
    assert fold(lines) == fold(iter(lines))


def test_as_a_sheet(rules: Rules) -> None:
    """The answers become a sheet as the scorer takes it, with who said it and in which words."""
    lines = [Written(1, "asked", "run_data"), Written(2, "answered", "run_data", "live", None, "as they come")]
    sheet = sheet_of("reader", "both", fold(lines))
    assert sheet.answers["run_data"].quote == "as they come"
    assert sheet.answers["run_data"].by == "U0OLIVIA"
    assert minutes_spent(rules, fold(lines)) == rules.questions["run_data"].minutes
