"""What somebody typed, out of Slack's markup: the characters that they saw, and no markup that could act again."""

import re

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def as_typed(text: str) -> str:
    """Slack's markup as plain characters: links by their label, mentions as @ and a name."""
    bare = _LINK.sub(_shown, text)
    for entity, character in _ENTITIES.items():
        bare = bare.replace(entity, character)
    return bare


def _shown(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2)
    if target.startswith(("@", "#", "!")):
        return f"@{label or target[1:].split('^')[0]}" if not target.startswith("#") else f"#{label or target[1:]}"
    return label or target
