"""A case while it is played: the stage, and what people see on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.interview.transcript import Progress, fold, sheet_of
from bot.playground.replay.acting import Acting
from bot.playground.replay.case import Case, Reply
from bot.playground.scene import Scene
from bot.playground.slack.model import TEAM_ID, Message
from bot.store import actions, diagnoses, gates
from bot.store.tables import Entry
from scoring import Sheet


@dataclass
class Play:
    """A case being played: the stage, the case, and what did not hold so far."""

    stage: Scene
    case: Case
    faults: list[str] = field(default_factory=list)
    newer: dict[str, Reply] = field(default_factory=dict)
    begun: str = ""  # the ts after which the newest diagnosis was started
    through: Acting | None = None  # whose hands people act with, if not the stage's own
    before_travel: Callable[[datetime], None] = lambda _to: None  # told before the clock is turned

    @property
    def slack(self) -> Acting:
        """Where people act and look."""
        return self.through or self.stage.slack

    @property
    def answers(self) -> dict[str, Reply]:
        """What people answer in the newest diagnosis."""
        return {**self.case.answers, **self.newer}

    def travel(self, to: datetime) -> None:
        """Turn the clock on to `to`."""
        self.before_travel(to)
        self.stage.travel(to)

    def run_again(self, answers: dict[str, Reply]) -> None:
        """What comes now belongs to a new diagnosis."""
        self.newer = answers
        self.begun = self.channel_messages()[-1].ts

    @property
    def root(self) -> Message:
        """The card in the channel whose thread the diagnosis lives in: the bot's first message there since then."""
        return next(
            message
            for message in self.channel_messages()
            if message.by_bot and message.thread_ts is None and float(message.ts) > float(self.begun or 0)
        )

    def channel_messages(self) -> list[Message]:
        """All messages of the case's channel, threads included, in order."""
        channel = self.slack.hands.channel(self.case.channel).id
        everything = [one for one in self.slack.workspace.all_messages() if one.channel == channel]
        return sorted(everything, key=lambda one: float(one.ts))

    def thread(self) -> list[Message]:
        """The messages of the diagnosis's thread."""
        root = self.root
        return [one for one in self.channel_messages() if root.ts in {one.thread_ts, one.ts}]

    def dm(self, person: str) -> list[Message]:
        """The messages that somebody had in private."""
        slack = self.slack
        user = slack.hands.user(person).id
        ims = [channel.id for channel in slack.workspace.channels.values() if channel.user == user]
        found = [one for one in slack.workspace.all_messages() if one.channel in ims and one.by_bot]
        return sorted(found, key=lambda one: float(one.ts))

    def progress(self) -> Progress:
        """Where the newest diagnosis stands, from the bot's own store."""
        with self.stage.bot.database.reading() as session:
            return fold(diagnoses.transcript(self.newest(session)))

    def lines(self) -> list[Entry]:
        """The transcript of the newest diagnosis."""
        with self.stage.bot.database.reading() as session:
            return diagnoses.transcript(self.newest(session))

    def roles(self) -> dict[str, Any]:
        """Who holds which role in the newest diagnosis."""
        with self.stage.bot.database.reading() as session:
            return dict(self.newest(session).roles)

    def state(self) -> str:
        """The state of the newest diagnosis."""
        with self.stage.bot.database.reading() as session:
            return str(self.newest(session).state)

    def stage_of_pilot(self) -> str | None:
        """The stage of the newest diagnosis's pilot."""
        with self.stage.bot.database.reading() as session:
            stage: str | None = self.newest(session).stage
            return stage

    def owners(self) -> dict[str, str]:
        """Who has each action of the plan, by name; " asked" stands behind who has not agreed yet."""
        names = {user.id: user.name for user in self.slack.workspace.users.values()}
        with self.stage.bot.database.reading() as session:
            every = actions.of_plan(session, self.newest(session))
        return {
            one.id: f"{names[one.owner]}{'' if one.accepted_at else ' asked'}" if one.owner else "nobody"
            for one in every
        }

    def gates(self) -> dict[str, tuple[str, ...]]:
        """What each gate that is shown still lacks; nothing for one that is open."""
        with self.stage.bot.database.reading() as session:
            shown = gates.shown(session, self.newest(session))
        return {
            one.id: () if one.passed_at else tuple(need.partition(":")[0].rstrip("!") for need in one.missing.split())
            for one in shown
        }

    def sheet(self) -> Sheet:
        """The answers of the newest diagnosis, as the scorer takes them."""
        with self.stage.bot.database.reading() as session:
            diagnosis = self.newest(session)
            progress = fold(diagnoses.transcript(diagnosis))
            return sheet_of(diagnosis.pilot, diagnosis.framework, progress)

    def newest(self, session: Any) -> Any:
        """The newest diagnosis of the case's channel, to read it."""
        channel = self.slack.hands.channel(self.case.channel).id
        workspace = TEAM_ID
        return diagnoses.in_channel(session, workspace, channel)[0]
