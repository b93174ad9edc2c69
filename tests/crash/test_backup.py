"""A backup taken while the bot works, or after it was killed, is a whole database that the bot goes on with."""

import shutil
import stat
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from bot.interview.transcript import fold
from bot.playground.slack import LocalSlack
from bot.store import audit, diagnoses
from bot.store.database import Database
from bot.store.tables import Diagnosis, Entry, Outgoing
from tests.crash.clock import FileClock
from tests.crash.keeper import Keeper
from tests.crash.person import People
from tests.crash.story import BEGIN, PATIENCE_S, POLL_S, RETRY_SCALE, SECRET

TAKEN = 6  # backups while people answer


def _backup(url: str, target: Path, exit_code: int = 0) -> str:
    result = CliRunner().invoke(app, ["backup", str(target)], env={"UNSTICK_DATABASE_URL": url})
    assert result.exit_code == exit_code, result.output
    return result.output


def _lines(path: Path) -> list[tuple[object, ...]]:
    """The transcript that a database holds, once it is known to be whole: folded, delivered, and audited."""
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        for diagnosis in session.scalars(sa.select(Diagnosis)):
            progress = fold(diagnoses.transcript(diagnosis))
            assert progress.stage == diagnosis.state
            letters = set(session.scalars(sa.select(Outgoing.id)))
            assert f"{diagnosis.id}.q{progress.open_seq}" in letters or not progress.open_question
        assert not [each for each in audit.chains(session) if audit.verify(session, each).fault]
        query = sa.select(Entry.seq, Entry.kind, Entry.question, Entry.option, Entry.by).order_by(Entry.seq)
        found = [tuple(row) for row in session.execute(query)]
    database.close()
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_under_load_and_after_a_kill(database_url: str, tmp_path: Path) -> None:
    """Each backup holds the conversation up to a moment; the killed bot's last one goes on to the verdict elsewhere."""
    clock = FileClock(tmp_path / "clock")
    clock.move_to(BEGIN)
    with LocalSlack(clock, SECRET, "http://127.0.0.1:9", retry_scale=RETRY_SCALE) as slack:
        slack.line.ack_seconds = slack.workspace.trigger_seconds = PATIENCE_S
        settings = {
            "SLACK_BOT_TOKEN": slack.token,
            "SLACK_SIGNING_SECRET": SECRET,
            "UNSTICK_SLACK_API_URL": slack.api_url,
            "UNSTICK_DATABASE_URL": database_url,
            "UNSTICK_POLL_S": str(POLL_S),
        }
        with Keeper(slack, clock, settings, tmp_path / "log") as keeper:
            people = People(slack, keeper)
            thread = people.start("Order intake agent")
            people.until_answered(thread, 3)
            saved = [tmp_path / f"saved{number}.sqlite" for number in range(TAKEN)]
            saving = threading.Thread(target=lambda: [_backup(database_url, path) for path in saved])
            saving.start()
            people.until_answered(thread, 8)
            saving.join()
        # The block has ended with a SIGKILL: the write-ahead log lies beside the file as it was left.
        last = tmp_path / "last.sqlite"
        assert str(last) in _backup(database_url, last)
        whole = _lines(last)
        assert sum(line[1] == "answered" for line in whole) >= 7
        copies = [_lines(path) for path in saved]
        assert copies == [whole[: len(copy)] for copy in copies]
        assert all(copies)

        restored = tmp_path / "restored.sqlite"
        shutil.copy(last, restored)
        elsewhere = {**settings, "UNSTICK_DATABASE_URL": f"sqlite:///{restored}"}
        with Keeper(slack, clock, elsewhere, tmp_path / "log") as keeper:
            People(slack, keeper, people.answered).answer_all(thread)
        assert _lines(restored)[: len(whole)] == whole


def test_a_backup_takes_no_files_place(sqlite_url: str, tmp_path: Path) -> None:
    """A file that is there already is left alone; a new one is for its owner only, and nothing lies beside it."""
    folder = tmp_path / "backups"
    folder.mkdir()
    assert "checked and whole" in _backup(sqlite_url, folder / "one.sqlite")
    assert stat.S_IMODE((folder / "one.sqlite").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    assert "is there already" in _backup(sqlite_url, folder / "one.sqlite", exit_code=2)
    assert "is there already" in _backup(sqlite_url, tmp_path / "unstick.sqlite", exit_code=2)
    assert "could not be written" in _backup(sqlite_url, folder / "gone" / "two.sqlite", exit_code=2)
    assert [path.name for path in folder.iterdir()] == ["one.sqlite"]


def test_postgresql_saves_itself(tmp_path: Path) -> None:
    """For PostgreSQL the command says what does it, and how."""
    told = _backup("postgresql://nobody@127.0.0.1:9/nothing", tmp_path / "x", exit_code=2)
    assert "pg_dump --format=custom" in told
