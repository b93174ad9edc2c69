"""Hypothesis: no deadline (a slow machine is no fault), the same examples every time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import Phase, settings

if TYPE_CHECKING:
    import pytest

settings.register_profile("unstick", deadline=None, derandomize=True, max_examples=100)
# For `make mutants`: fewer examples, and a failing one is not made smaller, since only its failing counts.
settings.register_profile(
    "mutants", settings.get_profile("unstick"), max_examples=20, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "unstick"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For `make mutants`: the quick tests first, those that start a process last, so that most mutants die soon."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "mutants":
        slow = ("same_bytes", "utf_8")
        items.sort(key=lambda item: (any(word in item.name for word in slow), "property" in item.path.parts))
