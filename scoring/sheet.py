"""A sheet of answers: reading one, and the facts that count in it.

A sheet is YAML: `pilot`, `framework` (`five`, `four` or `both`), `answers`. An answer is an option id, a whole number
for a figure, `unknown`, or a table `{option, value, by, role, quote}`. Where several people answered, it is a list of
these, the oldest first; one of them counts, by the policy that the rules declare, and the others are kept beside it.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field, StrictInt, StrictStr, ValidationError, field_validator, model_validator
from pydantic.dataclasses import dataclass

from scoring.errors import SheetError, UnknownId, nearest_id
from scoring.prepared import live_facts
from scoring.rules import NUMBER, ROLES, UNKNOWN, FrameworkName, Model, Role
from scoring.yamltext import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scoring.rules import Rules

LARGEST = 1_000_000  # characters of a sheet
FRAMEWORKS = ("five", "four", "both")
KEYS = ("pilot", "framework", "answers")


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Answer:
    """A stated fact: the option, the exact number of a figure, who said it, in which role and in which words.

    A `value` is taken exactly: the band it falls into is the option, whatever `option` says.
    """

    option: StrictStr
    value: StrictInt | None = None
    by: StrictStr | None = None
    role: Role | None = None
    quote: StrictStr | None = None


class Sheet(Model):
    """The facts about one pilot, by question id, and the lens to look at them through.

    `said` has all answers, the oldest first, to questions that several people answered; of these, `answers` has the
    last until `resolved` puts the one there that counts.
    """

    pilot: str
    framework: FrameworkName = "both"
    answers: dict[str, Answer] = Field(default_factory=dict)
    said: dict[str, tuple[Answer, ...]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _several(cls, given: Any) -> Any:
        """Read a list of answers to one question as what several people said."""
        answers = given.get("answers") if isinstance(given, dict) else None
        if not isinstance(answers, dict):
            return given
        lists = {key: value for key, value in answers.items() if isinstance(value, (list, tuple)) and value}
        if not lists:
            return given
        said = {key: tuple(_answer(each) for each in value) for key, value in lists.items()}
        last = {key: value[-1] for key, value in lists.items()}
        return {**given, "answers": {**answers, **last}, "said": {**given.get("said", {}), **said}}

    @field_validator("answers", mode="before")
    @classmethod
    def _short_forms(cls, given: Any) -> Any:
        """Read an option id or a bare whole number as an answer."""
        return {key: _answer(value) for key, value in given.items()} if isinstance(given, dict) else given

    def with_answer(self, question_id: str, answer: Answer | str | int) -> Sheet:
        """Return a copy in which this question has this one answer."""
        answers = {**self.answers, question_id: _answer(answer)}
        return self.model_copy(update={"answers": answers, "said": _less(self.said, question_id)})

    def without(self, question_id: str) -> Sheet:
        """Return a copy in which this question has no answer."""
        left, said = _less(self.answers, question_id), _less(self.said, question_id)
        return self.model_copy(update={"answers": left, "said": said})


def _answer(given: Any) -> Any:
    """Return the full form of an answer's short forms; anything else unchanged."""
    if isinstance(given, str):
        return Answer(option=given)
    if isinstance(given, int) and not isinstance(given, bool):
        return Answer(option=NUMBER, value=given)
    if isinstance(given, dict) and "value" in given and "option" not in given:
        return {"option": NUMBER, **given}
    return given


def _less(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a table without one of its keys."""
    return {each: value for each, value in table.items() if each != key}


def option_of(rules: Rules, question_id: str, answer: Answer) -> str:
    """Return the option id that an answer stands for, `unknown` included.

    Raises:
        UnknownId: the question or the option does not exist.
        SheetError: a number for a question that is not a figure, or one outside all of its bands.
    """
    question = rules.questions.get(question_id)
    if question is None:
        raise UnknownId("question", question_id, nearest_id(question_id, rules.questions))
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


def standing(answers: Iterable[Answer]) -> list[Answer]:
    """Return what people say by now, the oldest first: what somebody says later replaces what they said before."""
    latest: dict[str, Answer] = {}
    for place, answer in enumerate(answers):
        key = f"@{answer.by}" if answer.by is not None else str(place)
        latest.pop(key, None)
        latest[key] = answer
    return list(latest.values())


def counting(rules: Rules, question_id: str, answers: Iterable[Answer]) -> Answer:
    """Return the answer that counts of those that several people gave, by the policy in `frame.yaml`.

    Raises:
        UnknownId, SheetError: as `option_of`.
    """
    policy, left = rules.frame.respondents, standing(answers)
    options = [option_of(rules, question_id, answer) for answer in left]
    knowing = [answer for answer, option in zip(left, options, strict=True) if option != UNKNOWN]
    for preference in policy.prefer:
        if preference == "knows":
            kept = [answer for answer in left if answer in knowing]
        else:
            kept = [answer for answer in left if answer.role == rules.questions[question_id].role]
        left = kept or left
    return left[-1] if policy.then == "latest" else left[0]


def resolved(rules: Rules, sheet: Sheet) -> Sheet:
    """Return the sheet with the answer that counts in `answers`, and numbers by the id of their band everywhere.

    Raises:
        UnknownId, SheetError: as `option_of`.
    """

    def exact(question_id: str, answer: Answer) -> Answer:
        return replace(answer, option=option_of(rules, question_id, answer))

    chosen = {**sheet.answers, **{key: counting(rules, key, several) for key, several in sheet.said.items()}}
    answers = {key: exact(key, answer) for key, answer in chosen.items()}
    said = {key: tuple(exact(key, each) for each in several) for key, several in sheet.said.items()}
    return sheet.model_copy(update={"answers": answers, "said": said})


def stated(rules: Rules, sheet: Sheet) -> dict[str, str]:
    """Return every answered question with its option id, `unknown` included, in declared order.

    Raises:
        UnknownId, SheetError: as `option_of`.
    """
    rows, given = rules.prepared.rows, dict[str, str]()
    for question_id, answer in sheet.answers.items():
        plain = answer.value is None and answer.option in rows.get(question_id, ())  # the usual case, without a call
        given[question_id] = answer.option if plain else option_of(rules, question_id, answer)
    for question_id, several in sheet.said.items():
        given[question_id] = option_of(rules, question_id, counting(rules, question_id, several))
    return {question_id: given[question_id] for question_id in rows if question_id in given}


def settled(rules: Rules, options: Mapping[str, str]) -> dict[str, str]:
    """Return the facts that count: those whose question still makes sense.

    An answer is moot when a question that its own question requires has been answered otherwise since (a correction:
    "there is no log" after "someone read it last week"), or is itself moot. A required question that is unanswered,
    or answered "I don't know", makes nothing moot: the fact was stated all the same.
    """
    return live_facts(rules.compiled, options)


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
    _known("key", raw, KEYS)
    _known("framework", [raw.get("framework", "both")], FRAMEWORKS)
    if isinstance(raw.get("answers"), dict):
        _known("question", raw["answers"], rules.questions)
        for given in raw["answers"].values():
            for each in given if isinstance(given, tuple) else (given,):
                if isinstance(each, dict):
                    _known("key", each, [field.name for field in fields(Answer)])
                    _known("role", [each["role"]] if each.get("role") is not None else [], ROLES)
    try:
        sheet = Sheet.model_validate(raw)
    except ValidationError as refused:
        error = refused.errors(include_url=False)[0]
        place = ".".join(str(part) for part in error["loc"])
        raise SheetError(f"{place}: {error['msg'].lower()}") from refused
    return resolved(rules, sheet)
