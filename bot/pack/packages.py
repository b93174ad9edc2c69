"""The packages that run in this installation, with version and licence, and why each is there at all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Final

from bot.pack.markers import holds

ROOT: Final = "unstick"
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[(?P<extras>[^]]*)\])?")
_CLASSIFIERS: Final[Mapping[str, str]] = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_WORDS: Final[Mapping[str, str]] = {
    "apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "mit": "MIT",
    "mit license": "MIT",
    "mpl-2.0": "MPL-2.0",
}
# Free to run and to pass on. LGPL and MPL: as separate packages that anybody may replace, which wheels are.
ACCEPTED: Final = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0"}
    | {"PSF-2.0", "Unlicense", "Zlib"}
)


@dataclass(frozen=True)
class Need:
    """A package that is asked for, with the extras that are asked for with it."""

    name: str
    extras: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Package:
    """A package: its licence as SPDX writes it (empty: it names none that is known), and which packages ask for it."""

    name: str
    version: str
    licence: str
    asked_by: tuple[str, ...]


def packages() -> tuple[Package, ...]:
    """All that run here, by name; what is only for work on Unstick, and extras nobody asks for, are left out."""
    asked: dict[str, set[str]] = {}
    found: dict[str, Distribution] = {}
    waiting: list[tuple[Need, str]] = [(Need(ROOT, frozenset()), "")]
    done: set[Need] = set()
    while waiting:
        need, by = waiting.pop()
        if by:
            asked.setdefault(need.name, set()).add(by)
        if need in done:
            continue
        done.add(need)
        try:
            found[need.name] = distribution(need.name)
        except PackageNotFoundError:
            continue  # for another system, or another Python
        waiting += [(each, need.name) for each in _needs(found[need.name], need.extras)]
    return tuple(
        Package(name=name, version=each.version, licence=licence(each), asked_by=tuple(sorted(asked[name])))
        for name, each in sorted(found.items())
        if name != ROOT
    )


def unknown(licence: str) -> list[str]:
    """The parts of a licence that we do not accept; of alternatives, one that we accept is enough."""
    refused = []
    for part in re.split(r"\s+AND\s+", licence.replace("(", "").replace(")", "")):
        choices = re.split(r"\s+OR\s+", part)
        if not any(choice.split(" WITH ")[0].strip() in ACCEPTED for choice in choices):
            refused.append(part or "none is named")
    return refused


def licence(package: Distribution) -> str:
    """A package's licence as SPDX writes it, as far as the package says."""
    given = package.metadata
    if "License-Expression" in given:
        return given["License-Expression"]
    named = [each.rpartition(" :: ")[2] for each in given.get_all("Classifier") or () if each.startswith("License ::")]
    known = [_CLASSIFIERS[each] for each in named if each in _CLASSIFIERS]
    said = given["License"].strip().casefold() if "License" in given else ""
    return " AND ".join(known) if known else _WORDS.get(said, "")


def _needs(package: Distribution, extras: frozenset[str]) -> Iterator[Need]:
    for line in package.requires or ():
        requirement, _, marker = line.partition(";")
        parts = _REQUIREMENT.match(requirement.strip())
        if parts and holds(marker, extras):
            wanted = frozenset(each.strip() for each in (parts["extras"] or "").split(",") if each.strip())
            yield Need(re.sub(r"[-_.]+", "-", parts["name"]).lower(), wanted)
