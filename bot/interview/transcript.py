"""A diagnosis's state as the fold of its transcript: the lines alone rebuild it, nothing else is kept.

One question at a time is put to everybody in the thread, addressed to the one who may know best (`open_question`).
Besides, somebody may have been handed a question: it waits for them while the others go on (`waiting`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.interview.checks import Check, take_in
from bot.interview.lines import OURS, PARKED, STAGES, Kind, Line, Stage, answer_of
from scoring import Answer, Rules, Sheet

EXTRA_MINUTES = 3  # that a question may take beyond those planned for it; longer than that, people were away
SECONDS = 60
BOTH = "both"  # neither of two people's answers is wrong: it differs


@dataclass(frozen=True)
class Waiting:
    """A question that waits for one person: since which line, who handed it, and whether by direct message.

    `second`: it is answered already, and this person is asked as well. `parked`: they ask somebody outside Slack first.
    """

    whom: str
    by: str | None
    seq: int
    at: datetime
    in_private: bool = False
    second: bool = False
    parked: bool = False


@dataclass(frozen=True)
class Nudge:
    """Who was reminded of what, and when."""

    whom: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Progress:
    """Where a diagnosis stands: what is answered, what was asked in which order, and what is open.

    `clashes` are the contradictions that were asked about, `open_clash` the one that waits for an answer; `splits` the
    questions whose two answers were asked about, with whose stands, and `open_split` the one that waits. `said` are
    the answers where several people gave one. `took` are seconds between a question and its answer. `later` are facts
    that are others since the plan, whose own stay in `answers`; `checks` what was asked about them last, by question.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    said: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    open_question: str | None = None
    open_seq: int = 0
    open_for: str | None = None
    waiting: dict[str, Waiting] = field(default_factory=dict)
    waited_seq: int = 0
    skipped: tuple[str, ...] = ()
    last_seq: int = 0
    order: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    open_clash: str | None = None
    clash_seq: int = 0
    splits: dict[str, str] = field(default_factory=dict)
    open_split: str | None = None
    split_seq: int = 0
    stage: Stage = "asking"
    review_seq: int = 0
    verdict_seq: int = 0
    pause_seq: int = 0
    took: dict[str, float] = field(default_factory=dict)
    last_at: datetime | None = None
    nudges: tuple[Nudge, ...] = ()
    later: dict[str, Answer] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)

    @property
    def now(self) -> dict[str, Answer]:
        """What is so by now: the answers, and instead of some of them what was said after the plan."""
        return {**self.answers, **self.later}

    @property
    def last_answered(self) -> str | None:
        """The question answered most recently among those that still count."""
        return self.order[-1] if self.order else None

    @property
    def busy(self) -> frozenset[str]:
        """Everybody who has a question of their own open, one that is parked aside."""
        return frozenset(one.whom for one in self.waiting.values() if not one.parked)

    def is_open(self, question: str, person: str) -> bool:
        """Whether this person may answer the question now."""
        own = self.waiting.get(question)
        return question == self.open_question or (own is not None and (not own.second or own.whom == person))

    def own(self, person: str, *, parked: bool = False) -> str | None:
        """The question that waits for this person; those that they have parked are apart, and come after all others."""
        theirs = [q for q, one in self.waiting.items() if (one.whom, one.parked) == (person, parked)]
        return theirs[-1] if theirs else None


def fold(lines: Iterable[Line]) -> Progress:
    """The state that the lines add up to, in their order."""
    tally = _Tally()
    for line in lines:
        tally.add(line)
    state = {name: value for name, value in vars(tally).items() if name != "since"}
    listed = {name: tuple(state[name]) for name in ("asked", "skipped", "clashes", "nudges")}
    return Progress(**{**state, **listed}, order=tuple(tally.answers))


@dataclass
class _Tally:
    """A `Progress` while it is being added up; a new value for each line would copy every answer each time."""

    answers: dict[str, Answer] = field(default_factory=dict)  # in the order in which they were given
    said: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    asked: dict[str, None] = field(default_factory=dict)
    open_question: str | None = None
    open_seq: int = 0
    open_for: str | None = None
    waiting: dict[str, Waiting] = field(default_factory=dict)
    waited_seq: int = 0
    skipped: dict[str, None] = field(default_factory=dict)
    last_seq: int = 0
    clashes: dict[str, None] = field(default_factory=dict)
    open_clash: str | None = None
    clash_seq: int = 0
    splits: dict[str, str] = field(default_factory=dict)
    open_split: str | None = None
    split_seq: int = 0
    stage: Stage = "asking"
    review_seq: int = 0
    verdict_seq: int = 0
    pause_seq: int = 0
    took: dict[str, float] = field(default_factory=dict)
    last_at: datetime | None = None
    nudges: list[Nudge] = field(default_factory=list)
    later: dict[str, Answer] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    since: datetime | None = None  # when the open question was put, or the pause ended

    def add(self, line: Line) -> None:  # noqa: C901, PLR0912 (one case for each thing that a line can say)
        """Take in the next line."""
        kind = Kind(line.kind)
        self.last_seq = line.seq
        self.stage = STAGES.get(kind, self.stage)
        if kind not in OURS:
            self.last_at = line.at
        match kind:
            case Kind.ANSWERED:
                self._answered(line)
            case Kind.ASKED:
                self.asked[line.question] = None
                self._open(line)
            case Kind.REOPENED:
                self._forget(line.question)
                self._open(line)
            case Kind.RETURNED:
                self.waiting.pop(line.question, None)
                self._open(line)
            case Kind.HANDED | Kind.SECOND:
                self._handed(line, kind)
            case Kind.WAITED:
                self.waited_seq = line.seq
            case Kind.CLASHED:
                self.clashes[line.question] = None
                self.open_clash, self.clash_seq = line.question, line.seq
            case Kind.SETTLED:
                self.open_clash, self.clash_seq = None, 0
            case Kind.SPLIT:
                self.open_split, self.split_seq = line.question, line.seq
            case Kind.RECONCILED:
                self._reconciled(line)
            case Kind.SKIPPED:
                self._skipped(line)
            case _:
                self._went_on(line, kind)

    def _went_on(self, line: Line, kind: Kind) -> None:
        """Take in a line about the conversation as a whole."""
        match kind:
            case Kind.PAUSED:
                self.pause_seq = line.seq
            case Kind.RESUMED:
                self.since, self.pause_seq = line.at, 0
                if self.open_question:
                    self.open_seq = line.seq
            case Kind.UNSKIPPED:
                self.skipped.clear()
            case Kind.NUDGED:
                self.nudges.append(Nudge(line.whom or "", (line.option or "").partition("_")[0], line.at))
                if line.question and line.question == self.open_question:
                    self.open_seq = line.seq
            case Kind.REVIEWED:
                self.review_seq, self.verdict_seq = line.seq, 0
            case Kind.SHOWN:
                self.verdict_seq = line.seq
            case _:
                take_in(line, self.later, self.checks)

    def _open(self, line: Line) -> None:
        """Put this question to everybody; whatever was put before is set aside."""
        self.open_question, self.open_seq, self.open_for = line.question, line.seq, line.whom
        self.since, self.waited_seq = line.at, 0
        self.skipped.pop(line.question, None)
        self._unclash()

    def _unclash(self) -> None:
        """An answer may change now, so what was not settled yet may be asked about once more."""
        self.clashes.pop(self.open_clash or "", None)
        self.open_clash, self.clash_seq = None, 0
        self.splits.pop(self.open_split or "", None)
        self.open_split, self.split_seq = None, 0

    def _forget(self, question: str) -> None:
        tables: tuple[dict[str, Any], ...] = (self.answers, self.said, self.splits, self.waiting, self.took)
        for table in tables:
            table.pop(question, None)

    def _handed(self, line: Line, kind: Kind) -> None:
        is_aside = kind is Kind.SECOND and line.whom == self.open_for  # one question a person: theirs comes later
        if line.question == self.open_question or is_aside:
            self.open_question, self.open_seq, self.open_for = None, 0, None
        self.waiting[line.question] = Waiting(
            whom=line.whom or "",
            by=line.by,
            seq=line.seq,
            at=line.at,
            in_private=line.option == "dm",
            parked=line.option == PARKED,
            second=kind is Kind.SECOND or (line.question in self.waiting and self.waiting[line.question].second),
        )
        self.waited_seq = 0

    def _skipped(self, line: Line) -> None:
        if self.waiting.pop(line.question, None) is None or line.question not in self.answers:
            self.skipped[line.question] = None
        if line.question == self.open_question:
            self.open_question, self.open_seq, self.open_for = None, 0, None
        self.waited_seq = 0

    def _reconciled(self, line: Line) -> None:
        self.splits[line.question] = line.option or BOTH
        self.open_split, self.split_seq = None, 0
        stands = [answer for answer in self.said.get(line.question, ()) if answer.by == line.option]
        if stands:
            self.answers[line.question] = stands[-1]

    def _answered(self, line: Line) -> None:
        question = line.question
        answer = answer_of(line)
        was = self.waiting.pop(question, None)
        before = self.said.get(question) or ((self.answers[question],) if question in self.answers else ())
        if was is not None and was.second and was.whom == line.by and before:
            self.said[question] = (*(one for one in before if one.by != line.by), answer)
            self.splits.pop(question, None)
        else:
            self._forget(question)
            if self.since is not None and question == self.open_question:
                self.took[question] = (line.at - self.since).total_seconds()
        self.answers.pop(question, None)  # the newest answer stands last
        self.answers[question] = answer
        self.skipped.pop(question, None)
        self.waited_seq = 0
        if self.open_question == question:
            self.open_question, self.open_seq, self.open_for = None, 0, None


def sheet_of(pilot: str, framework: str, progress: Progress) -> Sheet:
    """The answers as the scorer takes them: all of them where people differ, unless it is settled whose stands."""
    open_ones = {q: list(several) for q, several in progress.said.items() if progress.splits.get(q, BOTH) == BOTH}
    return Sheet.model_validate({"pilot": pilot, "framework": framework, "answers": {**progress.answers, **open_ones}})


def sheet_now(pilot: str, framework: str, progress: Progress) -> Sheet:
    """The same with what was said after the plan: as things are by now."""
    said = {question: several for question, several in progress.said.items() if question not in progress.later}
    return sheet_of(pilot, framework, replace(progress, answers=progress.now, said=said))


def minutes_spent(rules: Rules, progress: Progress) -> int:
    """Minutes of active time: what the answered questions took, and one for each contradiction asked about.

    A question counts with the minutes planned for it, and with up to `EXTRA_MINUTES` more if it took them, rounded
    down: who leaves for lunch, pauses or waits for somebody else spends nothing by that.
    """
    spent = len(progress.clashes)
    for question in progress.answers:
        planned = rules.questions[question].minutes if question in rules.questions else 0
        longer = int(progress.took.get(question, 0) // SECONDS) - planned
        spent += planned + min(EXTRA_MINUTES, max(0, longer))
    return spent
