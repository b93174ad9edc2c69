"""The tables of what comes after the plan: its actions, when people are asked, what was measured, and its stage."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base


class Action(Base):
    """One action of a posted plan as it stands now; what led there is in its updates.

    `state` is open, under_way, blocked, help, done or not_doing; `note` are the words that came with it (blocked by
    what, why not). `offered_at`, `chased_at` and `shown_at` belong to an owner who has not accepted yet.
    """

    __tablename__ = "action"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    role: Mapped[str]
    owner: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    chased_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    due: Mapped[date]
    state: Mapped[str]
    state_at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class ActionUpdate(Base):
    """Who said what of an action, and when; appended, never edited.

    `state` is a state of the action, or what became of its owner: offered, accepted, declined, left; `whom` is to whom
    it was offered. A line without an action is a free note of a check-in (`state` is note).
    """

    __tablename__ = "action_update"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str]
    state: Mapped[str]
    note: Mapped[str | None] = mapped_column(Text)
    whom: Mapped[str | None]
    by: Mapped[str]
    at: Mapped[datetime]


class Checkin(Base):
    """The weekly question to one person about one plan: when the tick looks at it next, and how the last one went.

    `next_at` empty: never again. `planned` is the day on which the next question is due before holidays and absences
    move it; `week` counts the questions that were sent, the last of them at `asked_at`; `wrote_at` is when somebody was
    last written to about it, `reminder` the letter of a reminder that still asks for an answer. `silent` counts the
    questions in a row that had to be reminded of; `told_at` is when somebody else was told of the silence.
    """

    __tablename__ = "checkin"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[int]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    planned: Mapped[date | None]
    asked_at: Mapped[datetime | None]
    wrote_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminder: Mapped[str | None]
    silent: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]


class Appointment(Base):
    """When the tick looks at a pilot next for one kind of thing; `next_at` empty: not again.

    `count` says how often it has happened; `kind` is one that `bot/checkins/appointments.py` knows.
    """

    __tablename__ = "appointment"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    count: Mapped[int] = mapped_column(default=0)


class Rhythm(Base):
    """When somebody wants to be asked: of one pilot, or (`diagnosis_id` is "") of every one. Empty: the usual.

    `weekday` counts from Monday, 0; `minute` is that of the day, local time; `country` is a code of ISO 3166, perhaps
    with a region ("ES-MD"), or "" for no holidays; until the day `back_on` they are away.
    """

    __tablename__ = "rhythm"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    weekday: Mapped[int | None]
    minute: Mapped[int | None]
    country: Mapped[str | None]
    back_on: Mapped[date | None]


class PlanMetric(Base):
    """What a posted plan is measured by, as scoring gave it: today's number and the least that is worth it."""

    __tablename__ = "plan_metric"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    unit: Mapped[str]
    direction: Mapped[str]  # down or up
    baseline: Mapped[int | None]
    target: Mapped[int | None]
    percent_of_baseline: Mapped[int | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class MetricValue(Base):
    """A number that somebody gave for a metric and a week (its Monday); appended, the newest of a week counts."""

    __tablename__ = "metric_value"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str]
    week_of: Mapped[date]
    thousandths: Mapped[int] = mapped_column(BigInteger)  # whole, so that no database rounds it
    by: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class StageChange(Base):
    """How a pilot came into a stage: who moved it there, when and why; appended, never edited."""

    __tablename__ = "stage_change"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str]
    reason: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str | None]
    at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )
