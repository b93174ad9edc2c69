"""docs/reference/metrics.md: what Prometheus reads, and the numbers that a plan follows."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from prompts.catalog import catalog
from scoring import load_rules
from tests.reference.markdown import ROOT, code, head, table

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {"Counter": "counter", "Histogram": "histogram", "Gauge": "gauge", "GaugeMetricFamily": "gauge"}
ABOUT = """Two kinds of numbers: those of the service, for whoever runs it, and those of a pilot, which its plan names
and the weekly check-in asks for. The first never hold anything of the second: labels are kinds and codes, never an id
or a word of anybody's.
"""
SERVICE = """`unstick serve` gives them at `/metrics`. A counter's name ends in `_total` there; a histogram has
`_bucket`, `_sum` and `_count`. What waits and what is due is asked of the database at each look.
"""
PLAN = """The baseline is what the diagnosis asked (*from*), else what is recorded in the first week. Where
what was asked is as good as the target already, it is the target: no plan aims at less than there is. The same
holds for what is recorded later: then the plan's thread tells the new target, and documents name both.
"""


def page() -> str:
    """The page as it has to be."""
    source = "`bot/watch/meters.py` and `scoring/rules/metrics.yaml`"
    service = table(["name", "kind", "labels", "what it is"], sorted(set(_meters())))
    return "\n".join(
        [
            head("Metrics", source, ABOUT),
            f"## Of the service\n\n{SERVICE}\n{service}",
            f"## Of a pilot\n\n{PLAN}\n{_plan()}",
        ]
    )


def _meters() -> Iterator[tuple[str, str, str, str]]:
    """Every meter that a module makes, read from its source: none of them has to run for that."""
    for path in sorted((ROOT / "bot" / "watch").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                name, about, *rest = (ast.literal_eval(each) for each in node.args if not isinstance(each, ast.Name))
                labels = next((each for each in rest if isinstance(each, list)), [])
                yield f"`{name}`", KINDS[node.func.id], code(labels), about


def _plan() -> str:
    """The metrics of the rules."""
    texts = catalog("en").metrics
    rows = []
    for each in load_rules().metrics.values():
        target = "; ".join(f"{kind.replace('_', ' ')} {value}" for kind, value in each.target if value is not None)
        baseline = f"`{each.baseline_from}`" if each.baseline_from else ""
        rows.append([f"`{each.id}`", texts[each.id].name, f"`{each.unit}`", target, each.direction, baseline])
    return table(["id", "metric", "unit", "target", "better", "from"], rows)
