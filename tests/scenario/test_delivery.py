"""Slack falters in each way that it does: nothing is lost, nothing is said twice, and a channel's order stays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from bot.clock import MovableClock
from bot.delivery import outbox
from bot.delivery.lane import Carrier, deliver_lane
from bot.delivery.letters import Act, Draft, Letter, Sent
from bot.playground.slack import LocalSlack
from bot.playground.slack.model import TEAM_ID
from bot.playground.stage import Stage
from bot.slack.client import connect
from bot.slack.sender import SlackSender
from bot.store.database import Database
from bot.store.tables import Outgoing
from prompts.messages import Note, dump
from tests.databases import on_both

CHANNEL, OTHER = "C0ORDERS", "C0STEERING"
PERSON = "U0BRENDA"
POST, UPDATE = "chat.postMessage", "chat.update"
NOON = datetime(2026, 11, 3, 18, tzinfo=UTC)


def note(name: str, *, lane: str = CHANNEL, act: Act = Act.POST, refers_to: str | None = None) -> Draft:
    """A letter that says its own name."""
    return Draft(id=name, lane=lane, act=act, body=dump(Note(text=name)), refers_to=refers_to)


@dataclass
class PostOffice:
    """Delivery alone: outbox, lane and sender, against a local Slack. Waiting is noted down instead of waited."""

    slack: LocalSlack
    database: Database
    waits: list[float] = field(default_factory=list)

    def put(self, *drafts: Draft) -> None:
        """Put letters into the outbox."""
        with self.database.unit_of_work() as session:
            outbox.put(session, TEAM_ID, drafts, NOON)

    def deliver(self, lane: str = CHANNEL, *, doubtful: bool = False) -> None:
        """Deliver a lane until nothing waits in it."""
        client = connect(self.slack.token, self.slack.api_url)
        carrier = Carrier(
            database=self.database,
            sender=SlackSender(lambda _: client),
            clock=self.slack.workspace.clock,
            wait=self.waits.append,
        )
        deliver_lane(carrier, TEAM_ID, lane, doubtful=doubtful)

    def said(self, channel: str = CHANNEL, thread: str | None = None) -> list[str]:
        """What stands in a channel, without its threads, or in a thread; from the bot alone."""
        found = self.slack.messages(channel, thread)
        return [one.text for one in found if one.by_bot and (thread or one.thread_ts is None)]

    def calls(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self.slack.calls)

    def fault_of(self, letter: str) -> str | None:
        """Slack's word for why it does not take a letter."""
        with self.database.reading() as session:
            row = session.get(Outgoing, (TEAM_ID, letter))
        assert row is not None
        return row.fault


@pytest.fixture
def office(database_url: str) -> Iterator[PostOffice]:
    """A post office on a database of its own."""
    database = Database(database_url)
    with LocalSlack(MovableClock(NOON), "unused", "http://127.0.0.1:9") as slack:
        slack.invite_bot(OTHER)
        yield PostOffice(slack, database)
    database.close()


@on_both
@pytest.mark.parametrize("kind", ["429", "500", "drop", "timeout_after"])
def test_a_fault_neither_loses_nor_repeats_nor_reorders(office: PostOffice, kind: str) -> None:
    """Rate limit, server fault, a lost connection, a time-out after acceptance: five letters, once each, in order."""
    names = ["one", "two", "three", "four", "five"]
    office.put(*map(note, names))
    office.slack.fault(POST, kind, times=2)
    office.deliver()
    assert office.said() == names


@on_both
def test_all_faults_in_turn(office: PostOffice) -> None:
    """Posts into a thread and edits between them, each kind of fault on the way: the thread reads as it was written."""
    office.put(note("root"))
    for kind in ("500", "timeout_after", "429", "drop", "timeout_after"):
        office.slack.fault(POST, kind)
        office.slack.fault(UPDATE, kind)
    office.put(
        note("question", refers_to="root"),
        note("answered", act=Act.UPDATE, refers_to="question"),
        note("next", refers_to="root"),
        note("edited", act=Act.UPDATE, refers_to="root"),
        note("last", refers_to="root"),
    )
    office.deliver()
    [root] = [one for one in office.slack.messages(CHANNEL) if one.text == "edited"]
    assert office.said(thread=root.ts) == ["edited", "answered", "next", "last"]


@on_both
def test_waits_as_long_as_slack_asks(office: PostOffice) -> None:
    """A rate limit with Retry-After: exactly that long, and nothing else of the channel goes before."""
    office.put(note("one"), note("two"))
    office.slack.fault(POST, "429", retry_after=7)
    office.deliver()
    assert office.waits == [7.0]
    assert [call.arguments["text"] for call in office.slack.calls if call.method == POST] == ["one", "one", "two"]


@on_both
def test_a_post_that_was_taken_is_not_sent_again(office: PostOffice) -> None:
    """The answer got lost, the post did not: it is found by its metadata, and its place is known from then on."""
    office.put(note("root"), note("reply", refers_to="root"))
    office.slack.fault(POST, "timeout_after")
    office.deliver()
    [root] = office.slack.messages(CHANNEL)[:1]
    assert office.calls(POST) == 2
    assert office.said(thread=root.ts) == ["root", "reply"]


@on_both
def test_a_direct_message_that_was_taken_is_not_sent_again(office: PostOffice) -> None:
    """The same for a person's direct messages."""
    office.put(note("hello", lane=PERSON, act=Act.DM))
    office.slack.fault(POST, "timeout_after")
    office.deliver(PERSON)
    assert office.said(office.slack.dm(PERSON).id) == ["hello"]
    assert office.calls(POST) == 1


@on_both
def test_a_doubtful_post_is_found_in_a_long_thread(office: PostOffice) -> None:
    """Three hundred replies of people stand in the thread before it: what was posted last is found all the same."""
    office.put(note("root"))
    office.deliver()
    [root] = office.slack.messages(CHANNEL)
    for number in range(300):
        office.slack.say("U0OLIVIA", CHANNEL, f"word {number}", root.ts, wait=False)
    office.put(note("earlier", refers_to="root"))
    office.deliver()
    office.put(note("reply", refers_to="root"))
    office.slack.fault(POST, "timeout_after")
    office.deliver()
    assert office.said(thread=root.ts) == ["root", "earlier", "reply"]


@on_both
@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies"])
def test_where_it_may_not_read_it_says_it_twice_rather_than_never(office: PostOffice, method: str) -> None:
    """Installed without the history permission, a doubtful post cannot be looked for: it is sent again."""
    office.put(note("root"))
    office.deliver()
    office.put(note("doubtful", refers_to="root" if method.endswith("replies") else None))
    office.slack.fault(POST, "timeout_after")
    office.slack.fault(method, "refuse", error="missing_scope")
    office.deliver()
    everything = [one.text for one in office.slack.workspace.all_messages() if one.by_bot]
    assert everything == ["root", "doubtful", "doubtful"]
    assert office.fault_of("doubtful") is None


@on_both
def test_what_slack_refuses_does_not_hold_up_the_rest(office: PostOffice) -> None:
    """Slack's word for it is kept; what would have answered to it is dropped with it; the channel goes on."""
    office.slack.fault(POST, "refuse", error="restricted_action")
    office.put(note("refused"), note("its reply", refers_to="refused"), note("another"))
    office.deliver()
    assert office.said() == ["another"]
    assert office.fault_of("refused") == "restricted_action"
    assert office.fault_of("its reply") == "address_missing"


@on_both
def test_a_letter_that_cannot_be_made_does_not_hold_up_the_rest(office: PostOffice) -> None:
    """Data that no message has is given up, and what stands behind it is said."""
    office.put(note("one"), Draft(id="odd", lane=CHANNEL, act=Act.POST, body={"kind": "no message"}), note("two"))
    office.deliver()
    assert office.said() == ["one", "two"]
    assert office.fault_of("odd") == "unforeseen"


GONE = OperationalError("SELECT", {}, ConnectionError("the server went away"))
NONE_FREE = NoConnectionError("QueuePool limit reached")


class DatabaseGone(SlackSender):
    """A sender that needs the database for what it sends, and does not reach it the first time."""

    reached = False
    fault: SQLAlchemyError = GONE

    def send(self, letter: Letter) -> Sent:
        """Send it, but for the first time."""
        if not self.reached:
            self.reached = True
            raise self.fault
        return super().send(letter)


@pytest.mark.parametrize("fault", [GONE, NONE_FREE], ids=["gone", "no connection free"])
def test_a_letter_is_not_given_up_for_the_database(office: PostOffice, fault: SQLAlchemyError) -> None:
    """Where the database fails while a letter is made, the run breaks off; the letter leaves with the next."""
    office.put(note("one"))
    client = connect(office.slack.token, office.slack.api_url)
    sender = DatabaseGone(lambda _: client)
    sender.fault = fault
    carrier = Carrier(
        database=office.database, sender=sender, clock=office.slack.workspace.clock, wait=office.waits.append
    )
    with pytest.raises(type(fault)):
        deliver_lane(carrier, TEAM_ID, CHANNEL, doubtful=False)
    assert office.fault_of("one") is None
    deliver_lane(carrier, TEAM_ID, CHANNEL, doubtful=True)
    assert office.said() == ["one"]


def test_what_was_left_lying_is_come_back_for(stage: Stage) -> None:
    """Letters that no run will come for, since theirs broke off, leave with the tick, and are said once."""
    with stage.bot.database.unit_of_work() as session:
        outbox.put(session, TEAM_ID, [note("left", lane=CHANNEL), note("behind", lane=CHANNEL)], stage.clock())
    stage.bot.tick()
    assert not stage.bot.is_idle(), "two minutes are not over: its own run may still be at it"
    stage.clock.move_to(stage.clock() + timedelta(minutes=3))
    stage.bot.tick()
    stage.bot.tick()
    stage.settle()
    said = [one.text for one in stage.slack.messages(CHANNEL) if one.by_bot]
    assert said == ["left", "behind"]


def test_a_channel_that_waits_holds_up_no_other(stage: Stage) -> None:
    """Through the real engine: one channel is rate limited, another and a person get theirs; all orders are kept."""
    stage.slack.invite_bot(OTHER)
    lanes = (CHANNEL, OTHER)
    stage.slack.fault(POST, "429", retry_after=1)
    stage.slack.fault(POST, "500")
    stage.slack.fault(POST, "timeout_after")
    for number in range(5):
        with stage.bot.database.unit_of_work() as session:
            drafts = [note(f"{lane} {number}", lane=lane) for lane in lanes]
            stage.bot.engine.put(session, TEAM_ID, drafts)
    stage.settle()
    for lane in lanes:
        assert [one.text for one in stage.slack.messages(lane)] == [f"{lane} {number}" for number in range(5)]
