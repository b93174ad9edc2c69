"""Posting the plan: the verdict becomes public, and its actions are offered to their owners."""

from dataclasses import dataclass
from datetime import date

from bot.access import Deed, allowed, posters
from bot.checkins import appointments, digest, numbers, stages
from bot.checkins.calendar import due_day, local_day
from bot.checkins.claim import Planned, offer
from bot.checkins.rhythm import zone_of
from bot.desk import Desk, Outcome, hint, note_down, on_card, plan_letter, to_channel, to_thread
from bot.interview.earlier import since_earlier
from bot.interview.lines import Kind
from bot.interview.overview import ended
from bot.interview.replaced import end_earlier
from bot.interview.rescore import rescore
from bot.interview.review import posted as verdict_posted
from bot.interview.transcript import fold, sheet_of
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import plan as compose
from prompts.compose.comparison import comparison
from prompts.messages import Note
from prompts.mrkdwn import Mrkdwn, mention
from scoring import PlannedAction, counterfactual, make_plan, resolved, score, still_to_show

EVERYBODY = "anyone"


@dataclass(frozen=True)
class _Assigned:
    """An action of the plan with a person and a day."""

    action: PlannedAction
    owner: str | None
    due: date


def post_plan(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """Post the verdict and the plan to the channel, its detail to its thread; the starter or the sponsor may."""
    if not allowed(Deed.POST, diagnosis, desk.actor):
        people = Mrkdwn(", ".join(mention(person) for person in posters(diagnosis)))
        return hint(desk.texts.say("wrong.not_yours", people=people))
    if diagnosis.state in {"asking", "paused"}:
        return hint(desk.texts.say("wrong.still_asking"))
    if diagnosis.state in {"stopped", "closed"}:
        return ended(desk, diagnosis)
    if diagnosis.state == "reviewing" and not fold(diagnoses.transcript(diagnosis)).verdict_seq:
        return hint(desk.texts.say("wrong.not_shown"))
    if diagnosis.state != "reviewing":
        return Outcome()  # a second tap on a button that has done its work
    texts = catalog(diagnosis.language)
    progress = fold(diagnoses.transcript(diagnosis))
    sheet = resolved(desk.rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress))
    verdict = score(desk.rules, sheet)
    plan = make_plan(desk.rules, sheet, verdict)
    first_day = local_day(desk.now, zone_of(desk, diagnosis.starter))
    assigned = [_assign(diagnosis, action, first_day) for week in plan.weeks for action in week]
    diagnosis.state = "posted"
    diagnosis.ended_at = desk.now
    stages.move(desk, diagnosis, "build", by=desk.actor)
    numbers.keep_metrics(desk, diagnosis, plan.metrics)
    appointments.make(desk, diagnosis, appointments.GATES, desk.now)
    note_down(desk, diagnosis, kind=Kind.POSTED, question="", by=desk.actor)
    rescore(desk, diagnosis)
    digest.begin(desk, diagnosis)
    posted = compose.Posted(
        sheet=sheet,
        verdict=verdict,
        plan=plan,
        changes=counterfactual(desk.rules, sheet),
        missing=still_to_show(desk.rules, sheet),
        ref=diagnosis.id,
        version=diagnosis.rules_version,
        poster=desk.actor,
        first_day=first_day,
        due={one.action.id: one.due for one in assigned},
        owners={one.action.id: one.owner for one in assigned},
    )
    planned = [Planned(id=one.action.id, role=one.action.role, owner=one.owner, due=one.due) for one in assigned]
    details = {
        "why": compose.findings,
        "weeks1": compose.first_weeks,
        "weeks3": compose.last_weeks,
        "numbers": compose.numbers,
    }
    since = since_earlier(desk, diagnosis, sheet)
    moved = [comparison(texts, since)] if since else []
    root = Note(text=texts.say("root.posted", pilot=diagnosis.pilot))
    return Outcome(
        drafts=(
            to_channel(diagnosis, plan_letter(diagnosis), compose.summary(texts, posted)),
            *(
                to_thread(diagnosis, f"{diagnosis.id}.plan.{name}", make(texts, posted), of=plan_letter(diagnosis))
                for name, make in details.items()
            ),
            *(to_thread(diagnosis, f"{diagnosis.id}.plan.since", each, of=plan_letter(diagnosis)) for each in moved),
            *offer(desk, diagnosis, planned),
            *end_earlier(desk, diagnosis),
            verdict_posted(desk, diagnosis, progress),
            on_card(diagnosis, root),
        )
    )


def _assign(diagnosis: Diagnosis, action: PlannedAction, first_day: date) -> _Assigned:
    """The person who holds the action's role, and its day moved to a working one."""
    owner = diagnosis.starter if action.role == EVERYBODY else diagnosis.roles.get(action.role)
    return _Assigned(action=action, owner=owner, due=due_day(first_day, action.due_day))
