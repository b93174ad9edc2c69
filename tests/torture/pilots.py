"""Posted plans, put straight into the database: their owners have taken their actions and are asked from now on."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.checkins import digest, schedule
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Act, State
from bot.desk import Desk, plan_letter
from bot.playground.slack import LocalSlack
from bot.playground.slack.model import BOT_USER, TEAM_ID, Message
from bot.settings import user_cache
from bot.slack.sender import EVENT_TYPE
from bot.store.database import Database
from bot.store.plan_tables import Action, Checkin, Rhythm
from bot.store.tables import Diagnosis, Outgoing, Person
from bot.understanding.reader import Reader
from scoring import load_rules

ZONES = (
    "America/New_York",
    "America/Mexico_City",
    "Europe/Madrid",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "UTC",
)
ACTIONS = ("exception_queue", "record_baselines")
TO_A_CHANNEL, TO_A_PERSON = 10, 3  # pilots
FAR = timedelta(weeks=30)
NINE = 9 * 60


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked about a pilot: on which weekday and at what hour, local time of a zone."""

    pilot: str
    person: str
    zone: str
    weekday: int
    at: time

    def moments(self, begin: datetime, end: datetime) -> Iterator[datetime]:
        """When they are to be asked between two moments: by the calendar alone, none of the bot's own rules."""
        zone = ZoneInfo(self.zone)
        day: date = begin.astimezone(zone).date()
        while (moment := datetime.combine(day, self.at, zone)) <= end:
            if moment > begin and day.weekday() == self.weekday:
                yield moment
            day += timedelta(days=1)


def seed(
    database: Database, slack: LocalSlack, now: datetime, count: int, lot: random.Random, zones: Sequence[str] = ZONES
) -> list[Asked]:
    """So many pilots in several channels; each person of a zone has a few of them. Returns who is asked."""
    people = {
        f"U0OWNER{number:03}": zones[number % len(zones)] for number in range(max(len(zones), count // TO_A_PERSON))
    }
    channels = [_channel(slack, number) for number in range(-(-count // TO_A_CHANNEL))]
    asked = []
    with database.unit_of_work() as session:
        for person, zone in people.items():
            slack.add_user(person.lower(), tz=zone, id=person)
            session.merge(_known(person, zone, now))
            session.add(_rhythm(person, lot))
        session.flush()
        for number in range(count):
            owners = lot.sample([*people], k=lot.choice((1, 1, 2)))
            asked += _pilot(session, slack, now, number, channels[number // TO_A_CHANNEL], owners)
    return asked


def _channel(slack: LocalSlack, number: int) -> str:
    return slack.add_channel(f"pilots-{number}", bot=True).id


def _known(person: str, zone: str, now: datetime) -> Person:
    return Person(
        workspace_id=TEAM_ID,
        id=person,
        name=person.lower(),
        tz=zone,
        locale="en-US",
        is_guest=False,
        is_bot=False,
        is_deactivated=False,
        fetched_at=now,
    )


def _rhythm(person: str, lot: random.Random) -> Rhythm:
    """Monday at nine for most, Tuesday for some; no holidays, so that the expectation stays plain."""
    return Rhythm(
        workspace_id=TEAM_ID,
        person=person,
        diagnosis_id="",
        weekday=lot.choice((0, 0, 0, 0, 1)),
        minute=NINE,
        country="",
    )


def _pilot(
    session: Session, slack: LocalSlack, now: datetime, number: int, channel: str, owners: Sequence[str]
) -> list[Asked]:
    rules = load_rules()
    diagnosis = Diagnosis(
        workspace_id=TEAM_ID,
        id=f"pilot{number:04}",
        channel=channel,
        pilot=f"Pilot {number}",
        summary="",
        framework="both",
        language="en",
        budget_minutes=30,
        starter=owners[0],
        roles={"sponsor": owners[-1]},
        state="posted",
        turn=0,
        rules_version=rules.version,
        rules_sha256=rules.sha256,
        started_at=now,
        ended_at=now,
        plan=None,
        stage="build",
    )
    session.add(diagnosis)
    session.flush()
    session.add(_plan(slack, diagnosis, now, place=number % TO_A_CHANNEL + 1))
    asked = []
    for place, person in enumerate(owners):
        session.add(_action(diagnosis, ACTIONS[place], place, person, now))
        desk = Desk(
            session=session,
            workspace_id=TEAM_ID,
            now=now,
            rules=rules,
            actor=person,
            language="en",
            reader=Reader(user_cache()),
        )
        hours = hours_of(desk, person, diagnosis.id)
        row = Checkin(workspace_id=TEAM_ID, diagnosis_id=diagnosis.id, person=person, week=0, silent=0)
        schedule.begin(row, now, hours)
        session.add(row)
        asked.append(Asked(diagnosis.id, person, hours.zone, hours.weekday, hours.at))
        if place == 0:
            digest.begin(desk, diagnosis)
    return asked


def _plan(slack: LocalSlack, diagnosis: Diagnosis, now: datetime, *, place: int) -> Outgoing:
    """The posted plan: a message that Slack has, and the letter that it was."""
    letter, ts = plan_letter(diagnosis), slack.workspace.next_ts()
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"letter": letter}}
    slack.workspace.put_message(
        Message(channel=diagnosis.channel, ts=ts, user=BOT_USER, text=diagnosis.pilot, metadata=metadata)
    )
    return Outgoing(
        workspace_id=TEAM_ID,
        id=letter,
        lane=diagnosis.channel,
        seq=place,
        act=Act.POST,
        diagnosis_id=diagnosis.id,
        body={},
        state=State.SENT,
        tries=1,
        channel=diagnosis.channel,
        ts=ts,
        created_at=now,
        sent_at=now,
    )


def _action(diagnosis: Diagnosis, action: str, place: int, person: str, now: datetime) -> Action:
    return Action(
        workspace_id=TEAM_ID,
        diagnosis_id=diagnosis.id,
        id=action,
        position=place,
        role="technical_lead",
        owner=person,
        accepted_at=now,
        offered_at=now,
        due=(now + FAR).date(),
        state="open",
        state_at=now,
    )
