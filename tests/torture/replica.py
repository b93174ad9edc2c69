"""The real bot as a process that ticks when it is told to. It is forked from a process that has loaded everything."""

import os
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.app import Unstick
from bot.log import configure
from bot.settings import Settings, user_cache
from bot.understanding.reader import Reader
from prompts.catalog import catalog, every_catalog
from scoring import load_rules
from tests.crash.clock import FileClock

WARNING = 30
UP, TICK, TICKED = "up", "tick", "ticked"

# What takes seconds to load, and is the same in every life.
every_catalog(catalog())
_reader = Reader(user_cache())
_reader.warm(load_rules())


def live(orders: Connection, clock: Path, log: Path, settings: dict[str, Any]) -> None:
    """Deliver, and tick when `orders` say so, until they end."""
    with log.open("a") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    configure(WARNING)
    bot = Unstick(Settings(**settings), clock=FileClock(clock))
    bot.reader = _reader
    bot.launch()
    orders.send(UP)
    while orders.recv() == TICK:
        bot.tick()
        orders.send(TICKED)
