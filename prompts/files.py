"""Reading the YAML files of a language."""

from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, six times as fast, where PyYAML has it


def load(path: Path) -> Any:
    """What a file holds. Raises yaml.YAMLError for one that is no YAML, OSError for one that is not there."""
    return yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506 (both are safe loaders)
