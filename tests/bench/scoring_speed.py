"""Speed of the diagnostic core, everything in one run on one process, so that ratios compare like with like.

Times are those of the processor for the calling thread: nothing here waits, and other work on the machine stays out.

The outside engine is pyAgrum's exact inference on the same model: each reason is a root, each question that bears on it
a child with the percents of its table, and the sheet's answers are the evidence. What is timed is what a conversation
would need for each sheet: setting the evidence, inference, reading the posteriors; building the network is not.
"""

from __future__ import annotations

import gc
import random
from dataclasses import dataclass
from statistics import median
from time import thread_time_ns
from typing import TYPE_CHECKING, Any

import pyagrum as untyped_pyagrum

from scoring import Answer, Sheet, counterfactual, load_rules, next_question, score
from scoring.load import assemble, read_folder
from tests.bench.scoring_draw import draws, pilot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring import Rules

pyagrum: Any = untyped_pyagrum  # it is only partly typed
SHEETS = 200
REPEATS = 5  # each sheet is measured this often, and the least counts
COPIES = (1, 4, 16)
WRONG_PERCENT = 10
EARLY = 5  # answers: at the start of a conversation nothing is decided yet, so every question is weighed


@dataclass(frozen=True, slots=True)
class Timing:
    """Microseconds over all sheets."""

    median: float
    worst: float


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured; `growth` has, for each size of the bank, questions, scoring and the choice of a question."""

    full: Timing
    first: Timing  # the same, when nothing is remembered of linked answers
    engines: Mapping[str, Timing]  # pyAgrum's, by name
    choice: Timing
    change: Timing
    growth: tuple[tuple[int, Timing, Timing], ...]


def _timed(work: Callable[[Any], object], inputs: Sequence[Any], before: Callable[[], object] = lambda: None) -> Timing:
    """Return the times of `work` over the inputs, in microseconds; as in `timeit`, without garbage collection.

    `before` is done before each run and not counted.
    """
    least: list[float] = []
    gc.collect()
    gc.disable()
    for each in inputs:
        runs: list[int] = []
        for _ in range(REPEATS):
            before()
            start = thread_time_ns()
            work(each)
            runs.append(thread_time_ns() - start)
        least.append(min(runs) / 1000)
    gc.enable()
    return Timing(median(least), max(least))


def full_sheets(rules: Rules, count: int = SHEETS) -> list[Sheet]:
    """Return drawn sheets on which every question is answered, a tenth of them wrongly."""
    tables = draws(rules)
    return [
        Sheet(
            pilot="drawn",
            answers={q: Answer(option=o) for q, o in pilot(rules, tables, number, WRONG_PERCENT).answers.items()},
        )
        for number in range(count)
    ]


def part_sheets(rules: Rules, full: Sequence[Sheet], budget: int) -> list[Sheet]:
    """Return sheets as they stand in the middle of a conversation: 0 to `budget` - 1 of their answers, at random."""
    chance = random.Random("parts")  # noqa: S311 (a benchmark, no secret)
    order = list(rules.questions)
    parts: list[Sheet] = []
    for place, sheet in enumerate(full):
        kept = chance.sample(order, place % budget)
        parts.append(sheet.model_copy(update={"answers": {each: sheet.answers[each] for each in kept}}))
    return parts


def network(rules: Rules) -> Any:
    """Return the rules as a Bayesian network: a root for each reason, a child for each question that bears on it."""
    net = pyagrum.BayesNet("rules")
    for reason in rules.reasons.values():
        net.add(pyagrum.LabelizedVariable(reason.id, reason.id, ["absent", "present"]))
        net.cpt(reason.id)[:] = [1 - reason.prior_percent / 100, reason.prior_percent / 100]
    for question in rules.questions.values():
        for reason_id in question.options[0].percent:
            name = f"{question.id} {reason_id}"
            net.add(pyagrum.LabelizedVariable(name, name, list(question.option_ids)))
            net.addArc(reason_id, name)
            columns = [[option.percent[reason_id][side] for option in question.options] for side in (1, 0)]
            net.cpt(name)[:] = [[percent / sum(column) for percent in column] for column in columns]
    return net


def evidence(rules: Rules, sheet: Sheet) -> dict[str, str]:
    """Return a sheet's answers as evidence in that network."""
    return {
        f"{question_id} {reason_id}": answer.option
        for question_id, answer in sheet.answers.items()
        for reason_id in rules.questions[question_id].options[0].percent
    }


def _engines(rules: Rules, sheets: Sequence[Sheet]) -> dict[str, Timing]:
    """Return the times of pyAgrum's exact engines on these sheets, by name."""
    net = network(rules)
    observed = [evidence(rules, sheet) for sheet in sheets]
    found: dict[str, Timing] = {}
    for engine in (pyagrum.LazyPropagation, pyagrum.ShaferShenoyInference, pyagrum.VariableElimination):
        inference = engine(net)
        inference.setTargets(set(rules.reasons))

        def infer(answers: dict[str, str], inference: Any = inference) -> list[object]:
            inference.setEvidence(answers)
            inference.makeInference()
            return [inference.posterior(reason) for reason in rules.reasons]

        found[engine.__name__] = _timed(infer, observed)
    return found


def multiplied(times: int) -> Rules:
    """Return the rules with every question `times` times, each copy with ids of its own."""
    folder = read_folder()
    originals = list(folder.questions.values())
    for copy in range(1, times):
        for question in originals:
            changes: dict[str, Any] = {"id": f"{question.id}_{copy}"}
            changes["requires"] = {f"{parent}_{copy}": options for parent, options in question.requires.items()}
            if question.follow_up_of is not None:
                changes["follow_up_of"] = f"{question.follow_up_of}_{copy}"
            if question.group is not None:
                changes["group"] = f"{question.group}_{copy}"
            folder.questions[changes["id"]] = question.model_copy(update=changes)
    return assemble(folder)


def _growth(copies: int) -> tuple[int, Timing, Timing]:
    """Return the questions of a bank `copies` times as large, and the times of scoring it and choosing from it."""
    rules = multiplied(copies)
    whole = full_sheets(rules, SHEETS // copies)
    parts = part_sheets(rules, whole, EARLY)
    chosen = _timed(lambda sheet: next_question(rules, sheet, minutes_left=rules.frame.budget_minutes), parts)
    return len(rules.questions), _timed(lambda sheet: score(rules, sheet), whole), chosen


def measure() -> Speed:
    """Measure everything."""
    rules = load_rules()
    whole = full_sheets(rules)
    parts = part_sheets(rules, whole, rules.frame.budget_minutes)
    full = _timed(lambda sheet: score(rules, sheet), whole)

    def forget() -> None:
        for linked in rules.prepared.linked:
            linked.rows.clear()
            linked.sums.clear()

    return Speed(
        full=full,
        first=_timed(lambda sheet: score(rules, sheet), whole, forget),
        engines=_engines(rules, whole),
        choice=_timed(lambda sheet: next_question(rules, sheet, minutes_left=30 - len(sheet.answers)), parts),
        change=_timed(lambda sheet: counterfactual(rules, sheet), whole),
        growth=tuple(_growth(copies) for copies in COPIES),
    )
