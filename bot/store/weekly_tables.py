"""The tables of what the weeks after the plan bring: how the reasons moved, and which metrics went the wrong way."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base


class VerdictWeek(Base):
    """What the transcript says of one week (its Monday) after the plan: it can be worked out again at any time.

    `found` holds the reasons that moved in that week with the facts behind each, and what would still have to be true.
    """

    __tablename__ = "verdict_week"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    found: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )


class MetricFlag(Base):
    """A metric that went the wrong way for weeks running, the first of them `since` (a Monday), and who was told.

    `stands` is what they said to it: "looking" or "expected"; None: nothing yet. `is_over`: it goes that way no more.
    `letter` is the message in which they were told, in their DM if `in_private`.
    """

    __tablename__ = "metric_flag"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[str] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    whom: Mapped[str]
    letter: Mapped[str]
    in_private: Mapped[bool]
    raised_at: Mapped[datetime]
    stands: Mapped[str | None]
    by: Mapped[str | None]
    at: Mapped[datetime | None]
    is_over: Mapped[bool]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "diagnosis_id"], ["diagnosis.workspace_id", "diagnosis.id"]),
    )
