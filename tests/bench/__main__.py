"""All benchmarks: `python -m tests.bench` writes docs/benchmarks.md anew."""

from tests.bench import delivery, scoring, understanding, weeks

delivery.main()
scoring.main()
understanding.main()
weeks.main()
