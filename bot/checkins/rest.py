"""A pilot rests because its channel was archived, and goes on with it; as people say: bot/operate/course.py."""

from bot.checkins import stages
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, plan_letter, to_thread
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.messages import Note

ARCHIVED = "archived"  # the reason, where the channel is why


def channel_archived(desk: Desk, channel: str) -> Outcome:
    """Nothing can be posted there any more: its pilots rest. It is not said anywhere, since it could not be read."""
    for diagnosis in diagnoses.in_channel(desk.session, desk.workspace_id, channel, ("posted",)):
        if diagnosis.stage in {"build", "operate"}:
            stages.move(desk, diagnosis, "paused", reason=ARCHIVED)
    return Outcome()


def channel_back(desk: Desk, channel: str) -> Outcome:
    """The channel is in use again: the pilots that rested because of it go on."""
    drafts: list[Draft] = []
    for diagnosis in diagnoses.in_channel(desk.session, desk.workspace_id, channel, ("posted",)):
        if diagnosis.stage == "paused" and stages.why(desk, diagnosis) == ARCHIVED:
            stages.move(desk, diagnosis, stages.before_the_rest(desk, diagnosis))
            drafts.append(_said(diagnosis))
    return Outcome(drafts=tuple(drafts))


def _said(diagnosis: Diagnosis) -> Draft:
    diagnosis.turn += 1
    note = Note(text=catalog(diagnosis.language).say("stage.channel_back"))
    return to_thread(diagnosis, f"{diagnosis.id}.stage.t{diagnosis.turn}", note, of=plan_letter(diagnosis))
