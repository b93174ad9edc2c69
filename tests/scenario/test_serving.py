"""The command `unstick serve` as a process, refused what systemd refuses it: alone on its file, and ended in order."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import app
from bot.delivery import outbox
from bot.playground.slack.local_slack import LocalSlack
from bot.store.database import Database

ROOT = Path(__file__).parents[2]
SECRET = "a secret of this test"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack on the machine's own time."""
    with LocalSlack(lambda: datetime.now(UTC), SECRET, "", ack_seconds=30.0, trigger_seconds=30.0) as slack:
        yield slack


def _settings(slack: LocalSlack, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": SECRET,
        "UNSTICK_SLACK_API_URL": slack.api_url,
        "UNSTICK_DATABASE_URL": url,
        "PYTHONPATH": str(ROOT),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            assert httpx.get(f"{address}/readyz").status_code == 200
            return  # noqa: TRY300
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the process ended before it was ready")


def test_one_process_to_a_file_and_an_end_in_order(slack: LocalSlack, sqlite_url: str) -> None:
    """A second process is refused in a sentence; at SIGTERM what was begun is done, said, and the file is free."""
    port = _free_port()
    command = [sys.executable, "-m", "tests.hardened", sys.executable, "-m", "bot", "serve", "--port", str(port)]
    settings = _settings(slack, sqlite_url)
    with subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL) as process:
        try:
            _until_ready(f"http://127.0.0.1:{port}", process)
            second = CliRunner().invoke(app, ["serve", "--port", str(port)], env=settings)
            assert second.exit_code == 2
            structlog.reset_defaults()
            assert re.search(
                r"Another Unstick already serves from .*unstick\.sqlite; stop that one first", second.output
            )

            slack.app_url = f"http://127.0.0.1:{port}"
            assert slack.slash("olivia", "orders", "/unstick", "order intake agent").ok
            view = slack.view("olivia")
            assert view is not None
            slack.fault("chat.postMessage", "slow", seconds=0.3)
            slack.fault("views.open", "slow", seconds=1.0)
            assert slack.submit("olivia", view.id, {}).ok
            answers = []
            typed = threading.Thread(
                target=lambda: answers.append(slack.slash("olivia", "orders", "/unstick", "other"))
            )
            typed.start()
            while {"chat.postMessage", "views.open"} - {call.method for call in slack.calls[-2:]}:
                time.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            typed.join()
            assert answers[0].ok, "what came before the signal is answered"
            assert process.wait() == 0
        finally:
            process.kill()
    after = Database(sqlite_url)
    after.sole.claim()
    with after.reading() as session:
        assert outbox.backlog(session) == (0, None), "what was being sent is sent, and noted"
    after.close()
