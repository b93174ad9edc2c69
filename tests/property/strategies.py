"""Random sound rules and sheets for them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from scoring.crossref import cross_faults
from scoring.load import Folder, assemble
from scoring.rules import UNKNOWN, Action, Frame, Option, Question, Reason, Rules, Thresholds
from scoring.sheet import Answer, Sheet

REASONS = ("five.1", "five.2", "five.3", "four.1", "four.2", "outside.data")


@st.composite
def percents(draw: st.DrawFn, count: int) -> list[int]:
    """Draw `count` whole percents of at least 1 that add up to 100."""
    cuts = draw(st.lists(st.integers(1, 99), min_size=count - 1, max_size=count - 1, unique=True))
    edges = [0, *sorted(cuts), 100]
    return [high - low for low, high in pairwise(edges)]


@st.composite
def questions(draw: st.DrawFn, index: int, reasons: list[str], earlier: list[Question]) -> Question:
    """Draw a question about some of the reasons, perhaps grouped, perhaps depending on an earlier one."""
    count = draw(st.integers(2, 3))
    about = draw(st.lists(st.sampled_from(reasons), min_size=0, max_size=3, unique=True))
    columns = {reason: (draw(percents(count)), draw(percents(count))) for reason in about}
    options = tuple(
        Option(id=f"o{place}", percent={r: (p[place], q[place]) for r, (p, q) in columns.items()})
        for place in range(count)
    )
    requires: dict[str, Any] = {}
    follow_up_of = None
    if earlier and draw(st.booleans()):
        parent = draw(st.sampled_from(earlier))
        accepted = draw(st.lists(st.sampled_from(parent.option_ids), min_size=1, max_size=2, unique=True))
        requires = {parent.id: tuple(accepted)}
        follow_up_of = parent.id if draw(st.booleans()) else None
    return Question(
        id=f"q{index}",
        role="anyone",
        minutes=draw(st.integers(1, 3)),
        phase=draw(st.integers(1, 3)),
        sources=(),
        group=draw(st.sampled_from([None, None, "g", "h"])),
        requires=requires,
        follow_up_of=follow_up_of,
        stands=bool(requires) and draw(st.integers(0, 3)) == 0,
        needed=draw(st.integers(0, 4)) == 0,
        options=options,
    )


@st.composite
def rules(draw: st.DrawFn, most_questions: int = 8, fewest_questions: int = 1) -> Rules:
    """Draw sound rules: one to six reasons, a few questions, a few actions."""
    reasons = draw(st.lists(st.sampled_from(REASONS), min_size=1, max_size=6, unique=True))
    likely = draw(st.integers(1, 5))
    folder = Folder(frame=Frame(version="random", thresholds=Thresholds(likely=likely)))
    for reason in reasons:
        framework: Any = reason.split(".", maxsplit=1)[0]
        folder.reasons[reason] = Reason(id=reason, framework=framework, prior_percent=draw(st.integers(5, 95)))
    for index in range(draw(st.integers(fewest_questions, most_questions))):
        question = draw(questions(index, reasons, list(folder.questions.values())))
        folder.questions[question.id] = question
        folder.origin["question", question.id] = "drawn"
    for index in range(draw(st.integers(0, 3))):
        question = draw(st.sampled_from(list(folder.questions.values())))
        changes = {question.id: draw(st.sampled_from(question.option_ids))}
        effort = draw(st.integers(0, 5))
        folder.actions[f"a{index}"] = Action(
            id=f"a{index}",
            reasons=(reasons[0],),
            week=1,
            due_day=1,
            role="anyone",
            effort=effort,
            changes=changes,
            sources=(),
        )
    assert cross_faults(folder) == []
    return assemble(folder)


@st.composite
def sheets(draw: st.DrawFn, some_rules: Rules) -> Sheet:
    """Draw a sheet for these rules: any questions answered, in any order, with or without knowing."""
    answered = draw(st.permutations(list(some_rules.questions)))[draw(st.integers(0, 2)) :]
    answers = {
        question_id: Answer(option=draw(st.sampled_from([*some_rules.questions[question_id].option_ids, UNKNOWN])))
        for question_id in answered
    }
    return Sheet(pilot="p", framework=draw(st.sampled_from(["five", "four", "both"])), answers=answers)


@st.composite
def bad_sheets(draw: st.DrawFn, some_rules: Rules) -> Sheet:
    """Draw a sheet on which much holds: most questions have the answer that speaks most for their reasons."""
    answers: dict[str, Any] = {}
    for question in draw(st.permutations(list(some_rules.questions.values()))):
        tables = some_rules.compiled.tables[question.id]
        worst = max(question.option_ids, key=lambda o: sum(t.cells[question.option_ids.index(o)][2] for t in tables))
        other = draw(st.sampled_from([*question.option_ids, UNKNOWN]))
        answers[question.id] = Answer(option=worst if draw(st.integers(0, 3)) else other)
    return Sheet(pilot="p", framework=draw(st.sampled_from(["both", "both", "five"])), answers=answers)


@st.composite
def rules_and_sheets(draw: st.DrawFn, most_questions: int = 8) -> tuple[Rules, Sheet]:
    """Draw rules and a sheet for them."""
    some_rules = draw(rules(most_questions))
    return some_rules, draw(sheets(some_rules))
