"""The last diagnosis of the same pilot in the same channel, to compare today's with."""

from bot.desk import Desk
from bot.interview.transcript import fold, sheet_of
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.compose.comparison import Since
from scoring import Sheet, movement, readable, resolved


def since_earlier(desk: Desk, diagnosis: Diagnosis, now: Sheet) -> Since | None:
    """What has moved since the last one, both weighed by today's rules; None when there was none with an answer."""
    for old in diagnoses.in_channel(desk.session, desk.workspace_id, diagnosis.channel):
        if old.id == diagnosis.id or old.state in diagnoses.RUNNING or old.started_at > diagnosis.started_at:
            continue
        if old.pilot.casefold() != diagnosis.pilot.casefold():
            continue
        progress = fold(diagnoses.transcript(old))
        if not progress.answers:
            continue
        then = resolved(desk.rules, readable(desk.rules, sheet_of(old.pilot, diagnosis.framework, progress)))
        return Since(
            day=(old.ended_at or old.started_at).date(),
            old_version=old.rules_version,
            version=desk.rules.version,
            then=then,
            now=now,
            movement=movement(desk.rules, then, now),
        )
    return None
