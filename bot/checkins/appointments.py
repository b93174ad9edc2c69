"""What the tick looks at for a pilot as a whole, and not for one person: each kind has a handler, and one row a pilot.

A new kind is a line in `bot/checkins/pilots.py`; its handler says what is to be said and moves `next_at` past now.
"""

from datetime import datetime

from bot.desk import Desk
from bot.store import appointments as kept
from bot.store.plan_tables import Appointment
from bot.store.tables import Diagnosis

GATES = "gates"  # and the handover (bot/operate/gates.py)
FACTS = "facts"  # that wait for an answer (bot/interview/facts.py)
REVIEW = "review"  # of each month (bot/operate/reviews.py)


def row(desk: Desk, diagnosis: Diagnosis, kind: str) -> Appointment:
    """A pilot's appointment of one kind, made if there is none yet."""
    return kept.of(desk.session, diagnosis, kind)


def make(desk: Desk, diagnosis: Diagnosis, kind: str, at: datetime | None) -> None:
    """Look at it at that moment; None: not any more."""
    row(desk, diagnosis, kind).next_at = at
