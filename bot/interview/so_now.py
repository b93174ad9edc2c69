"""After the plan: a finished action was to change facts. Whether it has is asked, not assumed, and kept."""

from dataclasses import replace

from bot.checkins.report import report as keep_report
from bot.checkins.report import said
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, note_down, question_letter, reference
from bot.interview.answer import role_of
from bot.interview.checks import Check
from bot.interview.facts import DONE, ask_next, asked_again_on
from bot.interview.in_force import under_its_rules
from bot.interview.lines import Kind
from bot.interview.rescore import rescore
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.compose import so_now as compose
from prompts.messages import Message


def report(desk: Desk, diagnosis: Diagnosis, action_id: str, state: str, note: str | None = None) -> Outcome:
    """An owner says how an action stands; is it done, they are asked whether what it was to change is so now."""
    outcome = keep_report(desk, diagnosis, action_id, state, note)
    if state != DONE or not outcome.drafts:
        return outcome
    desk = under_its_rules(desk, diagnosis)
    asked = ask_next(desk, diagnosis)
    if asked:
        rescore(desk, diagnosis)  # the digest names what waits
    return Outcome(drafts=(*outcome.drafts, *asked))


def so_now(desk: Desk, diagnosis: Diagnosis, seq: int, question: str, option: str) -> Outcome:
    """This option of the question is so now, says who was asked; what was answered before stays in the transcript."""
    check = _asked(desk, diagnosis, seq, question)
    if check is None:
        return hint(desk.texts.say("wrong.gone"))
    given = fold(diagnoses.transcript(diagnosis)).later.get(question)
    if check.stands == "later" and given is not None and (given.option, given.by) == (option, desk.actor):
        return Outcome()  # a second tap: the message shows it
    role = role_of(desk, diagnosis, question, desk.actor)
    note_down(desk, diagnosis, kind=Kind.LATER, question=question, option=option, by=desk.actor, role=role)
    note = compose.noted(desk.texts, question, option, ref=reference(diagnosis, check.seq, question))
    return _afterwards(desk, diagnosis, check, note)


def not_yet(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Outcome:
    """It is not so yet: the message keeps a button for the day on which it is, and says when it is asked again."""
    check = _asked(desk, diagnosis, seq, question)
    if check is None:
        return hint(desk.texts.say("wrong.gone"))
    if check.stands == "unchanged":
        return Outcome()
    note_down(desk, diagnosis, kind=Kind.UNCHANGED, question=question, option=check.option, by=desk.actor)
    again = asked_again_on(desk, diagnosis, question)
    note = compose.not_yet(desk.texts, question, check.option, again, ref=reference(diagnosis, check.seq, question))
    return _afterwards(desk, diagnosis, check, note)


def other(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Outcome:
    """Something else is so: show all options of the question in the place of the message."""
    check = _asked(desk, diagnosis, seq, question)
    if check is None:
        return hint(desk.texts.say("wrong.gone"))
    diagnosis.turn += 1
    shown = compose.others(desk.texts, question, ref=reference(diagnosis, check.seq, question))
    return Outcome(drafts=(_edited(desk, diagnosis, check, shown),))


def _asked(desk: Desk, diagnosis: Diagnosis, seq: int, question: str) -> Check | None:
    """What the one who acts was asked about this last, if that line asked just this of them; it may be asked anew."""
    line = diagnoses.entry(desk.session, diagnosis, seq)
    if line is None or line.kind != Kind.CHECKED or (line.question, line.whom) != (question, desk.actor):
        return None
    check = fold(diagnoses.transcript(diagnosis)).checks[question]
    return check if check.whom == desk.actor else replace(check, whom=desk.actor, seq=seq)


def _afterwards(desk: Desk, diagnosis: Diagnosis, check: Check, shown: Message) -> Outcome:
    """Something was said to a fact: the next is asked about, the reasons are weighed anew, the digest tells."""
    edited = _edited(desk, diagnosis, check, shown)
    asked = ask_next(desk, diagnosis)
    rescore(desk, diagnosis)
    return Outcome(drafts=(edited, *asked, *said(desk, diagnosis)))


def _edited(desk: Desk, diagnosis: Diagnosis, check: Check, shown: Message) -> Draft:
    letter = question_letter(diagnosis, check.seq)
    return instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, shown, lane=desk.actor)
