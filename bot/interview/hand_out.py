"""Handing out the report: asked for by somebody, made when it is sent, put into the diagnosis's thread."""

from collections.abc import Callable
from datetime import date

from bot.checkins.digest import PICTURE
from bot.delivery.letters import Refused
from bot.desk import Desk, Outcome, file_to_thread, hint, plan_letter, root_letter
from bot.interview.dossier import dossier
from bot.interview.trend_picture import trend_picture
from bot.report.formats import Format, Report, file_name, make
from bot.store import diagnoses
from bot.store.database import Database
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.messages import Attachment
from prompts.mrkdwn import Mrkdwn, mention, plain
from scoring import Rules

STATES = ("reviewing", "posted", "closed")  # those in which there is something to report


def hand_out(desk: Desk, diagnosis: Diagnosis, kind: Format) -> Outcome:
    """Put the report into the thread: the plan's where there is one, else that of the questions."""
    if not is_ready(diagnosis):
        return hint(desk.texts.say("report.not_yet"))
    diagnosis.turn += 1
    texts = catalog(diagnosis.language)
    wording = texts.say(f"report.format.{kind}")
    attachment = Attachment(
        diagnosis=diagnosis.id,
        format=kind,
        name=file_name(diagnosis.pilot, kind, f"{diagnosis.id[:4]}{diagnosis.turn}"),
        title=plain(texts.say("report.title", pilot=diagnosis.pilot)),
        text=texts.say("report.comment", pilot=diagnosis.pilot, format=wording, person=mention(desk.actor)),
    )
    thread = plan_letter(diagnosis) if diagnosis.state == "posted" else root_letter(diagnosis)
    draft = file_to_thread(diagnosis, f"{diagnosis.id}.report{diagnosis.turn}", attachment, of=thread)
    on_its_way = desk.texts.say(
        "report.on_its_way", pilot=diagnosis.pilot, format=desk.texts.say(f"report.format.{kind}")
    )
    return Outcome(drafts=(draft,), hint=hint(on_its_way).hint)


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


def reports_of(database: Database, rules: Rules) -> Callable[[str, Attachment], Report]:
    """What makes the file of an attachment, of a workspace's own diagnoses only; raises Refused where there is none."""

    def report(workspace_id: str, attachment: Attachment) -> Report:
        with database.reading() as session:
            diagnosis = diagnoses.look(session, workspace_id, attachment.diagnosis)
            if diagnosis is None:
                raise Refused("diagnosis_gone")
            if attachment.format.startswith(PICTURE):
                return trend_picture(session, diagnosis, date.fromisoformat(attachment.format.removeprefix(PICTURE)))
            facts = dossier(session, diagnosis, rules)
        return make(catalog(diagnosis.language), facts, Format(attachment.format))

    return report
