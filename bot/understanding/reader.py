"""The reader: what a typed text comes to for the question that was asked. One per process."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import user_cache
from bot.understanding.also import Said, also
from bot.understanding.bank import KINDS, NOTHING, Bank, gather
from bot.understanding.denial import denies_throughout, own_cues, phrasing_denies, told_in
from bot.understanding.grams import grams
from bot.understanding.measure import Figure, figure
from bot.understanding.memory import Memory
from bot.understanding.names import person
from bot.understanding.parts import in_parts
from bot.understanding.policy import FEW_WORDS, Evidence, decide
from bot.understanding.reading import WHOLE, Kind, Proposal, Reading, Talk, Vote
from bot.understanding.sentences import sentences
from bot.understanding.turns import THROUGHOUT, steady, turned, turns_in
from bot.understanding.words import certain, normalise
from prompts.catalog import Catalog, every_catalog
from prompts.examples import ELSEWHERE
from scoring import UNKNOWN, Question, Rules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

VOCABULARY = 2_000  # parts of `WHOLE` that a unit of what the words say of something else counts
LEAST_STATED = 1_500  # parts of `WHOLE` that the words of a part have to say of an option, where another turns it
LOOKED_AT = 2_000  # characters of a text; what answers a question stands near its beginning


class Reader:
    """Reads typed answers; safe to use from several threads. `cache`: where vectors are kept, if not as usual."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache or user_cache()

    @property
    def is_complete(self) -> bool:
        """Whether sentence embeddings are at hand; without them every answer needs a tap."""
        return sentences() is not None

    @cached_property
    def version(self) -> str:
        """What reads, model and examples: it changes when the same text may come to something else."""
        model = sentences()
        told = repr([(each.question, each.label, each.text) for each in self._bank.examples])
        return f"{model.version if model else 'words'}+{hashlib.sha256(told.encode()).hexdigest()[:12]}"

    def is_warm(self) -> bool:
        """Whether `warm` would be done at once."""
        return self._bank.is_warm()

    def warm(self, rules: Rules) -> None:
        """Learn from the examples: under a second, or about a minute of computing the first time on a machine."""
        if self.is_complete:
            for question in rules.questions.values():
                self._bank.meaning(question)
            self._bank.topics, self._bank.elsewhere, self._bank.vocabulary  # noqa: B018 (learned when first asked for)

    def prepare(self, text: str) -> None:
        """Do the slow part of reading `text` before a transaction is opened; `read` is then cheap."""
        if self.is_complete:
            _memory().vector(text[:LOOKED_AT])

    def read(
        self,
        texts: Catalog,
        rules: Rules,  # noqa: ARG002 (what a reader may look at, whichever reads)
        question: Question,
        text: str,
        *,
        others: Sequence[Question] = (),
        llm: Vote | None = None,
    ) -> Reading:
        """Read what somebody typed in answer to `question`, in a conversation held in the language of `texts`.

        `others` are questions whose facts may be in the text as well; `llm` is a language model's vote on the options.
        """
        said = normalise(text[:LOOKED_AT])
        reading = certain(texts, question, said) or self._weighed(texts, question, text, said, llm)
        if reading.kind == Kind.NO_ANSWER or not reading.own_words:
            return reading
        return replace(
            reading,
            also=self._also(texts, question, others, text[:LOOKED_AT]),
            person=person(every_catalog(texts), text[:LOOKED_AT]),
        )

    def _also(self, texts: Catalog, asked: Question, others: Sequence[Question], text: str) -> tuple[Proposal, ...]:
        """What it says of other questions, to be offered."""
        topics = self._topics(text) if self.is_complete else {}
        return also(self._bank, Said(text=text, language=texts.language, asked=asked, topics=topics), others)

    def _weighed(self, texts: Catalog, question: Question, text: str, said: str, llm: Vote | None) -> Reading:
        """What a text that names nothing for certain comes to."""
        found = _figure(texts.language, question, said)
        evidence = self._evidence(question, text, said, found, llm)
        decision = decide(evidence)
        is_own = found is not None and found.value is not None and found.band in {decision.option, *decision.nearest}
        value = found.value if found and is_own else None
        worked_out = decision.kind == Kind.ASK_BACK and found is not None and found.is_worked_out
        return Reading(
            kind=decision.kind,
            option=decision.option,
            value=value if decision.option else None,
            own_words=True,
            nearest=decision.nearest,
            figure=Proposal(question=question.id, option=found.band, value=value) if found and worked_out else None,
            talk=decision.talk,
            votes=self._votes(evidence, llm),
        )

    def _evidence(self, question: Question, text: str, said: str, found: Figure | None, llm: Vote | None) -> Evidence:
        """All that is known of a text."""
        options = (*question.option_ids, UNKNOWN)
        words = self._words(question, said)
        meaning = self._meaning(question, text) if self.is_complete else None
        told = told_in(said)
        topics = self._topics(text) if meaning else {}
        best = max(options, key=meaning.__getitem__) if meaning else UNKNOWN
        own = own_cues(question, best)
        differs = self._denial_differs(question, best, text, denies=told.denies) if meaning else False
        denies_all = told.denies and denies_throughout(said)
        talk = max(KINDS, key=lambda kind: meaning[kind]) if meaning else KINDS[0]
        return Evidence(
            options=options,
            meaning=meaning,
            words=words,
            nothing=_nothing(question, said, meaning, words),
            talk=Talk(talk),
            not_knowing=told.not_knowing,
            hedges=told.hedges,
            wavers=told.wavers,
            asks=said.endswith("?"),
            about=topics.get(question.id, WHOLE),
            other=max((topics[each] for each in topics if each != question.id), default=0),
            elsewhere=self._elsewhere(text, meaning) if meaning else 0,
            is_long=len(said.split()) > FEW_WORDS,
            denies=told.denies,
            denial_differs=differs,
            is_denied=denies_all and (differs or not own.denies),
            is_nearly=told.nearly and not own.nearly,
            is_turned=self._is_turned(question, best, said, found),
            band=found.band if found else None,
            is_plain_figure=found is not None and found.is_plain and not told.denies,
            llm=[option for option, _ in llm.ranked] if llm else (),
        )

    def _topics(self, text: str) -> dict[str, int]:
        """How much a text is about each question."""
        head = self._bank.topics
        return in_parts(head.classes, self._vector(text) @ head.weights)

    def _elsewhere(self, text: str, meaning: Mapping[str, int]) -> int:
        """How much a text is like what answers no question at all, and like what does not answer this one."""
        weights, more = self._bank.elsewhere
        [score] = in_parts([ELSEWHERE], [float(self._vector(text) @ weights) + more]).values()
        told = round(self._bank.vocabulary.score(text[:LOOKED_AT]) * VOCABULARY)
        return score + sum(meaning[kind] for kind in KINDS) + told

    def _denial_differs(self, question: Question, best: str, text: str, *, denies: bool) -> bool:
        """Whether the text denies something and the nearest phrasing of its best option does not, or the reverse."""
        nearest = self._bank.nearest(question, best, self._vector(text))
        return nearest is not None and phrasing_denies(nearest) != denies

    def _is_turned(self, question: Question, best: str, said: str, found: Figure | None) -> bool:
        """Whether a text says of its best option that it is planned, claimed …, and no other part of it states it."""
        told = turned(question, best, said)
        if not told or told & THROUGHOUT:
            return bool(told)
        if found is not None:
            return not (found.is_steady and found.band == best)
        words = self._words(question, steady(said))
        return words[best] < max(LEAST_STATED, *words.values())

    def _votes(self, evidence: Evidence, llm: Vote | None) -> tuple[Vote, ...]:
        """Who said what, to be kept with the answer."""
        found = [Vote(source="lexical", version=self.version, ranked=_ranked(evidence.options, evidence.words))]
        if evidence.meaning is not None:
            ranked = _ranked(evidence.options, evidence.meaning)
            found.insert(0, Vote(source="embedding", version=self.version, ranked=ranked))
        ruled = evidence.band or (UNKNOWN if evidence.not_knowing else None)
        if ruled:
            found.append(Vote(source="rules", version=self.version, ranked=((ruled, WHOLE),)))
        return (*found, *((llm,) if llm else ()))

    def _words(self, question: Question, said: str) -> dict[str, int]:
        head = self._bank.lexical(question)
        return in_parts(head.classes, head.scores(grams(said)))

    def _meaning(self, question: Question, text: str) -> dict[str, int]:
        head = self._bank.meaning(question)
        return in_parts(head.classes, self._vector(text) @ head.weights)

    def _vector(self, text: str) -> "Floats":
        """A text's vector as the heads take it. Only with a model."""
        return self._bank.centred(_memory().vector(text[:LOOKED_AT]))

    @property
    def _bank(self) -> Bank:
        return _bank_in(self._cache)


def _figure(language: str, question: Question, said: str) -> Figure | None:
    """The figure in a text; of one that is said to be planned, over or the like, rather what the rest of it says."""
    rest = steady(said) if question.unit and turns_in(said) else ""
    free = figure(language, question, rest) if rest else None
    return replace(free, is_steady=True) if free else figure(language, question, said)


def _nothing(
    question: Question, said: str, meaning: Mapping[str, int] | None, words: Mapping[str, int]
) -> tuple[int, int]:
    """How much a text answers nothing, by meaning and by words. Where a figure is asked, digits are an answer."""
    if question.is_figure and any(map(str.isdigit, said)):
        return 0, 0
    return min(WHOLE, sum(meaning[kind] for kind in KINDS)) if meaning else 0, words[NOTHING]


def _ranked(options: Sequence[str], scores: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((option, scores[option]) for option in sorted(options, key=lambda option: -scores[option]))


@cache
def _memory() -> Memory:
    """What was typed lately, once per process. Only with a model."""
    model = sentences()
    if model is None:
        raise LookupError("There is no model to make vectors.")
    return Memory(model)


@cache
def _bank_in(folder: Path) -> Bank:
    """What is learned, once per process."""
    return Bank(gather(), sentences(), folder)
