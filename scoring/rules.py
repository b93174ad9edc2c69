"""The rules as data: what a rules folder may contain, as frozen models.

Minutes are whole minutes of a person's time, effort is whole person-days, percents are whole numbers from 1 to 99,
decibans are whole tenths of a power of ten of odds (10 decibans: ten to one).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.compile import Compiled
    from scoring.prepared import Prepared

UNKNOWN = "unknown"  # "I don't know": implicit in every question, always 0 decibans
NUMBER = "#"  # stands for "the band that the typed number falls into" until a sheet is read against the rules

FrameworkName = Literal["five", "four", "both"]
StateName = Literal["confirmed", "likely", "unclear", "unlikely", "ruled_out"]
Role = Literal["sponsor", "business_owner", "technical_lead", "security_reviewer", "anyone"]
ROLES = ("sponsor", "business_owner", "technical_lead", "security_reviewer", "anyone")

Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
ReasonId = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9_]+$", max_length=60)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9_]+$", max_length=60)]
Percent = Annotated[int, Field(ge=1, le=99)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Facts = dict[Word, Annotated[tuple[Word, ...], Field(min_length=1)]]  # question id: options, any of which will do


class Model(BaseModel):
    """Frozen, nothing converted silently, nothing unknown accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Thresholds(Model):
    """Decibans, inclusive, from which (or down to which) a reason has a state; between the inner two it is unclear."""

    confirmed: int = 13
    likely: int = 5
    unlikely: int = -5
    ruled_out: int = -13


class Correlation(Model):
    """Percent of their weight that the strongest and the next answer of a group keep, per reason and sign."""

    strongest: Annotated[int, Field(ge=0, le=100)] = 100
    next: Annotated[int, Field(ge=0, le=100)] = 50


class BudgetBand(Model):
    """A running cost in US dollars a month for a volume up to `to` (inclusive; left out: no upper bound)."""

    to: Count | None = None
    low_usd: Count
    high_usd: Count


class BudgetLine(Model):
    """Facts that tell whether a monthly line exists: `yes` when all of its facts hold, `no` when any of its does."""

    yes: Facts = Field(default_factory=dict)
    no: Facts = Field(default_factory=dict)


class BudgetRule(Model):
    """What running it costs a month (four.4), and how the rules see whether that money is there."""

    low_usd: Count = 100
    high_usd: Count = 400
    source: SourceId = "four.4"
    line: BudgetLine = BudgetLine()
    volume: Word | None = None  # the figure that `bands` are about
    bands: tuple[BudgetBand, ...] = ()


class ClaimRule(Model):
    """Percent of its weight that a claim keeps, for and against, until its follow-up is answered."""

    keeps: Annotated[int, Field(ge=0, le=100)] = 50


class RespondentsRule(Model):
    """Whose answer counts when several people answered one question; never a mixture of them.

    `prefer` is gone through in order, and each step keeps those it is true of, if there are any: `knows` (not "I don't
    know"), `own_role` (the question is meant for the role of the one who answers). Of those left, `then` says which.
    """

    prefer: tuple[Literal["knows", "own_role"], ...] = ("knows", "own_role")
    then: Literal["latest", "first"] = "latest"


class RecoverableRule(Model):
    """The four figures behind "hours recoverable a week" (offer.2); see `scoring.plan.recoverable_hours`."""

    volume: Word = "volume_week"
    minutes: Word = "minutes_each"
    share: Word = "share_handled"
    exceptions: Word = "exceptions_share"


class ObstacleWeights(Model):
    """How heavy each thing weighs that stands between a candidate process and a start; see `scoring.candidates`."""

    nobody_hurts: Annotated[int, Field(ge=0, le=9)] = 1
    system_unknown: Annotated[int, Field(ge=0, le=9)] = 1
    system_no: Annotated[int, Field(ge=0, le=9)] = 2
    risk_high: Annotated[int, Field(ge=0, le=9)] = 1
    too_little: Annotated[int, Field(ge=0, le=9)] = 2


class FirstProcessRule(Model):
    """Which process first (offer.2): tenths of an hour a week that are worth it, and the weights of obstacles."""

    least_tenths: Count = 20
    obstacles: ObstacleWeights = ObstacleWeights()


class Frame(Model):
    """What holds for the whole folder.

    `budget_minutes`: minutes of one conversation. `needed_percent`: at most this share of it is kept free for questions
    marked `needed`. `enough_millibits`: it ends when no question is expected to bring more thousandths of a bit a
    minute (0: only when nothing can change a state). `usual_effort`: person-days of a change that no action makes.
    """

    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    thresholds: Thresholds = Thresholds()
    correlation: Correlation = Correlation()
    claim: ClaimRule = ClaimRule()
    respondents: RespondentsRule = RespondentsRule()
    budget_minutes: Annotated[int, Field(ge=1, le=240)] = 30
    needed_percent: Annotated[int, Field(ge=0, le=100)] = 50
    enough_millibits: Annotated[int, Field(ge=0, le=1000)] = 0
    usual_effort: Annotated[int, Field(ge=0, le=100)] = 2
    budget: BudgetRule = BudgetRule()
    recoverable: RecoverableRule = RecoverableRule()
    first_process: FirstProcessRule = FirstProcessRule()


class Reason(Model):
    """A cause that may hold a pilot back: one of five, one of four, or one outside both."""

    id: ReasonId
    framework: Literal["five", "four", "outside"]
    prior_percent: Percent
    sources: tuple[SourceId, ...] = ()


class Option(Model):
    """One answer: P(option | reason present), P(option | reason absent) in percent for each reason it bears on.

    For figures it is a band: `from` and `to` inclusive (left out: no bound), `value` the whole number that stands for
    it. `until` makes it a claim: the follow-up that asks for its evidence (see `scoring.score`).
    """

    id: Word
    value: Count | None = None
    from_: Count | None = Field(default=None, alias="from")
    to: Count | None = None
    percent: dict[ReasonId, tuple[Percent, Percent]] = Field(default_factory=dict)
    until: Word | None = None
    why: str = ""


class Question(Model):
    """A question without its wording: who can answer it, what it costs, when it may be asked, what each answer says.

    `needed`: its minutes are kept free. `fixed`: nobody can change its fact (see `scoring.targets`). `stands`: it
    counts whatever becomes of what it requires (see `scoring.moot`).
    """

    id: Word
    role: Role
    minutes: Annotated[int, Field(ge=1, le=3)]
    phase: Annotated[int, Field(ge=1, le=3)]
    sources: tuple[SourceId, ...]
    group: Word | None = None
    requires: Facts = Field(default_factory=dict)
    follow_up_of: Word | None = None
    needed: bool = False
    fixed: bool = False
    stands: bool = False
    unit: Word | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]

    @property
    def is_figure(self) -> bool:
        """Whether a typed number answers it."""
        return self.unit is not None

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of its options, in declared order, without "I don't know"."""
        return tuple(option.id for option in self.options)

    def option(self, option_id: str) -> Option:
        """Return the option of that id; raises KeyError when there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)

    def band(self, value: int) -> Option | None:
        """Return the band that a typed number falls into, or None."""
        for option in self.options:
            if (option.from_ is None or option.from_ <= value) and (option.to is None or value <= option.to):
                return option
        return None


class Action(Model):
    """Something to do in the 30 days: which reasons it answers and which facts are true once it is done.

    `when`: in the plan when a reason of its own holds, always, or always but for a finding outside both lenses.
    `decides`: it is where the pilot may end, so in an outside plan it comes before what builds on it.
    """

    id: Word
    reasons: tuple[ReasonId, ...] = ()
    week: Annotated[int, Field(ge=1, le=4)]
    due_day: Annotated[int, Field(ge=1, le=30)]
    role: Role
    effort: Annotated[int, Field(ge=0, le=30)]
    changes: dict[Word, Word] = Field(default_factory=dict)
    sources: tuple[SourceId, ...]
    when: Literal["reasons", "always", "unless_outside"] = "reasons"
    decides: bool = False


class Target(Model):
    """The least that justifies scaling: exactly one of the three is given."""

    percent_of_baseline: Annotated[int, Field(ge=0, le=1000)] | None = None
    at_most: Count | None = None
    at_least: Count | None = None


class Metric(Model):
    """A number of the business, measured before and after (four.1, ready.5)."""

    id: Word
    unit: Word
    baseline_from: Word | None = None
    target: Target
    direction: Literal["down", "up"]
    sources: tuple[SourceId, ...] = ()


class ReadyRule(Model):
    """One of the five checks: `yes` when all of its facts hold, `no` when any of its does, else unknown."""

    id: SourceId
    yes: Facts
    no: Facts = Field(default_factory=dict)
    sources: tuple[SourceId, ...] = ()


class Contradiction(Model):
    """Two questions with the options of each that cannot both be true; `why` is one line for authors."""

    id: Word
    facts: Facts
    why: str = ""
    sources: tuple[SourceId, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """A rules folder, read, validated and compiled. `sha256` is that of its canonical compiled JSON."""

    version: str
    sha256: str
    frame: Frame
    reasons: Mapping[str, Reason]
    questions: Mapping[str, Question]
    actions: Mapping[str, Action]
    metrics: Mapping[str, Metric]
    ready: Mapping[str, ReadyRule]
    compiled: Compiled
    prepared: Prepared = field(repr=False, compare=False)  # made from the frame, reasons, questions and `compiled`
    contradictions: Mapping[str, Contradiction] = field(default_factory=dict)

    def reasons_of(self, framework: FrameworkName) -> tuple[str, ...]:
        """Return the ids of the reasons of a lens, in declared order; `both` is five and four."""
        wanted = ("five", "four") if framework == "both" else (framework,)
        return tuple(reason.id for reason in self.reasons.values() if reason.framework in wanted)

    @property
    def outside(self) -> tuple[str, ...]:
        """The ids of the reasons outside both lenses, always scored."""
        return tuple(reason.id for reason in self.reasons.values() if reason.framework == "outside")
