"""The gates of a plan (offer.4): what has to be in place before more of the real work goes through the agent.

A gate stops nobody: it says whether what it asks for is there, and if not, what is missing and who can give it. What
it asks for is data (`gates.yaml`); whether that is there is a pure function of what is known. Nothing here bears on a
verdict, so gates are apart from the rules that are frozen with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from scoring.errors import Fault, RulesError
from scoring.load import validated
from scoring.rules import Facts, Model, Role, SourceId, Word
from scoring.yamltext import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.rules import Rules

FILE = "gates.yaml"
OWN_GATES = Path(__file__).with_name(FILE)
PERCENT = 100
TENTH = 100  # in thousandths
DONE = "done"  # the state of an action that is finished

Day = Annotated[int, Field(ge=1, le=30)]


class Way(Model):
    """One way to meet a need: everything that is named here has to hold."""

    done: tuple[Word, ...] = ()
    facts: Facts = Field(default_factory=dict)
    metrics: Literal["recorded", "met"] | None = None
    accepted: tuple[Role, ...] = ()


class Need(Model):
    """What a gate asks for; `role` can give it, by their word alone unless `by_word` is false.

    `comes_with` are actions that are to bring it; that they are done does not show that it is there.
    """

    id: Word
    role: Role
    by_word: bool = True
    ways: tuple[Way, ...] = ()
    comes_with: tuple[Word, ...] = ()
    sources: tuple[SourceId, ...] = ()


class Gate(Model):
    """What has to be in place before the action that it `opens`; days are those of the plan, from 1."""

    id: Word
    opens: Word
    week: Annotated[int, Field(ge=1, le=4)]
    shown: Day
    opens_day: Day
    after: Word | None = None
    decides: Role
    sources: tuple[SourceId, ...] = ()
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]


def share(start: int, percent: int) -> int:
    """A target that is a share of a start which was recorded after the plan, both in thousandths: to the tenth.

    What people read is what they are held to: the same number stands in the digest and in a gate. A half goes up.
    """
    whole = PERCENT * TENTH
    return (start * percent + whole // 2) // whole * TENTH


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric: where it started, where it is to go and where it is, in whole thousandths of its unit; None: unknown.

    `target` is None while it is a share of a start that is not known; `percent_of_baseline` is that share then.
    `is_recorded_since`: the start was recorded after the plan, whose target nobody could hold against it then.
    """

    id: str
    direction: Literal["down", "up"]
    baseline: int | None = None
    target: int | None = None
    percent_of_baseline: int | None = None
    value: int | None = None
    is_recorded_since: bool = False

    @property
    def goal(self) -> int | None:
        """The least that is worth it, worked out where it is a share of the start.

        As in the plan itself (`scoring.measures`) it is never worse than the start: what is as good already is to stay.
        """
        if self.baseline is None:
            return self.target
        if self.target is None:
            return None if self.percent_of_baseline is None else share(self.baseline, self.percent_of_baseline)
        if not self.is_recorded_since:
            return self.target
        return min(self.target, self.baseline) if self.direction == "down" else max(self.target, self.baseline)

    @property
    def is_recorded(self) -> bool:
        """Whether it has a number to start from and a target."""
        return self.baseline is not None and self.goal is not None

    @property
    def is_met(self) -> bool:
        """Whether the newest number is as good as the target."""
        goal = self.goal
        if goal is None or self.value is None:
            return False
        return self.value <= goal if self.direction == "down" else self.value >= goal


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a gate is looked at.

    `facts` are answers by question, `actions` the states of the plan's actions, `accepted` the roles whose holder has
    taken on what the role answers for, `words` what people have said of needs (True: yes, False: not yet), and
    `is_decided` whether the one who may has decided in writing to go on whatever is missing.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    metrics: tuple[Measured, ...] = ()
    accepted: frozenset[str] = frozenset()
    words: Mapping[str, bool] = field(default_factory=dict)
    is_decided: bool = False


@dataclass(frozen=True, slots=True)
class NeedState:
    """Whether a need is met; if not, the metrics that lack something, and the plan's actions that would meet it."""

    id: str
    role: Role
    by_word: bool
    is_met: bool
    is_refused: bool = False
    metrics: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateState:
    """Each need of a gate in its order, and whether it is open: nothing is missing, or somebody has decided."""

    id: str
    needs: tuple[NeedState, ...]
    is_decided: bool

    @property
    def missing(self) -> tuple[NeedState, ...]:
        """What is not there."""
        return tuple(need for need in self.needs if not need.is_met)

    @property
    def is_open(self) -> bool:
        """Whether what it stands before may begin."""
        return self.is_decided or not self.missing


def _lacking(way: Way, metrics: tuple[Measured, ...]) -> tuple[str, ...]:
    """Return the metrics that lack what a way asks of them."""
    if way.metrics is None:
        return ()
    return tuple(one.id for one in metrics if not (one.is_recorded if way.metrics == "recorded" else one.is_met))


def _holds(way: Way, known: Known) -> bool:
    """Return whether everything in a way holds; of no metrics at all nothing is recorded or met."""
    return (
        all(known.actions.get(action) == DONE for action in way.done)
        and all(known.facts.get(question) in options for question, options in way.facts.items())
        and (way.metrics is None or (bool(known.metrics) and not _lacking(way, known.metrics)))
        and all(role in known.accepted for role in way.accepted)
    )


def _state(need: Need, known: Known) -> NeedState:
    word = known.words.get(need.id)
    says_yes, says_no = need.by_word and word is True, word is False
    is_met = not says_no and (says_yes or any(_holds(way, known) for way in need.ways))
    bring = (*need.comes_with, *(action for way in need.ways for action in way.done))
    open_actions = [action for action in bring if known.actions.get(action, DONE) != DONE]
    lacking = [metric for way in need.ways for metric in _lacking(way, known.metrics)]
    return NeedState(
        id=need.id,
        role=need.role,
        by_word=need.by_word,
        is_met=is_met,
        is_refused=says_no,
        metrics=() if is_met else tuple(dict.fromkeys(lacking)),
        actions=() if is_met else tuple(dict.fromkeys(open_actions)),
    )


def check_gate(gate: Gate, known: Known) -> GateState:
    """Return what of a gate's needs is met by what is known."""
    return GateState(id=gate.id, needs=tuple(_state(need, known) for need in gate.needs), is_decided=known.is_decided)


def read_gates(text: str) -> dict[str, Gate]:
    """Read gates by id, in declared order.

    Raises:
        RulesError: it is no list of gates, or two have the same id; every fault is told.
    """
    try:
        raw: Any = read_yaml(text)
    except YamlError as fault:
        raise RulesError([Fault(FILE, "", str(fault))]) from fault
    if not isinstance(raw, tuple):
        raise RulesError([Fault(FILE, "", "a list of gates is needed, each starting with `- id:`")])
    faults: list[Fault] = []
    found: dict[str, Gate] = {}
    for place, entry in enumerate(raw, start=1):
        gate = validated(Gate, entry, FILE, f"gate number {place}", faults)
        if gate is not None and gate.id in found:
            faults.append(Fault(FILE, f"gate {gate.id}", "this id is there already"))
        elif gate is not None:
            found[gate.id] = gate
    if faults:
        raise RulesError(faults)
    return found


@cache
def load_gates() -> dict[str, Gate]:
    """Read the gates that come with the package. Raises RulesError."""
    return read_gates(OWN_GATES.read_text(encoding="utf-8"))


def gate_faults(gates: Mapping[str, Gate], rules: Rules) -> list[Fault]:
    """Return what gates name that the rules (or the other gates) do not have."""
    return [
        Fault(FILE, f"gate {gate.id}", f"there is no {kind} {name}")
        for gate in gates.values()
        for kind, name, is_known in _names(gate, gates, rules)
        if not is_known
    ]


def _names(gate: Gate, gates: Mapping[str, Gate], rules: Rules) -> list[tuple[str, str, bool]]:
    """Return everything that a gate names: its kind, its name, and whether there is such a one."""
    ways = [way for need in gate.needs for way in need.ways]
    brought = [action for need in gate.needs for action in need.comes_with]
    earlier = [] if gate.after is None else [("gate", gate.after, gate.after in gates and gate.after != gate.id)]
    actions = [gate.opens, *brought, *(action for way in ways for action in way.done)]
    facts = [(question, option) for way in ways for question, options in way.facts.items() for option in options]
    return [
        *earlier,
        *(("action", action, action in rules.actions) for action in actions),
        *(
            ("answer", f"{question}: {option}", question in rules.questions and option in _options(rules, question))
            for question, option in facts
        ),
    ]


def _options(rules: Rules, question: str) -> tuple[str, ...]:
    return rules.questions[question].option_ids
