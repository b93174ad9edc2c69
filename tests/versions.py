"""`make versions`: the same bytes from every Python of this machine that the project may run on.

It looks for Python 3.11 and newer on PATH and under pyenv, gives each a virtual environment in a temporary folder with
what the core needs (the versions and hashes of requirements.lock), and compares what `tests.same_bytes` says under
several hash seeds, time zones and languages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
OLDEST = (3, 11)
NEEDED = ("pydantic", "pydantic-core", "annotated-types", "typing-extensions", "typing-inspection", "pyyaml")
SETTINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Lima", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
)


def version_of(python: str) -> tuple[int, int] | None:
    """Return major and minor version of an interpreter, or None when it does not start."""
    command = [python, "-c", "import sys; print(sys.version_info[0], sys.version_info[1], sys.implementation.name)"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tempfile.gettempdir())
    words = done.stdout.split()
    return (int(words[0]), int(words[1])) if done.returncode == 0 and words[2] == "cpython" else None


def interpreters() -> dict[tuple[int, int], str]:
    """Return one interpreter per version, this one first."""
    candidates = [sys.executable]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and Path(folder).is_dir():
            candidates += sorted(str(each) for each in Path(folder).glob("python3.*") if each.name[9:].isdigit())
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates += sorted(str(each) for each in pyenv.glob("versions/*/bin/python3"))
    found: dict[tuple[int, int], str] = {}
    for python in candidates:
        version = version_of(python)
        if version is not None and version >= OLDEST:
            found.setdefault(version, python)
    return found


def needed_lock() -> str:
    """Return the part of requirements.lock that the core needs, hashes included."""
    entries = re.split(r"^(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "".join(entry for entry in entries if re.split(r"[=\[; ]", entry, maxsplit=1)[0] in NEEDED)


def prepared(python: str, folder: Path) -> str | None:
    """Make a virtual environment with what the core needs; return its Python, or None when that cannot be had."""
    lock = folder.with_suffix(".lock")
    lock.write_text(needed_lock(), encoding="utf-8")
    own = str(folder / "bin" / "python")
    pip = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(lock)]
    for command in ([python, "-m", "venv", str(folder)], pip):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stdout.write(f"  cannot be prepared: {(done.stderr.strip() or 'no reason given').splitlines()[-1]}\n")
            return None
    return own


def digests(python: str) -> set[str]:
    """Return what `tests.same_bytes` says under each setting; one, when nothing matters."""
    found = set()
    for setting in SETTINGS:
        command = [python, "-m", "tests.same_bytes"]
        done = subprocess.run(
            command, env={**os.environ, **setting}, cwd=ROOT, check=True, capture_output=True, text=True
        )
        found.add(done.stdout.split()[0])
    return found


def main() -> int:
    """Compare all versions; return 1 when two differ."""
    everything: set[str] = set()
    proven: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        for version, python in sorted(interpreters().items()):
            name = ".".join(map(str, version))
            sys.stdout.write(f"Python {name} ({python})\n")
            own = sys.executable if version == sys.version_info[:2] else prepared(python, Path(temporary) / name)
            if own is None:
                continue
            found = digests(own)
            sys.stdout.write("".join(f"  {each}\n" for each in sorted(found)))
            everything |= found
            proven.append(name)
    same = len(everything) == 1
    sys.stdout.write(f"{'the same bytes' if same else 'DIFFERENT bytes'} under Python {', '.join(proven)},")
    sys.stdout.write(f" {len(SETTINGS)} hash seeds, time zones and languages each\n")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
