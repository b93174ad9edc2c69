"""What somebody typed, out of Slack's markup: the characters that they saw, and no markup that could act again."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)[|>]")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
MOST_PEOPLE = 10  # whose names are looked up for one message; further ones keep their ids


def as_typed(text: str, names: Mapping[str, str] = _NO_NAMES) -> str:
    """Slack's markup as plain characters: links by their label, mentions as @ and the person's name in `names`."""

    def shown(match: re.Match[str]) -> str:
        target, label = match.group(1), match.group(2)
        if target.startswith("#"):
            return f"#{label or target[1:]}"
        if target.startswith(("@", "!")):
            return f"@{label or names.get(target[1:]) or target[1:].split('^')[0]}"
        return label or target

    bare = _LINK.sub(shown, text)
    for entity, character in _ENTITIES.items():
        bare = bare.replace(entity, character)
    return bare


def people_in(text: str) -> list[str]:
    """The ids of those whom a text mentions, each once, the first few."""
    return list(dict.fromkeys(_PERSON.findall(text)))[:MOST_PEOPLE]


def without_people(text: str) -> str:
    """A text less everybody whom it mentions, and less the signs left behind."""
    return " ".join(re.sub(r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>", " ", text).split()).strip(" ,:.!?")
