"""Slack's mrkdwn: what came from people is made harmless before it stands in a message."""

import re
from typing import Any

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Slack has no way to escape these. A character that nobody sees on both sides keeps each of them one: Slack opens no
# formatting before it and closes none after it. `*` in an answer must not make half a plan bold.
_FORMATTING = re.compile(r"([*_~`])")
_QUOTE_MARK = re.compile(r"^([^\S\n]*)(?=&gt;)", re.MULTILINE)  # at the start of a line Slack makes a quotation of it
_JOINER = "\N{WORD JOINER}"
_SPACES = re.compile(r"\s+")

QUOTE_CHARACTERS = 200
ERASED = "ERASED"  # so begins what stands instead of the id of somebody who was erased


class Mrkdwn(str):
    """Text that is mrkdwn already: made by a template of ours or by `escape`."""

    __slots__ = ()


NOBODY_KNOWN = Mrkdwn("@…")


def escape(text: str) -> Mrkdwn:
    """Text from anywhere, as mrkdwn that shows just these characters: no mention, no link, no formatting."""
    harmless = _FORMATTING.sub(rf"{_JOINER}\1{_JOINER}", text.translate(_ESCAPES))
    return Mrkdwn(_QUOTE_MARK.sub(rf"\1{_JOINER}", harmless))


def finalize(value: Any) -> Mrkdwn:
    """What Jinja2 does to each `{{ value }}`: escaped, unless it is mrkdwn already."""
    return value if isinstance(value, Mrkdwn) else escape(str(value))


def mention(person: str) -> Mrkdwn:
    """A mention of somebody by Slack id (letters and digits only, else ValueError): they are notified.

    Somebody who was erased has no name and no id any more.
    """
    if not person.isalnum():
        raise ValueError(f"{person!r} is not the id of a person in Slack.")
    if person.startswith(ERASED):
        return NOBODY_KNOWN
    return Mrkdwn(f"<@{person}>")


def shorten(text: str, limit: int = QUOTE_CHARACTERS) -> str:
    """One line of at most `limit` characters, cut at a word where there is one."""
    line = _SPACES.sub(" ", text).strip()
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return f"{head}…"


def plain(text: str) -> str:
    """Mrkdwn as plain text, for labels and notifications that show no formatting."""
    return text.replace(_JOINER, "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
