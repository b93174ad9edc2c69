"""What the reader makes of some labelled texts, as lines on standard output.

`python -m tests.unit.readings_digest N EVERY`: N threads at once read one text in EVERY. Run by
tests/unit/test_reader.py in processes of their own.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from bot.settings import Settings
from bot.understanding.reader import Reader
from prompts.catalog import catalog
from scoring import load_rules
from tests.labelled.rows import DEVELOPMENT, Row, half


def readings(threads: int, every: int) -> list[str]:
    """A line for each text."""
    rules, reader = load_rules(), Reader(Settings().cache_dir)
    others = list(rules.questions.values())

    def read(row: Row) -> str:
        reading = reader.read(catalog(row.language), rules, rules.questions[row.question], row.text, others=others)
        return f"{row.id} {reading!r}\n"

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(read, half(DEVELOPMENT)[::every]))


if __name__ == "__main__":
    sys.stdout.writelines(readings(int(sys.argv[1]), int(sys.argv[2])))
