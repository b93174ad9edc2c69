"""A language model is asked by HTTP, of either protocol; whatever it does, an opinion comes of it, and no error."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.clock import MovableClock
from bot.settings import Llm, Protocol
from bot.understanding.llm.ask import Model
from bot.understanding.llm.opinion import Came, Opinion
from prompts.catalog import Catalog, catalog
from scoring import Rules
from tests import fake_llm
from tests.fake_llm import Behave, FakeLlm, Json

TEXT = "It drops a spreadsheet, and then the coordinator keys it into the ERP."
QUOTE = "the coordinator keys it into the ERP"
KEY = "key-for-the-fake-1234567890"
TUESDAY = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)
SLOW_S = 0.3  # how long a server is waited for that will never be done
PROTOCOLS = ("openai", "anthropic")


@pytest.fixture(params=PROTOCOLS)
def fake(request: pytest.FixtureRequest) -> Iterator[FakeLlm]:
    """A model of either protocol that says what the text says."""
    with fake_llm.fake_llm(request.param, lambda _data: ("retyped", QUOTE)) as running:
        yield running


def settings(fake: FakeLlm, patience_s: float = 5.0, url: str | None = None) -> Llm:
    """The model as somebody would set it up."""
    protocol: Protocol = "openai" if fake.protocol == "openai" else "anthropic"
    return Llm(
        protocol=protocol,
        url=url or fake.url,
        model="some-model",
        key=SecretStr(KEY),
        daily_calls=10,
        patience_s=patience_s,
    )


def ask(llm: Llm, rules: Rules, texts: Catalog, text: str = TEXT, names: tuple[str, ...] = ()) -> Opinion:
    """Ask about a text in answer to one question."""
    return Model(llm, MovableClock(TUESDAY)).ask(texts, rules.questions["output_path"], text, names)


def test_a_vote(fake: FakeLlm, rules: Rules, texts: Catalog) -> None:
    """An option of the question with words that stand in the text is a vote, and says by whom."""
    opinion = ask(settings(fake), rules, texts)
    assert (opinion.came, opinion.option, opinion.quote) == (Came.VOTED, "retyped", QUOTE)
    assert opinion.version.startswith(f"{fake.protocol}:some-model:")
    assert opinion.vote.source == "llm"
    assert opinion.vote.ranked == (("retyped", 10_000),)


def test_what_is_sent(fake: FakeLlm, rules: Rules, texts: Catalog) -> None:
    """The model gets the question, its options and the answer as data, and can reply with nothing but one of them."""
    ask(settings(fake), rules, texts)
    [request] = fake.received
    wording = texts.questions["output_path"]
    assert request.data["question"] == wording.text
    assert request.data["answer"] == TEXT
    ids = [*wording.options, "unknown", "none_of_these"]
    assert [option["id"] for option in request.data["options"]] == ids
    body = request.body
    if fake.protocol == "openai":
        assert request.path == "/v1/chat/completions"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert body["response_format"]["json_schema"]["strict"] is True
        schema = body["response_format"]["json_schema"]["schema"]
        assert [message["role"] for message in body["messages"]] == ["system", "user"]
    else:
        assert request.path == "/v1/messages"
        assert request.headers["x-api-key"] == KEY
        assert request.headers["anthropic-version"] == "2023-06-01"
        assert body["tool_choice"]["type"] == "tool"
        assert body["tool_choice"]["name"] == body["tools"][0]["name"]
        schema = body["tools"][0]["input_schema"]
        assert [message["role"] for message in body["messages"]] == ["user"]
    assert schema["properties"]["option"]["enum"] == ids
    assert schema["required"] == ["quote", "option"]
    assert schema["additionalProperties"] is False


def test_in_their_language(fake: FakeLlm, rules: Rules) -> None:
    """Where the conversation is in Spanish, the task, the question and the options are."""
    ask(settings(fake), rules, catalog("es"))
    [request] = fake.received
    assert request.data["question"] == catalog("es").questions["output_path"].text
    assert "conversación" in json.dumps(request.body, ensure_ascii=False)


BIG = b" " * 1_000_000

BAD: dict[str, tuple[Behave, Came]] = {
    "429": (fake_llm.status(429), Came.TOO_MANY),
    "500": (fake_llm.status(500), Came.SERVER_FAULT),
    "503": (fake_llm.status(503), Came.SERVER_FAULT),
    "401": (fake_llm.status(401), Came.TURNED_AWAY),
    "204": (fake_llm.status(204), Came.TURNED_AWAY),
    "hang": (fake_llm.hang, Came.TIMED_OUT),
    "head that drips": (fake_llm.drip_head, Came.TIMED_OUT),
    "body that drips": (fake_llm.drip_body, Came.TIMED_OUT),
    "1 MB": (fake_llm.sends(lambda _p, _c: BIG), Came.TOO_LARGE),
    "1 MB in front of a reply": (
        fake_llm.sends(lambda p, c: BIG + json.dumps(fake_llm.reply(p, c)).encode()),
        Came.TOO_LARGE,
    ),
    "broken off": (fake_llm.break_off, Came.NO_CONNECTION),
    "no HTTP": (fake_llm.no_http, Came.NO_CONNECTION),
    "compressed": (fake_llm.compressed, Came.ENCODED),
    "no JSON": (fake_llm.sends(lambda _p, _c: b"<html>Sorry</html>"), Came.NO_JSON),
    "cut off JSON": (fake_llm.sends(lambda p, c: json.dumps(fake_llm.reply(p, c)).encode()[:-5]), Came.NO_JSON),
    "no UTF-8": (fake_llm.sends(lambda _p, _c: b'{"a": "\xff\xfe\xfd"}'), Came.NO_JSON),
    "deep": (fake_llm.sends(lambda _p, _c: b"[" * 60_000), Came.NO_JSON),
    "nothing": (fake_llm.sends(lambda _p, _c: b""), Came.NO_JSON),
    "null": (fake_llm.sends(lambda _p, _c: b"null"), Came.WRONG_SHAPE),
    "list": (fake_llm.sends(lambda p, c: [fake_llm.reply(p, c)]), Came.WRONG_SHAPE),
    "an error": (fake_llm.sends(lambda _p, _c: {"error": {"message": "overloaded"}}), Came.WRONG_SHAPE),
    "a field more": (fake_llm.sends(lambda p, c: fake_llm.reply(p, {**c, "sure": True})), Came.WRONG_SHAPE),
    "a field less": (fake_llm.sends(lambda p, c: fake_llm.reply(p, {"option": c["option"]})), Came.WRONG_SHAPE),
    "several": (fake_llm.sends(lambda p, c: fake_llm.reply(p, {**c, "option": ["retyped"]})), Came.WRONG_SHAPE),
    "no quote at all": (fake_llm.sends(lambda p, c: fake_llm.reply(p, {**c, "quote": None})), Came.WRONG_SHAPE),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_vote(fake: FakeLlm, rules: Rules, texts: Catalog, what: str) -> None:
    """Faults of the server, of its HTTP and of its reply are abstentions, each with its reason."""
    fake.behave, came = BAD[what]
    patience = SLOW_S if came is Came.TIMED_OUT else 5.0
    opinion = ask(settings(fake, patience), rules, texts)
    assert opinion.came is came
    assert opinion.option is None
    assert opinion.vote.ranked == ()


def _in_words(protocol: str, choice: Json) -> Json:
    made = fake_llm.reply(protocol, choice)
    if protocol == "openai":
        made["choices"][0]["message"]["content"] = f"Here it is: {json.dumps(choice)}"
    else:
        made["content"].insert(0, {"type": "text", "text": "Here it is:"})
    return made


def _fenced(protocol: str, choice: Json) -> Json:
    if protocol == "openai":
        return fake_llm.reply(protocol, f"```json\n{json.dumps(choice)}\n```")
    made = fake_llm.reply(protocol, choice)
    made["content"][0]["input"] = json.dumps(choice)
    return made


def _twice(protocol: str, choice: Json) -> Json:
    made = fake_llm.reply(protocol, choice)
    several = made["choices" if protocol == "openai" else "content"]
    several.append(several[0])
    return made


def _cut_off(protocol: str, choice: Json) -> Json:
    made = fake_llm.reply(protocol, choice)
    if protocol == "openai":
        made["choices"][0]["finish_reason"] = "length"
    else:
        made["stop_reason"] = "max_tokens"
    return made


def _refused(protocol: str, choice: Json) -> Json:
    made = fake_llm.reply(protocol, choice)
    if protocol == "openai":
        made["choices"][0]["message"]["refusal"] = "I will not."
    else:
        made["stop_reason"] = "refusal"
    return made


def _another_tool(protocol: str, choice: Json) -> Json:
    made = fake_llm.reply(protocol, choice)
    if protocol == "openai":
        made["choices"][0]["message"]["tool_calls"] = [{"type": "function", "function": {"name": "post_plan"}}]
    else:
        made["content"][0]["name"] = "post_plan"
    return made


def _doubled(protocol: str, choice: Json) -> bytes:
    """The option stands twice in the choice: which one counts would be up to the reader."""
    inside = f'{{"option": "written", "option": "{choice["option"]}", "quote": {json.dumps(choice["quote"])}}}'
    if protocol == "openai":
        return json.dumps(fake_llm.reply(protocol, inside)).encode()
    return json.dumps(fake_llm.reply(protocol, "HERE")).encode().replace(b'"HERE"', inside.encode())


@pytest.mark.parametrize("make", [_in_words, _fenced, _twice, _cut_off, _refused, _another_tool, _doubled])
def test_a_choice_and_nothing_else(fake: FakeLlm, rules: Rules, texts: Catalog, make: object) -> None:
    """A choice among words, in a fence, twice, cut off, refused, or beside another tool is no vote."""
    assert callable(make)
    fake.behave = fake_llm.sends(make)
    opinion = ask(settings(fake), rules, texts)
    assert opinion.came in {Came.NO_JSON, Came.WRONG_SHAPE}
    assert opinion.option is None


@pytest.mark.parametrize(
    ("option", "quote", "came"),
    [
        ("none_of_these", "", Came.NONE),
        ("none_of_these", QUOTE, Came.NONE),
        ("", QUOTE, Came.NO_OPTION),
        ("RETYPED", QUOTE, Came.NO_OPTION),
        ("retyped ", QUOTE, Came.NO_OPTION),
        ("live", QUOTE, Came.NO_OPTION),  # an option of another question
        ("run_data", QUOTE, Came.NO_OPTION),  # another question
        ("retyped|confirmed", QUOTE, Came.NO_OPTION),
        ("retyped", "", Came.NO_QUOTE),
        ("retyped", " ", Came.NO_QUOTE),
        ("retyped", ".", Came.NO_QUOTE),
        ("retyped", "somebody types it over", Came.NO_QUOTE),
        ("retyped", "the coordinator keys", Came.VOTED),
        ("retyped", "  THE   coordinator\nkeys ", Came.VOTED),
        ("retyped", "ordinator keys", Came.NO_QUOTE),
        ("retyped", "the coordinator never keys", Came.NO_QUOTE),
        ("retyped", "*the coordinator keys it*", Came.NO_QUOTE),
        ("retyped", "<!channel>", Came.NO_QUOTE),
        ("retyped", f'"{QUOTE}"', Came.NO_QUOTE),
        ("unknown", "spreadsheet", Came.VOTED),
    ],
)
def test_the_choice(fake: FakeLlm, rules: Rules, texts: Catalog, option: str, quote: str, came: Came) -> None:
    """The option must be one of this question's, letter for letter; the quote a stretch of the text in whole words."""
    fake.choose = lambda _data: (option, quote)
    opinion = ask(settings(fake), rules, texts)
    assert opinion.came is came
    assert opinion.option == (option if came is Came.VOTED else None)


def test_nothing_is_followed(fake: FakeLlm, rules: Rules, texts: Catalog) -> None:
    """A redirect is no vote, and the address that it names hears nothing: neither the words nor the key."""
    with fake_llm.fake_llm(fake.protocol) as elsewhere:
        for code in (301, 302, 303, 307, 308):
            fake.behave = fake_llm.status(code, f"Location: {elsewhere.url}/chat/completions")
            assert ask(settings(fake), rules, texts).came is Came.REDIRECTED
    assert elsewhere.received == []


def test_nobody_there(rules: Rules, texts: Catalog) -> None:
    """Where nothing listens, that is an abstention too."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with fake_llm.fake_llm("openai") as fake:
        llm = settings(fake, url=f"http://127.0.0.1:{port}/v1")
    assert ask(llm, rules, texts).came is Came.NO_CONNECTION


def test_no_proxy_of_the_environment(
    fake: FakeLlm, rules: Rules, texts: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names gets neither words nor key: they go to the address that was set."""
    with fake_llm.fake_llm(fake.protocol) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        assert ask(settings(fake), rules, texts).came is Came.VOTED
    assert proxy.received == []


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/", "/v1"),
        ("/chat/completions", "/v1/chat/completions"),
        ("/messages", "/v1/messages"),
        ("?api-version=3", "/v1"),
    ],
)
def test_the_whole_address_does_too(fake: FakeLlm, rules: Rules, texts: Catalog, given: str, path: str) -> None:
    """The address may end in the protocol's own path or in a slash, and may have a query, which is kept."""
    own = "/chat/completions" if fake.protocol == "openai" else "/messages"
    ask(settings(fake, url=f"{fake.url}{given}"), rules, texts)
    [request] = fake.received
    assert request.path.startswith(path)
    assert own in request.path
    assert request.path.count(own) == 1
    assert request.path.endswith("?api-version=3") == given.startswith("?")


def test_it_rests_after_a_failure(fake: FakeLlm, rules: Rules, texts: Catalog) -> None:
    """After a failure of the server it is left alone for a minute; after a bad choice it is not."""
    clock = MovableClock(TUESDAY)
    model = Model(settings(fake), clock)
    question = rules.questions["output_path"]
    fake.choose = lambda _data: ("nonsense", QUOTE)
    model.ask(texts, question, TEXT)
    assert not model.is_resting()
    fake.behave = fake_llm.status(429)
    model.ask(texts, question, TEXT)
    assert model.is_resting()
    clock.advance(timedelta(seconds=59))
    assert model.is_resting()
    clock.advance(timedelta(seconds=1))
    assert not model.is_resting()


def test_keys_do_not_show(fake: FakeLlm) -> None:
    """Printing the model, or how it is set up, shows no key."""
    llm = settings(fake)
    assert KEY not in f"{llm!r}{llm}{Model(llm, MovableClock(TUESDAY))!r}"
