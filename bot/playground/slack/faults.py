"""Faults on demand.

Calls of the Web API (``method`` is its name, or ``*``): ``429`` (with ``retry_after`` seconds), ``500``, ``refuse``
(with the code ``error``), ``drop`` (nothing is stored and the connection breaks), ``timeout_after`` (done, but the
connection breaks ``seconds`` later without an answer), ``slow`` (answered ``seconds`` later).

Requests to the app (``method`` is ``event``): ``drop`` (never sent), ``duplicate`` (sent twice), ``reorder`` (sent
after the next one). A ``slash`` or ``interactive`` request takes ``drop`` and ``duplicate``.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

OUTGOING = frozenset({"429", "500", "refuse", "drop", "timeout_after", "slow"})
INCOMING = frozenset({"drop", "duplicate", "reorder"})
REQUESTS = frozenset({"event", "slash", "interactive"})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with the next ``times`` calls of ``method``."""

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = 0.0
    error: str = "fatal_error"

    def __post_init__(self) -> None:
        allowed = INCOMING if self.method in REQUESTS else OUTGOING
        if self.kind not in allowed:
            raise ValueError(f"{self.method} has no fault {self.kind!r}; there are {', '.join(sorted(allowed))}")


class Faults:
    """The faults still to come, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let ``fault`` happen."""
        with self._lock:
            self._waiting.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault for this call, if there is one; it is used up once."""
        with self._lock:
            for index, fault in enumerate(self._waiting):
                if fault.method == method or (fault.method == "*" and method not in REQUESTS):
                    if fault.times > 1:
                        self._waiting[index] = replace(fault, times=fault.times - 1)
                    else:
                        del self._waiting[index]
                    return fault
        return None

    def clear(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._waiting.clear()
