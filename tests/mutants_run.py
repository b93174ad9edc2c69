"""`make mutants`, its first step: every change of `scoring/` that mutmut makes, against the tests that reach it.

mutmut makes the changes (mutants/scoring, with a switch in every function) and keeps the results; running is done here,
because it starts pytest once and not once for each change. The tests are collected once. Each test then runs alone in a
copy of this process, which tells which functions it reaches and how long it takes; and for each change a copy runs the
tests that reach its function, the quickest first, until one fails. A copy has its own processor time, so a busy machine
does not turn a survivor into one that ran too long. Functions that run when a module is imported get a new process.

A run that was broken off goes on where it stopped; `--again` first forgets the survivors that have no reason yet.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
from mmap import mmap
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.core_coverage import own_tests
from tests.mutants import REASONS, SECONDS, UNSEEN, mutant_of, reason_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "mutants"
STATS = FOLDER / "reached.json"
NO_TEST, SURVIVED, KILLED = 33, 0, 1
LEAST, TIMES = 6, 3  # seconds of processor time: so many at least, and so much more than the tests need by themselves
RELATED = {  # what the files of a module's own tests are called, where not like the module; they come first
    "choose": ("choose", "choice", "interview"),
    "counterfactual": ("counterfactual", "targets"),
    "prepared": ("score", "claim", "moot"),
    "compile": ("score", "versions", "load", "choice"),
    "load": ("load", "contradictions", "rules_edges"),
    "crossref": ("rules_edges", "test_claims", "contradictions", "test_load"),
    "diff": ("versions",),
    "bundles": ("counterfactual", "score", "moot"),
    "information": ("information",),
    "sensitivity": ("double", "counterfactual"),
}
ON_IMPORT = "on import"


def generated(again: bool) -> dict[str, Any]:  # noqa: FBT001 (a yes or a no is what it is about)
    """Make the changes; return mutmut's records by file."""
    from mutmut import __main__ as its_command  # noqa: PLC0415 (it reads its settings when imported)
    from mutmut.mutation.data import SourceFileMutationData  # noqa: PLC0415

    mutmut: Any = its_command
    mutmut.set_mutant_under_test("mutant_generation")
    FOLDER.mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.store_lines_covered_by_tests()
    mutmut.create_mutants(1)
    records, reasons = {}, yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    for path in mutmut.walk_mutatable_files():
        record = SourceFileMutationData(path=path)
        record.load()
        record.meta_path = ROOT / record.meta_path
        for name, code in record.exit_code_by_key.items():
            if again and code in {SURVIVED, NO_TEST} and unexplained(name, reasons):
                record.exit_code_by_key[name] = None
        records[str(path)] = record
    return records


def unexplained(name: str, reasons: Sequence[dict[str, Any]]) -> bool:
    """Whether no reason is given for letting a survivor live."""
    return reason_for(mutant_of(name, SURVIVED), reasons) == UNSEEN


def in_a_copy(work: Callable[[], int], seconds: float) -> int:
    """Run `work` in a copy of this process with so much processor time; return its exit code, below 0 for a signal."""
    copy = os.fork()
    if copy:
        return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])
    code = KILLED
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 2))
        code = work()
    finally:
        os._exit(code)


class Conductor:
    """A plugin of pytest: runs the collected tests in its own way."""

    def __init__(self, records: dict[str, Any], most: float) -> None:
        self.records = records
        self.most = most  # seconds of tests for one change
        self.last = mmap(-1, 1)  # shared with copies: which of the tests failed last, from 1 on
        self.failed = False
        self.reached: dict[str, Any] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failing test."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run everything, in place of pytest's own loop."""
        from mutmut.state import state  # noqa: PLC0415

        self.reached = json.loads(STATS.read_text()) if STATS.exists() else {}
        self.reached.setdefault(ON_IMPORT, {"functions": sorted(state()._stats), "seconds": 0.0})
        for item in session.items:
            if item.nodeid not in self.reached:
                self.reached[item.nodeid] = self.alone(item)
        STATS.write_text(json.dumps(self.reached))
        self.conduct({item.nodeid: item for item in session.items})
        return True

    def alone(self, item: pytest.Item) -> dict[str, Any]:
        """Run one test in a copy; return the functions it reaches and its seconds."""
        from mutmut.mutation.trampoline import set_mutant_under_test  # noqa: PLC0415
        from mutmut.state import state  # noqa: PLC0415

        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as told:

            def work() -> int:
                set_mutant_under_test("stats")
                state()._stats.clear()
                start = process_time()
                self.play([item])
                found = {"functions": sorted(state()._stats), "seconds": process_time() - start}
                Path(told.name).write_text(json.dumps(found), encoding="utf-8")
                return int(self.failed)

            if in_a_copy(work, 600):
                raise SystemExit(f"fails without any change: {item.nodeid}")
            found: dict[str, Any] = json.loads(told.read())
            return found

    def play(self, items: Sequence[pytest.Item]) -> bool:
        """Run tests until one fails; return whether one did."""
        self.failed = False
        for place, (item, following) in enumerate(zip(items, (*items[1:], None), strict=True), start=1):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                self.last[0] = min(place, 255)
                return True
        return False

    def conduct(self, items: dict[str, pytest.Item]) -> None:
        """Run what is left to run, the cheapest changes first."""
        from mutmut.utils.format_utils import mangled_name_from_mutant_name  # noqa: PLC0415

        tests: dict[str, list[str]] = {}
        for test in sorted(
            items, key=lambda each: self.reached[each]["seconds"] * len(self.reached[each]["functions"])
        ):
            for function in self.reached[test]["functions"]:
                tests.setdefault(function, []).append(test)
        for function, those in tests.items():
            module = function.split(".")[1]
            words = RELATED.get(module, (module,))
            those.sort(key=lambda each: not any(word in each.split("::")[0] for word in words))
        seconds = {name: sum(self.reached[each]["seconds"] for each in those) for name, those in tests.items()}
        early = set(self.reached[ON_IMPORT]["functions"])
        left = [
            (mangled_name_from_mutant_name(name), name, record)
            for record in self.records.values()
            for name, code in record.exit_code_by_key.items()
            if code is None
        ]
        gc.collect()
        gc.freeze()  # what copies share stays shared
        left.sort(key=lambda each: (each[0] in early, seconds.get(each[0], 0.0), each[1]))
        for number, (function, name, record) in enumerate(left, start=1):
            chosen = self.within(tests.get(function, []))
            if function in early:
                code = afresh(name)
            elif chosen:
                code = self.changed(name, chosen, items)
                if 0 < self.last[0] <= len(chosen):  # what noticed this change may notice the next one, too
                    first = chosen[self.last[0] - 1]
                    tests[function].remove(first)
                    tests[function].insert(0, first)
            else:
                code = NO_TEST
            record.exit_code_by_key[name] = code
            record.save()
            sys.__stdout__.write(f"{number} of {len(left)} {name} {code}\n")  # type: ignore[union-attr]
            sys.__stdout__.flush()  # type: ignore[union-attr]

    def within(self, tests: list[str]) -> list[str]:
        """Return as many of the tests as fit the seconds of one change, one at least."""
        spent, chosen = 0.0, list[str]()
        for test in tests:
            spent += self.reached[test]["seconds"]
            if spent <= self.most or not chosen:
                chosen.append(test)
        return chosen

    def changed(self, name: str, chosen: Sequence[str], items: dict[str, pytest.Item]) -> int:
        """Return what becomes of one change."""
        from mutmut.mutation.trampoline import set_mutant_under_test  # noqa: PLC0415

        def work() -> int:
            set_mutant_under_test(name)
            return KILLED if self.play([items[each] for each in chosen]) else SURVIVED

        self.last[0] = 0
        return in_a_copy(work, LEAST + TIMES * sum(self.reached[each]["seconds"] for each in chosen))


def afresh(name: str) -> int:
    """Return what becomes of a change to a function that runs when its module is imported."""
    words = RELATED.get(name.split(".")[1], ())
    files = [each for each in own_tests() if any(word in each for word in words)] or own_tests()
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *files]
    environment = {**os.environ, "MUTANT_UNDER_TEST": name}
    done = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, check=False)
    return SURVIVED if done.returncode == 0 else KILLED


def main(arguments: Iterable[str]) -> int:
    """Make and run the changes."""
    from mutmut.mutation.trampoline import set_mutant_under_test  # noqa: PLC0415

    os.chdir(ROOT)
    given = list(arguments)
    most = float(next((each for each in given if each[0].isdigit()), SECONDS))
    records = generated("--again" in given)
    os.chdir(FOLDER)
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    os.environ["MUTMUT_DEPENDENCY_DEPTH"] = "-1"
    set_mutant_under_test("stats")
    options = [
        "--rootdir=.",
        "-q",
        "--assert=plain",
        "--tb=native",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        *own_tests(),
    ]
    return int(pytest.main(options, plugins=[Conductor(records, most)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
