"""What holds of claims over any sheet for the shipped rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoring import UNKNOWN, Answer, Sheet, load_rules, score
from scoring.score import totals
from scoring.sheet import facts
from tests.property.strategies import sheets

OURS = load_rules()
CLAIMS = sorted(OURS.compiled.claims.items())


@given(sheets(OURS))
def test_the_trace_adds_up(sheet: Sheet) -> None:
    """Prior and adjusted weights sum to the score, claims that wait among them; the short way counts the same."""
    counted = totals(OURS, facts(OURS, sheet))
    verdict = score(OURS, sheet)
    for reason in (*verdict.reasons, *verdict.outside.reasons):
        assert reason.prior + sum(row.adjusted for row in reason.evidence) == reason.decibans
        assert reason.decibans == counted[OURS.compiled.number[reason.id]]


@given(sheets(OURS), st.data())
def test_a_worse_answer_never_lowers_a_score(sheet: Sheet, data: st.DataObject) -> None:
    """Of two answers to a question, the one that speaks more for a reason gives it no lower score, claim or not.

    That counts what becomes moot by the correction, too.
    """
    question = data.draw(st.sampled_from(list(OURS.questions.values())))
    for table in OURS.compiled.tables[question.id]:
        ranked = sorted(zip((cell[2] for cell in table.cells), question.option_ids, strict=True))
        scores = [
            totals(OURS, facts(OURS, sheet.with_answer(question.id, option)))[table.reason] for _, option in ranked
        ]
        assert scores == sorted(scores)


@given(sheets(OURS), st.sampled_from(CLAIMS))
def test_evidence_sets_free_no_more_than_was_held(sheet: Sheet, claim: tuple[tuple[str, str], str]) -> None:
    """A claim without evidence never weighs more than with it, for or against any reason."""
    (question, option), follow_up = claim
    stated = sheet.with_answer(question, option)
    waiting = score(OURS, stated.with_answer(follow_up, Answer(option=UNKNOWN)))
    for reason in (*waiting.reasons, *waiting.outside.reasons):
        for row in reason.evidence:
            if row.question == question:
                assert abs(row.adjusted) <= abs(row.decibans)
                assert row.awaits == follow_up
