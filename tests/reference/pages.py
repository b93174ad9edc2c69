"""Which pages there are, and what makes each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reference import commands, exceptions, metrics, questions, reasons, rules_format, settings
from tests.reference.markdown import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands.page,
    "settings": settings.page,
    "questions": questions.page,
    "reasons": reasons.page,
    "rules-format": rules_format.page,
    "metrics": metrics.page,
    "exceptions": exceptions.page,
}


def path_of(name: str) -> Path:
    """Where a page stands."""
    return ROOT / "docs" / "reference" / f"{name}.md"
