"""`python -m tests.papers FOLDER`: the five documents of the distributor's case, issued by the real bot."""

import sys
import tempfile
from pathlib import Path

from bot.interview.issue import issued
from bot.playground.replay.case import read_case
from bot.playground.replay.play import perform, start
from bot.playground.replay.running import Play
from bot.playground.slack.model import TEAM_ID
from bot.playground.stage import Stage
from bot.report.order import OFFERED, What
from bot.report.papers import draw
from bot.store import diagnoses
from prompts.catalog import catalog

CASE = Path(__file__).parent / "cases" / "order_intake_papers.yaml"


def written(folder: Path, language: str = "en") -> list[Path]:
    """Play the case, ask for each document in each format, and write them; returns the files."""
    case = read_case(CASE)
    files = []
    with (
        tempfile.TemporaryDirectory() as scratch,
        Stage(f"sqlite:///{scratch}/played.sqlite", start=case.start) as stage,
    ):
        running = Play(stage, case)
        start(running)
        perform(running, case.steps)
        assert not running.faults, running.faults
        with stage.bot.database.reading() as session:
            [diagnosis_id] = diagnoses.every_id(session)
        asker = stage.slack.hands.user(case.starter).id
        for what in (each for each in What if each.is_paper):
            where = (TEAM_ID, diagnosis_id)
            facts, issue = issued(stage.bot.database, where, stage.bot.rules, what, by=asker, now=stage.clock())
            for kind in OFFERED[what]:
                file = folder / f"distributor-{what}.{kind}"
                file.write_bytes(draw(catalog(language), facts, what, kind, issue).content)
                files.append(file)
    return files


if __name__ == "__main__":
    for each in written(Path(sys.argv[1]), *sys.argv[2:]):
        sys.stdout.write(f"{each}\n")
