"""A language's texts: loaded once, validated whole, and said with every value escaped for mrkdwn."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from pydantic import ValidationError

from prompts import numbers
from prompts.examples import ExampleReader, Phrasings
from prompts.files import load
from prompts.message_ids import MESSAGES
from prompts.mrkdwn import Mrkdwn
from prompts.paper_rules import PaperTexts, gaps, misfits, paper_rules
from prompts.templates import LOCALE, TemplateFault, compile_template, examine
from prompts.texts import (
    COMMANDS,
    TURNS,
    ActionText,
    Forms,
    LanguageText,
    LlmText,
    NameText,
    QuestionText,
    ReadyText,
    ReasonText,
    StateText,
    Text,
    Words,
)
from scoring import Rules, load_rules

ROOM = Path(__file__).parent
DEFAULT_LANGUAGE = "en"
STATES = ("confirmed", "likely", "unclear", "unlikely", "ruled_out")
ROLES = ("sponsor", "business_owner", "technical_lead", "security_reviewer", "anyone")
SUBCOMMANDS = (
    "start",
    "help",
    "status",
    "list",
    "first",
    "stop",
    "pause",
    "resume",
    "answers",
    "export",
    "language",
    "checkin",
    "settings",
)

T = TypeVar("T", bound=Text)


class CatalogError(Exception):
    """A language's texts do not fit the ids they are for; the message names file and id, line by line."""


@dataclass(frozen=True)
class Catalog:
    """All that is said in one language, and how its numbers and dates are written for one reader (`locale`)."""

    language: str
    about: LanguageText
    locale: Locale
    questions: Mapping[str, QuestionText]
    reasons: Mapping[str, ReasonText]
    actions: Mapping[str, ActionText]
    metrics: Mapping[str, NameText]
    ready: Mapping[str, ReadyText]
    states: Mapping[str, StateText]
    roles: Mapping[str, str]
    units: Mapping[str, Forms]
    unit_of: Mapping[str, str]
    words: Words
    llm: LlmText
    examples: Mapping[str, Mapping[str, Phrasings]]
    talk: Mapping[str, Phrasings]
    page: Mapping[str, str | Forms]
    papers: PaperTexts
    messages: Mapping[str, str]

    @property
    def tag(self) -> str:
        """What `catalog` takes to give this one again, such as "es-MX"."""
        return f"{self.language}-{self.locale.territory}" if self.locale.territory else self.language

    def say(self, message_id: str, **values: Any) -> Mrkdwn:
        """The message with its values, each escaped. Raises CatalogError for values that the id does not take."""
        expected = MESSAGES.get(message_id)
        if expected is None or set(values) != expected:
            raise CatalogError(f"{message_id} takes {sorted(expected or ())}, not {sorted(values)}.")
        template = compile_template(self.messages[message_id])
        return Mrkdwn(template.render({LOCALE: self.locale, **values}).strip())

    def unit(self, unit: str, number: int | Decimal) -> str:
        """A unit's name as it stands behind this number."""
        return numbers.plural(self.locale, number, self.units[unit])


@cache
def languages(room: Path = ROOM) -> tuple[str, ...]:
    """The languages shipped: a folder each."""
    return tuple(sorted(path.parent.name for path in room.glob("*/language.yaml")))


@cache
def catalog(tag: str = DEFAULT_LANGUAGE) -> Catalog:
    """The texts for a Slack locale such as "es-MX" (or a bare language); English where its language is not shipped.

    Raises CatalogError.
    """
    language = tag.split("-", maxsplit=1)[0]
    if language not in languages():
        return catalog()
    texts = _of_language(language)
    return replace(texts, locale=numbers.locale_for(tag, texts.about.formats))


def every_catalog(first: Catalog) -> tuple[Catalog, ...]:
    """The texts of all languages, `first` before the others: for reading what somebody typed."""
    return (first, *(_of_language(language) for language in languages() if language != first.language))


@cache
def _of_language(language: str) -> Catalog:
    return load_catalog(ROOM / language, load_rules())


def load_catalog(folder: Path, rules: Rules) -> Catalog:
    """Read and validate a language folder against the rules' ids. Raises CatalogError naming every gap."""
    about = _about(folder)
    return _Reader(folder, about, Locale.parse(about.formats)).catalog(rules)


def _about(folder: Path) -> LanguageText:
    try:
        about = LanguageText.model_validate(load(folder / "language.yaml"))
        Locale.parse(about.formats)
    except ValidationError as error:
        raise CatalogError("\n".join(_told("language.yaml", error))) from error
    except (UnknownLocaleError, ValueError) as error:
        raise CatalogError(f"language.yaml: formats: {error}") from error
    return about


class _Reader:
    """Reads one folder; what does not fit is gathered in `faults`, so that all of it can be told at once."""

    def __init__(self, folder: Path, about: LanguageText, locale: Locale) -> None:
        self.folder = folder
        self.about = about
        self.locale = locale
        self.faults: list[str] = []

    def catalog(self, rules: Rules) -> Catalog:
        """The whole folder. Raises CatalogError."""
        units = _units(rules)
        typed = ExampleReader(self.folder, self.faults)
        loaded = Catalog(
            language=self.folder.name,
            about=self.about,
            locale=self.locale,
            questions=self._questions(rules),
            reasons=self._texts("reasons", ReasonText, rules.reasons),
            actions=self._texts("actions", ActionText, rules.actions),
            metrics=self._texts("metrics", NameText, rules.metrics),
            ready=self._ready(rules),
            states=self._states(),
            roles={key: str(value) for key, value in self._read("roles", ROLES).items()},
            units={key: self._forms(f"units.yaml: {key}", value) for key, value in self._read("units", units).items()},
            unit_of={question.id: question.unit for question in rules.questions.values() if question.unit},
            words=self._words(units),
            llm=self._llm(),
            examples=typed.examples(rules),
            talk=typed.talk(),
            page=self._page(),
            papers=self._papers(rules),
            messages=self._messages(),
        )
        if self.faults:
            raise CatalogError("\n".join(self.faults))
        return loaded

    def _questions(self, rules: Rules) -> dict[str, QuestionText]:
        questions = self._texts("questions", QuestionText, rules.questions)
        for question_id, text in questions.items():
            wanted = [option.id for option in rules.questions[question_id].options]
            self._compare(f"questions.yaml: {question_id}", wanted, text.options)
        return questions

    def _ready(self, rules: Rules) -> dict[str, ReadyText]:
        ready = self._texts("ready", ReadyText, rules.ready)
        for check, text in ready.items():
            self._compare(f"ready.yaml: {check}: shows", rules.ready[check].yes, text.shows)
        return ready

    def _states(self) -> dict[str, StateText]:
        states = self._texts("states", StateText, STATES)
        for state, text in states.items():
            self._forms(f"states.yaml: {state}: counted", text.counted)
        return states

    def _words(self, units: Iterable[str]) -> Words:
        raw = load(self.folder / "words.yaml")
        try:
            words = Words.model_validate(raw)
        except ValidationError as error:
            raise CatalogError("\n".join([*self.faults, *_told("words.yaml", error)])) from error
        self._compare("words.yaml: commands", COMMANDS, words.commands)
        self._compare("words.yaml: turns", TURNS, words.turns)
        self._compare("words.yaml: subcommands", SUBCOMMANDS, words.subcommands)
        self._compare("words.yaml: units", units, words.units)
        return words

    def _llm(self) -> LlmText:
        try:
            return LlmText.model_validate(load(self.folder / "llm.yaml"))
        except ValidationError as error:
            raise CatalogError("\n".join([*self.faults, *_told("llm.yaml", error)])) from error

    def _page(self) -> dict[str, str | Forms]:
        """The playground page's own words: what the English ones say, with the same names to fill in."""
        english: dict[str, Any] = load(ROOM / DEFAULT_LANGUAGE / "page.yaml")
        found: dict[str, str | Forms] = {}
        for key, text in self._read("page", english).items():
            found[key] = text if isinstance(text, str) else self._forms(f"page.yaml: {key}", text)
            wanted, used = _to_fill_in(english[key]), _to_fill_in(text)
            if used != wanted:
                self.faults.append(f"page.yaml: {key}: uses {sorted(used)}, English uses {sorted(wanted)}")
        return found

    def _papers(self, rules: Rules) -> PaperTexts:
        """The words of the documents; what they are drawn from is held against the rules with them."""
        raw = load(self.folder / "papers.yaml")
        try:
            papers = PaperTexts.model_validate(raw)
        except ValidationError as error:
            raise CatalogError("\n".join([*self.faults, *_told("papers.yaml", error)])) from error
        self.faults += [*misfits(paper_rules(), rules), *gaps(papers, paper_rules(), rules)]
        return papers

    def _messages(self) -> dict[str, str]:
        messages = {key: str(source) for key, source in self._read("messages", MESSAGES).items()}
        for key, source in messages.items():
            try:
                examine(source, MESSAGES[key], self.locale)
            except TemplateFault as fault:
                self.faults.append(f"messages.yaml: {key}: {fault}")
        return messages

    def _texts(self, name: str, kind: type[T], ids: Iterable[str]) -> dict[str, T]:
        texts: dict[str, T] = {}
        for key, value in self._read(name, ids).items():
            try:
                texts[key] = kind.model_validate(value)
            except ValidationError as error:
                self.faults += _told(f"{name}.yaml: {key}", error)
        return texts

    def _forms(self, where: str, given: Any) -> Forms:
        """The forms of a word, each that the language needs and no other."""
        forms = {str(form): str(word) for form, word in given.items()} if isinstance(given, dict) else {}
        self._compare(where, sorted(numbers.categories(self.locale)), forms)
        return forms

    def _read(self, name: str, ids: Iterable[str]) -> dict[str, Any]:
        """A file's mapping, less what no id asks for."""
        wanted = list(ids)
        raw: dict[str, Any] = load(self.folder / f"{name}.yaml") or {}
        self._compare(f"{name}.yaml", wanted, raw)
        return {key: raw[key] for key in wanted if key in raw}

    def _compare(self, where: str, wanted: Iterable[str], given: Iterable[str]) -> None:
        wanted, given = list(wanted), list(given)
        self.faults += [f"{where}: {key} has no text" for key in wanted if key not in given]
        self.faults += [f"{where}: {key} has a text, but nothing has that id" for key in given if key not in wanted]


def _to_fill_in(text: str | Forms) -> set[str]:
    """The names in braces, of all forms together."""
    return set(re.findall(r"\{(\w+)\}", text if isinstance(text, str) else " ".join(text.values())))


def _told(where: str, error: ValidationError) -> list[str]:
    return [f"{where}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]


def _units(rules: Rules) -> list[str]:
    of_questions = [question.unit for question in rules.questions.values() if question.unit]
    return sorted({*of_questions, *(metric.unit for metric in rules.metrics.values())})
