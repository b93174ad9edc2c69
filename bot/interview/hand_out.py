"""Handing out files: asked for by somebody, made when they are sent, put into the diagnosis's thread."""

from collections.abc import Callable
from datetime import date

from bot.checkins.digest import PICTURE
from bot.clock import Clock
from bot.delivery.letters import Refused
from bot.desk import Desk, Outcome, file_to_thread, hint, plan_letter, root_letter
from bot.interview.dossier import dossier
from bot.interview.issue import issued
from bot.interview.trend_picture import trend_picture
from bot.report.actions_calendar import NoDaysError
from bot.report.actions_table import actions_table
from bot.report.formats import Format, Report, file_name, make
from bot.report.order import Order, What, order_of
from bot.report.papers import draw
from bot.store import audit, diagnoses
from bot.store.database import Database
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog, catalog
from prompts.messages import Attachment
from prompts.mrkdwn import Mrkdwn, mention, plain
from scoring import Rules

STATES = ("reviewing", "posted", "closed")  # those in which there is something to report


def hand_out(desk: Desk, diagnosis: Diagnosis, order: Order) -> Outcome:
    """Put the file into the thread: the plan's where there is one, else that of the questions."""
    if not is_ready(diagnosis):
        return hint(desk.texts.say("report.not_yet"))
    if order.what is What.ACTIONS and diagnosis.state != "posted":
        return hint(desk.texts.say("report.no_plan"))
    diagnosis.turn += 1
    asked = audit.Noted(
        workspace_id=diagnosis.workspace_id,
        deed="export.asked",
        actor=desk.actor,
        diagnosis_id=diagnosis.id,
        about=str(order),
    )
    audit.note(desk.session, asked)
    texts = catalog(diagnosis.language)
    marks = (f"{diagnosis.id[:4]}{diagnosis.turn}",)
    attachment = Attachment(
        diagnosis=diagnosis.id,
        format=str(order),
        name=file_name(diagnosis.pilot, order.format, *(() if order.what is What.REPORT else (order.what,)), *marks),
        title=_title(texts, diagnosis, order),
        text=_said(texts, "comment", diagnosis, order, person=mention(desk.actor)),
        by=desk.actor,
    )
    thread = plan_letter(diagnosis) if diagnosis.state == "posted" else root_letter(diagnosis)
    draft = file_to_thread(diagnosis, f"{diagnosis.id}.report{diagnosis.turn}", attachment, of=thread)
    return Outcome(drafts=(draft,), hint=hint(_said(desk.texts, "on_its_way", diagnosis, order)).hint)


def title_of(texts: Catalog, what: What) -> str:
    """What something that is not the report is called."""
    return texts.papers.kinds[what].title if what.is_paper else plain(texts.say("report.actions"))


def is_ready(diagnosis: Diagnosis) -> bool:
    """Whether there is a verdict to report."""
    return diagnosis.state in STATES


def find(desk: Desk, channel: str, name: str) -> Diagnosis | Outcome:
    """The diagnosis that somebody means in a channel: by name, or the only one there is; else a word that helps."""
    ready = diagnoses.in_channel(desk.session, desk.workspace_id, channel, STATES)
    newest = {one.pilot.casefold(): one for one in reversed(ready)}
    if not newest:
        return hint(desk.texts.say("report.none"))
    if name.casefold() in newest:
        return newest[name.casefold()]
    if not name and len(newest) == 1:
        return next(iter(newest.values()))
    pilots = Mrkdwn(", ".join(desk.texts.say("status.name", pilot=one.pilot) for one in newest.values()))
    return hint(desk.texts.say("report.which", pilots=pilots))


def reports_of(database: Database, rules: Rules, clock: Clock) -> Callable[[str, Attachment], Report]:
    """What makes the file of an attachment, of a workspace's own diagnoses only; raises Refused where there is none."""

    def report(workspace_id: str, attachment: Attachment) -> Report:
        with database.reading() as session:
            diagnosis = diagnoses.look(session, workspace_id, attachment.diagnosis)
            if diagnosis is None:
                raise Refused("diagnosis_gone")
            if attachment.format.startswith(PICTURE):
                return trend_picture(session, diagnosis, date.fromisoformat(attachment.format.removeprefix(PICTURE)))
            order = order_of(attachment.format)
            facts = None if order.what.is_paper else dossier(session, diagnosis, rules)
        texts = catalog(diagnosis.language)
        if facts is None:
            where = (workspace_id, diagnosis.id)
            facts, issue = issued(database, where, rules, order.what, by=attachment.by or None, now=clock())
            return draw(texts, facts, order.what, order.format, issue)
        if order == Order(What.ACTIONS, Format.CSV):
            return Report(actions_table(texts, facts))
        try:
            return make(texts, facts, order.format)
        except NoDaysError as error:
            raise Refused("plan_gone") from error

    return report


def _title(texts: Catalog, diagnosis: Diagnosis, order: Order) -> str:
    if order.what is What.REPORT:
        return plain(texts.say("report.title", pilot=diagnosis.pilot))
    return plain(texts.say("report.paper_title", title=title_of(texts, order.what), pilot=diagnosis.pilot))


def _said(texts: Catalog, what: str, diagnosis: Diagnosis, order: Order, **person: str) -> str:
    """One of the sentences about a file: that of the report, or that of anything else, which has a title."""
    wording = texts.say(f"report.format.{order.format}")
    if order.what is What.REPORT:
        return texts.say(f"report.{what}", pilot=diagnosis.pilot, format=wording, **person)
    title = title_of(texts, order.what)
    return texts.say(f"report.paper_{what}", title=title, pilot=diagnosis.pilot, format=wording, **person)
