"""The figures in the README: those of docs/benchmarks.md, so that nobody copies one by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.reference.markdown import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

README = ROOT / "README.md"
BENCHMARKS = ROOT / "docs" / "benchmarks.md"
BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->)", re.DOTALL)
NUMBER = re.compile(r"\d[\d,.]*")
SAID = """- **Half of the simulated conversations end within {half} minutes**, 99 of 100 within {most}.
  With every tenth answer wrong, {found} % of the reasons that were there are found, with {alarms} % false alarms
  (goals: 90 and 5). This shows what the order of questions does if the rules are right;
  [documented cases](docs/validation.md) show whether they are.
- **Typed answers:** {taken} % are taken without a tap, of these {right} % rightly; for {near} % the right one is
  taken or among the two shown. Of what is off topic {off} % is taken (goal: 1); of harder
  texts, written to find what slips through, {aside} of 144 ([what was tried](docs/benchmarks.md#understanding)).
- **Answers under load:** with 50 answers a second, 99 of 100 are acknowledged within {sqlite} ms on SQLite and
  {postgres} ms on PostgreSQL (goal: 50).
- **Eight weeks on PostgreSQL with {deaths} deaths and {faults} faults of Slack's:** {due} check-ins were due,
  {lost} messages were lost and {twice} came twice. Without leave to read history {blind} came twice: rather than never.
"""


def page(readme: str, benchmarks: str) -> str:
    """The README with its figures made anew."""
    return BLOCK.sub(lambda found: f"{found[1]}{SAID.format_map(figures(benchmarks))}{found[2]}", readme)


def figures(benchmarks: str) -> Mapping[str, str]:
    """What was measured, by the name it has in the README. Raises LookupError where a row is gone."""
    torture, blind = _row(benchmarks, "PostgreSQL"), _row(benchmarks, "PostgreSQL, without history")
    acknowledged = _row(benchmarks, "acknowledged p99")
    return {
        "half": _number(_row(benchmarks, "minutes p50 ≤ 20")[1]),
        "most": _number(_row(benchmarks, "minutes p99 ≤ 30")[1]),
        "found": _number(_row(benchmarks, "present reasons found ≥ 90 %")[1]),
        "alarms": _number(_row(benchmarks, "false alarms ≤ 5 %")[1]),
        "taken": _number(_row(benchmarks, "accepted ≥ 55 %")[1]),
        "right": _number(_row(benchmarks, "precision of what is accepted ≥ 97 %")[1]),
        "near": _number(_row(benchmarks, "right option accepted or among the two shown ≥ 92 %")[1]),
        "off": _number(_row(benchmarks, "off topic accepted ≤ 1 %")[1]),
        "aside": _aside(benchmarks),
        "sqlite": _number(acknowledged[2]),
        "postgres": _number(acknowledged[3]),
        "deaths": torture[1],
        "faults": torture[2],
        "due": torture[4],
        "twice": torture[5],
        "lost": torture[6],
        "blind": blind[5],
    }


def _aside(text: str) -> str:
    found = re.search(r"Of that one \d+ were taken, (\d+) are now", text)
    if found is None:
        raise LookupError("docs/benchmarks.md tells no more what is taken of tests/labelled/aside.yaml")
    return found[1]


def _row(text: str, first: str) -> list[str]:
    """The cells of the first row that begins with these words."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] == first:
            return cells
    raise LookupError(f"docs/benchmarks.md has no row '{first}' any more; name another in tests/reference/figures.py")


def _number(cell: str) -> str:
    found = NUMBER.search(cell)
    if found is None:
        raise LookupError(f"'{cell}' in docs/benchmarks.md holds no figure")
    return found[0]
