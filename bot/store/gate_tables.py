"""The tables of what stands between a plan and daily work: its gates, and the monthly reviews after them."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base


class Gate(Base):
    """A gate of a plan as it stands in the plan's thread; "handoff" is the last one, the owner's own yes.

    `asked` is whose yes it waits for, since `asked_at`; `told_at` is when it was said that the week has come and the
    gate is not open; `missing` are the needs that it shows as missing, `opens` the day it is to be open, `letter`
    the message that shows it.
    """

    __tablename__ = "gate"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    opens: Mapped[date | None]
    shown_at: Mapped[datetime | None]
    asked: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    missing: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[str | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class GateWord(Base):
    """Who said what of a gate, when and why; appended, never edited.

    `word` is yes, not_yet, decided, named (`whom` holds the part `need` from now on) or passed.
    """

    __tablename__ = "gate_word"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    gate: Mapped[str]
    need: Mapped[str]
    word: Mapped[str]
    note: Mapped[str | None] = mapped_column(Text)
    whom: Mapped[str | None]
    by: Mapped[str | None]
    at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class Review(Base):
    """A monthly review: who was asked when; its numbers are metric values of the week `week` (its Monday)."""

    __tablename__ = "review"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str]
    week: Mapped[date]
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    reminder: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class ReviewLine(Base):
    """What somebody said in a review; appended, never edited, the newest of its kind counts.

    `what` is exceptions, changes, cost (US dollars a month), or drift: who looks at the metric `about`.
    """

    __tablename__ = "review_line"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    what: Mapped[str]
    about: Mapped[str]
    value: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )
