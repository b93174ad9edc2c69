"""A language's texts: loaded once, validated whole, and said with every value escaped for mrkdwn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, meta
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from prompts.message_ids import MESSAGES
from prompts.mrkdwn import Mrkdwn, finalize
from scoring import Rules, load_rules

ROOM = Path(__file__).parent
DEFAULT_LANGUAGE = "en"
OPTION_CHARACTERS = 75
LABEL_CHARACTERS = 24

T = TypeVar("T", bound=BaseModel)


class CatalogError(Exception):
    """A language's texts do not fit the ids they are for; the message names file and id, line by line."""


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OptionText(_Text):
    """An option in the words a person would use, and in one or two words for a button."""

    text: str = Field(max_length=OPTION_CHARACTERS)
    label: str = Field(max_length=LABEL_CHARACTERS)


class QuestionText(_Text):
    """A question, why it is asked, its options; `ask_number` invites an exact figure."""

    text: str
    why: str
    options: dict[str, OptionText]
    ask_number: str | None = None


class ReasonText(_Text):
    """A reason's name, what it means, what repairs it, and a few words for a line."""

    name: str
    means: str
    repair: str
    short: str


class ActionText(_Text):
    """An action of the plan: what, when it counts as done, and how."""

    title: str = Field(max_length=OPTION_CHARACTERS)
    done_when: str
    how: str


class MetricText(_Text):
    """A metric's name and its unit in words."""

    name: str
    unit_text: str


class ReadyText(_Text):
    """One of the five checks for production."""

    name: str


class StateText(_Text):
    """A state as a word and a mark."""

    word: str
    mark: str


@dataclass(frozen=True)
class Catalog:
    """All that is said in one language."""

    language: str
    questions: Mapping[str, QuestionText]
    reasons: Mapping[str, ReasonText]
    actions: Mapping[str, ActionText]
    metrics: Mapping[str, MetricText]
    ready: Mapping[str, ReadyText]
    states: Mapping[str, StateText]
    roles: Mapping[str, str]
    units: Mapping[str, str]
    unit_of: Mapping[str, str]
    templates: Mapping[str, Template]

    def say(self, message_id: str, **values: Any) -> Mrkdwn:
        """The message with its values, each escaped. Raises CatalogError for values that the id does not take."""
        expected = MESSAGES.get(message_id)
        if expected is None or set(values) != expected:
            raise CatalogError(f"{message_id} takes {sorted(expected or ())}, not {sorted(values)}.")
        return Mrkdwn(self.templates[message_id].render(**values).strip())


def languages(room: Path = ROOM) -> tuple[str, ...]:
    """The languages shipped: a folder each."""
    return tuple(sorted(path.parent.name for path in room.glob("*/messages.yaml")))


@cache
def catalog(language: str = DEFAULT_LANGUAGE) -> Catalog:
    """The texts of a language, or of English where it is not shipped. Raises CatalogError."""
    return load_catalog(ROOM / (language if language in languages() else DEFAULT_LANGUAGE), load_rules())


def load_catalog(folder: Path, rules: Rules) -> Catalog:
    """Read and validate a language folder against the rules' ids. Raises CatalogError naming every gap."""
    faults: list[str] = []

    def texts(name: str, kind: type[T], ids: Iterable[str]) -> dict[str, T]:
        return _texts(folder / f"{name}.yaml", kind, ids, faults)

    questions = texts("questions", QuestionText, rules.questions)
    for question_id, text in questions.items():
        wanted = [option.id for option in rules.questions[question_id].options]
        _compare(f"questions.yaml: {question_id}", wanted, text.options, faults)
    loaded = Catalog(
        language=folder.name,
        questions=questions,
        reasons=texts("reasons", ReasonText, rules.reasons),
        actions=texts("actions", ActionText, rules.actions),
        metrics=texts("metrics", MetricText, rules.metrics),
        ready=texts("ready", ReadyText, rules.ready),
        states=texts("states", StateText, STATES),
        roles=_words(folder / "roles.yaml", ROLES, faults),
        units=_words(folder / "units.yaml", _units(rules), faults),
        unit_of={question.id: question.unit for question in rules.questions.values() if question.unit},
        templates=_templates(folder / "messages.yaml", faults),
    )
    if faults:
        raise CatalogError("\n".join(faults))
    return loaded


STATES = ("confirmed", "likely", "unclear", "unlikely", "ruled_out")
ROLES = ("sponsor", "business_owner", "technical_lead", "security_reviewer", "anyone")


def _units(rules: Rules) -> list[str]:
    of_questions = [question.unit for question in rules.questions.values() if question.unit]
    return sorted({*of_questions, *(metric.unit for metric in rules.metrics.values())})


def _texts(path: Path, kind: type[T], ids: Iterable[str], faults: list[str]) -> dict[str, T]:
    raw = _read(path, ids, faults)
    texts: dict[str, T] = {}
    for key, value in raw.items():
        try:
            texts[key] = kind.model_validate(value)
        except ValidationError as error:
            faults += [
                f"{path.name}: {key}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
            ]
    return texts


def _words(path: Path, ids: Iterable[str], faults: list[str]) -> dict[str, str]:
    return {key: str(value) for key, value in _read(path, ids, faults).items()}


def _read(path: Path, ids: Iterable[str], faults: list[str]) -> dict[str, Any]:
    """The file's mapping, less what no id asks for."""
    wanted = list(ids)
    raw: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) or {}
    _compare(path.name, wanted, raw, faults)
    return {key: raw[key] for key in wanted if key in raw}


def _compare(where: str, wanted: Iterable[str], given: Iterable[str], faults: list[str]) -> None:
    wanted, given = list(wanted), list(given)
    faults += [f"{where}: {key} has no text" for key in wanted if key not in given]
    faults += [f"{where}: {key} has a text, but nothing has that id" for key in given if key not in wanted]


def _templates(path: Path, faults: list[str]) -> dict[str, Template]:
    environment = Environment(  # noqa: S701 (mrkdwn is not HTML: `finalize` escapes every value for where it goes)
        undefined=StrictUndefined, finalize=finalize, keep_trailing_newline=False, trim_blocks=True, lstrip_blocks=True
    )
    templates: dict[str, Template] = {}
    for key, source in _read(path, MESSAGES, faults).items():
        try:
            used = meta.find_undeclared_variables(environment.parse(source))
            templates[key] = environment.from_string(source)
        except TemplateSyntaxError as error:
            faults.append(f"{path.name}: {key}: {error.message}")
            continue
        if used != MESSAGES[key]:
            faults.append(f"{path.name}: {key}: uses {sorted(used)}, its id has {sorted(MESSAGES[key])}")
    return templates
