"""A tick's batch holds pilots of all workspaces: one that cannot be looked at must not hold up all the others."""

import copy
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from bot.log import bare
from bot.store import batch
from bot.store.tables import Diagnosis

log = structlog.get_logger()

LATER: Final = timedelta(hours=1)  # so long a pilot is left alone that could not be looked at
_AWAY = (OperationalError, InterfaceError)  # the database itself: then nothing can be gone on with


class _Due(Protocol):
    workspace_id: str
    next_at: datetime | None


Row = TypeVar("Row", bound=_Due)


def each(
    session: Session,
    rows: Sequence[tuple[Row, Diagnosis]],
    now: datetime,
    work: Callable[[Sequence[tuple[Row, Diagnosis]]], None],
) -> None:
    """Do what is due, all at once. If that breaks, one by one: what breaks again is undone, and put off."""
    if not rows or _broken(session, lambda: work(rows)) is None:
        return
    batch.forget(session)
    for pair in rows:
        fault = _broken(session, lambda pair=pair: work([pair]))  # type: ignore[misc]
        if fault is not None:
            row, diagnosis = pair
            told = {"table": type(row).__name__.lower(), "workspace": row.workspace_id, "diagnosis": diagnosis.id}
            log.error("put_off", action="tick", **told, **bare(fault))
            row.next_at = now + LATER


def of_each(found: Iterable[Diagnosis], look: Callable[[Diagnosis], Collection[str]]) -> set[tuple[str, str]]:
    """Whom a look at each pilot names, with their workspace; one that cannot be looked at names nobody here."""
    named: set[tuple[str, str]] = set()
    for one in found:
        try:
            named.update((one.workspace_id, person) for person in look(one))
        except _AWAY:
            raise
        except Exception as fault:  # noqa: BLE001 (it is told, and put off, when it is worked on)
            log.warning("not_looked_at", action="tick", diagnosis=one.id, **bare(fault))
    return named


def in_turn(*steps: Callable[[], object]) -> None:
    """Do each, whatever became of those before. Raises the first fault once all have had a turn; others are logged."""
    faults: list[Exception] = []
    for step in steps:
        try:
            step()
        except Exception as fault:  # noqa: BLE001 (raised below, or logged)
            faults.append(fault)
    for other in faults[1:]:  # whoever hears of the first hears of no other
        log.error("broke_off_too", action="tick", **bare(other))
    if faults:
        raise faults[0]


def through(a_batch: Callable[[], bool]) -> Callable[[], None]:
    """Batch after batch, until there is no more."""

    def run() -> None:
        while a_batch():
            continue

    return run


def _broken(session: Session, work: Callable[[], None]) -> Exception | None:
    """What broke; then nothing of it was done, and nothing of it is noted for the audit log or for a webhook."""
    noted = {name: _copied(kept) for name, kept in session.info.items()}
    try:
        with session.begin_nested():
            work()
    except _AWAY:
        raise
    except Exception as fault:  # noqa: BLE001 (told by whoever asked)
        session.info.clear()
        session.info.update(noted)
        return fault
    return None


def _copied(kept: Any) -> Any:
    return copy.copy(kept) if isinstance(kept, list | dict | set) else kept
