"""Hypothesis: no deadline (a slow machine is no fault), the same examples every time."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unstick", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("unstick")
