"""Delivering one lane: send what waits, in order, until nothing does."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery import outbox
from bot.delivery.letters import Act, Letter, Refused, Sender, Sent, TryLater
from bot.store.database import Database

log = structlog.get_logger()

MISSING_ADDRESS = outbox.CHAIN
UNFORESEEN = "unforeseen"


@dataclass(frozen=True)
class Carrier:
    """What delivering needs: the database, the hand that sends, the clock, and how to wait (seconds)."""

    database: Database
    sender: Sender
    clock: Clock
    wait: Callable[[float], None]
    refused: Callable[[Letter, str], None] = lambda _letter, _code: None  # told of every refusal
    check: Callable[[], None] = lambda: None  # raises where another replica may be sending by now
    consult: Callable[[Letter], None] = lambda _letter: None  # does what a letter asks for that goes to no Slack


def deliver_lane(carrier: Carrier, workspace_id: str, lane: str, *, doubtful: bool) -> int:
    """Send all that waits in a lane, in order; returns how many letters were dealt with.

    `doubtful` says that an earlier run of this delivery may have posted some of them before it died: each of those
    is looked for in Slack before it is posted, since Slack cannot tell a lost post from one that it took.
    """
    dealt_with = 0
    letters = _next(carrier, workspace_id, lane)
    suspects = {letter.id for letter in letters} if doubtful else set()
    while letters:
        results: dict[str, Sent | str] = {}
        pause: TryLater | None = None
        for letter in letters:
            if letter.refers_to in results:
                break  # its address has only just become known: read it anew
            carrier.check()
            try:
                found = _find(carrier, letter) if letter.id in suspects else None
                results[letter.id] = found or _send(carrier, letter)
            except Refused as refusal:
                results[letter.id] = refusal.code
                log.warning("letter_refused", action="deliver", letter=letter.id, code=refusal.code)
                carrier.refused(letter, refusal.code)
            except TryLater as later:
                pause = later
                if later.doubtful:
                    suspects.add(letter.id)
                break
        if results:
            with carrier.database.unit_of_work() as session:
                outbox.mark(session, workspace_id, results, carrier.clock())
            dealt_with += len(results)
        if pause:
            log.info("letter_waits", action="deliver", lane=lane, reason=pause.reason, after_s=pause.after_s)
            carrier.wait(pause.after_s)
        # What came in meanwhile has woken a run of its own: look again only where something was left over.
        is_all = len(results) == len(letters) < outbox.BATCH
        letters = [] if is_all else _next(carrier, workspace_id, lane)
    return dealt_with


def _next(carrier: Carrier, workspace_id: str, lane: str) -> list[Letter]:
    with carrier.database.reading() as session:
        return outbox.waiting(session, workspace_id, lane)


def _find(carrier: Carrier, letter: Letter) -> Sent | None:
    """Where an earlier try has put a letter, as far as that can be seen; raises TryLater.

    An update or a consultation may be made twice, the second changes nothing; so only posts are looked for. Where Slack
    does not let us look (no permission to read), it is sent once more: rather twice than never.
    """
    if letter.act in {Act.UPDATE, Act.CONSULT} or (letter.refers_to and letter.refers_ts is None):
        return None
    with carrier.database.reading() as session:
        after = outbox.newest(session, letter.workspace_id, letter.lane)
    try:
        return carrier.sender.find(letter, after)
    except Refused as refusal:
        log.warning("letter_not_looked_for", action="deliver", letter=letter.id, code=refusal.code)
        return None


def _send(carrier: Carrier, letter: Letter) -> Sent:
    """Send a letter, if what it refers to is there; raises Refused, TryLater."""
    if letter.refers_to and letter.refers_ts is None:
        raise Refused(MISSING_ADDRESS)
    if letter.act is Act.CONSULT:  # where it fails the run breaks off, and is come back for: somebody waits for a reply
        carrier.consult(letter)
        return Sent(channel=letter.lane, ts=None)
    try:
        return carrier.sender.send(letter)
    except (Refused, TryLater, SQLAlchemyError):  # where the database fails the run breaks off, and is come back for
        raise
    except Exception as error:  # one letter that cannot be made must not hold up all that come after it
        fault = type(error).__name__  # and not the trace: it could hold what people wrote
        log.error("letter_not_made", action="deliver", letter=letter.id, fault=fault)  # noqa: TRY400
        raise Refused(UNFORESEEN) from error
