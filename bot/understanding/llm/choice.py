"""A model's choice out of its reply: believed only if it is one of the options, and its quote stands in the text."""

import json
import re
from typing import Any

from bot.understanding.llm.opinion import NONE_OF_THESE, Abstains, Came
from bot.understanding.llm.question import Asked
from bot.understanding.words import normalise

_EDGE = re.compile(r"\w")


def read_json(text: str | bytes) -> Any:
    """JSON and nothing around it, each name once. Raises Abstains."""
    try:
        return json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise Abstains(Came.NO_JSON) from error


def chosen(given: Any, asked: Asked) -> tuple[str, str]:
    """The option and the quote of a choice that holds. Raises Abstains for any other.

    It has these two fields and no more, the option is one of those that were offered, letter for letter, and the quote
    is a stretch of the text. With `none_of_these` the quote may be empty.
    """
    if not isinstance(given, dict) or set(given) != {"option", "quote"}:
        raise Abstains(Came.WRONG_SHAPE)
    option, quote = given["option"], given["quote"]
    if not isinstance(option, str) or not isinstance(quote, str):
        raise Abstains(Came.WRONG_SHAPE)
    if option not in asked.choices:
        raise Abstains(Came.NO_OPTION)
    if option == NONE_OF_THESE:
        raise Abstains(Came.NONE)
    if not stands_in(quote, asked.text):
        raise Abstains(Came.NO_QUOTE)
    return option, quote


def stands_in(quote: str, text: str) -> bool:
    """Whether the quote is a stretch of the text, of at least one whole word.

    Upper and lower case, the kind and number of spaces, and forms of the same character (NFKC) do not matter; every
    word, accent and sign within it does. It begins and ends where a word does: "art" does not stand in "part".
    """
    sought, said = normalise(quote), normalise(text)
    if not _EDGE.search(sought):
        return False
    left = r"(?<!\w)" if _EDGE.match(sought[0]) else ""
    right = r"(?!\w)" if _EDGE.match(sought[-1]) else ""
    return re.search(f"{left}{re.escape(sought)}{right}", said) is not None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made
