"""The installation that systemd runs: what its unit refuses, and that its files and the pages agree."""

import re
import subprocess
import sys

import pytest

from bot.settings import Settings
from tests import hardened
from tests.links import ROOT, pages

DEPLOY = ROOT / "deploy"
UNIT = hardened.UNIT.read_text("utf-8")
COMMAND = (DEPLOY / "unstick.sh").read_text("utf-8")
NAMES = {field.validation_alias for field in Settings.model_fields.values()}
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def _hardened(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.hardened", sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_the_unit_refuses_is_an_error_and_no_death() -> None:
    """Who makes a call that the unit refuses gets an error and lives; numpy makes one when it is loaded."""
    ran = _hardened("import os\ntry: os.setpriority(os.PRIO_PROCESS, 0, 0)\nexcept PermissionError: print('refused')")
    assert (ran.returncode, ran.stdout) == (0, "refused\n" if hardened.is_here() else "")
    ran = _hardened("import numpy; print(numpy.ones(2).sum())")
    assert (ran.returncode, ran.stdout) == (0, "2.0\n")


@pytest.mark.parametrize("machine", hardened.MACHINES)
def test_the_filter_is_the_units(machine: str) -> None:
    """Both groups that the unit takes away are refused, each call once, with the error that the unit names."""
    assert {"SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM"} <= {*UNIT.splitlines()}
    numbers = hardened.refused(UNIT, machine)
    assert len(numbers) == len({*numbers}) > max(len(group) for group in hardened.GROUPS.values())
    assert hardened.outcome(UNIT) != hardened.outcome(UNIT.replace("SystemCallErrorNumber", "#"))


def test_a_command_is_run_as_the_service_is() -> None:
    """User, settings, folder and program of root's command are the unit's; no setting is in the unit alone."""
    unit = dict(line.split("=", 1) for line in UNIT.splitlines() if re.match(r"[A-Z]\w+=", line))
    assert f". {unit['EnvironmentFile']}\n" in COMMAND
    assert f"cd {unit['WorkingDirectory']}\n" in COMMAND
    assert f"exec runuser -u {unit['User']} -- {unit['ExecStart'].split()[0]} " in COMMAND
    assert "Environment" not in unit


def test_settings_are_read_alike_by_all() -> None:
    """The example's names are settings, and systemd, a shell and a container engine read the same values from it."""
    lines = (DEPLOY / "environment").read_text("utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("# ")]
    assert len(entries) > 3
    for entry in entries:
        assert re.fullmatch(r"#?[A-Z_]+=[\w\-.,:/@+=%]*", entry), entry
        assert entry.lstrip("#").split("=")[0] in NAMES


def test_no_page_shows_a_comment_behind_a_value() -> None:
    """What a page says to write into a file of settings can stand there as it is: a comment there is none."""
    lines = [
        line for page in pages() for block in BLOCK.findall(page.read_text("utf-8")) for line in block.splitlines()
    ]
    entries = [line.strip() for line in lines if re.match(r" *[A-Z_]+=", line)]
    assert len(entries) > 5
    assert not [entry for entry in entries if " #" in entry]
