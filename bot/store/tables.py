"""The tables. Every row but those of `replica` and `install_state` belongs to a workspace.

Answers and updates are appended, never edited.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKeyConstraint, Index, String, Text, TypeDecorator, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused, because nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """To UTC on the way in; raises ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; pass an aware datetime.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone: put UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one metadata that migrations are held against."""

    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, str: String}  # noqa: RUF012 (SQLAlchemy's own form)


class Workspace(Base):
    """A Slack workspace that Unstick is installed in, or was until `left_at`.

    `retention_days`: for how long what has ended is kept, if not as long as by default.
    """

    __tablename__ = "workspace"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    bot_user_id: Mapped[str]
    created_at: Mapped[datetime]
    enterprise_id: Mapped[str | None] = mapped_column(index=True)  # the organisation it belongs to, if to one
    left_at: Mapped[datetime | None]
    retention_days: Mapped[int | None]


class Incoming(Base):
    """The identity of a request that was acted on; a second one with the same key is Slack's retry."""

    __tablename__ = "incoming"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


class Person(Base):
    """What is known of somebody in Slack, refreshed when older than a day; `language` is what they chose with us."""

    __tablename__ = "person"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    tz: Mapped[str]
    locale: Mapped[str]
    is_guest: Mapped[bool]
    is_bot: Mapped[bool]
    is_deactivated: Mapped[bool]
    fetched_at: Mapped[datetime]
    language: Mapped[str | None]
    in_private: Mapped[bool | None]  # whether they want to be asked by direct message


class Diagnosis(Base):
    """One diagnosis of one pilot, and after it the plan. `turn` counts its changes, so that two cannot cross."""

    __tablename__ = "diagnosis"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    pilot: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    framework: Mapped[str]
    language: Mapped[str]
    budget_minutes: Mapped[int]
    starter: Mapped[str]
    roles: Mapped[dict[str, Any]]
    state: Mapped[str]
    turn: Mapped[int]
    rules_version: Mapped[str]
    rules_sha256: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    plan: Mapped[dict[str, Any] | None]
    stage: Mapped[str | None]  # of the pilot once its plan is posted: build, operate, paused, finished or retired
    lines: Mapped[list["Entry"]] = relationship(order_by="Entry.seq")
    __table_args__ = (Index("diagnosis_by_channel", "workspace_id", "channel", "started_at"),)


class Entry(Base):
    """One line of a diagnosis's transcript; its state is the fold of these and nothing else."""

    __tablename__ = "entry"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    question: Mapped[str]
    option: Mapped[str | None]
    value: Mapped[int | None]
    quote: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str | None]
    whom: Mapped[str | None]  # to whom the question is put
    role: Mapped[str | None]  # which role of theirs the one who answers speaks in
    source_ts: Mapped[str | None]
    at: Mapped[datetime]
    how: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # words read: bot/interview/how.py
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class Consultation(Base):
    """What a language model was asked about the words of one transcript line: how often, when last, what came of it.

    `day` is in UTC; `came` is empty until it is over. An answer never depends on this: it stands in the transcript.
    """

    __tablename__ = "consultation"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    calls: Mapped[int]
    came: Mapped[str | None]
    version: Mapped[str | None]
    option: Mapped[str | None]
    quote: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
        Index("consultation_by_day", "workspace_id", "day"),
    )


class Outgoing(Base):
    """A message on its way to Slack, and afterwards where it went. `seq` orders what one `lane` (a channel) sends."""

    __tablename__ = "outgoing"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    lane: Mapped[str]
    seq: Mapped[int]
    act: Mapped[str]
    refers_to: Mapped[str | None]
    diagnosis_id: Mapped[str | None]
    body: Mapped[dict[str, Any]]
    state: Mapped[str]
    tries: Mapped[int]
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    fault: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    __table_args__ = (
        Index("outgoing_by_place", "workspace_id", "lane", "seq"),
        Index("outgoing_by_ts", "workspace_id", "channel", "ts"),
        # The tick asks what still waits: few rows among all that were ever sent.
        Index(
            "outgoing_still_waiting",
            "workspace_id",
            "lane",
            "seq",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class Reminder(Base):
    """When to look next whether a diagnosis has fallen silent; `next_at` empty: it has ended."""

    __tablename__ = "reminder"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime | None] = mapped_column(index=True)


class Replica(Base):
    """When a process that delivers was heard of last, by the database's clock; of no workspace (PostgreSQL only)."""

    __tablename__ = "replica"
    name: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
