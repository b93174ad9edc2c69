"""The desk behind every request: one transaction each, deduplicated, its messages put into the outbox with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.access import Deed, Place, refusal, standing_of
from bot.clock import Clock
from bot.delivery.letters import Draft
from bot.delivery.outbox import SHUT
from bot.desk import Desk, Outcome, language_of
from bot.slack.blocks import render
from bot.slack.client import SILENT, TIMEOUT_S
from bot.slack.keys import Keys
from bot.store import people
from bot.store.audited import ACTOR
from bot.store.database import Database
from bot.store.tables import Person
from bot.understanding.reader import Reader
from prompts.catalog import Catalog, catalog
from prompts.messages import Message, Note
from prompts.mrkdwn import ERASED
from scoring import Rules

log = structlog.get_logger()

OK = 200
FRESH = timedelta(days=1)
REMEMBERED = timedelta(hours=1)  # so long the database is not asked again whether somebody is known
Put = Callable[[Session, str, Sequence[Draft]], None]


@dataclass(frozen=True, kw_only=True)
class Front:
    """What handling requests needs; wired in `bot/app.py`."""

    database: Database
    put: Put
    revive: Callable[[Session, str, str], int] = lambda _session, _workspace, _lane: 0
    shut: Mapping[tuple[str, str], str] = field(default_factory=dict)  # channels that refused a message, and why
    clock: Clock
    rules: Rules
    reader: Reader
    asks_model: bool = False
    keys: Keys
    # Of what follows, each key begins with the workspace: a shared channel has the same id on both sides.
    places: dict[tuple[str, str], tuple[datetime, Place]] = field(default_factory=dict)  # when channels were looked at
    links: dict[tuple[str, str, str], str] = field(default_factory=dict)  # of messages, by channel and ts
    met: dict[tuple[str, str], datetime] = field(default_factory=dict)  # who is known, and when that was looked up


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who does something, and where: ids in Slack. `is_foreign`: of another workspace, in a shared channel.

    `reply_url` takes a word for them alone even where we are not in the channel.
    """

    workspace_id: str
    actor: str
    channel: str
    thread_ts: str | None = None
    is_foreign: bool = False
    reply_url: str | None = None


def act(front: Front, who: Who, key: str, use_case: Callable[[Desk], Outcome]) -> Outcome:
    """Run a use case once for this request's `key`: its changes and its messages are committed together.

    A guest, or somebody of another workspace, gets a kind word instead.
    """
    know(front, who.workspace_id, [who.actor])
    now = front.clock()
    with front.database.unit_of_work() as session:
        if not people.first_time(session, who.workspace_id, key, now):
            log.info("request_repeated", action="act", key=key)
            return Outcome()
        person = people.person(session, who.workspace_id, who.actor)  # held, so that it is read once
        desk = desk_for(front, session, who.workspace_id, who.actor, now)
        session.info[ACTOR] = who.actor
        refused = refusal(Deed.ANSWER, standing_of(person, is_foreign=who.is_foreign))
        if refused:
            return Outcome(hint=Note(text=desk.texts.say(refused)))
        outcome = use_case(desk)
        if outcome.drafts:
            front.put(session, who.workspace_id, outcome.drafts)
    return outcome


def desk_for(front: Front, session: Session, workspace_id: str, actor: str, now: datetime) -> Desk:
    """A desk in the actor's language."""
    person = people.person(session, workspace_id, actor)
    return Desk(
        session=session,
        workspace_id=workspace_id,
        now=now,
        rules=front.rules,
        actor=actor,
        language=language_of(person),
        reader=front.reader,
        asks_model=front.asks_model,
    )


def texts_for(front: Front, who: Who) -> Catalog:
    """The texts in the actor's language."""
    know(front, who.workspace_id, [who.actor])
    with front.database.reading() as session:
        return catalog(language_of(people.person(session, who.workspace_id, who.actor)))


def know(front: Front, workspace_id: str, person_ids: Iterable[str]) -> None:
    """Ask Slack about people of whom nothing fresh is known. Where Slack does not answer, what is known serves."""
    now = front.clock()
    unmet = [one for one in person_ids if front.met.get((workspace_id, one), now - REMEMBERED) <= now - REMEMBERED]
    if not unmet:
        return
    with front.database.reading() as session:
        missing = people.strangers(session, workspace_id, unmet, now=now, fresh=FRESH)
    found = [person for person_id in missing if (person := _ask_slack(front, workspace_id, person_id, now))]
    if found:
        with front.database.unit_of_work() as session:
            people.remember_people(session, found)
    unknown = {*missing} - {person.id for person in found}
    front.met.update({(workspace_id, one): now for one in unmet if one not in unknown})


def renew(front: Front, workspace_id: str, person_id: str) -> None:
    """Ask Slack about somebody even if something fresh is known: they may just have changed it, or have left."""
    person = _ask_slack(front, workspace_id, person_id, front.clock())
    if person is not None:
        with front.database.unit_of_work() as session:
            people.remember_people(session, [person])


def whisper(front: Front, who: Who, note: Message | None) -> None:
    """A word to the one who acted, at once; if Slack does not take it, nothing is lost by that."""
    if note is None:
        return
    text, blocks = render(note)
    arguments = {"channel": who.channel, "user": who.actor, "text": text, "blocks": blocks}
    if who.thread_ts:
        arguments["thread_ts"] = who.thread_ts
    try:
        front.keys.client(who.workspace_id).api_call("chat.postEphemeral", json=arguments)
    except (SlackApiError, SQLAlchemyError, OSError) as error:
        # Where the database is away their token may be out of reach; the address that came with the request is not.
        is_shut = isinstance(error, SQLAlchemyError) or (
            isinstance(error, SlackApiError) and error.response.get("error") in SHUT
        )
        if not (is_shut and who.reply_url and _reply(who.reply_url, {"text": text, "blocks": blocks})):
            log.warning("hint_not_shown", action="whisper", fault=type(error).__name__)


def _reply(url: str, body: dict[str, Any]) -> bool:
    """Whether Slack took a word by the address that came with the request."""
    answer = WebhookClient(url, timeout=TIMEOUT_S, logger=SILENT)
    try:
        return answer.send_dict({**body, "response_type": "ephemeral", "replace_original": False}).status_code == OK
    except (OSError, HTTPException):
        return False


def _is_foreign(user: Mapping[str, Any], workspace_id: str) -> bool:
    """Whether somebody belongs to another organisation; within one, people of other workspaces are members here."""
    return user.get("team_id", workspace_id) != workspace_id and not user.get("enterprise_user")


def told(front: Front, workspace_id: str, user: Mapping[str, Any]) -> None:
    """What Slack tells by itself of somebody; kept only where they are known already."""
    with front.database.reading() as session:
        known = people.person(session, workspace_id, str(user["id"]))
    if known is not None:
        before = {"tz": known.tz, "locale": known.locale}  # of somebody who has left Slack tells less
        person = _described({**before, **user}, workspace_id, known.id, front.clock())
        with front.database.unit_of_work() as session:
            people.remember_people(session, [person])


def _ask_slack(front: Front, workspace_id: str, person_id: str, now: datetime) -> Person | None:
    if person_id.startswith(ERASED):
        return None  # a stand-in: Slack knows nobody of that id
    try:
        answer = front.keys.client(workspace_id).users_info(user=person_id, include_locale=True)
    except (SlackApiError, OSError) as error:
        log.warning("person_unknown", action="know", person=person_id, fault=type(error).__name__)
        return None
    return _described(answer["user"], workspace_id, person_id, now)


def _described(user: Mapping[str, Any], workspace_id: str, person_id: str, now: datetime) -> Person:
    profile = user.get("profile") or {}
    return Person(
        workspace_id=workspace_id,
        id=person_id,
        name=profile.get("display_name") or user.get("real_name") or user.get("name") or person_id,
        tz=user.get("tz") or "UTC",
        locale=user.get("locale") or "en-US",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or _is_foreign(user, workspace_id)),
        is_bot=bool(user.get("is_bot")),
        is_deactivated=bool(user.get("deleted")),
        fetched_at=now,
    )
