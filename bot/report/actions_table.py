"""The actions of a plan as CSV, a row each, for a tracker to take in. No cell can act as a formula."""

from bot.report.table import written
from prompts.catalog import Catalog
from prompts.compose.dossier import Dossier
from prompts.compose.paper_facts import steps
from prompts.compose.paper_tables import owner, state
from prompts.mrkdwn import plain

COLUMNS = (
    "doc.column_id", "doc.tracker.pilot", "doc.paper.what", "doc.how", "doc.done_when", "doc.paper.who",
    "doc.paper.role", "doc.paper.by_when", "doc.tracker.week", "doc.paper.state",
)  # fmt: skip


def actions_table(texts: Catalog, dossier: Dossier) -> bytes:
    """The table; days are in ISO 8601, which every tracker reads, and empty while the plan has not begun."""
    rows = []
    for action in steps(dossier):
        wording, due = texts.actions[action.id], dossier.due.get(action.id)
        rows.append(
            (
                action_id(dossier, action.id),
                dossier.sheet.pilot,
                wording.title,
                wording.how,
                wording.done_when,
                owner(texts, dossier, action),
                texts.roles[action.role],
                due.isoformat() if due else "",
                str(action.week),
                state(texts, dossier.states.get(action.id)),
            )
        )
    return written([plain(texts.say(column)) for column in COLUMNS], rows)


def action_id(dossier: Dossier, action: str) -> str:
    """What tells this action from every other one, and stays the same: a tracker finds by it what it has already."""
    origin = dossier.origin.get("id")
    return f"{origin}-{action}" if origin else action
