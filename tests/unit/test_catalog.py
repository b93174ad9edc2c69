"""Texts and ids fit each other, and whoever breaks that is told where."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from prompts.catalog import ROOM, Catalog, CatalogError, catalog, languages, load_catalog
from prompts.message_ids import MESSAGES
from scoring import Rules

Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def load(tmp_path: Path, rules: Rules) -> Callable[[str, Change], Catalog]:
    """Load a copy of the English folder of which one file has been changed."""

    def changed(name: str, change: Change) -> Catalog:
        folder = tmp_path / "en"
        shutil.copytree(ROOM / "en", folder)
        path = folder / f"{name}.yaml"
        texts = yaml.safe_load(path.read_text("utf-8"))
        change(texts)
        path.write_text(yaml.safe_dump(texts, allow_unicode=True), "utf-8")
        return load_catalog(folder, rules)

    return changed


Load = Callable[[str, Change], Catalog]
FILES = ("questions", "reasons", "actions", "metrics", "ready", "states", "roles", "units", "messages")


def test_every_language_is_whole(rules: Rules) -> None:
    """Each language that is shipped loads: every id has its text, every text its id."""
    assert "en" in languages()
    for language in languages():
        assert load_catalog(ROOM / language, rules).language == language


@pytest.mark.parametrize("name", FILES)
def test_a_text_that_is_missing(load: Load, name: str) -> None:
    """An id without a text is named, with the file."""
    gone = next(iter(yaml.safe_load((ROOM / "en" / f"{name}.yaml").read_text("utf-8"))))
    with pytest.raises(CatalogError, match=rf"{name}\.yaml: {gone} has no text"):
        load(name, lambda texts: texts.pop(gone))


@pytest.mark.parametrize("name", FILES)
def test_a_text_without_an_id(load: Load, name: str) -> None:
    """A text that nothing asks for is named, with the file."""
    with pytest.raises(CatalogError, match=rf"{name}\.yaml: attic has a text, but nothing has that id"):
        load(name, lambda texts: texts.update(attic="old"))


def test_an_option_too_many_or_too_few(load: Load) -> None:
    """Options have to match one for one; both sides of a mistyped one are named."""

    def mistype(texts: dict[str, Any]) -> None:
        options = texts["output_path"]["options"]
        options["writen"] = options.pop("written")

    with pytest.raises(CatalogError) as told:
        load("questions", mistype)
    assert "questions.yaml: output_path: written has no text" in str(told.value)
    assert "questions.yaml: output_path: writen has a text, but nothing has that id" in str(told.value)


@pytest.mark.parametrize(("field", "limit"), [("text", 75), ("label", 24)])
def test_an_option_too_long(load: Load, field: str, limit: int) -> None:
    """An option that Slack would cut is refused, with its place and the limit."""

    def lengthen(texts: dict[str, Any]) -> None:
        texts["output_path"]["options"]["written"][field] = "x" * (limit + 1)

    with pytest.raises(CatalogError, match=rf"output_path: options\.written\.{field}: .*{limit} characters"):
        load("questions", lengthen)


@pytest.mark.parametrize(
    ("message", "template", "told"),
    [
        ("stop.done", "{{ pilto }} is stopped", r"stop\.done: uses \['pilto'\], its id has \['pilot'\]"),
        ("stop.done", "It is stopped", r"stop\.done: uses \[\], its id has \['pilot'\]"),
        ("help", "{{ pilot }}", r"help: uses \['pilot'\], its id has \[\]"),
        ("stop.done", "{{ pilot ", r"messages\.yaml: stop\.done: "),
        ("stop.done", "{% if pilot %}", r"messages\.yaml: stop\.done: "),
    ],
)
def test_a_template_that_does_not_fit(load: Load, message: str, template: str, told: str) -> None:
    """A template with a wrong name or a slip in its syntax is refused before anybody could see it."""
    with pytest.raises(CatalogError, match=told):
        load("messages", lambda texts: texts.update({message: template}))


def test_all_faults_at_once(load: Load) -> None:
    """Several faults are told together, a line each, so that one round of mending is enough."""

    def spoil(texts: dict[str, Any]) -> None:
        del texts["help"]
        texts["attic"] = "old"
        texts["stop.done"] = "{{ x }}"

    with pytest.raises(CatalogError) as told:
        load("messages", spoil)
    assert len(str(told.value).splitlines()) == 3


def test_saying_needs_the_right_values(texts: Catalog) -> None:
    """A message said with a value too few, too many, or an id that does not exist is a mistake, not an odd text."""
    assert texts.say("stop.done", pilot="reader")
    for values in ({}, {"pilot": "reader", "person": "x"}, {"pilto": "reader"}):
        with pytest.raises(CatalogError, match=r"stop\.done takes \['pilot'\]"):
            texts.say("stop.done", **values)
    with pytest.raises(CatalogError, match="nothing"):
        texts.say("nothing")


def test_an_unknown_language_is_english() -> None:
    """Whose language is not shipped reads English."""
    assert catalog("tlh").language == "en"
    assert catalog("../en").language == "en"


def test_the_texts_keep_the_tone(texts: Catalog) -> None:
    """No exclamation marks, no jargon of ours, and every question ends as one."""
    said = [texts.templates[key].render(**dict.fromkeys(names, 1)) for key, names in MESSAGES.items()]
    said += [text for one in texts.questions.values() for text in (one.text, one.why, one.ask_number or "")]
    said += [option.text for one in texts.questions.values() for option in one.options.values()]
    said += [text for one in texts.actions.values() for text in (one.title, one.how, one.done_when)]
    said += [text for one in texts.reasons.values() for text in (one.name, one.means, one.repair, one.short)]
    assert [text for text in said if "!" in text] == []
    words = {word.strip(".,:;?*_`\"'()").lower() for text in said for word in text.split()}
    assert words & {"session", "instance", "user", "users", "please note", "kindly", "oops"} == set()
    assert [one.text for one in texts.questions.values() if not one.text.endswith("?")] == []


def test_labels_stand_on_buttons(texts: Catalog) -> None:
    """Slack shows about thirty characters on a button: a number, a blank and the label fit."""
    labels = [option.label for one in texts.questions.values() for option in one.options.values()]
    assert [label for label in labels if len(f"12 {label}") > 30] == []


def test_labels_of_one_question_differ(texts: Catalog) -> None:
    """No two options of a question read alike, neither in full nor on their buttons."""
    for question in texts.questions.values():
        for words in ([o.text for o in question.options.values()], [o.label for o in question.options.values()]):
            assert len({word.casefold() for word in words}) == len(words)
