"""The next place in what is only ever appended: the lines of one diagnosis are counted from 1, in each table."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.gate_tables import GateWord, ReviewLine
from bot.store.plan_tables import ActionUpdate, MetricValue, StageChange

Line = type[ActionUpdate | GateWord | MetricValue | ReviewLine | StageChange]


def next_seq(session: Session, table: Line, workspace_id: str, diagnosis_id: str) -> int:
    """The place behind the last line; whoever appends holds the diagnosis, so that nobody else has the same."""
    mine = (table.workspace_id == workspace_id, table.diagnosis_id == diagnosis_id)
    return (session.scalar(sa.select(sa.func.max(table.seq)).where(*mine)) or 0) + 1
