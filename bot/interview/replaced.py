"""A new plan for a pilot takes the place of the one before it: nobody is asked about two."""

from bot.checkins import stages
from bot.delivery.letters import Draft
from bot.desk import Desk, plan_letter, to_thread
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.messages import Note
from prompts.mrkdwn import mention

REASON = "replaced"  # kept with the stage
ENDED = (None, "finished", "retired")


def end_earlier(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """End the plans of the same pilot in the same channel that still run; each says so in its thread."""
    drafts = []
    for one in diagnoses.in_channel(desk.session, desk.workspace_id, diagnosis.channel, ("posted",)):
        if one.id == diagnosis.id or one.pilot.casefold() != diagnosis.pilot.casefold() or one.stage in ENDED:
            continue
        old = diagnoses.get(desk.session, desk.workspace_id, one.id)
        if old is None or not stages.move(desk, old, "finished", reason=REASON, by=desk.actor):
            continue
        old.turn += 1
        note = Note(text=catalog(old.language).say("stage.replaced", person=mention(desk.actor)))
        drafts.append(to_thread(old, f"{old.id}.stage.t{old.turn}", note, of=plan_letter(old)))
    return drafts
