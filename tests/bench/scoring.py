"""Measure the diagnostic core and write section "Scoring" of docs/benchmarks.md: `python -m tests.bench.scoring`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scoring import load_rules
from tests.bench import scoring_robustness, scoring_section, scoring_speed
from tests.bench.scoring_simulation import Setting, simulate

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
ORDERS = [Setting("adaptive"), Setting("declared"), Setting("random")]
OTHERS = [  # beside the goals, on a fifth of the pilots
    Setting("adaptive", wrong_percent=0),
    Setting("adaptive", mixing="product"),
    Setting("adaptive", mixing="blend"),
]
SEVERAL = 10_000


def main() -> None:
    """Run what is asked for and write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scoring", description=__doc__)
    parser.add_argument("--pilots", type=int, default=SEVERAL, help="drawn pilots (default: %(default)s)")
    parser.add_argument("--draws", type=int, default=SEVERAL, help="random changes of the rules (default: %(default)s)")
    parser.add_argument("--print", action="store_true", help="print the section instead of writing it down")
    wanted = parser.parse_args()
    rules = load_rules()
    parts = [
        (
            f"Rules {rules.version} (SHA-256 {rules.sha256[:12]}…), {len(rules.questions)} questions. "
            "Written by `python -m tests.bench.scoring`; the draws are the same in every run."
        ),
        "",
        *scoring_section.speed(scoring_speed.measure()),
        *scoring_section.simulation({**simulate(ORDERS, wanted.pilots), **simulate(OTHERS, wanted.pilots // 5)}),
        *scoring_section.robustness(scoring_robustness.shake(wanted.draws), wanted.draws),
    ]
    if wanted.print:
        sys.stdout.write("\n".join(parts))
    else:
        scoring_section.write(PAGE, parts)


if __name__ == "__main__":
    main()
