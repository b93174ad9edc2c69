"""The bot's replicas, each a process of its own that can be killed as by a power cut and started again."""

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.torture.replica import TICK, UP, live

PATIENCE_S = 120.0
# Forked from a process that has loaded the bot already: a start takes a moment, and a death a day is affordable.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.torture.replica"])


@dataclass
class Replica:
    """One process; `is_up` once it delivers, `is_ticking` while it owes word of a tick."""

    name: str
    process: BaseProcess
    orders: Connection
    is_up: bool = False
    is_ticking: bool = False


@dataclass
class Fleet:
    """The replicas that run, by name. A context manager: none is left when it ends."""

    clock: Path
    log: Path
    settings: dict[str, Any]
    running: dict[str, Replica] = field(default_factory=dict)
    kills: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for name in [*self.running]:
            self._end(self.running.pop(name))

    def start(self, name: str) -> None:
        """Start one; it is up a little later."""
        ours, theirs = _context.Pipe()
        settings = {**self.settings, "replica": name}
        process = _context.Process(target=live, args=(theirs, self.clock, self.log, settings), daemon=True)
        process.start()
        theirs.close()
        self.running[name] = Replica(name, process, ours)

    def kill(self, name: str) -> None:
        """Kill it (SIGKILL), in the middle of whatever it is doing."""
        self._end(self.running.pop(name))
        self.kills += 1

    def listen(self) -> None:
        """Hear what they say: who is up, whose tick is over. Raises AssertionError where one has ended by itself."""
        for replica in self.running.values():
            while replica.orders.poll():
                try:
                    word = replica.orders.recv()
                except EOFError:
                    replica.process.join(PATIENCE_S)
                    text = self.log.read_text()[-3000:]
                    raise AssertionError(f"{replica.name} ended with {replica.process.exitcode}: {text}") from None
                replica.is_up = True
                replica.is_ticking = replica.is_ticking and word == UP

    def tick(self, name: str) -> None:
        """Tell it to tick."""
        self.running[name].orders.send(TICK)
        self.running[name].is_ticking = True

    @property
    def up(self) -> Sequence[str]:
        """Those that deliver."""
        return [name for name, replica in self.running.items() if replica.is_up]

    @property
    def is_ticking(self) -> bool:
        """Whether any of them owes word of a tick."""
        return any(replica.is_ticking for replica in self.running.values())

    @staticmethod
    def _end(replica: Replica) -> None:
        replica.process.kill()
        replica.process.join(PATIENCE_S)
        replica.process.close()
        replica.orders.close()
