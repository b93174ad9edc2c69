"""What scenarios share: a local language model, and a stage on which it is asked."""

from collections.abc import Iterator

import pytest

from bot.playground.stage import Stage
from tests import fake_llm
from tests.fake_llm import FakeLlm
from tests.scenario.asking import settings, staged


@pytest.fixture
def fake(request: pytest.FixtureRequest) -> Iterator[FakeLlm]:
    """A local language model, of the protocol that a test names."""
    with fake_llm.fake_llm(getattr(request, "param", "openai")) as running:
        yield running


@pytest.fixture
def asking(database_url: str, fake: FakeLlm) -> Iterator[Stage]:
    """A stage on which the fake is asked."""
    with staged(database_url, settings(fake)) as stage:
        yield stage
