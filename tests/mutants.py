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
from typing import Any

from scoring.yamltext import read_yaml

ROOT = Path(__file__).parents[1]
FOUND = ROOT / "mutants" / "scoring"
REASONS = Path(__file__).with_suffix(".yaml")
PAGE = ROOT / "docs" / "mutation.md"
STATES = {0: "survived", 33: "no test reaches it", 34: "skipped"}
TIMEOUTS = {-24, 24, 36, 152, 255}
NAME = re.compile(r"^(?P<module>[\w.]+?)\.(?:x_|xǁ(?P<cls>\w+?)ǁ)(?P<function>\w+?)__mutmut_\d+$")
SMALLEST = 90  # percent

HEAD = """\
# Faults put in on purpose

`make mutants` changes the code of `scoring/` in one small place at a time (another number, `<` for `<=`, `and` for
`or`, an argument lost, a text changed) and runs the tests of the core against it. A change that no test notices has
*survived*. This page is made from such a run with mutmut {version}; it took about {minutes} minutes, one process on a
busy machine. Hypothesis draws 20 examples for most properties in it, where `make test` draws 100, so a survivor here
may be noticed there.

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
        for name, code in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            parts = NAME.match(name)
            if parts is None:
                raise ValueError(f"a name that mutmut did not use to give: {name}")
            function = f"{parts['cls']}.{parts['function']}" if parts["cls"] else parts["function"]
            state = state_of(code)
            change = change_of(name) if state in {"survived", STATES[33]} else ""
            built.append(Mutant(name, parts["module"], function, state, change))
    return built


def reason_for(mutant: Mutant, reasons: tuple[dict[str, Any], ...]) -> str:
    """Return why a survivor is let live."""
    for each in reasons:
        here = each.get("function", mutant.function) == mutant.function and each.get("module", mutant.module) == (
            mutant.module
        )
        if here and each.get("contains", "") in mutant.change:
            return str(each["reason"])
    return "not looked at yet"


def page(every: list[Mutant], reasons: tuple[dict[str, Any], ...], version: str, minutes: int, note: str = "") -> str:
    """Return the whole page."""
    counts = {
        module: Counter(m.state for m in every if m.module == module) for module in sorted({m.module for m in every})
    }
    whole = Counter(mutant.state for mutant in every)
    lines = [HEAD.format(version=version, minutes=minutes), *([f"**{note}**\n"] if note else [])]
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
    """Write the page; the minutes of the run, and a note about it, may be given."""
    import mutmut  # noqa: PLC0415 (only this step needs it)

    every = mutants()
    reasons = read_yaml(REASONS.read_text(encoding="utf-8"))
    minutes = int(arguments[0]) if arguments else 60
    note = arguments[1] if len(arguments) > 1 else ""
    PAGE.write_text(page(every, reasons, mutmut.__version__, minutes, note), encoding="utf-8")
    noticed = sum(mutant.state in {"killed", "ran too long"} for mutant in every)
    run = sum(mutant.state != "not run" for mutant in every)
    sys.stdout.write(f"{noticed} of {run} changes noticed; {PAGE.relative_to(ROOT)} lists the others\n")
    return 0 if 100 * noticed >= SMALLEST * run else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
