"""The outbox: put in with the state change that caused it, read by the delivery, marked when it is out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from bot.delivery.letters import Act, Draft, Letter, Sent, State
from bot.store.tables import Outgoing
from bot.store.tenancy import across_workspaces

BATCH = 20
SHUT = ("not_in_channel", "channel_not_found", "is_archived")  # what a channel answers that we are not in, or archived
LEFT = ("account_inactive", "token_revoked", "invalid_auth")  # what a workspace answers that has let us go
FRESH = timedelta(weeks=1)  # so old a direct message may be that was refused so, and still be sent; the tick asks anew
CHAIN = "address_missing"  # what became of letters that refer to one that was refused

# Made once: making a statement costs about as much as running it.
_MINE = (Outgoing.workspace_id == sa.bindparam("workspace_id"), Outgoing.lane == sa.bindparam("lane"))
_STILL_WAITS = Outgoing.state == sa.literal_column(f"'{State.WAITING}'")  # spelt out, for the index of just these
_ONE_WAITS = sa.select(Outgoing.lane).where(_STILL_WAITS).limit(1)
_LAST_PLACE = sa.select(sa.func.max(Outgoing.seq)).where(*_MINE)
# Of many lanes at once, in the order in which they are given; then their places, seen after the locks are held.
_LOCKS = sa.text(
    "SELECT pg_advisory_xact_lock(hashtextextended(:workspace_id || ':' || wanted.lane, 0)) "
    "FROM unnest(CAST(:lanes AS text[])) WITH ORDINALITY AS wanted (lane, place) ORDER BY wanted.place"
)
_LAST_PLACES = sa.text(
    "SELECT wanted.lane, (SELECT max(seq) FROM outgoing WHERE workspace_id = :workspace_id AND lane = wanted.lane) "
    "FROM unnest(CAST(:lanes AS text[])) AS wanted (lane)"
)
_INSERT = sa.insert(Outgoing)
_other = aliased(Outgoing)
_WAITING = (
    sa.select(
        Outgoing.id,
        Outgoing.act,
        Outgoing.body,
        Outgoing.refers_to,
        _other.channel.label("refers_channel"),
        _other.ts.label("refers_ts"),
    )
    .outerjoin(_other, (_other.workspace_id == Outgoing.workspace_id) & (_other.id == Outgoing.refers_to))
    .where(*_MINE, _STILL_WAITS)
    .order_by(Outgoing.seq, Outgoing.id)
    .limit(BATCH)
)
_MARK = (
    sa.update(Outgoing)
    .where(Outgoing.workspace_id == sa.bindparam("of_workspace"), Outgoing.id == sa.bindparam("letter"))
    .values(
        state=sa.bindparam("new_state"),
        channel=sa.bindparam("went_to"),
        ts=sa.bindparam("as_ts"),
        sent_at=sa.bindparam("at"),
        fault=sa.bindparam("refusal"),
        tries=Outgoing.tries + 1,
    )
)


def put(session: Session, workspace_id: str, drafts: Sequence[Draft], now: datetime) -> dict[str, int]:
    """Write the drafts behind whatever their lanes hold already; returns the first place in each lane.

    Places in a lane are given in the order of commits, each once: the lane is locked until the transaction ends.
    """
    lanes: dict[str, list[Draft]] = {}
    for draft in drafts:
        lanes.setdefault(draft.lane, []).append(draft)
    last = _last_places(session, workspace_id, sorted(lanes))  # sorted: two transactions cannot lock crosswise
    places = {lane: last[lane] + 1 for lane in lanes}
    rows = [
        _row(workspace_id, draft, place, now)
        for lane, mine in lanes.items()
        for place, draft in enumerate(mine, places[lane])
    ]
    if rows:
        session.flush()  # what they are about is written first
        session.connection().execute(_INSERT, rows)
    return places


def _row(workspace_id: str, draft: Draft, place: int, now: datetime) -> dict[str, object]:
    return {
        "workspace_id": workspace_id,
        "id": draft.id,
        "lane": draft.lane,
        "seq": place,
        "act": draft.act,
        "refers_to": draft.refers_to,
        "diagnosis_id": draft.diagnosis_id,
        "body": draft.body,
        "state": State.WAITING,
        "tries": 0,
        "created_at": now,
    }


def _last_places(session: Session, workspace_id: str, lanes: Sequence[str]) -> dict[str, int]:
    """The last place in each lane; nobody else writes into them until the transaction ends."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":  # SQLite has one writer anyway, and asking it again costs nothing
        mine = ({"workspace_id": workspace_id, "lane": lane} for lane in lanes)
        return {of["lane"]: connection.scalar(_LAST_PLACE, of) or 0 for of in mine}
    wanted = {"workspace_id": workspace_id, "lanes": [*lanes]}
    connection.execute(_LOCKS, wanted)
    return {lane: last or 0 for lane, last in connection.execute(_LAST_PLACES, wanted)}


def waiting(session: Session, workspace_id: str, lane: str) -> list[Letter]:
    """The next letters of a lane, in order, with the thread or the message they refer to looked up."""
    rows = session.execute(_WAITING, {"workspace_id": workspace_id, "lane": lane}).all()
    return [
        Letter(
            id=row.id,
            workspace_id=workspace_id,
            lane=lane,
            act=Act(row.act),
            body=row.body,
            refers_to=row.refers_to,
            refers_channel=row.refers_channel,
            refers_ts=row.refers_ts,
        )
        for row in rows
    ]


def newest(session: Session, workspace_id: str, lane: str) -> str | None:
    """The newest message that letters of this lane are known to have become; whatever is in doubt came after it."""
    return session.scalar(
        sa.select(sa.func.max(Outgoing.ts)).where(Outgoing.workspace_id == workspace_id, Outgoing.lane == lane)
    )


def mark(session: Session, workspace_id: str, results: Mapping[str, Sent | str], now: datetime) -> None:
    """Note what came of letters: where they went, or Slack's word for its refusal."""
    fates = [
        {
            "of_workspace": workspace_id,
            "letter": letter_id,
            "new_state": State.SENT if isinstance(result, Sent) else State.REFUSED,
            "went_to": result.channel if isinstance(result, Sent) else None,
            "as_ts": result.ts if isinstance(result, Sent) else None,
            "at": now if isinstance(result, Sent) else None,
            "refusal": None if isinstance(result, Sent) else result,
        }
        for letter_id, result in results.items()
    ]
    if fates:
        session.connection().execute(_MARK, fates)


def revive(session: Session, workspace_id: str, lane: str) -> list[tuple[str, int]]:
    """Let letters wait again that a lane refused because it was shut; returns their ids and places, in order."""
    mine = (Outgoing.workspace_id == workspace_id, Outgoing.lane == lane, Outgoing.state == State.REFUSED)
    lost = session.execute(
        sa.select(Outgoing.id, Outgoing.seq).where(*mine, Outgoing.fault.in_((*SHUT, CHAIN))).order_by(Outgoing.seq)
    ).all()
    again = [row.id for row in lost]
    if again:
        where = (Outgoing.workspace_id == workspace_id, Outgoing.id.in_(again))
        session.execute(sa.update(Outgoing).where(*where).values(state=State.WAITING, fault=None))
    return [(row.id, row.seq) for row in lost]


def come_back(session: Session, workspace_id: str, now: datetime) -> dict[str, tuple[str, int]]:
    """Let letters wait again that a workspace refused because it had let us go; the first of each lane, and its place.

    Old direct messages stay where they are: whoever is still waited for is asked anew, and once.
    """
    is_fresh = sa.or_(Outgoing.act != Act.DM, Outgoing.created_at >= now - FRESH)
    mine = (Outgoing.workspace_id == workspace_id, Outgoing.state == State.REFUSED)
    lost = sa.select(Outgoing.id, Outgoing.lane, Outgoing.seq).where(
        *mine, Outgoing.fault.in_((*LEFT, CHAIN)), is_fresh
    )
    found = session.execute(lost.order_by(Outgoing.seq.desc())).all()
    if found:
        where = (Outgoing.workspace_id == workspace_id, Outgoing.id.in_([row.id for row in found]))
        session.execute(sa.update(Outgoing).where(*where).values(state=State.WAITING, fault=None))
    return {row.lane: (row.id, row.seq) for row in found}


@across_workspaces
def lanes(session: Session) -> set[tuple[str, str]]:
    """The lanes in which something waits, each with its workspace."""
    found = session.execute(sa.select(Outgoing.workspace_id, Outgoing.lane).where(_STILL_WAITS).distinct())
    return {(workspace_id, lane) for workspace_id, lane in found}


@across_workspaces
def overdue(session: Session, before: datetime) -> list[tuple[str, str, str, int]]:
    """The lanes whose first waiting letter is older than `before`: workspace, lane, that letter's id and place."""
    first = (
        sa.select(Outgoing.workspace_id, Outgoing.lane, sa.func.min(Outgoing.seq).label("seq"))
        .where(_STILL_WAITS)
        .group_by(Outgoing.workspace_id, Outgoing.lane)
        .subquery()
    )
    found = session.execute(
        sa.select(Outgoing.workspace_id, Outgoing.lane, Outgoing.id, Outgoing.seq)
        .join(
            first,
            (Outgoing.workspace_id == first.c.workspace_id)
            & (Outgoing.lane == first.c.lane)
            & (Outgoing.seq == first.c.seq),
        )
        .where(Outgoing.created_at < before, _STILL_WAITS)
    )
    return [(workspace_id, lane, letter, place) for workspace_id, lane, letter, place in found]


@across_workspaces
def backlog(session: Session) -> tuple[int, datetime | None]:
    """How many letters wait, in all workspaces, and since when the oldest of them does."""
    count, since = session.execute(
        sa.select(sa.func.count(), sa.func.min(Outgoing.created_at)).where(_STILL_WAITS)
    ).one()
    return count, since


@across_workspaces
def is_idle(session: Session) -> bool:
    """Whether nothing waits, in any workspace."""
    return session.connection().scalar(_ONE_WAITS) is None
