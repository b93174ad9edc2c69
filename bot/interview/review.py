"""The end of the questions: all answers once more, then the verdict, for those who may post the plan."""

from dataclasses import replace

from bot.access import posters
from bot.checkins.rhythm import zone_of
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, note_down, on_card, to_thread
from bot.interview import offers
from bot.interview.answers import passed_over, rows
from bot.interview.earlier import since_earlier
from bot.interview.lines import Kind
from bot.interview.transcript import Progress, fold, minutes_spent, sheet_of
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import ROLES, catalog
from prompts.compose import answers
from prompts.compose import verdict as compose
from prompts.messages import Detail, Findings, Note
from prompts.mrkdwn import mention
from scoring import Disagreement, Sheet, contradictions, counterfactual, disagreements, double_check, resolved, score


def review(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """Show all answers in the thread before the verdict, those to double-check marked, each with *Change*."""
    diagnosis.state = "reviewing"
    over = offers.close(desk, diagnosis)
    line = note_down(desk, diagnosis, kind=Kind.REVIEWED, question="")
    texts = catalog(diagnosis.language)
    sheet = resolved(desk.rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress))
    tasks = answers.tasks(
        texts,
        rows(diagnosis, zone_of(desk, diagnosis.starter)),
        passed_over(diagnosis, progress),
        may_change=True,
        checks=double_check(desk.rules, sheet),
    )
    *before, last = answers.review(
        texts, tasks, pilot=diagnosis.pilot, ref=diagnosis.id, passed_over=bool(progress.skipped)
    )
    card = Note(text=texts.say("root.reviewing", pilot=diagnosis.pilot, person=mention(diagnosis.starter)))
    letter = _review_letter(diagnosis, line.seq)
    return [
        *(to_thread(diagnosis, f"{letter}.{page}", each) for page, each in enumerate(before, 1)),
        to_thread(diagnosis, letter, last),
        on_card(diagnosis, card),
        *over,
    ]


def show_verdict(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """The answers are right: show the verdict in the thread, and say in the channel that it is there."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state not in diagnoses.RUNNING:
        return hint(desk.texts.say("wrong.gone"))
    if diagnosis.state != "reviewing":
        return hint(desk.texts.say("wrong.still_asking"))
    if progress.verdict_seq:
        return Outcome()  # a second tap: it stands below already
    line = note_down(desk, diagnosis, kind=Kind.SHOWN, question="", by=desk.actor)
    texts = catalog(diagnosis.language)
    found = Note(text=texts.say("root.found", pilot=diagnosis.pilot, person=mention(diagnosis.starter)))
    counts = {"count": len(progress.answers), "person": mention(desk.actor)}
    done = Note(text=texts.say("review.done", **counts))
    letter = _review_letter(diagnosis, progress.review_seq)
    return Outcome(
        drafts=(
            to_thread(diagnosis, _letter(diagnosis, line.seq), _verdict(desk, diagnosis, progress)),
            instead_of(diagnosis, f"{letter}.done", letter, done),
            on_card(diagnosis, found),
        )
    )


def what_is_known(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Draft:
    """The verdict on what was answered before it closed by itself."""
    message = _verdict(desk, diagnosis, progress, standing="closed")
    return to_thread(diagnosis, _letter(diagnosis, diagnosis.turn), message)


def posted(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Draft:
    """The verdict that was shown, once its plan stands in the channel: what could still be done with it is gone."""
    shown = _letter(diagnosis, progress.verdict_seq)
    return instead_of(diagnosis, f"{shown}.posted", shown, _verdict(desk, diagnosis, progress, standing="posted"))


def _verdict(desk: Desk, diagnosis: Diagnosis, progress: Progress, *, standing: compose.Standing = "open") -> Findings:
    texts = catalog(diagnosis.language)
    sheet = resolved(desk.rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress))
    verdict = score(desk.rules, sheet)
    return compose.findings(
        texts,
        sheet,
        verdict,
        compose.Beside(
            changes=counterfactual(desk.rules, sheet),
            checks=double_check(desk.rules, sheet),
            differing=_differing(desk, progress, sheet),
            unheld=unheld(diagnosis),
            passed_over=len(progress.skipped),
            since=since_earlier(desk, diagnosis, sheet),
        ),
        ref=diagnosis.id,
        minutes=minutes_spent(desk.rules, progress),
        posters=posters(diagnosis),
        version=desk.rules.version,
        standing=standing,
    )


def _differing(desk: Desk, progress: Progress, sheet: Sheet) -> list[Disagreement]:
    """Where people see it differently, those of whom it is settled whose answer stands too."""
    everything = sheet_of(sheet.pilot, sheet.framework, replace(progress, splits={}))
    counting = {question: answer.option for question, answer in sheet.answers.items()}
    return [
        replace(each, counts=counting.get(each.question, each.counts)) for each in disagreements(desk.rules, everything)
    ]


def unheld(diagnosis: Diagnosis) -> list[str]:
    """The roles that nobody holds."""
    return [role for role in ROLES if role != "anyone" and not diagnosis.roles.get(role)]


def take_back(diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """The verdict on this progress no longer counts, since one of its answers is asked again; `turn` has moved on."""
    texts = catalog(diagnosis.language)
    is_shown = bool(progress.verdict_seq)
    shown, seen = _letter(diagnosis, progress.verdict_seq), _review_letter(diagnosis, progress.review_seq)
    old = shown if is_shown else seen
    withdrawn = Note(text=texts.say("verdict.withdrawn" if is_shown else "review.withdrawn", pilot=diagnosis.pilot))
    root = Note(text=texts.say("root.again", pilot=diagnosis.pilot, person=mention(diagnosis.starter)))
    return [
        instead_of(diagnosis, f"{old}.withdrawn", old, withdrawn),
        on_card(diagnosis, root),
    ]


def _review_letter(diagnosis: Diagnosis, seq: int) -> str:
    return f"{diagnosis.id}.review{seq}"


def _letter(diagnosis: Diagnosis, seq: int) -> str:
    return f"{diagnosis.id}.verdict{seq}"


def reasoning(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Detail:
    """Each reason's answers and weights, adding up to its score, and the answers that do not fit together."""
    sheet = resolved(desk.rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress))
    clashes = contradictions(desk.rules, sheet)
    return compose.reasoning(catalog(diagnosis.language), sheet, score(desk.rules, sheet), clashes)
