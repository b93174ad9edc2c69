"""All benchmarks: `python -m tests.bench` writes docs/benchmarks.md anew."""

from tests.bench import delivery, playground, scoring, understanding, weeks

delivery.main()
scoring.main()
understanding.main()
weeks.main()
playground.main()
