"""After the plan: the facts that finished actions were to change are asked about one by one, and again until answered.

Asked is who has done the action, in private. What waits is asked anew at the hour of their weekly question, in
operation every fourth week, as long as a reason holds; the message before it then says so. "Not yet" is an answer too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.checkins import appointments
from bot.checkins.calendar import due_at, next_planned
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
from scoring import changes_wanted, resolved

Waiting = tuple[Check, Action, str]
"""What was asked, the action behind it, and the option that it would have then."""

KIND = appointments.FACTS
DONE = "done"
APART: Final = {"build": timedelta(days=2), "operate": timedelta(days=23)}  # at least, until the next day of theirs


def ask_next(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """One fact at a time: the next that an action of theirs was to change, that is not so, and was not asked about."""
    progress = fold(diagnoses.transcript(diagnosis))
    waiting = _waiting(desk, diagnosis, progress)
    if waiting is not None and waiting[0].at < _done_at(waiting[1]):
        return _put_anew(desk, diagnosis, progress, waiting)  # it was not done after all, and now it is
    if waiting is not None:
        _look_at(desk, diagnosis, _again_at(desk, diagnosis, waiting[0].at))
        return []
    for action, wanted in _wanted(desk, diagnosis, progress):
        asked = {check.question for check in progress.checks.values() if check.at >= _done_at(action)}
        for question, option in wanted.items():
            if question not in asked:
                return [_ask(desk, diagnosis, progress, action, question, option)]
    return []


def look(desk: Desk, diagnosis: Diagnosis, row: Appointment) -> list[Draft]:
    """What waits for somebody's answer is asked anew when it is time; `next_at` moves to when that is next."""
    row.next_at = None
    desk = under_its_rules(desk, diagnosis)
    if not found(desk, diagnosis)["left"]:
        return []  # no reason holds any more, so nothing hangs on it; the question stays where it is
    checks = fold(diagnoses.transcript(diagnosis)).checks.values()
    drafts: list[Draft] = []
    for whom in sorted({check.whom for check in checks if check.stands is None}):
        if not is_gone(desk, whom):
            person = people.person(desk.session, desk.workspace_id, whom)
            drafts += _anew(replace(desk, actor=whom, language=language_of(person)), diagnosis)
    if drafts:
        rescore(desk, diagnosis)
    return drafts


def _anew(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    progress = fold(diagnoses.transcript(diagnosis))
    waiting = _waiting(desk, diagnosis, progress)
    if waiting is None:
        return []
    at = _again_at(desk, diagnosis, waiting[0].at)
    if at > desk.now:
        _look_at(desk, diagnosis, at)
        return []
    return _put_anew(desk, diagnosis, progress, waiting)


def _put_anew(desk: Desk, diagnosis: Diagnosis, progress: Progress, waiting: Waiting) -> list[Draft]:
    """The question once more, and that it stands below in the place where it stood."""
    check, action, option = waiting
    letter = question_letter(diagnosis, check.seq)
    note = asked_anew(desk.texts, pilot=diagnosis.pilot)
    old = instead_of(diagnosis, f"{letter}.anew", letter, note, lane=desk.actor)
    return [old, _ask(desk, diagnosis, progress, action, check.question, option)]


def _waiting(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Waiting | None:
    """What the one who acts was asked and has not answered, as long as an action that they have done wants it."""
    checks = [check for check in progress.checks.values() if check.whom == desk.actor and check.stands is None]
    if not checks:
        return None
    for action, wanted in _wanted(desk, diagnosis, progress):
        for check in checks:
            if check.question in wanted:
                return check, action, wanted[check.question]
    return None


def _wanted(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Iterator[tuple[Action, dict[str, str]]]:
    """What each action that the one who acts has done would still make better."""
    sheet = resolved(desk.rules, sheet_now(diagnosis.pilot, diagnosis.framework, progress))
    for action in actions.mine(actions.of_plan(desk.session, diagnosis), desk.actor):
        if action.state == DONE and action.id in desk.rules.actions:
            yield action, changes_wanted(desk.rules, sheet, action.id)


def _done_at(action: Action) -> datetime:
    return action.finished_at or action.state_at


def _ask(desk: Desk, diagnosis: Diagnosis, progress: Progress, action: Action, question: str, option: str) -> Draft:
    line = note_down(desk, diagnosis, kind=Kind.CHECKED, question=question, option=option, whom=desk.actor)
    _look_at(desk, diagnosis, _again_at(desk, diagnosis, desk.now))
    before = progress.now[question].option if question in progress.now else None
    ref = reference(diagnosis, line.seq, question)
    message = compose.check(desk.texts, question, option, before, action=action.id, ref=ref)
    return to_person(desk.actor, question_letter(diagnosis, line.seq), message, diagnosis.id)


def _again_at(desk: Desk, diagnosis: Diagnosis, asked_at: datetime) -> datetime:
    """When what was asked then is asked anew: at the hour of their weekly question."""
    hours = hours_of(desk, desk.actor, diagnosis.id)
    apart = APART.get(diagnosis.stage or "", APART["operate"])
    return due_at(next_planned(asked_at + apart, hours), desk.now, hours)


def _look_at(desk: Desk, diagnosis: Diagnosis, at: datetime) -> None:
    """Look at it then, unless somebody else's is due before."""
    row = appointments.row(desk, diagnosis, KIND)
    row.next_at = min(at, row.next_at or at)
