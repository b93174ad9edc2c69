"""`unstick …` as the shell would run it, without the seconds that a process of its own takes to load."""

import logging

from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.log import CHATTY
from tests.logged import forget


def command(*arguments: str, **environment: str) -> Result:
    """Run the command; what it prints and its exit code are in the result, and a fault of ours is raised."""
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    try:
        result = CliRunner().invoke(app, [*arguments], env=environment)
    finally:  # a command sets up logging for its whole process, which here goes on
        forget(levels)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
