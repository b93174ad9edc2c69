"""The language model that may help to read, if somebody has set one up."""

from collections.abc import Iterator

import httpx

from bot.doctor.check import Check, ill, well
from bot.settings import Llm, Settings

REFUSED = (401, 403)
VERSION = "2023-06-01"  # of Anthropic's protocol; the models' list asks for it too


def look(settings: Settings) -> Iterator[Check]:
    """Whether its server answers, and takes the key. Nothing is asked of the model itself, so nothing is paid."""
    if settings.llm is None:
        yield well("model", "none is asked; typed answers are read here")
        return
    yield _reached(settings.llm)


def _reached(llm: Llm) -> Check:
    key = llm.key.get_secret_value()
    if llm.protocol == "anthropic":
        headers = {"x-api-key": key, "anthropic-version": VERSION}
    else:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        status = httpx.get(f"{llm.url}/models", headers=headers, timeout=llm.patience_s).status_code
    except httpx.HTTPError as error:
        fault = type(error).__name__
        return ill(
            "model", f"{httpx.URL(llm.url).host} is not reached ({fault}); mend UNSTICK_LLM_URL, or unset it all"
        )
    if status in REFUSED:
        return ill("model", f"its server refuses the key ({status}); set UNSTICK_LLM_KEY to one that it takes")
    return well(
        "model", f"the server of {llm.model} answers; {llm.daily_calls} calls a day for a workspace at the most"
    )
