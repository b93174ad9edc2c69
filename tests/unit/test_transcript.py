"""A diagnosis's state is the fold of its lines and nothing else."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
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


def _at(minutes: float, seq: int, kind: str, question: str = "run_data", **more: str) -> Written:
    """A line so many minutes after the beginning."""
    option = more.get("option", "live" if kind == "answered" else None)
    at = Written(0, "", "").at + timedelta(minutes=minutes)
    return Written(seq, kind, question, option, by=more.get("by", "U0OLIVIA"), whom=more.get("whom"), at=at)


@pytest.mark.parametrize(("took", "more"), [(0, 0), (1, 0), (2.5, 1), (4, 3), (30, 3), (3 * 24 * 60, 3)])
def test_only_active_time_counts(rules: Rules, took: float, more: int) -> None:
    """A question counts with its planned minutes and up to three more; being away for days costs no more than that."""
    planned = rules.questions["run_data"].minutes
    assert minutes_spent(rules, fold([_at(0, 1, "asked"), _at(took, 2, "answered")])) == planned + more


def test_a_pause_costs_nothing(rules: Rules) -> None:
    """After a pause the time of the open question begins anew, and it is open still."""
    lines = [_at(0, 1, "asked"), _at(1, 2, "paused"), _at(9999, 3, "resumed"), _at(10000, 4, "answered")]
    assert fold(lines[:2]).stage == "paused"
    assert fold(lines[:3]).open_question == "run_data"
    assert fold(lines[:3]).open_seq == 3
    assert minutes_spent(rules, fold(lines)) == rules.questions["run_data"].minutes


def test_handed_on_and_back(rules: Rules) -> None:
    """A question handed on waits for one person and is open to nobody else's turn; given back it is open to all."""
    lines = [_at(0, 1, "asked"), _at(1, 2, "handed", whom="U0TOMASZ", option="dm"), _at(2, 3, "asked", "last_record")]
    handed = fold(lines)
    assert handed.open_question == "last_record"
    assert handed.waiting["run_data"].whom == "U0TOMASZ"
    assert handed.waiting["run_data"].in_private
    assert handed.own("U0TOMASZ") == "run_data"
    back = fold([*lines, _at(3, 4, "returned", whom="U0OLIVIA")])
    assert back.open_question == "run_data"
    assert not back.waiting
    answered = fold([*lines, _at(9999, 4, "answered", by="U0TOMASZ")])
    assert minutes_spent(rules, answered) == rules.questions["run_data"].minutes


def test_a_second_answer_stands_beside_the_first() -> None:
    """Two people's answers are both kept; the one that is settled on is the one that counts, alone on the sheet."""
    lines = [
        _at(0, 1, "asked"),
        _at(1, 2, "answered"),
        _at(2, 3, "second", whom="U0BRENDA", by="U0BRENDA"),
        _at(3, 4, "answered", by="U0BRENDA", option="past"),
        _at(4, 5, "split"),
    ]
    differing = fold(lines)
    assert [answer.option for answer in differing.said["run_data"]] == ["live", "past"]
    assert len(sheet_of("reader", "both", differing).said["run_data"]) == 2
    settled = fold([*lines, _at(5, 6, "reconciled", option="U0OLIVIA")])
    assert settled.answers["run_data"].option == "live"
    assert sheet_of("reader", "both", settled).said == {}
    both = fold([*lines, _at(5, 6, "reconciled", option="both")])
    assert len(sheet_of("reader", "both", both).said["run_data"]) == 2
    assert fold([*lines, _at(5, 6, "reopened")]).said == {}


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


def test_what_is_so_after_the_plan_stays_apart() -> None:
    """Answers after the plan are kept beside those it was made of; the last one counts, a "not yet" changes none."""
    lines = _lines(
        ("asked", "run_data"),
        ("answered", "run_data", "copy"),
        ("posted", ""),
        ("checked", "run_data", "live"),
        ("unchanged", "run_data", "live"),
        ("later", "run_data", "live"),
        ("later", "output_path", "draft"),
        ("later", "run_data", "copy"),
    )
    asked, not_yet, so, end = (fold(lines[:count]) for count in (4, 5, 6, 8))
    assert asked.checks["run_data"].stands is None
    assert (not_yet.checks["run_data"].stands, not_yet.later) == ("unchanged", {})
    assert (so.checks["run_data"].stands, so.now["run_data"].option) == ("later", "live")
    assert {question: answer.option for question, answer in end.now.items()} == {
        "run_data": "copy",
        "output_path": "draft",
    }
    assert {question: answer.option for question, answer in end.answers.items()} == {"run_data": "copy"}
    assert end.stage == "posted"
    assert sheet_of("p", "both", end) == sheet_of("p", "both", fold(lines[:3]))
