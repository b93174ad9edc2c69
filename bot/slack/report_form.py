"""The small form in which somebody chooses what they want as a file, and in which format."""

import json
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.access import Deed, refusal, standing_of
from bot.desk import Desk, Outcome, hint
from bot.interview.hand_out import hand_out, is_ready, title_of
from bot.report.order import Order, What, order_of, orders
from bot.slack.blocks import mrkdwn, plain_text
from bot.slack.front import Front, Who, act, texts_for
from bot.slack.places import place
from bot.store import diagnoses, people
from prompts.catalog import Catalog
from prompts.messages import Message, Note

log = structlog.get_logger()

CALLBACK = "report"
FIELD = "format"
TITLE_CHARACTERS = 24
OPTION_CHARACTERS = 75
GROUPS = ("report", "papers", "actions")


def open_form(front: Front, who: Who, body: dict[str, Any], diagnosis_id: str) -> Message | None:
    """Open the form for a diagnosis; a word instead where there is nothing to report or the form cannot be opened."""
    texts = texts_for(front, who)
    outcome = act(front, who, f"tap:{body['trigger_id']}", lambda desk: _may(desk, diagnosis_id))
    refused = outcome.hint or _unreadable(front, who, diagnosis_id)
    if refused:
        return refused
    try:
        front.keys.client(who.workspace_id).views_open(
            trigger_id=body["trigger_id"], view=view(texts, diagnosis_id, who)
        )
    except (SlackApiError, OSError) as error:
        log.warning("form_not_opened", action="report", fault=type(error).__name__)
        return Note(text=texts.say("wrong.unforeseen"))
    return None


def view(texts: Catalog, diagnosis_id: str, who: Who) -> dict[str, Any]:
    """The form: what there is, by group, each with the formats it comes in."""
    groups: list[dict[str, Any]] = [
        {
            "label": plain_text(texts.say(f"report.group.{name}"), OPTION_CHARACTERS),
            "options": [_option(texts, order) for order in orders() if _group(order) == name],
        }
        for name in GROUPS
    ]
    kept = {"diagnosis": diagnosis_id, "channel": who.channel, "thread": who.thread_ts}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(kept),
        "title": plain_text(texts.say("report.form_title"), TITLE_CHARACTERS),
        "submit": plain_text(texts.say("report.submit"), TITLE_CHARACTERS),
        "close": plain_text(texts.say("start.close"), TITLE_CHARACTERS),
        "blocks": [
            {"type": "section", "text": mrkdwn(texts.say("report.intro"))},
            {
                "type": "input",
                "block_id": FIELD,
                "label": plain_text(texts.say("report.label")),
                "element": {
                    "type": "static_select",
                    "action_id": FIELD,
                    "option_groups": groups,
                    "initial_option": groups[0]["options"][0],
                },
            },
        ],
    }


def _group(order: Order) -> str:
    return "papers" if order.what.is_paper else str(order.what)


def _option(texts: Catalog, order: Order) -> dict[str, Any]:
    """An option by its whole name: Slack shows only this once it is chosen, not its group's."""
    match order.what:
        case What.REPORT:
            words = texts.say(f"report.option.{order.format}")
        case What.ACTIONS:
            words = texts.say(f"report.option.actions.{order.format}")
        case _:
            kind = texts.say(f"report.format.{order.format}")
            words = texts.say("report.option.paper", title=title_of(texts, order.what), format=kind)
    return {"text": plain_text(words, OPTION_CHARACTERS), "value": str(order)}


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any]:
    """Hand the report out; returns what the form shows instead: that it is on its way, or why not."""
    shown = body["view"]
    kept = json.loads(shown["private_metadata"])
    order = _chosen(shown["state"]["values"][FIELD][FIELD]["selected_option"]["value"])
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=str(kept.get("channel") or ""))
    texts = texts_for(front, who)
    refused = _unreadable(front, who, str(kept["diagnosis"]))
    if refused:
        return closing(texts, refused.text)
    outcome = act(front, who, f"view:{shown['id']}", lambda desk: _hand_out(desk, str(kept["diagnosis"]), order))
    words = outcome.hint.text if isinstance(outcome.hint, Note) else texts.say("report.again")
    return closing(texts, words)


def _chosen(text: str) -> Order:
    """What the form offered. Raises LookupError for anything else, which no form of ours has offered."""
    try:
        return order_of(str(text))
    except ValueError as error:
        raise LookupError("the form offers no such report") from error


def closing(texts: Catalog, words: str) -> dict[str, Any]:
    """What the form shows once it is sent."""
    return {
        "type": "modal",
        "title": plain_text(texts.say("report.form_title"), TITLE_CHARACTERS),
        "close": plain_text(texts.say("report.close"), TITLE_CHARACTERS),
        "blocks": [{"type": "section", "text": mrkdwn(words)}],
    }


def _unreadable(front: Front, who: Who, diagnosis_id: str) -> Note | None:
    """What to say to somebody who asks from elsewhere, and cannot read the channel (any more)."""
    with front.database.reading() as session:
        diagnosis = diagnoses.look(session, who.workspace_id, diagnosis_id)
        person = people.person(session, who.workspace_id, who.actor)
    if diagnosis is None or diagnosis.channel == who.channel:
        return None  # it is asked for in the channel itself
    may_read = place(front, who.workspace_id, diagnosis.channel).can_read(who.actor)
    refused = refusal(Deed.EXPORT, standing_of(person, diagnosis, may_read=may_read))
    return Note(text=texts_for(front, who).say(refused)) if refused else None


def _may(desk: Desk, diagnosis_id: str) -> Outcome:
    diagnosis = diagnoses.get(desk.session, desk.workspace_id, diagnosis_id)
    if diagnosis is None:
        return hint(desk.texts.say("wrong.gone"))
    return Outcome() if is_ready(diagnosis) else hint(desk.texts.say("report.not_yet"))


def _hand_out(desk: Desk, diagnosis_id: str, order: Order) -> Outcome:
    diagnosis = diagnoses.get(desk.session, desk.workspace_id, diagnosis_id)
    return hand_out(desk, diagnosis, order) if diagnosis else hint(desk.texts.say("wrong.gone"))
