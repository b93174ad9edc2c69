"""Every passage of every point of every stage, one death at a time: `make crash`. A line each; exit 1 on a fault.

On SQLite; `tests/crash/test_kill.py` takes some of them on PostgreSQL too.
"""

import itertools
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.crash.story import STAGES, Told, play

POINTS = ("before_commit", "after_commit", "before_send", "after_send")
AT_ONCE = 2


def main() -> int:
    """Try each point of each stage at its first passage, its second, and so on until there is none; both at a time."""
    with tempfile.TemporaryDirectory() as folder:
        undisturbed = _fresh(Path(folder))
        sweeps = [(Path(folder), undisturbed, stage, point) for stage, point in itertools.product(STAGES, POINTS)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            faults = sum(pool.map(lambda sweep: _sweep(*sweep), sweeps))
    sys.stdout.write(f"{faults} faults\n")
    return 1 if faults else 0


def _sweep(folder: Path, undisturbed: Told, stage: str, point: str) -> int:
    """How many of the passages of a point in a stage leave anything behind."""
    faults = 0
    for passage in itertools.count(1):
        told = _fresh(folder, stage, point, passage)
        if not told.deaths:
            return faults
        differs = [name for name in Told.COMPARED if getattr(told, name) != getattr(undisturbed, name)]
        faults += bool(differs)
        sys.stdout.write(f"{stage} {point} {passage}: {', '.join(differs) or 'as if nothing had happened'}\n")
        sys.stdout.flush()
    raise AssertionError("counting has no end")


def _fresh(folder: Path, stage: str = "", point: str = "", passage: int = 0) -> Told:
    place = folder / f"{stage}.{point}.{passage}"
    place.mkdir()
    return play(f"sqlite:///{place}/unstick.sqlite", place, {stage: [(point, passage)]} if stage else {})


if __name__ == "__main__":
    sys.exit(main())
