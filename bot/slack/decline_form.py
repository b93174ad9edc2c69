"""The form in which an action is passed on: why, and to whom."""

import json
from typing import Any

from bot.checkins.hand_on import REASON_CHARACTERS, Somebody, hand_on, refused, why_not
from bot.desk import Desk, Outcome, hint
from bot.slack import forms
from bot.slack.front import Front, Who, act, desk_for, texts_for, whisper
from bot.slack.target import find_target
from bot.store import actions, diagnoses
from prompts.catalog import Catalog
from prompts.messages import Message, Note
from prompts.mrkdwn import plain

CALLBACK = "decline"
NAMES = ("decline", "name")  # the buttons that open it: for its owner, and for what nobody has
REASON, SOMEONE = "reason", "someone"


def open_form(front: Front, who: Who, body: dict[str, Any], diagnosis_id: str, action_id: str) -> Message | None:
    """Open it for an action; a word instead where the one who tapped cannot pass it on."""
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        diagnosis = diagnoses.look(session, who.workspace_id, diagnosis_id)
        action = actions.get(session, diagnosis, action_id) if diagnosis else None
        if diagnosis is None or action is None:
            return Note(text=desk.texts.say("wrong.gone"))
        refusal = refused(desk, diagnosis, action)
        if refusal:
            return refusal.hint
        is_own = action.owner == who.actor
    texts = texts_for(front, who)
    return forms.show(front, who, body, view(texts, (diagnosis_id, action_id), who.channel, is_own=is_own))


def view(texts: Catalog, about: tuple[str, str], channel: str, *, is_own: bool) -> dict[str, Any]:
    """The form; only whoever has it is asked why."""
    reason = forms.field(
        REASON,
        texts.say("decline.reason"),
        forms.typed(None, REASON_CHARACTERS),
        hint=texts.say("decline.reason_hint"),
    )
    return forms.form(
        texts,
        CALLBACK,
        kept=json.dumps({"about": about, "channel": channel}),
        title="decline.title" if is_own else "decline.name_title",
        submit="decline.send",
        blocks=[
            forms.text(texts.say("decline.intro", action=texts.actions[about[1]].title)),
            *([reason] if is_own else []),
            forms.field(SOMEONE, texts.say("decline.someone"), {"type": "users_select"}, optional=is_own),
        ],
    )


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any] | None:
    """Pass it on; returns faults by field for Slack to show, or None."""
    shown = body["view"]
    kept = json.loads(shown["private_metadata"])
    given = forms.values(shown)
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=str(kept["channel"]))
    diagnosis_id, action_id = kept["about"]
    texts = texts_for(front, who)
    if not given.get(REASON) and not given.get(SOMEONE):
        return {REASON if REASON in given else SOMEONE: plain(texts.say("decline.say_why"))}
    named = find(front, who, diagnosis_id, given.get(SOMEONE, ""))
    if given.get(SOMEONE):
        fault = fault_of(front, who, texts, named)
        if fault:
            return {SOMEONE: fault}

    def use_case(desk: Desk) -> Outcome:
        diagnosis = diagnoses.get(desk.session, desk.workspace_id, diagnosis_id)
        if diagnosis is None:
            return hint(desk.texts.say("wrong.gone"))
        return hand_on(desk, diagnosis, action_id, given.get(REASON, ""), named)

    whisper(front, who, act(front, who, f"view:{shown['id']}", use_case).hint)
    return None


def find(front: Front, who: Who, diagnosis_id: str, person: str) -> Somebody | None:
    """Who was named, with what Slack says of them right now."""
    target = find_target(front, who, diagnosis_id, person) if person else None
    return Somebody(target.person, target.in_channel) if target else None


def fault_of(front: Front, who: Who, texts: Catalog, named: Somebody | None) -> str | None:
    """Why this person cannot take it, as it stands beside the field; None if they can."""
    if named is None:
        return plain(texts.say("decline.bad.gone"))
    with front.database.reading() as session:
        wrong = why_not(desk_for(front, session, who.workspace_id, who.actor, front.clock()), named)
    return plain(texts.say(wrong.replace("claims.", "decline."))) if wrong else None
