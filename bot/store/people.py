"""People and requests: who is known, and what was acted on already."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.tables import Incoming, Person, Workspace
from bot.store.tenancy import across_workspaces

# Made once: making a statement costs about as much as running it. PostgreSQL's count of rows would be -1 either way.
_KEEP = {
    dialect.__name__.rsplit(".", 1)[1]: dialect.insert(Incoming).on_conflict_do_nothing().returning(Incoming.key)
    for dialect in (sqlite, postgresql)
}

_TOLD = ("workspace_id", "id", "name", "tz", "locale", "is_guest", "is_bot", "is_deactivated", "fetched_at")
_RENEW = {
    dialect.__name__.rsplit(".", 1)[1]: (new := dialect.insert(Person)).on_conflict_do_update(
        index_elements=["workspace_id", "id"], set_={column: new.excluded[column] for column in _TOLD[2:]}
    )
    for dialect in (sqlite, postgresql)
}


def first_time(session: Session, workspace_id: str, key: str, now: datetime) -> bool:
    """Whether this request is new; if so its identity is kept, within the same transaction as what it causes."""
    request = {"workspace_id": workspace_id, "key": key, "received_at": now}
    return session.connection().execute(_KEEP[session.get_bind().dialect.name], request).first() is not None


@across_workspaces
def forget_requests(session: Session, before: datetime) -> int:
    """Drop identities that no retry can still bring; returns how many."""
    gone = session.execute(sa.delete(Incoming).where(Incoming.received_at < before))
    return int(getattr(gone, "rowcount", 0))


def join(
    session: Session, workspace_id: str, name: str, bot_user_id: str, enterprise_id: str | None, now: datetime
) -> None:
    """Note that a workspace has let us in, for the first time or again."""
    known = session.get(Workspace, workspace_id)
    if known is None:
        known = Workspace(id=workspace_id, created_at=now)
        session.add(known)
    known.name, known.bot_user_id, known.enterprise_id, known.left_at = name, bot_user_id, enterprise_id, None


def workspace(session: Session, workspace_id: str) -> Workspace | None:
    """The workspace, if Unstick is installed in it."""
    return session.get(Workspace, workspace_id)


@across_workspaces
def every_workspace(session: Session) -> list[str]:
    """The ids of all workspaces, also of those that left and whose data is not deleted yet."""
    return sorted(session.scalars(sa.select(Workspace.id)).all())


def left(session: Session, workspace_ids: Iterable[str]) -> frozenset[str]:
    """Which of these workspaces have let us go."""
    wanted = sorted(set(workspace_ids))
    gone = sa.select(Workspace.id).where(Workspace.id.in_(wanted), Workspace.left_at.is_not(None))
    return frozenset(session.scalars(gone)) if wanted else frozenset()


def remember_people(session: Session, people: Iterable[Person]) -> None:
    """Keep or renew what Slack tells of people; what they chose with us stays.

    In one order, and in one step each: two replicas may meet the same people for the first time.
    """
    found = sorted(people, key=lambda person: (person.workspace_id, person.id))
    rows = [{column: getattr(person, column) for column in _TOLD} for person in found]
    if rows:
        session.connection().execute(_RENEW[session.get_bind().dialect.name], rows)


def person(session: Session, workspace_id: str, person_id: str) -> Person | None:
    """What is known of somebody."""
    return session.get(Person, (workspace_id, person_id))


def several(session: Session, ids: Iterable[tuple[str, str]]) -> list[Person]:
    """People by workspace and id, read at once. Whoever holds the list need not ask for any of them again."""
    wanted = sorted(set(ids))
    key = sa.tuple_(Person.workspace_id, Person.id)
    return list(session.scalars(sa.select(Person).where(key.in_(wanted))).all()) if wanted else []


def strangers(
    session: Session, workspace_id: str, person_ids: Iterable[str], *, now: datetime, fresh: timedelta
) -> list[str]:
    """Those of whom nothing is known, or nothing newer than `fresh`."""
    wanted = sorted(set(person_ids))
    known = session.scalars(
        sa.select(Person.id).where(
            Person.workspace_id == workspace_id, Person.id.in_(wanted), Person.fetched_at > now - fresh
        )
    ).all()
    return [person_id for person_id in wanted if person_id not in known]


def every_name(session: Session, workspace_id: str) -> list[str]:
    """What people of a workspace are called, as far as we know them."""
    return list(session.scalars(sa.select(Person.name).where(Person.workspace_id == workspace_id)).all())


def names(session: Session, workspace_id: str, person_ids: Iterable[str]) -> dict[str, str]:
    """What people are called, by id; those of whom nothing is known are left out."""
    wanted = sorted(set(person_ids))
    known = sa.select(Person.id, Person.name).where(Person.workspace_id == workspace_id, Person.id.in_(wanted))
    return {row.id: row.name for row in session.execute(known)}
