"""Measure the way of an answer and write section "Delivery" of docs/benchmarks.md: `python -m tests.bench.delivery`.

The bot is `unstick serve` as a process of its own; the people and the fake Slack share this one.
"""

import argparse
import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.store.database import Database
from tests.bench import commits, delivery_section
from tests.bench.crowd import SECRET, Crowd, Talker
from tests.bench.http import connect
from tests.postgres import server

ROOT = Path(__file__).parents[2]
TALKERS = 50
RATE = 50
STEADY_S = 25.0
FLAT_OUT_S = 10.0
MINUTES = 45
SEVERAL_CONNECTIONS = 8
START_S = 30.0


@dataclass
class Found:
    """What was measured on one database; times in seconds."""

    name: str
    bare: float
    bare_several: float
    flat_out: float = 0.0
    steady: float = 0.0
    acknowledged: list[float] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)
    drained_s: float = 0.0
    cpu: float = 0.0


async def measure(name: str, url: str, steady_s: float) -> Found:
    """Bare commits first, then the bot at a steady rate, then flat out; all on the same database."""
    database = Database(url)
    found = Found(name, commits.per_second(database), commits.per_second(database, SEVERAL_CONNECTIONS))
    database.close()
    crowd = Crowd()
    slack = await crowd.open()
    async with _bot(url, slack) as (port, cpu):
        await crowd.gather(port, TALKERS)
        _say(f"{name}: one conversation, then {TALKERS} at once")
        order = await _one_conversation(crowd.talkers[0])
        await asyncio.gather(*(_go_ahead(talker, n * len(order) // TALKERS) for n, talker in enumerate(crowd.talkers)))
        _say(f"{name}: at a steady rate")
        before = cpu()
        await _steadily(crowd, found, steady_s)
        found.cpu = (cpu() - before) / len(found.acknowledged)
        await asyncio.gather(*(talker.start(MINUTES) for talker in crowd.talkers))
        _say(f"{name}: flat out")
        before = commits.kept_answers(url)
        answered = await _flat_out(crowd, found, order)
        durable = commits.kept_answers(url) - before
        assert durable == answered, f"{answered} answers were acknowledged, {durable} are in the database"
    return found


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


async def _one_conversation(talker: Talker) -> list[str]:
    """A whole conversation; the same answers give every other one the same questions in the same order."""
    await talker.start(MINUTES)
    while not talker.is_over:
        await talker.answer()
        await talker.next_question()
    return [*talker.asked]


async def _go_ahead(talker: Talker, answers: int) -> None:
    """Start, and give so many answers: people are spread over a conversation's length, as people are.

    Begun together, all of them would come to the verdict and start again within the same second.
    """
    await talker.start(MINUTES)
    for _ in range(answers):
        await talker.answer()
        await talker.next_question()


async def _steadily(crowd: Crowd, found: Found, seconds: float) -> None:
    """Answers at a fixed rate, the people in turn; who has come to the end starts again, uncounted."""
    begun = time.perf_counter()

    async def turn(talker: Talker, due: float) -> None:
        await talker.next_question()
        if talker.is_over:
            await talker.start(MINUTES)
        await asyncio.sleep(begun + due - time.perf_counter())
        sent = time.perf_counter()
        found.acknowledged.append(await talker.answer())
        await talker.next_question()
        found.visible.append(talker.shown_at - sent)

    async def talk(number: int, talker: Talker) -> None:
        due = number / RATE
        while due < seconds:
            await turn(talker, due)
            due += len(crowd.talkers) / RATE

    await asyncio.gather(*(talk(number, talker) for number, talker in enumerate(crowd.talkers)))
    found.steady = len(found.acknowledged) / (time.perf_counter() - begun)


async def _flat_out(crowd: Crowd, found: Found, order: list[str]) -> int:
    """Everybody answers the next question once the answer before is acknowledged, seen or not; returns how many."""
    begun = time.perf_counter()

    async def talk(talker: Talker) -> int:
        for number, question in enumerate(order):
            if time.perf_counter() - begun > FLAT_OUT_S:
                return number
            await talker.answer(question)
        return len(order)

    async def see(talker: Talker, answered: int) -> None:
        while not talker.is_over and len(talker.asked) <= answered:
            talker.shown.clear()
            await talker.shown.wait()

    counts = await asyncio.gather(*map(talk, crowd.talkers))
    acknowledged = time.perf_counter()
    found.flat_out = sum(counts) / (acknowledged - begun)
    await asyncio.gather(*map(see, crowd.talkers, counts))
    found.drained_s = time.perf_counter() - acknowledged
    return sum(counts)


@contextlib.asynccontextmanager
async def _bot(url: str, slack_port: int) -> AsyncIterator[tuple[int, Callable[[], float]]]:
    """The bot's port, and the seconds of processor time that it has had."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "UNSTICK_SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "UNSTICK_DATABASE_URL": url,
    }
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL
    )
    try:
        await _until_up(port)
        yield port, lambda: _cpu_seconds(process.pid)
    finally:
        process.kill()
        await process.wait()


def _cpu_seconds(pid: int) -> float:
    """Processor time of a process, all its threads; 0 where the system does not tell it this way."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def _until_up(port: int) -> None:
    deadline = time.perf_counter() + START_S
    while True:
        try:
            await connect(port)
        except ConnectionError:
            if time.perf_counter() > deadline:
                raise
            await asyncio.sleep(0.1)
        else:
            return


@contextlib.contextmanager
def _databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        address = postgres.render_as_string(hide_password=False)
        yield {"SQLite": f"sqlite:///{folder}/unstick.sqlite", "PostgreSQL": address}


def main() -> None:
    """Measure both databases, one after the other, and write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.delivery", description=__doc__)
    parser.add_argument("--seconds", type=float, default=STEADY_S, help="at the steady rate (default: %(default)s)")
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"], help="one database alone")
    parser.add_argument("--print", action="store_true", help="print the section instead of writing it down")
    wanted = parser.parse_args()
    with _databases() as urls:
        chosen = {name: url for name, url in urls.items() if wanted.only in {None, name}}
        found = [asyncio.run(measure(name, url, wanted.seconds)) for name, url in chosen.items()]
    parts = delivery_section.parts(found)
    sys.stdout.write("\n".join(parts) + "\n")
    if not wanted.print:
        delivery_section.write(ROOT / "docs" / "benchmarks.md", parts)


if __name__ == "__main__":
    main()
