"""Behind the curtain: what goes over the line, what the bot makes of the answers so far, and what waits to be sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import sqlalchemy as sa

from bot.interview.transcript import fold, sheet_now
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Outgoing
from prompts.catalog import catalog
from prompts.compose.verdict import signed, state_line
from scoring import resolved, score

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.playground.demo import Demo

Json = dict[str, Any]
EXCHANGES = 120  # the newest of them are shown
OUTBOX = 30
SECRETS = frozenset({"token", "access_token", "refresh_token", "client_secret", "signature", "authorization"})
HIDDEN = "(not shown)"


class Curtain:
    """Looks at a playground from behind; changes nothing."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo

    def exchanges(self) -> list[Json]:
        """The newest exchanges with the bot, oldest first; tokens and signatures are left out."""
        workspace = self._demo.slack.workspace
        with workspace.changed:
            log = list(workspace.log)
        begun = max((index for index, entry in enumerate(log) if entry["type"] == "reset"), default=0)
        requests = [entry for entry in log[begun:] if entry["type"] == "request"]
        return [exchange(entry) for entry in requests[-EXCHANGES:]]

    def behind(self, language: str) -> Json:
        """How the bot is, what it makes of the newest diagnosis, and its outbox."""
        bot = self._demo.bot
        about: Json = {"bot": {"up": bot.is_up, "pid": bot.pid, "starts": bot.starts}}
        try:
            with bot.database.reading() as session:
                return {**about, **self._diagnosis(session, language), "outbox": _outbox(session)}
        except sa.exc.OperationalError:  # no tables yet: the bot has just been started for the first time
            return {**about, "pilot": None, "reasons": [], "outbox": {"waiting": 0, "letters": []}}

    def _diagnosis(self, session: Session, language: str) -> Json:
        newest = session.scalar(sa.select(Diagnosis).order_by(Diagnosis.started_at.desc()).limit(1))
        if newest is None:
            return {"pilot": None, "reasons": []}
        texts, rules = catalog(language), self._demo.bot.rules
        sheet = resolved(rules, sheet_now(newest.pilot, newest.framework, fold(diagnoses.transcript(newest))))
        verdict = score(rules, sheet)
        reasons = [
            {
                "id": reason.id,
                "name": texts.reasons[reason.id].name,
                "state": state_line(texts, reason.state),
                "decibans": signed(reason.decibans),
                "trace": [{"what": "prior", "weight": signed(reason.prior)}]
                + [
                    {"what": f"{row.question} = {row.option}", "weight": signed(row.adjusted)}
                    for row in reason.evidence
                    if row.adjusted
                ],
            }
            for reason in sorted(verdict.reasons, key=lambda one: -one.decibans)
        ]
        return {"pilot": newest.pilot, "answers": len(sheet.answers), "reasons": reasons}


def exchange(entry: Json) -> Json:
    """One exchange as it may be shown: decoded, without what is secret."""
    said = entry["arguments"] if entry["direction"] == "from_app" else _decoded(entry["body"])
    answer = entry.get("answer")
    return {
        "seq": entry["seq"],
        "to_app": entry["direction"] == "to_app",
        "what": entry["what"],
        "status": entry["status"],
        "trouble": entry.get("fault") or entry.get("failure"),
        "retry": entry.get("retry", 0),
        "ms": entry.get("ms"),
        "said": bare(said),
        "answer": bare(_json(answer) if isinstance(answer, str) else answer),
    }


def bare(value: Any) -> Any:
    """The same without what is secret, however deep it stands."""
    if isinstance(value, dict):
        return {key: HIDDEN if str(key).lower() in SECRETS else bare(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [bare(inner) for inner in value]
    return value


def _decoded(body: str) -> Any:
    """A request's body as a value: JSON, or a form with JSON in its payload."""
    if body.startswith("{"):
        return _json(body)
    return {key: _json(value) if key == "payload" else value for key, value in parse_qsl(body)}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _outbox(session: Session) -> Json:
    rows = session.scalars(sa.select(Outgoing).order_by(Outgoing.created_at.desc(), Outgoing.seq.desc()).limit(OUTBOX))
    waiting = session.scalar(sa.select(sa.func.count()).select_from(Outgoing).where(Outgoing.state == "waiting")) or 0
    letters = [
        {"id": row.id, "act": row.act, "state": row.state, "tries": row.tries, "fault": row.fault} for row in rows
    ]
    return {"waiting": waiting, "letters": letters}
