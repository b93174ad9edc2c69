"""The choice of the next question once more, as its module describes it: plain, slow, and without its shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import UNKNOWN, score
from scoring.choose import Remaining
from scoring.information import SCALE, expected_gain
from scoring.score import state_of, totals
from scoring.sheet import settled, stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring import Question, Rules, Sheet

DECIDED = ("confirmed", "ruled_out")
BEFORE = {1: 0, 2: 1, 3: 8}
QUARTERS = {"unlikely": 4, "unclear": 4, "likely": 5}  # information about a likely reason counts a quarter more


class Plain:
    """One moment of an interview."""

    def __init__(self, rules: Rules, sheet: Sheet, minutes: int, asked: Sequence[str]) -> None:
        self.rules, self.sheet, self.minutes = rules, sheet, minutes
        self.given = stated(rules, sheet)
        self.live = settled(rules, self.given)
        self.closed = {*self.given, *asked}
        self.scores = totals(rules, self.live)
        self.questions = list(rules.questions.values())
        self.undecided = self._undecided()
        self.now = self._open()
        self.useful = self._useful()
        self.gains = {question.id: self._gain(question) for question in self.now}

    def _undecided(self) -> dict[str, int]:
        """Return the undecided reasons, and how much information about each counts."""
        verdict = score(self.rules, self.sheet)
        every = (*verdict.reasons, *verdict.outside.reasons)
        weight = {reason.id: QUARTERS[reason.state] for reason in every if reason.state not in DECIDED}
        five = sorted((each for each in every if each.id.startswith("five.")), key=lambda each: -each.decibans)
        if len(five) > 1 and five[0].state == "confirmed" and five[1].id in weight:
            weight[five[1].id] *= 2
        return weight

    def number(self, reason_id: str) -> int:
        """Return a reason's number."""
        return self.rules.compiled.number[reason_id]

    def parents(self, question: Question) -> dict[str, tuple[str, ...]]:
        """Return what has to be answered before a question, and how."""
        needed = dict(question.requires)
        follows = question.follow_up_of
        if follows is not None and follows not in needed:
            needed[follows] = self.rules.questions[follows].option_ids
        return needed

    def met(self, question: Question) -> bool:
        """Whether a question may be asked now as far as other answers go."""
        return all(self.live.get(parent) in accepted for parent, accepted in self.parents(question).items())

    def _open(self) -> list[Question]:
        """Return the questions that may be asked now, or once others are answered."""
        found: set[str] = set()
        for _ in self.questions:
            for question in self.questions:
                ways = self.parents(question).items()
                ready = all(self.live.get(parent) in accepted or parent in found for parent, accepted in ways)
                if ready and question.id not in self.closed and question.minutes <= self.minutes:
                    found.add(question.id)
        return [question for question in self.questions if question.id in found]

    def movable(self) -> set[str]:
        """Return the undecided reasons that the open questions together could move into another state."""
        limits, found = self.rules.frame.thresholds, set()
        for reason_id in self.undecided:
            now = self.scores[self.number(reason_id)]
            extremes = [self.extremes(question, reason_id) for question in self.now]
            freed = [self.freed(question, reason_id) for question in self.now]
            low = now + sum(each[0] for each in extremes) + sum(min(0, each) for each in freed)
            high = now + sum(each[1] for each in extremes) + sum(max(0, each) for each in freed)
            if len({state_of(each, limits) for each in (low, now, high)}) > 1:
                found.add(reason_id)
        return found

    def extremes(self, question: Question, reason_id: str) -> tuple[int, int]:
        """Return the least and the most that an answer says about a reason; not knowing says nothing."""
        said = [
            row.decibans
            for option in (*question.option_ids, UNKNOWN)
            for number, row in self.rules.compiled.rows[question.id, option]
            if number == self.number(reason_id)
        ]
        return min(said, default=0), max(said, default=0)

    def freed(self, question: Question, reason_id: str) -> int:
        """Return what a claim holds back from a reason until this question, its follow-up, is answered."""
        claim = question.follow_up_of
        if claim is None or (claim, self.live.get(claim)) not in self.rules.compiled.claims:
            return 0
        if self.rules.compiled.claims[claim, self.live[claim]] != question.id:
            return 0
        number, keeps = self.number(reason_id), self.rules.frame.claim.keeps
        whole = sum(row.decibans for each, row in self.rules.compiled.rows[claim, self.live[claim]] if each == number)
        return whole - (abs(whole) * keeps // 100) * (1 if whole > 0 else -1)

    def _useful(self) -> set[str]:
        """Return the open questions that can matter: they bear on a movable reason, or open one that does."""
        movable, found = self.movable(), set()
        for _ in self.questions:
            for question in self.now:
                itself = any(len(set(self.extremes(question, reason_id))) > 1 for reason_id in movable)
                opens = any(question.id in self.parents(child) for child in self.now if child.id in found)
                if itself or opens:
                    found.add(question.id)
        return found

    def _gain(self, question: Question) -> int:
        """Return the expected information, the effect of each option taken from the scorer itself."""
        total = 0
        for table in self.rules.compiled.tables[question.id]:
            reason_id = self.rules.compiled.reason_ids[table.reason]
            then = [
                totals(self.rules, settled(self.rules, {**self.given, question.id: option}))
                for option in question.option_ids
            ]
            shifts = tuple(each[table.reason] - self.scores[table.reason] for each in then)
            weight = self.undecided.get(reason_id, 0)
            total += weight * expected_gain(self.scores[table.reason], table.cells, shifts)
        return total

    def reserve(self) -> dict[str, int]:
        """Return the needed questions whose minutes are kept free, in declared order, up to their share."""
        spent = [self.rules.questions[each] for each in self.closed]
        left = (self.minutes + sum(each.minutes for each in spent)) * self.rules.frame.needed_percent // 100
        left -= sum(each.minutes for each in spent if each.needed)
        kept = {}
        for question in self.now:
            if question.needed and question.minutes <= left:
                kept[question.id] = question.minutes
                left -= question.minutes
        return kept

    def worth(self) -> list[Question]:
        """Return the questions that may be asked now and are needed or can matter."""
        return [each for each in self.now if self.met(each) and (each.needed or each.id in self.useful)]

    def next(self, last: str | None) -> str | None:
        """Return the question to ask now, or None at the end."""
        kept = self.reserve()
        free = self.minutes - sum(kept.values())
        answered = len(self.given)
        if last is not None and self.live.get(last, UNKNOWN) != UNKNOWN:
            for question in self.now:
                fits = question.minutes <= (self.minutes if question.needed else free)
                come = answered >= BEFORE[question.phase]
                matters = question.needed or question.id in self.useful
                if question.follow_up_of == last and matters and fits and come and self.met(question):
                    return question.id
        worth = self.worth()
        early = any(question.phase == 1 for question in worth)
        allowed = [each for each in worth if not early or answered >= BEFORE[each.phase]]
        telling = [each for each in allowed if each.id in self.useful and (each.id in kept or each.minutes <= free)]
        # Gains per minute are compared as whole numbers: 6 is a multiple of the one, two or three minutes.
        ranked = sorted(telling, key=lambda each: -self.gains[each.id] * 6 // each.minutes)
        enough = self.rules.frame.enough_millibits * 1000 * SCALE * 4  # gains are in quarters
        if ranked and (not enough or self.gains[ranked[0].id] > enough * ranked[0].minutes):
            return ranked[0].id
        return next((question.id for question in allowed if question.needed), None)

    def remaining(self) -> Remaining:
        """Return the estimate: needed questions first, then the most telling, until all is decided or time is up."""
        limits = self.rules.frame.thresholds
        way = {}
        for reason_id in self.undecided:
            now = self.scores[self.number(reason_id)]
            way[self.number(reason_id)] = min(limits.confirmed - now, now - limits.ruled_out)
        questions = minutes = 0
        for question in sorted(self.worth(), key=lambda each: (not each.needed, -self.gains[each.id] // each.minutes)):
            about = [table for table in self.rules.compiled.tables[question.id] if way.get(table.reason, 0) > 0]
            if (question.needed or about) and minutes + question.minutes <= self.minutes:
                questions, minutes = questions + 1, minutes + question.minutes
                for table in about:
                    halves = sum((p + q) * abs(weight) for p, q, weight in table.cells)
                    way[table.reason] -= halves // 400
        return Remaining(questions, minutes)
