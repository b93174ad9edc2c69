"""Two replicas behind a proxy, under load: restarted one after the other, and one killed.

`python -m tests.bench.replicas` writes section "Two replicas" of docs/benchmarks.md. The database is PostgreSQL; a
replica is `unstick serve` as a process of its own.
"""

import argparse
import asyncio
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.delivery import outbox
from bot.store.database import Database
from tests.bench import commits, replicas_section
from tests.bench.crowd import SECRET, Crowd, Talker
from tests.bench.http import connect
from tests.bench.proxy import Proxy
from tests.postgres import server

ROOT = Path(__file__).parents[2]
TALKERS = 50
SECONDS, RATE = 300.0, 50.0
MINUTES = 45
AGAIN_S = 0.5  # until somebody taps again who was told that something went wrong
START_S = 120.0
BACK_S = 10.0  # until what was killed is started again
REST_S = 90.0


@dataclass
class Found:
    """What was measured; times in seconds."""

    rate: float
    seconds: float
    answered: int = 0
    kept: int = 0
    posted_twice: int = 0
    left: int = 0
    tapped_again: int = 0
    acknowledged: list[float] = field(default_factory=list)
    events: list[str] = field(default_factory=list)


@dataclass
class Replica:
    """One process and its port."""

    name: str
    port: int
    settings: dict[str, str]
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; returns when it is ready."""
        command = [sys.executable, "-m", "bot", "serve", "--port", str(self.port)]
        self.process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env={**os.environ, **self.settings}, stderr=asyncio.subprocess.DEVNULL
        )
        deadline = time.perf_counter() + START_S
        while True:
            try:
                connection = await connect(self.port)
            except ConnectionError:
                assert time.perf_counter() < deadline, f"{self.name} did not come up"
                await asyncio.sleep(0.1)
            else:
                connection.writer.close()
                return

    async def end(self, *, kill: bool = False) -> None:
        """End it as a deploy would, or as a power cut."""
        if self.process is None or self.process.returncode is not None:
            return
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        await self.process.wait()


async def measure(url: str, seconds: float, rate: float) -> Found:
    """Load for so many seconds; a rolling restart after a quarter of them, a death after three quarters."""
    found = Found(rate, seconds)
    crowd = Crowd()
    slack = await crowd.open()
    replicas = [replica_on(url, slack, name) for name in ("one", "two")]
    for replica in replicas:
        await replica.start()
    proxy = Proxy([replica.port for replica in replicas])
    await crowd.gather(await proxy.open(), TALKERS)
    await asyncio.gather(*(talker.start(MINUTES) for talker in crowd.talkers))
    try:
        begun = time.perf_counter()
        await asyncio.gather(_load(crowd, found, begun), _trouble(replicas, found, begun))
        await _rest(url, found)
    finally:
        for replica in replicas:
            await replica.end(kill=True)
    found.kept = commits.kept_answers(url)
    found.posted_twice = crowd.posted_twice()
    return found


def replica_on(url: str, slack_port: int, name: str) -> Replica:
    """A replica on a database, not started, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "UNSTICK_SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "UNSTICK_DATABASE_URL": url,
        "UNSTICK_REPLICA": name,
    }
    return Replica(name, port, settings)


async def _load(crowd: Crowd, found: Found, begun: float) -> None:
    """Answers at a fixed rate, the people in turn; who has come to the end starts again, uncounted."""

    async def talk(number: int, talker: Talker) -> None:
        due = number / found.rate
        while due < found.seconds:
            await talker.next_question()
            if talker.is_over:
                await talker.start(MINUTES)
            await asyncio.sleep(begun + due - time.perf_counter())
            await _tap(talker, found)
            due = max(due + len(crowd.talkers) / found.rate, time.perf_counter() - begun)
        await talker.next_question()

    await asyncio.gather(*(talk(number, talker) for number, talker in enumerate(crowd.talkers)))


async def _tap(talker: Talker, found: Found) -> None:
    """Tap until the tap is taken, as a person would who is told that it was not."""
    while True:
        status, seconds = await talker.tap()
        found.acknowledged.append(seconds)
        if status == 200:
            found.answered += 1
            return
        found.tapped_again += 1
        await asyncio.sleep(AGAIN_S)


async def _trouble(replicas: list[Replica], found: Found, begun: float) -> None:
    """What happens to the replicas meanwhile."""

    async def at(share: float, what: str, act: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(begun + share * found.seconds - time.perf_counter())
        await act()
        found.events.append(f"{what} at {share * found.seconds:.0f} s, done at {time.perf_counter() - begun:.0f} s")

    async def restart(replica: Replica) -> None:
        await replica.end()
        await replica.start()

    async def kill(replica: Replica) -> None:
        await replica.end(kill=True)
        await asyncio.sleep(BACK_S)
        await replica.start()

    for share, replica in zip((0.25, 0.45), replicas, strict=True):
        await at(share, f"{replica.name} restarted", lambda replica=replica: restart(replica))  # type: ignore[misc]
    await at(0.7, f"{replicas[0].name} killed", lambda: kill(replicas[0]))


async def _rest(url: str, found: Found) -> None:
    """Wait until nothing waits to be sent, or note what is left."""
    database = Database(url)
    deadline = time.perf_counter() + REST_S
    while True:
        with database.reading() as session:
            left, _ = outbox.backlog(session)
        if not left or time.perf_counter() > deadline:
            found.left = left
            database.close()
            return
        await asyncio.sleep(0.5)


def main() -> None:
    """Measure and write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.replicas", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of load (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=RATE, help="answers a second (default: %(default)s)")
    parser.add_argument("--print", action="store_true", help="print the section instead of writing it down")
    wanted = parser.parse_args()
    with server() as postgres:
        url = postgres.render_as_string(hide_password=False)
        found = asyncio.run(measure(url, wanted.seconds, wanted.rate))
    parts = replicas_section.parts(found)
    sys.stdout.write("\n".join(parts) + "\n")
    if not wanted.print:
        replicas_section.write(ROOT / "docs" / "benchmarks.md", parts)


if __name__ == "__main__":
    main()
