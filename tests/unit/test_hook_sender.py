"""Events on their way to another system: signed, never redirected, tried again with the same id, or given up."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.clock import MovableClock
from bot.delivery.letters import Act, Letter, Refused, Sent, TryLater
from bot.hooks.send import HookSender, Routed, encoded, signed
from bot.settings import Settings
from tests.receiver import SECRET, Receiver, documented

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
receive = documented()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that takes everything until it is told otherwise."""
    with Receiver() as one:
        yield one


def sender(receiver: Receiver, *, clock: MovableClock | None = None, total_s: float = 10.0, **more: Any) -> HookSender:
    """A sender for this receiver."""
    settings = Settings(webhook_url=SecretStr(receiver.url), webhook_secret=SecretStr(SECRET), **more)
    return HookSender(settings, clock or MovableClock(NOW), total_s=total_s)


def letter(name: str = "d.hook.1", at: datetime = NOW) -> Letter:
    """An event as the outbox gives it."""
    return Letter(
        id=name,
        workspace_id="T1",
        lane="hook:d",
        act=Act.HOOK,
        body={"id": name, "at": at.isoformat(), "type": "action.state", "state": "done"},
        refers_to=None,
        refers_channel=None,
        refers_ts=None,
    )


def test_the_documented_receiver_takes_what_is_sent(receiver: Receiver) -> None:
    """The code in the documentation knows the signature, and reads the event."""
    assert isinstance(sender(receiver).send(letter()), Sent)
    [came] = receiver.came
    status, event = receive(came.headers, came.body, SECRET.encode(), NOW.timestamp(), set())
    assert (status, event) == (200, letter().body)
    assert came.headers["Unstick-Event-Id"] == "d.hook.1"
    assert came.headers["Content-Type"] == "application/json"


def test_the_documented_receiver_refuses_a_replay(receiver: Receiver) -> None:
    """The same request once more is not acted on twice; after five minutes, or changed, it is refused."""
    sender(receiver).send(letter())
    [came] = receiver.came
    seen: set[str] = set()
    now = NOW.timestamp()
    assert receive(came.headers, came.body, SECRET.encode(), now, seen)[1] is not None
    assert receive(came.headers, came.body, SECRET.encode(), now, seen) == (200, None)
    assert receive({**came.headers, "Unstick-Event-Id": "other"}, came.body, SECRET.encode(), now, seen) == (200, None)
    assert receive(came.headers, came.body, SECRET.encode(), now + 301, set()) == (401, None)
    later = {**came.headers, "Unstick-Timestamp": str(int(now) + 301)}
    assert receive(later, came.body, SECRET.encode(), now + 301, set()) == (401, None)
    assert receive(came.headers, came.body.replace(b"done", b"open"), SECRET.encode(), now, set()) == (401, None)
    assert receive(came.headers, came.body, b"another secret", now, set()) == (401, None)


def test_with_two_secrets_either_serves(receiver: Receiver) -> None:
    """While a secret is replaced, a receiver with the old one and one with the new one both take it."""
    sender(receiver, webhook_secret_2=SecretStr("the new secret of this test")).send(letter())
    [came] = receiver.came
    for secret in (SECRET.encode(), b"the new secret of this test"):
        assert receive(came.headers, came.body, secret, NOW.timestamp(), set())[0] == 200


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_taken(receiver: Receiver, status: int) -> None:
    """Whatever the receiver means by success, it is delivered."""
    receiver.answers = [status]
    assert isinstance(sender(receiver).send(letter()), Sent)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 408, 429, 500, 502, 503])
def test_all_else_is_tried_again_with_the_same_id(receiver: Receiver, status: int) -> None:
    """The second try has the same id and the same body, and a timestamp and a signature of its own moment."""
    elsewhere = {"Location": f"{receiver.url}/elsewhere"}
    receiver.answers = [(status, elsewhere)]
    clock = MovableClock(NOW)
    hook = sender(receiver, clock=clock)
    with pytest.raises(TryLater) as told:
        hook.send(letter())
    assert told.value.reason == f"http_{status}"
    clock.advance(timedelta(seconds=2))
    hook.send(letter())
    first, second = receiver.came
    assert first.path == second.path  # nowhere else was asked
    assert first.body == second.body
    assert first.headers["Unstick-Event-Id"] == second.headers["Unstick-Event-Id"]
    assert first.headers["Unstick-Signature"] != second.headers["Unstick-Signature"]
    assert int(second.headers["Unstick-Timestamp"]) - int(first.headers["Unstick-Timestamp"]) == 2


def test_each_wait_is_twice_the_one_before_up_to_ten_minutes(receiver: Receiver) -> None:
    """2, 4, 8 … 512 seconds and then 600; an event that got through begins anew."""
    receiver.answers = [500] * 12
    hook = sender(receiver)
    waits = []
    for _ in range(12):
        with pytest.raises(TryLater) as told:
            hook.send(letter())
        waits.append(told.value.after_s)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]
    hook.send(letter())
    receiver.answers = [500]
    with pytest.raises(TryLater) as told:
        hook.send(letter())
    assert told.value.after_s == 2


@pytest.mark.parametrize(
    ("given", "waited"), [("30", 30), ("1", 2), ("99999", 600), ("Wed, 21 Oct 2026 07:28:00 GMT", 2), ("-5", 2)]
)
def test_who_asks_to_wait_is_waited_for(receiver: Receiver, given: str, waited: float) -> None:
    """`Retry-After` in seconds counts where it is longer than our own wait, up to ten minutes."""
    receiver.answers = [(429, {"Retry-After": given})]
    with pytest.raises(TryLater) as told:
        sender(receiver).send(letter())
    assert told.value.after_s == waited


def test_a_receiver_that_never_ends_is_left(receiver: Receiver) -> None:
    """Headers that drip in for ever are cut off by the limit on the whole request, and it is tried again."""
    receiver.answers = ["hang"]
    hook = sender(receiver, total_s=0.5)
    with pytest.raises(TryLater) as told:
        hook.send(letter())
    assert told.value.reason == "TimeoutError"
    assert isinstance(hook.send(letter()), Sent)


def test_gone_is_given_up(receiver: Receiver) -> None:
    """410 is a receiver's word that it wants no more of it."""
    receiver.answers = [410]
    with pytest.raises(Refused, match="hook_gone"):
        sender(receiver).send(letter())


def test_an_event_that_nobody_took_for_three_days_is_given_up(receiver: Receiver) -> None:
    """It does not hold up what comes after it for ever; up to then it is tried."""
    clock = MovableClock(NOW)
    hook = sender(receiver, clock=clock)
    clock.advance(timedelta(days=3))
    assert isinstance(hook.send(letter()), Sent)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Refused, match="hook_too_old"):
        hook.send(letter())


def test_nobody_there_is_tried_again() -> None:
    """A refused connection is no end, and its message tells neither the address nor a secret."""
    with Receiver() as gone:
        hook = sender(gone)
        url = gone.url
    with pytest.raises(TryLater) as told:
        hook.send(letter())
    assert "token" not in f"{told.value!r} {told.value.__cause__!r}"
    assert url not in str(told.value)


def test_without_an_address_what_waits_is_given_up() -> None:
    """Once the address is taken out of the settings, events that still wait go nowhere."""
    routed = Routed(slack=_Never(), hook=None)
    with pytest.raises(Refused, match="hook_not_set"):
        routed.send(letter())


class _Never:
    """Slack, to which nothing of this must go."""

    def send(self, _letter: Letter) -> Sent:
        raise AssertionError("An event went to Slack.")

    def find(self, _letter: Letter, _after: str | None) -> Sent | None:
        raise AssertionError("An event was looked for in Slack.")


@pytest.mark.parametrize(
    "url",
    ["ftp://h.example/x", "https://me:pw@h.example/", "file:///etc/passwd", "h.example", "http:///x", "gopher://h/1"],
)
def test_only_http_and_https_are_spoken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other scheme, or no host, is refused at start, and the message tells neither the address nor a secret."""
    monkeypatch.setenv("UNSTICK_WEBHOOK_URL", url)
    monkeypatch.setenv("UNSTICK_WEBHOOK_SECRET", SECRET)
    with pytest.raises(ValidationError, match="UNSTICK_WEBHOOK_URL") as told:
        Settings()
    assert url not in str(told.value)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("secret", ["", "too short"])
def test_an_address_needs_a_secret(secret: str) -> None:
    """Nothing is ever posted unsigned, or signed with something that can be guessed."""
    with pytest.raises(ValidationError, match="16 characters"):
        Settings(webhook_url=SecretStr("https://example.org"), webhook_secret=SecretStr(secret))


def test_the_bytes_that_are_signed_are_the_same_every_time() -> None:
    """Keys in order and nothing between: the same event is the same body, whatever made it."""
    assert encoded({"b": 1, "a": "ñ"}) == '{"a":"ñ","b":1}'.encode()
    assert json.loads(encoded({"b": 1})) == {"b": 1}
    assert signed(b"{}", "e", 5, [b"k"])["Unstick-Signature"].count("v1=") == 1
