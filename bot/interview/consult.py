"""Words that name no option for certain wait a moment for a language model, where one is set up.

They are committed first, as a line of their own; the model is asked afterwards, by a letter in a lane of their own
(`bot/interview/late.py`). docs/adr/0003-llm-vote.md says why.
"""

from collections.abc import Mapping
from typing import Any

from bot.delivery.letters import Act, Draft
from bot.desk import Desk, Outcome, note_down
from bot.interview.lines import Kind
from bot.interview.transcript import fold
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from bot.understanding.llm.question import may_be_asked
from bot.understanding.reading import Kind as Came
from bot.understanding.reading import Reading
from bot.understanding.words import normalise

# What settles a question, or puts it in a new way, so that words from before are no longer what it waits for.
SETTLES = frozenset({Kind.ANSWERED, Kind.SKIPPED, Kind.REOPENED, Kind.HANDED, Kind.RETURNED, Kind.SECOND})
WORDS = frozenset({Kind.SAID, Kind.HEARD})


def is_wanted(desk: Desk, reading: Reading, question: str, text: str) -> bool:
    """Whether a model's vote could spare somebody a tap.

    Two options are near, nothing else is to be confirmed, and the policy would act on its vote: never for a question,
    nor without sentence embeddings.
    """
    if not desk.asks_model or not desk.reader.is_complete or normalise(text).endswith("?"):
        return False
    could = reading.kind is Came.ASK_BACK and reading.own_words and reading.nearest and reading.figure is None
    return bool(could) and may_be_asked(desk.rules.questions[question], text)


def put_off(desk: Desk, diagnosis: Diagnosis, question: str, *, text: str, source_ts: str, privately: bool) -> Outcome:
    """Keep the words, and let the model be asked about them; nothing is said until it has replied."""
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.HEARD,
        question=question,
        quote=text,
        by=desk.actor,
        whom=desk.actor if privately else None,
        source_ts=source_ts,
    )
    # A lane of its own: what the channel is to read meanwhile does not wait for the model.
    letter = Draft(
        id=f"{diagnosis.id}.m{line.seq}",
        lane=f"{diagnosis.id}.words",
        act=Act.CONSULT,
        body={"diagnosis": diagnosis.id, "seq": line.seq},
        diagnosis_id=diagnosis.id,
    )
    return Outcome(drafts=(letter,))


def heard(body: Mapping[str, Any]) -> tuple[str, int]:
    """The diagnosis and the line that a letter is about."""
    return str(body["diagnosis"]), int(body["seq"])


def is_overtaken(diagnosis: Diagnosis, line: Entry) -> bool:
    """Whether these words are no longer what the question waits for.

    It has been answered, passed over or handed on since, or its speaker has said it in other words or paused: the
    newer counts, and a vote on the older changes nothing.
    """
    lines = diagnoses.transcript(diagnosis)
    since = [each for each in lines if each.seq > line.seq]
    about = [each for each in since if each.question == line.question]
    return (
        diagnosis.state not in diagnoses.RUNNING
        or any(each.kind == Kind.PAUSED for each in since)
        or any(each.kind in SETTLES or (each.kind in WORDS and each.by == line.by) for each in about)
        or not fold(lines).is_open(line.question, line.by or "")
    )
