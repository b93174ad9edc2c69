"""Which databases a test runs on."""

import pytest

on_both = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
"""Run a test once on each database the product promises to work on."""
