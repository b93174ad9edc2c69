"""A diagnosis in the database, or a sheet of answers, as the bytes of a file: what `unstick export` writes."""

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import system_clock
from bot.interview.dossier import dossier
from bot.interview.issue import issued
from bot.keeping.operator import operator
from bot.report.actions_calendar import NoDaysError
from bot.report.actions_table import actions_table
from bot.report.formats import Format, make
from bot.report.order import OFFERED, Order, What
from bot.report.papers import draw, facts_of
from bot.settings import Settings
from bot.store import audit, diagnoses
from bot.store.audit import Noted
from bot.store.database import Database
from prompts.catalog import DEFAULT_LANGUAGE, Catalog, catalog, languages
from prompts.compose.dossier import Dossier, dossier_of
from prompts.compose.paper_facts import Issue
from scoring import Rules, ScoringError, load_rules, read_sheet
from scoring.errors import nearest_id


class ExportError(Exception):
    """It cannot be written; the message is a sentence for whoever asked."""


def ordered(what: What, kind: Format | None) -> Order:
    """What is to be written; without a format the first that there is, and a calendar is of the actions.

    Raises ExportError.
    """
    if kind is Format.ICS and what is What.REPORT:
        what = What.ACTIONS
    order = Order(what, kind or OFFERED[what][0])
    if order.format not in OFFERED[what]:
        raise ExportError(f"There is no {what} as {order.format}; there is {', '.join(OFFERED[what])}.")
    return order


def of_sheet(path: Path, order: Order, language: str | None) -> bytes:
    """The file of a sheet of answers; a document of it is a draft, since nothing is issued. Raises ExportError."""
    rules, texts = load_rules(), _texts(language, DEFAULT_LANGUAGE)
    try:
        facts = dossier_of(rules, read_sheet(path.read_text("utf-8"), rules))
    except (ScoringError, OSError, UnicodeDecodeError) as error:
        raise ExportError(f"{path}: {error}") from error
    if order.what.is_paper:
        _, sha256 = facts_of(facts, order.what)
        return draw(texts, facts, order.what, order.format, Issue(sha256=sha256)).content
    return _made(texts, facts, order)


def of_diagnosis(diagnosis_id: str, order: Order, language: str | None) -> bytes:
    """The file of a diagnosis in the database; a document of it is issued. Raises ExportError."""
    _texts(language, DEFAULT_LANGUAGE)
    database = Database(Settings().database_url)
    try:
        return _of_database(database, load_rules(), diagnosis_id, order, language)
    except SQLAlchemyError as error:
        raise ExportError(f"The database at UNSTICK_DATABASE_URL cannot be read ({type(error).__name__}).") from error
    finally:
        database.close()


def _of_database(database: Database, rules: Rules, diagnosis_id: str, order: Order, language: str | None) -> bytes:
    with database.reading() as session:
        found = diagnoses.by_id(session, diagnosis_id)
        if found is None:
            raise ExportError(_no_diagnosis(diagnosis_id, diagnoses.every_id(session)))
        texts, workspace_id = _texts(language, found.language), found.workspace_id
        made = None if order.what.is_paper else _made(texts, dossier(session, found, rules), order)
    with database.unit_of_work() as session:
        deed = {"deed": "export.written", "actor": operator(), "diagnosis_id": diagnosis_id, "about": str(order)}
        audit.note(session, Noted(workspace_id=workspace_id, **deed))
    if made is not None:
        return made
    facts, issue = issued(database, (workspace_id, diagnosis_id), rules, order.what, by=None, now=system_clock())
    return draw(texts, facts, order.what, order.format, issue).content


def _made(texts: Catalog, facts: Dossier, order: Order) -> bytes:
    if order == Order(What.ACTIONS, Format.CSV):
        return actions_table(texts, facts)
    try:
        return make(texts, facts, order.format).content
    except NoDaysError as error:
        raise ExportError(str(error)) from error


def _texts(language: str | None, own: str) -> Catalog:
    if language is not None and language.split("-")[0] not in languages():
        raise ExportError(f"There is no language {language!r}; did you mean {nearest_id(language, languages())!r}?")
    return catalog(language or own)


def _no_diagnosis(diagnosis_id: str, every: list[str]) -> str:
    nearest = (
        f"the nearest is {nearest_id(diagnosis_id, every)!r}" if every else "there is none at all in this database"
    )
    return f"There is no diagnosis {diagnosis_id!r}; {nearest}."
