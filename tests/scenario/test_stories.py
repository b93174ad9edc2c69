"""The stories that come with the product: each is played to its end, and holds."""

import pytest

from bot.playground.stories.shelf import FOLDER, NAMES
from tests.command import command

# DBOS keeps the standard error of the first launch in a process, and a command's is closed when it ends.
pytestmark = pytest.mark.usefixtures("migrated_sqlite")

# What somebody who watches has read by the end.
SEEN = {
    "order-intake": ("30 days to production", "Week 3 is open", "Semana 3 de order intake agent"),
    "pedidos": ("Lo que encontré sobre agente de pedidos", "Semana 2 de agente de pedidos"),
    "credit-notes": ("30 days to a decision", "Closed in good order, or taken up again on firmer ground"),
}


def test_every_story_on_the_shelf_is_offered() -> None:
    """No story is forgotten, and none is offered that is not there."""
    assert set(NAMES) == {path.stem for path in FOLDER.glob("*.yaml")} == set(SEEN)


@pytest.mark.parametrize("name", NAMES)
def test_a_story_is_played_to_its_end_without_a_page(name: str) -> None:
    """`unstick playground --headless --story NAME` prints what was said, in which everything holds, and exits 0."""
    ran = command("playground", "--headless", "--story", name)
    assert ran.exit_code == 0, ran.stdout[-2000:] + ran.stderr
    assert ran.stdout.endswith(f"== {name}: holds\n")
    assert [words for words in SEEN[name] if words not in ran.stdout] == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--headless", "--story", "somebody-elses"], "there are order-intake, pedidos, credit-notes"),
        (["--story", "pedidos"], "--story goes with --headless"),
    ],
)
def test_what_cannot_be_played_is_said(given: list[str], told: str) -> None:
    """A story that there is not, or one for a page: exit 2, and a sentence that says what there is."""
    ran = command("playground", *given)
    assert ran.exit_code == 2
    assert told in ran.stderr
