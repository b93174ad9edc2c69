"""What Slack's own record says of a torture: what came twice, or never, or out of order, or late."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.checkins.question import checkin_letter
from bot.playground.slack import LocalSlack
from bot.playground.slack.model import Message
from bot.store.database import Database
from bot.store.tables import Diagnosis, Outgoing
from tests.crash.person import letter_of
from tests.torture.pilots import Asked

PLAN = ".plan"


@dataclass(frozen=True)
class Verdict:
    """Letters by their ids. `stranded` is how long the slowest letter took to Slack from being put in."""

    messages: int
    expected: int
    twice: list[str]
    lost: list[str]
    unexpected: list[str]
    disordered: list[str]
    wrong_day: list[str]
    refused: list[str]
    stranded: timedelta
    slowest: str


def judge(slack: LocalSlack, database: Database, asked: Sequence[Asked], begin: datetime, end: datetime) -> Verdict:
    """Hold what Slack has against what the calendar says, and against the order in which letters were put in."""
    posts = [one for one in slack.workspace.all_messages() if _is_of_the_bot(one)]
    found = Counter(map(letter_of, posts))
    due = {letter: moment for each in asked for letter, moment in _due(each, begin, end).items()}
    with database.reading() as session:
        letters = {row.id: row for row in session.scalars(sa.select(Outgoing))}
    put_in = {row.id for row in letters.values() if row.act in {"post", "dm"} and not row.id.endswith(PLAN)}
    checkins = {letter for letter in found if ".checkin." in letter and letter.count(".") == 3}
    late = {letter_of(one): _at(one) - letters[letter_of(one)].created_at for one in posts if letter_of(one) in letters}
    slowest = max(late, key=lambda letter: late[letter])
    return Verdict(
        messages=len(posts),
        expected=len(due),
        twice=sorted(letter for letter, times in found.items() if times > 1),
        lost=sorted((put_in | set(due)) - set(found)),
        unexpected=sorted(checkins - set(due)),
        disordered=_disordered(posts, letters),
        wrong_day=sorted(
            letter_of(one)
            for one in posts
            if (moment := due.get(letter_of(one))) and _at(one).astimezone(moment.tzinfo).date() != moment.date()
        ),
        refused=sorted(row.id for row in letters.values() if row.state == "refused"),
        stranded=late[slowest],
        slowest=slowest,
    )


def _is_of_the_bot(message: Message) -> bool:
    """Whether the bot posted it; the plans were there before."""
    letter = letter_of(message)
    return message.by_bot and bool(letter) and not letter.endswith(PLAN)


def _due(each: Asked, begin: datetime, end: datetime) -> dict[str, datetime]:
    pilot = Diagnosis(id=each.pilot)
    return {
        checkin_letter(pilot, each.person, count): moment.replace(tzinfo=ZoneInfo(each.zone))
        for count, moment in enumerate(each.moments(begin, end), 1)
    }


def _disordered(posts: Sequence[Message], letters: dict[str, Outgoing]) -> list[str]:
    """Letters that stand in Slack before one that was put into the same lane earlier; a second copy does not count."""
    last: defaultdict[str, int] = defaultdict(int)
    found = []
    seen: set[str] = set()
    for one in sorted(posts, key=lambda message: message.ts):
        row = letters.get(letter_of(one))
        if row is None or row.id in seen:
            continue
        seen.add(row.id)
        if row.seq < last[row.lane]:
            found.append(row.id)
        last[row.lane] = max(last[row.lane], row.seq)
    return found


def _at(message: Message) -> datetime:
    seconds, fraction = message.ts.split(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(fraction))
