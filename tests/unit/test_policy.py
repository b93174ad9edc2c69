"""The policy, case by case: what is taken, what is asked back, what is no answer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.policy import (
    ABOUT_DENIED,
    BESIDE,
    ELSEWHERE,
    ELSEWHERE_FIGURE,
    ELSEWHERE_LONG,
    LEAST,
    MARGIN,
    NOTHING_MARGIN,
    OTHER,
    Decision,
    Evidence,
    decide,
)
from bot.understanding.reading import WHOLE, Kind, Talk

OPTIONS = ("draft", "sheet", "unused", "unknown")


def _votes(**scores: int) -> dict[str, int]:
    return {option: scores.get(option, 0) for option in OPTIONS}


CLEAR = Evidence(options=OPTIONS, meaning=_votes(sheet=8_000), words=_votes(sheet=6_000))
TAKEN = Decision(kind=Kind.ACCEPT, option="sheet")
NEAR = _votes(sheet=LEAST + MARGIN, draft=LEAST)
JUST = replace(CLEAR, meaning=NEAR, words=NEAR)
LITTLE = _votes(sheet=1_000)
NUMBER = replace(CLEAR, meaning=LITTLE, words=LITTLE, band="sheet", is_plain_figure=True)


def test_both_agree() -> None:
    """What both votes put first by a margin is taken."""
    assert decide(CLEAR) == TAKEN
    assert decide(JUST) == TAKEN
    assert decide(replace(CLEAR, elsewhere=ELSEWHERE + 7_333)) == TAKEN  # as much above its likeness, 7 333, as allowed
    assert decide(replace(CLEAR, elsewhere=ELSEWHERE_LONG + 7_333, is_long=True)) == TAKEN
    assert decide(replace(NUMBER, elsewhere=ELSEWHERE_FIGURE + 1_000)) == TAKEN


@pytest.mark.parametrize(
    "evidence",
    [
        replace(CLEAR, words=_votes(draft=6_000)),
        replace(CLEAR, meaning=None),
        replace(JUST, hedges=True),
        replace(JUST, asks=True),
        replace(CLEAR, wavers=True),
        replace(CLEAR, wavers=True, llm=("sheet",)),
        replace(NUMBER, wavers=True),
        replace(CLEAR, is_denied=True),
        replace(CLEAR, is_nearly=True),
        replace(JUST, denial_differs=True),
        replace(JUST, llm=("draft",)),
        replace(JUST, words=_votes(sheet=LEAST + MARGIN - 3, draft=LEAST)),
        replace(CLEAR, meaning=_votes(sheet=LEAST - 1), words=_votes(sheet=LEAST - 1)),
        replace(CLEAR, elsewhere=ELSEWHERE + 7_334),
        replace(CLEAR, elsewhere=ELSEWHERE_LONG + 7_334, is_long=True),
        replace(NUMBER, elsewhere=ELSEWHERE_FIGURE + 1_001),
        replace(CLEAR, not_knowing=True, meaning=_votes(sheet=4_000, unknown=4_100)),
        replace(CLEAR, band="draft"),
    ],
)
def test_asked_back(evidence: Evidence) -> None:
    """Disagreement, doubt, a question, a text about something else, a denial, a small lead, no model: one tap."""
    decision = decide(evidence)
    assert decision.kind == Kind.ASK_BACK
    assert len(decision.nearest) == 2
    assert "sheet" in decision.nearest


def test_a_language_model_shows_its_option() -> None:
    """Where a language model says otherwise, its option is one of the two; where it agrees, less is asked for."""
    assert decide(replace(JUST, llm=("unused", "sheet"))).nearest == ("sheet", "unused")
    less = _votes(sheet=LEAST + MARGIN // 2, draft=LEAST)
    assert decide(replace(CLEAR, meaning=less, words=less)).kind == Kind.ASK_BACK
    assert decide(replace(CLEAR, meaning=less, words=less, llm=("sheet",))) == TAKEN


def test_a_language_model_alone_takes_nothing() -> None:
    """What it votes for and the votes together do not put first needs a tap."""
    split = replace(CLEAR, words=_votes(draft=6_000))
    best = decide(split).nearest[0]
    other = next(option for option in split.options if option != best)
    assert decide(replace(split, llm=(other,))).kind == Kind.ASK_BACK


def test_no_answer() -> None:
    """Only where "answers nothing" leads clearly; never without a model."""
    score = 1_000
    nothing = score + NOTHING_MARGIN
    quiet = replace(CLEAR, meaning=_votes(sheet=score), words=_votes(sheet=score), talk=Talk.ANGER)
    assert decide(replace(quiet, nothing=(nothing, nothing))) == Decision(kind=Kind.NO_ANSWER, talk=Talk.ANGER)
    assert decide(replace(quiet, nothing=(nothing - 1, nothing - 1))).kind == Kind.ASK_BACK
    assert decide(replace(quiet, nothing=(nothing, nothing), meaning=None)).kind == Kind.ASK_BACK


def test_rules_raise_and_never_veto() -> None:
    """A phrase such as "I don't know" helps "I don't know", and keeps no clear option from being taken."""
    assert decide(replace(CLEAR, not_knowing=True)) == TAKEN
    unsure = replace(CLEAR, meaning=_votes(unknown=5_000, sheet=4_000), words=_votes(unknown=4_000))
    assert decide(replace(unsure, not_knowing=True)).option == "unknown"


def test_not_knowing_has_to_be_said() -> None:
    """What is only a little like "I don't know" is asked back, however far that leads."""
    vague = replace(CLEAR, meaning=_votes(unknown=8_000), words=_votes(unknown=8_000))
    assert decide(vague).nearest[0] == "unknown"
    assert decide(replace(vague, not_knowing=True)) == Decision(kind=Kind.ACCEPT, option="unknown")


def test_a_question_states_nothing() -> None:
    """What ends in a question is never taken, not even a number or what a language model votes for."""
    for evidence in (CLEAR, NUMBER, replace(CLEAR, llm=("sheet",))):
        assert decide(replace(evidence, asks=True)).kind == Kind.ASK_BACK


def test_a_denial_about_another_question() -> None:
    """A denial that is rather about another question has to lead by far more; one about the question asked has not."""
    lead = MARGIN * BESIDE
    votes = _votes(sheet=LEAST + lead - 1, draft=LEAST)
    denial = replace(CLEAR, meaning=votes, words=votes, denies=True, about=ABOUT_DENIED - 1, other=ABOUT_DENIED + OTHER)
    assert decide(denial).kind == Kind.ASK_BACK
    for clearer in (
        replace(denial, about=ABOUT_DENIED, other=WHOLE),
        replace(denial, other=ABOUT_DENIED + OTHER - 1),
        replace(denial, denies=False),
        replace(denial, words=_votes(sheet=LEAST + lead + 2, draft=LEAST)),
    ):
        assert decide(clearer) == TAKEN


def test_a_number() -> None:
    """A number with its unit is enough; a bare one puts its band first."""
    numbers = Evidence(options=OPTIONS, meaning=_votes(draft=3_000), words=_votes(draft=3_000), band="unused")
    assert decide(numbers).nearest == ("unused", "draft")
    assert decide(replace(numbers, is_plain_figure=True)).option == "unused"
    assert decide(replace(numbers, is_plain_figure=True, meaning=None)).kind == Kind.ASK_BACK


def test_ties_in_declared_order() -> None:
    """Equal scores are shown in the order of the options."""
    same = _votes(unused=2_000, draft=2_000, sheet=2_000)
    assert decide(replace(CLEAR, meaning=same, words=same)).nearest == ("draft", "sheet")


DOUBTS = ("hedges", "asks", "about", "other", "elsewhere")
SCORES = st.fixed_dictionaries({option: st.integers(0, WHOLE) for option in OPTIONS})


@given(SCORES, SCORES, st.tuples(st.integers(0, WHOLE), st.integers(0, WHOLE)), st.sets(st.sampled_from(DOUBTS)))
def test_whatever_the_votes(
    meaning: dict[str, int], words: dict[str, int], nothing: tuple[int, int], doubts: set[str]
) -> None:
    """One of three decisions, never an option that is none; what is asked for more is never taken sooner."""
    evidence = Evidence(options=OPTIONS, meaning=meaning, words=words, nothing=nothing)
    decision = decide(evidence)
    assert (decision.option in OPTIONS) == (decision.kind == Kind.ACCEPT)
    assert len(set(decision.nearest)) == (2 if decision.kind == Kind.ASK_BACK else 0)
    harder = decide(
        replace(
            evidence,
            hedges="hedges" in doubts,
            asks="asks" in doubts,
            about=0 if {"about", "other"} & doubts else WHOLE,
            other=WHOLE if "other" in doubts else 0,
            denies="other" in doubts,
            elsewhere=2 * WHOLE if "elsewhere" in doubts else 0,
        )
    )
    assert harder.kind != Kind.ACCEPT or harder == decision
