from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.playground.key_paths import PATHS
from tests.unit.playground.stage import actions, button, fetch, menu, modal, section

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack
    from tests.unit.playground.stage import Bot, Heard

HERE = "C0ORDERS"
# What the app itself put in, and maps whose keys are ids.
OPAQUE = frozenset({"blocks", "state", "event_payload"})
SAMPLES = {
    "slash": "SlashCommandPayload",
    "message": "MessagePayload",
    "reply": "MessagePayload",
    "own message": "MessagePayload",
    "message_changed": "MessageChangedPayload",
    "message_deleted": "MessageDeletedPayload",
    "button": "BlockActionPayload",
    "static_select": "BlockActionPayload",
    "file_share": "MessageFileSharePayload",
    "view_submission": "ViewSubmissionPayload",
    "view_closed": "ViewClosedPayload",
    "app_home_opened": "AppHomeOpenedPayload",
    "member_joined_channel": "MemberJoinedChannelPayload",
}


def paths(value: Any, at: str = "") -> set[str]:
    """The paths of all keys in a payload."""
    if isinstance(value, list):
        return set().union(*(paths(item, f"{at}[]") for item in value)) if value else set()
    found: set[str] = set()
    if isinstance(value, dict):
        for key, part in value.items():
            path = f"{at}.{key}" if at else key
            found |= {path} | (set() if key in OPAQUE else paths(part, path))
    return found


def samples() -> Path | None:
    """Slack's published samples, where they lie beside the repository."""
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "slack-schemas"
        if found.is_dir():
            return found
    return None


def published(name: str) -> set[str] | None:
    """The paths that Slack publishes for an answer or a request, where the samples are at hand."""
    folder = samples()
    if folder is None:
        return None
    if name in SAMPLES:
        return paths(json.loads((folder / "incoming" / f"{SAMPLES[name]}.json").read_text()))
    whole = folder / "api" / f"{name}.json"
    if whole.exists():
        return paths(json.loads(whole.read_text()))
    listed = folder / "api" / f"{name}.keys.txt"
    return set(listed.read_text().split()) if listed.exists() else None


def answers(slack: LocalSlack, client: WebClient) -> dict[str, Any]:
    """One answer of each method."""
    ts = client.chat_postMessage(channel=HERE, text="x", blocks=[section()])["ts"]
    slack.slash("olivia", "orders", "/unstick")
    opened = client.views_open(trigger_id=_trigger(slack), view=modal())
    slack.click_in_view("olivia", opened["view"]["id"], "name", "typed", "x")
    slack.slash("olivia", "orders", "/unstick")
    metadata = {"event_type": "a", "event_payload": {"b": 1}}
    found = {
        "auth.test": client.auth_test(),
        "team.info": client.team_info(),
        "bots.info": client.bots_info(bot="B0LOCALBOT"),
        "users.info": client.users_info(user="U0OLIVIA", include_locale=True),
        "users.list": client.users_list(),
        "conversations.info": client.conversations_info(channel=HERE, include_num_members=True),
        "conversations.open": client.conversations_open(users="U0OLIVIA", return_im=True),
        "conversations.list": client.conversations_list(types="public_channel,im"),
        "conversations.members": client.conversations_members(channel=HERE),
        "chat.postMessage": client.chat_postMessage(channel=HERE, text="x", thread_ts=ts, metadata=metadata),
        "chat.update": client.chat_update(channel=HERE, ts=ts, text="y", metadata=metadata),
        "chat.getPermalink": client.chat_getPermalink(channel=HERE, message_ts=ts),
        "chat.postEphemeral": client.chat_postEphemeral(channel=HERE, user="U0OLIVIA", text="x"),
        "reactions.add": client.reactions_add(channel=HERE, timestamp=ts, name="eyes"),
        "conversations.history": client.conversations_history(channel=HERE, include_all_metadata=True, limit=1),
        "conversations.replies": client.conversations_replies(channel=HERE, ts=ts),
        "views.open": opened,
        "views.push": client.views_push(trigger_id=_trigger(slack), view=modal()),
        "views.update": client.views_update(view_id=opened["view"]["id"], view=modal()),
        "views.publish": client.views_publish(user_id="U0OLIVIA", view={"type": "home", "blocks": [section()]}),
        "chat.delete": client.chat_delete(channel=HERE, ts=ts),
        **_shared(slack, client, slack.say("brenda", "orders", "and a file").ts),
    }
    return {method: answer.data for method, answer in found.items()}


def _shared(slack: LocalSlack, client: WebClient, thread: str) -> dict[str, Any]:
    """The answers on the way of a file into a thread."""
    announced = client.files_getUploadURLExternal(filename="a.png", length=3, alt_txt="three bytes")
    assert fetch(announced["upload_url"], b"abc")[0] == 200
    files = [{"id": announced["file_id"], "title": "A"}]
    shared = client.files_completeUploadExternal(files=files, channel_id=HERE, thread_ts=thread, initial_comment="x")
    return {"files.getUploadURLExternal": announced, "files.completeUploadExternal": shared}


def _trigger(slack: LocalSlack) -> str:
    return list(slack.workspace.triggers)[-1]


def requests(slack: LocalSlack, client: WebClient, bot: Bot) -> dict[str, Any]:
    """One request of each kind."""
    root = slack.say("olivia", "orders", "hello")
    slack.say("brenda", "orders", "and you", root.ts)
    row = actions(button(value="v", style="primary"), menu(), block_id="row")
    ts = str(client.chat_postMessage(channel=HERE, text="x", thread_ts=root.ts, blocks=[row])["ts"])
    slack.slash("olivia", "orders", "/unstick", "order intake")
    view = client.views_open(trigger_id=_trigger(slack), view=modal(notify_on_close=True))["view"]["id"]
    slack.submit("olivia", view, {"name": {"typed": "x"}})
    slack.slash("olivia", "orders", "/unstick")
    view = client.views_open(trigger_id=_trigger(slack), view=modal(notify_on_close=True))["view"]["id"]
    slack.close("olivia", view)
    slack.click("olivia", "orders", ts, "row", "go")
    slack.click("olivia", "orders", ts, "row", "pick", "v1")
    client.chat_update(channel=HERE, ts=ts, text="y")
    client.chat_delete(channel=HERE, ts=ts)
    client.views_publish(user_id="U0OLIVIA", view={"type": "home", "blocks": [section()]})
    slack.open_home("olivia")
    _shared(slack, client, root.ts)
    slack.join(slack.add_user("zoe").id, "orders")
    slack.settle()
    return {_kind(heard): heard.form if "command" in heard.form else heard.payload for heard in bot.heard}


def _kind(heard: Heard) -> str:
    if "command" in heard.form:
        return "slash"
    payload = heard.payload
    if payload["type"] == "block_actions":
        return str(payload["actions"][0]["type"])
    if payload["type"] != "event_callback":
        return str(payload["type"])
    event = payload["event"]
    if event["type"] != "message" or "subtype" in event:
        return str(event.get("subtype") or event["type"])
    if "bot_id" in event:
        return "own message"
    return "reply" if "thread_ts" in event else "message"


def test_answers_have_slacks_keys(slack: LocalSlack, client: WebClient) -> None:
    """Each answer has exactly the keys written down here, and none that Slack does not publish."""
    found = answers(slack, client)
    assert {name: paths(body) for name, body in found.items()} == {name: PATHS[name] for name in found}


def test_requests_have_slacks_keys(slack: LocalSlack, client: WebClient, bot: Bot) -> None:
    """Each request to the app has exactly the keys written down here, and none that Slack does not publish."""
    found = requests(slack, client, bot)
    assert set(found) == set(SAMPLES)
    assert {name: paths(body) for name, body in found.items()} == {name: PATHS[name] for name in found}


@pytest.mark.parametrize("name", sorted(PATHS))
def test_the_keys_written_down_are_slacks(name: str) -> None:
    """What is written down stays within Slack's published samples where they are at hand, and is never empty."""
    assert PATHS[name]
    known = published(name)
    assert known is None or PATHS[name] <= known
