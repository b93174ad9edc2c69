"""The audit log as a file: JSON lines, or a table for a spreadsheet. No cell can act as a formula."""

import json
from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from bot.report.table import written
from bot.store import audit

COLUMNS = ("workspace", "seq", "at", "actor", "person", "deed", "diagnosis", "about", "sha256")
Row = tuple[str | int | None, ...]


def rows(session: Session, workspace_ids: Iterable[str]) -> Iterator[Row]:
    """Every record, as `COLUMNS` names it; `person` is empty where the alias stands for nobody (any more)."""
    for workspace_id in workspace_ids:
        people = audit.actors(session, workspace_id)
        for each in audit.records(session, workspace_id):
            person = people.get(each.actor)
            yield (
                *(each.workspace_id, each.seq, each.at.isoformat(), each.actor, person),
                *(each.deed, each.diagnosis_id, each.about, each.sha256),
            )


def json_lines(found: Iterable[Row]) -> bytes:
    """A line of JSON for each record."""
    told = (dict(zip(COLUMNS, row, strict=True)) for row in found)
    return "".join(f"{json.dumps(each, ensure_ascii=True)}\n" for each in told).encode()


def table(found: Iterable[Row]) -> bytes:
    """The same for a spreadsheet."""
    return written(COLUMNS, (["" if cell is None else str(cell) for cell in row] for row in found))
