"""`unstick export` as a command: its files, and its kind refusals with exit code 2."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from bot.export import ExportError, of_sheet, ordered
from bot.report.formats import Format
from bot.report.order import OFFERED, Order, What, orders
from tests.command import command

ROOT = Path(__file__).parent.parent.parent
SHEET = "tests/cases/sheets/distributor_order_intake.yaml"


def export(*arguments: str) -> Result:
    """Run the command, where no database is."""
    return command("export", *arguments, UNSTICK_DATABASE_URL="sqlite:////nowhere/at/all")


def test_a_sheet_needs_no_database(tmp_path: Path) -> None:
    """Every format of a sheet is written to a file, where no database is."""
    for kind in OFFERED[What.REPORT]:
        file = tmp_path / f"out.{kind}"
        done = export("--sheet", SHEET, "--format", kind, "-o", str(file))
        assert (done.exit_code, done.stderr_bytes) == (0, b"")
        assert file.stat().st_size > 500


def test_without_a_file_the_bytes_go_to_standard_output() -> None:
    """What a pipe gets is the file itself."""
    assert json.loads(export("--sheet", SHEET, "--format", "json").stdout_bytes)["rules_sha256"]
    assert export("--sheet", SHEET).stdout_bytes.startswith(b"%PDF-")


def test_unknown_names_are_refused_with_the_nearest_valid_one(tmp_path: Path) -> None:
    """A mistyped question, option, format or language ends with 2 and a line that helps."""
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text("pilot: p\nframework: both\nanswers: {output_pat: retyped}\n")
    done = export("--sheet", str(sheet), "--format", "md")
    assert done.exit_code == 2
    assert b"output_path" in done.stderr_bytes
    assert export("--sheet", SHEET, "--format", "pfd").exit_code == 2
    done = export("--sheet", SHEET, "--language", "enn")
    assert done.exit_code == 2
    assert b"'en'" in done.stderr_bytes
    assert export().exit_code == 2
    assert export("--sheet", str(tmp_path / "absent.yaml")).exit_code == 2


def test_a_database_that_is_not_there_is_said_so() -> None:
    """No traceback, and nothing is created."""
    done = export("abc")
    assert done.exit_code == 2
    assert b"UNSTICK_DATABASE_URL" in done.stderr_bytes
    assert b"Traceback" not in done.stderr_bytes


def test_a_document_of_a_sheet_is_a_draft(tmp_path: Path) -> None:
    """Each document of a sheet is made in each of its formats, and says that it was not issued."""
    for order in (each for each in orders() if each.what.is_paper):
        made = of_sheet(ROOT / SHEET, order, None)
        assert (b"Draft, not issued" in made) == (order.format is Format.MD)
        assert made.startswith(b"%PDF-") == (order.format is Format.PDF)
    file = tmp_path / "security.md"
    done = export("--sheet", SHEET, "--document", "security", "--format", "md", "-o", str(file))
    assert (done.exit_code, done.stderr_bytes) == (0, b"")
    assert file.read_bytes() == of_sheet(ROOT / SHEET, Order(What.SECURITY, Format.MD), "en")


def test_the_actions_of_a_sheet_are_a_table_and_no_calendar() -> None:
    """A sheet has no days: its actions come as a table, and a calendar is refused with a sentence."""
    assert b"write_as_drafts" in export("--sheet", SHEET, "--document", "actions").stdout_bytes
    done = export("--sheet", SHEET, "--format", "ics")
    assert done.exit_code == 2
    assert b"no days yet" in done.stderr_bytes


def test_a_format_that_there_is_not_is_told_with_those_there_are() -> None:
    """A document as a picture is refused, and what there is is named; without a format it is the first."""
    with pytest.raises(ExportError, match="pdf, md"):
        ordered(What.SECURITY, Format.PNG)
    assert ordered(What.ACTIONS, None) == Order(What.ACTIONS, Format.CSV)
    assert ordered(What.REPORT, Format.ICS) == Order(What.ACTIONS, Format.ICS)
