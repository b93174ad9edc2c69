"""Chat completions as OpenAI made them and many serve them: the reply is held to a JSON schema."""

from typing import Any

from bot.settings import Llm
from bot.understanding.llm.choice import read_json
from bot.understanding.llm.opinion import Abstains, Came
from bot.understanding.llm.question import TOOL, Asked

PATH = "/chat/completions"


def headers(llm: Llm) -> dict[str, str]:
    """What goes with a request; a server that asks for no key gets none."""
    key = llm.key.get_secret_value()
    return {"Authorization": f"Bearer {key}"} if key else {}


def body(llm: Llm, asked: Asked) -> dict[str, Any]:
    """A request. No temperature and no limit of tokens: their names, and whether they are taken, differ by server."""
    return {
        "model": llm.model,
        "messages": [{"role": "system", "content": asked.system}, {"role": "user", "content": asked.data}],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": TOOL, "description": asked.about, "strict": True, "schema": asked.schema},
        },
    }


def choice(reply: Any) -> Any:
    """The choice out of a whole reply. Raises Abstains for one of another shape, and for one that was cut off."""
    match reply:
        case {"choices": [{"message": {"content": str(content), **message}, "finish_reason": "stop"}]} if not (
            message.get("tool_calls") or message.get("refusal")
        ):
            return read_json(content)
    raise Abstains(Came.WRONG_SHAPE)
