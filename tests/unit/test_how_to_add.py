"""What docs/how-to/add-a-question.md says to write is written as it says, into a copy: a question and a case."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from prompts.catalog import ROOM, CatalogError, load_catalog
from scoring import Rules, check_rules, load_rules, read_sheet
from scoring import __file__ as scoring_file
from scoring.yamltext import read_yaml
from tests.links import ROOT
from tests.validation import CASES

PAGE = (ROOT / "docs" / "how-to" / "add-a-question.md").read_text("utf-8")
ENTRY, WORDS, SHEET, LABEL = map(dedent, re.findall(r"^ *```yaml\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL))


def _append(path: Path, entry: str) -> None:
    """Put an entry behind the others, or in the place of the same one: somebody may have followed the page here."""
    text = re.sub(r"^(- id: )?stand_in\b.*\n(?: .*\n|\n)*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(f"{text}\n{entry}", "utf-8")


def _phrasings(options: Iterable[str]) -> str:
    """Three for each option, as the page asks for."""
    kept = {
        option: [f"somebody types {number} for {option}" for number in ("this", "that", "more")] for option in options
    }
    return yaml.safe_dump({"stand_in": kept})


@pytest.fixture
def added(tmp_path: Path) -> Path:
    """The shipped rules with the page's question, and the version raised."""
    folder = tmp_path / "rules"
    shutil.copytree(Path(scoring_file).parent / "rules", folder)
    _append(folder / "questions" / "ownership.yaml", ENTRY)
    frame = folder / "frame.yaml"
    frame.write_text(re.sub(r"^version: .*$", 'version: "99"', frame.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    return folder


def test_the_pages_question_has_no_fault_and_no_note(added: Path) -> None:
    """The page's entry is taken as it stands, and the check has nothing to say about it but that it is not frozen."""
    checked = check_rules(added)
    assert checked.faults == ()
    assert {*map(str, checked.notes)} - {*map(str, check_rules().notes)} == {
        "frame.yaml: version: 99 is not frozen yet: python -m scoring freeze"
    }


def test_the_pages_words_are_whole(added: Path, tmp_path: Path) -> None:
    """With the page's words, and three phrasings an option, the texts fit the rules; without phrasings they do not."""
    rules, folder = load_rules(added), tmp_path / "en"
    shutil.copytree(ROOM / "en", folder)
    _append(folder / "questions.yaml", WORDS)
    _append(folder / "examples.yaml", "")
    with pytest.raises(CatalogError, match=r"examples\.yaml: stand_in has no text"):
        load_catalog(folder, rules)
    _append(folder / "examples.yaml", _phrasings(rules.questions["stand_in"].option_ids))
    assert load_catalog(folder, rules).questions["stand_in"].text.startswith("Who looks after the agent")


def test_the_pages_case_is_one(rules: Rules) -> None:
    """The page's sheet is read as it stands, each fact under its source; its label is built as the others are."""
    assert len(read_sheet(SHEET, rules).answers) == SHEET.count("\n  # ") == 3
    [label] = read_yaml(LABEL).values()
    others = read_yaml((CASES / "labels" / "documented.yaml").read_text("utf-8")).values()
    assert {*label} == set.intersection(*({*each} for each in others))
    assert {*label["clear"], *label["plausible"]} <= {*rules.reasons}
