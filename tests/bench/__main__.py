"""All benchmarks: `python -m tests.bench` writes docs/benchmarks.md anew."""

from tests.bench import delivery, playground, scoring, understanding

delivery.main()
scoring.main()
understanding.main()
playground.main()
