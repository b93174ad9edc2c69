"""The bot is killed (SIGKILL) between any two steps of a conversation and started again; nobody notices."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.crash.keeper import Life
from tests.crash.story import Told, play
from tests.databases import on_both

# Each life ends at the n-th passage of its point, counted from the start of the stage or, after a death, of the bot.
# Every number is met on the way; `make crash` tries them all, one by one.
DEATHS: Mapping[str, Mapping[str, Sequence[Life]]] = {
    "before_commit": {
        "start": [("before_commit", 2)],
        "answer": [("before_commit", 1), ("before_commit", 5)],
        "post": [("before_commit", 1)],
        "accept": [("before_commit", 1)],
    },
    "after_commit": {
        "start": [("after_commit", 3)],
        "answer": [("after_commit", 1), ("after_commit", 4)],
        "post": [("after_commit", 1)],
        "accept": [("after_commit", 2)],
    },
    "before_send": {
        "start": [("before_send", 2)],
        "answer": [("before_send", 5), ("before_send", 10)],
        "post": [("before_send", 4)],
        "document": [("before_send", 1)],
        "report": [("before_send", 1)],
    },
    "after_send": {
        "start": [("after_send", 1)],
        "answer": [("after_send", 1), ("after_send", 10)],
        "post": [("after_send", 4)],
        "document": [("after_send", 1)],
        "accept": [("after_send", 1)],
    },
    "check_in": {
        "accept": [("after_commit", 1)],
        "tick": [("before_commit", 1), ("after_commit", 2), ("before_send", 1), ("after_send", 1)],
        "report": [("after_commit", 1)],
    },
    "engine": {
        "start": [("any_commit", 4)],
        "answer": [("any_commit", 9), ("any_commit", 16)],
        "document": [("any_commit", 3)],
        "tick": [("any_commit", 3)],
    },
}


@pytest.fixture(scope="session")
def undisturbed(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is left of the conversation when nothing dies."""
    folder = tmp_path_factory.mktemp("undisturbed")
    shutil.copy(migrated_sqlite, folder / "unstick.sqlite")
    return play(f"sqlite:///{folder}/unstick.sqlite", folder)


@on_both
@pytest.mark.parametrize("point", DEATHS)
def test_a_conversation_survives_kills(point: str, database_url: str, tmp_path: Path, undisturbed: Told) -> None:
    """Killed at a point, again and again: no answer lost, nothing asked or posted twice, the same plan and check-in."""
    dooms = DEATHS[point]
    told = play(database_url, tmp_path, dooms)
    assert told.deaths == [life for lives in dooms.values() for life in lives]
    for name in Told.COMPARED:
        assert getattr(told, name) == getattr(undisturbed, name), name


def test_the_undisturbed_conversation_is_whole(undisturbed: Told) -> None:
    """What the others are held against asks every question once, has an answer to each, a plan and a check-in."""
    asked = [question for kind, question, _, _ in undisturbed.transcript if kind == "asked"]
    answered = [question for kind, question, _, _ in undisturbed.transcript if kind == "answered"]
    assert len(asked) > 5
    assert asked == answered
    assert len(set(asked)) == len(asked)
    assert undisturbed.posted_twice == []
    assert undisturbed.refused == []
    assert [state for _, state, _ in undisturbed.updates if state in {"done", "blocked"}] == ["done", "blocked"]
