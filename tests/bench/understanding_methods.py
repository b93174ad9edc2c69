"""The ways of reading that are measured: the reader, what it is without its model, and two plain methods alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import FeatureUnion

from bot.settings import Settings
from bot.understanding.bank import KINDS, gather
from bot.understanding.policy import SHOWN
from bot.understanding.reader import Reader
from bot.understanding.reading import Kind
from bot.understanding.words import normalise
from prompts.catalog import catalog
from scoring import UNKNOWN, Rules, load_rules
from tests.labelled.rows import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.labelled.rows import Row

LEAD = 0.1  # by which a plain method's first has to lead to be accepted, of 1


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a method makes of a text: its first guess (`none`: no answer), the two it would show, what it would take."""

    first: str
    shown: tuple[str, ...]
    accepted: str | None


RULES: Rules = load_rules()


@cache
def reader() -> Reader:
    """The product's own, ready."""
    found = Reader(Settings().cache_dir)
    found.warm(RULES)
    return found


def by_reader(row: Row) -> Read:
    """As the product reads it."""
    reading = reader().read(catalog(row.language), RULES, RULES.questions[row.question], row.text)
    if reading.kind == Kind.ACCEPT:
        return Read(first=str(reading.option), shown=(), accepted=reading.option)
    return Read(first=reading.nearest[0] if reading.nearest else NONE, shown=reading.nearest, accepted=None)


def by_tfidf(row: Row) -> Read:
    """TF-IDF of words and letters with ridge, by scikit-learn, on the same examples."""
    vectors, head, classes = _tfidf(row.question)
    scores = head.predict(vectors.transform([normalise(row.text)]))[0]
    return _read(dict(zip(classes, map(float, scores), strict=True)))


def by_rapidfuzz(row: Row) -> Read:
    """The example with the most letters in common."""
    examples = _examples(row.question)
    best: dict[str, float] = {}
    for text, score, _ in process.extract(normalise(row.text), examples.keys(), scorer=fuzz.WRatio, limit=None):
        best[examples[text]] = max(best.get(examples[text], 0.0), score / 100)
    return _read(best)


def _read(scores: Mapping[str, float]) -> Read:
    ranked = sorted(scores, key=lambda option: -round(scores[option], 4))
    lead = scores[ranked[0]] - scores[ranked[1]]
    accepted = ranked[0] if lead >= LEAD and ranked[0] != NONE else None
    options = [option for option in ranked if option != NONE]
    return Read(first=ranked[0], shown=tuple(options[:SHOWN]), accepted=accepted)


@cache
def _examples(question: str) -> dict[str, str]:
    """The meaning of each example of a question, in lower case."""
    options = {*RULES.questions[question].option_ids, UNKNOWN}
    own = [each for each in gather() if each.question in {question, None} and each.label in {*options, *KINDS}]
    return {normalise(each.text): NONE if each.label in KINDS else each.label for each in own}


@cache
def _tfidf(question: str) -> tuple[FeatureUnion, Ridge, list[str]]:
    examples = _examples(question)
    vectors = FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
            ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)),
        ]
    )
    classes = [*RULES.questions[question].option_ids, UNKNOWN, NONE]
    wanted = [[float(label == each) for each in classes] for label in examples.values()]
    counts = Counter(examples.values())
    fair = [len(examples) / len(counts) / counts[label] for label in examples.values()]  # each class counts the same
    head = Ridge(alpha=1.0).fit(vectors.fit_transform(list(examples)), wanted, sample_weight=fair)
    return vectors, head, classes
