"""What runs, held against what we say and what we accept: `python -m tests.bill`, part of `make check`.

The bill of materials and the security pack in docs/ are those of the code as it is; every package of the lock is in the
bill with a licence that we accept, or is for another system; and known weaknesses are looked up, if that is possible.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from bot.pack.bill import bill
from bot.pack.markdown import markdown
from bot.pack.pack import pack
from bot.pack.packages import Package, packages, unknown

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LOCK = ROOT / "requirements.lock"
MADE_FOR = "linux"  # the documents are made there; elsewhere other packages run
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
PATIENCE_S = 120


def faults(there: tuple[Package, ...], lock: str) -> Iterator[str]:
    """What does not hold, a line each."""
    run = {each.name: each.version for each in there}
    for each in there:
        for licence in unknown(each.licence):
            yield f"{each.name} {each.version}: {licence} is no licence that we accept (bot/pack/packages.py)"
    locked: dict[str, list[str]] = {}  # a package may be locked at several versions, each for other Pythons
    for name, version in _LOCKED.findall(lock):
        locked.setdefault(name, []).append(version)
    for name, versions in locked.items():
        if name in run and run[name] not in versions:
            yield f"{name} is locked at {' or '.join(versions)}, and {run[name]} runs"
        elif name not in run and _is_here(name):
            yield f"{name} is locked and installed, and not in the bill"
    yield from (f"{name} runs and is not locked" for name in run if name not in locked)


def stale() -> Iterator[str]:
    """Which documents are not those of this code."""
    for name, made in (("security-pack.cdx.json", bill()), ("security-pack.md", markdown(pack()))):
        path = DOCS / name
        if not path.exists() or path.read_text("utf-8") != made:
            yield f"docs/{name} is not of this code: run `make security-pack`"


def advisories() -> tuple[str, bool]:
    """A sentence on known weaknesses, and whether there are none that we know of."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), "--require-hashes", "--disable-pip", "-f", "json"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        return told(json.loads(ran.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return told([])


def told(looked_at: list[dict[str, object]]) -> tuple[str, bool]:
    """What pip-audit's findings come to."""
    known = [each for each in looked_at if "skip_reason" not in each]
    weak = [f"{each['name']} {each['version']}" for each in known if each.get("vulns")]
    if weak:
        return f"known weaknesses in {', '.join(weak)}: run pip-audit -r requirements.lock for what mends them", False
    if not known:
        return "known weaknesses were NOT looked up: the list of them is not reached from here", True
    return f"{len(known)} of {len(looked_at)} packages were looked up, and have no known weakness", True


def _is_here(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def main() -> None:
    """Say what does not hold; exit 1 if anything does not."""
    found = [*faults(packages(), LOCK.read_text("utf-8"))]
    if sys.platform == MADE_FOR:
        found += stale()
    sentence, is_well = advisories()
    for line in [*found, sentence]:
        sys.stdout.write(f"{line}\n")
    sys.exit(bool(found) or not is_well)


if __name__ == "__main__":
    main()
