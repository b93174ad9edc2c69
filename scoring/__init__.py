"""The deterministic core of Unstick: reasons, questions, scores, the next question, the plan. Nothing else.

It reads no clock, no environment and no network, and draws no random number: the same rules and the same sheet give
the same bytes on every machine.
"""

from scoring.candidates import Candidate, Place, candidates_json, rank, read_candidates
from scoring.check import Checked, check_rules
from scoring.choose import Remaining, next_question, remaining
from scoring.compile import Evidence
from scoring.contradictions import Clash, contradictions, given_up
from scoring.counterfactual import Change, counterfactual
from scoring.errors import Fault, RulesError, ScoringError, SheetError, UnknownId
from scoring.gates import Gate, GateState, Known, Measured, NeedState, check_gate, load_gates
from scoring.load import load_rules
from scoring.measures import Budget, MetricLine, ReadyCheck, Recoverable, still_to_show
from scoring.movement import Fact, Move, Movement, movement, readable, through
from scoring.plan import Plan, PlannedAction, changes_wanted, make_plan
from scoring.report import questions_json, report
from scoring.respondents import Disagreement, disagreements
from scoring.rules import UNKNOWN, Action, Contradiction, Frame, Metric, Option, Question, ReadyRule, Reason, Rules
from scoring.score import Outside, ReasonScore, Verdict, score
from scoring.sensitivity import double_check
from scoring.sheet import Answer, Sheet, facts, read_sheet, resolved
from scoring.versions import load_version

__all__ = [
    "UNKNOWN",
    "Action",
    "Answer",
    "Budget",
    "Candidate",
    "Change",
    "Checked",
    "Clash",
    "Contradiction",
    "Disagreement",
    "Evidence",
    "Fact",
    "Fault",
    "Frame",
    "Gate",
    "GateState",
    "Known",
    "Measured",
    "Metric",
    "MetricLine",
    "Move",
    "Movement",
    "NeedState",
    "Option",
    "Outside",
    "Place",
    "Plan",
    "PlannedAction",
    "Question",
    "ReadyCheck",
    "ReadyRule",
    "Reason",
    "ReasonScore",
    "Recoverable",
    "Remaining",
    "Rules",
    "RulesError",
    "ScoringError",
    "Sheet",
    "SheetError",
    "UnknownId",
    "Verdict",
    "candidates_json",
    "changes_wanted",
    "check_gate",
    "check_rules",
    "contradictions",
    "counterfactual",
    "disagreements",
    "double_check",
    "facts",
    "given_up",
    "load_gates",
    "load_rules",
    "load_version",
    "make_plan",
    "movement",
    "next_question",
    "questions_json",
    "rank",
    "read_candidates",
    "read_sheet",
    "readable",
    "remaining",
    "report",
    "resolved",
    "score",
    "still_to_show",
    "through",
]
