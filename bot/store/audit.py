"""The audit log: who did what, append-only and hash-chained for each workspace, written with the deed itself.

A deed is noted down while a unit of work goes on and written as its last step, so it is kept if the deed is, and not
if the deed is not. Records hold ids and kinds, never what people wrote. What the chain can show, and what it cannot,
stands in docs/explanation/data.md.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from bot.store.audit_tables import AuditActor, AuditHead, AuditRecord
from bot.store.tenancy import across_workspaces

INSTALLATION: Final = "-"  # the chain of what concerns no workspace, or one that is gone
UNSTICK: Final = "unstick"
OPERATOR: Final = "operator"
ALIAS: Final = "p-"
START: Final = "0" * 64  # what stands before the first record
_NOTED: Final = "audit"
_SALT_BYTES = 16
_ALIAS_CHARACTERS = 20
_PAGE = 1000

DEEDS: Mapping[str, str] = MappingProxyType(
    {
        "diagnosis.started": "somebody began a diagnosis",
        "diagnosis.stopped": "somebody ended it before its verdict",
        "diagnosis.closed": "it was closed after long silence",
        "answer.reopened": "an answer no longer counts, and its question is asked again",
        "answer.changed": "another answer was given instead",
        "answer.added": "a further answer was given to a question that had one",
        "answer.settled": "of two answers that did not fit together, one was chosen",
        "answer.reconciled": "of two people's answers to one question, one was chosen, or both were kept",
        "fact.changed": "after the plan, a fact is another one now",
        "role.named": "somebody was named for a role",
        "verdict.shown": "the verdict was shown",
        "plan.posted": "the plan was posted to the channel",
        "gate.approved": "somebody said yes for their part of a gate",
        "gate.refused": "somebody said not yet",
        "gate.overridden": "somebody opened a gate by a written decision",
        "gate.opened": "a gate is open",
        "pilot.build": "a pilot is being built",
        "pilot.operate": "it is in daily work",
        "pilot.paused": "it rests",
        "pilot.finished": "it has done what it was for",
        "pilot.retired": "it was taken out of use",
        "document.issued": "a new version of a document was drawn",
        "export.asked": "a report or document was asked for in Slack",
        "export.written": "one was written by the command line",
        "audit.exported": "the audit log was written to a file",
        "backup.made": "a backup was made",
        "settings.changed": "somebody changed when or how they are asked",
        "retention.changed": "how long diagnoses are kept was changed",
        "data.purged": "data older than the retention was deleted",
        "person.erased": "what was kept of a person was deleted or replaced",
        "workspace.installed": "Unstick was installed in a workspace",
        "workspace.left": "it was removed from one",
        "workspace.returned": "it was installed in it again before its data was deleted",
        "workspace.erased": "all data of a workspace was deleted",
        "key.rotated": "tokens were encrypted with another key",
    }
)


@dataclass(frozen=True, kw_only=True)
class Noted:
    """A deed on its way into the log. `actor`: a person's id in Slack, or one of the names that are not a person's."""

    workspace_id: str
    deed: str
    actor: str = UNSTICK
    diagnosis_id: str | None = None
    about: str | None = None


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What came of following a chain: how many records hold, the newest of them, and the first fault, if any."""

    workspace_id: str
    records: int
    sha256: str
    fault: str | None = None


def note(session: Session, noted: Noted) -> None:
    """Let this deed be written with the transaction. Raises ValueError for a deed that is not in `DEEDS`."""
    if noted.deed not in DEEDS:
        raise ValueError(f"{noted.deed!r} is no deed of the audit log; name it in bot/store/audit.py first.")
    session.info.setdefault(_NOTED, []).append(noted)


def write(session: Session, now: datetime) -> None:
    """Append what was noted down; the last thing a unit of work does, so that a chain is locked for a moment only."""
    noted: list[Noted] = session.info.pop(_NOTED, [])
    for workspace_id in sorted({each.workspace_id for each in noted}):  # sorted: two cannot lock crosswise
        _append(session, workspace_id, [each for each in noted if each.workspace_id == workspace_id], now)


def _append(session: Session, workspace_id: str, noted: list[Noted], now: datetime) -> None:
    head = _locked_head(session, workspace_id)
    aliases = {actor: _alias(session, workspace_id, actor) for actor in sorted({each.actor for each in noted})}
    records = []
    for each in noted:
        head.seq += 1
        record = AuditRecord(
            workspace_id=workspace_id,
            seq=head.seq,
            at=now,
            actor=aliases[each.actor],
            deed=each.deed,
            diagnosis_id=each.diagnosis_id,
            about=each.about,
        )
        head.sha256 = record.sha256 = link(head.sha256, record)
        records.append(record)
    session.add_all(records)
    session.flush()


def _locked_head(session: Session, workspace_id: str) -> AuditHead:
    """The end of a chain, locked until the transaction ends: whoever comes second continues from the first one's."""
    found = session.get(AuditHead, workspace_id, with_for_update=True, populate_existing=True)
    if found is not None:
        return found
    first = {"workspace_id": workspace_id, "seq": 0, "sha256": START}
    if session.get_bind().dialect.name == "postgresql":  # two may write the first record of a chain at once
        session.execute(postgresql.insert(AuditHead).values(first).on_conflict_do_nothing())
    else:
        session.execute(sa.insert(AuditHead).values(first))
    return session.get_one(AuditHead, workspace_id, with_for_update=True, populate_existing=True)


def link(before: str, record: AuditRecord) -> str:
    """The hash of a record and of all before it."""
    told = [
        before,
        record.workspace_id,
        record.seq,
        record.at.isoformat(),
        record.actor,
        record.deed,
        record.diagnosis_id,
        record.about,
    ]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def _alias(session: Session, workspace_id: str, actor: str) -> str:
    """What somebody is called in the log; the same for all of their deeds."""
    if actor == UNSTICK or actor.startswith(OPERATOR):
        return actor
    found = alias_of(session, workspace_id, actor)
    if found is None:
        salt = secrets.token_hex(_SALT_BYTES)
        found = AuditActor(workspace_id=workspace_id, alias=_alias_for(salt, actor), person=actor, salt=salt)
        session.add(found)
    return found.alias


def alias_of(session: Session, workspace_id: str, person: str) -> AuditActor | None:
    """The name of somebody in the log; None if it tells nothing of them."""
    mine = (AuditActor.workspace_id == workspace_id, AuditActor.person == person)
    return session.scalars(sa.select(AuditActor).where(*mine)).first()


def _alias_for(salt: str, person: str) -> str:
    return f"{ALIAS}{hashlib.sha256(f'{salt}:{person}'.encode()).hexdigest()[:_ALIAS_CHARACTERS]}"


@across_workspaces
def chains(session: Session) -> list[str]:
    """The workspaces that have a log; for who runs this installation."""
    written = sa.select(AuditRecord.workspace_id).union(sa.select(AuditHead.workspace_id))
    return sorted(session.scalars(written).all())


def actors(session: Session, workspace_id: str) -> dict[str, str]:
    """Whom the aliases of a workspace's log stand for, of those who were not erased."""
    query = sa.select(AuditActor).where(AuditActor.workspace_id == workspace_id)
    return {row.alias: row.person for row in session.scalars(query)}


def records(session: Session, workspace_id: str) -> Iterator[AuditRecord]:
    """Every record of a workspace in order, page by page."""
    last = 0
    while page := session.scalars(
        sa.select(AuditRecord)
        .where(AuditRecord.workspace_id == workspace_id, AuditRecord.seq > last)
        .order_by(AuditRecord.seq)
        .limit(_PAGE)
    ).all():
        yield from page
        last = page[-1].seq
        session.expunge_all()


def verify(session: Session, workspace_id: str, remembered: tuple[int, str] | None = None) -> Verified:
    """Follow a chain from its first record; `remembered` is a record's number and hash that were kept elsewhere."""
    head = session.get(AuditHead, workspace_id)
    end = (head.seq, head.sha256) if head else (0, START)
    salted = session.scalars(sa.select(AuditActor).where(AuditActor.workspace_id == workspace_id)).all()
    wrong = next((each.alias for each in salted if _alias_for(each.salt, each.person) != each.alias), None)
    known = {each.alias for each in salted}
    unknown: dict[str, int] = {}
    erased: set[str] = set()
    before, count = START, 0
    for record in records(session, workspace_id):
        fault = _fault(record, before, count, remembered)
        if fault:
            return Verified(workspace_id=workspace_id, records=count, sha256=before, fault=fault)
        before, count = record.sha256, record.seq
        if record.actor.startswith(ALIAS) and record.actor not in known:
            unknown.setdefault(record.actor, record.seq)
        if record.deed == "person.erased" and record.about:
            erased.add(record.about)
    fault = _fault_at_the_end((count, before), end, remembered)
    lost = next((seq for alias, seq in unknown.items() if alias not in erased), None)
    if fault is None and lost is not None:
        fault = f"record {lost}: whoever did it is no longer known, though nobody erased them"
    if fault is None and wrong is not None:
        fault = f"the alias {wrong} does not belong to the person it is kept for"
    return Verified(workspace_id=workspace_id, records=count, sha256=before, fault=fault)


def _fault(record: AuditRecord, before: str, count: int, remembered: tuple[int, str] | None) -> str | None:
    """What is wrong with the next record; None if nothing is."""
    if record.seq != count + 1:
        return f"record {count + 1} is missing (the next one is {record.seq})"
    if record.sha256 != link(before, record):
        return f"record {record.seq} was changed, or the one before it was"
    if remembered is not None and remembered[0] == record.seq and remembered[1] != record.sha256:
        return f"record {record.seq} is not the one that was remembered: the chain was written anew"
    return None


def _fault_at_the_end(last: tuple[int, str], end: tuple[int, str], remembered: tuple[int, str] | None) -> str | None:
    if last[0] < end[0]:
        return f"record {last[0] + 1} is missing: the chain ends at {last[0]} and went on to {end[0]}"
    if last != end:
        return f"record {end[0] + 1} was added past the chain's end"
    if remembered is not None and remembered[0] > last[0]:
        return f"record {last[0] + 1} is missing: record {remembered[0]} was remembered"
    return None
