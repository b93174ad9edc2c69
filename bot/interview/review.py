"""The end of the questions: the verdict in the thread, for those who may post the plan."""

from bot.access import posters
from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, root_letter, to_thread
from bot.interview.earlier import since_earlier
from bot.interview.transcript import Progress, minutes_spent, sheet_of
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import verdict as compose
from prompts.messages import Detail, Note
from prompts.mrkdwn import mention
from scoring import contradictions, counterfactual, disagreements, double_check, resolved, score


def review(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """Show the verdict in the thread, and say in the channel that it is there."""
    diagnosis.state = "reviewing"
    diagnosis.turn += 1
    texts = catalog(diagnosis.language)
    sheet = resolved(desk.rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress))
    verdict = score(desk.rules, sheet)
    message = compose.findings(
        texts,
        sheet,
        verdict,
        compose.Beside(
            changes=counterfactual(desk.rules, sheet),
            checks=double_check(desk.rules, sheet),
            differing=disagreements(desk.rules, sheet),
            since=since_earlier(desk, diagnosis, sheet),
        ),
        ref=diagnosis.id,
        minutes=minutes_spent(desk.rules, progress),
        posters=posters(diagnosis),
        version=desk.rules.version,
    )
    found = Note(text=texts.say("root.found", pilot=diagnosis.pilot, person=mention(diagnosis.starter)))
    return [
        to_thread(diagnosis, verdict_letter(diagnosis, progress), message),
        instead_of(diagnosis, f"{diagnosis.id}.root{diagnosis.turn}", root_letter(diagnosis), found),
    ]


def take_back(diagnosis: Diagnosis, progress: Progress) -> list[Draft]:
    """The verdict on this progress no longer counts, since one of its answers is asked again; `turn` has moved on."""
    texts = catalog(diagnosis.language)
    old = verdict_letter(diagnosis, progress)
    withdrawn = Note(text=texts.say("verdict.withdrawn", pilot=diagnosis.pilot))
    root = Note(text=texts.say("root.again", pilot=diagnosis.pilot, person=mention(diagnosis.starter)))
    return [
        instead_of(diagnosis, f"{old}.withdrawn", old, withdrawn),
        instead_of(diagnosis, f"{diagnosis.id}.root{diagnosis.turn}", root_letter(diagnosis), root),
    ]


def verdict_letter(diagnosis: Diagnosis, progress: Progress) -> str:
    """The letter that shows the verdict on this progress."""
    return f"{diagnosis.id}.verdict{progress.last_seq}"


def reasoning(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> Detail:
    """Each reason's answers and weights, adding up to its score, and the answers that do not fit together."""
    sheet = resolved(desk.rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress))
    clashes = contradictions(desk.rules, sheet)
    return compose.reasoning(catalog(diagnosis.language), sheet, score(desk.rules, sheet), clashes)
