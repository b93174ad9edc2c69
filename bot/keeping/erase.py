"""Erasing a person on request: their name, zone and words go, their id is replaced by a stand-in, everywhere at once.

What to do with a column follows from its kind in the data map. Answers stay, as answers of somebody who is no longer
known: the team's diagnosis rests on them. What waits for the person is passed on as if they had left.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.delivery.letters import State
from bot.keeping import data_map
from bot.keeping.purge import NEVER
from bot.keeping.redact import GAP, HEAD_CHARACTERS, Taken
from bot.store import audit
from bot.store.audit import Noted
from bot.store.database import Database
from bot.store.every_table import METADATA
from bot.store.plan_tables import Rhythm
from bot.store.tables import Person
from prompts.mrkdwn import ERASED

UNSENT: Final = "erased"  # what became of a message that waited for somebody who was erased
WITH_IDS: Final = frozenset({"id", "person", "answer", "facts", "words", "title", "message"})
WITH_WORDS: Final = frozenset({"words", "title", "message"})
_STAND_IN_BYTES = 6
_LOG = "audit_"

Row = Mapping[str, Any]


class UnknownPersonError(LookupError):
    """Nothing is kept of this person."""


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What was done: who stands in their place, and how many rows of each table were changed."""

    stand_in: str
    rows: Mapping[str, int]


def erase_person(database: Database, workspace_id: str, person: str, *, actor: str) -> Erased:
    """Erase somebody, in one transaction. Raises UnknownPersonError where nothing is kept of them."""
    with database.unit_of_work() as session:
        if database.is_sqlite:
            session.execute(sa.text("pragma secure_delete=on"))  # what is deleted is overwritten in the file
        taken = _taken(session, workspace_id, person)
        alias = audit.alias_of(session, workspace_id, person)
        rows = _rewrite(session, workspace_id, taken)
        if not rows and alias is None:
            raise UnknownPersonError(person)
        if rows:
            _leave_stand_in(session, workspace_id, taken.stand_in)
        about = alias.alias if alias else None
        audit.note(session, Noted(workspace_id=workspace_id, deed="person.erased", actor=actor, about=about))
        if alias is not None:
            session.delete(alias)
    return Erased(stand_in=taken.stand_in, rows=rows)


def _tables() -> list[sa.Table]:
    """Those that hold something of a workspace, but for the audit log, which has aliases instead of people."""
    return [each for each in METADATA.sorted_tables if "workspace_id" in each.c and not each.name.startswith(_LOG)]


def _taken(session: Session, workspace_id: str, person: str) -> Taken:
    """Who is taken out, with all that they wrote."""
    known = session.get(Person, (workspace_id, person))
    words: set[str] = set()
    for table in _tables():
        for name, column in data_map.columns(table.name).items():
            if column.author:
                mine = (table.c.workspace_id == workspace_id, table.c[column.author] == person)
                words.update(session.scalars(sa.select(table.c[name]).where(*mine, table.c[name].is_not(None))))
    stand_in = f"{ERASED}{secrets.token_hex(_STAND_IN_BYTES).upper()}"
    return Taken(person, stand_in, known.name if known else "", tuple(sorted(words)))


def _rewrite(session: Session, workspace_id: str, taken: Taken) -> dict[str, int]:
    """Change every row that tells of them; returns how many, by table."""
    touched = _touched(session, workspace_id, taken)
    count: dict[str, int] = {}
    for table in _tables():
        for row in _rows(session, table, workspace_id, taken, touched):
            new = {**_changes(table, row, taken), **(_of_letter(row, taken) if table.name == "outgoing" else {})}
            new = {name: value for name, value in new.items() if value != row[name]}
            if new:
                key = [column == row[column.name] for column in table.primary_key]
                session.execute(sa.update(table).where(*key).values(new))
                count[table.name] = count.get(table.name, 0) + 1
    return count


def _touched(session: Session, workspace_id: str, taken: Taken) -> set[str]:
    """The diagnoses in which they have a part."""
    found: set[str] = set()
    for table in _tables():
        of = table.c.id if table.name == "diagnosis" else table.c.get("diagnosis_id")
        if of is not None:
            mine = sa.select(of).where(table.c.workspace_id == workspace_id, of.is_not(None))
            found.update(session.scalars(mine.where(_tells(table, WITH_IDS, [taken.person])).distinct()))
    return found


def _rows(session: Session, table: sa.Table, workspace_id: str, taken: Taken, touched: set[str]) -> list[Row]:
    """The rows to look at: those that name them, and all of the diagnoses in which they have a part."""
    named = _tells(table, WITH_IDS, [taken.person]) | _tells(table, WITH_WORDS, taken.parts)
    of = table.c.id if table.name == "diagnosis" else table.c.get("diagnosis_id")
    wanted = named if of is None else named | of.in_(sorted(touched))
    found = session.execute(sa.select(table).where(table.c.workspace_id == workspace_id, wanted))
    return [dict(row) for row in found.mappings()]


def _tells(table: sa.Table, kinds: frozenset[str], needles: list[str]) -> sa.ColumnElement[bool]:
    """Whether a row holds one of these somewhere in its columns of these kinds."""
    names = [name for name, column in data_map.columns(table.name).items() if column.kind in kinds]
    looks = [
        sa.cast(table.c[name], sa.Text).icontains(
            _in_json(needle) if _is_json(table.c[name]) else needle, autoescape=True
        )
        for name in names
        for needle in needles
    ]
    return sa.or_(sa.false(), *looks)


def _is_json(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.JSON)


def _in_json(text: str) -> str:
    """A text as it stands in JSON."""
    return json.dumps(text)[1:-1]


def _changes(table: sa.Table, row: Row, taken: Taken) -> dict[str, Any]:
    """What a row is to hold instead, by the kinds of its columns."""
    new: dict[str, Any] = {}
    for name, column in data_map.columns(table.name).items():
        value = row[name]
        if value is None or column.kind not in WITH_IDS:
            continue
        if column.kind == "words" and _is_theirs(row, value, column, taken):
            new[name] = None if table.c[name].nullable else ""
        else:
            new[name] = taken.everywhere(value, ids_only=column.kind not in WITH_WORDS)
    return new


def _is_theirs(row: Row, value: str, column: data_map.Column, taken: Taken) -> bool:
    if column.author and row[column.author] == taken.person:
        return True
    return (column.author is None or len(value) >= HEAD_CHARACTERS) and taken.is_theirs(value)


def _of_letter(row: Row, taken: Taken) -> dict[str, Any]:
    """A message that was sent is emptied; one that still waits for them is not sent."""
    if row["state"] == State.WAITING and row["lane"] == taken.person:
        return {"body": {}, "state": State.REFUSED, "fault": UNSENT}
    return {"body": {}} if row["state"] == State.SENT or row["lane"] == taken.person else {}


def _leave_stand_in(session: Session, workspace_id: str, stand_in: str) -> None:
    """Somebody who has left, of whom Slack is never asked; what they chose is gone."""
    session.execute(sa.delete(Rhythm).where(Rhythm.workspace_id == workspace_id, Rhythm.person == stand_in))
    session.merge(
        Person(
            workspace_id=workspace_id,
            id=stand_in,
            name=GAP,
            tz="UTC",
            locale="en-US",
            is_guest=False,
            is_bot=False,
            is_deactivated=True,
            fetched_at=NEVER,
            language=None,
            in_private=None,
        )
    )
