"""All that is logged, at every level, by us and by every library."""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot.log import CHATTY, configure


@contextlib.contextmanager
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """What is logged within the block, with logging set up as the product does it, at its loudest.

    The bot is to be running already: Bolt takes the level that it finds when it starts, and it is the product's then.
    """
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    caplog.set_level(logging.DEBUG)
    ours = io.StringIO()
    with contextlib.redirect_stderr(ours):
        configure(logging.DEBUG)
        try:
            yield lambda: caplog.text + ours.getvalue()
        finally:
            forget(levels)


def forget(levels: dict[str, int]) -> None:
    """Undo what setting logging up has done to the whole process, which here goes on; `levels` were there before."""
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
