"""What reaches us that is not Slack's, or not whole: turned away with the right word, and nothing of it in a log."""

import hashlib
import hmac
import http.client
import json
import logging
import time
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.app import Unstick
from bot.playground.slack.serve import Served
from bot.settings import Settings
from bot.slack import edge, listeners

SECRET = "the secret between Slack and us"
NEXT_SECRET = "the one that takes its place"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
MARK = "zebra"  # stands in every body: what is turned away must leave no trace


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Our edge, served, before a bot whose Slack does not answer."""
    path = tmp_path_factory.mktemp("edge") / "unstick.sqlite"
    settings = Settings(
        slack_bot_token=SecretStr("xoxb-none"),
        slack_api_url="http://127.0.0.1:9/api/",
        database_url=f"sqlite:///{path}",
    )
    bot = Unstick(settings)
    bot.database.migrate()
    bolt = listeners.build(bot.front)
    served = Served(Starlette(routes=[edge.route(bolt.dispatch, [SECRET, NEXT_SECRET])]), name="edge").start()
    yield served.url
    served.stop()
    bot.database.close()


def _signature(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return f"v0={digest}"


def _send(
    address: str,
    body: bytes,
    *,
    content_type: str = FORM,
    headers: dict[str, str | bytes] | None = None,
    method: str = "POST",
) -> tuple[int, str]:
    """Send one request as Slack would sign it, but for `headers`; returns status and body."""
    timestamp = str(int(time.time()))
    signed = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": _signature(body, timestamp)}
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request(method, edge.PATH, body, {"Content-Type": content_type, **signed, **(headers or {})})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


NOW = int(time.time())
COMMAND = {
    "command": "/unstick",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.2",
    "text": MARK,
}
TAP = {"type": "block_actions", "team": {"id": "T1"}, "trigger_id": "1.2", "actions": [{"action_id": "help"}]}
GOOD = urlencode({"command": "/unstick", "text": MARK}).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0="},
        {"X-Slack-Signature": "v1=" + "0" * 64},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=" + "\xe9" * 64},
        {"X-Slack-Signature": b"\xff\xfe"},
        {"X-Slack-Signature": "x" * 5000},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "\xb2\xb3"},
        {"X-Slack-Request-Timestamp": b"\xd9\xa1"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "0"},
        {"X-Slack-Request-Timestamp": str(NOW - 100_000)},
        {"X-Slack-Request-Timestamp": str(NOW + 100_000)},
    ],
)
def test_oddities_in_the_headers(address: str, headers: dict[str, str | bytes]) -> None:
    """A missing, odd or forged signature or time is 401, whatever is odd about it."""
    assert _send(address, GOOD, headers=headers) == (401, "not signed by Slack")


@pytest.mark.parametrize("days", [-1, 1])
def test_a_right_signature_of_another_day(address: str, days: int) -> None:
    """A request that was signed rightly, but not within the last five minutes, is 401: nobody can play it again."""
    timestamp = str(NOW + days * 86_400)
    signed = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": _signature(GOOD, timestamp)}
    assert _send(address, GOOD, headers=dict(signed))[0] == 401


@pytest.mark.parametrize(("age", "is_taken"), [(0, True), (299, True), (300, True), (301, False)])
@pytest.mark.parametrize("direction", [1, -1])
def test_five_minutes_to_the_second(age: int, direction: int, *, is_taken: bool) -> None:
    """A signature holds for five minutes to the second, and as long before: clocks differ both ways."""
    now = 1_800_000_000
    timestamp = str(now - direction * age)
    headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": _signature(GOOD, timestamp)}
    assert edge.is_signed(GOOD, headers, [SECRET], float(now)) is is_taken


@pytest.mark.parametrize("secret", [SECRET, NEXT_SECRET])
def test_two_secrets(address: str, secret: str) -> None:
    """While one signing secret replaces the other, both hold."""
    timestamp = str(int(time.time()))
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": _signature(GOOD, timestamp, secret)}
    assert _send(address, GOOD, headers=dict(headers))[0] != 401


@pytest.mark.parametrize("secrets", [[], [""], ["", ""], ["another"]])
def test_no_secret_and_an_empty_one(secrets: list[str]) -> None:
    """Without a secret nothing is taken; an empty one, with which anybody could sign, is none."""
    for signed_with in ("", SECRET):
        headers = {"x-slack-request-timestamp": "1", "x-slack-signature": _signature(GOOD, "1", signed_with)}
        assert not edge.is_signed(GOOD, headers, secrets, 1.0)


def test_a_signature_of_another_body(address: str) -> None:
    """A signature holds for the body that it was made for and for no other."""
    timestamp = str(int(time.time()))
    headers: dict[str, str | bytes] = {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": _signature(GOOD + b"x", timestamp),
    }
    assert _send(address, GOOD, headers=headers)[0] == 401


def _gone(event_time: object) -> bytes:
    """A workspace has let us go, at no moment that there is."""
    told = {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event_time": event_time}
    return json.dumps({**told, "event": {"type": "app_uninstalled"}}).encode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00" + MARK.encode(), FORM),
        (b"\xff\xfe\x00" + MARK.encode(), JSON),
        (b"{broken " + MARK.encode(), JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b'"' + MARK.encode() + b'"', JSON),
        (b"payload={broken " + MARK.encode(), FORM),
        (b"payload=[]", FORM),
        (b"payload=7", FORM),
        (urlencode({**COMMAND, "user_id": f"x|{MARK}"}).encode(), FORM),
        (urlencode({**COMMAND, "channel_id": "C1\n"}).encode(), FORM),
        (urlencode({**COMMAND, "response_url": f"{{'a': '{MARK}'}}"}).encode(), FORM),
        (urlencode({"payload": json.dumps({**TAP, "user": {"id": f"x|27|{MARK}"}})}).encode(), FORM),
        (
            json.dumps(
                {"type": "event_callback", "team_id": f"../{MARK}", "event_id": "E1", "event": {"type": "x"}}
            ).encode(),
            JSON,
        ),
        *((_gone(at), JSON) for at in (10**30, -1, 1.5, "1", True)),
    ],
)
def test_signed_but_broken(address: str, body: bytes, content_type: str) -> None:
    """A body that is signed and no request of Slack's is 400; so is one from somebody whose id is none."""
    assert _send(address, body, content_type=content_type)[0] == 400


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"", JSON),
        (b"{}", JSON),
        (b"a=b&&&=%zz" + MARK.encode(), FORM),
        (b"payload={}", FORM),
        (json.dumps({"type": MARK}).encode(), JSON),
        (json.dumps({"type": "event_callback", "event": {"type": MARK}}).encode(), JSON),
        (json.dumps({"type": "event_callback", "event": None}).encode(), JSON),
        (json.dumps({"type": "event_callback", "event": {"type": "message"}}).encode(), JSON),
        (urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}).encode(), FORM),
        (urlencode({"payload": json.dumps({"type": MARK})}).encode(), FORM),
        (urlencode({"command": "/other", "text": MARK}).encode(), FORM),
    ],
)
def test_signed_and_strange(address: str, body: bytes, content_type: str) -> None:
    """What is signed and well formed, but nothing that we know, is turned away or ignored: never an error of ours."""
    assert _send(address, body, content_type=content_type)[0] in {200, 400, 404}


@pytest.mark.parametrize("size", [1_000_001, 5_000_000])
def test_too_large(address: str, size: int) -> None:
    """A body larger than anything Slack sends is 413, and is not read to its end into memory."""
    assert _send(address, b"x" * size) == (413, "too large")


@pytest.mark.parametrize(("method", "status"), [("GET", 405), ("PUT", 405), ("DELETE", 405)])
def test_other_methods(address: str, method: str, status: int) -> None:
    """Slack posts; nothing else is answered."""
    assert _send(address, b"", method=method)[0] == status


def test_slacks_own_check(address: str) -> None:
    """Slack's check of the address is answered with its challenge."""
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee", "token": "x"}).encode()
    status, text = _send(address, body, content_type=JSON)
    assert status == 200
    assert "c0ffee" in text


def test_nothing_is_logged(address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """What is turned away leaves neither body nor signature in any log, at any level."""
    caplog.set_level(logging.DEBUG)
    timestamp = str(int(time.time()))
    for body, content_type, headers in (
        (GOOD, FORM, {"X-Slack-Signature": "v0=" + "ab" * 32}),
        (b"payload={broken " + MARK.encode(), FORM, {}),
        (b"{broken " + MARK.encode(), JSON, {}),
        (b"\xff" + MARK.encode(), JSON, {}),
        (json.dumps({"type": "event_callback", "event": {"type": "message", "text": MARK}}).encode(), JSON, {}),
    ):
        _send(address, body, content_type=content_type, headers=dict(headers))
    said = caplog.text + "".join(capfd.readouterr())
    assert MARK not in said
    assert "abab" not in said
    assert _signature(GOOD, timestamp)[3:] not in said
