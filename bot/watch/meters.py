"""The numbers of one running Unstick, for Prometheus. Labels hold kinds and codes, never an id nor a word of anybody's.

Counters live in the process; what waits and what is due is asked of the database whenever somebody looks.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery import outbox
from bot.store import actions
from bot.store.database import Database

log = structlog.get_logger()

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Slack waits for three seconds; the goal is half a second for 99 of 100.
ACKNOWLEDGED_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
LATE = timedelta(minutes=5)  # the tick comes every minute: what waits longer than this has been missed


class Meters:
    """All numbers of one Unstick, in a registry of their own: two in a process do not share them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.registry = CollectorRegistry()
        self.acknowledged = Histogram(
            "unstick_acknowledgement_seconds",
            "Seconds from a request's arrival to its acknowledgement, which follows the commit; "
            "what is only overheard counts too.",
            ["status"],
            buckets=ACKNOWLEDGED_S,
            registry=self.registry,
        )
        self.delivered = Counter(
            "unstick_deliveries",
            "Letters by what they do and what came of a try: sent, refused or later.",
            ["act", "outcome"],
            registry=self.registry,
        )
        self.limited = Counter(
            "unstick_slack_429", "Tries that Slack put off for its rate limit.", registry=self.registry
        )
        self.checkins = Counter("unstick_checkins_sent", "Check-ins that Slack has taken.", registry=self.registry)
        self.registry.register(_Asked(database, clock))

    def acknowledge(self, status: int, seconds: float) -> None:
        """A request of Slack's has had its answer, after so long."""
        self.acknowledged.labels(status=str(status)).observe(seconds)

    def text(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self.registry)


class _Asked(Collector):
    """What is asked of the database at each look."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is asked when it is registered: the database may not be there yet."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """What waits, how long, and what is due. Without a database only that it is away."""
        now = self._clock()
        try:
            with self._database.reading() as session:
                waiting, since = outbox.backlog(session)
                due, late = actions.how_many_due(session, now), actions.how_many_due(session, now - LATE)
        except (SQLAlchemyError, OSError) as error:
            log.warning("numbers_missing", action="watch", fault=type(error).__name__)
            yield GaugeMetricFamily("unstick_database_up", "Whether the database answers.", 0)
            return
        age = max(0.0, (now - since).total_seconds()) if since else 0.0
        yield GaugeMetricFamily("unstick_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("unstick_letters_waiting", "Letters that wait to be sent.", waiting)
        yield GaugeMetricFamily("unstick_queue_age_seconds", "How long the oldest of them has waited.", age)
        yield GaugeMetricFamily("unstick_checkins_due", "Check-ins whose moment has come.", due)
        yield GaugeMetricFamily("unstick_checkins_late", "Those whose moment came over five minutes ago.", late)
