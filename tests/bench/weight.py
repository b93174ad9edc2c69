"""Measure what much history and a long day weigh: `python -m tests.bench.weight` writes section "Weight".

How long an answer takes among a thousand and among a million stored ones, and how much memory the bot holds after an
hour's traffic. The bot is `unstick serve` as a process of its own.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import Diagnosis, Entry
from tests.bench import page
from tests.bench.crowd import TEAM, Crowd, Talker
from tests.bench.replicas import MINUTES, Replica, replica_on
from tests.postgres import server

ROOT = Path(__file__).parents[2]
MARKERS = ("<!-- weight:begin -->", "<!-- weight:end -->")
FEW, MANY = 1_000, 1_000_000
EACH = 25  # stored answers of a diagnosis
TIMED = 300  # answers, one after the other
HOUR = 3_600  # answers: one a second
PEOPLE = 8
SAMPLES = 12
RATIO, FLAT_PERCENT = 1.3, 10


@dataclass
class Found:
    """What was measured on one database: milliseconds to the acknowledgement by answers stored, and MB of memory."""

    name: str
    p50: dict[int, float] = field(default_factory=dict)
    p95: dict[int, float] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)


async def measure(name: str, url: str, many: int, hour: int) -> Found:
    """Time among few, spend the hour, then time among many."""
    found = Found(name)
    crowd = Crowd()
    replica = replica_on(url, await crowd.open(), "local")
    await replica.start()
    try:
        await crowd.gather(replica.port, PEOPLE)
        first = crowd.talkers[0]
        before = 0
        await _answers(first, TIMED // 3)
        for stored in (FEW, many):
            _fill(url, before, stored)
            before = stored
            times = sorted(1000 * one for one in await _answers(first, TIMED))
            found.p50[stored], found.p95[stored] = statistics.median(times), times[len(times) * 95 // 100]
            if stored == FEW:
                for _ in range(SAMPLES):
                    shares = (_answers(talker, hour // SAMPLES // PEOPLE) for talker in crowd.talkers)
                    await asyncio.gather(*shares)
                    found.memory.append(_resident_mb(replica))
    finally:
        await replica.end(kill=True)
    return found


async def _answers(talker: Talker, count: int) -> list[float]:
    """So many answers, one after the other, in as many diagnoses as it takes; seconds each."""
    times = []
    while len(times) < count:
        if talker.question is None or talker.is_over:
            await talker.start(MINUTES)
        times.append(await talker.answer())
        await talker.next_question()
    return times


def _resident_mb(replica: Replica) -> float:
    assert replica.process is not None
    status = Path(f"/proc/{replica.process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


def _fill(url: str, before: int, stored: int) -> None:
    """Ended diagnoses with their answers, in the same workspace, made by the database itself."""
    database = Database(url)
    begun = datetime(2026, 1, 5, 9, tzinfo=UTC)
    numbers = sa.select(sa.literal(before // EACH).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < stored // EACH - 1))
    lines = sa.select(sa.literal(1).label("k")).cte("lines", recursive=True)
    lines = lines.union_all(sa.select(lines.c.k + 1).where(lines.c.k < EACH))
    pilot = sa.literal("old").concat(sa.cast(numbers.c.n, sa.String))
    diagnosis = {
        "workspace_id": sa.literal(TEAM),
        "id": pilot,
        "channel": sa.literal("C").concat(sa.cast(numbers.c.n % 100_000, sa.String)),
        "pilot": pilot,
        "summary": sa.literal(""),
        "framework": sa.literal("both"),
        "language": sa.literal("en"),
        "budget_minutes": sa.literal(30),
        "starter": sa.literal("U000000"),
        "roles": sa.literal({}, Diagnosis.roles.type),
        "state": sa.literal("stopped"),
        "turn": sa.literal(EACH),
        "rules_version": sa.literal("1"),
        "rules_sha256": sa.literal(""),
        "started_at": sa.literal(begun, Diagnosis.started_at.type),
        "ended_at": sa.literal(begun, Diagnosis.started_at.type),
    }
    entry = {
        "workspace_id": sa.literal(TEAM),
        "diagnosis_id": pilot,
        "seq": lines.c.k,
        "kind": sa.literal("answered"),
        "question": sa.literal("output_path"),
        "option": sa.literal("retyped"),
        "by": sa.literal("U000000"),
        "at": sa.literal(begun, Entry.at.type),
    }
    with database.unit_of_work() as session:
        session.execute(sa.insert(Diagnosis).from_select([*diagnosis], sa.select(*diagnosis.values())))
        every = sa.select(*entry.values()).select_from(numbers.join(lines, sa.true()))
        session.execute(sa.insert(Entry).from_select([*entry], every))
    database.close()


def parts(found: list[Found]) -> list[str]:
    """The section, without its title."""
    few, many = next(iter(found)).p50
    return [
        (
            f"{datetime.now(UTC):%d %B %Y}. {TIMED} answers one after the other among {few:,} stored ones, and then "
            f"among {many:,}; between them an hour's answers at one a second, as fast as they go, from {PEOPLE} "
            "people. Memory is what the process holds, from when a twelfth of that hour is over. Written by "
            "`python -m tests.bench.weight`."
        ),
        "",
        page.row("", "goal", *(one.name for one in found)),
        page.row("---", "---", *("---" for _ in found)),
        page.row(f"acknowledged p50 among {few:,}", "", *(f"{one.p50[few]:.1f} ms" for one in found)),
        page.row(f"acknowledged p50 among {many:,}", "", *(f"{one.p50[many]:.1f} ms" for one in found)),
        page.row("ratio of the p50", f"≤ {RATIO}", *(_ratio(one.p50[many] / one.p50[few]) for one in found)),
        page.row("ratio of the p95", "", *(f"{one.p95[many] / one.p95[few]:.2f}" for one in found)),
        page.row("memory after a twelfth of the hour", "", *(f"{one.memory[0]:.0f} MB" for one in found)),
        page.row("memory at its end", f"± {FLAT_PERCENT} %", *(_flat(one.memory) for one in found)),
    ]


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f} {'met' if ratio <= RATIO else '**missed**'}"


def _flat(memory: list[float]) -> str:
    percent = 100 * (memory[-1] / memory[0] - 1)
    return f"{memory[-1]:.0f} MB ({percent:+.0f} %) {'met' if abs(percent) <= FLAT_PERCENT else '**missed**'}"


def main() -> None:
    """Measure both databases and write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.weight", description=__doc__)
    parser.add_argument("--many", type=int, default=MANY, help="stored answers (default: %(default)s)")
    parser.add_argument("--hour", type=int, default=HOUR, help="answers of the hour (default: %(default)s)")
    parser.add_argument("--print", action="store_true", help="print the section instead of writing it down")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        urls = {
            "SQLite": f"sqlite:///{folder}/unstick.sqlite",
            "PostgreSQL": postgres.render_as_string(hide_password=False),
        }
        found = [asyncio.run(measure(name, url, wanted.many, wanted.hour)) for name, url in urls.items()]
    lines = parts(found)
    sys.stdout.write("\n".join(lines) + "\n")
    if not wanted.print:
        page.put(ROOT / "docs" / "benchmarks.md", MARKERS, ["## Weight", "", *lines])


if __name__ == "__main__":
    main()
