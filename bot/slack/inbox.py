"""Everything else that Slack sends: a filled-in form, and messages typed in threads or to Unstick itself."""

from typing import Any

from bot.delivery.letters import Act, Draft
from bot.desk import Desk, Outcome, hint
from bot.interview import answer, start
from bot.interview.in_force import under_its_rules
from bot.slack import modal
from bot.slack.front import Front, Who, act, know, texts_for, whisper
from bot.slack.places import not_here
from bot.slack.typed import as_typed, people_in
from bot.store import diagnoses, people
from prompts.messages import Note, dump
from prompts.mrkdwn import plain

TYPED = frozenset({None, "file_share", "thread_broadcast"})


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any] | None:
    """Start the diagnosis that a form describes; returns faults by field for Slack to show, or None."""
    view = body["view"]
    request = modal.filled_in(view)
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=request.channel)
    texts = texts_for(front, who)
    if not request.pilot:
        return {"pilot": texts.say("start.needs_name")}
    if (refusal := not_here(front, request.channel, texts)) is not None:
        field = "channel" if "channel" in view["state"]["values"] else "pilot"
        return {field: plain(refusal.text)}
    know(front, who.workspace_id, [person for person in request.roles.values() if person])
    outcome = act(front, who, f"view:{view['id']}", lambda desk: start.start(desk, request))
    whisper(front, who, outcome.hint)
    return None


def message(front: Front, body: dict[str, Any]) -> None:
    """Read what was typed into a diagnosis's thread; anything typed elsewhere is dropped unread and unlogged."""
    event = body["event"]
    if event.get("subtype") not in TYPED or event.get("bot_id") or not event.get("user"):
        return
    who = Who(
        workspace_id=body["team_id"],
        actor=event["user"],
        channel=event["channel"],
        thread_ts=event.get("thread_ts"),
        is_foreign=event.get("user_team", event.get("team", body["team_id"])) != body["team_id"],
    )
    if event.get("channel_type") == "im":
        act(front, who, body["event_id"], lambda desk: _help(desk, body["event_id"]))
    elif who.thread_ts and _is_ours(front, who, who.thread_ts):
        know(front, who.workspace_id, people_in(str(event.get("text", ""))))
        outcome = act(front, who, body["event_id"], lambda desk: _said(desk, who, event))
        whisper(front, who, outcome.hint)


def _is_ours(front: Front, who: Who, thread_ts: str) -> bool:
    with front.database.reading() as session:
        return diagnoses.root_of(session, who.workspace_id, who.channel, thread_ts) is not None


def _said(desk: Desk, who: Who, event: dict[str, Any]) -> Outcome:
    diagnosis_id = diagnoses.root_of(desk.session, who.workspace_id, who.channel, who.thread_ts or "")
    diagnosis = diagnoses.get(desk.session, who.workspace_id, diagnosis_id) if diagnosis_id else None
    if diagnosis is None:
        return hint(desk.texts.say("wrong.gone"))
    text = str(event.get("text", ""))
    mentioned = [people.person(desk.session, desk.workspace_id, one) for one in people_in(text)]
    names = {person.id: person.name for person in mentioned if person}
    return answer.say(under_its_rules(desk, diagnosis), diagnosis, as_typed(text, names), str(event["ts"]))


def _help(desk: Desk, event_id: str) -> Outcome:
    note = Note(text=desk.texts.say("help"))
    return Outcome(drafts=(Draft(id=f"help.{event_id}", lane=desk.actor, act=Act.DM, body=dump(note)),))
