"""The long torture, once on each database: `make torture`. Its figures go to standard output; exit 1 on a fault."""

import argparse
import itertools
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.log import configure
from bot.playground.slack.methods import scopes
from bot.playground.stage import Stage
from tests.postgres import server
from tests.torture import section
from tests.torture.replica import WARNING
from tests.torture.weeks import BEGIN, Outcome, Plan, torture

ROOT = Path(__file__).parents[2]
LONGEST_S = 60.0
PLAN = Plan(pilots=200, weeks=8, kills=24, fault_every=40)


def main() -> int:
    """Carry it out; without the history scopes too, where a kill may make a message appear twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"], help="one database alone")
    parser.add_argument("--blind", action="store_true", help="without leave to read history")
    for name in ("pilots", "weeks", "kills", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(PLAN, name))
    parser.add_argument("--print", action="store_true", help="print the figures without writing them down")
    wanted = parser.parse_args()
    configure(WARNING)
    plan = replace(PLAN, pilots=wanted.pilots, weeks=wanted.weeks, kills=wanted.kills, seed=wanted.seed)
    if wanted.blind:
        plan = replace(plan, scopes=_without_history())
    # Only a run at full size is worth a row.
    is_whole = all(getattr(plan, name) >= getattr(PLAN, name) for name in ("pilots", "weeks", "kills"))
    page = None if wanted.print or not is_whole else ROOT / "docs" / "benchmarks.md"
    faults = 0
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="torture") as folder:
        if wanted.only in {None, "SQLite"}:
            url = f"sqlite:///{folder}/unstick.sqlite"
            faults += _told("SQLite", _migrated(plan, url, Path(folder)), page, is_blind=wanted.blind)
        if wanted.only in {None, "PostgreSQL"}:
            with server() as address:
                url = address.render_as_string(hide_password=False)
                plan = replace(plan, replicas=2, leaves=True)
                faults += _told("PostgreSQL", _migrated(plan, url, Path(folder)), page, is_blind=wanted.blind)
    return 1 if faults else 0


def _migrated(plan: Plan, url: str, folder: Path) -> Outcome:
    with Stage(url, start=BEGIN):
        pass
    begun, stops = time.monotonic(), itertools.count(1)

    def told(now: datetime, kills: int) -> None:
        sys.stderr.write(
            f"{time.monotonic() - begun:6.0f} s  {now:%a %d %b %H:%M}  stop {next(stops)}, {kills} kills\n"
        )

    return torture(plan, url, folder, told)


def _without_history() -> frozenset[str]:
    """Every permission but those to look into channels and direct messages."""
    places = [f"{place}:read" for place in ("channels", "groups", "im", "mpim")]
    writes = [scope for scope in scopes.FIXED.values() if ":history" not in scope]
    return frozenset((*places, *writes, "im:write", "mpim:write"))


def _told(name: str, outcome: Outcome, page: Path | None, *, is_blind: bool) -> int:
    """Print the figures, and write them down in `page`; whether something is wrong.

    Without history a second copy is owned up to, not a fault.
    """
    found = outcome.verdict
    lists = {
        "lost": found.lost,
        "unexpected": found.unexpected,
        "out of order": found.disordered,
        "on another day": found.wrong_day,
        "refused": found.refused,
    }
    faults = [*(f"{what}: {letters}" for what, letters in lists.items() if letters)]
    if found.twice and not is_blind:
        faults.append(f"twice: {found.twice}")
    if found.stranded.total_seconds() > LONGEST_S:
        faults.append(f"stranded too long: {found.slowest}")
    injected = ", ".join(f"{count} × {kind}" for kind, count in outcome.faults.items())
    sys.stdout.write(
        f"{name}: {outcome.kills} kills, {injected}; {found.messages} messages, {found.expected} check-ins due; "
        f"twice {len(found.twice)}, lost {len(found.lost)}, out of order {len(found.disordered)}, "
        f"longest from outbox to Slack {found.stranded.total_seconds():.1f} s; took {outcome.took_s:.0f} s\n"
    )
    if page is not None:
        section.keep(page, _cells(name, outcome, is_blind=is_blind))
    sys.stdout.writelines(f"  {fault}\n" for fault in faults)
    sys.stdout.flush()
    return len(faults)


def _cells(name: str, outcome: Outcome, *, is_blind: bool) -> list[str]:
    found = outcome.verdict
    return [
        f"{name}, without history" if is_blind else name,
        str(outcome.kills),
        str(sum(outcome.faults.values())),
        str(found.messages),
        str(found.expected),
        *(str(len(letters)) for letters in (found.twice, found.lost, found.disordered)),
        f"{found.stranded.total_seconds():.1f} s",
        f"{outcome.took_s:.0f} s",
        f"{datetime.now(UTC):%d %B %Y}",
    ]


if __name__ == "__main__":
    sys.exit(main())
