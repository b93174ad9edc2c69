"""Logging: one JSON line an event, with ids and codes, never with what people wrote."""

import logging
import sys

import structlog

CHATTY = ("slack_bolt", "slack_sdk", "dbos", "alembic", "httpx", "httpcore")


def configure(level: int = logging.INFO) -> None:
    """Set up structlog for the whole process; libraries may warn, not chat."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
