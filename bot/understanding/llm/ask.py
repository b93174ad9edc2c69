"""Asking a language model which option a text states. Whatever it does, an opinion comes of it in time."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import urlsplit, urlunsplit

from bot.settings import Llm
from bot.understanding.llm import anthropic, openai
from bot.understanding.llm.choice import chosen, read_json
from bot.understanding.llm.opinion import Abstains, Came, Opinion
from bot.understanding.llm.post import post
from bot.understanding.llm.question import Asked, asked
from prompts.catalog import Catalog
from scoring import Question

REST = timedelta(minutes=1)


class Spoken(Protocol):
    """How a kind of server is spoken to; each is a module."""

    PATH: str

    def headers(self, llm: Llm, /) -> dict[str, str]:
        """What goes with a request."""

    def body(self, llm: Llm, asking: Asked, /) -> dict[str, Any]:
        """A request."""

    def choice(self, reply: Any, /) -> Any:
        """The choice out of a whole reply. Raises Abstains."""


PROTOCOLS: Final[dict[str, Spoken]] = {"openai": openai, "anthropic": anthropic}


class Model:
    """The language model that was set up.

    After a failure it rests for a minute: a server that is down must not keep people waiting for each of their answers.
    """

    def __init__(self, llm: Llm, clock: Callable[[], datetime]) -> None:
        self._llm = llm
        self._clock = clock
        self._rests_until: datetime | None = None

    @property
    def daily_calls(self) -> int:
        """How often a day it may be asked for one workspace."""
        return self._llm.daily_calls

    def version(self, asking: Asked) -> str:
        """Who is asked, and with which wording."""
        return f"{self._llm.protocol}:{self._llm.model}:{asking.version}"

    def is_resting(self) -> bool:
        """Whether it failed a moment ago."""
        return self._rests_until is not None and self._clock() < self._rests_until

    def ask(self, texts: Catalog, question: Question, text: str, names: Iterable[str] = ()) -> Opinion:
        """What it makes of a text in answer to a question, within its time; failing is an opinion too.

        `names` of people are kept from it.
        """
        asking = asked(texts, question, text, names)
        version = self.version(asking)
        try:
            option, quote = chosen(_choice(self._llm, asking), asking)
        except Abstains as abstains:
            if abstains.came.is_models_fault:
                self._rests_until = self._clock() + REST
            return Opinion(came=abstains.came, version=version)
        return Opinion(came=Came.VOTED, version=version, option=option, quote=quote)


def _choice(llm: Llm, asking: Asked) -> Any:
    """What the model chose, as it came. Raises Abstains."""
    protocol = PROTOCOLS[llm.protocol]
    reply = post(_address(llm.url, protocol.PATH), protocol.headers(llm), protocol.body(llm, asking), llm.patience_s)
    return protocol.choice(read_json(reply))


def _address(url: str, path: str) -> str:
    """The address with the protocol's path, unless somebody gave the whole of it; its query stays."""
    parts = urlsplit(url)
    base = parts.path.rstrip("/")
    return urlunsplit(parts._replace(path=base if base.endswith(path) else f"{base}{path}"))
