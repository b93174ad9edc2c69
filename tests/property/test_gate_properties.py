"""What holds of gates whatever is known: they open by evidence and words alone, and more evidence never closes one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scoring.gates import Gate, Known, Measured, Need, Way, check_gate, load_gates

ACTIONS = ("draft", "queue", "watch")
QUESTIONS = ("where", "who")
OPTIONS = ("a", "b", "c")
ROLES = ("sponsor", "business_owner", "technical_lead", "security_reviewer")
NEEDS = ("one", "two", "three")
STATES = ("open", "under_way", "blocked", "help", "done", "not_doing")

thousandths = st.integers(0, 10**6)
metrics = st.builds(
    Measured,
    id=st.sampled_from(("hours", "errors")),
    direction=st.sampled_from(("down", "up")),
    baseline=st.none() | thousandths,
    target=st.none() | thousandths,
    percent_of_baseline=st.none() | st.integers(1, 100),
    value=st.none() | thousandths,
)
ways = st.builds(
    Way,
    done=st.lists(st.sampled_from(ACTIONS), max_size=2, unique=True).map(tuple),
    facts=st.dictionaries(
        st.sampled_from(QUESTIONS), st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2, unique=True).map(tuple)
    ),
    metrics=st.sampled_from((None, "recorded", "met")),
    accepted=st.lists(st.sampled_from(ROLES), max_size=1).map(tuple),
)
needs = st.builds(
    Need,
    id=st.sampled_from(NEEDS),
    role=st.sampled_from(ROLES),
    by_word=st.booleans(),
    ways=st.lists(ways, max_size=2).map(tuple),
)
gates = st.builds(
    Gate,
    id=st.just("part"),
    opens=st.just("draft"),
    week=st.just(3),
    shown=st.just(12),
    opens_day=st.just(15),
    decides=st.just("sponsor"),
    needs=st.lists(needs, min_size=1, max_size=3, unique_by=lambda need: need.id).map(tuple),
)
knowns = st.builds(
    Known,
    facts=st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS)),
    actions=st.dictionaries(st.sampled_from(ACTIONS), st.sampled_from(STATES)),
    metrics=st.lists(metrics, max_size=2, unique_by=lambda one: one.id).map(tuple),
    accepted=st.frozensets(st.sampled_from(ROLES)),
    words=st.dictionaries(st.sampled_from(NEEDS), st.booleans()),
    is_decided=st.booleans(),
)


@given(gates, knowns)
def test_each_need_is_told_once(gate: Gate, known: Known) -> None:
    """Every need is met or missing, in declared order; a gate is open without anything missing, or by a decision."""
    state = check_gate(gate, known)
    assert [one.id for one in state.needs] == [one.id for one in gate.needs]
    assert state.missing == tuple(one for one in state.needs if not one.is_met)
    assert state.is_open is (known.is_decided or not state.missing)


@given(gates, knowns, st.data())
def test_more_never_closes_one(gate: Gate, known: Known, data: st.DataObject) -> None:
    """Another action done, another role accepted, another yes or a decision: what was met stays met."""
    more = data.draw(
        st.sampled_from(
            (
                replace(known, actions={**known.actions, data.draw(st.sampled_from(ACTIONS)): "done"}),
                replace(known, accepted=known.accepted | {data.draw(st.sampled_from(ROLES))}),
                replace(known, words={**known.words, data.draw(st.sampled_from(NEEDS)): True}),
                replace(known, is_decided=True),
            )
        )
    )
    before, after = check_gate(gate, known), check_gate(gate, more)
    assert {one.id for one in before.needs if one.is_met} <= {one.id for one in after.needs if one.is_met}
    assert after.is_open or not before.is_open


@given(gates, knowns, st.data())
def test_a_refusal_holds(gate: Gate, known: Known, data: st.DataObject) -> None:
    """A need of which its person says "not yet" is missing whatever else is known; only a decision opens the gate."""
    need = data.draw(st.sampled_from(gate.needs))
    state = check_gate(gate, replace(known, words={**known.words, need.id: False}))
    assert next(one for one in state.needs if one.id == need.id).is_refused
    assert need.id in {one.id for one in state.missing}
    assert state.is_open is known.is_decided


@given(gates, knowns)
def test_without_a_word_or_a_way_nothing_is_met(gate: Gate, known: Known) -> None:
    """A need without ways is met by its person's yes and by nothing else: nobody's approval is worked out."""
    for need, state in zip(gate.needs, check_gate(gate, known).needs, strict=True):
        if not need.ways:
            assert state.is_met is (need.by_word and known.words.get(need.id) is True)


@given(metrics)
def test_a_target_is_met_or_it_is_not(one: Measured) -> None:
    """What is met has a number and a target; a better number is met as well, and a worse one misses what is missed."""
    better = -1 if one.direction == "down" else 1
    if one.is_met:
        assert one.value is not None
        assert one.goal is not None
        assert replace(one, value=one.value + better).is_met
    elif one.value is not None:
        assert not replace(one, value=one.value - better).is_met


@given(knowns)
def test_the_shipped_gates_need_an_approval(known: Known) -> None:
    """The gate before the first real work never opens without security's own yes, or the sponsor's decision."""
    state = check_gate(load_gates()["part"], replace(known, words={**known.words, "security": False}, is_decided=False))
    assert not state.is_open
