"""Rules for places and people: where the bot is, whom it may talk to, what it may see."""

from __future__ import annotations

from tests.strict.rule import ELSEWHERE, HERE, PRIVATE, REPORTED, ROBOT, World, called


def _nine(world: World) -> dict[str, object]:
    return {"users": ",".join(world.person() for _ in range(9))}


RULES = {
    "open-nobody": called(
        "A conversation is opened with somebody.",
        "conversations.open",
        "users_list_not_supplied",
        lambda _: {"users": ""},
    ),
    "open-stranger": called(
        "Whoever one talks with is there.", "conversations.open", "user_not_found", lambda _: {"users": "U0NOBODY"}
    ),
    "open-itself": called(
        "The bot does not talk with itself.",
        "conversations.open",
        "cannot_dm_bot",
        lambda _: {"users": ROBOT},
        basis=REPORTED,
    ),
    "open-leaver": called(
        "Nobody talks with somebody who left.",
        "conversations.open",
        "user_disabled",
        lambda world: {"users": world.person(deleted=True)},
    ),
    "open-nine": called("A group has at most eight people.", "conversations.open", "too_many_users", _nine),
    "read-elsewhere": called(
        "The bot reads where it is.", "conversations.history", "not_in_channel", lambda _: {"channel": ELSEWHERE}
    ),
    "read-private": called(
        "The bot does not read private channels it is not in.",
        "conversations.history",
        "channel_not_found",
        lambda _: {"channel": PRIVATE},
    ),
    "read-no-thread": called(
        "A thread begins with a message.",
        "conversations.replies",
        "thread_not_found",
        lambda _: {"channel": HERE, "ts": "1.000001"},
    ),
    "read-zero": called(
        "A page has at least one entry.",
        "conversations.history",
        "invalid_limit",
        lambda _: {"channel": HERE, "limit": 0},
    ),
    "read-cursor": called(
        "The next page is one that Slack named.",
        "conversations.history",
        "invalid_cursor",
        lambda _: {"channel": HERE, "cursor": "x"},
    ),
    "list-kinds": called(
        "Channels are of four kinds.", "conversations.list", "invalid_types", lambda _: {"types": "secret"}
    ),
    "look-private": called(
        "Nobody tells of a private channel.", "conversations.info", "channel_not_found", lambda _: {"channel": PRIVATE}
    ),
    "join-private": called(
        "Into a private channel one is invited.",
        "conversations.join",
        "channel_not_found",
        lambda _: {"channel": PRIVATE},
    ),
    "join-direct": called(
        "Nobody joins a direct message.",
        "conversations.join",
        "method_not_supported_for_channel_type",
        lambda world: {"channel": world.slack.dm("olivia").id},
    ),
    "join-archived": called(
        "Nobody joins an archive.", "conversations.join", "is_archived", lambda world: {"channel": world.archived()}
    ),
    "leave-general": called(
        "Nobody leaves the general channel.",
        "conversations.leave",
        "cant_leave_general",
        lambda _: {"channel": ELSEWHERE},
    ),
    "leave-direct": called(
        "Nobody leaves a direct message.",
        "conversations.leave",
        "method_not_supported_for_channel_type",
        lambda world: {"channel": world.slack.dm("olivia").id},
    ),
    "user-stranger": called(
        "A user is one who is there.", "users.info", "user_not_found", lambda _: {"user": "U0NOBODY"}
    ),
    "bot-foreign": called(
        "A bot is one of this workspace.", "bots.info", "bot_not_found", lambda _: {"bot": "B0OTHER"}
    ),
    "team-foreign": called("A team is this one.", "team.info", "team_not_found", lambda _: {"team": "T0OTHER"}),
    "method-unknown": called("A method is one that there is.", "chat.shout", "unknown_method", lambda _: {}),
    "scope-missing": called(
        "A method needs its permission.",
        "users.info",
        "missing_scope",
        lambda _: {"user": "U0OLIVIA"},
        scopes=frozenset({"chat:write"}),
    ),
}
