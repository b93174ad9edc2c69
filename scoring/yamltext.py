"""A YAML reader without surprises, for rules and sheets.

Against YAML 1.1 as PyYAML reads it: `yes`, `no`, `on` and `off` stay words (they are option ids here), `1:30`, `010`
and dates are not turned into numbers or days, a key given twice is a fault instead of a silent loss, and aliases are
refused, so a small text cannot grow into a large one. Lists come back as tuples.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from scoring.errors import ScoringError

Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same reader in C where PyYAML was built with it

DEEPEST = 20  # lists and tables within each other; the rules need seven


class YamlError(ScoringError):
    """The text is not YAML as we read it; the message has the line."""


class StrictLoader(Base):  # type: ignore[misc]  # chosen above at import
    """The loader behind `read_yaml`."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own shape)


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    """Build a mapping; a key that stands twice, or that is no plain word or number, is refused."""
    built: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int)):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
        if key in built:
            raise yaml.constructor.ConstructorError(None, None, f"'{key}' stands here twice", key_node.start_mark)
        built[key] = loader.construct_object(value_node, deep=True)
    return built


def _sequence(loader: Any, node: Any) -> tuple[Any, ...]:
    """Build a list as a tuple."""
    return tuple(loader.construct_object(child, deep=True) for child in node.value)


def _whole(loader: Any, node: Any) -> int:
    """Build a whole number from decimal digits."""
    return int(loader.construct_scalar(node))


StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
StrictLoader.add_constructor("tag:yaml.org,2002:seq", _sequence)
StrictLoader.add_constructor("tag:yaml.org,2002:int", _whole)
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]{1,15}$"), list("-0123456789"))
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])


def _line(event: yaml.Event) -> int:
    """Return the line an event starts on, from 1; 0 when the reader does not know."""
    mark = event.start_mark
    return 0 if mark is None else mark.line + 1


def _look_through(text: str) -> None:
    """Refuse aliases and deep nesting before anything is built; the reader in C would not notice either."""
    depth = 0
    for event in yaml.parse(text, Loader=Base):
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(f"line {_line(event)}: aliases (*name) are not read here")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise YamlError(f"line {_line(event)}: this is nested too deeply")


def read_yaml(text: str) -> Any:
    """Return what `text` says: mappings, tuples, words, whole numbers, true/false, null.

    Raises:
        YamlError: it is not YAML, repeats a key, uses an alias, or is nested too deeply.
    """
    try:
        _look_through(text)
        return yaml.load(text, Loader=StrictLoader)  # noqa: S506 (built on the safe loader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        line = f"line {mark.line + 1}: " if mark is not None else ""
        raise YamlError(f"{line}{fault.problem or fault.context}") from fault
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        lines = str(fault).splitlines() or [type(fault).__name__]
        raise YamlError(f"not readable as YAML: {lines[0]}") from fault
