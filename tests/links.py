"""`python -m tests.links`, part of `make check`: every link in our pages leads to a file and a heading that are there.

Links to other sites are not followed: a check must not need a network.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[1]
ELSEWHERE = ("http://", "https://", "mailto:")
HIDDEN = (".venv", "node_modules", ".git", ".hypothesis")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|\[[^\]]+\]:\s+(\S+)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`[^`\n]+`")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
NAMED = re.compile(r"""<a\s+(?:id|name)="([^"]+)">""")
NO_ANCHOR = re.compile(r"[^\w\- ]")


def pages(root: Path = ROOT) -> list[Path]:
    """Every page of the repository; what was installed into it is not even walked through."""
    found = []
    for folder, inner, files in os.walk(root):
        inner[:] = [name for name in inner if name not in HIDDEN and not name.endswith("_cache")]
        found += [Path(folder, name) for name in files if name.endswith(".md")]
    return sorted(found)


def broken(page: Path, text: str) -> Iterator[str]:
    """The links of a page that lead nowhere, each as a line that says why."""
    for target in _targets(text):
        if target.startswith(ELSEWHERE):
            continue
        name, _, anchor = unquote(target).partition("#")
        found = (page.parent / name).resolve() if name else page
        if name and not (found.is_relative_to(ROOT) and found.exists()):
            yield f"{page.relative_to(ROOT)}: {target} is not there"
        elif anchor and found.suffix == ".md" and anchor not in anchors(text if not name else found.read_text("utf-8")):
            yield f"{page.relative_to(ROOT)}: {target} has no such heading"


def anchors(text: str) -> set[str]:
    """The places in a page that a link can lead to: its headings as they are turned into addresses, and named ones."""
    seen: dict[str, int] = {}
    found = set(NAMED.findall(text))
    for heading in HEADING.findall(FENCE.sub("", text)):
        name = NO_ANCHOR.sub("", heading.lower()).replace(" ", "-")
        found.add(f"{name}-{seen[name]}" if name in seen else name)
        seen[name] = seen.get(name, 0) + 1
    return found


def _targets(text: str) -> Iterator[str]:
    """Where the links of a page lead; what stands in code is no link."""
    for inline, reference in LINK.findall(SPAN.sub("", FENCE.sub("", text))):
        yield inline or reference


def main() -> int:
    """Tell every broken link; 1 if there is one."""
    every = pages()
    found = [line for page in every for line in broken(page, page.read_text("utf-8"))]
    sys.stdout.write("".join(f"{line}\n" for line in [*found, f"{len(every)} pages, {len(found)} broken links"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
