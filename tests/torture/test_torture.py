"""A short torture in every run of the tests; the long one is `make torture`."""

from pathlib import Path

from tests.databases import on_both
from tests.torture.weeks import Plan, torture


@on_both
def test_a_short_torture(database_url: str, tmp_path: Path) -> None:
    """A week of twelve pilots with three deaths: each check-in once, none lost, each lane in its order."""
    replicas = 1 if database_url.startswith("sqlite") else 2
    plan = Plan(pilots=12, weeks=1, kills=3, replicas=replicas, zones=2, fault_every=50)
    outcome = torture(plan, database_url, tmp_path)
    found = outcome.verdict
    assert outcome.kills == 3
    assert found.expected > 12
    assert (found.twice, found.lost, found.unexpected) == ([], [], [])
    assert (found.disordered, found.wrong_day, found.refused) == ([], [], [])
