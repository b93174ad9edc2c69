"""Taking somebody out of a text: their id, their name, and their words where others' texts repeat them."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from prompts.mrkdwn import escape

GAP: Final = "…"  # what stands where something was taken out
NAME_CHARACTERS = 3  # shorter parts of a name are words like any other
HEAD_CHARACTERS = 12  # words are repeated from their beginning, perhaps cut off: so much of it is enough to know them
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Taken:
    """Somebody who is taken out: their id, the stand-in for it, their name, and all that they wrote."""

    person: str
    stand_in: str
    name: str
    words: tuple[str, ...] = ()

    @cached_property
    def _id(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![A-Za-z0-9]){re.escape(self.person)}(?![A-Za-z0-9])")

    @property
    def parts(self) -> list[str]:
        """Their name, which counts however it is written, and each part of it that is written like a name."""
        single = [part for part in _WORD.findall(self.name) if len(part) >= NAME_CHARACTERS and part[0].isupper()]
        return sorted({self.name, *single} - {"", GAP}, key=lambda part: -len(part))

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        every = "|".join(re.escape(part) if part != self.name else f"(?i:{re.escape(part)})" for part in self.parts)
        return re.compile(rf"(?<!\w)(?:{every})(?!\w)") if every else None

    @cached_property
    def _said(self) -> tuple[str, ...]:
        """Their words as they stand in messages: on one line, and with Slack's escapes."""
        long = {words for words in self.words if len(words) >= HEAD_CHARACTERS}
        lines = {" ".join(words.split()) for words in long} | long
        return tuple(sorted(lines | {escape(line) for line in lines}, key=lambda line: -len(line)))

    def without_id(self, text: str) -> str:
        """The text with the stand-in instead of their id."""
        return self._id.sub(self.stand_in, text)

    def without(self, text: str) -> str:
        """The text without their id, their name, and their words."""
        for words in self._said:
            text = _cut_out(text, words)
        text = self.without_id(text)
        return self._names.sub(GAP, text) if self._names else text

    def is_theirs(self, text: str) -> bool:
        """Whether a text is a part of what they wrote."""
        return any(text in words for words in self.words)

    def everywhere(self, value: Any, *, ids_only: bool) -> Any:
        """The same for data: each text in it, keys too."""
        take = self.without_id if ids_only else self.without
        if isinstance(value, str):
            return take(value)
        if isinstance(value, list):
            return [self.everywhere(each, ids_only=ids_only) for each in value]
        if isinstance(value, dict):
            return {self.without_id(key): self.everywhere(each, ids_only=ids_only) for key, each in value.items()}
        return value


def _cut_out(text: str, words: str) -> str:
    """The text without these words, wherever they begin in it and however soon they break off after their head."""
    found: list[str] = []
    while (start := text.find(words[:HEAD_CHARACTERS])) >= 0:
        found += [text[:start], GAP]
        text = text[start + _alike(text[start:], words) :]
    return "".join((*found, text))


def _alike(text: str, words: str) -> int:
    """How many characters of two texts agree, from the first one on."""
    pairs = enumerate(zip(text, words, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(text), len(words)))
