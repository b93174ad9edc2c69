"""Reading a rules folder: YAML files to validated, compiled `Rules`.

A folder holds `frame.yaml`, `reasons.yaml`, `actions.yaml`, `metrics.yaml`, `ready.yaml` and `questions/*.yaml`;
`contradictions.yaml` may be left out. Declared order is the order within a file, question files by name. Every fault
is collected before anything is refused, so an author sees all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from scoring.compile import canonical_json, compile_rules, fingerprint
from scoring.crossref import cross_faults
from scoring.errors import Fault, RulesError, nearest_id
from scoring.prepared import prepare
from scoring.rules import Action, Contradiction, Frame, Metric, Model, Option, Question, ReadyRule, Reason, Rules
from scoring.yamltext import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

OWN_RULES = Path(__file__).parent / "rules"
LISTS: dict[str, type[Model]] = {"reasons": Reason, "actions": Action, "metrics": Metric, "ready": ReadyRule}
OPTIONAL: dict[str, type[Model]] = {"contradictions": Contradiction}
KINDS = {
    Reason: "reason",
    Action: "action",
    Metric: "metric",
    ReadyRule: "check",
    Question: "question",
    Contradiction: "contradiction",
}
PLAIN = {
    "missing": "this is missing",
    "int_type": "a whole number is needed",
    "string_type": "a word is needed",
    "tuple_type": "a list is needed",
    "dict_type": "a table of `key: value` is needed",
    "bool_type": "true or false is needed",
    "string_pattern_mismatch": "an id is lower-case letters, digits and _ (reasons and sources: five.1)",
    "too_short": "too few entries",
    "too_long": "too many entries",
}

AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass(slots=True)
class Folder:
    """A rules folder as read, before it is known to be sound; `origin` says which file each id came from."""

    frame: Frame | None = None
    reasons: dict[str, Reason] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    ready: dict[str, ReadyRule] = field(default_factory=dict)
    contradictions: dict[str, Contradiction] = field(default_factory=dict)
    origin: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def _place(location: tuple[int | str, ...], raw: Any, start: str) -> str:
    """Say where in an entry a fault is, naming options by id where they have one."""
    words = [start]
    for part in location:
        if isinstance(part, int) and words[-1] == "options" and isinstance(raw, dict):
            options = raw.get("options", ())
            option = options[part] if isinstance(options, tuple) and part < len(options) else None
            name = option.get("id") if isinstance(option, dict) else None
            words[-1] = f"option {name if name is not None else part + 1}"
        elif part != "[key]":
            words.append(str(part))
    return ", ".join(words)


def validated(model: type[AnyModel], raw: Any, file: str, start: str, faults: list[Fault]) -> AnyModel | None:
    """Return one entry built, or None after adding what is wrong with it to `faults`."""
    try:
        return model.model_validate(raw)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            message = PLAIN.get(error["type"], error["msg"].lower())
            if error["type"] == "extra_forbidden":
                in_option = bool(error["loc"]) and error["loc"][0] == "options"
                known = (Option if in_option else model).model_fields
                names = [field_info.alias or name for name, field_info in known.items()]
                message = f"unknown key; the nearest valid one is '{nearest_id(str(error['loc'][-1]), names)}'"
            elif error["type"] not in {"missing", "too_short", "too_long"}:
                message = f"{message}, not {error['input']!r}"
            faults.append(Fault(file, _place(error["loc"], raw, start), message))
        return None


def _read(path: Path, file: str, faults: list[Fault]) -> Any:
    """Return what a file says; None and a fault when it cannot be read."""
    try:
        return read_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(Fault(file, "", "this file is missing"))
    except UnicodeDecodeError:
        faults.append(Fault(file, "", "this file is not UTF-8 text"))
    except YamlError as fault:
        faults.append(Fault(file, "", str(fault)))
    return None


def _read_list(path: Path, file: str, model: type[AnyModel], into: dict[str, AnyModel], folder: Folder) -> None:
    """Read a list of entries into `into`, by id."""
    raw = _read(path, file, folder.faults)
    if raw is None:
        return
    if not isinstance(raw, tuple):
        folder.faults.append(Fault(file, "", "a list of entries is needed, each starting with `- id:`"))
        return
    kind = KINDS[model]
    for position, entry in enumerate(raw, start=1):
        given = entry.get("id") if isinstance(entry, dict) else None
        start = f"{kind} {given}" if given is not None else f"{kind} number {position}"
        built = validated(model, entry, file, start, folder.faults)
        if built is None:
            continue
        own_id: str = built.id  # type: ignore[attr-defined]  # every model of KINDS has one
        if own_id in into:
            folder.faults.append(Fault(file, start, f"this id stands in {folder.origin[kind, own_id]} already"))
            continue
        into[own_id] = built
        folder.origin[kind, own_id] = file


def read_folder(path: Path | None = None) -> Folder:
    """Read a rules folder as far as it can be read; what is wrong is in `.faults`, nothing is raised."""
    root = OWN_RULES if path is None else path
    folder = Folder()
    raw = _read(root / "frame.yaml", "frame.yaml", folder.faults)
    if raw is not None:
        folder.frame = validated(Frame, raw, "frame.yaml", "frame", folder.faults)
    _read_list(root / "reasons.yaml", "reasons.yaml", Reason, folder.reasons, folder)
    _read_list(root / "actions.yaml", "actions.yaml", Action, folder.actions, folder)
    _read_list(root / "metrics.yaml", "metrics.yaml", Metric, folder.metrics, folder)
    _read_list(root / "ready.yaml", "ready.yaml", ReadyRule, folder.ready, folder)
    if (root / "contradictions.yaml").exists():
        _read_list(root / "contradictions.yaml", "contradictions.yaml", Contradiction, folder.contradictions, folder)
    for file in sorted((root / "questions").glob("*.yaml"), key=lambda each: each.name):
        _read_list(file, f"questions/{file.name}", Question, folder.questions, folder)
    known = {"frame.yaml", *(f"{name}.yaml" for name in (*LISTS, *OPTIONAL))}
    for stray in sorted(each.name for each in root.glob("*") if each.is_file() and each.suffix in {".yaml", ".yml"}):
        if stray not in known:
            hint = f"no such rules file; the nearest valid one is '{nearest_id(stray, sorted(known))}'"
            folder.faults.append(Fault(stray, "", hint))
    folder.faults.extend(cross_faults(folder))
    return folder


def load_rules(path: Path | None = None) -> Rules:
    """Read, validate and compile a rules folder (default: the one that comes with the package).

    Raises:
        RulesError: with every fault found, one line each.
    """
    return assemble(read_folder(path))


def canonical(folder: Folder) -> bytes:
    """Return the canonical JSON of a folder that was read: all in it that can change a result.

    Raises:
        RulesError: it has faults.
    """
    frame = folder.frame
    if folder.faults or frame is None:
        raise RulesError(folder.faults)
    lists: dict[str, Iterable[Model]] = {
        "reasons": folder.reasons.values(),
        "questions": folder.questions.values(),
        "actions": folder.actions.values(),
        "metrics": folder.metrics.values(),
        "ready": folder.ready.values(),
        "contradictions": folder.contradictions.values(),
    }
    return canonical_json(frame, lists, compile_rules(folder.reasons, folder.questions))


def assemble(folder: Folder, sha256: str | None = None) -> Rules:
    """Compile a folder that was read; `sha256` is given for rules that were frozen, else it is computed.

    Raises:
        RulesError: it has faults.
    """
    frame = folder.frame
    if folder.faults or frame is None:
        raise RulesError(folder.faults)
    compiled = compile_rules(folder.reasons, folder.questions)
    return Rules(
        version=frame.version,
        sha256=fingerprint(canonical(folder)) if sha256 is None else sha256,
        frame=frame,
        reasons=folder.reasons,
        questions=folder.questions,
        actions=folder.actions,
        metrics=folder.metrics,
        ready=folder.ready,
        compiled=compiled,
        prepared=prepare(frame, folder.reasons, folder.questions, compiled),
        contradictions=folder.contradictions,
    )
