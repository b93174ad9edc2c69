"""Options that were put beside a question again; none of them outlives it."""

from collections import Counter
from collections.abc import Callable

from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, question_letter, texts_for
from bot.interview.beside import beside
from bot.interview.lines import Kind
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from prompts.catalog import Catalog
from prompts.compose import talk
from prompts.messages import Note

PUTS = frozenset(
    {
        Kind.ASKED,
        Kind.REOPENED,
        Kind.RESUMED,
        Kind.RETURNED,
        Kind.SECOND,
        Kind.HANDED,
        Kind.NUDGED,
        Kind.OFFERED,  # once it is kept, the offer is the card of its question
    }
)


def without(desk: Desk, diagnosis: Diagnosis, question: str, say: Callable[[Catalog], Note]) -> list[Draft]:
    """Take the options off what was said to texts that answered nothing, or named no option for certain.

    The question is no longer open as it was, and these say what has become of it, as its own card does. What an answer
    makes of the latter, `answer.record` says.
    """
    about = this_time(diagnosis, question)
    talked = {line.seq for line in about if line.kind == Kind.TALKED and line.value is None}
    seen: Counter[str] = Counter()
    drafts = []
    for line in beside(diagnoses.transcript(diagnosis)).talks if talked else ():
        kind = line.option or ""
        if line.seq in talked:
            letter = question_letter(diagnosis, line.seq)
            over = talk.over(texts_for(desk, diagnosis, line.whom), question, kind, seen[kind])
            drafts.append(instead_of(diagnosis, f"{letter}.{diagnosis.turn}", letter, over, lane=line.whom))
        seen[kind] += 1
    is_answered = bool(about) and about[-1].kind == Kind.ANSWERED
    for line in () if is_answered else [each for each in about if each.kind == Kind.SAID]:
        letter = question_letter(diagnosis, line.seq)
        done = Note(text=say(texts_for(desk, diagnosis, line.whom)).text)
        drafts.append(instead_of(diagnosis, f"{letter}.{diagnosis.turn}", letter, done, lane=line.whom))
    return drafts


def this_time(diagnosis: Diagnosis, question: str) -> list[Entry]:
    """The lines about a question since the answer before it was put last; earlier askings are over."""
    lines = [line for line in diagnoses.transcript(diagnosis) if line.question == question]
    put = max((n for n, line in enumerate(lines) if line.kind in PUTS), default=0)
    over = max((n for n, line in enumerate(lines[:put], 1) if line.kind == Kind.ANSWERED), default=0)
    return lines[over:]
