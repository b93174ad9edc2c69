"""Rules for posting, editing and reacting."""

from __future__ import annotations

from tests.strict.rule import ELSEWHERE, HERE, PRIVATE, READING, REPORTED, ROBOT, World, called

POST, EDIT = "chat.postMessage", "chat.update"
X = {"text": "x"}


def _whispered(world: World) -> dict[str, object]:
    sent = world.client.chat_postEphemeral(channel=HERE, user="U0OLIVIA", text="x")
    return {"channel": HERE, "ts": sent["message_ts"], **X}


def _old(world: World) -> dict[str, object]:
    ts = world.posted()
    world.clock.move(minutes=5, seconds=1)
    return {"channel": HERE, "ts": ts, **X}


def _reacted(world: World) -> dict[str, object]:
    given = {"channel": HERE, "timestamp": world.said(), "name": "eyes"}
    world.client.api_call("reactions.add", json=given)
    return given


def _sixth(world: World) -> dict[str, object]:
    for _ in range(5):
        world.posted()
    return {"channel": HERE, **X}


POSTING = {
    "post-nowhere": called(
        "The channel is one that there is.", POST, "channel_not_found", lambda _: {"channel": "C0NOWHERE", **X}
    ),
    "post-no-channel": called("A post names its channel.", POST, "channel_not_found", lambda _: X, basis=READING),
    "post-uninvited": called(
        "The bot is in the channel.", POST, "not_in_channel", lambda _: {"channel": ELSEWHERE, **X}
    ),
    "post-private": called(
        "A private channel that the bot is not in is not there.",
        POST,
        "channel_not_found",
        lambda _: {"channel": PRIVATE, **X},
    ),
    "post-itself": called(
        "The bot does not write to itself.", POST, "channel_not_found", lambda _: {"channel": ROBOT, **X}, basis=READING
    ),
    "post-archived": called(
        "Nothing is posted to an archive.", POST, "is_archived", lambda world: {"channel": world.archived(), **X}
    ),
    "post-nothing": called("A message has text or blocks.", POST, "no_text", lambda _: {"channel": HERE, "text": " "}),
    "post-no-blocks": called(
        "An empty list of blocks is no message.", POST, "no_text", lambda _: {"channel": HERE, "blocks": []}
    ),
    "post-40001": called(
        "A message has at most 40,000 characters.",
        POST,
        "msg_too_long",
        lambda _: {"channel": HERE, "text": "x" * 40_001},
        basis=READING,
    ),
    "reply-nothing": called(
        "A reply stands under a message.",
        POST,
        "thread_not_found",
        lambda _: {"channel": HERE, **X, "thread_ts": "1.000001"},
    ),
    "reply-whisper": called(
        "Nobody replies to what one person sees.",
        POST,
        "cannot_reply_to_message",
        lambda world: {"channel": HERE, **X, "thread_ts": _whispered(world)["ts"]},
    ),
    "metadata-no-type": called(
        "Metadata has a type.",
        POST,
        "invalid_metadata_format",
        lambda _: {"channel": HERE, **X, "metadata": {"event_payload": {}}},
    ),
    "metadata-no-json": called(
        "Metadata in a form is JSON.",
        POST,
        "invalid_metadata_format",
        lambda _: {"channel": HERE, **X, "metadata": "{"},
    ),
    "metadata-16-kb": called(
        "Metadata has at most 16 KB.",
        POST,
        "metadata_too_large",
        lambda _: {"channel": HERE, **X, "metadata": {"event_type": "x", "event_payload": {"k": "x" * 17_000}}},
    ),
    "whisper-stranger": called(
        "One whispers to somebody who is there.",
        "chat.postEphemeral",
        "user_not_found",
        lambda _: {"channel": HERE, "user": "U0NOBODY", **X},
        basis=READING,
    ),
    "whisper-outside": called(
        "Whoever is whispered to is in the channel.",
        "chat.postEphemeral",
        "user_not_in_channel",
        lambda world: {"channel": HERE, "user": world.person(), **X},
    ),
    "whisper-archived": called(
        "Nothing is whispered in an archive.",
        "chat.postEphemeral",
        "is_archived",
        lambda world: {"channel": world.archived(), "user": "U0OLIVIA", **X},
    ),
    "too-fast": called(
        "A channel takes about one post a second, and a few at once.", POST, "ratelimited", _sixth, posts_per_second=0.1
    ),
}

EDITING = {
    "edit-nothing": called(
        "What is edited has to be there.", EDIT, "message_not_found", lambda _: {"channel": HERE, "ts": "1.000001", **X}
    ),
    "edit-by-name": called(
        "To edit, the channel goes by its id.",
        EDIT,
        "channel_not_found",
        lambda world: {"channel": "orders", "ts": world.posted(), **X},
        basis=REPORTED,
    ),
    "edit-anothers": called(
        "The bot edits its own messages only.",
        EDIT,
        "cant_update_message",
        lambda world: {"channel": HERE, "ts": world.said(), **X},
    ),
    "edit-whisper": called("What one person sees is not edited.", EDIT, "message_not_found", _whispered),
    "edit-archived": called(
        "Nothing is edited in an archive.",
        EDIT,
        "is_archived",
        lambda world: {"channel": world.archived(), "ts": "1.000001", **X},
        basis=READING,
    ),
    "edit-4001": called(
        "An edit has at most 4,000 characters.",
        EDIT,
        "msg_too_long",
        lambda world: {"channel": HERE, "ts": world.posted(), "text": "x" * 4_001},
    ),
    "edit-nothing-left": called(
        "An edit leaves text or blocks.",
        EDIT,
        "no_text",
        lambda world: {"channel": HERE, "ts": world.posted(), "text": ""},
    ),
    "edit-too-late": called(
        "Where the workspace ends editing, later is too late.", EDIT, "edit_window_closed", _old, edit_minutes=5
    ),
    "delete-anothers": called(
        "The bot deletes its own messages only.",
        "chat.delete",
        "cant_delete_message",
        lambda world: {"channel": HERE, "ts": world.said()},
    ),
    "delete-nothing": called(
        "What is deleted has to be there.",
        "chat.delete",
        "message_not_found",
        lambda _: {"channel": HERE, "ts": "1.000001"},
    ),
    "link-nothing": called(
        "A link leads to a message.",
        "chat.getPermalink",
        "message_not_found",
        lambda _: {"channel": HERE, "message_ts": "1.1"},
    ),
    "react-nothing": called(
        "A reaction stands under a message.",
        "reactions.add",
        "message_not_found",
        lambda _: {"channel": HERE, "timestamp": "1.1", "name": "eyes"},
    ),
    "react-no-item": called(
        "A reaction says to what.", "reactions.add", "no_item_specified", lambda _: {"channel": HERE, "name": "eyes"}
    ),
    "react-colons": called(
        "An emoji goes by its name, without colons.",
        "reactions.add",
        "invalid_name",
        lambda world: {"channel": HERE, "timestamp": world.said(), "name": ":eyes:"},
    ),
    "react-twice": called("The same reaction counts once.", "reactions.add", "already_reacted", _reacted),
}
