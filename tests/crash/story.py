"""One conversation from `/unstick` to the answered check-in, and everything that is left of it."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import sqlalchemy as sa

from bot.delivery import outbox
from bot.playground.slack import LocalSlack
from bot.playground.slack.model import Message
from bot.store.database import Database
from bot.store.plan_tables import ActionUpdate
from bot.store.tables import Diagnosis, Entry, Outgoing
from tests.crash.clock import FileClock
from tests.crash.keeper import Keeper, Life
from tests.crash.person import CHANNEL, STARTER, People, letter_of

SECRET = "a secret of this test alone"
BEGIN = datetime(2026, 11, 24, 15, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 15, 0, 5, tzinfo=UTC)
CARD = ".claim."
POLL_S = 0.02
PATIENCE_S = 60.0
RETRY_SCALE = 0.03  # Slack sends an event again after 1.8 s and 9 s: the bot is back by then
STAGES = ("start", "answer", "post", "document", "accept", "tick", "report")


@dataclass(frozen=True)
class Told:
    """What is left of a conversation: what Slack shows, in the order of each place, and what the database holds."""

    said: dict[str, list[str]]
    posted_twice: list[str]
    transcript: list[tuple[str, str, str | None, str | None]]
    updates: list[tuple[str, str, str]]
    refused: list[str]
    deaths: list[Life]

    COMPARED: ClassVar = ("said", "posted_twice", "transcript", "updates", "refused")


def play(database_url: str, folder: Path, dooms: Mapping[str, Sequence[Life]] | None = None) -> Told:
    """The whole conversation. At the beginning of each stage that `dooms` names, the bot is doomed to those deaths."""
    clock = FileClock(folder / "clock")
    clock.move_to(BEGIN)
    with LocalSlack(clock, SECRET, "http://127.0.0.1:9", retry_scale=RETRY_SCALE) as slack:
        slack.line.ack_seconds = slack.workspace.trigger_seconds = PATIENCE_S  # a busy machine is no fault of ours
        settings = {
            "SLACK_BOT_TOKEN": slack.token,
            "SLACK_SIGNING_SECRET": SECRET,
            "UNSTICK_SLACK_API_URL": slack.api_url,
            "UNSTICK_DATABASE_URL": database_url,
            "UNSTICK_POLL_S": str(POLL_S),
        }
        with closing(Database(database_url)) as database, Keeper(slack, clock, settings, folder / "log") as keeper:
            for stage in _stages(slack, database, clock, keeper):
                keeper.doom((dooms or {}).get(stage, ()))
            keeper.wait_until_up()
            return _told(slack, database, keeper.deaths)


def _stages(slack: LocalSlack, database: Database, clock: FileClock, keeper: Keeper) -> Iterator[str]:
    """What people do, one stage after the other; each is named before it begins."""
    people = People(slack, keeper)
    yield "start"
    thread = people.start("Order intake agent")
    yield "answer"
    people.answer_all(thread)
    yield "post"
    people.tap(STARTER, CHANNEL, thread, "post_plan")
    plan = _plan(slack)
    _rest(slack, database)
    yield "document"
    people.ask_for_report()
    _rest(slack, database)
    yield "accept"
    owners = _owners(slack, plan)
    for owner in owners:
        people.tap(owner, CHANNEL, plan, "take_all", on=f"{CARD}{owner}")
    _rest(slack, database)
    yield "tick"
    clock.move_to(MONDAY)
    keeper.tick()
    _rest(slack, database)
    yield "report"
    for owner, state in zip(owners, ("done", "blocked"), strict=False):
        people.tap(owner, slack.dm(owner).id, None, "report", value=f"|{state}")
    _rest(slack, database)


def _plan(slack: LocalSlack) -> str:
    """The thread of the posted plan."""

    def posted() -> Message | None:
        return next((one for one in slack.messages(CHANNEL) if letter_of(one).endswith(".plan")), None)

    found = slack.wait_for(posted, 30)
    assert found is not None
    return found.ts


def _owners(slack: LocalSlack, plan: str) -> list[str]:
    """Whoever the plan has a card for: its letter ends with the person's id."""
    letters = sorted(letter_of(one) for one in slack.messages(CHANNEL, plan))
    found = [letter.split(CARD)[1] for letter in letters if CARD in letter]
    return [owner for owner in found if owner in slack.workspace.users]


def _rest(slack: LocalSlack, database: Database) -> None:
    """Wait until nothing waits to be sent."""

    def idle() -> bool:
        with database.reading() as session:
            return outbox.is_idle(session)

    deadline = time.monotonic() + PATIENCE_S
    while not idle():
        assert time.monotonic() < deadline, "letters still wait"
        time.sleep(POLL_S)


def _told(slack: LocalSlack, database: Database, deaths: list[Life]) -> Told:
    with database.reading() as session:
        [diagnosis] = session.scalars(sa.select(Diagnosis)).all()
        lines = session.scalars(sa.select(Entry).order_by(Entry.seq)).all()
        updates = session.scalars(sa.select(ActionUpdate).order_by(ActionUpdate.seq)).all()
        refused = session.scalars(sa.select(Outgoing.id).where(Outgoing.state == "refused")).all()
    by_bot = [one for one in slack.workspace.all_messages() if one.by_bot and one.ephemeral_for is None]
    root = next(one.ts for one in by_bot if letter_of(one).endswith(".root"))
    said: dict[str, list[str]] = {}
    for one in sorted(by_bot, key=lambda message: message.ts):
        person = slack.workspace.channels[one.channel].user
        place = person or one.channel if one.thread_ts is None else "thread" if one.thread_ts == root else "plan"
        shown = f"{one.text}\n{one.blocks!r}\n{len(one.files)}"
        said.setdefault(place, []).append(_without_ids(shown, diagnosis.id))
    return Told(
        said=said,
        posted_twice=[letter for letter, times in Counter(map(letter_of, by_bot)).items() if times > 1],
        transcript=[(line.kind, line.question, line.option, line.by) for line in lines],
        updates=[(update.action, update.state, update.by) for update in updates],
        refused=[*refused],
        deaths=deaths,
    )


def _without_ids(shown: str, diagnosis_id: str) -> str:
    """The same for every run: the diagnosis's id is drawn by lot, Slack's ids of blocks count up."""
    return re.sub(r"'block_id': '[^']*'", "", shown.replace(diagnosis_id, "DIAGNOSIS"))
