"""Issuing a document: the same facts give the version that there is, other facts the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checkins.calendar import local_day
from bot.checkins.rhythm import zone_named
from bot.interview.dossier import dossier
from bot.report.papers import facts_of
from bot.store import diagnoses, papers, people
from bot.store.paper_tables import IssuedPaper
from prompts.compose.paper_facts import Issue

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.store.database import Database
    from bot.store.tables import Diagnosis
    from prompts.compose.dossier import Dossier
    from scoring import Rules


def issued(
    database: Database, where: tuple[str, str], rules: Rules, kind: str, *, by: str | None, now: datetime
) -> tuple[Dossier, Issue]:
    """The facts as they are now, and the version of this document that they belong to; kept if it is a new one.

    `where` is a workspace and a diagnosis in it. Raises LookupError where there is no such one.

    The facts are put together before anything is written, so that nobody waits for that. Two who ask at the same time
    for the same facts get the same version.
    """
    with database.reading() as session:
        diagnosis = diagnoses.look(session, *where)
        if diagnosis is None:
            raise LookupError("There is no such diagnosis.")
        facts = dossier(session, diagnosis, rules, as_now=True)
        drawn, sha256 = facts_of(facts, kind)
        found = papers.latest(session, diagnosis, kind)
        if found is not None and found.facts_sha256 == sha256:
            return facts, _issue(session, diagnosis, found)
    with database.unit_of_work() as session:
        diagnoses.get(session, *where)  # its row is locked: one at a time
        found = papers.latest(session, diagnosis, kind)
        if found is None or found.facts_sha256 != sha256:
            found = IssuedPaper(
                workspace_id=diagnosis.workspace_id,
                diagnosis_id=diagnosis.id,
                kind=kind,
                version=found.version + 1 if found else 1,
                facts_sha256=sha256,
                facts=drawn,
                by=by,
                at=now,
            )
            session.add(found)
            session.flush()
        return facts, _issue(session, diagnosis, found)


def _issue(session: Session, diagnosis: Diagnosis, paper: IssuedPaper) -> Issue:
    zone = zone_named(people.person(session, diagnosis.workspace_id, diagnosis.starter))
    return Issue(
        sha256=paper.facts_sha256,
        version=paper.version,
        day=local_day(paper.at, zone),
        by=paper.by,
        before=papers.before(session, paper),
    )
