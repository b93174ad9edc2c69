"""Logging: one JSON line an event, with ids and codes, never with what people wrote.

What a library says of an exception is told by kind and place alone: an exception's own text can hold a row of the
database, a value that did not fit, or a header with a token.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

import structlog

CHATTY = ("slack_bolt", "slack_sdk", "dbos", "alembic", "httpx", "httpcore")
OWN_HANDLERS = ("dbos",)  # these write by themselves unless somebody already does
FRAMES = 6  # of a trace, the innermost

log = structlog.get_logger()


def configure(level: int = logging.INFO) -> None:
    """Set up structlog for the whole process; libraries may warn, not chat."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.ERROR)
    for name in OWN_HANDLERS:
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = [handler], False
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _thread_ended
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def bare(error: BaseException) -> dict[str, list[str]]:
    """What may be told of an exception: its kind and those of its causes, and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {
        "faults": [type(each).__name__ for each in _chain(error)],
        "places": [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames],
    }


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    met: list[BaseException] = []
    while error is not None and error not in met:
        yield error
        met.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-3:])


class _Bare(logging.Formatter):
    """What a library logs as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, object] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        error = record.exc_info[1] if record.exc_info else None
        return json.dumps({**told, **(bare(error) if error else {})}, sort_keys=True)


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.error("thread_ended", action=ended.thread.name if ended.thread else "", **bare(ended.exc_value))
