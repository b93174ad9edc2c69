"""A clock that the test process and the bot's process share: the machine's, moved on by what a file says."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class FileClock:
    """The machine's time and the seconds that `path` holds; a process that starts later reads the same time."""

    path: Path

    def __call__(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=float(self.path.read_text()))

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment` now, in one step, so that nobody reads half a number."""
        offset = moment - datetime.now(UTC)
        written = self.path.with_suffix(".new")
        written.write_text(str(offset.total_seconds()))
        written.replace(self.path)
