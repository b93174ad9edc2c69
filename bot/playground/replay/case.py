"""A case: who says what, in which order, and what must have come of it. Written in YAML, read whole or refused."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from prompts.files import load

ROLES = ("sponsor", "business_owner", "technical_lead", "security_reviewer")
State = Literal["confirmed", "likely", "unclear", "unlikely", "ruled_out"]
Report = Literal["done", "under_way", "blocked", "help", "not_doing"]


class CaseError(Exception):
    """A case cannot be read; the message names file and place."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reply(_Value):
    """An answer: an option to tap, or words to type (`say`) with the option they are to become.

    `by` is who answers (else the starter). A whole number is typed as it stands.
    """

    option: str | None = None
    say: str | None = None
    by: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        if isinstance(given, bool):
            raise ValueError("an answer is an option id, a whole number or words, not yes or no")  # noqa: TRY004
        if isinstance(given, int):
            return {"say": str(given)}
        return {"option": given} if isinstance(given, str) else given


class Form(_Value):
    """What the starter fills in; roles name people."""

    pilot: str | None = None
    summary: str = ""
    framework: Literal["both", "five", "four"] = "both"
    minutes: Literal[15, 30, 45] = 30
    sponsor: str | None = None
    business_owner: str | None = None
    technical_lead: str | None = None
    security_reviewer: str | None = None


class Process(_Value):
    """A process to rank, as somebody fills it into the form of `/unstick first`."""

    name: str
    volume_week: int
    minutes_each: int
    routine_percent: int
    hurts: str | None = None
    writable: Literal["yes", "no", "unknown"] = "unknown"
    risk: Literal["low", "medium", "high"] = "medium"

    @model_validator(mode="before")
    @classmethod
    def _yes_and_no(cls, given: Any) -> Any:
        """YAML reads a bare yes or no as a truth value."""
        if isinstance(given, dict) and isinstance(given.get("writable"), bool):
            return {**given, "writable": "yes" if given["writable"] else "no"}
        return given


class Expect(_Value):
    """What must hold at this point.

    `reasons` gives the states allowed for a reason; `holding` the exact set that is confirmed or likely; `includes`
    must be among the two most likely; `answers` are options recorded, `values` exact figures, `how` says how answers
    came; nothing is recorded for the `unanswered`; `roles` says who holds one; `waiting` are all that wait, and
    for whom;
    `stage` is that of the pilot after the plan, `owners` who has an action ("nobody", or a name with " asked" behind
    it while their word is missing); `gates` what a gate that is shown still lacks, `months` when people were asked for
    a month. `checkins` counts the check-ins people have had, `checkin_at` says when, `asked_of` what the last one asked
    about; `reminded` and `again` say when they were reminded, or led back as they wished. `says` are words that
    somebody has read, `never_said` those that nobody has; `silent` people have had no message of their own; `ranking`
    are the processes in the order in which they were posted. After the plan: `now` gives the states allowed by today's
    facts, `left` how many would still have to be others; `digests` and `pictures` are counted, `digest_says` stands in
    the last digest and `digest_is_silent_on` does not, `flags` counts what somebody was told of bad numbers.
    """

    reasons: dict[str, tuple[State, ...]] = {}
    holding: tuple[str, ...] | None = None
    includes: tuple[str, ...] = ()
    answers: dict[str, str] = {}
    values: dict[str, int] = {}
    how: dict[str, Literal["tapped", "typed", "typed_confirmed"]] = {}
    unanswered: tuple[str, ...] = ()
    roles: dict[str, str] = {}
    state: Literal["asking", "paused", "reviewing", "posted", "stopped", "closed"] | None = None
    waiting: dict[str, str] | None = None
    outside: bool | None = None
    stage: Literal["build", "operate", "paused", "finished", "retired"] | None = None
    owners: dict[str, str] = {}
    gates: dict[str, tuple[str, ...]] = {}
    months: dict[str, tuple[str, ...]] = {}
    checkins: dict[str, int] = {}
    checkin_at: dict[str, tuple[str, ...]] = {}
    asked_of: dict[str, tuple[str, ...]] = {}
    reminded: dict[str, tuple[str, ...]] = {}
    again: dict[str, tuple[str, ...]] = {}
    says: tuple[str, ...] = ()
    never_said: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()
    now: dict[str, tuple[State, ...]] = {}
    left: int | None = None
    digests: int | None = None
    digest_says: tuple[str, ...] = ()
    digest_is_silent_on: tuple[str, ...] = ()
    pictures: int | None = None
    flags: dict[str, int] = {}


class Step(_Value):
    """One thing that happens. Exactly one of its fields is given (`by` besides).

    `tap` is an action and how the value of its button ends, `tap_dm` the same in one's direct messages; `fill` sends
    the form that is open, fields by name and people by theirs. `hand` hands a question to a person; `who` says who it
    is that was named; `leaves` is somebody whose account is deactivated; `archive` archives the channel or, if false,
    brings it back; `to` moves the clock on, `sleep` does so while the bot is down. `facts` says of what is asked
    after an action that it is `so`, `not_yet`, or which option is; `flag` what is said to a bad number. `again` starts
    the pilot's diagnosis anew; its answers serve before those of the case.
    """

    by: str | None = None
    answer: dict[str, Reply] | Literal["rest"] | None = None
    until: str | None = None
    say: str | None = None
    tap: str | None = None
    tap_dm: str | None = None
    fill: dict[str, str] | None = None
    archive: bool | None = None
    slash: str | None = None
    back: Literal[True] | None = None
    settle: dict[str, str] | None = None
    hand: dict[str, str] | None = None
    who: str | None = None
    leaves: str | None = None
    change: str | None = None
    post: Literal[True] | None = None
    take: Annotated[tuple[str, ...] | Literal["mine"] | None, Field()] = None
    report: dict[str, Report] | None = None
    numbers: dict[str, Decimal] | None = None
    facts: dict[str, str] | None = None
    flag: dict[str, Literal["looking", "expected"]] | None = None
    wait: dict[Literal["minutes", "hours", "days", "weeks"], int] | None = None
    to: datetime | None = None
    sleep: datetime | None = None
    restart: Literal[True] | None = None
    again: dict[str, Reply] | None = None
    expect: Expect | None = None

    def _is_given(self, name: str) -> bool:
        value = getattr(self, name)
        return value is False or bool(value)

    @model_validator(mode="after")
    def _one(self) -> "Step":
        given = [name for name in type(self).model_fields if name not in {"by", "until"} and self._is_given(name)]
        if len(given) != 1:
            raise ValueError(f"a step does one thing; this one has {', '.join(given) or 'none'}")
        return self


class Case(_Value):
    """A scripted conversation. `answers` serve whenever their question comes; others get `otherwise`.

    `zones` says where people are, if not where the cast has them.
    With `processes` it is a ranking of these and no diagnosis. `settle` says which question's answer stands when a
    contradiction is asked about, `reconcile` whose answer where two people differ; others get "both".
    """

    title: str
    source: str = ""
    start: datetime
    starter: str = "olivia"
    channel: str = "orders"
    command: str
    form: Form = Form()
    zones: dict[str, str] = {}
    answers: dict[str, Reply] = {}
    otherwise: Reply = Reply(option="unknown")
    settle: dict[str, str] = {}
    processes: tuple[Process, ...] = ()
    reconcile: dict[str, str] = {}
    steps: tuple[Step, ...] = ()
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _aware(self) -> "Case":
        if self.start.tzinfo is None:
            raise ValueError("start needs a time zone, such as 2026-11-02T15:00:00Z")
        return self


def read_case(path: Path) -> Case:
    """Read a case. Raises CaseError naming the file and the place in it."""
    try:
        return Case.model_validate(load(path))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CaseError(f"{path}: {faults}") from error
    except (yaml.YAMLError, OSError) as error:
        raise CaseError(f"{path}: {error}") from error
