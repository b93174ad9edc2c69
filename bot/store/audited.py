"""Which rows are deeds: whatever a use case writes, and whichever use case it is, is noted for the audit log.

Looked at each time rows are about to be written. A plain answer is none; one instead of another is.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from bot.store.audit import INSTALLATION, UNSTICK, Noted, note
from bot.store.gate_tables import GateWord
from bot.store.paper_tables import IssuedPaper
from bot.store.plan_tables import Rhythm, StageChange
from bot.store.tables import Diagnosis, Entry, Person, Workspace

ACTOR: Final = "actor"  # in a session's info: who acts, as an id in Slack

ANSWERED, REOPENED = "answered", "reopened"
LINES: Final[Mapping[str, str]] = MappingProxyType(
    {
        REOPENED: "answer.reopened",
        "settled": "answer.settled",
        "reconciled": "answer.reconciled",
        "later": "fact.changed",
        "holds": "role.named",
        "shown": "verdict.shown",
        "posted": "plan.posted",
        "stopped": "diagnosis.stopped",
        "closed": "diagnosis.closed",
    }
)
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "yes": "gate.approved",
        "not_yet": "gate.refused",
        "decided": "gate.overridden",
        "passed": "gate.opened",
        "named": "role.named",
    }
)


def look(session: Session) -> None:
    """Note the deeds among what is about to be written."""
    for row in (*session.new, *session.dirty):
        find = _FINDERS.get(type(row))
        for noted in find(session, row) if find else ():
            note(session, noted)


def _of_line(session: Session, line: Entry) -> Iterator[Noted]:
    if line not in session.new:
        return
    deed = _answered(session, line) if line.kind == ANSWERED else LINES.get(line.kind)
    if deed:
        about = f"{line.question}#{line.seq}" if line.question else None
        yield _about(line, deed, line.by, about)


def _answered(session: Session, line: Entry) -> str | None:
    """Whether an answer is the first one to its question (then it is no deed), a further one, or another one."""
    diagnosis = session.identity_map.get(identity_key(Diagnosis, (line.workspace_id, line.diagnosis_id)))
    if diagnosis is None or "lines" in sa.inspect(diagnosis).unloaded:
        return None  # it was not read: then nothing of it can be changed either
    before = [
        each.kind
        for each in diagnosis.lines
        if each.question == line.question and each.seq < line.seq and each.kind in {ANSWERED, REOPENED}
    ]
    return None if not before else "answer.changed" if before[-1] == REOPENED else "answer.added"


def _of_diagnosis(session: Session, row: Diagnosis) -> Iterator[Noted]:
    if row in session.new:
        yield Noted(workspace_id=row.workspace_id, deed="diagnosis.started", actor=row.starter, diagnosis_id=row.id)


def _of_word(session: Session, row: GateWord) -> Iterator[Noted]:
    if row in session.new and row.word in WORDS:
        about = ".".join(part for part in (row.gate, row.need) if part)
        yield _about(row, WORDS[row.word], row.by, about)


def _of_stage(session: Session, row: StageChange) -> Iterator[Noted]:
    if row in session.new:
        yield _about(row, f"pilot.{row.stage}", row.by, None)


def _of_paper(session: Session, row: IssuedPaper) -> Iterator[Noted]:
    if row in session.new:
        yield _about(row, "document.issued", row.by, f"{row.kind}#{row.version}")


def _of_rhythm(session: Session, row: Rhythm) -> Iterator[Noted]:
    if row in session.new or session.is_modified(row):
        yield Noted(
            workspace_id=row.workspace_id,
            deed="settings.changed",
            actor=str(session.info.get(ACTOR) or row.person),
            diagnosis_id=row.diagnosis_id or None,
            about="rhythm",
        )


def _of_person(session: Session, row: Person) -> Iterator[Noted]:
    """What they chose; that Slack tells another name of them is no deed."""
    for name in ("language", "in_private"):
        if row not in session.new and sa.inspect(row).attrs[name].history.has_changes():
            yield Noted(workspace_id=row.workspace_id, deed="settings.changed", actor=row.id, about=name)


def _of_workspace(session: Session, row: Workspace) -> Iterator[Noted]:
    """It came, left, or came back; told in the installation's chain too, which stays when the workspace's own goes."""
    left = sa.inspect(row).attrs.left_at.history
    if row in session.new:
        deed = "workspace.installed"
    elif left.has_changes():
        deed = "workspace.left" if row.left_at else "workspace.returned"
    else:
        return
    actor = str(session.info.get(ACTOR) or UNSTICK)
    yield Noted(workspace_id=row.id, deed=deed, actor=actor)
    yield Noted(workspace_id=INSTALLATION, deed=deed, about=row.id)


def _about(row: Entry | GateWord | StageChange | IssuedPaper, deed: str, by: str | None, about: str | None) -> Noted:
    return Noted(
        workspace_id=row.workspace_id, deed=deed, actor=by or UNSTICK, diagnosis_id=row.diagnosis_id, about=about
    )


_FINDERS: Final[Mapping[type, Callable[[Session, Any], Iterator[Noted]]]] = MappingProxyType(
    {
        Entry: _of_line,
        Diagnosis: _of_diagnosis,
        GateWord: _of_word,
        StageChange: _of_stage,
        IssuedPaper: _of_paper,
        Rhythm: _of_rhythm,
        Person: _of_person,
        Workspace: _of_workspace,
    }
)
