"""What somebody types: an answer to the question that is theirs, or a word for something to do."""

from bot.desk import Desk, Outcome, hint
from bot.interview import change, clash, control, differ, hand, hand_by_name, keep, overview
from bot.interview.answers import answers
from bot.interview.beside import beside
from bot.interview.hear import hear
from bot.interview.review import show_verdict
from bot.interview.sign import passed
from bot.interview.talk import reply
from bot.interview.transcript import Progress, fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from bot.understanding.commands import command_in
from bot.understanding.reading import Talk
from prompts.catalog import catalog
from prompts.compose.control import go_on
from prompts.messages import Note


def say(
    desk: Desk,
    diagnosis: Diagnosis,
    text: str,
    source_ts: str,
    *,
    privately: bool = False,
    target: hand.Target | None = None,
) -> Outcome:
    """Somebody wrote in the thread, or to Unstick alone about a question that waits for them.

    `target` is the one person whom they name, if they name one: "ask @tomasz".
    """
    command = command_in(catalog(diagnosis.language), text)
    if diagnosis.state not in diagnoses.RUNNING and command not in OF_WHAT_IS_OVER:
        return overview.ended(desk, diagnosis)
    if command in ALWAYS:
        outcome = ALWAYS[command](desk, diagnosis)
        return outcome if outcome.drafts or outcome.hint or command not in IS_SO else _is_so(desk, diagnosis, command)
    if diagnosis.state == "paused" and not privately:
        return Outcome(hint=Note(text=desk.texts.say("pause.typed"), buttons=(go_on(desk.texts, diagnosis.id),)))
    return _on_question(desk, diagnosis, command, text, source_ts, privately=privately, target=target)


def _help(desk: Desk, _diagnosis: Diagnosis) -> Outcome:
    return hint(desk.texts.say("help"))


def _is_so(desk: Desk, diagnosis: Diagnosis, command: str) -> Outcome:
    """How it is, to who types once more what has been done: words are no second tap."""
    is_paused = command == "pause"
    return hint(desk.texts.say("pause.done", pilot=diagnosis.pilot) if is_paused else desk.texts.say("resume.going"))


IS_SO = frozenset({"pause", "resume"})
OF_WHAT_IS_OVER = frozenset({"resume", "answers"})
ALWAYS = {
    "stop": overview.end,
    "break_off": overview.break_off,
    "pause": control.pause,
    "resume": control.resume,
    "left": control.left,
    "answers": answers,
    "show": show_verdict,
    "help": _help,
}


def _on_question(
    desk: Desk,
    diagnosis: Diagnosis,
    command: str | None,
    text: str,
    source_ts: str,
    *,
    privately: bool,
    target: hand.Target | None,
) -> Outcome:
    """What was typed is for the question that is theirs: an answer, or something to do with it."""
    progress = fold(diagnoses.transcript(diagnosis))
    if command == "back" and not privately:
        return change.back(desk, diagnosis, progress.open_question)
    question = _theirs(progress, desk.actor, privately=privately)
    if question is None and (progress.open_clash or progress.open_split):
        return _settle(desk, diagnosis, progress, text)
    if question is None and not privately and beside(diagnoses.transcript(diagnosis)).in_thread:
        return keep.typed(desk, diagnosis, text)
    if question is None:
        return hint(desk.texts.say("wrong.which_question" if progress.waiting else "wrong.no_question"))
    if command == "hand" and target is not None:
        handed = hand.hand(desk, diagnosis, question, target)
        return passed(desk, diagnosis, handed, "on") if privately else handed
    if command:
        return _command(desk, diagnosis, question, command, source_ts, privately=privately)
    offered = hand_by_name.offered(desk, diagnosis, question, text, source_ts, privately=privately)
    return offered or hear(desk, diagnosis, question, text, source_ts, privately=privately)


def _theirs(progress: Progress, person: str, *, privately: bool) -> str | None:
    """Which question somebody's words are for: their own, else the one for everybody, else the only one that waits."""
    own = progress.own(person)
    if own is not None and progress.waiting[own].in_private == privately:
        return own
    if privately:
        return None
    if progress.open_question or progress.open_clash or progress.open_split:
        return progress.open_question
    waiting = [question for question, one in progress.waiting.items() if not one.second]
    return own or progress.own(person, parked=True) or (waiting[0] if len(waiting) == 1 else None)


def _settle(desk: Desk, diagnosis: Diagnosis, progress: Progress, text: str) -> Outcome:
    if progress.open_clash:
        return clash.typed(desk, diagnosis, progress.open_clash, text)
    return differ.typed(desk, diagnosis, progress.open_split or "", text)


def _command(
    desk: Desk, diagnosis: Diagnosis, question: str, command: str, source_ts: str, *, privately: bool
) -> Outcome:
    """What was typed is no answer but a word for something to do with the question."""
    if command == "why":
        return reply(desk, diagnosis, question, Talk.QUESTION_BACK, source_ts, privately=privately)
    if command == "hand":
        return hand.offer(desk, diagnosis, question)
    if command == "skip":
        return control.skip(desk, diagnosis, question)
    if command == "give_back":
        back = hand.give_back(desk, diagnosis, question)
        return passed(desk, diagnosis, back, "back") if privately else back
    return _help(desk, diagnosis)  # "back" in private: what went before is not theirs to take back
