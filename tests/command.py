"""`unstick …` as the shell would run it, without the seconds that a process of its own takes to load."""

from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app


def command(*arguments: str, **environment: str) -> Result:
    """Run the command; what it prints and its exit code are in the result, and a fault of ours is raised."""
    result = CliRunner().invoke(app, [*arguments], env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
