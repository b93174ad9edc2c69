"""What else a text says: facts about questions that were not asked. Offered for a tap, never taken.

Each statement but the first, which is what answers, is read by its words; a vector of its own would cost as much time
as the whole text's. One is offered

- where its words are those of another question, clearly more so than of the one that was asked, and the text as a whole
  does not speak against that;
- where they put one of that question's options clearly first, or hold a figure in the unit that it asks for;
- where it denies something only if that option does, and the reverse;
- where it states something: "I don't know who approved it" does not.

A figure that says its whole unit ("6 hours a week") needs no other words where the question that asks for it goes with
the one that was asked.

The figures were chosen on the half to tune on of tests/labelled; docs/benchmarks.md shows what they give on the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.amounts import Amount, amounts
from bot.understanding.bank import NOTHING, Bank
from bot.understanding.clauses import statements
from bot.understanding.denial import own_cues, phrasing_denies, told_in
from bot.understanding.grams import grams
from bot.understanding.measure import FULL, figure, measured, words_of_all
from bot.understanding.parts import in_parts
from bot.understanding.reading import Proposal
from bot.understanding.vocabulary import beginnings
from bot.understanding.words import normalise
from prompts.catalog import catalog, every_catalog
from scoring import UNKNOWN, Question

MOST = 2
FEWEST_WORDS = 3  # of a statement
BEYOND = 2  # how much it counts that a statement is more about another question than about the asked one
A_DECIBAN = 90  # parts of `WHOLE` by which an option leads that count as one
A_DECIBAN_AS_A_WHOLE = 60  # parts of `WHOLE` by which the whole text is about a question that count as one
A_FIGURE = 15  # decibans that a figure in the unit asked for counts, in place of a lead
ABOUT = 90  # decibans that the words have to say of the question, its options aside
CLEAR = 150  # decibans, of all that together, from which a fact is offered
VOLUME, MINUTES = "cases_per_week", "minutes_per_case"


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text said in answer to `asked`, and how much it is about each question as a whole (nothing without a model)."""

    text: str
    language: str
    asked: Question
    topics: Mapping[str, int]


def also(bank: Bank, said: Said, others: Sequence[Question]) -> tuple[Proposal, ...]:
    """What else a text says about `others`, figures first, then the clearest."""
    left = [each for each in others if each.id != said.asked.id]
    figures = figures_also(said.language, said.asked, left, normalise(said.text))
    told = {one.question for one in figures}
    units = {each.unit for each in left if each.id in told}
    facts = facts_also(bank, said, [each for each in left if each.unit is None or each.unit not in units])
    return (*figures, *facts)[:MOST]


def figures_also(language: str, asked: Question, others: Sequence[Question], said: str) -> list[Proposal]:
    """Figures that can only be meant for one of `others`; each question's first."""
    told = amounts(words_of_all(language), said)
    proposed = []
    for question in others:
        for amount in told:
            if not _is_about(asked, question, amount) and not _goes_with(language, asked, question, amount, said):
                continue
            one = measured(question, amount)
            if one is not None and one.value is not None:
                proposed.append(Proposal(question=question.id, option=one.band, value=one.value))
                break
    return proposed


def _is_about(asked: Question, question: Question, amount: Amount) -> bool:
    """Whether it is so much time for each case, or so many in a period: "about 40 a day, 6 minutes each"."""
    if question.unit == MINUTES:
        return amount.span is not None and amount.per == "case"
    is_volume = amount.span is None and not amount.is_share and amount.per not in {None, "case"}
    return question.unit == VOLUME and asked.unit == MINUTES and is_volume


def _goes_with(language: str, asked: Question, question: Question, amount: Amount, said: str) -> bool:
    """Whether it says the whole unit of a question that goes with the one asked, and nothing there is denied."""
    is_whole = None not in (amount.span, amount.per) and FULL.get(question.unit or "") == (amount.span, amount.per)
    if not is_whole or question.unit == asked.unit or not _are_near(asked, question):
        return False
    stated = (each for each in statements(every_catalog(catalog()), said) if not told_in(each).denies)
    return any(amount in amounts(words_of_all(language), each) for each in stated)


def _are_near(asked: Question, question: Question) -> bool:
    """Whether one of two questions follows up the other, or they go about the same thing."""
    is_follow_up = asked.id == question.follow_up_of or question.id == asked.follow_up_of
    return is_follow_up or (question.group is not None and question.group == asked.group)


def facts_also(bank: Bank, said: Said, others: Sequence[Question]) -> list[Proposal]:
    """Options of other questions that one of the statements is clearly about, the clearest first."""
    found: dict[str, tuple[int, Proposal]] = {}
    _, *further = statements(every_catalog(catalog()), said.text) or ("",)  # the first is what answers the question
    for statement in further:
        strength, fact = _fact(bank, said, others, statement) or (0, None)
        if fact is not None and strength > found.get(fact.question, (0, fact))[0]:
            found[fact.question] = (strength, fact)
    return [fact for _, fact in sorted(found.values(), key=lambda each: -each[0])]


def _fact(bank: Bank, said: Said, others: Sequence[Question], statement: str) -> tuple[int, Proposal] | None:
    """What a statement says about the question that it is most about, and how clearly; None if that is not clear."""
    question, about = _subject(bank, said, others, statement) or (None, 0)
    if question is None or about < ABOUT:
        return None
    one = figure(said.language, question, normalise(statement))
    if one is not None:
        lead, fact = A_FIGURE, Proposal(question=question.id, option=one.band, value=one.value)
    else:
        lead, option = _leading(bank, question, normalise(statement))
        fact = Proposal(question=question.id, option=option)
    is_clear = about + lead >= CLEAR
    return (about + lead, fact) if is_clear and _is_meant(bank, question, fact, statement) else None


def _subject(bank: Bank, said: Said, others: Sequence[Question], statement: str) -> tuple[Question, int] | None:
    """The question that a statement is most about, and how clearly; None where that is none of `others`."""
    words = beginnings(statement)
    weights = bank.subjects.weights(words) if len(words) >= FEWEST_WORDS else {}
    asked = weights.pop(said.asked.id, 0)
    worth = {each: weights[each] + said.topics.get(each, 0) // A_DECIBAN_AS_A_WHOLE for each in weights}
    most = max(worth, key=worth.__getitem__, default=None)
    question = next((each for each in others if each.id == most), None)  # others are answered already, or somebody's
    return None if question is None else (question, worth[question.id] + BEYOND * (weights[question.id] - asked))


def _leading(bank: Bank, question: Question, said: str) -> tuple[int, str]:
    """By how many decibans a statement puts an option of a question first, and which."""
    head = bank.lexical(question)
    scores = in_parts(head.classes, head.scores(grams(said)))
    best, *rest = sorted(question.option_ids, key=lambda option: -scores[option])
    rivals = [scores[UNKNOWN], scores[NOTHING], *(scores[option] for option in rest)]
    return max(0, scores[best] - max(rivals)) // A_DECIBAN, best


def _is_meant(bank: Bank, question: Question, fact: Proposal, statement: str) -> bool:
    """Whether a statement can mean an option, going by what it denies: "it never passed" is no "it passed".

    If it denies something, the nearest phrasing has to; if not, that one or most of the others must not either.
    """
    told = told_in(normalise(statement))
    own = own_cues(question, fact.option)
    if told.not_knowing or (told.nearly and not own.nearly):
        return False
    if fact.value is not None:
        return not told.denies
    denies, *others = [phrasing_denies(each) for each in bank.nearest_in_words(question, fact.option, statement)]
    return denies if told.denies else not denies or 2 * sum(others) < len(others)
