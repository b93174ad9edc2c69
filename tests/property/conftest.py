"""Hypothesis: no deadline (a slow machine is no fault), the same examples every time."""

from __future__ import annotations

import os

from hypothesis import Phase, settings

settings.register_profile("unstick", deadline=None, derandomize=True, max_examples=100)
# For `make mutants`: fewer examples, and a failing one is not made smaller, since only its failing counts.
settings.register_profile(
    "mutants", settings.get_profile("unstick"), max_examples=20, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "unstick"))
