"""What moved between two results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import Answer, Sheet, load_rules, movement, readable, resolved

if TYPE_CHECKING:
    from scoring import Rules

THEN = {"output_path": "retyped", "retype_hours": "unknown", "whose_number": "nobody"}
NOW = {"output_path": "retyped", "retype_hours": "few", "whose_number": "person"}


def _sheet(answers: dict[str, str]) -> Sheet:
    return Sheet.model_validate({"pilot": "p", "answers": answers})


def test_nothing_moved(small: Rules) -> None:
    """The same answers move nothing, and no answer is the same as "I don't know"."""
    unsure = {key: value for key, value in THEN.items() if key != "retype_hours"}
    found = movement(small, _sheet(THEN), _sheet(unsure))
    assert found.facts == ()
    assert all(move.decibans == 0 and not move.is_change for move in found.reasons)
    assert [move.reason for move in found.reasons] == list(small.reasons)


def test_there_and_back(small: Rules) -> None:
    """What moved one way moves back by the same decibans, and the facts with it."""
    there, back = movement(small, _sheet(THEN), _sheet(NOW)), movement(small, _sheet(NOW), _sheet(THEN))
    assert [move.decibans for move in there.reasons] == [-move.decibans for move in back.reasons]
    assert [(fact.question, fact.was, fact.is_now) for fact in there.facts] == [
        ("retype_hours", None, "few"),
        ("whose_number", "nobody", "person"),
    ]
    assert [(fact.question, fact.was, fact.is_now) for fact in back.facts] == [
        ("retype_hours", "few", None),
        ("whose_number", "person", "nobody"),
    ]
    owner = next(move for move in there.reasons if move.reason == "five.1")
    assert owner.decibans == owner.after - owner.before < 0
    assert owner.is_change is (owner.was != owner.now)


def test_another_lens_is_left_out(small: Rules) -> None:
    """A reason that only one of the two results has is not compared."""
    both, five = _sheet(THEN), _sheet(NOW).model_copy(update={"framework": "five"})
    assert "four.1" not in {move.reason for move in movement(small, both, five).reasons}
    assert "four.1" not in {move.reason for move in movement(small, five, both).reasons}


def test_older_answers_stay_readable() -> None:
    """A question or an option that the rules no longer have is left out; who else said what goes with it."""
    rules = load_rules()
    old = Sheet(
        pilot="p",
        answers={
            "output_path": Answer(option="retyped"),
            "last_record": Answer(option="gone_by_now"),
            "gone_by_now": Answer(option="yes"),
            "process_change": Answer(option="unknown"),
        },
        said={
            "output_path": (Answer(option="retyped", by="U1"), Answer(option="gone_by_now", by="U2")),
            "last_record": (Answer(option="never", by="U1"), Answer(option="gone_by_now", by="U2")),
        },
    )
    kept = readable(rules, old)
    assert kept.answers == {"output_path": Answer(option="retyped"), "process_change": Answer(option="unknown")}
    assert kept.said == {"output_path": (Answer(option="retyped", by="U1"),)}
    assert resolved(rules, kept).answers["output_path"].option == "retyped"
