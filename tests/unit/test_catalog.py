"""Texts and ids fit each other, and whoever breaks that is told where."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, meta

from prompts import dates
from prompts.catalog import ROOM, Catalog, CatalogError, catalog, languages, load_catalog
from prompts.files import load as load_file
from prompts.message_ids import MESSAGES
from scoring import Rules
from tests.unit.conftest import Change, Load

FILES = (
    "questions",
    "reasons",
    "actions",
    "metrics",
    "ready",
    "states",
    "roles",
    "units",
    "messages",
    "page",
    "examples",
    "talk",
)


def test_every_language_is_whole(rules: Rules) -> None:
    """Each language that is shipped loads: every id has its text, every text its id."""
    assert {"en", "es"} <= set(languages())
    for language in languages():
        assert load_catalog(ROOM / language, rules).language == language


def test_the_languages_have_the_same_files_and_placeholders() -> None:
    """Every language has the files that English has, and its templates use the names that the English ones use."""
    files = {path.name for path in (ROOM / "en").iterdir()}
    for language in languages():
        assert {path.name for path in (ROOM / language).iterdir()} == files
        sources = load_file(ROOM / language / "messages.yaml")
        assert {key: used(sources[key]) for key in MESSAGES} == dict(MESSAGES)


def used(source: str) -> frozenset[str]:
    """The names that a template uses."""
    return frozenset(meta.find_undeclared_variables(Environment(autoescape=True).parse(re.sub(r"\|[^}]*", "", source))))


def test_another_language_is_a_folder(tmp_path: Path, rules: Rules) -> None:
    """A folder with a further language loads as it stands, with its own formats, and is found by its name."""
    for language in languages():
        shutil.copytree(ROOM / language, tmp_path / language)
    shutil.copytree(ROOM / "es", tmp_path / "pt")
    about = {"name": "Português", "called": ["português", "portuguese"], "formats": "pt_BR"}
    (tmp_path / "pt" / "language.yaml").write_text(yaml.safe_dump(about), "utf-8")
    assert languages(tmp_path) == ("en", "es", "pt")
    added = load_catalog(tmp_path / "pt", rules)
    assert (added.language, added.tag, added.about.name) == ("pt", "pt-BR", "Português")
    assert added.say("plan.share_of_baseline", percent=20) == "20% de eso"
    assert dates.day(added.locale, date(2026, 11, 23)) == "seg., 23 de nov."


def test_a_folder_is_all_that_the_program_needs(tmp_path: Path) -> None:
    """With a further folder beside the others the program speaks that language, with no line of code changed."""
    room = shutil.copytree(ROOM, tmp_path / "prompts")
    shutil.copytree(room / "es", room / "pt")
    about = {"name": "Português", "called": ["português"], "formats": "pt_BR"}
    (room / "pt" / "language.yaml").write_text(yaml.safe_dump(about), "utf-8")
    code = """if True:
        from bot.understanding.words import certain
        from prompts.catalog import catalog, every_catalog, languages
        from scoring import load_rules
        texts = catalog("pt-PT")
        reading = certain(catalog(), load_rules().questions["volume_week"], "unos doce")
        print(languages(), texts.tag, len(every_catalog(texts)), texts.say("question.unknown"), reading.value)
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOM.parent)])},
    )
    assert done.stdout.strip() == "('en', 'es', 'pt') pt-PT 3 No sé 12"


@pytest.mark.parametrize("name", FILES)
def test_a_text_that_is_missing(load: Load, name: str) -> None:
    """An id without a text is named, with the file."""
    gone = next(iter(load_file(ROOM / "en" / f"{name}.yaml")))
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
        (
            "stop.done",
            "{{ pilot | plural(one='x') }}",
            r"stop\.done: plural\(\) has one; this language needs one, other",
        ),
        ("stop.done", "{{ pilot | shout }}", r"stop\.done: No filter named 'shout'"),
        ("stop.done", "{% if pilot is loud %}x{% endif %}", r"stop\.done: No test named 'loud'"),
        ("stop.done", "{% set pilot = 'x' %}{{ pilot }}", r"stop\.done: uses \[\], its id has \['pilot'\]"),
    ],
)
def test_a_template_that_does_not_fit(load: Load, message: str, template: str, told: str) -> None:
    """A template with a wrong name or a slip in its syntax is refused before anybody could see it."""
    with pytest.raises(CatalogError, match=told):
        load("messages", lambda texts: texts.update({message: template}))


def test_a_template_may_name_things_itself(load: Load) -> None:
    """What a template names for its own use is nothing that it has to be given."""
    texts = load("messages", lambda texts: texts.update({"stop.done": "{% set it = pilot %}{{ it }}: {{ it }}"}))
    assert texts.say("stop.done", pilot="<b>") == "&lt;b&gt;: &lt;b&gt;"


@pytest.mark.parametrize(("name", "key"), [("units", "weeks"), ("states", "likely")])
def test_a_form_that_is_missing(load: Load, name: str, key: str) -> None:
    """A word beside numbers needs each form of its language; the one that lacks is named."""

    def forget(texts: dict[str, Any]) -> None:
        (texts[key] if name == "units" else texts[key]["counted"]).pop("one")

    with pytest.raises(CatalogError, match=rf"{name}\.yaml: {key}.*: one has no text"):
        load(name, forget)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda words: words["commands"].pop("back"), r"words\.yaml: commands: back has no text"),
        (lambda words: words["units"].update(days=[]), r"words\.yaml: units: days has a text, but nothing has that id"),
        (lambda words: words.pop("yes"), r"words\.yaml: yes: Field required"),
    ],
)
def test_words_that_do_not_fit(load: Load, spoil: Change, told: str) -> None:
    """The words by which a typed text is understood are checked like the texts."""
    with pytest.raises(CatalogError, match=told):
        load("words", spoil)


def test_a_word_of_the_page_with_another_name(load: Load) -> None:
    """A text of the page that fills in other names than the English one is refused."""
    with pytest.raises(CatalogError, match=r"page\.yaml: side\.channel: uses \['nmae'\], English uses \['name'\]"):
        load("page", lambda texts: texts.update({"side.channel": "{nmae}"}))


@pytest.mark.parametrize("formats", ["es_XX", "nonsense", ""])
def test_formats_that_nobody_knows(load: Load, formats: str) -> None:
    """A language whose formats are unknown is refused, with the file."""
    with pytest.raises(CatalogError, match=r"language\.yaml: formats"):
        load("language", lambda about: about.update(formats=formats))


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


@pytest.mark.parametrize(
    ("tag", "language", "same"),
    [
        ("tlh", "en", "en-US"),
        ("fi-FI", "en", "en-US"),
        ("../en", "en", "en-US"),
        ("en-GB", "en", "en-GB"),
        ("en-XX", "en", "en-US"),
        ("es", "es", "es-419"),
        ("es-LA", "es", "es-419"),
        ("es-ES", "es", "es-ES"),
        ("es-MX", "es", "es-MX"),
    ],
)
def test_the_language_of_a_slack_locale(tag: str, language: str, same: str) -> None:
    """A Slack locale gives its language with its region's formats; English where the language is not shipped."""
    texts = catalog(tag)
    assert (texts.language, texts.tag) == (language, same)
    assert catalog(texts.tag) is texts or catalog(texts.tag).locale == texts.locale


def test_numbers_and_money_by_region() -> None:
    """Numbers, percentages and amounts are written as the reader's country writes them."""
    said = {tag: catalog(tag).say("plan.budget", low=1_000, high=1_400, line="") for tag in ("en", "es", "es-ES")}
    assert {tag: text.split(";")[0] for tag, text in said.items()} == {
        "en": "1,000–1,400 USD a month to run",
        "es": "1,000 a 1,400 USD al mes para mantenerlo",
        "es-ES": "1.000 a 1.400 USD al mes para mantenerlo",
    }
    share = {tag: catalog(tag).say("plan.share_of_baseline", percent=20) for tag in said}
    assert share == {"en": "20% of that", "es": "20% de eso", "es-ES": "20\N{NO-BREAK SPACE}% de eso"}


@pytest.mark.parametrize(
    ("language", "unit", "forms"),
    [
        ("en", "hours_per_week", {0: "hours a week", 1: "hour a week", 2: "hours a week"}),
        ("en", "figures", {0: "figures", 1: "figure", 5: "figures"}),
        ("es", "hours_per_week", {0: "horas por semana", 1: "hora por semana", 2: "horas por semana"}),
        ("es", "times_per_quarter", {1: "vez en tres meses", 3: "veces en tres meses"}),
        ("es", "months", {1: "mes", 12: "meses"}),
    ],
)
def test_a_unit_beside_its_number(language: str, unit: str, forms: dict[int, str]) -> None:
    """One hour and two hours, in every language."""
    assert {number: catalog(language).unit(unit, number) for number in forms} == forms


@pytest.mark.parametrize("language", languages())
def test_the_texts_keep_the_tone(language: str) -> None:
    """No exclamation marks, no jargon of ours, and every question ends as one."""
    texts = catalog(language)
    said: list[str] = [texts.say(key, **dict.fromkeys(names, 1)) for key, names in MESSAGES.items()]
    said += [text for one in texts.questions.values() for text in (one.text, one.why, one.ask_number or "")]
    said += [option.text for one in texts.questions.values() for option in one.options.values()]
    said += [text for one in texts.actions.values() for text in (one.title, one.how, one.done_when)]
    said += [text for one in texts.reasons.values() for text in (one.name, one.means, one.repair, one.short)]
    assert [text for text in said if "!" in text or "¡" in text] == []
    words = {word.strip(".,:;?*_`\"'()").lower() for text in said for word in text.split()}
    assert words & {"session", "instance", "user", "users", "please note", "kindly", "oops"} == set()
    assert words & {"sesión", "instancia", "usuario", "usuarios", "usted", "ustedes", "vosotros"} == set()
    assert [one.text for one in texts.questions.values() if not one.text.endswith("?")] == []
    if language == "es":
        assert [text for text in said if text.count("?") != text.count("¿") and text != "?"] == []


@pytest.mark.parametrize("language", languages())
def test_labels_stand_on_buttons(language: str) -> None:
    """Slack shows about thirty characters on a button: a number, a blank and the label fit."""
    texts = catalog(language)
    labels = [option.label for one in texts.questions.values() for option in one.options.values()]
    assert [label for label in labels if len(f"12 {label}") > 30] == []


@pytest.mark.parametrize("language", languages())
def test_labels_of_one_question_differ(language: str) -> None:
    """No two options of a question read alike, neither in full nor on their buttons."""
    for question in catalog(language).questions.values():
        for words in ([o.text for o in question.options.values()], [o.label for o in question.options.values()]):
            assert len({word.casefold() for word in words}) == len(words)
