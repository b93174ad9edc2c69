"""Find a Chromium to drive, or put Debian's there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DEBIAN = "/usr/bin/chromium"


def find_chromium() -> str:
    """The path of a Chromium: from PATH, from Debian's place, or freshly installed when we may (root on Debian).

    Raises:
        RuntimeError: there is none and none could be installed; the message says what to do.
    """
    found = _present()
    if found is None and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        # A new machine knows no package lists yet, or old ones.
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["/usr/bin/apt-get", *step], check=False, capture_output=True)
        found = _present()
    if found is None:
        raise RuntimeError(
            "The browser tests need Chromium and found none: install it (on Debian: apt-get install chromium) "
            "so that `chromium` is on the PATH."
        )
    return found


def _present() -> str | None:
    return shutil.which("chromium") or (_DEBIAN if Path(_DEBIAN).exists() else None)
