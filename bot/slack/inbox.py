"""Everything else that Slack sends: a filled-in form, and messages typed in threads or to Unstick itself."""

from typing import Any

from sqlalchemy.orm import Session

from bot.delivery.letters import Act, Draft
from bot.desk import Desk, Outcome, hint
from bot.interview import correct, listen, start
from bot.interview.answers import answers
from bot.interview.hand import Target
from bot.interview.in_force import under_its_rules
from bot.interview.transcript import fold
from bot.slack import modal
from bot.slack.front import Front, Who, act, know, texts_for, whisper
from bot.slack.overheard import is_private, is_typed
from bot.slack.places import not_here
from bot.slack.target import find_target
from bot.slack.typed import as_typed, people_in, without_people
from bot.store import diagnoses, people
from bot.store.tables import Diagnosis
from bot.understanding.commands import command_in
from bot.understanding.guarded import visible
from prompts.catalog import catalog
from prompts.messages import Note, dump
from prompts.mrkdwn import plain


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any] | None:
    """Start the diagnosis that a form describes; returns faults by field for Slack to show, or None."""
    view = body["view"]
    request = modal.filled_in(view)
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=request.channel)
    texts = texts_for(front, who)
    if not request.pilot:
        return {"pilot": texts.say("start.needs_name")}
    if (refusal := not_here(front, who.workspace_id, request.channel, texts)) is not None:
        field = "channel" if "channel" in view["state"]["values"] else "pilot"
        return {field: plain(refusal.text)}
    know(front, who.workspace_id, [person for person in request.roles.values() if person])
    outcome = act(front, who, f"view:{view['id']}", lambda desk: start.start(desk, request))
    whisper(front, who, outcome.hint)
    return None


def message(front: Front, body: dict[str, Any]) -> None:
    """Read what was typed into a diagnosis's thread; anything typed elsewhere is dropped unread and unlogged."""
    event = body["event"]
    if not is_typed(event):
        return
    who = Who(
        workspace_id=body["team_id"],
        actor=event["user"],
        channel=event["channel"],
        thread_ts=event.get("thread_ts"),
        is_foreign=event.get("user_team", event.get("team", body["team_id"])) != body["team_id"],
    )
    privately = is_private(event)
    if not privately and not (who.thread_ts and is_ours(front, who, who.thread_ts)):
        return
    text = str(event.get("text", ""))
    mentioned = people_in(text)
    if not privately:
        know(front, who.workspace_id, mentioned)
    target = _handed_to(front, who, text, mentioned, privately=privately)
    front.reader.prepare(visible(_by_name(front, who, text, mentioned)))
    if privately:
        outcome = act(front, who, body["event_id"], lambda desk: _in_private(desk, event, body["event_id"], target))
    else:
        outcome = act(front, who, body["event_id"], lambda desk: _said(desk, who, event, target))
    whisper(front, who, outcome.hint)


def is_ours(front: Front, who: Who, thread_ts: str) -> bool:
    """Whether a thread is a diagnosis's."""
    with front.database.reading() as session:
        return diagnoses.root_of(session, who.workspace_id, who.channel, thread_ts) is not None


def _handed_to(front: Front, who: Who, text: str, mentioned: list[str], *, privately: bool) -> Target | None:
    """Whom somebody wants asked instead: "ask @tomasz" and nothing else."""
    if len(mentioned) != 1 or command_in(catalog(), without_people(text)) != "hand":
        return None
    with front.database.reading() as session:
        asked = _asked_in_private(session, who.workspace_id, who.actor, to_read=True) if privately else []
        thread = diagnoses.root_of(session, who.workspace_id, who.channel, who.thread_ts or "")
        diagnosis_id = asked[0].id if len(asked) == 1 else thread
    return find_target(front, who, diagnosis_id, mentioned[0]) if diagnosis_id else None


def _by_name(front: Front, who: Who, text: str, mentioned: list[str]) -> str:
    """A text as its reader saw it when it was typed."""
    if not mentioned:
        return as_typed(text)
    with front.database.reading() as session:
        return as_typed(text, _names(session, who.workspace_id, mentioned))


def _names(session: Session, workspace_id: str, mentioned: list[str]) -> dict[str, str]:
    found = [people.person(session, workspace_id, one) for one in mentioned]
    return {person.id: person.name for person in found if person}


def _said(desk: Desk, who: Who, event: dict[str, Any], target: Target | None) -> Outcome:
    diagnosis_id = diagnoses.root_of(desk.session, who.workspace_id, who.channel, who.thread_ts or "")
    diagnosis = diagnoses.get(desk.session, who.workspace_id, diagnosis_id) if diagnosis_id else None
    if diagnosis is None:
        return hint(desk.texts.say("wrong.gone"))
    desk = under_its_rules(desk, diagnosis)
    return _heard(desk, diagnosis, event, target, privately=False)


def _heard(
    desk: Desk, diagnosis: Diagnosis, event: dict[str, Any], target: Target | None, *, privately: bool
) -> Outcome:
    text = str(event.get("text", ""))
    said = as_typed(text, _names(desk.session, desk.workspace_id, people_in(text)))
    words = without_people(text) if target is not None else said
    return listen.say(desk, diagnosis, words, str(event["ts"]), privately=privately, target=target)


def _asked_in_private(session: Session, workspace_id: str, person: str, *, to_read: bool = False) -> list[Diagnosis]:
    """The diagnoses of which a question waits for somebody in their direct messages."""
    asked = []
    for diagnosis in diagnoses.asked_privately(session, workspace_id, person, to_read=to_read):
        progress = fold(diagnoses.transcript(diagnosis))
        own = progress.own(person)
        if own is not None and progress.waiting[own].in_private:
            asked.append(diagnosis)
    return asked


def _in_private(desk: Desk, event: dict[str, Any], event_id: str, target: Target | None) -> Outcome:
    """A direct message: the answer to the question that waits for them there, or a call for help."""
    asked = _asked_in_private(desk.session, desk.workspace_id, desk.actor)
    if len(asked) > 1:
        return hint(desk.texts.say("wrong.which_question"))
    if not asked:
        return _about_own(desk, event) or _help(desk, event_id)
    return _heard(under_its_rules(desk, asked[0]), asked[0], event, target, privately=True)


def _about_own(desk: Desk, event: dict[str, Any]) -> Outcome | None:
    """Words about an answer that they have given there: their answers, each with a way to change it."""
    said = visible(as_typed(str(event.get("text", ""))))
    for diagnosis in diagnoses.asked_privately(desk.session, desk.workspace_id, desk.actor):
        own = under_its_rules(desk, diagnosis)
        if correct.is_about_own(own, diagnosis, said):
            return answers(own, diagnosis, own=True)
    return None


def _help(desk: Desk, event_id: str) -> Outcome:
    note = Note(text=desk.texts.say("help"))
    return Outcome(drafts=(Draft(id=f"help.{event_id}", lane=desk.actor, act=Act.DM, body=dump(note)),))
