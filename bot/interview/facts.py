"""After the plan: the facts that finished actions were to change are asked about one by one, and again until answered.

Asked is who has done the action, in private; have they left, somebody who is still here. What waits is asked anew at
the hour of their weekly question, in operation every fourth week, as long as a reason holds; the message before it then
says so. "Not yet" is an answer too, and it is asked again half as often: nobody should have to say it each week.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.checkins import appointments
from bot.checkins.calendar import Hours, asked_on, may_write, next_hour, next_planned
from bot.checkins.claim import is_gone
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, language_of, note_down, question_letter, reference, to_person
from bot.interview.checks import Check
from bot.interview.in_force import under_its_rules
from bot.interview.lines import Kind
from bot.interview.rescore import found, rescore
from bot.interview.transcript import Progress, fold, sheet_now
from bot.store import actions, diagnoses, people
from bot.store.plan_tables import Action, Appointment
from bot.store.tables import Diagnosis
from prompts.compose import so_now as compose
from prompts.compose.checkin import asked_anew
from prompts.mrkdwn import ERASED
from scoring import changes_wanted, resolved

Waiting = tuple[Check, Action, str]
"""What was asked, the action behind it, and the option that it would have then."""

KIND = appointments.FACTS
DONE = "done"
# At least, until the next day of theirs: while nothing is said, and after a "not yet".
APART: Final = {"build": timedelta(days=2), "operate": timedelta(days=23)}
APART_NOT_YET: Final = {"build": timedelta(days=9), "operate": timedelta(days=51)}


def ask_next(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """One fact at a time: the next that an action of theirs was to change, that is not so, and was not asked about.

    After all of these come those to which they have said "not yet", each when it is time.
    """
    progress = fold(diagnoses.transcript(diagnosis))
    pending = _pending(desk, diagnosis, progress)
    waiting = next((each for each in pending if each[0].stands is None), None)
    if waiting is not None and waiting[0].at < _done_at(waiting[1]):
        return _put_anew(desk, diagnosis, progress, waiting)  # it was not done after all, and now it is
    if waiting is not None:
        _look_at(desk, diagnosis, _again_at(desk, diagnosis, waiting[0]))
        return []
    for action, wanted in _wanted(desk, diagnosis, progress):
        asked = {check.question for check in progress.checks.values() if check.at >= _done_at(action)}
        for question, option in wanted.items():
            if question not in asked:
                return [_ask(desk, diagnosis, progress, action, question, option)]
    hours = hours_of(desk, desk.actor, diagnosis.id)  # whoever acts is there, whatever hour it is
    late = [each for each in pending if _planned_at(desk, diagnosis, each[0], hours) <= desk.now]
    if late:
        return _put_anew(desk, diagnosis, progress, late[0])
    return _first_due(desk, diagnosis, progress, pending)


def asked_again_on(desk: Desk, diagnosis: Diagnosis, question: str) -> date:
    """On which day of theirs the one who acts is asked again about what they have answered with "not yet"."""
    check = fold(diagnoses.transcript(diagnosis)).checks[question]
    return hours_of(desk, desk.actor, diagnosis.id).day(_again_at(desk, diagnosis, check))


def look(desk: Desk, diagnosis: Diagnosis, row: Appointment) -> list[Draft]:
    """What waits for somebody's answer is asked anew when it is time; `next_at` moves to when that is next."""
    row.next_at = None
    desk = under_its_rules(desk, diagnosis)
    if not found(desk, diagnosis)["left"]:
        return []  # no reason holds any more, so nothing hangs on it; the question stays where it is
    drafts: list[Draft] = []
    every = actions.of_plan(desk.session, diagnosis)
    for whom in sorted({whom for action in every if (whom := _answers_for(desk, diagnosis, action))}):
        person = people.person(desk.session, desk.workspace_id, whom)
        drafts += _anew(replace(desk, actor=whom, language=language_of(person)), diagnosis)
    if drafts:
        rescore(desk, diagnosis)
    return drafts


def _anew(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """What waits for the one who acts, else what they have answered with "not yet"; still one at a time."""
    progress = fold(diagnoses.transcript(diagnosis))
    pending = _pending(desk, diagnosis, progress)
    waiting = [each for each in pending if each[0].stands is None][:1]
    return _first_due(desk, diagnosis, progress, waiting or pending)


def _first_due(desk: Desk, diagnosis: Diagnosis, progress: Progress, pending: Sequence[Waiting]) -> list[Draft]:
    """The first of these is asked anew, if it is time; else it is looked at then."""
    if not pending:
        return []
    first = min(pending, key=lambda each: _again_at(desk, diagnosis, each[0]))
    at = _again_at(desk, diagnosis, first[0])
    if at <= desk.now:
        return _put_anew(desk, diagnosis, progress, first)
    _look_at(desk, diagnosis, at)
    return []


def _put_anew(desk: Desk, diagnosis: Diagnosis, progress: Progress, waiting: Waiting) -> list[Draft]:
    """The question once more, and that it stands below in the place where it stood."""
    check, action, option = waiting
    again = _ask(desk, diagnosis, progress, action, check.question, option)
    if check.whom != desk.actor:
        return [again]  # who was asked has left, and reads nothing any more
    letter = question_letter(diagnosis, check.seq)
    note = asked_anew(desk.texts, pilot=diagnosis.pilot)
    return [instead_of(diagnosis, f"{letter}.anew", letter, note, lane=desk.actor), again]


def _pending(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> list[Waiting]:
    """What the one who acts, or who has left before them, was asked and has not answered, or with "not yet".

    As long as an action that they answer for wants it.
    """
    checks = [
        check
        for check in progress.checks.values()
        if check.stands != "later" and (check.whom == desk.actor or _has_left(desk, check.whom))
    ]
    if not checks:
        return []
    wants = [*_wanted(desk, diagnosis, progress)]
    found = ((check, [each for each in wants if check.question in each[1]]) for check in checks)
    return [(check, mine[0][0], mine[0][1][check.question]) for check, mine in found if mine]


def _wanted(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Iterator[tuple[Action, dict[str, str]]]:
    """What each finished action that the one who acts answers for would still make better."""
    sheet = resolved(desk.rules, sheet_now(diagnosis.pilot, diagnosis.framework, progress))
    for action in actions.of_plan(desk.session, diagnosis):
        if action.id in desk.rules.actions and _answers_for(desk, diagnosis, action) == desk.actor:
            yield action, changes_wanted(desk.rules, sheet, action.id)


def _answers_for(desk: Desk, diagnosis: Diagnosis, action: Action) -> str | None:
    """Who can say what a finished action has changed: who did it; have they left, the first who is still here.

    That is who holds its role by now, else the business owner, who started it, or the sponsor.
    """
    if action.state != DONE or action.owner is None:
        return None
    roles = diagnosis.roles
    heirs = (roles.get(action.role), roles.get("business_owner"), diagnosis.starter, roles.get("sponsor"))
    return next((person for person in (action.owner, *heirs) if person and not _has_left(desk, person)), None)


def _has_left(desk: Desk, person: str) -> bool:
    """Whether somebody can no longer be asked: gone from the workspace, or erased here."""
    return person.startswith(ERASED) or is_gone(desk, person)


def _done_at(action: Action) -> datetime:
    return action.finished_at or action.state_at


def _ask(desk: Desk, diagnosis: Diagnosis, progress: Progress, action: Action, question: str, option: str) -> Draft:
    line = note_down(desk, diagnosis, kind=Kind.CHECKED, question=question, option=option, whom=desk.actor)
    asked = fold(diagnoses.transcript(diagnosis)).checks[question]
    _look_at(desk, diagnosis, _again_at(desk, diagnosis, asked))
    before = progress.now[question].option if question in progress.now else None
    ref = reference(diagnosis, line.seq, question)
    left = (action.owner, diagnosis.pilot) if action.owner and action.owner != desk.actor else None
    message = compose.check(desk.texts, question, option, before, action=action.id, ref=ref, left=left)
    return to_person(desk.actor, question_letter(diagnosis, line.seq), message, diagnosis.id)


def _again_at(desk: Desk, diagnosis: Diagnosis, check: Check) -> datetime:
    """When it is asked anew; what is late comes as soon as the one who is asked may be written to."""
    hours = hours_of(desk, desk.actor, diagnosis.id)
    at = _planned_at(desk, diagnosis, check, hours)
    return at if at > desk.now or may_write(desk.now, hours) else next_hour(desk.now, hours)


def _planned_at(desk: Desk, diagnosis: Diagnosis, check: Check, hours: Hours) -> datetime:
    """The hour of their weekly question, of the next but one after a "not yet"; for who has left, when it was put."""
    if check.whom != desk.actor and check.not_yet is None:
        return check.at
    apart = APART if check.not_yet is None else APART_NOT_YET
    since = check.at if check.not_yet is None else max(check.at, check.not_yet[1])
    return asked_on(next_planned(since + apart.get(diagnosis.stage or "", apart["operate"]), hours), hours)


def _look_at(desk: Desk, diagnosis: Diagnosis, at: datetime) -> None:
    """Look at it then, unless somebody else's is due before."""
    row = appointments.row(desk, diagnosis, KIND)
    row.next_at = min(at, row.next_at or at)
