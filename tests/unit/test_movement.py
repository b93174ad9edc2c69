"""What moved between two results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import Answer, Sheet, load_rules, movement, readable, resolved, score, through

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


def test_through_which_facts(small: Rules) -> None:
    """A reason moved through the facts that bear on it that way, and through no other; back through the same."""
    there, back = movement(small, _sheet(THEN), _sheet(NOW)), movement(small, _sheet(NOW), _sheet(THEN))
    assert [fact.question for fact in through(small, there, "five.1")] == ["whose_number"]
    assert [fact.question for fact in through(small, back, "five.1")] == ["whose_number"]
    for move in there.reasons:
        for fact in through(small, there, move.reason):
            assert any(move.reason in option.percent for option in small.questions[fact.question].options)


def test_the_heaviest_fact_comes_first() -> None:
    """Of several facts the one that weighs most for the movement stands first; one that weighs the other way is out."""
    rules = load_rules()
    then = Sheet.model_validate(
        {"pilot": "p", "answers": {"output_path": "retyped", "connected_to": "files", "last_record": "this_week"}}
    )
    now = Sheet.model_validate(
        {"pilot": "p", "answers": {"output_path": "draft", "connected_to": "real_write", "last_record": "never"}}
    )
    moved = movement(rules, then, now)
    [move] = [each for each in moved.reasons if each.reason == "five.2"]
    assert move.decibans < 0
    assert score(rules, now).reason("five.2").decibans == move.after
    found = [fact.question for fact in through(rules, moved, "five.2")]
    assert set(found) == {"output_path", "connected_to"}
    weights = [
        sum(row.decibans for number, row in rules.compiled.rows[fact.question, fact.was or ""] if number == place)
        - sum(row.decibans for number, row in rules.compiled.rows[fact.question, fact.is_now or ""] if number == place)
        for place in [rules.compiled.number["five.2"]]
        for fact in through(rules, moved, "five.2")
    ]
    assert weights == sorted(weights, reverse=True)
