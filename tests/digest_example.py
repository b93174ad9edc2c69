"""The digest with its picture, of the distributor's case in its third week: `make documents` puts it into docs."""

import re
import sys
import tempfile
from pathlib import Path

from bot.playground.replay.case import read_case
from bot.playground.replay.play import perform, start
from bot.playground.replay.running import Play
from bot.playground.replay.weeks import digests, pictures
from bot.playground.stage import Stage

CASE = Path(__file__).parent / "cases" / "order_intake_verdict.yaml"
FOLDER = Path(__file__).parents[1] / "docs" / "examples"
WEEK = 3  # in which the reason that held is ruled out
NAMES = {"<@U0TOMASZ>": "@tomasz", "<@U0BRENDA>": "@brenda", "<@U0MARTIN>": "@martin", "<@U0OLIVIA>": "@olivia"}


def main() -> None:
    """Play the case through the real bot; write the digest's words and the picture as they stand in the thread."""
    case = read_case(CASE)
    with (
        tempfile.TemporaryDirectory() as folder,
        Stage(f"sqlite:///{Path(folder) / 'example.sqlite'}", start=case.start) as stage,
    ):
        running = Play(stage, case)
        start(running)
        perform(running, case.steps)
        if running.faults:
            sys.exit("\n".join(running.faults))
        words, picture = digests(running)[WEEK - 1].text, pictures(running)[WEEK - 1]
    for mention, name in NAMES.items():
        words = words.replace(mention, name)
    (FOLDER / "distributor-digest.png").write_bytes(picture.content or b"")
    words = re.sub(r"\*([^*\n]+)\*", r"**\1**", words)  # bold in Slack is another mark than in Markdown
    lines = ["# A week's digest: the distributor's case", "", *(f"> {line}  " for line in words.splitlines())]
    alt = (picture.alt_txt or "").replace("[", "").replace("]", "")
    page = "\n".join([*lines, "", f"![{alt}](distributor-digest.png)", ""])
    (FOLDER / "distributor-digest.md").write_text(page, "utf-8")


if __name__ == "__main__":
    main()
