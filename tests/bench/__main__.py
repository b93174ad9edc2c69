"""All benchmarks: `python -m tests.bench` writes docs/benchmarks.md anew."""

from tests.bench import delivery, scoring, understanding

delivery.main()
scoring.main()
understanding.main()
