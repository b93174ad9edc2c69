"""What holds of claims over any sheet for the shipped rules."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from scoring import UNKNOWN, Answer, Sheet, load_rules, score
from scoring.score import totals
from scoring.sheet import facts
from tests.property.strategies import sheets

ours = cache(load_rules)  # read when the first sheet is drawn, not when tests are collected


@given(st.deferred(lambda: sheets(ours())))
def test_the_trace_adds_up(sheet: Sheet) -> None:
    """Prior and adjusted weights sum to the score, claims that wait among them; the short way counts the same."""
    counted = totals(ours(), facts(ours(), sheet))
    verdict = score(ours(), sheet)
    for reason in (*verdict.reasons, *verdict.outside.reasons):
        assert reason.prior + sum(row.adjusted for row in reason.evidence) == reason.decibans
        assert reason.decibans == counted[ours().compiled.number[reason.id]]


@given(st.deferred(lambda: sheets(ours())), st.data())
def test_a_worse_answer_never_lowers_a_score(sheet: Sheet, data: st.DataObject) -> None:
    """Of two answers to a question, the one that speaks more for a reason gives it no lower score, claim or not.

    That counts what becomes moot by the correction, too.
    """
    question = data.draw(st.sampled_from(list(ours().questions.values())))
    for table in ours().compiled.tables[question.id]:
        ranked = sorted(zip((cell[2] for cell in table.cells), question.option_ids, strict=True))
        scores = [
            totals(ours(), facts(ours(), sheet.with_answer(question.id, option)))[table.reason] for _, option in ranked
        ]
        assert scores == sorted(scores)


@given(
    st.deferred(lambda: sheets(ours())), st.deferred(lambda: st.sampled_from(sorted(ours().compiled.claims.items())))
)
def test_evidence_sets_free_no_more_than_was_held(sheet: Sheet, claim: tuple[tuple[str, str], str]) -> None:
    """A claim without evidence never weighs more than with it, for or against any reason."""
    (question, option), follow_up = claim
    stated = sheet.with_answer(question, option)
    waiting = score(ours(), stated.with_answer(follow_up, Answer(option=UNKNOWN)))
    for reason in (*waiting.reasons, *waiting.outside.reasons):
        for row in reason.evidence:
            if row.question == question:
                assert abs(row.adjusted) <= abs(row.decibans)
                assert row.awaits == follow_up
