"""How long reading takes, how much memory it needs, how soon it is ready: each in a process of its own."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bot.settings import Settings
from prompts.catalog import catalog
from scoring import load_rules
from tests.labelled.rows import HELD_OUT, half

ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
KIB = 1024


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Milliseconds an answer (processor time of one core), seconds to ready with a warm cache, MB resident."""

    p50_ms: float
    p95_ms: float
    ready_s: float
    resident_mb: float


def measure() -> Speed:
    """In a fresh process, pinned to one core where the system can."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.understanding_speed"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **ONE_CORE},
    )
    return Speed(**json.loads(done.stdout))


def _measured() -> dict[str, float]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rules, texts = load_rules(), {language: catalog(language) for language in ("en", "es")}
    begun = time.process_time()
    from bot.understanding.reader import Reader  # noqa: PLC0415 (loading it is part of getting ready)

    reader = Reader(Settings().cache_dir)
    reader.warm(rules)
    ready = time.process_time() - begun
    took = []
    rows = half(HELD_OUT)
    for row in rows:  # each question's words are learned at its first answer; a process reads thousands after that
        reader.read(texts[row.language], rules, rules.questions[row.question], "a first answer to it")
    for row in rows:
        question = rules.questions[row.question]
        others = [each for each in rules.questions.values() if each is not question]
        begun = time.process_time()
        reader.prepare(row.text)
        reader.read(texts[row.language], rules, question, row.text, others=others)
        took.append((time.process_time() - begun) * 1000)
    cuts = quantiles(took, n=20)
    return {"p50_ms": cuts[9], "p95_ms": cuts[18], "ready_s": ready, "resident_mb": _resident_mb()}


def _resident_mb() -> float:
    """The most memory that this process has had; where the system does not say, what its parent had counts too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))[0]) / KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measured()))
