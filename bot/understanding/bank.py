"""The example phrasings of all languages together, by question, and what is learned from them.

What is learned is computed from the examples when it is first needed, the same in every process. Their
vectors come with the package; those of examples that were added since are computed once on a machine.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.understanding import lexical, ridge, subjects, vocabulary
from bot.understanding.grams import grams
from bot.understanding.lexical import LexicalHead
from bot.understanding.sentences import Sentences
from bot.understanding.subjects import Subjects
from bot.understanding.vectors import DELIVERED, Shelf, is_warm, vectors_of
from bot.understanding.vocabulary import Vocabulary, beginnings
from bot.understanding.words import normalise
from prompts.catalog import Catalog, catalog, every_catalog
from prompts.examples import ELSEWHERE, TALK
from scoring import UNKNOWN, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PENALTY = 1.0
TOPIC_PENALTY = 1.0
ELSEWHERE_PENALTY = 3.0
NOTHING = "none"  # the class of all texts that answer nothing
KINDS = tuple(kind for kind in TALK if kind not in {UNKNOWN, ELSEWHERE})


@dataclass(frozen=True, kw_only=True)
class Example:
    """A phrasing: what it means for `question`, or for any question if that is None."""

    text: str
    language: str
    question: str | None
    label: str


@dataclass(frozen=True, kw_only=True)
class MeaningHead:
    """What was learned for one question from the vectors of its examples."""

    classes: tuple[str, ...]
    weights: "Floats"


def gather() -> tuple[Example, ...]:
    """All examples, the texts and labels of options among them; in the order of languages and files."""
    return tuple(
        Example(text=" ".join(text.split()), language=texts.language, question=question, label=label)
        for texts in sorted(every_catalog(catalog()), key=lambda each: each.language)
        for question, label, text in _phrasings(texts)
    )


def _phrasings(texts: Catalog) -> Iterator[tuple[str | None, str, str]]:
    """Question, label and text of each phrasing of a language."""
    for question, options in texts.examples.items():
        yield from ((question, option, text) for option, some in options.items() for text in some)
    for question, wording in texts.questions.items():
        for option, told in wording.options.items():
            yield from ((question, option, text) for text in (told.text, told.label))
    yield from ((None, kind, text) for kind, some in texts.talk.items() for text in some)


class Bank:
    """Examples and what is learned from them; without sentence vectors only what words say."""

    def __init__(self, examples: tuple[Example, ...], model: Sentences | None, folder: Path) -> None:
        self.examples = examples
        self._model = model
        self._folder = folder
        self._lexical: dict[tuple[str, ...], LexicalHead] = {}
        self._meaning: dict[tuple[str, ...], MeaningHead] = {}
        self._shared: dict[int, Counter[str]] = {}
        self._own: dict[tuple[str, ...], list[int]] = {}

    def is_warm(self) -> bool:
        """Whether the vectors are at hand without computing any."""
        if "_vectors" in self.__dict__:
            return True
        return self._model is None or is_warm((each.text for each in self.examples), self._shelf(self._model))

    def centred(self, vector: "NDArray[np.float32]") -> "Floats":
        """A text's vector as seen from the middle of all examples, of length one: that sets texts further apart."""
        moved = vector.astype(np.float64) - self._vectors[1]
        return moved / (np.linalg.norm(moved) or 1.0)

    def meaning(self, question: Question) -> MeaningHead:
        """What was learned from vectors. Only with a model."""
        key = (question.id, *question.option_ids)
        if key not in self._meaning:
            picked = self._of(question)
            classes = (*question.option_ids, UNKNOWN, *KINDS)
            labels = [self.examples[n].label for n in picked]
            weights = ridge.learn(self._vectors[0][picked], labels, classes, PENALTY)
            self._meaning[key] = MeaningHead(classes=classes, weights=weights)
        return self._meaning[key]

    def lexical(self, question: Question) -> LexicalHead:
        """What was learned from words."""
        key = (question.id, *question.option_ids)
        if key not in self._lexical:
            picked = self._of(question)
            labels = [NOTHING if self.examples[n].label in KINDS else self.examples[n].label for n in picked]
            classes = (*question.option_ids, UNKNOWN, NOTHING)
            self._lexical[key] = lexical.learn([self._counted(n) for n in picked], labels, classes)
        return self._lexical[key]

    def _counted(self, n: int) -> Counter[str]:
        """The grams of an example; those that are examples for every question are kept."""
        if n not in self._shared:
            found = grams(normalise(self.examples[n].text))
            if self.examples[n].question is not None:
                return found
            self._shared[n] = found
        return self._shared[n]

    @cached_property
    def topics(self) -> MeaningHead:
        """Which question a text is about, learned from the examples of all. Only with a model."""
        classes = tuple(question for question in self._places if question is not None)
        rows = self._vectors[0]
        wanted = np.array([[each.question == one for one in classes] for each in self.examples], dtype=np.float64)
        found = np.linalg.solve(rows.T @ rows + TOPIC_PENALTY * np.eye(rows.shape[1]), rows.T @ wanted)
        return MeaningHead(classes=classes, weights=found.astype(np.float64))

    @cached_property
    def elsewhere(self) -> "tuple[Floats, float]":
        """What tells texts about something else from answers, learned from all examples; weights and what to add.

        About 1 for such a text, about 0 for an answer to any question. Only with a model.
        """
        return ridge.apart(self._vectors[0], self._are_elsewhere, ELSEWHERE_PENALTY)

    @property
    def vocabulary(self) -> Vocabulary:
        """The same told by words alone."""
        return self._told_by_words[0]

    @property
    def subjects(self) -> Subjects:
        """Which question a statement is about, told by words alone."""
        return self._told_by_words[1]

    @cached_property
    def _told_by_words(self) -> tuple[Vocabulary, Subjects]:
        words = [beginnings(each.text) for each in self.examples]
        questions = [each.question for each in self.examples]
        languages = [each.language for each in self.examples]
        return (
            vocabulary.learn(words, languages, self._are_elsewhere),
            subjects.learn(zip(questions, words, strict=True)),
        )

    @property
    def _are_elsewhere(self) -> list[bool]:
        """Which of the examples answer no question."""
        return [each.question is None and each.label != UNKNOWN for each in self.examples]

    def nearest(self, question: Question, option: str, vector: "Floats") -> str | None:
        """The phrasing of an option that is most like a centred vector. Only with a model."""
        key = (question.id, *question.option_ids, option)
        if key not in self._own:
            self._own[key] = [n for n in self._of(question) if self.examples[n].label == option]
        own = self._own[key]
        if not own:
            return None
        likeness = np.round(self._vectors[0][own] @ vector, 4)
        return self.examples[own[int(np.argmax(likeness))]].text

    def nearest_in_words(self, question: Question, option: str, text: str) -> list[str]:
        """The phrasings of an option, those that share most words with a text first."""
        words = frozenset(beginnings(text))
        own = [each.text for n in self._of(question) if (each := self.examples[n]).label == option]
        return sorted(own, key=lambda phrasing: -_shared(words, phrasing))

    def _of(self, question: Question) -> list[int]:
        """The places of a question's own examples, and of those that hold for any; without options it has not."""
        own = [n for n in self._places.get(question.id, ()) if self.examples[n].label in question.option_ids]
        return [*own, *(n for n in self._places[None] if self.examples[n].label != ELSEWHERE)]

    @cached_property
    def _places(self) -> Mapping[str | None, list[int]]:
        places: dict[str | None, list[int]] = {None: []}
        for n, each in enumerate(self.examples):
            places.setdefault(each.question, []).append(n)
        return places

    @cached_property
    def _vectors(self) -> "tuple[Floats, Floats]":
        """The centred vectors of the examples, and the middle that they are seen from."""
        if self._model is None:
            raise LookupError("There is no model to make vectors.")
        texts = [each.text for each in self.examples]
        rows = vectors_of(texts, self._shelf(self._model), self._model.vectors)
        middle = rows.mean(axis=0, dtype=np.float64)
        moved = rows.astype(np.float64) - middle
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        return moved / np.where(lengths, lengths, 1.0), middle

    def _shelf(self, model: Sentences) -> Shelf:
        return Shelf(delivered=DELIVERED / model.name, own=self._folder / f"vectors-{model.version}.npz")


def _shared(words: frozenset[str], phrasing: str) -> Fraction:
    """Which part of the words of either stands in both."""
    others = _words_of(phrasing)
    return Fraction(len(words & others), len(words | others) or 1)


@cache
def _words_of(phrasing: str) -> frozenset[str]:
    """The words of one of our phrasings."""
    return frozenset(beginnings(phrasing))
