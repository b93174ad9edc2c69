"""The one place where everything is wired: settings in, a running Unstick out."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import cache

import structlog
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from bot.checkins import apart, away, pilots
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
from bot.keeping.purge import keep_of, purge
from bot.operate.handlers import HANDLERS
from bot.settings import Settings
from bot.slack import edge, install, listeners
from bot.slack.front import Front, desk_for, know, renew
from bot.slack.grants import App
from bot.slack.install import Installs
from bot.slack.keys import Keys, OneToken
from bot.slack.many import ManyTokens, Returned
from bot.slack.sender import Clients, Reports, SlackSender
from bot.slack.socket import Socket
from bot.store import actions, appointments, batch, diagnoses, people
from bot.store.database import Database
from bot.store.seal import read_ring
from bot.understanding.llm.ask import Model
from bot.understanding.reader import Reader
from bot.watch import ready, routes, traces
from bot.watch.counted import CountedSender
from bot.watch.meters import Meters
from prompts.catalog import catalog, every_catalog
from scoring import load_rules

log = structlog.get_logger()
_own_rules = cache(load_rules)  # nothing in them changes while a process runs; a bot that comes up again reads no file

LOOK_AGAIN_S = 1.0
FORTNIGHT = timedelta(days=14)  # the week that a check-in asks numbers of has begun within it, in every zone


class Unstick:
    """One running Unstick: the ASGI app Slack calls, the engine that delivers, the tick that asks."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = system_clock,
        sender: Callable[[Clients, Reports], Sender] = SlackSender,
    ) -> None:
        """Loads and validates rules and texts; raises what they raise, and SealError for keys that are none.

        Nothing is contacted before `launch`.
        """
        self.settings = settings
        self.clock = clock
        self.rules = _own_rules()
        every_catalog(catalog())
        self.database = Database(settings.database_url, clock)
        self.keys = _keys(settings, self.database, clock, self._came_back)
        self.meters = Meters(self.database, clock)
        self.end_traces = traces.begin(settings.traces_url)
        reports = reports_of(self.database, self.rules, clock)
        hook = HookSender(settings, clock) if settings.webhook_url.get_secret_value() else None
        post = CountedSender(Routed(sender(self.keys.client, reports), hook), self.meters)
        self.engine = Engine(settings, self.database, clock, post)
        if hook is not None:
            self.database.watch(
                events.look, events.Finish(put=self.engine.put, clock=clock, with_texts=settings.webhook_texts)
            )
        self.engine.tick = self.tick
        self._purged_on: date | None = None
        self.socket: Socket | None = None
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
            keys=self.keys,
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
        """Prepare the database, see that the tokens can be used, start delivering; returns the ASGI app.

        Raises slack_sdk's SlackApiError when Slack does not know the token, SealError when one cannot be opened, and
        TakenError where another process serves from the same SQLite file, or goes by the same name on PostgreSQL.
        """
        self.database.sole.claim()
        self.wait_for_tables()
        if not self.reader.is_warm():
            log.info("learning", action="launch")  # about a minute, once on a machine
        self.reader.warm(self.rules)
        self.keys.launch()
        self.engine.launch()
        if isinstance(self.keys, OneToken) and self.keys.back_in:
            with self.database.unit_of_work() as session:
                self._came_back(session, self.keys.back_in)
                self.keys.join(session)
        answer = self.engine.precedence.first(listeners.build(self.front).dispatch)
        served = [*routes.routes(self.meters, self._missing), *self._installing()]
        if self.settings.by_socket:
            app_token = self.settings.slack_app_token.get_secret_value()
            self.socket = Socket(answer, app_token, self.settings.slack_api_url, self.meters.acknowledge)
            self.socket.open()
        else:
            served.append(edge.route(answer, self.settings.signing_secrets))
        log.info("launched", action="launch", database=self.database.engine.dialect.name)
        timed = Middleware(routes.Timed, meters=self.meters, path=edge.PATH)
        return Starlette(routes=served, middleware=[timed])

    def _came_back(self, session: Session, workspace_id: str) -> None:
        """A workspace has let us in again: what waited there goes on."""
        away.wake(session, workspace_id, self.clock())
        self.engine.come_back(session, workspace_id)

    def _missing(self) -> list[str]:
        """What is not ready, a word each."""
        return ready.missing(self.database, lambda: self.engine.is_running)

    def wait_for_tables(self) -> None:
        """Bring the tables to the newest form, or wait until somebody has."""
        if self.settings.migrate_at_start:
            self.database.migrate()
            return
        while not self.database.is_current():
            log.warning("tables_are_old", action="launch", repair="run `unstick migrate`")
            time.sleep(LOOK_AGAIN_S)

    def _installing(self) -> list[Route]:
        """Where workspaces install Unstick by themselves; nowhere where one token serves one."""
        if not isinstance(self.keys, ManyTokens):
            return []
        return install.routes(
            Installs(
                app=_app(self.settings),
                keys=self.keys,
                database=self.database,
                clock=self.clock,
                public_url=self.settings.public_url,
                with_history=self.settings.typed_answers,
            )
        )

    def close(self) -> None:
        """Stop delivering and let the database go; what waits is sent after the next launch."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None
        self.engine.close()
        self.database.close()
        self.end_traces()

    def tick(self) -> None:
        """Send what is due, batch by batch; forget old requests; come back for what was left lying."""
        looks = map(apart.through, (self._tick_batch, self._look_at_silent, self._look_at_pilots))
        apart.in_turn(*looks, self._forget, self.keys.tick, self.engine.sweep, self._purge)

    def _forget(self) -> None:
        memory = timedelta(seconds=self.settings.event_memory_s)
        with self.database.unit_of_work() as session:
            people.forget_requests(session, self.clock() - memory)
        self.engine.prune(memory)

    def _purge(self) -> None:
        """Delete what is over, once a day (in UTC)."""
        now = self.clock()
        if self._purged_on == now.date():
            return
        purged = purge(self.database, now, keep_of(self.settings))
        self._purged_on = now.date()
        log.info("purged", action="purge", **asdict(purged))

    def is_idle(self) -> bool:
        """Whether no message waits to be sent."""
        with self.database.reading() as session:
            return outbox.is_idle(session)

    def _look_at_silent(self) -> bool:
        """Remind, return and close what has fallen silent: one batch in one transaction; whether there may be more."""
        now = self.clock()
        with self.database.reading() as session:
            ahead = diagnoses.ahead(session, now)
            awaited = apart.of_each(away.present(session, ahead), remind.awaited)
        if not ahead:
            return False
        for workspace_id, person in sorted(awaited):
            renew(self.front, workspace_id, person)  # they may have left since
        with self.database.unit_of_work() as session:
            rows, desks = diagnoses.silent(session, now), self._desks(session, now)
            here = away.put_off(session, rows, now)
            apart.each(session, here, now, lambda some: self._put(session, remind.tick(desks, some)))
        return len(rows) == diagnoses.LOOK_BATCH

    def _look_at_pilots(self) -> bool:
        """What is due for pilots as a whole: one batch in one transaction; whether there may be more."""
        now = self.clock()
        with self.database.reading() as session:
            ahead = appointments.ahead(session, now)
            here = away.present(session, ahead)
            desk_of = self._desks(session, now)
            awaited = apart.of_each(here, lambda one: pilots.awaited(desk_of(one.workspace_id, ""), one))
            holders = apart.of_each(here, lambda one: pilots.holders(desk_of(one.workspace_id, ""), one))
        if not ahead:
            return False
        for workspace_id, person in sorted(awaited):
            renew(self.front, workspace_id, person)  # they may have left since
        for workspace_id in sorted({of for of, _ in holders}):
            know(self.front, workspace_id, sorted(person for of, person in holders if of == workspace_id))
        with self.database.unit_of_work() as session:
            rows, desks = appointments.due(session, now), self._desks(session, now)
            here_now = away.put_off(session, rows, now)
            apart.each(session, here_now, now, lambda some: self._put(session, pilots.tick(desks, some, HANDLERS)))
        return len(rows) == appointments.CLAIM_BATCH

    def _tick_batch(self) -> bool:
        """One batch in one transaction; whether there may be more."""
        now = self.clock()
        with self.database.reading() as session:
            ahead = actions.ahead(session, now)
            gone = people.left(session, {workspace_id for workspace_id, _ in ahead})
        if not ahead:
            return False
        for workspace_id in sorted({workspace_id for workspace_id, _ in ahead} - gone):
            know(self.front, workspace_id, [person for of, person in ahead if of == workspace_id])
        with self.database.unit_of_work() as session:
            rows, desks = actions.due(session, now), self._desks(session, now)
            here = away.put_off(session, rows, now)
            people_met = {(row.workspace_id, person) for row, of in here for person in (row.person, of.starter)}
            held = batch.read(session, [of for _, of in here], people_met, since=(now - FORTNIGHT).date())
            apart.each(session, here, now, lambda some: self._put(session, checkins.tick(desks, some)))
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


def _keys(settings: Settings, database: Database, clock: Clock, returned: Returned) -> Keys:
    """Whose tokens there are: one from the settings, or those that workspaces granted. Raises SealError."""
    if settings.takes_many:
        ring = read_ring(settings.encryption_keys.get_secret_value())
        return ManyTokens(_app(settings), ring, database, clock, returned)
    return OneToken(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, database, clock)


def _app(settings: Settings) -> App:
    secret = settings.slack_client_secret.get_secret_value()
    return App(client_id=settings.slack_client_id, client_secret=secret, api_url=settings.slack_api_url)
