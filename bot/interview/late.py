"""What a language model makes of words arrives late: it is asked outside of any transaction, and acted on in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.desk import texts_for
from bot.interview import hear
from bot.interview.consult import heard, is_overtaken
from bot.interview.in_force import under_its_rules
from bot.store import consultations, diagnoses, people
from bot.understanding.llm.opinion import Came, Opinion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from bot.clock import Clock
    from bot.delivery.letters import Draft, Letter
    from bot.desk import Desk
    from bot.store.database import Database
    from bot.store.tables import Consultation, Diagnosis, Entry
    from bot.understanding.llm.ask import Model
    from bot.understanding.reader import Reader
    from prompts.catalog import Catalog
    from scoring import Question

log = structlog.get_logger()

MOST_TRIES = 2  # a call that the end of the process broke off is made once more, and not again


@dataclass(frozen=True, kw_only=True)
class Late:
    """What it takes; wired in `bot/app.py`. Without a model nothing is asked, and every opinion is an abstention."""

    database: Database
    clock: Clock
    reader: Reader
    model: Model | None
    desk_for: Callable[[Session, str, str], Desk]
    put: Callable[[Session, str, Sequence[Draft]], None]
    is_running: Callable[[], bool]  # whether the bot has not been closed meanwhile


@dataclass(frozen=True, kw_only=True)
class _Case:
    """One line of words within a unit of work: the diagnosis is locked, `record` says what was asked about it."""

    session: Session
    desk: Desk
    diagnosis: Diagnosis
    line: Entry
    record: Consultation


def consult(late: Late, letter: Letter) -> None:
    """Ask the model about the words that a letter names, and act on its opinion.

    Being called again for the same letter, after the process has ended in between, changes nothing once it is over; a
    call that was under way is made once more.
    """
    diagnosis_id, seq = heard(letter.body)
    where = (letter.workspace_id, diagnosis_id, seq)
    with late.database.reading() as session:
        line = diagnoses.line(session, *where)
        if line is None or not line.quote:
            return
        text = line.quote
        names = people.every_name(session, letter.workspace_id) if "@" in text else []
    late.reader.prepare(text)
    begun = _begin(late, where)
    if begun is None:
        return
    texts, question = begun
    opinion = _opinion(late.model, texts, question, text, names)
    if not late.is_running():
        raise RuntimeError(
            "The bot was closed while a language model was asked; it is asked again after the next launch."
        )
    with late.database.unit_of_work() as session:
        case = _case(late, session, where)
        if case is not None and case.record.came is None:
            _act(late, case, opinion)


def _begin(late: Late, where: tuple[str, str, int]) -> tuple[Catalog, Question] | None:
    """Count the call, and say what to ask; where nothing is to be asked, act on that instead, and give None."""
    with late.database.unit_of_work() as session:
        case = _case(late, session, where)
        if case is None or case.record.came is not None:
            return None
        came = _why_not(late, case)
        if came is not None:
            _act(late, case, Opinion(came=came))
            return None
        return texts_for(case.desk, case.diagnosis, case.line.whom), case.desk.rules.questions[case.line.question]


def _why_not(late: Late, case: _Case) -> Came | None:
    """Why the model is not asked; None if it is, and then the call is counted."""
    if is_overtaken(case.diagnosis, case.line):
        return Came.OVERTAKEN
    if late.model is None:
        return Came.SWITCHED_OFF
    if case.record.calls >= MOST_TRIES:
        return Came.GIVEN_UP
    if late.model.is_resting():
        return Came.RESTING
    if not consultations.take(case.session, case.record, late.model.daily_calls, late.clock()):
        return Came.OVER_BUDGET
    return None


def _opinion(model: Model | None, texts: Catalog, question: Question, text: str, names: list[str]) -> Opinion:
    if model is None:
        return Opinion(came=Came.SWITCHED_OFF)
    try:
        return model.ask(texts, question, text, names)
    except Exception as error:  # noqa: BLE001 (whatever is wrong with it, whoever wrote gets a reply)
        log.error("model_failed", action="consult", fault=type(error).__name__)  # noqa: TRY400 (a trace may hold words)
        return Opinion(came=Came.UNFORESEEN)


def _act(late: Late, case: _Case, opinion: Opinion) -> None:
    """Keep the opinion with the words, and go on with them as if they had just been typed, with one vote more."""
    record, line = case.record, case.line
    record.came, record.version = opinion.came, opinion.version or None
    record.option, record.quote = opinion.option, opinion.quote
    overtaken = is_overtaken(case.diagnosis, line)
    log.info("model_consulted", action="consult", came=opinion.came, diagnosis=line.diagnosis_id, overtaken=overtaken)
    if overtaken:
        return
    vote = opinion.vote if opinion.version else None
    outcome = hear.hear_again(case.desk, case.diagnosis, line, vote)
    late.put(case.session, line.workspace_id, outcome.drafts)


def _case(late: Late, session: Session, where: tuple[str, str, int]) -> _Case | None:
    workspace_id, diagnosis_id, seq = where
    diagnosis = diagnoses.get(session, workspace_id, diagnosis_id)
    line = diagnoses.line(session, *where)
    if diagnosis is None or line is None:
        return None
    return _Case(
        session=session,
        desk=under_its_rules(late.desk_for(session, workspace_id, line.by or ""), diagnosis),
        diagnosis=diagnosis,
        line=line,
        record=consultations.about(session, diagnosis, seq, late.clock()),
    )
