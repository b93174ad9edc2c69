"""After the plan: a finished action was to change facts. Whether it has is asked, not assumed, and kept."""

from bot.checkins import appointments, digest
from bot.checkins.report import report as keep_report
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, note_down, question_letter, reference, to_person
from bot.interview.answer import role_of
from bot.interview.in_force import under_its_rules
from bot.interview.lines import Kind
from bot.interview.rescore import rescore
from bot.interview.transcript import Progress, fold, sheet_now
from bot.store import actions, diagnoses
from bot.store.plan_tables import Action
from bot.store.tables import Diagnosis
from prompts.compose import so_now as compose
from prompts.messages import Message
from scoring import changes_wanted, resolved

DONE = "done"


def report(desk: Desk, diagnosis: Diagnosis, action_id: str, state: str, note: str | None = None) -> Outcome:
    """An owner says how an action stands; is it done, they are asked whether what it was to change is so now."""
    outcome = keep_report(desk, diagnosis, action_id, state, note)
    if state != DONE or not outcome.drafts:
        return outcome
    return Outcome(drafts=(*outcome.drafts, *_ask_next(under_its_rules(desk, diagnosis), diagnosis)))


def so_now(desk: Desk, diagnosis: Diagnosis, seq: int, question: str, option: str) -> Outcome:
    """This option of the question is so now, says who was asked; what was answered before stays in the transcript."""
    progress = fold(diagnoses.transcript(diagnosis))
    if not _is_theirs(desk, diagnosis, seq, question):
        return hint(desk.texts.say("wrong.gone"))
    given = progress.later.get(question)
    if given is not None and (given.option, given.by) == (option, desk.actor):
        return Outcome()  # a second tap: the message shows it
    role = role_of(desk, diagnosis, question, desk.actor)
    note_down(desk, diagnosis, kind=Kind.LATER, question=question, option=option, by=desk.actor, role=role)
    note = compose.noted(desk.texts, question, option, ref=reference(diagnosis, seq, question))
    return _afterwards(desk, diagnosis, seq, note)


def not_yet(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Outcome:
    """It is not so yet: the message keeps a button for the day on which it is."""
    progress = fold(diagnoses.transcript(diagnosis))
    if not _is_theirs(desk, diagnosis, seq, question):
        return hint(desk.texts.say("wrong.gone"))
    check = progress.checks.get(question)
    if check is None or check.stands == "unchanged":
        return Outcome()
    note_down(desk, diagnosis, kind=Kind.UNCHANGED, question=question, option=check.option, by=desk.actor)
    note = compose.not_yet(desk.texts, question, check.option, ref=reference(diagnosis, seq, question))
    return _afterwards(desk, diagnosis, seq, note)


def other(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Outcome:
    """Something else is so: show all options of the question in the place of the message."""
    if not _is_theirs(desk, diagnosis, seq, question):
        return hint(desk.texts.say("wrong.gone"))
    diagnosis.turn += 1
    shown = compose.others(desk.texts, question, ref=reference(diagnosis, seq, question))
    return Outcome(drafts=(_edited(desk, diagnosis, seq, shown),))


def _is_theirs(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> bool:
    """Whether that line asked just this, of the one who acts."""
    line = diagnoses.entry(desk.session, diagnosis, seq)
    asked = line is not None and line.kind == Kind.CHECKED and line.question == question
    return asked and line is not None and line.whom == desk.actor


def _afterwards(desk: Desk, diagnosis: Diagnosis, seq: int, shown: Message) -> Outcome:
    """Something was said to a fact: the reasons are weighed anew, the digest tells, the next fact is asked about."""
    rescore(desk, diagnosis)
    appointments.make(desk, diagnosis, appointments.GATES, desk.now)  # what is so by now may open one
    edited = _edited(desk, diagnosis, seq, shown)
    return Outcome(drafts=(edited, *_ask_next(desk, diagnosis), *digest.refresh(desk, diagnosis)))


def _edited(desk: Desk, diagnosis: Diagnosis, seq: int, shown: Message) -> Draft:
    letter = question_letter(diagnosis, seq)
    return instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, shown, lane=desk.actor)


def _ask_next(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """One fact at a time: the next that an action of theirs was to change, that is not so, and was not asked about."""
    progress = fold(diagnoses.transcript(diagnosis))
    if any(check.whom == desk.actor and check.stands is None for check in progress.checks.values()):
        return []  # one waits already
    every = actions.of_plan(desk.session, diagnosis)
    for action in actions.mine(every, desk.actor):
        if action.state == DONE and action.id in desk.rules.actions:
            for question, option in _wanted(desk, diagnosis, progress, action).items():
                return [_ask(desk, diagnosis, progress, action, question, option)]
    return []


def _wanted(desk: Desk, diagnosis: Diagnosis, progress: Progress, action: Action) -> dict[str, str]:
    """What an action would still make better and was not asked about since it is done."""
    sheet = resolved(desk.rules, sheet_now(diagnosis.pilot, diagnosis.framework, progress))
    done_at = action.finished_at or action.state_at
    asked = {check.question for check in progress.checks.values() if check.at >= done_at}
    wanted = changes_wanted(desk.rules, sheet, action.id)
    return {question: option for question, option in wanted.items() if question not in asked}


def _ask(desk: Desk, diagnosis: Diagnosis, progress: Progress, action: Action, question: str, option: str) -> Draft:
    line = note_down(desk, diagnosis, kind=Kind.CHECKED, question=question, option=option, whom=desk.actor)
    before = progress.now[question].option if question in progress.now else None
    ref = reference(diagnosis, line.seq, question)
    message = compose.check(desk.texts, question, option, before, action=action.id, ref=ref)
    return to_person(desk.actor, question_letter(diagnosis, line.seq), message, diagnosis.id)
