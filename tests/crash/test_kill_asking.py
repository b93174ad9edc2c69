"""The bot is killed (SIGKILL) while a language model is asked about words: nothing is lost, nothing is said twice."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.delivery import outbox
from bot.playground.slack import LocalSlack
from bot.playground.slack.model import Message
from bot.store.database import Database
from bot.store.tables import Consultation, Entry
from prompts.catalog import catalog
from tests import fake_llm
from tests.crash.clock import FileClock
from tests.crash.keeper import Keeper, Life
from tests.crash.person import CHANNEL, PATIENCE_S, STARTER, People, letter_of
from tests.crash.story import BEGIN, POLL_S, RETRY_SCALE, SECRET
from tests.databases import on_both

# Commits counted from the words: they themselves, the call counted, its outcome with the ask-back, the letter marked.
DEATHS: Mapping[str, Life] = {
    "before the call": ("after_commit", 2),
    "between the reply and what follows from it": ("before_commit", 3),
    "before the letter to the model is marked": ("after_commit", 3),
}


def _words() -> str:
    options = [option.text.lower() for option in catalog().questions["output_path"].options.values()]
    return f"hm, some would say {options[0]}, others {options[-1]}, it depends a bit"


def _asks_back(message: Message) -> bool:
    elements = [element for block in message.blocks for element in block.get("elements", ())]
    return any(str(element.get("action_id", "")).startswith("pick") for element in elements)


@on_both
@pytest.mark.parametrize("when", DEATHS)
def test_killed_while_the_model_is_asked(when: str, database_url: str, tmp_path: Path) -> None:
    """Killed at any commit from the words to their ask-back: it comes, once, and the model was asked twice at most."""
    death = DEATHS[when]
    clock = FileClock(tmp_path / "clock")
    clock.move_to(BEGIN)
    with (
        fake_llm.fake_llm("openai") as fake,
        LocalSlack(clock, SECRET, "http://127.0.0.1:9", retry_scale=RETRY_SCALE) as slack,
    ):
        slack.line.ack_seconds = slack.workspace.trigger_seconds = PATIENCE_S
        settings = {
            "SLACK_BOT_TOKEN": slack.token,
            "SLACK_SIGNING_SECRET": SECRET,
            "UNSTICK_SLACK_API_URL": slack.api_url,
            "UNSTICK_DATABASE_URL": database_url,
            "UNSTICK_POLL_S": str(POLL_S),
            "UNSTICK_LLM_PROTOCOL": "openai",
            "UNSTICK_LLM_URL": fake.url,
            "UNSTICK_LLM_MODEL": "some-model",
        }
        with Keeper(slack, clock, settings, tmp_path / "log") as keeper:
            people = People(slack, keeper)
            thread = people.start("Order intake agent")
            database = Database(database_url)
            _until(lambda: people.is_asked(thread) and _is_idle(database))
            keeper.doom([death])
            slack.say(STARTER, CHANNEL, _words(), thread)
            _until(lambda: any(map(_asks_back, slack.messages(CHANNEL, thread))))
            _until(lambda: bool(keeper.deaths) and _is_idle(database))
            keeper.wait_until_up()
        with database.reading() as session:
            lines = session.scalars(sa.select(Entry.kind).order_by(Entry.seq)).all()
            [row] = session.scalars(sa.select(Consultation)).all()
        database.close()
        assert keeper.deaths == [death]
        assert lines == ["asked", "heard", "said"]
        posted = Counter(letter_of(message) for message in slack.messages(CHANNEL, thread) if message.by_bot)
        assert set(posted.values()) == {1}
        assert row.came == "none_of_these"
        assert 1 <= len(fake.received) <= row.calls <= 2


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 2 * PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(POLL_S)


def _is_idle(database: Database) -> bool:
    with database.reading() as session:
        return outbox.is_idle(session)
