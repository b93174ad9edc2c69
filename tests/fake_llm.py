"""A local language model of either protocol that misbehaves on demand: real HTTP on loopback, down to the bytes."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Choose = Callable[[Json], tuple[Any, Any]]
Behave = Callable[["FakeLlm", socket.socket, Json], None]
DRIP_S = 0.02


@dataclass(frozen=True)
class Received:
    """A request as it came: the path, the headers in lower case, the body."""

    path: str
    headers: dict[str, str]
    body: Json

    @property
    def everything(self) -> str:
        """All of it, to look for what must not be in it; the model's own key apart."""
        headers = {name: value for name, value in self.headers.items() if name not in {"authorization", "x-api-key"}}
        return f"{self.path}\n{headers}\n{json.dumps(self.body, ensure_ascii=False)}"

    @property
    def data(self) -> Json:
        """The question, the options and the answer that it is about."""
        return dict(json.loads(self.body["messages"][-1]["content"]))


@dataclass
class FakeLlm:
    """The server. `behave` says what it does with a request, `choose` what a well-behaved one chooses."""

    protocol: str
    choose: Choose
    behave: Behave
    url: str = ""
    received: list[Received] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)


@contextmanager
def fake_llm(protocol: str, choose: Choose = lambda _data: ("none_of_these", "")) -> Iterator[FakeLlm]:
    """Serve on a free port of loopback until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        fake = FakeLlm(protocol, choose, well)
        fake.url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        threads = [threading.Thread(target=_accept, args=(fake, listening), name="fake-llm")]
        threads[0].start()
        try:
            yield fake
        finally:
            fake.stopped.set()
            with suppress(OSError), socket.create_connection(listening.getsockname()):
                pass  # wakes the one that accepts
            threads[0].join()


def _accept(fake: FakeLlm, listening: socket.socket) -> None:
    serving = []
    while not fake.stopped.is_set():
        connection, _ = listening.accept()
        thread = threading.Thread(target=_serve, args=(fake, connection), name="fake-llm-request")
        thread.start()
        serving.append(thread)
    for thread in serving:
        thread.join()


def _serve(fake: FakeLlm, connection: socket.socket) -> None:
    """One request, one reply; the other side may go whenever it likes."""
    with connection, suppress(OSError), connection.makefile("rb") as lines:
        first = lines.readline().decode()
        if not first:
            return
        headers = {}
        while (line := lines.readline().decode().strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        request = Received(first.split()[1], headers, json.loads(lines.read(int(headers.get("content-length", "0")))))
        fake.received.append(request)
        fake.arrived.set()
        fake.behave(fake, connection, request.body)


def send(connection: socket.socket, status: int, body: bytes, *more: str) -> None:
    """A whole reply."""
    head = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Content-Type: application/json", *more]
    connection.sendall("\r\n".join([*head, "Connection: close", "", ""]).encode() + body)


def reply(protocol: str, choice: Any) -> Json:
    """A reply as the protocol has it; a choice that is text stands there as it is."""
    if protocol == "openai":
        content = choice if isinstance(choice, str) else json.dumps(choice, ensure_ascii=False)
        message = {"role": "assistant", "content": content, "refusal": None}
        return {"id": "chatcmpl-1", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    block = {"type": "tool_use", "id": "toolu_1", "name": "choose_option", "input": choice}
    return {"id": "msg_1", "type": "message", "role": "assistant", "content": [block], "stop_reason": "tool_use"}


def sends(make: Callable[[str, Json], Any]) -> Behave:
    """Sends what `make` makes of the protocol and the choice, as JSON."""

    def behave(fake: FakeLlm, connection: socket.socket, body: Json) -> None:
        option, quote = fake.choose(json.loads(body["messages"][-1]["content"]))
        made = make(fake.protocol, {"option": option, "quote": quote})
        send(connection, 200, made if isinstance(made, bytes) else json.dumps(made).encode())

    return behave


def status(code: int, *headers: str) -> Behave:
    """Answers with a status and something that would be a fine reply."""

    def behave(fake: FakeLlm, connection: socket.socket, body: Json) -> None:
        option, quote = fake.choose(json.loads(body["messages"][-1]["content"]))
        made = json.dumps(reply(fake.protocol, {"option": option, "quote": quote})).encode()
        send(connection, code, made, *headers)

    return behave


well = sends(reply)


def hang(fake: FakeLlm, _connection: socket.socket, _body: Json) -> None:
    """Says nothing, ever."""
    fake.stopped.wait()


def drip_head(fake: FakeLlm, connection: socket.socket, _body: Json) -> None:
    """Sends a header that never ends, letter by letter."""
    connection.sendall(b"HTTP/1.1 200 Said\r\nX: ")
    while not fake.stopped.wait(DRIP_S):
        connection.sendall(b"x")


def drip_body(fake: FakeLlm, connection: socket.socket, _body: Json) -> None:
    """Sends a reply that never ends, letter by letter."""
    connection.sendall(b"HTTP/1.1 200 Said\r\nContent-Type: application/json\r\n\r\n")
    while not fake.stopped.wait(DRIP_S):
        connection.sendall(b" ")


def break_off(_fake: FakeLlm, connection: socket.socket, _body: Json) -> None:
    """Announces more than it sends, and goes."""
    connection.sendall(b'HTTP/1.1 200 Said\r\nContent-Length: 5000\r\n\r\n{"choices": [')


def no_http(_fake: FakeLlm, connection: socket.socket, _body: Json) -> None:
    """Speaks another language."""
    connection.sendall(b"220 mail.example.com ESMTP\r\n")


def compressed(fake: FakeLlm, connection: socket.socket, _body: Json) -> None:
    """Says that what follows is compressed."""
    send(connection, 200, b"\x1f\x8b" + b"\0" * 40, "Content-Encoding: gzip")
    fake.stopped.wait(0)
