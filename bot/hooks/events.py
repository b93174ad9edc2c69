"""Events for another system: noticed when a change is written, and put into the outbox by the same transaction.

Whatever a use case does to an action, and whichever use case it is, its event is committed with the change or not at
all. An event holds ids, states and days; what people wrote or how things are called only where that is set.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.delivery.letters import Act, Draft
from bot.desk import new_id
from bot.store.audited import ACTOR
from bot.store.gate_tables import GateWord
from bot.store.plan_tables import Action, ActionUpdate
from bot.store.tables import Diagnosis
from prompts.catalog import catalog

Put = Callable[[Session, str, Sequence[Draft]], None]

_NOTICED: Final = "noticed"
_UPDATES: Final = "updates"
_WORDS: Final = "words"
FIRST = DECLINED, LEFT = "declined", "left"
FIELDS: Final = ("owner", "accepted_at", "state", "due")


@dataclass(frozen=True)
class _Noticed:
    """An action in one transaction, and what it was before it; None: it is new."""

    action: Action
    before: dict[str, Any] | None


def look(session: Session) -> None:
    """Notice which actions and words on gates are about to be written, and what the actions were before.

    Called at each flush.
    """
    noticed: dict[tuple[str, ...], _Noticed] = session.info.setdefault(_NOTICED, {})
    for row in (*session.new, *session.dirty):
        if isinstance(row, Action):
            noticed.setdefault(_key(row, row.id), _Noticed(row, None if row in session.new else _before(row)))
    words: list[GateWord] = session.info.setdefault(_WORDS, [])
    words += [row for row in session.new if isinstance(row, GateWord)]
    updates: dict[tuple[str, ...], ActionUpdate] = session.info.setdefault(_UPDATES, {})
    for row in session.new:
        # Passing an action on is two lines: that it was declined, or that somebody has left, is what happened.
        if isinstance(row, ActionUpdate) and getattr(updates.get(_key(row, row.action)), "state", None) not in FIRST:
            updates[_key(row, row.action)] = row


@dataclass(frozen=True, kw_only=True)
class Finish:
    """Puts the events of a unit of work into the outbox, as its last step."""

    put: Put
    clock: Clock
    with_texts: bool = False

    def __call__(self, session: Session) -> None:
        """Called just before the commit."""
        session.flush()
        now = self.clock()
        noticed: dict[tuple[str, ...], _Noticed] = session.info.get(_NOTICED, {})
        found = [
            (each.action.workspace_id, event)
            for each in sorted(noticed.values(), key=_place)
            if (event := self._event(session, each, now))
        ]
        words: list[GateWord] = session.info.get(_WORDS, [])
        spoken = sorted(words, key=lambda word: (word.workspace_id, word.diagnosis_id, word.seq))
        found += [(word.workspace_id, self._spoken(session, word, now)) for word in spoken]
        for workspace in sorted({workspace for workspace, _ in found}):
            self.put(session, workspace, [_draft(event) for of, event in found if of == workspace])

    def _event(self, session: Session, noticed: _Noticed, now: datetime) -> dict[str, Any] | None:
        """The event of one action; None if in the end nothing about it is different."""
        action, now_is = noticed.action, _values(noticed.action)
        before = noticed.before
        changed = (
            {} if before is None else {key: [before[key], now_is[key]] for key in now_is if before[key] != now_is[key]}
        )
        if before is not None and not changed:
            return None
        update = session.info[_UPDATES].get(_key(action, action.id))
        event = {
            **_head(action.workspace_id, action.diagnosis_id, now),
            "type": f"action.{_kind(noticed, changed, update)}",
            "action": action.id,
            "role": action.role,
            **now_is,
            "changed": changed,
            "by": _by(session, update),
        }
        return {**event, "texts": _texts(session, action)} if self.with_texts else event

    def _spoken(self, session: Session, word: GateWord, now: datetime) -> dict[str, Any]:
        """The event of a word on a gate: yes, not yet, a decision, who holds a part, or that it is open."""
        event = {
            **_head(word.workspace_id, word.diagnosis_id, now),
            "type": f"gate.{word.word}",
            "gate": word.gate,
            "need": word.need,
            "whom": word.whom,
            "by": word.by,
        }
        if not self.with_texts:
            return event
        diagnosis = session.get(Diagnosis, (word.workspace_id, word.diagnosis_id))
        return {**event, "texts": {"pilot": diagnosis.pilot if diagnosis else "", "note": word.note}}


def lane(diagnosis_id: str) -> str:
    """The lane of a pilot's events: they keep their order, and those of another pilot do not wait for them."""
    return f"hook:{diagnosis_id}"


def _key(row: Action | ActionUpdate, action_id: str) -> tuple[str, ...]:
    return row.workspace_id, row.diagnosis_id, action_id


def _place(noticed: _Noticed) -> tuple[str, str, int]:
    return noticed.action.workspace_id, noticed.action.diagnosis_id, noticed.action.position


def _before(action: Action) -> dict[str, Any]:
    """What the database holds of an action that is about to be written."""
    attributes = sa.inspect(action).attrs
    values = {}
    for field in FIELDS:
        history = attributes[field].history
        values[field] = history.deleted[0] if history.deleted else getattr(action, field)
    return _said(**values)


def _values(action: Action) -> dict[str, Any]:
    return _said(**{field: getattr(action, field) for field in FIELDS})


def _said(*, owner: str | None, accepted_at: datetime | None, state: str, due: date) -> dict[str, Any]:
    return {"owner": owner, "accepted": accepted_at is not None, "state": state, "due": due.isoformat()}


def _kind(noticed: _Noticed, changed: dict[str, Any], update: ActionUpdate | None) -> str:
    """What happened, in one word; where several things did, the one that somebody did."""
    if noticed.before is None:
        return "planned"
    if update is not None and update.state == DECLINED:
        return DECLINED
    if "accepted" in changed and noticed.action.accepted_at:
        return "taken"
    return next((key for key in ("state", "owner", "due") if key in changed), DECLINED)


def _by(session: Session, update: ActionUpdate | None) -> str | None:
    """Who did it: nobody, where somebody has left; else who said so, or who acts."""
    if update is None:
        actor: str | None = session.info.get(ACTOR)
        return actor
    return None if update.state == LEFT else update.by


def _head(workspace_id: str, diagnosis_id: str, now: datetime) -> dict[str, Any]:
    return {
        "id": f"{diagnosis_id}.hook.{new_id()}",
        "at": now.isoformat(),
        "workspace": workspace_id,
        "pilot": diagnosis_id,
    }


def _texts(session: Session, action: Action) -> dict[str, Any]:
    """What the pilot and the action are called, and the words that came with its state."""
    diagnosis = session.get(Diagnosis, (action.workspace_id, action.diagnosis_id))
    texts = catalog(diagnosis.language if diagnosis else "")
    pilot = diagnosis.pilot if diagnosis else ""
    return {"pilot": pilot, "title": texts.actions[action.id].title, "note": action.note}


def _draft(event: dict[str, Any]) -> Draft:
    pilot = str(event["pilot"])
    return Draft(id=str(event["id"]), lane=lane(pilot), act=Act.HOOK, body=event, diagnosis_id=pilot)
