"""Starting a diagnosis."""

from dataclasses import dataclass
from datetime import timedelta

from bot.desk import Desk, Outcome, hint, new_id, root_letter, to_channel, to_thread
from bot.interview.ask import proceed
from bot.interview.transcript import Progress, sheet_of
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Reminder
from prompts.catalog import catalog
from prompts.compose import question as compose
from prompts.messages import Note
from prompts.mrkdwn import mention, shorten
from scoring import remaining

PILOT_CHARACTERS = 80
SUMMARY_CHARACTERS = 200
ROLES = ("sponsor", "business_owner", "technical_lead", "security_reviewer")
MINUTES = (15, 30, 45)
FRAMEWORKS = ("both", "five", "four")
LOOK_AFTER = timedelta(days=1)  # whether it has fallen silent (bot/interview/remind.py)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the starter filled in; `roles` maps a role to a person's Slack id, or to None where nobody holds it."""

    channel: str
    pilot: str
    summary: str
    framework: str
    minutes: int
    roles: dict[str, str | None]


def start(desk: Desk, request: Request) -> Outcome:
    """Begin: the card in the channel, how it works in its thread, and the first question."""
    pilot = shorten(request.pilot, PILOT_CHARACTERS)
    for running in diagnoses.in_channel(desk.session, desk.workspace_id, request.channel, diagnoses.RUNNING):
        if running.pilot.casefold() == pilot.casefold():
            return hint(desk.texts.say("wrong.running", pilot=running.pilot, person=mention(running.starter)))
    diagnosis = Diagnosis(
        workspace_id=desk.workspace_id,
        id=new_id(),
        channel=request.channel,
        pilot=pilot,
        summary=shorten(request.summary, SUMMARY_CHARACTERS),
        framework=request.framework,
        language=desk.texts.tag,
        budget_minutes=request.minutes,
        starter=desk.actor,
        roles=request.roles,
        state="asking",
        turn=0,
        rules_version=desk.rules.version,
        rules_sha256=desk.rules.sha256,
        started_at=desk.now,
        lines=[],
    )
    desk.session.add(diagnosis)
    desk.session.add(
        Reminder(workspace_id=diagnosis.workspace_id, diagnosis_id=diagnosis.id, next_at=desk.now + LOOK_AFTER)
    )
    desk.session.flush()
    texts = catalog(diagnosis.language)
    questions = remaining(desk.rules, sheet_of(pilot, request.framework, Progress()), request.minutes)
    root = Note(
        text=texts.say(
            "root.asking",
            pilot=pilot,
            person=mention(desk.actor),
            minutes=request.minutes,
            summary=diagnosis.summary,
        ),
        context=texts.say("root.asking_context", questions=questions.questions, minutes=request.minutes),
    )
    roles = {role: person for role, person in request.roles.items() if person}
    unheld = [role for role in ROLES if role not in roles]
    opening = compose.opening(texts, minutes=request.minutes, roles=roles, unheld=unheld)
    return Outcome(
        drafts=(
            to_channel(diagnosis, root_letter(diagnosis), root),
            to_thread(diagnosis, f"{diagnosis.id}.opening", opening),
            *proceed(desk, diagnosis),
        )
    )
