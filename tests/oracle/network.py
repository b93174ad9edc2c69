"""The rules as Bayesian networks of pyAgrum, built from the percents and from nothing that the core computes.

One network per reason: the reason is a node with the states absent and present, and every question that bears on it is
a child of it. That is what "naive Bayes" means, drawn out.
"""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

# Its binding warns while it loads, and dies of a warning that is turned into an error, as pytest does here.
with catch_warnings():
    simplefilter("ignore", DeprecationWarning)
    import pyagrum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import Question, Reason, Rules

REASON = "reason"


class Network:
    """One reason and the questions that bear on it."""

    def __init__(self, reason: Reason, questions: Mapping[str, Question]) -> None:
        self.net: Any = pyagrum.BayesNet(reason.id)
        self.net.add(pyagrum.LabelizedVariable(REASON, "", ["absent", "present"]))
        present = reason.prior_percent / 100
        self.net.cpt(REASON)[:] = [1 - present, present]
        self.questions = tuple(each.id for each in questions.values() if reason.id in each.options[0].percent)
        for question_id in self.questions:
            options = questions[question_id].options
            self.net.add(pyagrum.LabelizedVariable(question_id, "", [option.id for option in options]))
            self.net.addArc(REASON, question_id)
            for state, column in (("absent", 1), ("present", 0)):
                row = [option.percent[reason.id][column] / 100 for option in options]
                self.net.cpt(question_id)[{REASON: state}] = row
        self.inference: Any = pyagrum.LazyPropagation(self.net)
        self.inference.setTargets({REASON})

    def odds(self, known: Mapping[str, str]) -> float:
        """Return the odds of the reason in decibans after these answers; others than its own questions are ignored."""
        self.inference.setEvidence({each: known[each] for each in self.questions if each in known})
        self.inference.makeInference()
        absent, present = self.inference.posterior(REASON).tolist()
        return 10 * log10(present / absent)


def networks(rules: Rules) -> dict[str, Network]:
    """Return the network of every reason, by id."""
    return {reason.id: Network(reason, rules.questions) for reason in rules.reasons.values()}
