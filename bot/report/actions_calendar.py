"""The actions of a plan as iCalendar (RFC 5545): an all-day entry on the day each is due.

Entries and not to-dos (`VEVENT`, not `VTODO`): Google's import passes over to-dos, and so does Outlook on the web; both
take all-day entries. They block no time. An entry keeps its UID, and its SEQUENCE only grows, so that taking in the
file once more moves what is there instead of adding it again.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from bot.report.actions_table import action_id
from prompts.catalog import Catalog
from prompts.compose.dossier import Dossier
from prompts.compose.paper_facts import steps
from prompts.compose.paper_tables import owner, state
from prompts.mrkdwn import plain
from scoring import Action

MAKER = "-//Unstick//Plan//EN"
DAY = timedelta(days=1)
CANCELLED = "not_doing"


class NoDaysError(ValueError):
    """The plan has no days yet, so there is nothing to put into a calendar."""


def calendar(texts: Catalog, dossier: Dossier) -> bytes:
    """The calendar; the same plan gives the same bytes. Raises NoDaysError for one that has not begun."""
    began = dossier.origin.get("ended_at")
    if not dossier.due or not began:
        raise NoDaysError("This plan has no days yet: post it first.")
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", _text(dossier.sheet.pilot))
    for action in steps(dossier):
        made.add_component(_entry(texts, dossier, action, datetime.fromisoformat(began)))
    return bytes(made.to_ical())


def _entry(texts: Catalog, dossier: Dossier, action: Action, began: datetime) -> Event:
    wording, due = texts.actions[action.id], dossier.due[action.id]
    stands, revision = dossier.states.get(action.id), dossier.revisions.get(action.id, 0)
    changed = began.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=revision)
    details = (
        wording.how,
        f"{plain(texts.say('doc.done_when'))}: {wording.done_when}",
        f"{plain(texts.say('doc.paper.who'))}: {owner(texts, dossier, action)}",
        f"{plain(texts.say('doc.paper.state'))}: {state(texts, stands)}",
    )
    entry = Event()
    entry.add("uid", f"{action_id(dossier, action.id)}@unstick")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", revision)
    entry.add("dtstart", due)
    entry.add("dtend", due + DAY)  # the first day that is not part of it
    entry.add("summary", _text(f"{dossier.sheet.pilot}: {wording.title}"))
    entry.add("description", "\n".join(map(_text, details)))
    entry.add("status", "CANCELLED" if stands == CANCELLED else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    return entry


def _text(given: str) -> str:
    """On one line, without what no calendar can hold."""
    return "".join(letter for letter in " ".join(given.split()) if letter.isprintable())
