"""Measure the tick and write section "Weeks" of docs/benchmarks.md: `python -m tests.bench.weeks`.

The bot is the real one in this process, with its delivery running; only the hand that puts letters into Slack is
another, which takes each letter at once.
"""

import argparse
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import Unstick
from bot.clock import MovableClock
from bot.delivery import outbox
from bot.delivery.letters import Letter, Sent
from bot.log import configure
from bot.settings import Settings
from bot.store import actions
from bot.store.database import Database
from tests.bench import weeks_section
from tests.bench.stored import fill
from tests.postgres import server

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # nine where they all are
DUE = 10_000
FEW, MANY = 1_000, 1_000_000
LOOKS = 60
WARNING = 30
LOOK_S = 0.05
PATIENCE_S = 600.0


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """What became of very many check-ins in one minute; seconds."""

    due: int
    handed_s: float  # until all were in the outbox, each with the run that sends it
    tick_cpu_s: float  # of the thread that ticks
    process_cpu_s: float  # of the whole process meanwhile, with the delivery
    sent_s: float  # until the last was sent


@dataclass(frozen=True, kw_only=True)
class Idle:
    """A tick with nothing due, for so many stored pilots; seconds, of many ticks the one in the middle."""

    stored: int
    wall_s: float
    cpu_s: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was measured on one database."""

    name: str
    idle: tuple[Idle, ...]
    crowd: Crowd


class AtOnce:
    """The hand that takes each letter at once."""

    def __init__(self, *_: object) -> None:
        """Whatever a hand for Slack would need."""
        self._ts = 0

    def send(self, letter: Letter) -> Sent:
        """It has been sent."""
        self._ts += 1
        return Sent(channel=letter.lane, ts=f"2.{self._ts:06}")

    def find(self, _letter: Letter, _after: str | None) -> Sent | None:
        """Nothing was ever lost."""
        return None


def measure(name: str, make: Callable[[], str], due: int, stored: tuple[int, ...]) -> Found:
    """Ticks with nothing due among ever more pilots, then the crowd, each on a database of its own."""
    return Found(name=name, idle=tuple(_idle(make(), stored)), crowd=_crowd(make(), due))


def _idle(url: str, stored: tuple[int, ...]) -> Iterator[Idle]:
    with _running(url, MONDAY) as bot:
        before = 0
        for count in stored:
            _say(f"storing {count} pilots")
            fill(bot.database, before, count, MONDAY, first=MONDAY + timedelta(days=1))
            before = count
            bot.tick()
            walls, cpus = zip(*(_timed(bot.tick) for _ in range(LOOKS)), strict=True)
            yield Idle(stored=count, wall_s=statistics.median(walls), cpu_s=statistics.median(cpus))


def _crowd(url: str, due: int) -> Crowd:
    with _running(url, MONDAY) as bot:
        _say(f"{due} check-ins in one minute")
        fill(bot.database, 0, due, MONDAY, first=MONDAY - timedelta(hours=due // 10_000))
        process, begun = time.process_time(), time.perf_counter()
        handed_s, tick_cpu_s = _timed(bot.tick)
        process_cpu_s = time.process_time() - process
        with bot.database.reading() as session:
            left = actions.ahead(session, MONDAY)
        assert not left, f"{len(left)} are still due"
        while not _is_idle(bot):
            assert time.perf_counter() - begun < PATIENCE_S, "letters still wait"
            time.sleep(LOOK_S)
        sent_s = time.perf_counter() - begun
    return Crowd(due=due, handed_s=handed_s, tick_cpu_s=tick_cpu_s, process_cpu_s=process_cpu_s, sent_s=sent_s)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds that something takes: on the wall, and of this thread on a processor."""
    wall, cpu = time.perf_counter(), time.thread_time()
    act()
    return time.perf_counter() - wall, time.thread_time() - cpu


def _is_idle(bot: Unstick) -> bool:
    with bot.database.reading() as session:
        return outbox.is_idle(session)


@contextlib.contextmanager
def _running(url: str, now: datetime) -> Iterator[Unstick]:
    """The bot with its delivery; it ticks when it is told to, and never by itself."""
    settings = Settings(
        slack_bot_token=SecretStr("xoxb-bench"),
        slack_signing_secret=SecretStr("a secret of the bench alone"),
        slack_api_url="http://127.0.0.1:9/api/",
        database_url=url,
    )
    bot = Unstick(settings, clock=MovableClock(now), sender=AtOnce)
    bot.engine.tick = None
    bot.database.migrate()
    bot.engine.launch()
    try:
        yield bot
    finally:
        bot.close()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


@contextlib.contextmanager
def _databases() -> Iterator[dict[str, Callable[[], str]]]:
    """What makes the addresses of empty databases, by the name of the kind."""
    with tempfile.TemporaryDirectory() as folder, server() as address:
        names = (f"bench_{number}" for number in range(1000))

        def postgres() -> str:
            name = next(names)
            admin = Database(address.render_as_string(hide_password=False))
            with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            admin.close()
            return address.set(database=name).render_as_string(hide_password=False)

        yield {"SQLite": lambda: f"sqlite:///{folder}/{next(names)}.sqlite", "PostgreSQL": postgres}


def main() -> None:
    """Measure both databases, one after the other, and write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.weeks", description=__doc__)
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"], help="one database alone")
    parser.add_argument("--due", type=int, default=DUE, help="check-ins in one minute (default: %(default)s)")
    parser.add_argument("--stored", type=int, default=MANY, help="pilots among which nothing is due")
    parser.add_argument("--print", action="store_true", help="print the section instead of writing it down")
    wanted = parser.parse_args()
    configure(WARNING)
    with _databases() as kinds:
        found = [
            measure(name, make, wanted.due, (FEW, wanted.stored))
            for name, make in kinds.items()
            if wanted.only in {None, name}
        ]
    parts = weeks_section.parts(found)
    sys.stdout.write("\n".join(parts) + "\n")
    if not wanted.print:
        weeks_section.write(ROOT / "docs" / "benchmarks.md", parts)


if __name__ == "__main__":
    main()
