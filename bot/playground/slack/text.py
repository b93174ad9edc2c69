"""Message text: what Slack makes of typed text, and whom a text would notify."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|<!(channel|here|everyone|subteam\^[A-Z0-9]+)(?:\|[^>]*)?>")
_NAMED = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")
_TYPED = re.compile(
    r"(?P<url>\bhttps?://[^\s<>]*[^\s<>.,;:!?)\]'\"])"
    r"|(?P<mail>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)"
    r"|(?<![\w@])@(?P<user>[a-z0-9][a-z0-9._-]*)"
    r"|(?<![\w#&])#(?P<channel>[a-z0-9][a-z0-9_-]*)",
    re.IGNORECASE,
)
_GROUPS = frozenset({"channel", "here", "everyone"})


def escape(text: str) -> str:
    """Escape the three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def from_keyboard(text: str, users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """What Slack stores when a person types ``text``.

    Typed brackets are escaped, so ``<!channel>`` typed by hand notifies nobody; addresses are wrapped; ``@name`` and
    ``#name`` become ids when they are known (``users`` and ``channels`` map name to id).
    """
    parts: list[str] = []
    end = 0
    for match in _TYPED.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(_linked(match, users, channels))
        end = match.end()
    parts.append(escape(text[end:]))
    return "".join(parts)


def _linked(match: re.Match[str], users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    whole = escape(match.group())
    if match["url"]:
        return f"<{whole}>"
    if match["mail"]:
        return f"<mailto:{whole}|{whole}>"
    if name := match["user"]:
        name = name.lower()
        if name in _GROUPS:
            return f"<!{name}>"
        stem = name.rstrip("._-")
        tail = whole[1 + len(stem) :]
        return f"<@{users[stem]}>{tail}" if stem in users else whole
    name = match["channel"].lower()
    return f"<#{channels[name]}|{name}>" if name in channels else whole


def mentions(text: str) -> tuple[str, ...]:
    """Whom ``text`` would notify, in order: user ids, ``channel``, ``here``, ``everyone``, ``subteam^S…``."""
    return tuple(match[1] or match[2] for match in _MENTION.finditer(text))


def group_names(text: str) -> tuple[str, ...]:
    """The plain ``@channel`` and the like, which notify only when the call asks to link names."""
    return tuple(match[1] for match in _NAMED.finditer(text))


def mentioned_in_blocks(blocks: Iterable[Any]) -> tuple[str, ...]:
    """Whom blocks would notify: mrkdwn texts, Markdown blocks and mentions inside rich text; never plain text."""
    return tuple(_walk(list(blocks)))


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind in {"mrkdwn", "markdown"}:
            yield from mentions(str(value.get("text", "")))
        elif kind == "user" and "user_id" in value:
            yield str(value["user_id"])
        elif kind == "broadcast" and "range" in value:
            yield str(value["range"])
        elif kind == "usergroup" and "usergroup_id" in value:
            yield f"subteam^{value['usergroup_id']}"
        for item in value.values():
            if isinstance(item, (dict, list)):
                yield from _walk(item)


def block_text_length(value: Any) -> int:
    """Characters of all text in blocks, which Slack limits as a whole."""
    if isinstance(value, list):
        return sum(block_text_length(item) for item in value)
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(
            block_text_length(item) for item in value.values() if isinstance(item, (dict, list))
        )
    return 0
