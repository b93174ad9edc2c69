"""What a language model's vote is worth: it confirms what our own readers put first, and chooses nothing by itself."""

from dataclasses import replace

import pytest

from bot.understanding.policy import Evidence, decide
from bot.understanding.reading import Kind

# Meaning and words see different options first, so that without more a tap decides.
UNSURE = Evidence(
    options=("written", "draft", "retyped", "unknown"),
    meaning={"written": 5_000, "draft": 4_900, "retyped": 1_000, "unknown": 0},
    words={"written": 2_000, "draft": 2_100, "retyped": 0, "unknown": 0},
    nothing=(1_000, 0),
)


def test_without_a_model() -> None:
    """What is unsure is asked back with the two nearest."""
    decision = decide(UNSURE)
    assert (decision.kind, decision.nearest) == (Kind.ASK_BACK, ("written", "draft"))


def test_agreement() -> None:
    """A model that votes for what stands first spares the tap."""
    decision = decide(replace(UNSURE, llm=("written",)))
    assert (decision.kind, decision.option) == (Kind.ACCEPT, "written")


@pytest.mark.parametrize(("vote", "shown"), [("draft", "draft"), ("retyped", "retyped"), ("unknown", "unknown")])
def test_another_vote(vote: str, shown: str) -> None:
    """Whatever else it votes for is one of the two that are shown, and a tap decides."""
    decision = decide(replace(UNSURE, llm=(vote,)))
    assert (decision.kind, decision.option, decision.nearest) == (Kind.ASK_BACK, None, ("written", shown))


def test_where_agreement_is_not_enough() -> None:
    """A question, a text that rather answers nothing, and reading without embeddings take a tap all the same."""
    for unsure in (
        replace(UNSURE, asks=True),
        replace(UNSURE, nothing=(6_500, 0)),
        replace(UNSURE, meaning=None, words={**UNSURE.words, "written": 2_200}),
    ):
        decision = decide(replace(unsure, llm=("written",)))
        assert decision.kind is Kind.ASK_BACK
        assert decision.nearest[0] == "written"


def test_what_answers_nothing() -> None:
    """No vote makes an answer of a text that clearly answers nothing."""
    assert decide(replace(UNSURE, nothing=(9_500, 9_500), llm=("written",))).kind is Kind.NO_ANSWER
