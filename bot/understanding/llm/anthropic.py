"""Anthropic's messages: the model is made to use one tool, whose input is the choice."""

from typing import Any

from bot.settings import Llm
from bot.understanding.llm.opinion import Abstains, Came
from bot.understanding.llm.question import TOOL, Asked

PATH = "/messages"
VERSION = "2023-06-01"
MOST_TOKENS = 1024  # a quote of one answer and an option


def headers(llm: Llm) -> dict[str, str]:
    """What goes with a request; a server that asks for no key gets none."""
    key = llm.key.get_secret_value()
    return {"anthropic-version": VERSION, **({"x-api-key": key} if key else {})}


def body(llm: Llm, asked: Asked) -> dict[str, Any]:
    """A request in which the model can do nothing but choose."""
    return {
        "model": llm.model,
        "max_tokens": MOST_TOKENS,
        "system": asked.system,
        "messages": [{"role": "user", "content": asked.data}],
        "tools": [{"name": TOOL, "description": asked.about, "input_schema": asked.schema}],
        "tool_choice": {"type": "tool", "name": TOOL, "disable_parallel_tool_use": True},
    }


def choice(reply: Any) -> Any:
    """The choice out of a whole reply. Raises Abstains for one of another shape, and for one that was cut off."""
    match reply:
        case {"content": [{"type": "tool_use", "name": name, "input": chosen}], "stop_reason": "tool_use"} if (
            name == TOOL
        ):
            return chosen
    raise Abstains(Came.WRONG_SHAPE)
