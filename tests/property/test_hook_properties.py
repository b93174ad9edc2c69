"""Whoever only hears the events knows what the database knows, whatever was done and undone."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.delivery.letters import Draft
from bot.hooks import events
from bot.store.database import Database
from bot.store.plan_tables import Action
from bot.store.tables import Base, Diagnosis

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
DAY = date(2026, 12, 4)
NAMES = ("list_real_data", "write_as_drafts", "hand_over")

CHANGES = st.one_of(
    st.tuples(st.just("owner"), st.sampled_from([None, "U1", "U2"])),
    st.tuples(st.just("accepted_at"), st.sampled_from([None, NOW])),
    st.tuples(st.just("state"), st.sampled_from(["open", "under_way", "blocked", "done", "not_doing"])),
    st.tuples(st.just("due"), st.integers(0, 3).map(lambda days: DAY + timedelta(days=days))),
    st.tuples(st.just("note"), st.text(max_size=3)),
)
STEP = st.one_of(st.tuples(st.sampled_from(NAMES), CHANGES), st.just("flush"))
WORK = st.tuples(st.lists(STEP, max_size=6), st.booleans())


class _UndoneError(Exception):
    """The transaction fails."""


@contextmanager
def watched(heard: list[dict[str, Any]]) -> Iterator[Database]:
    """A database with three actions, whose events end in `heard` once they are committed."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'watched.sqlite'}")
        Base.metadata.create_all(database.engine)

        def put(_session: Session, _workspace: str, drafts: Sequence[Draft]) -> None:
            heard.extend(draft.body for draft in drafts)

        database.watch(events.look, events.Finish(put=put, clock=lambda: NOW))
        with database.unit_of_work() as session:
            session.add(_diagnosis())
            session.flush()
            session.add_all(_action(position, name) for position, name in enumerate(NAMES))
        yield database
        database.close()


def _diagnosis() -> Diagnosis:
    return Diagnosis(
        workspace_id="T1", id="d", channel="C1", pilot="p", summary="", framework="both", language="en",
        budget_minutes=30, starter="U1", roles={}, state="posted", turn=0, rules_version="1", rules_sha256="0",
        started_at=NOW,
    )  # fmt: skip


def _action(position: int, name: str) -> Action:
    return Action(
        workspace_id="T1", diagnosis_id="d", id=name, position=position, role="sponsor", due=DAY, state="open",
        state_at=NOW,
    )  # fmt: skip


def work(database: Database, steps: Sequence[Any], *, is_undone: bool) -> None:
    """One transaction: its steps, and perhaps its failure."""
    with suppress(_UndoneError), database.unit_of_work() as session:
        for step in steps:
            if step == "flush":
                session.flush()
                continue
            name, (field, value) = step
            action = session.get(Action, ("T1", "d", name))
            assert action is not None
            setattr(action, field, value)
        if is_undone:
            raise _UndoneError


def state_of(action: Action) -> dict[str, Any]:
    """What an event says of an action."""
    return {
        "owner": action.owner,
        "accepted": action.accepted_at is not None,
        "state": action.state,
        "due": action.due.isoformat(),
    }


@settings(max_examples=60)
@given(st.lists(WORK, max_size=6))
def test_the_events_alone_tell_how_everything_stands(works: list[Any]) -> None:
    """Each event begins where the last one of its action ended, and the last ends where the database stands."""
    heard: list[dict[str, Any]] = []
    with watched(heard) as database:
        for steps, is_undone in works:
            before = len(heard)
            work(database, steps, is_undone=is_undone)
            assert not (is_undone and len(heard) > before)
        known: dict[str, dict[str, Any]] = {}
        for event in heard:
            now = {key: event[key] for key in ("owner", "accepted", "state", "due")}
            if event["type"] != "action.planned":
                assert event["changed"]
                last = known[event["action"]]
                assert {key: [last[key], now[key]] for key in now if last[key] != now[key]} == event["changed"]
            known[event["action"]] = now
        with database.reading() as session:
            assert known == {action.id: state_of(action) for action in session.query(Action)}
    assert len({event["id"] for event in heard}) == len(heard)
