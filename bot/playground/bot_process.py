"""The bot as a process of its own, so that the playground can kill it as a power cut would: `python -m` this module.

Settings come from the environment as in production. Its first line of input is the time of the playground; it answers
with its address. Each further line is `move TIME` or `tick TIME`, answered with `done`. The end of input ends it.
"""

import os
import sys
from datetime import datetime, timedelta

from bot.app import Unstick
from bot.clock import MovableClock, system_clock
from bot.log import configure
from bot.playground.slack.serve import Served
from bot.settings import Settings

WARNING = 30


def main() -> None:
    """Serve until the input ends."""
    configure(WARNING)
    clock = MovableClock(datetime.fromisoformat(sys.stdin.readline().strip()), running=system_clock)
    settings = Settings()
    os.environ.pop("SLACK_BOT_TOKEN", None)  # Bolt would find it a second time, and warn
    bot = Unstick(settings, clock=clock)
    served = Served(bot.launch(), name="unstick").start()
    _say(served.url)
    for line in sys.stdin:
        order, _, moment = line.strip().partition(" ")
        clock.advance(max(timedelta(), datetime.fromisoformat(moment) - clock()))
        if order == "tick":
            bot.tick()
        _say("done")
    served.stop()
    bot.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
