"""What Slack refused although the bot could have known: a call of the wrong form, or of the wrong kind.

That a channel is archived or somebody has left is no such thing: it happens, and the bot has to live with it.
"""

from collections.abc import Iterable

from bot.playground.slack.model import Call

OWN_FAULT = frozenset(
    {
        "alt_txt_too_large",
        "duplicate_external_id",
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_cursor",
        "invalid_json",
        "invalid_limit",
        "invalid_metadata_format",
        "invalid_name",
        "invalid_types",
        "json_not_object",
        "metadata_too_large",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "push_limit_reached",
        "unknown_method",
        "view_too_large",
    }
)


def refusals(calls: Iterable[Call]) -> list[str]:
    """A sentence for each call that was refused by the bot's own fault; injected faults do not count."""
    return [
        f"{call.method} was refused: {call.answer['error']} {'; '.join(call.answer.get('errors', ()))}".rstrip()
        for call in calls
        if call.fault is None and not call.answer.get("ok") and call.answer.get("error") in OWN_FAULT
    ]
