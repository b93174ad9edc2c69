"""Example phrasings fit the options that they are for, and whoever breaks that is told where."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from prompts.catalog import ROOM, CatalogError, catalog, languages, load_catalog
from prompts.examples import TALK
from scoring import Rules
from tests.unit.conftest import Change, Load


@pytest.mark.parametrize("language", languages())
def test_every_option_has_examples(rules: Rules, language: str) -> None:
    """Each option of each question, and each kind of talk, has phrasings in every language, in the rules' order."""
    texts = catalog(language)
    assert {key: tuple(given) for key, given in texts.examples.items()} == {
        key: question.option_ids for key, question in rules.questions.items()
    }
    assert min(len(said) for given in texts.examples.values() for said in given.values()) >= 3
    assert tuple(texts.talk) == TALK


def written(texts: dict[str, Any]) -> Any:
    """One option's phrasings, to be changed."""
    return texts["output_path"]["written"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda texts: texts.update(output_path=[]), r"examples\.yaml: output_path: written has no text"),
        (lambda texts: texts["output_path"].update(attic=["a", "b", "c"]), r"output_path: attic has a text, but noth"),
        (lambda texts: written(texts).__delitem__(slice(2, None)), r"output_path: written: 2 phrasings, at least 3"),
        (lambda texts: texts["output_path"].update(written="abc"), r"output_path: written: 0 phrasings, at least 3"),
        (lambda texts: written(texts).append(40), r"output_path: written: 40 is not a text"),
        (lambda texts: written(texts).append(" "), r"output_path: written: ' ' is not a text"),
        (lambda texts: written(texts).append("x" * 301), r"written: 'x+'… has more than 300 characters"),
        (lambda texts: written(texts).extend(["One two", "one  two."]), r"written: 'one two' stands there twice"),
        (
            lambda texts: texts["output_path"]["unused"].append(f"{written(texts)[0].upper()}."),
            r"examples\.yaml: output_path: written and unused both have ",
        ),
    ],
)
def test_examples_that_do_not_fit(load: Load, spoil: Change, told: str) -> None:
    """An option without enough phrasings, one phrasing for two options, what is no text: told with file and id."""
    with pytest.raises(CatalogError, match=told) as error:
        load("examples", spoil)
    assert [line for line in str(error.value).splitlines() if not line.startswith("examples.yaml: output_path: ")] == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda talk: talk.update(anger=["go away"]), r"talk\.yaml: anger: 1 phrasings, at least 3"),
        (lambda talk: talk["anger"].append(talk["unknown"][0]), r"talk\.yaml: unknown and anger both have "),
        (lambda talk: talk["anger"].append(False), r"talk\.yaml: anger: False is not a text"),
    ],
)
def test_talk_that_does_not_fit(load: Load, spoil: Change, told: str) -> None:
    """The texts that answer nothing are checked like the examples."""
    with pytest.raises(CatalogError, match=told):
        load("talk", spoil)


def test_one_phrasing_may_answer_two_questions(load: Load) -> None:
    """What says "nobody" answers several questions: only within one question is it a fault to have it twice."""
    both, said = ("who_missed", "operator"), "not one living soul, I tell you"
    texts = load("examples", lambda texts: [texts[question]["nobody"].append(said) for question in both])
    assert all(said in texts.examples[question]["nobody"] for question in both)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, r"talk\.yaml: .*No such file"),
        ("anger: [a, b, c]\nanger: [d, e, f]\n", r"talk\.yaml: .*'anger' stands here twice"),
        ("- a\n- b\n", r"talk\.yaml: unknown has no text"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, rules: Rules, content: str | None, told: str) -> None:
    """A file that is missing, or that would lose a list in silence, is refused by name."""
    folder = shutil.copytree(ROOM / "en", tmp_path / "en")
    (folder / "talk.yaml").unlink()
    if content is not None:
        (folder / "talk.yaml").write_text(content, "utf-8")
    with pytest.raises(CatalogError, match=told):
        load_catalog(folder, rules)
