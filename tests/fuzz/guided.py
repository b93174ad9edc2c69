"""atheris: bytes that are led by which lines of ours they reach. `python -m tests.fuzz.guided -runs=20000`.

The first byte chooses the reader. It ends with 77 when a reader broke, and prints the bytes.
"""

import sys

import atheris

OURS = ["bot.slack.shape", "bot.slack.edge", "bot.slack.typed", "bot.understanding"]

with atheris.instrument_imports(include=OURS):
    from tests.fuzz.readers import READERS

NAMES = sorted(READERS)


def one(data: bytes) -> None:
    """Let one reader read it."""
    if data:
        READERS[NAMES[data[0] % len(NAMES)]](data[1:])


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], "-timeout=10", "-rss_limit_mb=2048", "-max_len=2000", *sys.argv[1:]], one)
    atheris.Fuzz()
