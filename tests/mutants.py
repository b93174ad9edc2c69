"""`make mutants`, its last step: docs/mutation.md from what mutmut left in mutants/scoring/*.meta.

Survivors are listed with their change and a reason. The reasons stand in tests/mutants.yaml: by module, function, and a
text that the change contains, each of which may be left out. One without a reason is listed as "not looked at yet".
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
FOUND = ROOT / "mutants" / "scoring"
REASONS = Path(__file__).with_suffix(".yaml")
PAGE = ROOT / "docs" / "mutation.md"
STATES = {0: "survived", 33: "no test reaches it", 34: "skipped"}
TIMEOUTS = {-24, 24, 36, 152, 255}
NAME = re.compile(r"^(?P<module>[\w.]+?)\.(?:x_|xǁ(?P<cls>\w+?)ǁ)(?P<function>\w+?)__mutmut_\d+$")
SMALLEST = 90  # percent
SECONDS = 5  # of tests for one change
UNSEEN = "not looked at yet"

HEAD = """\
# Faults put in on purpose

`make mutants` changes the code of `scoring/` in one small place at a time (another number, `<` for `<=`, `and` for
`or`, an argument lost, a text changed) and runs the tests of the core against it. A change that no test notices has
*survived*. The changes are made by mutmut {version}; `tests/mutants_run.py` runs, for each, the tests that reach the
changed function, until one fails: first those about its module, the quick ones before the slow, as many as fit into
{seconds} seconds of processor time when nothing is changed. So a survivor here may be noticed by `make test`, which
runs all of them, and where Hypothesis draws 100 examples for most properties instead of 20.

Tests that only compare generated pages with the code are left out of the run: any change of a result would trip them.
mutmut does not change what stands at the top of a module, default values of dataclasses, or most functions with a
decorator (properties, cached ones); tests at the level above cover those.
"""


@dataclass(frozen=True)
class Mutant:
    """One change: where it stands, what became of it, and the lines taken out and put in."""

    name: str
    module: str
    function: str
    state: str
    change: str


def state_of(exit_code: int | None) -> str:
    """Return what an exit code of mutmut means."""
    if exit_code is None:
        return "not run"
    if exit_code in TIMEOUTS:
        return "ran too long"
    return STATES.get(exit_code, "killed")


def change_of(name: str) -> str:
    """Return the changed lines of a mutant."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant  # noqa: PLC0415 (it reads its settings when imported)

    lines = get_diff_for_mutant(name).splitlines()
    kept = [line for line in lines if re.match(r"[-+](?![-+])", line)]
    return " → ".join(re.sub(r"\s+", " ", line[1:]).strip() for line in kept)


def mutants() -> list[Mutant]:
    """Return every mutant of the last run; survivors with their change."""
    built = []
    for file in sorted(FOUND.glob("*.py.meta")):
        codes = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        built += [mutant_of(name, code) for name, code in codes.items()]
    return built


def mutant_of(name: str, code: int | None) -> Mutant:
    """Return a mutant by its name and exit code."""
    parts = NAME.match(name)
    if parts is None:
        raise ValueError(f"a name that mutmut did not use to give: {name}")
    function = f"{parts['cls']}.{parts['function']}" if parts["cls"] else parts["function"]
    state = state_of(code)
    change = change_of(name) if state in {"survived", STATES[33]} else ""
    return Mutant(name, parts["module"], function, state, change)


def loose(mutant: Mutant) -> bool:
    """Whether a mutant only takes the `strict` of a `zip` away."""
    sides = [re.sub(r",\s*strict=\w+|,\s*(?=\))", "", side) for side in mutant.change.split(" → ")]
    return len(sides) > 1 and len(set(sides)) == 1


def reason_for(mutant: Mutant, reasons: Sequence[dict[str, Any]]) -> str:
    """Return why a survivor is let live."""
    for each in reasons:
        here = each.get("function", mutant.function) == mutant.function and each.get("module", mutant.module) == (
            mutant.module
        )
        if here and each.get("contains", "") in mutant.change and (not each.get("only_strict") or loose(mutant)):
            return str(each["reason"])
    return UNSEEN


def page(every: list[Mutant], reasons: Sequence[dict[str, Any]], version: str, seconds: int, note: str = "") -> str:
    """Return the whole page."""
    counts = {
        module: Counter(m.state for m in every if m.module == module) for module in sorted({m.module for m in every})
    }
    whole = Counter(mutant.state for mutant in every)
    lines = [HEAD.format(version=version, seconds=seconds), *([f"**{note}**\n"] if note else [])]
    lines += [
        "| module | changes | noticed | of which ran too long | survived | noticed, % |",
        "| --- |" + " ---: |" * 5,
    ]
    for name, count in (*counts.items(), ("**all**", whole)):
        total = sum(count.values()) - count["not run"]
        noticed = count["killed"] + count["ran too long"]
        share = "–" if not total else f"{1000 * noticed // total / 10:.1f}"
        survived = count["survived"] + count[STATES[33]]
        lines.append(f"| {name} | {total} | {noticed} | {count['ran too long']} | {survived} | {share} |")
    if whole["not run"]:
        lines.append(f"\n{whole['not run']} changes were not run.")
    lines.append("\n## Survivors\n")
    living = [mutant for mutant in every if mutant.change]
    for module in sorted({mutant.module for mutant in living}):
        lines.append(f"### {module}\n")
        here = [mutant for mutant in living if mutant.module == module]
        for function in dict.fromkeys(mutant.function for mutant in here):
            by_reason: dict[str, list[str]] = {}
            for mutant in here:
                if mutant.function == function:
                    by_reason.setdefault(reason_for(mutant, reasons), []).append(mutant.change)
            for reason, changes in by_reason.items():
                lines.append(f"- `{function}`, {len(changes)}: {reason}")
                lines.extend(f"  - `{change.replace('`', chr(39))}`" for change in changes)
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write the page; the seconds of tests for one change, and a note about the run, may be given."""
    import mutmut  # noqa: PLC0415 (only this step needs it)

    every = mutants()
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    seconds = int(arguments[0]) if arguments else SECONDS
    note = arguments[1] if len(arguments) > 1 else ""
    PAGE.write_text(page(every, reasons, mutmut.__version__, seconds, note), encoding="utf-8")
    noticed = sum(mutant.state in {"killed", "ran too long"} for mutant in every)
    run = sum(mutant.state != "not run" for mutant in every)
    sys.stdout.write(f"{noticed} of {run} changes noticed; {PAGE.relative_to(ROOT)} lists the others\n")
    return 0 if 100 * noticed >= SMALLEST * run else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
