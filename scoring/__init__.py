"""The deterministic core of Unstick: reasons, questions, scores, the next question, the plan. Nothing else.

It reads no clock, no environment and no network, and draws no random number: the same rules and the same sheet give the same
bytes on every machine.
"""

from scoring.choose import Remaining, next_question, remaining
from scoring.compile import Evidence
from scoring.errors import Fault, RulesError, ScoringError, SheetError, UnknownId
from scoring.load import load_rules
from scoring.rules import UNKNOWN, Action, Frame, Metric, Option, Question, ReadyRule, Reason, Rules
from scoring.score import Outside, ReasonScore, Verdict, score
from scoring.sheet import Answer, Sheet, facts, read_sheet

__all__ = [
    "UNKNOWN",
    "Action",
    "Answer",
    "Evidence",
    "Fault",
    "Frame",
    "Metric",
    "Option",
    "Outside",
    "Question",
    "ReadyRule",
    "Reason",
    "ReasonScore",
    "Remaining",
    "Rules",
    "RulesError",
    "ScoringError",
    "Sheet",
    "SheetError",
    "UnknownId",
    "Verdict",
    "facts",
    "load_rules",
    "next_question",
    "read_sheet",
    "remaining",
    "score",
]
