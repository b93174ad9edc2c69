"""What `unstick doctor` looks at: everything that a good run needs, each with its repair in a sentence."""

from collections.abc import Iterator

from bot.clock import Clock, system_clock
from bot.doctor import keys, machine, model, reading, slack, store
from bot.doctor.check import Check
from bot.settings import Settings


def examine(settings: Settings, clock: Clock = system_clock) -> Iterator[Check]:
    """Every check, in order. Slack, the database and a language model are asked; nothing is changed."""
    yield from slack.look(settings, clock)
    yield from store.look(settings)
    yield from keys.look(settings)
    yield from machine.look(settings)
    yield from reading.look(settings)
    yield from model.look(settings)
