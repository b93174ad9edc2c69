"""How the gates of plans stand, and what was said of them; words are only ever appended."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.append import next_seq
from bot.store.gate_tables import Gate, GateWord
from bot.store.tables import Diagnosis

YES, NOT_YET, DECIDED, NAMED, PASSED = "yes", "not_yet", "decided", "named", "passed"


def of(session: Session, diagnosis: Diagnosis, gate: str) -> Gate:
    """A gate of a plan, made if there is none yet."""
    row = session.get(Gate, (diagnosis.workspace_id, diagnosis.id, gate))
    if row is None:
        row = Gate(workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id, id=gate, missing="")
        session.add(row)
    return row


def look(session: Session, diagnosis: Diagnosis, gate: str) -> Gate | None:
    """A gate of a plan, to read it; None for one that was never looked at."""
    return session.get(Gate, (diagnosis.workspace_id, diagnosis.id, gate))


def shown(session: Session, diagnosis: Diagnosis) -> list[Gate]:
    """The gates that stand in the plan's thread, the first one first."""
    query = sa.select(Gate).where(
        Gate.workspace_id == diagnosis.workspace_id, Gate.diagnosis_id == diagnosis.id, Gate.shown_at.is_not(None)
    )
    return list(session.scalars(query.order_by(Gate.shown_at, Gate.opens, Gate.id)).all())


def record(
    session: Session,
    gate: Gate | tuple[Diagnosis, str],
    word: str,
    *,
    now: datetime,
    by: str | None,
    need: str = "",
    note: str | None = None,
    whom: str | None = None,
) -> None:
    """Append a line: who said what of a gate."""
    if isinstance(gate, Gate):
        workspace_id, diagnosis_id, name = gate.workspace_id, gate.diagnosis_id, gate.id
    else:
        diagnosis, name = gate
        workspace_id, diagnosis_id = diagnosis.workspace_id, diagnosis.id
    session.add(
        GateWord(
            workspace_id=workspace_id,
            diagnosis_id=diagnosis_id,
            seq=next_seq(session, GateWord, workspace_id, diagnosis_id),
            gate=name,
            need=need,
            word=word,
            note=note,
            whom=whom,
            by=by,
            at=now,
        )
    )
    session.flush()


def words(session: Session, diagnosis: Diagnosis) -> list[GateWord]:
    """Every line of a plan, the oldest first."""
    query = sa.select(GateWord).where(
        GateWord.workspace_id == diagnosis.workspace_id, GateWord.diagnosis_id == diagnosis.id
    )
    return list(session.scalars(query.order_by(GateWord.seq)).all())


def newest(session: Session, diagnosis: Diagnosis, gate: str) -> dict[str, GateWord]:
    """What counts of what was said of a gate: the newest yes or not yet of each need, and under "" a decision."""
    found: dict[str, GateWord] = {}
    for line in words(session, diagnosis):
        if line.gate == gate and line.word in {YES, NOT_YET, DECIDED}:
            found[line.need] = line
    return found
