"""What else a text says: facts about questions that were not asked. Offered for a tap, never taken."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.understanding.amounts import Amount, amounts
from bot.understanding.bank import KINDS, Bank
from bot.understanding.measure import measured, words_of_all
from bot.understanding.parts import in_parts
from bot.understanding.reading import Proposal
from scoring import UNKNOWN, Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST = 2
TOPIC = 2_000  # how clearly a statement has to be about a question
LEAD = 2_000  # by how much one of that question's options has to lead
VOLUME, MINUTES = "cases_per_week", "minutes_per_case"


def figures_also(language: str, asked: Question, others: Sequence[Question], said: str) -> list[Proposal]:
    """How many and how long each stand together often: "about 40 a day, 6 minutes each"."""
    told = amounts(words_of_all(language), said)
    proposed = []
    for question in others:
        for amount in told:
            one = measured(question, amount) if _is_about(asked, question, amount) else None
            if one is not None and one.value is not None:
                proposed.append(Proposal(question=question.id, option=one.band, value=one.value))
                break
    return proposed


def _is_about(asked: Question, question: Question, amount: Amount) -> bool:
    """Whether an amount can only be meant for `question`: so much time for each case, or so many in a period."""
    if question.unit == MINUTES:
        return amount.span is not None and amount.per == "case"
    is_volume = amount.span is None and not amount.is_share and amount.per not in {None, "case"}
    return question.unit == VOLUME and asked.unit == MINUTES and is_volume


def facts_also(bank: Bank, others: Sequence[Question], statements: "Sequence[Floats]") -> list[Proposal]:
    """Options of other questions that one of the statements (centred vectors) is clearly about, the clearest first."""
    found: dict[str, tuple[int, str]] = {}
    open_questions = {each.id: each for each in others if each.unit is None}
    for vector in statements:
        for topic, question in _topics(bank, vector):
            option = _leading(bank, open_questions[question], vector) if question in open_questions else None
            if option and topic > found.get(question, (0, ""))[0]:
                found[question] = (topic, option)
    ranked = sorted(found, key=lambda question: -found[question][0])
    return [Proposal(question=question, option=found[question][1]) for question in ranked]


def _topics(bank: Bank, vector: "Floats") -> Iterator[tuple[int, str]]:
    head = bank.topics
    for question, topic in in_parts(head.classes, vector @ head.weights).items():
        if topic >= TOPIC:
            yield topic, question


def _leading(bank: Bank, question: Question, vector: "Floats") -> str | None:
    """The option of a question that leads clearly, all else considered."""
    head = bank.meaning(question)
    scores = in_parts(head.classes, vector @ head.weights)
    best, *rest = sorted(question.option_ids, key=lambda option: -scores[option])
    rivals = [scores[UNKNOWN], sum(scores[kind] for kind in KINDS), *(scores[option] for option in rest)]
    return best if scores[best] - max(rivals) >= LEAD else None
