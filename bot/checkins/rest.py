"""A pilot rests, and goes on: as people say, or because its channel was archived."""

from bot.access import Deed, allowed, posters
from bot.checkins import stages
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, plan_letter, to_thread
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.messages import Note
from prompts.mrkdwn import Mrkdwn, mention

ARCHIVED = "archived"  # the reason, where the channel is why


def pause(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Nobody is asked anything about this pilot until somebody goes on; for the starter and the sponsor."""
    return _move(desk, diagnosis, "paused")


def resume(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Everybody with something open is asked again, on the first of their days."""
    return _move(desk, diagnosis, stages.before_the_rest(desk, diagnosis))


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
            drafts.append(_said(diagnosis, "stage.channel_back"))
    return Outcome(drafts=tuple(drafts))


def _move(desk: Desk, diagnosis: Diagnosis, stage: stages.Stage) -> Outcome:
    if not allowed(Deed.POST, diagnosis, desk.actor):
        people = Mrkdwn(", ".join(mention(person) for person in posters(diagnosis)))
        return hint(desk.texts.say("wrong.not_yours", people=people))
    if not stages.move(desk, diagnosis, stage, by=desk.actor):
        return Outcome()
    said = "stage.paused" if stage == "paused" else "stage.resumed"
    return Outcome(
        drafts=(_said(diagnosis, said, person=mention(desk.actor)),),
        hint=Note(text=desk.texts.say(f"{said}_done", pilot=diagnosis.pilot)),
    )


def _said(diagnosis: Diagnosis, wording: str, **values: Mrkdwn) -> Draft:
    diagnosis.turn += 1
    note = Note(text=catalog(diagnosis.language).say(wording, **values))
    return to_thread(diagnosis, f"{diagnosis.id}.stage.t{diagnosis.turn}", note, of=plan_letter(diagnosis))
