"""A Slack that refuses, breaks off and falls silent at random; and it counts what it was asked."""

import random
from dataclasses import dataclass, field

from bot.playground.slack.faults import Fault
from bot.playground.slack.local_slack import LocalSlack
from bot.playground.slack.model import Call

METHODS = ("chat.postMessage", "chat.postMessage", "chat.update", "conversations.open", "conversations.history")
KINDS = ("429", "500", "timeout_after", "timeout_after", "drop")


@dataclass
class Hostility:
    """One fault every `every` calls on average; `posted` counts the posts that Slack was asked for."""

    lot: random.Random
    every: int
    posted: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    slack: LocalSlack | None = None

    def heard(self, call: Call) -> None:
        """Told of every call."""
        self.posted += call.method == "chat.postMessage"
        if call.fault:
            self.faults[call.fault] = self.faults.get(call.fault, 0) + 1
        if self.slack is not None and self.lot.random() < 1 / self.every:
            self.slack.faults.add(Fault(method=self.lot.choice(METHODS), kind=self.lot.choice(KINDS)))
