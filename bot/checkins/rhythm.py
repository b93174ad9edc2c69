"""Somebody's hours: what they chose for a pilot, else for every one, else what Slack tells of them, else the usual."""

from datetime import time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from bot.checkins.calendar import MONDAY, MORNING, Hours
from bot.checkins.free_days import country_of_zone
from bot.desk import Desk
from bot.store import people, rhythms
from bot.store.tables import Person

UTC_ZONE = "UTC"
HOUR = 60
EVERY_PILOT = ""


def hours_of(desk: Desk, person_id: str, diagnosis_id: str = EVERY_PILOT) -> Hours:
    """When somebody may be asked about a pilot."""
    return hours_in(desk.session, desk.workspace_id, person_id, diagnosis_id)


def hours_in(session: Session, workspace_id: str, person_id: str, diagnosis_id: str = EVERY_PILOT) -> Hours:
    """The same, outside a unit of work of somebody's own."""
    zone = zone_named(people.person(session, workspace_id, person_id))
    chosen = rhythms.chosen(session, workspace_id, person_id, diagnosis_id)
    minute = chosen.minute
    return Hours(
        zone=zone,
        weekday=MONDAY if chosen.weekday is None else chosen.weekday,
        at=MORNING if minute is None else time(minute // HOUR, minute % HOUR),
        country=country_of_zone(zone) if chosen.country is None else chosen.country or None,
        back_on=chosen.back_on,
    )


def zone_of(desk: Desk, person_id: str) -> str:
    """Somebody's time zone, or UTC where Slack names none that is known here."""
    return zone_named(people.person(desk.session, desk.workspace_id, person_id))


def zone_named(person: Person | None) -> str:
    """The zone that Slack names for somebody, if it is one that is known here; else UTC."""
    return person.tz if person and _is_known(person.tz) else UTC_ZONE


@lru_cache(maxsize=1024)
def _is_known(zone: str) -> bool:
    """Asked once for each: what the machine knows does not change, and listing all zones takes milliseconds."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
