"""Rules as they were: frozen versions, from which old results come out again byte for byte.

A frozen version is the canonical JSON of compiled rules, as one file `versions/<version>.json` beside the rules; the
SHA-256 of a result's rules is that of this file (`sha256sum` shows it too). A version that is frozen does not change:
the next change of a weight needs a new one in `frame.yaml`.

What a rules file may say can grow: a key that an old version does not have yet takes its default, and a default means
"as it was before that key". The weights are compiled again from the percents and held against those in the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from scoring.compile import fingerprint
from scoring.errors import Fault, RulesError, UnknownId, nearest_id
from scoring.load import LISTS, OPTIONAL, OWN_RULES, Folder, assemble, canonical, load_rules, read_folder
from scoring.rules import Frame, Model, Question, Rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CURRENT = "current"  # the rules folder as it is, for `load_version`
SHORTEST = 8  # characters of a SHA-256 that name a version
MODELS: dict[str, type[Model]] = {**LISTS, **OPTIONAL, "questions": Question}

AnyModel = TypeVar("AnyModel", bound=Model)


def versions(rules: Path | None = None) -> dict[str, Path]:
    """Return the frozen versions of a rules folder (default: the package's own) by name, in order of their names."""
    folder = (OWN_RULES if rules is None else rules) / "versions"
    return {file.stem: file for file in sorted(folder.glob("*.json"), key=lambda each: each.name)}


def freeze(rules: Path | None = None) -> Path:
    """Write the rules of a folder as a frozen version, named by its frame; return the file.

    Raises:
        RulesError: the folder has faults, or this version is frozen with other contents.
    """
    content, version = canonical(read_folder(rules)), load_rules(rules).version
    file = (OWN_RULES if rules is None else rules) / "versions" / f"{version}.json"
    if file.exists():
        fault = changed_since(file, content)
        if fault is not None:
            raise RulesError([fault])
        return file
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return file


def changed_since(file: Path, content: bytes) -> Fault | None:
    """Return the fault of rules that differ from the version frozen under their own name, or None."""
    if file.read_bytes() == content:
        return None
    return Fault("frame.yaml", "version", f"{file.stem} is frozen with other contents; raise the version")


def load_version(name: str, rules: Path | None = None) -> Rules:
    """Load rules as they were frozen: by version, by SHA-256 (at least 8 characters of it), or `current`.

    Raises:
        UnknownId: no such version is frozen.
        RulesError: the file is not as it was frozen, or the current rules have faults.
    """
    if name == CURRENT:
        return load_rules(rules)
    known = versions(rules)
    for version, file in known.items():
        content = file.read_bytes()
        sha256 = fingerprint(content)
        if name == version or (len(name) >= SHORTEST and sha256.startswith(name)):
            return _thawed(f"versions/{file.name}", content)
    raise UnknownId("rules version", name, nearest_id(name, (*known, CURRENT)))


def _thawed(file: str, content: bytes) -> Rules:
    """Build the rules that a frozen file holds."""
    try:
        whole: dict[str, Any] = json.loads(content)
        folder = Folder(frame=_built(Frame, whole["frame"]))
        for name, model in MODELS.items():
            into = getattr(folder, name)
            for raw in whole.get(name, ()):
                entry: Any = _built(model, raw)
                into[entry.id] = entry
        rules = assemble(folder, sha256=fingerprint(content))
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as fault:
        raise RulesError([Fault(file, "", "this is no frozen version of rules")]) from fault
    if _weights(rules) != (whole.get("priors"), whole.get("weights")):
        raise RulesError([Fault(file, "weights", "they are not those of its percents: the file was changed")])
    return rules


def _built(model: type[AnyModel], raw: Mapping[str, Any]) -> AnyModel:
    """Build an entry from JSON, whose lists stand for tuples."""
    return model.model_validate_json(json.dumps(raw))


def _weights(rules: Rules) -> tuple[list[int], list[Any]]:
    """Return priors and weights in decibans, in the form in which they are frozen."""
    compiled = rules.compiled
    weights = [
        [question, option, [[reason, row.decibans] for reason, row in rows]]
        for (question, option), rows in compiled.rows.items()
    ]
    return list(compiled.priors), weights
