"""Which document says what from which fact (papers.yaml), and the words for it (a language's papers.yaml)."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from prompts.files import load
from scoring import Rules
from scoring.rules import Role

MAPPING = Path(__file__).parent / "papers.yaml"
KINDS = ("security", "runbook", "measurement", "budget", "handoff")
ANY = "any"
FIGURE = "{figure}"
Table = Literal["points", "actions", "metrics", "costs", "people", "ready"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _named(given: Any) -> Any:
    """A question by itself is a statement of the same name; `{statement: question}` gives it another."""
    if not isinstance(given, list):
        return given
    pairs = [(each, each) if isinstance(each, str) else tuple(*each.items()) for each in given]
    return dict(pairs)


class SectionRule(_Value):
    """A section: its statements with the question each is drawn from, and a table that is made of other facts."""

    id: str
    says: Annotated[dict[str, str], BeforeValidator(_named)] = {}
    table: Table | None = None


class NeverAsked(_Value):
    """Something that a reader needs and no question asks: whom to ask, and with which answers it matters."""

    role: Role
    when: dict[str, tuple[str, ...]] = {}


class PaperRule(_Value):
    """One kind of document."""

    sections: tuple[SectionRule, ...]
    actions: tuple[str, ...]
    points: dict[str, tuple[str, ...]]
    never_asked: dict[str, NeverAsked]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it draws from, each once, in the order in which it speaks of them."""
        return tuple(dict.fromkeys(question for section in self.sections for question in section.says.values()))

    @property
    def statements(self) -> Iterator[tuple[str, str]]:
        """Every statement with its question."""
        for section in self.sections:
            yield from section.says.items()


class KindText(_Value):
    """A document's title, what it is for, and the titles of its sections."""

    title: str
    lead: str
    sections: dict[str, str]


class PaperTexts(_Value):
    """All the words of the documents in one language."""

    kinds: dict[str, KindText]
    statements: dict[str, dict[str, str]]
    points: dict[str, dict[str, str]]
    never_asked: dict[str, str]


@cache
def paper_rules(path: Path = MAPPING) -> Mapping[str, PaperRule]:
    """The mapping by kind of document. Raises pydantic.ValidationError for a shape that it does not have."""
    raw = load(path)
    return {kind: PaperRule.model_validate(given) for kind, given in raw.items()}


def misfits(papers: Mapping[str, PaperRule], rules: Rules) -> Iterator[str]:
    """What the mapping names and the rules do not have, a line each."""
    yield from _compared("papers.yaml", KINDS, papers)
    for kind, paper in papers.items():
        where = f"papers.yaml: {kind}"
        yield from _unknown(where, "question", paper.questions, rules.questions)
        yield from _unknown(where, "action", paper.actions, rules.actions)
        picked = [*paper.points.items(), *(pair for each in paper.never_asked.values() for pair in each.when.items())]
        for question, options in picked:
            known = rules.questions[question].option_ids if question in rules.questions else ()
            yield from _unknown(where, f"option of {question}", options, known)
        yield from _unknown(where, "question that it speaks of", paper.points, paper.questions)


def gaps(texts: PaperTexts, papers: Mapping[str, PaperRule], rules: Rules) -> Iterator[str]:
    """What has no words in a language, or words that belong to nothing, a line each."""
    yield from _compared("papers.yaml: kinds", papers, texts.kinds)
    for kind in [kind for kind in papers if kind in texts.kinds]:
        sections = [section.id for section in papers[kind].sections]
        yield from _compared(f"papers.yaml: kinds: {kind}", sections, texts.kinds[kind].sections)
    statements = dict(pair for paper in papers.values() for pair in paper.statements)
    yield from _compared("papers.yaml: statements", statements, texts.statements)
    for statement, question in statements.items():
        if statement in texts.statements and question in rules.questions:
            yield from _statement(statement, texts.statements[statement], rules, question)
    points: dict[str, list[str]] = {}
    for paper in papers.values():
        for question, options in paper.points.items():
            points[question] = list(dict.fromkeys([*points.get(question, ()), *options]))
    yield from _compared("papers.yaml: points", points, texts.points)
    for question, wanted in points.items():
        yield from _compared(f"papers.yaml: points: {question}", wanted, texts.points.get(question, wanted))
    never_asked = dict.fromkeys(each for paper in papers.values() for each in paper.never_asked)
    yield from _compared("papers.yaml: never_asked", never_asked, texts.never_asked)


def _statement(statement: str, given: Mapping[str, str], rules: Rules, question: str) -> Iterator[str]:
    """Each option has a sentence; only a figure may be said by one for all, and only there its number may stand."""
    where = f"papers.yaml: statements: {statement}"
    is_figure = rules.questions[question].is_figure
    if not (is_figure and {*given} == {ANY}):
        yield from _compared(where, rules.questions[question].option_ids, given)
    for option, sentence in given.items():
        if (FIGURE in sentence) != is_figure:
            yield f"{where}: {option}: {FIGURE} stands in every sentence of a figure, and in no other"


def _compared(where: str, wanted: Iterable[str], given: Iterable[str]) -> Iterator[str]:
    wanted, given = list(wanted), list(given)
    yield from (f"{where}: {key} has no text" for key in wanted if key not in given)
    yield from (f"{where}: {key} has a text, but nothing has that id" for key in given if key not in wanted)


def _unknown(where: str, what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    known = {*known}
    yield from (f"{where}: {each} is no {what}" for each in named if each not in known)
