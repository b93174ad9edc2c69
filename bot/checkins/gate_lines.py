"""The gates that are not open yet, as lines of the week's digest: what is missing and who can give it."""

from bot.desk import Desk
from bot.store import gates as kept
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import gate as compose
from prompts.mrkdwn import Mrkdwn
from scoring import load_gates


def gate_lines(desk: Desk, diagnosis: Diagnosis) -> list[Mrkdwn]:
    """A line for each gate that stands in the plan's thread and is not open; as it was when it was last looked at."""
    texts = catalog(diagnosis.language)
    return [
        compose.standing(texts, row.id, compose.missing_line(texts, row.missing))
        for row in kept.shown(desk.session, diagnosis)
        if row.id in load_gates() and row.passed_at is None
    ]
