"""Simulated conversations: the adaptive order against the declared one and a random one, on the same drawn pilots.

All three may spend the same minutes and hear the same answers from the same pilots; only the order differs. Declared
and random order ask whatever may be asked (what a question requires holds, its minutes fit) until the minutes are
spent or nothing is left; the adaptive order is the product's own and may end earlier.
"""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Literal

from scoring import Answer, Sheet, load_rules, next_question, score
from tests.bench.scoring_draw import Mixing, draws, pilot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import Question, Rules
    from tests.bench.scoring_draw import Draw, Pilot

Order = Literal["adaptive", "declared", "random"]
PROCESSES = 2
BATCH = 250  # pilots in one piece of work


@dataclass(frozen=True, slots=True)
class Setting:
    """One simulation: which order, how the answers are drawn, how many of 100 are wrong."""

    order: Order
    mixing: Mixing = "marginal"
    wrong_percent: int = 10


@dataclass(slots=True)
class Tally:
    """What came out of a number of conversations; reasons are counted by id."""

    minutes: Counter[int] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)  # pilots that have the reason
    found: Counter[str] = field(default_factory=Counter)  # of these, those in which it is confirmed or likely
    absent: Counter[str] = field(default_factory=Counter)  # pilots that do not have it
    alarms: Counter[str] = field(default_factory=Counter)  # of these, those in which it is confirmed or likely
    unclear: Counter[str] = field(default_factory=Counter)  # pilots in which it stays unclear
    asked: Counter[str] = field(default_factory=Counter)  # conversations in which a question is asked

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        for name in self.__slots__:
            getattr(self, name).update(getattr(other, name))

    @property
    def pilots(self) -> int:
        """The number of conversations."""
        return self.minutes.total()

    def minutes_at(self, percent: int) -> int:
        """Return the least minutes that `percent` of 100 conversations do not exceed."""
        count = 0
        for minutes in sorted(self.minutes):
            count += self.minutes[minutes]
            if count * 100 >= percent * self.pilots:
                break
        return minutes

    def found_share(self, *reasons: str) -> float:
        """Return the share of present reasons that are found, of these reasons or of all."""
        names = reasons or tuple(self.present)
        return sum(self.found[n] for n in names) / sum(self.present[n] for n in names)

    def alarm_share(self, *reasons: str) -> float:
        """Return the share of absent reasons that hold all the same, of these reasons or of all."""
        names = reasons or tuple(self.absent)
        return sum(self.alarms[n] for n in names) / sum(self.absent[n] for n in names)

    def unclear_share(self, *reasons: str) -> float:
        """Return the share of reasons that stay unclear, of these reasons or of all."""
        names = reasons or tuple(self.present)
        return sum(self.unclear[n] for n in names) / (self.pilots * len(names))


def _next_in_line(rules: Rules, line: list[Question], given: Mapping[str, str], minutes_left: int) -> Question | None:
    """Return the first question of a fixed order that may be asked now."""
    for question in line:
        if question.id in given or question.minutes > minutes_left:
            continue
        parent = question.follow_up_of
        if parent is not None and parent not in given:
            continue
        if all(given.get(needed) in accepted for needed, accepted in question.requires.items()):
            return question
    return None


def talk(rules: Rules, team: Pilot, order: Order, number: int) -> tuple[Sheet, int]:
    """Hold one conversation; return its sheet and the minutes it took."""
    line = list(rules.questions.values())
    if order == "random":
        random.Random(f"order {number}").shuffle(line)  # noqa: S311 (a simulation, no secret)
    sheet = Sheet(pilot="drawn")
    given: dict[str, str] = {}
    left, last = rules.frame.budget_minutes, None
    while True:
        if order == "adaptive":
            question = next_question(rules, sheet, minutes_left=left, last=last)
        else:
            question = _next_in_line(rules, line, given, left)
        if question is None:
            return sheet, rules.frame.budget_minutes - left
        given[question.id] = team.answers[question.id]
        sheet = sheet.with_answer(question.id, Answer(option=given[question.id]))
        left, last = left - question.minutes, question.id


@cache
def _prepared(mixing: Mixing) -> tuple[Rules, dict[str, Draw]]:
    """Return the rules and how their questions are answered, once for each process."""
    rules = load_rules()
    return rules, draws(rules, mixing)


def batch(setting: Setting, numbers: range) -> Tally:
    """Hold the conversations with these pilots."""
    rules, tables = _prepared(setting.mixing)
    tally = Tally()
    for number in numbers:
        team = pilot(rules, tables, number, setting.wrong_percent)
        sheet, minutes = talk(rules, team, setting.order, number)
        verdict = score(rules, sheet)
        tally.minutes[minutes] += 1
        tally.asked.update(sheet.answers.keys())
        for reason in (*verdict.reasons, *verdict.outside.reasons):
            here = reason.id in team.present
            (tally.present if here else tally.absent)[reason.id] += 1
            (tally.found if here else tally.alarms)[reason.id] += reason.holds
            tally.unclear[reason.id] += reason.state == "unclear"
    return tally


def simulate(settings: list[Setting], pilots: int) -> dict[Setting, Tally]:
    """Hold `pilots` conversations in each setting, on two processes; the result does not depend on their number."""
    pieces = [(setting, range(at, min(at + BATCH, pilots))) for setting in settings for at in range(0, pilots, BATCH)]
    tallies = {setting: Tally() for setting in settings}
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        done = pool.map(batch, [setting for setting, _ in pieces], [numbers for _, numbers in pieces])
        for (setting, _), tally in zip(pieces, done, strict=True):
            tallies[setting].add(tally)
    return tallies
