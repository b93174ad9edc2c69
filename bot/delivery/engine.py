"""DBOS as the engine that wakes deliveries and the tick, whatever happens to this process in between.

What each trap in its use is about stands in `docs/adr/0002-delivery.md`. DBOS is one to a process; so is `Engine`.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.delivery import outbox
from bot.delivery.lane import Carrier, deliver_lane
from bot.delivery.letters import Act, Draft, Letter, Sender
from bot.delivery.looks import look_first, stop_looking
from bot.delivery.precedence import Precedence
from bot.delivery.replicas import Replicas
from bot.delivery.runs import forget_some
from bot.log import bare
from bot.settings import Settings
from bot.store import departed, leaving
from bot.store.database import Database

log = structlog.get_logger()
R = TypeVar("R")

QUEUE = "slack"
TICK = "tick"
EVERY_MINUTE = "* * * * *"
SWEEP = "sweep:"
OVERDUE = timedelta(minutes=2)
CLOSING_S = 2.0  # what waits longer, for Slack, goes on after the next launch
POOL_SIZE = 10  # of its own bookkeeping on PostgreSQL: 20 and 10 and its client's 5, so two replicas fit into 100
CLOSING_LOOK_S = 0.02
NOTICE_S = 0.05  # closing on SQLite waits for a thread that sleeps so long between looks at nothing
# A constant: work begun before a deploy must be finished by the code after it.
APPLICATION_VERSION = "1"

# DBOS's own table on PostgreSQL, asked directly: its client takes ten times as long, and every delivery asks.
_ATTEMPTS = sa.text("SELECT recovery_attempts FROM dbos.workflow_status WHERE workflow_uuid = :run")

_running: "Engine | None" = None


class Engine:
    """The outbox's engine: `put` within a unit of work, and the letters leave soon after its commit."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, sender: Sender) -> None:
        """Nothing starts before `launch`."""
        self._settings = settings
        self._database = database
        self._clock = clock
        self.precedence = Precedence()
        self.consult: Callable[[Letter], None] | None = None
        self._carrier = Carrier(
            database=database,
            sender=sender,
            clock=clock,
            wait=DBOS.sleep,
            refused=self._was_refused,
            consult=self._consult,
            check=self._check,
        )
        self.shut: dict[
            tuple[str, str], str
        ] = {}  # channels that have refused a letter since this process began, and why
        self._dbos: DBOS | None = None
        self._client: DBOSClient | None = None
        self._bookkeeping: sa.Engine | None = None
        self._in_doubt: set[tuple[str, str]] = set()  # lanes in which something waited when this process began
        # On PostgreSQL another process may take up what a third one left.
        self._replicas = None if database.is_sqlite else Replicas(database, settings.replica, _take_over)
        self.tick: Callable[[], None] | None = None

    def launch(self) -> None:
        """Start delivering. Raises RuntimeError if this process delivers already, TakenError if its name is taken."""
        global _running  # noqa: PLW0603 (DBOS is one to a process, and calls back by function)
        if _running is not None:
            raise RuntimeError("This process already delivers; close that engine before launching another.")
        if self._replicas is not None:
            self._replicas.claim()
        url = self._database.url
        self._bookkeeping = self._database.engine_for_delivery()
        with self._database.reading() as session:
            self._in_doubt = outbox.lanes(session)
        config: DBOSConfig = {
            "name": "unstick",
            "system_database_url": url,
            "system_database_engine": self._bookkeeping,
            "sys_db_pool_size": POOL_SIZE,
            "executor_id": self._settings.replica,
            "application_version": APPLICATION_VERSION,
            "log_level": "ERROR",
            "enable_otlp": False,
            "notification_listener_polling_interval_sec": NOTICE_S,
        }
        self._dbos = DBOS(config=config)
        if self._replicas is not None:
            self._replicas.enter()
        _running = self  # before the launch: it takes up what an earlier process left, at once
        try:
            DBOS.launch()
            DBOS.register_queue(QUEUE, partition_concurrency=1, polling_interval_sec=self._settings.poll_s)
            look_first(self._dbos)
            DBOS.apply_schedules(
                [{"schedule_name": TICK, "workflow_fn": _tick, "schedule": EVERY_MINUTE, "context": None}]
            )
            # By an engine of ours: DBOS makes its statements once for each engine that it knows, else for every run.
            self._client = DBOSClient(
                system_database_engine=self._bookkeeping or self._database.engine, application_name="unstick"
            )
            if self._replicas is not None:
                self._replicas.start()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop delivering; what waits is sent after the next launch."""
        global _running  # noqa: PLW0603
        if self._dbos is not None:
            stop_looking(self._dbos)
        if self._client is not None:
            self._finish_in_hand()
        if _running is self:
            if self._replicas is not None:
                self._replicas.stop()
            # First: a run that breaks off because letters can no longer be put in must not count as having ended.
            DBOS.destroy(workflow_completion_timeout_sec=0)
        if self._client is not None:
            self._client.destroy()
            self._client = None
        if _running is self:
            if self._bookkeeping is not None:
                leaving.close(self._bookkeeping)
            _running = None
        if self._replicas is not None:
            self._replicas.leave()
        self._dbos = None

    @property
    def is_running(self) -> bool:
        """Whether letters can be put in."""
        return self._client is not None

    def _finish_in_hand(self) -> None:
        """Wait a moment for deliveries that are being made: broken off, they would be looked for in Slack later."""
        deadline = time.monotonic() + CLOSING_S
        while time.monotonic() < deadline and self._client is not None:
            if not self._client.list_workflows(status="PENDING", limit=1, load_input=False, load_output=False):
                return
            time.sleep(CLOSING_LOOK_S)

    def put(self, session: Session, workspace_id: str, drafts: Sequence[Draft]) -> None:
        """Put drafts into the outbox and wake their lanes, both within the caller's transaction.

        A lane's runs start in the order of its letters: by their place as priority, because moments of creation can
        be equal. So a run that died is always the first of its lane to go on, and knows which posts are in doubt.
        """
        if self._client is None:
            raise RuntimeError("The delivery engine is not running; call launch() first.")
        places = outbox.put(session, workspace_id, drafts, self._clock())
        first_of_lane = {draft.lane: draft for draft in reversed(drafts)}
        for lane, draft in first_of_lane.items():
            self._wake(session, workspace_id, lane, run=f"deliver:{workspace_id}:{draft.id}", place=places[lane])

    def sweep(self) -> int:
        """Wake the lanes in which something has waited for long; returns how many.

        A run that broke off for a reason of its own leaves letters behind that nobody would come for until the lane's
        next one. Once an hour for each such letter: a lane that only waits for Slack has its run already.
        """
        if self._client is None:
            return 0
        now = self._clock()
        with self._database.reading() as session:
            left = outbox.overdue(session, now - OVERDUE)
        for workspace_id, lane, letter, place in left:
            with self._database.unit_of_work() as session:
                run = f"{SWEEP}{workspace_id}:{letter}:{now:%Y-%m-%dT%H}"
                self._wake(session, workspace_id, lane, run=run, place=place)
        return len(left)

    def revive(self, session: Session, workspace_id: str, lane: str) -> int:
        """Let what a channel refused while it was shut be sent after all, in its order; returns how many letters."""
        self.shut.pop((workspace_id, lane), None)
        found = outbox.revive(session, workspace_id, lane)
        if found:
            letter, place = found[0]
            run = f"revive:{workspace_id}:{letter}:{self._clock().isoformat()}"
            self._wake(session, workspace_id, lane, run=run, place=place)
        return len(found)

    def come_back(self, session: Session, workspace_id: str) -> None:
        """Let what a workspace refused while it had let us go be sent after all, in its order."""
        now = self._clock()
        for lane, (letter, place) in outbox.come_back(session, workspace_id, now).items():
            run = f"back:{workspace_id}:{letter}:{now.isoformat()}"
            self._wake(session, workspace_id, lane, run=run, place=place)

    def _consult(self, letter: Letter) -> None:
        if self.consult is None:
            raise RuntimeError("A letter asks for a language model, and nothing is wired that could ask one.")
        self.consult(letter)

    def _check(self) -> None:
        if self._replicas is not None:
            self._replicas.check()

    def _was_refused(self, letter: Letter, code: str) -> None:
        if letter.act is not Act.DM and code in outbox.SHUT:
            self.shut[letter.workspace_id, letter.lane] = code
        if letter.act is Act.DM and code == departed.DISABLED:
            with self._database.unit_of_work() as session:
                departed.notice(session, letter.workspace_id, letter.lane, self._clock())

    def _wake(self, session: Session, workspace_id: str, lane: str, *, run: str, place: int) -> None:
        if self._client is None:
            raise RuntimeError("The delivery engine is not running; call launch() first.")
        self._client.enqueue_in_transaction(
            session,
            {
                "workflow_name": "deliver",
                "queue_name": QUEUE,
                "workflow_id": run,
                "queue_partition_key": f"{workspace_id}:{lane}",
                "priority": place,
            },
            workspace_id,
            lane,
        )

    def prune(self, older: timedelta) -> int:
        """Forget a batch of the deliveries that ended longer ago than `older`; returns how many."""
        if self._client is None:
            return 0
        return forget_some(self._client, older)

    def deliver(self, workspace_id: str, lane: str, run: str) -> int:
        """Deliver a lane, as the workflow `run`; returns how many letters were dealt with."""
        left_behind = run.startswith(SWEEP) or (workspace_id, lane) in self._in_doubt
        doubtful = left_behind or (self._replicas is not None and self._ran_before(run))
        try:
            dealt_with = deliver_lane(self._carrier, workspace_id, lane, doubtful=doubtful)
        except BaseException:
            self._in_doubt.add((workspace_id, lane))  # what it has posted is not marked yet
            raise
        self._in_doubt.discard((workspace_id, lane))
        return dealt_with

    def _ran_before(self, run: str) -> bool:
        """Whether this run was begun earlier and did not end: then some of its posts may be in Slack already."""
        with self._database.reading() as session:
            return (session.scalar(_ATTEMPTS, {"run": run}) or 0) > 1


class BrokenOffError(RuntimeError):
    """A run broke off, for a fault that is in the log.

    DBOS keeps what a run raises in its tables and writes it into the log, and a fault's own text can hold what people
    wrote: so it gets this, which tells kinds and places and nothing else.
    """


def _quietly(action: str, work: Callable[[], R]) -> R:
    fault: dict[str, list[str]]
    try:
        return work()
    except Exception as error:  # noqa: BLE001 (whatever it is, the run breaks off, and is come back for)
        fault = bare(error)
    log.error("run_broke_off", action=action, **fault)
    raise BrokenOffError(f"{fault['faults'][0]} at {fault['places'][-1]}")  # here: so that it carries no other with it


def _take_over(names: Sequence[str]) -> None:
    """Give what other replicas had begun back to its queue, each run in its place.

    DBOS's own way at a launch, for other names: `resume_workflow` would forget that a run was begun before.
    """
    DBOS._recover_pending_workflows([*names])  # noqa: SLF001


@DBOS.workflow(name="deliver")
def _deliver(workspace_id: str, lane: str) -> int:
    run, engine = DBOS.workflow_id, _running
    if engine is None or run is None:
        raise RuntimeError("A delivery was woken in a process without an engine.")
    with engine.precedence.delivery():
        return _quietly("deliver", lambda: engine.deliver(workspace_id, lane, run))


@DBOS.workflow(name="tick")
def _tick(_due: datetime, _context: Any) -> None:
    if _running is not None and _running.tick is not None:
        _quietly("tick", _running.tick)
