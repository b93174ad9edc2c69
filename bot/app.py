"""The one place where everything is wired: settings in, a running Unstick out."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from bot.checkins import pilots
from bot.checkins import tick as checkins
from bot.checkins.tick import DeskFor
from bot.clock import Clock, system_clock
from bot.delivery import outbox
from bot.delivery.engine import Engine
from bot.delivery.letters import Draft, Sender
from bot.hooks import events
from bot.hooks.send import HookSender, Routed
from bot.interview import remind
from bot.interview.hand_out import reports_of
from bot.interview.late import Late, consult
from bot.operate.handlers import HANDLERS
from bot.settings import Settings
from bot.slack import edge, listeners
from bot.slack.client import connect
from bot.slack.front import Front, desk_for, know, renew
from bot.slack.sender import Reports, SlackSender
from bot.store import actions, appointments, batch, diagnoses, people
from bot.store.database import Database
from bot.store.tables import Workspace
from bot.understanding.llm.ask import Model
from bot.understanding.reader import Reader
from prompts.catalog import catalog, every_catalog
from scoring import load_rules

log = structlog.get_logger()

FORTNIGHT = timedelta(days=14)  # the week that a check-in asks numbers of has begun within it, in every zone


class Unstick:
    """One running Unstick: the ASGI app Slack calls, the engine that delivers, the tick that asks."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = system_clock,
        sender: Callable[[WebClient, Reports], Sender] = SlackSender,
    ) -> None:
        """Loads and validates rules and texts; raises what they raise. Nothing is contacted before `launch`."""
        self.settings = settings
        self.clock = clock
        self.rules = load_rules()
        every_catalog(catalog())
        token = settings.slack_bot_token.get_secret_value()
        self.client = connect(token, settings.slack_api_url)
        self.database = Database(settings.database_url)
        reports = reports_of(self.database, self.rules, clock)
        hook = HookSender(settings, clock) if settings.webhook_url.get_secret_value() else None
        self.engine = Engine(settings, self.database, clock, Routed(sender(self.client, reports), hook))
        if hook is not None:
            self.database.watch(
                events.look, events.Finish(put=self.engine.put, clock=clock, with_texts=settings.webhook_texts)
            )
        self.engine.tick = self.tick
        self.reader = Reader(settings.cache_dir)
        self.front = Front(
            database=self.database,
            put=self.engine.put,
            revive=self.engine.revive,
            shut=self.engine.shut,
            clock=clock,
            rules=self.rules,
            reader=self.reader,
            asks_model=bool(settings.llm and settings.llm.daily_calls),
            client=self.client,
        )
        late = Late(
            database=self.database,
            clock=clock,
            reader=self.reader,
            model=Model(settings.llm, clock) if settings.llm else None,
            desk_for=lambda session, workspace_id, person: desk_for(self.front, session, workspace_id, person, clock()),
            put=self.engine.put,
            is_running=lambda: self.engine.is_running,
        )
        self.engine.consult = lambda letter: consult(late, letter)

    def launch(self) -> Starlette:
        """Prepare the database, learn which workspace the token is for, start delivering; returns the ASGI app.

        Raises slack_sdk's SlackApiError when Slack does not know the token.
        """
        self.database.migrate()
        if not self.reader.is_warm():
            log.info("learning", action="launch")  # about a minute, once on a machine
        self.reader.warm(self.rules)
        who = self.client.auth_test()
        workspace_id, bot_user_id = str(who["team_id"]), str(who["user_id"])
        with self.database.unit_of_work() as session:
            workspace = Workspace(
                id=workspace_id, name=str(who["team"]), bot_user_id=bot_user_id, created_at=self.clock()
            )
            people.remember_workspace(session, workspace)
        self.engine.launch()
        token = self.settings.slack_bot_token.get_secret_value()
        bolt = listeners.build(self.front, workspace_id=workspace_id, bot_user_id=bot_user_id, token=token)
        secret = self.settings.slack_signing_secret.get_secret_value()
        log.info("launched", action="launch", workspace=workspace_id, database=self.database.engine.dialect.name)
        return Starlette(routes=[edge.route(bolt, secret)])

    def close(self) -> None:
        """Stop delivering and let the database go; what waits is sent after the next launch."""
        self.engine.close()
        self.database.close()

    def tick(self) -> None:
        """Send what is due, batch by batch; forget old requests; come back for what was left lying."""
        while self._tick_batch():
            continue
        while self._look_at_silent():
            continue
        while self._look_at_pilots():
            continue
        memory = timedelta(seconds=self.settings.event_memory_s)
        with self.database.unit_of_work() as session:
            people.forget_requests(session, self.clock() - memory)
        self.engine.prune(memory)
        self.engine.sweep()

    def is_idle(self) -> bool:
        """Whether no message waits to be sent."""
        with self.database.reading() as session:
            return outbox.is_idle(session)

    def _look_at_silent(self) -> bool:
        """Remind, return and close what has fallen silent: one batch in one transaction; whether there may be more."""
        now = self.clock()
        with self.database.reading() as session:
            awaited = {
                (found.workspace_id, person)
                for found in diagnoses.ahead(session, now)
                for person in remind.awaited(found)
            }
        if not awaited:
            return False
        for workspace_id, person in sorted(awaited):
            renew(self.front, workspace_id, person)  # they may have left since
        with self.database.unit_of_work() as session:
            rows = diagnoses.silent(session, now)
            self._put(session, remind.tick(self._desks(session, now), rows))
        return len(rows) == diagnoses.LOOK_BATCH

    def _look_at_pilots(self) -> bool:
        """What is due for pilots as a whole: one batch in one transaction; whether there may be more."""
        now = self.clock()
        with self.database.reading() as session:
            ahead = appointments.ahead(session, now)
            desk_of = self._desks(session, now)
            awaited = {
                (found.workspace_id, person)
                for found in ahead
                for person in pilots.awaited(desk_of(found.workspace_id, ""), found)
            }
        if not ahead:
            return False
        for workspace_id, person in sorted(awaited):
            renew(self.front, workspace_id, person)  # they may have left since
        for found in ahead:
            know(self.front, found.workspace_id, pilots.holders(found))
        with self.database.unit_of_work() as session:
            rows = appointments.due(session, now)
            self._put(session, pilots.tick(self._desks(session, now), rows, HANDLERS))
        return len(rows) == appointments.CLAIM_BATCH

    def _tick_batch(self) -> bool:
        """One batch in one transaction; whether there may be more."""
        now = self.clock()
        with self.database.reading() as session:
            ahead = actions.ahead(session, now)
        if not ahead:
            return False
        for workspace_id in sorted({workspace_id for workspace_id, _ in ahead}):
            know(self.front, workspace_id, [person for of, person in ahead if of == workspace_id])
        with self.database.unit_of_work() as session:
            rows = actions.due(session, now)
            people_met = {(row.workspace_id, person) for row, of in rows for person in (row.person, of.starter)}
            held = batch.read(session, [of for _, of in rows], people_met, since=(now - FORTNIGHT).date())
            self._put(session, checkins.tick(self._desks(session, now), rows))
        log.info("looked_at", action="tick", rows=len(rows), people=len(held.people))
        return len(rows) == actions.CLAIM_BATCH

    def _desks(self, session: Session, now: datetime) -> DeskFor:
        """The desk in a unit of work for a workspace and a person."""
        return lambda workspace_id, person: desk_for(self.front, session, workspace_id, person, now)

    def _put(self, session: Session, drafts: Iterable[tuple[str, Draft]]) -> None:
        """A batch of (workspace, draft) into the outbox, together: the letters of a workspace are one statement."""
        of_workspace: dict[str, list[Draft]] = {}
        for workspace_id, draft in drafts:
            of_workspace.setdefault(workspace_id, []).append(draft)
        for workspace_id in sorted(of_workspace):
            self.engine.put(session, workspace_id, of_workspace[workspace_id])
