"""All benchmarks: `python -m tests.bench` writes docs/benchmarks.md anew."""

from tests.bench import delivery, playground, replicas, scoring, understanding, weeks, weight

delivery.main()
scoring.main()
understanding.main()
weeks.main()
replicas.main()
weight.main()
playground.main()
