"""Back, and changing any earlier answer: the question is asked again, the old answer stays in the transcript."""

from bot.desk import Desk, Outcome, hint, instead_of, question_letter
from bot.interview import ask, overview
from bot.interview.lines import Kind
from bot.interview.review import take_back
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import question as compose
from prompts.compose.clash import withdrawn


def back(desk: Desk, diagnosis: Diagnosis, question: str | None) -> Outcome:
    """The last answer no longer counts, and its question is asked again.

    `question` is the one on which *Back* was tapped, None on the verdict: a second tap must not go back twice.
    """
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if question != progress.open_question:
        is_second_tap = lines and lines[-1].kind == Kind.REOPENED and lines[-1].by == desk.actor
        return Outcome() if is_second_tap else hint(desk.texts.say("wrong.old_question"))
    if progress.last_answered is None:
        return hint(desk.texts.say("wrong.nothing_back"))
    return change(desk, diagnosis, progress.last_answered)


def change(desk: Desk, diagnosis: Diagnosis, question: str) -> Outcome:
    """An answered question, or one that was passed over, is asked again; the one that was open stays for later."""
    progress = fold(diagnoses.transcript(diagnosis))
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    if question == progress.open_question:
        return Outcome()  # a double tap: it is asked again already
    if question not in progress.answers and question not in progress.skipped:
        return hint(desk.texts.say("wrong.old_question"))
    # The old card turns grey before the question stands anew, so that no tap can fall between the two.
    old = ask.in_place(desk, diagnosis, question, lambda texts: compose.withdrawn(texts, question))
    if progress.open_question:
        old += ask.set_aside(desk, diagnosis, progress.open_question)
    if progress.open_clash or progress.open_split:
        seq = progress.clash_seq or progress.split_seq
        old.append(
            instead_of(
                diagnosis,
                f"{diagnosis.id}.p{diagnosis.turn}",
                question_letter(diagnosis, seq),
                withdrawn(catalog(diagnosis.language)),
            )
        )
    drafts = [ask.ask_again(desk, diagnosis, question, by=desk.actor)]
    if diagnosis.state == "reviewing":
        drafts += take_back(diagnosis, progress)
    diagnosis.state = "asking"
    return Outcome(drafts=(*drafts, *old, *ask.no_longer_waiting(diagnosis, progress)))
