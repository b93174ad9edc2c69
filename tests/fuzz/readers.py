"""What reads bytes or words that somebody else has written, each as one function of bytes that must not break."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from bot.slack import edge, shape, typed
from bot.understanding import amounts, clauses, commands, figures, guarded, names, words
from bot.understanding.llm import choice
from bot.understanding.llm.opinion import Abstains
from bot.understanding.llm.question import Asked
from prompts.catalog import catalog, every_catalog

SECRET = "a secret"
TEXTS = tuple(every_catalog(catalog()))
ASKED = Asked(
    system="", about="", data="", text="we retype it, every day", choices=("retyped", "none_of_these"), schema={}
)


def headers(data: bytes) -> None:
    """Timestamp and signature: whatever they are, the answer is no."""
    timestamp, _, signature = data.partition(b"\n")
    given = {
        "x-slack-request-timestamp": timestamp.decode("latin-1"),
        "x-slack-signature": signature.decode("latin-1"),
    }
    assert not edge.is_signed(b"body", given, SECRET, 1_800_000_000)


def body(data: bytes) -> None:
    """A body of either kind is a request or not: a word, never a fault."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    for given, kind in ((text, "application/json"), (text, ""), (urlencode({"payload": text}), "")):
        read = shape.understood(given, kind)
        assert read is None or isinstance(json.loads(read), dict)


def typed_words(data: bytes) -> None:
    """What somebody typed, through everything that looks for a command, a figure, a person or an order in it."""
    text = data.decode(errors="ignore")
    shown = guarded.visible(typed.as_typed(text))
    typed.people_in(text)
    typed.without_people(text)
    for texts in TEXTS:
        commands.command_in(texts, shown)
        guarded.needs_tap(texts, shown)
        said = words.normalise(shown[:2000])
        figures.numbers(texts.words, said)
        amounts.amounts(texts.words, said)
    names.person(TEXTS, shown)
    clauses.clauses(TEXTS, shown)


def reply(data: bytes) -> None:
    """What a language model's server answers: a choice that holds, or none."""
    try:
        option, quote = choice.chosen(choice.read_json(data), ASKED)
    except Abstains:
        return
    assert option in ASKED.choices
    assert choice.stands_in(quote, ASKED.text)
    assert isinstance(json.dumps(quote), str)


READERS: Mapping[str, Callable[[bytes], None]] = {
    "headers": headers,
    "body": body,
    "typed_words": typed_words,
    "reply": reply,
}
