"""The local Slack on a real port, an app on another, and a real Slack client between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient

from bot.playground.slack import LocalSlack
from tests.unit.playground.stage import SECRET, Bot, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def bot() -> Iterator[Bot]:
    """An app that acknowledges everything."""
    with Bot() as bot:
        yield bot


@pytest.fixture
def slack(clock: Clock, bot: Bot) -> Iterator[LocalSlack]:
    """A workspace with the default cast; retries come after hundredths of a second, acknowledgement within half one."""
    with LocalSlack(clock, SECRET, bot.url, retry_scale=0.001, ack_seconds=0.5) as slack:
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    """Slack's own client; it tries nothing twice by itself."""
    return WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])
