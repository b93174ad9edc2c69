"""Every look into the store is into one workspace; the few that are not are marked, and everybody can see them.

`tests/unit/test_tenancy.py` holds the marks against the functions of this room and who calls them, and
`tests/torture/tenants.py` holds every statement that reaches a database against them.
"""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_looking: Final[ContextVar[bool]] = ContextVar("looks_across_workspaces", default=False)
MARK: Final = "looks_across_workspaces"


def across_workspaces(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that looks into every workspace: for the tick, the delivery, or who runs the installation.

    What it gives back carries its workspace, or is a number or a moment.
    """

    @functools.wraps(function)
    def marked(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _looking.set(True)
        try:
            return function(*args, **kwargs)
        finally:
            _looking.reset(token)

    setattr(marked, MARK, True)
    return marked


def looks_across() -> bool:
    """Whether the statement that is being run was meant to look into every workspace."""
    return _looking.get()
