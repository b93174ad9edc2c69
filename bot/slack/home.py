"""App Home: somebody's pilots and the workspace's, as far as they may see them.

It is put up right after it is opened and not through the outbox: nothing has changed, nobody waits for it in order, and
one that is lost is made anew when it is opened again. So it also always shows what is known at that moment.
"""

from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.access import Deed, refusal, standing_of
from bot.interview import pilots
from bot.slack import modal, report_form
from bot.slack.blocks import mrkdwn, plain_text, render
from bot.slack.front import Front, Who, desk_for, know, texts_for
from bot.slack.places import place
from bot.store import diagnoses, people
from prompts.catalog import Catalog
from prompts.compose import home as compose
from prompts.compose.home import Card
from prompts.messages import Message, Note

log = structlog.get_logger()

LOOKED_AT = 100  # the newest pilots of the workspace among which somebody's are looked for
SHOWN = 10  # of one's own, and as many of the others
LISTED = 15


def opened(front: Front, body: dict[str, Any]) -> None:
    """Put up somebody's Home."""
    event = body["event"]
    if event.get("tab") == "home":
        publish(front, Who(workspace_id=body["team_id"], actor=event["user"], channel=""))


def publish(front: Front, who: Who) -> None:
    """Show somebody their Home as things stand now."""
    texts = texts_for(front, who)
    refused, cards, more = visible(front, who, SHOWN)
    shown = _only(texts.say(refused)) if refused else view(texts, cards, _links(front, who, cards), more)
    try:
        front.keys.client(who.workspace_id).views_publish(user_id=who.actor, view=shown)
    except (SlackApiError, OSError) as error:
        log.warning("home_not_shown", action="publish", fault=type(error).__name__)


def listing(front: Front, who: Who) -> Message:
    """The answer to `/unstick list`: the same pilots, in words."""
    texts = texts_for(front, who)
    refused, cards, more = visible(front, who, LISTED)
    return Note(text=texts.say(refused)) if refused else compose.listing(texts, cards, more)


def visible(front: Front, who: Who, most: int) -> tuple[str | None, list[Card], int]:
    """Why somebody sees nothing, or the pilots they may see, their own first, and how many more there are."""
    know(front, who.workspace_id, [who.actor])
    with front.database.reading() as session:
        person = people.person(session, who.workspace_id, who.actor)
        refused = refusal(Deed.SEE, standing_of(person, is_foreign=who.is_foreign))
        if refused:
            return refused, [], 0
        found = diagnoses.newest(session, who.workspace_id, LOOKED_AT)
    readable = {
        channel: place(front, who.workspace_id, channel).can_read(who.actor)
        for channel in {one.channel for one in found}
    }
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        seen = [
            one
            for one in diagnoses.newest(session, who.workspace_id, LOOKED_AT)
            if not refusal(Deed.SEE, standing_of(person, one, may_read=readable.get(one.channel, False)))
        ]
        own = [one for one in seen if pilots.is_mine(desk, one)]
        others = [one for one in seen if one not in own]
        shown = [*own[:most], *others[:most]]
        return None, pilots.cards(desk, shown), len(seen) - len(shown)


def view(texts: Catalog, cards: list[Card], links: dict[str, str], more: int) -> dict[str, Any]:
    """The Home tab."""
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain_text(texts.say("home.title"))},
        {
            "type": "actions",
            "block_id": "home",
            "elements": [
                {**_button(texts.say("home.start"), "home_start", ""), "style": "primary"},
            ],
        },
    ]
    if not cards:
        return {"type": "home", "blocks": [*blocks, _section(texts.say("home.none"))]}
    for title, part in (("home.mine", True), ("home.others", False)):
        mine = [card for card in cards if card.is_mine is part]
        if mine:
            blocks += [{"type": "divider"}, _section(texts.say(title))]
        for card in mine:
            blocks += _pilot(texts, card, links.get(card.id))
    if more:
        blocks.append(_context(texts.say("home.more", count=more)))
    return {"type": "home", "blocks": [*blocks, {"type": "divider"}, _context(compose.legend(texts))]}


def tap(front: Front, who: Who, body: dict[str, Any], name: str, value: str) -> None:
    """A button of the Home tab; what opens in Slack by itself needs nothing from us."""
    match name:
        case "home_start":
            _open(front, who, body, modal.view(texts_for(front, who), channel=None, pilot=""))
        case "document":
            refused = report_form.open_form(front, who, body, value)
            if refused:
                _open(front, who, body, report_form.closing(texts_for(front, who), render(refused)[0]))


def _open(front: Front, who: Who, body: dict[str, Any], form: dict[str, Any]) -> None:
    try:
        front.keys.client(who.workspace_id).views_open(trigger_id=body["trigger_id"], view=form)
    except (SlackApiError, OSError) as error:
        log.warning("form_not_opened", action="home", fault=type(error).__name__)


def _links(front: Front, who: Who, cards: list[Card]) -> dict[str, str]:
    """Where each can be opened; a link does not change, so Slack is asked once for each."""
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        found = {card.id: diagnoses.look(session, who.workspace_id, card.id) for card in cards}
        places = {key: pilots.thread_of(desk, one) for key, one in found.items() if one is not None}
    return {key: link for key, spot in places.items() if spot and (link := _link(front, (who.workspace_id, *spot)))}


def _link(front: Front, spot: tuple[str, str, str]) -> str | None:
    if spot not in front.links:
        workspace_id, channel, ts = spot
        try:
            answer = front.keys.client(workspace_id).chat_getPermalink(channel=channel, message_ts=ts)
        except (SlackApiError, OSError):
            return None
        front.links[spot] = str(answer["permalink"])
    return front.links[spot]


def _pilot(texts: Catalog, card: Card, link: str | None) -> list[dict[str, Any]]:
    buttons = []
    if link:
        buttons.append({**_button(texts.say("home.open"), f"home_open/{card.id}", card.id), "url": link})
    if card.has_report:
        buttons.append(_button(texts.say("report.button"), f"document/{card.id}", card.id))
    section = _section(compose.pilot(texts, card))
    return [section, {"type": "actions", "block_id": card.id, "elements": buttons}] if buttons else [section]


def _button(label: str, action: str, value: str) -> dict[str, Any]:
    button = {"type": "button", "text": plain_text(label), "action_id": action}
    return {**button, "value": value} if value else button


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text)}


def _context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [mrkdwn(text)]}


def _only(text: str) -> dict[str, Any]:
    return {"type": "home", "blocks": [_section(text)]}
