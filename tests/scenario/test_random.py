"""Random conversations: whatever people do, in any order, state and screen agree and Slack takes every message."""

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.interview.beside import beside
from bot.interview.transcript import Progress, fold
from bot.playground.slack.hands import Impossible
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.slack.blocks import MESSAGE_CHARACTERS, POST_CHARACTERS, UPDATE_CHARACTERS
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Outgoing
from bot.understanding.reading import Proposal, Talk
from tests.conftest import TUESDAY
from tests.scenario import play, reads

PEOPLE = ("olivia", "brenda", "tomasz", "seline", "carlos", "martin", "gwen")  # seline is not in the channel
WORDS = (
    "1",
    "2",
    "7",
    "I don't know",
    "no sé",
    "back",
    "atrás",
    "skip",
    "pause",
    "go on",
    "seguir",
    "how long still?",
    "why?",
    "answers",
    "not me",
    "ask someone else",
    "ask @tomasz",
    "pregunta a @brenda",
    "ask @gwen",
    "both",
    "show the verdict",
    "well & <it> *depends*",
    "what a lovely morning",
    "stupid thing",
    "no idea, and it is connected to nothing, says Marta",
    "Marta keys it in",
)
ALSO = (
    Proposal(question="connected_to", option="files"),
    Proposal(question="retype_hours", option="upto_5", value=4),
    Proposal(question="answers_for", option="nobody"),
)
KNOWN = {
    "what a lovely morning": reads.no_answer(Talk.SMALL_TALK),
    "stupid thing": reads.no_answer(Talk.ANGER),
    "no idea, and it is connected to nothing, says Marta": reads.accepted("unknown", person="Marta", also=ALSO),
    "Marta keys it in": reads.no_answer(Talk.OFF_TOPIC, also=ALSO[:1]),
}
LEFT_ALONE = frozenset({"post_plan", "document", "take", "take_all", "report", "reasoning"})
EXAMPLES = 25
PARSED = ("chat.postMessage", "chat.update", "chat.postEphemeral")

people = st.sampled_from(PEOPLE)
numbers = st.integers(0, 40)
USES = (
    "back",
    "change",
    "finish",
    "give_back",
    "keep",
    "leave",
    "more",
    "pause",
    "private",
    "public",
    "reconcile",
    "resume",
    "second",
    "settle",
    "show_verdict",
    "skip",
    "take_back",
)
# Drawn as a whole before anything happens: the bot's own threads draw random numbers too, which Hypothesis forbids
# between its draws.
Step = tuple[Any, ...]
steps: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("answer"), people, numbers),
    st.tuples(st.just("answer"), people, numbers),
    st.tuples(st.just("use"), people, numbers, st.sampled_from(USES)),
    st.tuples(st.just("tap"), people, numbers),
    st.tuples(st.just("tap_twice"), people, numbers),
    st.tuples(st.just("tap_old"), people, numbers),
    st.tuples(st.just("hand_over"), people, people, numbers),
    st.tuples(st.just("go_through"), people, st.integers(1, 30)),
    st.tuples(st.just("type"), people, st.sampled_from(WORDS)),
    st.tuples(st.just("command"), st.sampled_from(["pause", "resume", "answers", "status"]), people),
    st.tuples(st.just("wait"), st.sampled_from([1, 20, 30, 80, 400])),
)


class Conversation:
    """One diagnosis on a stage that all examples share; people tap, type, wait and repeat themselves."""

    count: ClassVar[Iterator[int]] = itertools.count()

    def __init__(self, stage: Stage, minutes: int, roles: dict[str, str]) -> None:
        """Somebody starts it."""
        self.stage = stage
        self.pilot = f"pilot {next(self.count)}"
        self.talk = play.start(self.stage, self.pilot, minutes=minutes, roles=roles)
        self.old: list[play.Key] = []
        self.heard = len(self.stage.slack.calls)

    # -- what people do ---------------------------------------------------------------------------------------------

    def tap(self, person: str, number: int) -> None:
        """Tap any button on the screen."""
        self._tap(person, self._keys(person), number)

    def answer(self, person: str, number: int) -> None:
        """Tap an option."""
        self._tap(person, [key for key in self._keys(person) if key.action == "answer"], number)

    def use(self, person: str, number: int, action: str) -> None:
        """Tap one of the buttons that do a certain thing."""
        self._tap(person, [key for key in self._keys(person) if key.action == action], number)

    def tap_twice(self, person: str, number: int) -> None:
        """Tap a button whose request Slack delivers twice."""
        self.stage.slack.fault("interactive", "duplicate")
        self._tap(person, self._keys(person), number)
        self.stage.slack.faults.take("interactive")

    def tap_old(self, person: str, number: int) -> None:
        """Tap a button that still stands on a screen though its message has changed."""
        fitting = [key for key in self.old if self._sees(person, key.message)]
        if fitting:
            play.press_old(self.stage, person, fitting[number % len(fitting)])

    def go_through(self, person: str, count: int) -> None:
        """Answer so many questions that are put to everybody, one after the other."""
        for _ in range(count):
            _, now = self._state()
            keys = [key for key in self._keys(person) if key.action == "answer"]
            mine = [key for key in keys if key.value.split("|")[2] == now.open_question]
            if not mine:
                return
            self._tap(person, mine, count)

    def hand_over(self, person: str, whom: str, number: int) -> None:
        """Tap *Ask someone else* on a question, and choose somebody in the menu of people that comes."""
        self._tap(person, [key for key in self._keys(person) if key.action == "hand"], number)
        slack = self.stage.slack
        for message in reversed(slack.ephemerals(person)):
            for block in message.blocks:
                for element in block.get("elements", ()):
                    if element["type"] == "users_select" and self._is_mine(element["action_id"]):
                        user, action = slack.hands.user(whom).id, element["action_id"]
                        answer = slack.click(person, message.channel, message.ts, block["block_id"], action, user)
                        assert answer.ok, answer
                        self.stage.settle()
                        return

    def type(self, person: str, words: str) -> None:
        """Type something in the thread, or in private."""
        place = ("orders", self.talk.root) if person != "seline" else (self.stage.slack.dm(person).id, None)
        self.stage.slack.say(person, place[0], words, place[1])
        self.stage.settle()

    def command(self, command: str, person: str) -> None:
        """Type a command."""
        if person == "seline":
            return
        assert self.stage.slack.slash(person, "orders", "/unstick", f"{command} {self.pilot}").ok
        self.stage.settle()

    def wait(self, hours: int) -> None:
        """Time goes by."""
        self.stage.travel(self.stage.clock() + play.days(hours / 24))
        self.stage.settle()

    # -- what always holds ------------------------------------------------------------------------------------------

    def the_lines_say_where_it_stands(self) -> None:
        """The transcript alone rebuilds the state; nobody has two questions of their own."""
        state, now = self._state()
        assert now.stage == state
        mine = Counter(one.whom for one in now.waiting.values())
        if now.open_question and now.open_for:
            mine[now.open_for] += 1
        assert all(count == 1 for count in mine.values()), mine
        assert not {*now.waiting} & {now.open_question}
        assert not set(now.skipped) & {*now.answers, *now.waiting}
        assert set(now.order) == set(now.answers)
        assert all(len({answer.by for answer in said}) == len(said) > 1 for said in now.said.values())
        assert now.last_seq > 0

    def the_screen_shows_it(self) -> None:
        """While it runs, just the open questions have their options on the screen, each once."""
        state, now = self._state()
        if state not in {"asking", "paused"}:
            return
        shown = Counter(
            key.value.split("|")[2]
            for message in self._messages()
            for question in {key.value.split("|")[2] for key in play.keys(message) if key.action == "answer"}
            for key in [next(one for one in play.keys(message) if one.value.split("|")[2:3] == [question])]
        )
        expected = Counter([*now.waiting, *filter(None, [now.open_question])])
        assert shown == expected, (shown, expected)
        for action, allowed in (("answer_short", set(expected)), ("keep", self._offered())):
            keys = [key for message in self._messages() for key in play.keys(message) if key.action == action]
            assert {key.value.split("|")[2] for key in keys} <= allowed, (action, allowed)
        if state == "asking":
            assert expected or now.open_clash or now.open_split or self._offered()

    def slack_takes_everything(self) -> None:
        """Every message was within Slack's limits, taken by the strict local Slack, and known to slack_sdk."""
        calls = self.stage.slack.calls
        for call in calls[self.heard :]:
            assert call.answer.get("ok"), call
            if call.method in PARSED:
                self._within_limits(call.method, call.arguments)
        self.heard = len(calls)
        with self.stage.bot.database.reading() as session:
            refused = session.scalars(sa.select(Outgoing.id).where(Outgoing.state != "sent")).all()
        assert list(refused) == []

    def end(self) -> None:
        """End it, so that time does not bring reminders of it to later examples."""
        self.stage.slack.slash("olivia", "orders", "/unstick", f"stop {self.pilot}")
        self.stage.settle()

    def holds(self) -> None:
        """What always holds."""
        self.the_lines_say_where_it_stands()
        self.the_screen_shows_it()
        self.slack_takes_everything()

    # -- helpers ----------------------------------------------------------------------------------------------------

    def _state(self) -> tuple[str, Progress]:
        with self.stage.bot.database.reading() as session:
            found = session.scalars(sa.select(Diagnosis).where(Diagnosis.pilot == self.pilot)).one()
            return found.state, fold(diagnoses.transcript(found))

    def _offered(self) -> set[str]:
        with self.stage.bot.database.reading() as session:
            found = session.scalars(sa.select(Diagnosis).where(Diagnosis.pilot == self.pilot)).one()
            offers = set(beside(diagnoses.transcript(found)).offers)
            assert not offers & set(fold(diagnoses.transcript(found)).answers)
            return offers

    def _id(self) -> str:
        with self.stage.bot.database.reading() as session:
            return str(session.scalar(sa.select(Diagnosis.id).where(Diagnosis.pilot == self.pilot)))

    def _is_mine(self, value: str) -> bool:
        return self._id() in value

    def _messages(self, person: str | None = None) -> list[Message]:
        """The thread and everybody's direct messages about it, or only what this person sees."""
        slack = self.stage.slack
        names = PEOPLE if person is None else (person,)
        found = [] if person == "seline" else self.talk.thread()
        for name in names:
            found += slack.messages(slack.dm(name).id)
        if person is not None:
            found += slack.ephemerals(person)
        return [message for message in found if self._is_mine(str(message.blocks))]

    def _sees(self, person: str, message: Message) -> bool:
        slack = self.stage.slack
        channel = slack.hands.channel(message.channel)
        is_member = slack.hands.user(person).id in channel.members
        return is_member and message.ephemeral_for in {None, slack.hands.user(person).id}

    def _keys(self, person: str) -> list[play.Key]:
        found = [key for message in self._messages(person) for key in play.keys(message)]
        return [key for key in found if key.action not in LEFT_ALONE and self._sees(person, key.message)]

    def _tap(self, person: str, keys: list[play.Key], number: int) -> None:
        if not keys:
            return
        key = keys[-1 - number % len(keys)]
        self.old = [*self.old, key][-20:]
        try:
            answer = play.press(self.stage, person, key)
        except Impossible:
            return  # no such element any more
        assert answer.ok, (key, answer)

    def _within_limits(self, method: str, arguments: dict[str, object]) -> None:
        blocks = arguments.get("blocks") or []
        assert isinstance(blocks, list)
        assert len(blocks) <= 50
        assert len(str(arguments.get("text"))) <= (UPDATE_CHARACTERS if method == "chat.update" else POST_CHARACTERS)
        assert sum(len(words) for block in blocks for words in play._texts(block)) <= MESSAGE_CHARACTERS + 2500
        for block in blocks:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.validate_json()


@pytest.fixture
def shared(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Stage]:
    """One stage for all examples: starting one takes longer than a conversation."""
    path = tmp_path / "random.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    stage = Stage(f"sqlite:///{path}", start=TUESDAY)
    stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = 30.0
    with stage:
        stage.slack.leave("seline", "orders")
        reads.knowing(stage, KNOWN)
        yield stage


@pytest.mark.filterwarnings("ignore:Do not use the `random` module")  # the bot's own threads do
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(
    minutes=st.sampled_from([15, 30]),
    roles=st.sampled_from([{}, play.ROLES, {"sponsor": "martin"}]),
    told=st.lists(steps, min_size=5, max_size=30),
)
@example(
    minutes=15,
    roles=play.ROLES,
    told=[
        ("go_through", "olivia", 2),
        ("hand_over", "olivia", "tomasz", 0),
        ("use", "tomasz", 0, "give_back"),
        ("hand_over", "olivia", "seline", 0),
        ("type", "seline", "well & <it> *depends*"),
        ("go_through", "olivia", 30),
        ("use", "olivia", 0, "take_back"),
        ("hand_over", "olivia", "brenda", 0),
        ("use", "brenda", 0, "private"),
        ("wait", 80),
        ("answer", "brenda", 0),
        ("wait", 400),
        ("use", "olivia", 0, "resume"),
    ],
)
@example(
    minutes=30,
    roles={},
    told=[
        ("go_through", "olivia", 1),
        ("use", "brenda", 0, "second"),
        ("answer", "brenda", 3),
        ("go_through", "olivia", 1),
        ("type", "carlos", "both"),
        ("use", "tomasz", 0, "change"),
        ("use", "tomasz", 1, "reconcile"),
        ("use", "olivia", 0, "finish"),
        ("use", "olivia", 0, "show_verdict"),
        ("use", "carlos", 0, "second"),
        ("use", "carlos", 0, "pause"),
        ("answer", "carlos", 2),
        ("tap_old", "martin", 3),
    ],
)
@example(
    minutes=30,
    roles={},
    told=[
        ("type", "olivia", "no idea, and it is connected to nothing, says Marta"),
        ("type", "olivia", "what a lovely morning"),
        ("use", "brenda", 0, "keep"),
        ("use", "carlos", 0, "change"),
        ("type", "carlos", "no idea, and it is connected to nothing, says Marta"),
        ("hand_over", "olivia", "seline", 0),
        ("type", "seline", "stupid thing"),
        ("type", "seline", "no idea, and it is connected to nothing, says Marta"),
        ("use", "seline", 0, "keep"),
        ("use", "seline", 0, "leave"),
        ("tap_old", "seline", 1),
        ("type", "olivia", "Marta keys it in"),
        ("go_through", "olivia", 30),
        ("use", "olivia", 0, "change"),
        ("go_through", "olivia", 30),
    ],
)
def test_random_conversations(shared: Stage, minutes: int, roles: dict[str, str], told: list[Step]) -> None:
    """Start, answer, back, correct, skip, pause, hand over, resume, wrong buttons, duplicates, in any order."""
    conversation = Conversation(shared, minutes, roles)
    try:
        conversation.holds()
        for what, *how in told:
            getattr(conversation, what)(*how)
            conversation.holds()
    finally:
        conversation.end()
