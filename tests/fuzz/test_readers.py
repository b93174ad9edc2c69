"""Everything that reads others' bytes or words, by random and by guided examples; `make fuzz` runs longer."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.readers import READERS
from tests.fuzz.requests import LONGER

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=150 * LONGER)
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode(errors="replace")))
def test_every_reader(name: str, data: bytes) -> None:
    """What reads others' bytes or words takes any of them without a fault."""
    READERS[name](data)


if find_spec("atheris"):  # there is a wheel for Linux on x86-64; elsewhere the test above has to do

    def test_guided_by_coverage() -> None:
        """Bytes that are led by the lines they reach find no reader that breaks or hangs."""
        command = [sys.executable, "-m", "tests.fuzz.guided", f"-runs={1000 * LONGER}", "-seed=7"]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr[-2000:]
        assert re.search(r"Done \d+ runs", ran.stderr)
