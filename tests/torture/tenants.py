"""Three workspaces with the same people and channels by id, one Unstick, and what may never pass from one to another.

Whatever somebody does in one of them, in any order: afterwards no row of another one is different, nothing was said in
another one's Slack, and no word, id or file of one is found in another. Every statement that reached the database named
its workspace, but for those that are marked (bot/store/tenancy.py).
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext

from bot.keeping.erase import UnknownPersonError, erase_person
from bot.playground.slack.hands import Impossible
from bot.playground.slack.model import Team
from bot.store.database import Database
from bot.store.every_table import METADATA
from bot.store.tables import Diagnosis
from bot.store.tenancy import looks_across
from tests.scenario import play
from tests.security.town import FIRST, SECOND, Side, Town

THIRD = Team(id="T0THIRDTEAM", name="Third team")
TEAMS = (FIRST, SECOND, THIRD)
MARKS = {FIRST.id: "zebra", SECOND.id: "quagga", THIRD.id: "okapi"}
PEOPLE = ("olivia", "brenda", "tomasz", "martin", "carlos")
COMMANDS = (
    "status",
    "list",
    "answers",
    "pause",
    "resume",
    "export md",
    "export csv",
    "language es",
    "settings",
    "help",
)
MOST_QUESTIONS = 30
MOST = 3  # diagnoses in a workspace; more only take longer
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

_TENANTS = sorted(table.name for table in METADATA.sorted_tables if "workspace_id" in table.c)
_TOUCHES = re.compile(rf"\b(?:FROM|JOIN|UPDATE)\s+\"?(?:{'|'.join(_TENANTS)})\b", re.IGNORECASE)
_NAMES_ITS_WORKSPACE = re.compile(r"\bWHERE\b.*\bworkspace_id\b", re.IGNORECASE | re.DOTALL)

teams = st.sampled_from(TEAMS)
people = st.sampled_from(PEOPLE)
numbers = st.integers(0, 40)


@contextmanager
def watched(database: Database) -> Iterator[list[str]]:
    """The statements that reached the database without naming a workspace, though nothing marked allowed it."""
    found: list[str] = []

    def see(
        _connection: sa.Connection,
        _cursor: DBAPICursor,
        statement: str,
        _parameters: object,
        _context: ExecutionContext | None,
        _many: bool,  # noqa: FBT001
    ) -> None:
        if _TOUCHES.search(statement) and not looks_across() and not _NAMES_ITS_WORKSPACE.search(statement):
            found.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", see)
    try:
        yield found
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", see)


def settle_in(town: Town) -> None:
    """Each workspace has a plan, posted and taken by somebody, and a diagnosis that asks."""
    for team in TEAMS:
        side = town.side(team)
        talk = play.start(side, f"{MARKS[team.id]} plan", summary=f"{MARKS[team.id]}s by mail")
        play.say(talk, f"the {MARKS[team.id]} does it by hand")
        play.answer_all(talk)
        play.post_plan(talk)
        key = play.find_key(play.plan_thread(talk), "take_all", "U0TOMASZ")
        play.press(side, "tomasz", key)
        play.start(side, f"{MARKS[team.id]} pilot", by="brenda")


class Tenants(RuleBasedStateMachine):
    """What people of three workspaces do; the town lives on from one example to the next."""

    def __init__(self, town: Town, log: Callable[[], str], unnamed: list[str]) -> None:
        """`log` gives what was logged so far; `unnamed` collects statements that name no workspace."""
        super().__init__()
        self.town, self.log, self.unnamed = town, log, unnamed
        self.sides = {team.id: town.side(team) for team in TEAMS}
        for side in self.sides.values():
            side._moving = threading.Lock()
        self._settle()
        self.rows = {team.id: self._rows(team.id) for team in TEAMS}
        self.heard = {team.id: 0 for team in TEAMS}
        self.read = 0

    # -- what people do ---------------------------------------------------------------------------------------------

    @rule(team=teams, person=people)
    def start(self, team: Team, person: str) -> None:
        """Begin a diagnosis of a pilot whose name occurs in no other workspace."""
        count = len(self._diagnoses(team.id))
        if count < MOST:
            with self._acting(team) as side:
                play.start(side, f"{MARKS[team.id]} pilot {count}", by=person, summary=f"{MARKS[team.id]}s by mail")

    @rule(team=teams, person=people, number=numbers)
    def tap(self, team: Team, person: str, number: int) -> None:
        """Tap any button that stands somewhere in the channel, its threads, or their own direct messages."""
        with self._acting(team) as side:
            self._tap(side, person, self._keys(side, person), number)

    @rule(team=teams, person=people, number=numbers)
    def answer(self, team: Team, person: str, number: int) -> None:
        """Tap an option."""
        with self._acting(team) as side:
            self._tap(side, person, [key for key in self._keys(side, person) if key.action == "answer"], number)

    @rule(team=teams, number=numbers)
    def go_through(self, team: Team, number: int) -> None:
        """Answer everything, and post the plan: its actions are offered, its gates are due one day."""
        with self._acting(team) as side:
            roots = [message for message in side.slack.messages(play.CHANNEL) if message.thread_ts is None]
            talks = [play.Talk(side, play.CHANNEL, message.ts) for message in roots]
            asking = [talk for talk in talks if play.is_open(talk)]
            if asking:
                talk = asking[number % len(asking)]
                for _ in range(MOST_QUESTIONS):  # somebody may have paused it, or ended it
                    if play.clashes(talk):
                        play.settle(talk, "both")
                    elif play.is_open(talk):
                        play.answer(talk, "unknown")
                for action in ("show_verdict", "post_plan"):
                    keys = [key for message in talk.thread() for key in play.keys(message) if key.action == action]
                    for key in keys[-1:]:
                        play.press(side, _starter(self._diagnoses(team.id), key.value), key)

    @rule(team=teams, person=people, number=numbers)
    def say(self, team: Team, person: str, number: int) -> None:
        """Type something in a thread, or in the channel."""
        with self._acting(team) as side:
            roots = [message.ts for message in side.slack.messages(play.CHANNEL) if message.thread_ts is None]
            thread = roots[number % len(roots)] if roots else None
            side.slack.say(person, play.CHANNEL, f"the {MARKS[team.id]} does it by hand, {number} of them", thread)
            side.settle()

    @rule(team=teams, person=people, command=st.sampled_from(COMMANDS))
    def command(self, team: Team, person: str, command: str) -> None:
        """Type a command; an export puts a file into the thread."""
        with self._acting(team) as side:
            side.slack.slash(person, play.CHANNEL, "/unstick", command)
            side.settle()

    @rule(team=teams, other=teams, person=people, number=numbers)
    def forge(self, team: Team, other: Team, person: str, number: int) -> None:
        """Send a button whose value names a diagnosis of another workspace."""
        theirs = [row.id for row in self._diagnoses(other.id)]
        with self._acting(team) as side:
            keys = [key for key in self._keys(side, person) if "|" in key.value]
            if theirs and keys:
                key = keys[number % len(keys)]
                rest = key.value.partition("|")[2]
                play.press_old(side, person, key, f"{theirs[number % len(theirs)]}|{rest}")

    @rule(team=teams, person=people)
    def erase(self, team: Team, person: str) -> None:
        """Somebody is erased who has the same id in the other workspaces."""
        with self._acting(team) as side:
            user = side.slack.hands.user(person).id
            try:
                erase_person(self.town.bot.database, team.id, user, actor="operator")
            except UnknownPersonError:
                return
            self.town.bot.front.met.clear()

    @rule(days=st.sampled_from([1, 2, 4]))
    def wait(self, days: int) -> None:
        """Time goes by for everybody: reminders, check-ins, digests, gates."""
        self._settle()
        first = next(iter(self.sides.values()))
        first.travel(self.town.clock() + timedelta(days=days))
        self._settle()
        self.rows = {team.id: self._rows(team.id) for team in TEAMS}

    # -- what always holds ------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_found_elsewhere(self) -> None:
        """No name, word or id of a workspace stands in a row, a call or a file of another one."""
        told = {team.id: {MARKS[team.id], team.id, *(row.id for row in self._diagnoses(team.id))} for team in TEAMS}
        for team in TEAMS:
            held = f"{self.rows[team.id]}\n{self._said(team.id)}"
            for other in TEAMS:
                if other is not team:
                    assert not [mark for mark in told[other.id] if mark in held], (team.id, other.id)

    @invariant()
    def the_log_tells_nothing(self) -> None:
        """No word of any workspace stands in the log, and no line speaks of two of them."""
        said = self.log()
        new, self.read = said[self.read :], len(said)
        for line in new.splitlines():
            assert not [mark for mark in MARKS.values() if mark in line], line
            assert sum(team.id in line for team in TEAMS) <= 1, line

    @invariant()
    def every_statement_named_its_workspace(self) -> None:
        """Nothing was read or changed but within one workspace, or by what is marked as looking into all of them."""
        assert self.unnamed == []

    # -- helpers ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _acting(self, team: Team) -> Iterator[Side]:
        """What happens in one workspace changes no row of another, and nothing is said there."""
        others = [each.id for each in TEAMS if each is not team]
        calls = {each: len(self.sides[each].slack.calls) for each in others}
        yield self.sides[team.id]
        self._settle()
        before, self.rows = self.rows, {each.id: self._rows(each.id) for each in TEAMS}
        assert [each for each in others if self.rows[each] != before[each]] == []
        assert {each: len(self.sides[each].slack.calls) for each in others} == calls

    def _settle(self) -> None:
        """What is due by now is done, too; left to the bot's own minute, it would be done while other people act."""
        self._all_arrives()
        self.town.bot.tick()
        self._all_arrives()

    def _all_arrives(self) -> None:
        for side in self.sides.values():
            side.settle()

    def _rows(self, workspace_id: str) -> str:
        """All that the database holds of a workspace, as text; the same rows give the same text."""
        with self.town.bot.database.engine.connect() as connection:
            return "\n".join(
                f"{name} {sorted(map(str, connection.exec_driver_sql(_all_of(name, workspace_id))))}"
                for name in _TENANTS
            )

    def _said(self, workspace_id: str) -> str:
        """What a workspace's Slack has heard since the last look, with the files."""
        slack = self.sides[workspace_id].slack
        files = [file.content for file in slack.workspace.files.values()]
        calls = [(call.method, call.arguments) for call in slack.calls[self.heard[workspace_id] :]]
        self.heard[workspace_id] = len(slack.calls)
        return f"{calls}\n{files}"

    def _diagnoses(self, workspace_id: str) -> list[Any]:
        with self.town.bot.database.engine.connect() as connection:
            mine = sa.select(Diagnosis.id, Diagnosis.starter).where(Diagnosis.workspace_id == workspace_id)
            return list(connection.execute(mine.order_by(Diagnosis.id)).all())

    def _keys(self, side: Side, person: str) -> list[play.Key]:
        slack = side.slack
        messages = [*slack.messages(play.CHANNEL)]
        for root in [message for message in messages if message.thread_ts is None]:
            messages += slack.messages(play.CHANNEL, root.ts)
        messages += slack.messages(slack.dm(person).id)
        return [key for message in messages for key in play.keys(message)]

    def _tap(self, side: Side, person: str, keys: list[play.Key], number: int) -> None:
        if keys:
            try:
                play.press(side, person, keys[-1 - number % len(keys)])
            except Impossible:
                return  # it has gone from the screen


def _all_of(table: str, workspace_id: str) -> str:
    return f"SELECT * FROM {table} WHERE workspace_id = '{workspace_id}'"  # noqa: S608 (names of our own)


def _starter(diagnoses: list[Any], value: str) -> str:
    found = next((row.starter for row in diagnoses if value.startswith(row.id)), "U0OLIVIA")
    return found if not str(found).startswith("ERASED") else "U0OLIVIA"
