"""The torture: weeks of check-ins for many pilots, while Slack fails at random and replicas are killed at random."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.delivery import outbox
from bot.playground.slack import LocalSlack
from bot.store import actions, appointments
from bot.store.database import Database
from tests.crash.clock import FileClock
from tests.torture.fleet import PATIENCE_S, Fleet
from tests.torture.hostile import Hostility
from tests.torture.pilots import ZONES, seed
from tests.torture.verdict import Verdict, judge

BEGIN = datetime(2026, 9, 30, 15, tzinfo=UTC)  # a Wednesday; daylight saving ends or begins in most zones meanwhile
GRID = timedelta(minutes=15)  # the torture's ticks: what is due shortly after one another is found by one of them
LOOK_S = 0.02
SECRET = "a secret of the torture alone"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How hard it is. `replicas` start, and when one of several dies for good (`leaves`), a new one comes later."""

    pilots: int
    weeks: int
    kills: int
    replicas: int = 1
    fault_every: int = 25
    leaves: bool = False
    zones: int = len(ZONES)
    scopes: frozenset[str] | None = None
    seed: int = 1


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    verdict: Verdict
    kills: int
    faults: dict[str, int]
    took_s: float


@dataclass
class Torture:
    """One torture on one database, which is migrated already."""

    plan: Plan
    slack: LocalSlack
    hostility: Hostility
    fleet: Fleet
    clock: FileClock
    database: Database
    lot: random.Random
    deaths: list[int]  # after how many posts somebody is killed
    back_at: dict[str, float] = field(default_factory=dict)  # when a killed one is started again
    left: str | None = None
    told: Callable[[datetime, int], None] = lambda _now, _kills: None

    def travel(self, end: datetime) -> None:
        """Go from one due moment to the next, as the minute's tick would find it; and come to rest each time."""
        while (due := self._next_due()) is not None and due <= end:
            self.clock.move_to(max(_next_on_grid(due), self.clock()))
            self._tick_and_rest()
            self.told(self.clock(), self.fleet.kills)
        for name in [*self.back_at]:
            self.fleet.start(name)

    def come_up(self) -> None:
        """Wait until all that were started deliver."""
        self._until(lambda: len(self.fleet.up) == len(self.fleet.running))

    def _tick_and_rest(self) -> None:
        """Let one of them tick until nothing is due, and wait until nothing waits; whoever is to die dies meanwhile."""
        ticked = False
        deadline = time.monotonic() + PATIENCE_S
        while not (ticked and not self.fleet.is_ticking and self._is_idle()):
            assert time.monotonic() < deadline, f"letters still wait; {self.fleet.log.read_text()[-2000:]}"
            self.fleet.listen()
            self._kill_and_revive()
            if not self.fleet.is_ticking and self.fleet.up and self._is_due():
                self.fleet.tick(self.lot.choice(self.fleet.up))
            ticked = not self._is_due()
            time.sleep(LOOK_S)

    def _kill_and_revive(self) -> None:
        now = time.monotonic()
        for name in [name for name, at in self.back_at.items() if at <= now]:
            del self.back_at[name]
            self.fleet.start(name)
        if self.deaths and self.hostility.posted >= self.deaths[0] and self.fleet.up:
            time.sleep(self.lot.uniform(0, 0.2))
            name = self.lot.choice(self.fleet.up)
            self.fleet.kill(name)
            self.deaths.pop(0)
            if self.plan.leaves and self.left is None and len(self.deaths) <= self.plan.kills // 2:
                self.left = name  # and never returns; another one comes a while later
                self.back_at[f"after-{name}"] = now + PATIENCE_S
            else:
                self.back_at[name] = now + self.lot.choice((0.0, 0.5, 2.0))

    def _next_due(self) -> datetime | None:
        with self.database.reading() as session:
            return min(filter(None, (actions.next_due(session), appointments.next_due(session))), default=None)

    def _is_due(self) -> bool:
        due = self._next_due()
        return due is not None and due <= self.clock()

    def _is_idle(self) -> bool:
        with self.database.reading() as session:
            return outbox.is_idle(session)

    def _until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, self.fleet.log.read_text()[-2000:]
            self.fleet.listen()
            time.sleep(LOOK_S)


def _next_on_grid(moment: datetime) -> datetime:
    return datetime.fromtimestamp(0, UTC) + ((moment - datetime.fromtimestamp(0, UTC)) // GRID + 1) * GRID


def torture(
    plan: Plan,
    database_url: str,
    folder: Path,
    told: Callable[[datetime, int], None] = lambda _now, _kills: None,
) -> Outcome:
    """Carry a plan out on a migrated, empty database; `told` hears of each stop: its moment, and how many died."""
    begun = time.monotonic()
    lot = random.Random(plan.seed)  # noqa: S311 (chance that can be had again)
    clock = FileClock(folder / "clock")
    clock.move_to(BEGIN)
    hostility = Hostility(random.Random(plan.seed), plan.fault_every)  # noqa: S311
    end = BEGIN + timedelta(weeks=plan.weeks)
    database = Database(database_url)
    with LocalSlack(clock, SECRET, "http://127.0.0.1:9", scopes=plan.scopes, on_call=hostility.heard) as slack:
        asked = seed(database, slack, BEGIN, plan.pilots, lot, ZONES[: plan.zones])
        settings = {
            "slack_bot_token": SecretStr(slack.token),
            "slack_signing_secret": SecretStr(SECRET),
            "slack_api_url": slack.api_url,
            "database_url": database_url,
            "poll_s": 0.1,
        }
        hostility.slack = slack
        expected = len(asked) * plan.weeks
        with Fleet(folder / "clock", folder / "log", settings) as fleet:
            for number in range(plan.replicas):
                fleet.start(f"replica-{number}")
            # Beside each check-in there are reminders and digests, so there are posts enough for all of them.
            deaths = sorted(lot.sample(range(1, expected * 3 // 2), plan.kills))
            run = Torture(plan, slack, hostility, fleet, clock, database, lot, deaths, told=told)
            run.come_up()
            run.travel(end)
            kills = fleet.kills
        verdict = judge(slack, database, asked, BEGIN, end)
    database.close()
    return Outcome(verdict, kills, dict(sorted(hostility.faults.items())), time.monotonic() - begun)
