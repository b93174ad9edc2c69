"""What a language model is asked: one question, its options, one text; and the only shape in which it may reply."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.understanding.llm.neutral import neutral
from bot.understanding.llm.opinion import NONE_OF_THESE
from prompts.catalog import Catalog
from prompts.mrkdwn import plain
from scoring import UNKNOWN, Question

TOOL = "choose_option"
LONGEST = 2000  # characters; who writes more is asked back


@dataclass(frozen=True, kw_only=True)
class Asked:
    """All that leaves: what to do (`system`), the question with the text as data, the choices and their shape.

    `text` is what the model sees of the answer: its quote must stand in it. `about` describes the tool.
    """

    system: str
    about: str
    data: str
    text: str
    choices: tuple[str, ...]
    schema: dict[str, Any]

    @property
    def version(self) -> str:
        """Changes with the wording of the task."""
        return hashlib.sha256(f"{self.system}\0{self.about}\0{json.dumps(self.schema)}".encode()).hexdigest()[:8]


def may_be_asked(question: Question, text: str) -> bool:
    """Whether a model may be asked: figures are confirmed by people, and long stories are not sent out."""
    return not question.is_figure and len(text) <= LONGEST


def asked(texts: Catalog, question: Question, text: str, names: Iterable[str] = ()) -> Asked:
    """Put a question and a text to a model, in the words of one language. `names` are not to be told."""
    words, wording = texts.llm, texts.questions[question.id]
    means = {option: wording.options[option].text for option in question.option_ids}
    means |= {UNKNOWN: plain(texts.say("question.unknown")), NONE_OF_THESE: words.none_of_these}
    seen = neutral(words, text, names)
    data = {
        "question": wording.text,
        "options": [{"id": option, "means": meaning} for option, meaning in means.items()],
        "answer": seen,
    }
    return Asked(
        system=words.system.strip(),
        about=words.tool.strip(),
        data=json.dumps(data, ensure_ascii=False, indent=1),  # as data: no sign in the answer can end its string
        text=seen,
        choices=tuple(means),
        schema={
            "type": "object",
            "properties": {
                "quote": {"type": "string", "description": words.quote.strip()},
                "option": {"type": "string", "enum": list(means), "description": words.option.strip()},
            },
            "required": ["quote", "option"],
            "additionalProperties": False,
        },
    )
