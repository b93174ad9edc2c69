"""Three workspaces and random deeds: nothing crosses."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import on_both
from tests.logged import everything_logged
from tests.security.town import town
from tests.torture.tenants import TEAMS, Tenants, settle_in, watched

# How many random lives, and how long each; `make tenants` asks for more.
LIVES = int(os.environ.get("TENANTS_LIVES", "2"))
STEPS = 10


@pytest.mark.filterwarnings("ignore:Do not use the `random` module")  # the bot's own threads do
@on_both
def test_nothing_crosses(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever people of three workspaces do, who share ids: no row, message, file or log line passes between them."""
    with town(database_url, teams=TEAMS) as built:
        for team in TEAMS:
            built.install(team)
        with everything_logged(caplog) as log, watched(built.bot.database) as unnamed:
            settle_in(built)
            run_state_machine_as_test(
                lambda: Tenants(built, log, unnamed),
                settings=settings(
                    max_examples=LIVES,
                    stateful_step_count=STEPS,
                    phases=[Phase.generate],  # the town lives on, so that no example can be tried again
                    suppress_health_check=list(HealthCheck),
                ),
            )
