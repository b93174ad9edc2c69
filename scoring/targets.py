"""What a fact could sensibly become: the answers that the counterfactual may ask for.

For each question, in this order:
1. the options that an action of the rules makes true: what the plan can bring about;
2. without such an action, the one option that speaks least for any reason (its highest weight is the lowest; then the
   lowest sum of weights; then declared order): the healthy answer, never a worse one that happens to suit one reason;
3. nothing, when the question is `fixed` (how the pilot was chosen, how many cases come in): nobody can change that.

Example: `process_change` may become "redesigned", which an action brings about, and never "went_back", although that
speaks against four.2. The effort of a target is that of the cheapest action that makes it true, else `usual_effort` of
the frame, in person-days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.rules import Rules


def efforts(rules: Rules) -> dict[tuple[str, str], int]:
    """Return the least effort of an action, in person-days, for each fact (question, option) that actions make true."""
    least: dict[tuple[str, str], int] = {}
    for action in rules.actions.values():
        for fact in action.changes.items():
            least[fact] = min(action.effort, least.get(fact, action.effort))
    return least


def targets(rules: Rules) -> dict[str, tuple[str, ...]]:
    """Return by question the options that its answer could sensibly become, in declared order; see the module."""
    reachable = efforts(rules)
    found: dict[str, tuple[str, ...]] = {}
    for question in rules.questions.values():
        by_action = tuple(option for option in question.option_ids if (question.id, option) in reachable)
        if question.fixed:
            found[question.id] = ()
        elif by_action:
            found[question.id] = by_action
        else:
            found[question.id] = _healthiest(rules, question.id)
    return found


def _healthiest(rules: Rules, question_id: str) -> tuple[str, ...]:
    """Return the option that speaks least for any reason; none for a question that bears on no reason."""
    tables = rules.compiled.tables[question_id]
    if not tables:
        return ()
    columns = zip(*([weight for _, _, weight in table.cells] for table in tables), strict=True)
    weights = list(columns)  # by option: its weight for each reason
    best = min(range(len(weights)), key=lambda place: (max(weights[place]), sum(weights[place])))
    return (rules.questions[question_id].option_ids[best],)
