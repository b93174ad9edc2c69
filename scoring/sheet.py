"""A sheet of answers: reading one, and the facts that count in it.

A sheet is YAML: `pilot`, `framework` (`five`, `four` or `both`), `answers`. An answer is an option id, a whole number
for a figure, `unknown`, or a table `{option, value, by, quote}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError, field_validator

from scoring.errors import SheetError, UnknownId, nearest_id
from scoring.rules import NUMBER, UNKNOWN, FrameworkName, Model
from scoring.yamltext import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scoring.rules import Rules

LARGEST = 1_000_000  # characters of a sheet
FRAMEWORKS = ("five", "four", "both")


class Answer(Model):
    """A stated fact: the option, the exact number of a figure, who said it and in which words.

    A `value` is taken exactly: the band it falls into is the option, whatever `option` says.
    """

    option: str
    value: int | None = None
    by: str | None = None
    quote: str | None = None


class Sheet(Model):
    """The facts about one pilot, by question id, and the lens to look at them through."""

    pilot: str
    framework: FrameworkName = "both"
    answers: dict[str, Answer] = Field(default_factory=dict)

    @field_validator("answers", mode="before")
    @classmethod
    def _short_forms(cls, given: Any) -> Any:
        """Read an option id or a bare whole number as an answer."""
        return {key: _answer(value) for key, value in given.items()} if isinstance(given, dict) else given

    def with_answer(self, question_id: str, answer: Answer | str | int) -> Sheet:
        """Return a copy in which this question has this answer."""
        return self.model_copy(update={"answers": {**self.answers, question_id: _answer(answer)}})

    def without(self, question_id: str) -> Sheet:
        """Return a copy in which this question has no answer."""
        left = {key: value for key, value in self.answers.items() if key != question_id}
        return self.model_copy(update={"answers": left})


def _answer(given: Any) -> Any:
    """Return the full form of an answer's short forms; anything else unchanged."""
    if isinstance(given, str):
        return Answer(option=given)
    if isinstance(given, int) and not isinstance(given, bool):
        return Answer(option=NUMBER, value=given)
    if isinstance(given, dict) and "value" in given and "option" not in given:
        return {"option": NUMBER, **given}
    return given


def option_of(rules: Rules, question_id: str, answer: Answer) -> str:
    """Return the option id that an answer stands for, `unknown` included.

    Raises:
        UnknownId: the question or the option does not exist.
        SheetError: a number for a question that is not a figure, or one outside all of its bands.
    """
    question = rules.questions.get(question_id)
    if question is None:
        raise UnknownId("question", question_id, nearest_id(question_id, rules.questions))
    if answer.option == UNKNOWN and answer.value is None:
        return UNKNOWN
    if answer.value is not None:
        if not question.is_figure:
            raise SheetError(f"{question_id} takes no number; its options are {', '.join(question.option_ids)}")
        band = question.band(answer.value)
        if band is None:
            raise SheetError(f"{question_id}: {answer.value} {question.unit} is outside every band of this question")
        return band.id
    if (question_id, answer.option) not in rules.compiled.rows:
        valid = (*question.option_ids, UNKNOWN)
        raise UnknownId("option", answer.option, nearest_id(answer.option, valid), question_id)
    return answer.option


def stated(rules: Rules, sheet: Sheet) -> dict[str, str]:
    """Return every answered question with its option id, `unknown` included, in declared order.

    Raises:
        UnknownId, SheetError: as `option_of`.
    """
    given = {question_id: option_of(rules, question_id, answer) for question_id, answer in sheet.answers.items()}
    return dict(sorted(given.items(), key=lambda fact: rules.compiled.order[fact[0]]))


def settled(rules: Rules, options: Mapping[str, str]) -> dict[str, str]:
    """Return the facts that count: those whose question still makes sense.

    An answer is moot when a question that its own question requires has been answered otherwise since (a correction:
    "there is no log" after "someone read it last week"), or is itself moot. A required question that is unanswered,
    or answered "I don't know", makes nothing moot: the fact was stated all the same.
    """
    live = dict(options)
    for question_id, requires in rules.compiled.dependent:
        if question_id not in live:
            continue
        for needed, accepted in requires:
            given = live.get(needed)
            if (given is None and needed in options) or (given not in (None, UNKNOWN) and given not in accepted):
                del live[question_id]
                break
    return live


def facts(rules: Rules, sheet: Sheet) -> dict[str, str]:
    """Return the facts of a sheet that count, in declared order; see `stated` and `settled`."""
    return settled(rules, stated(rules, sheet))


def _known(kind: str, given: Iterable[Any], valid: Collection[str]) -> None:
    """Raise UnknownId for the first of `given` that is not valid."""
    for each in given:
        if each not in valid:
            raise UnknownId(kind, str(each), nearest_id(str(each), valid))


def _table(text: str) -> dict[Any, Any]:
    """Return a sheet's YAML as a table, an empty `answers:` as no answers."""
    if len(text) > LARGEST:
        raise SheetError(f"this sheet has {len(text)} characters; {LARGEST} are the most that is read")
    try:
        raw = read_yaml(text)
    except YamlError as fault:
        raise SheetError(str(fault)) from fault
    if not isinstance(raw, dict):
        raise SheetError("a sheet is a table with the keys pilot, framework, answers")
    return {**raw, "answers": {}} if raw.get("answers", {}) is None else raw


def read_sheet(text: str, rules: Rules) -> Sheet:
    """Read a sheet and check every id in it; typed numbers get the id of their band.

    Raises:
        UnknownId: a key, framework, question or option that does not exist; names the nearest valid one.
        SheetError: any other fault, as one line.
    """
    raw = _table(text)
    _known("key", raw, Sheet.model_fields)
    _known("framework", [raw.get("framework", "both")], FRAMEWORKS)
    if isinstance(raw.get("answers"), dict):
        _known("question", raw["answers"], rules.questions)
        for given in raw["answers"].values():
            if isinstance(given, dict):
                _known("key", given, Answer.model_fields)
    try:
        sheet = Sheet.model_validate(raw)
    except ValidationError as refused:
        error = refused.errors(include_url=False)[0]
        place = ".".join(str(part) for part in error["loc"])
        raise SheetError(f"{place}: {error['msg'].lower()}") from refused
    options = stated(rules, sheet)
    resolved = {key: answer.model_copy(update={"option": options[key]}) for key, answer in sheet.answers.items()}
    return sheet.model_copy(update={"answers": resolved})
