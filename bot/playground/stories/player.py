"""One story at a time, played before who watches: started, paused, sped up, taken over."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import structlog

from bot.playground.replay.hands import NothingToTap
from bot.playground.replay.pace import Pace, TakenOver
from bot.playground.replay.paced import Act, at_speed
from bot.playground.replay.play import converse
from bot.playground.scene import Scene, StageError
from bot.playground.stories.shelf import story

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.replay.case import Case

log = structlog.get_logger()
State = Literal["setting", "playing", "paused", "ended", "taken_over", "failed"]
UNDER_WAY: tuple[State, ...] = ("setting", "playing", "paused")
END_S = 10.0  # until a story that was taken over has let go


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page shows of the story: which, how it stands, who does what next, and what did not hold."""

    name: str
    state: State
    speed: float
    done: int = 0  # acts so far
    act: Act | None = None
    now: bool = False  # whether the act happens now, or is being read up to
    faults: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """As the page gets it."""
        return asdict(self)


class Player:
    """Plays stories on a scene.

    Args:
        scene: where; `set_stage` makes it anew.
        set_stage: told of a story before it begins: everything of before goes, and its own moment begins.
        is_up: whether the bot is there.
    """

    def __init__(self, scene: Scene, set_stage: Callable[[Case], None], is_up: Callable[[], bool]) -> None:
        self._scene = scene
        self._set_stage = set_stage
        self._is_up = is_up
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._pace = Pace()
        self.shown: Shown | None = None

    def play(self, name: str, speed: float = 1.0) -> None:
        """Play the story of that name from its beginning. Raises ValueError when there is none, or no such speed."""
        case, pace = story(name), Pace()
        pace.set_speed(speed)
        self.take_over()
        with self._lock:
            self._pace = pace
            self._show(Shown(name=name, state="setting", speed=speed))
            self._thread = threading.Thread(target=self._run, args=(case, pace), name="story", daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Wait before the next act."""
        self._pace.pause()
        self._restate("paused")

    def go_on(self) -> None:
        """Wait no longer."""
        self._pace.go_on()
        self._restate("playing")

    def set_speed(self, speed: float) -> None:
        """Go on so fast. Raises ValueError for a speed that is not above zero."""
        self._pace.set_speed(speed)
        with self._lock:
            if self.shown:
                self._show(replace(self.shown, speed=speed))

    def take_over(self) -> None:
        """End the story before its next act, if one is played; everything stays as it is by then."""
        self._pace.take_over()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(END_S)

    def forget(self) -> None:
        """Show nothing of a story that is over."""
        with self._lock:
            self._show(None)

    def wait(self, seconds: float) -> None:
        """Wait until the story is over, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, case: Case, pace: Pace) -> None:
        try:
            self._set_stage(case)
            with self._lock:
                if self.shown:
                    self._show(replace(self.shown, state="paused" if pace.is_paused else "playing"))
            running = at_speed(self._scene, case, pace, tell=self._tell, is_up=self._is_up)
            converse(running)
            self._finish("failed" if running.faults else "ended", tuple(running.faults))
        except TakenOver:
            self._finish("taken_over")
        except (NothingToTap, StageError, StopIteration, TimeoutError, ValueError) as error:
            log.warning("story", action="story", failed=type(error).__name__)
            self._finish("failed", (str(error),))

    def _finish(self, state: State, faults: tuple[str, ...] = ()) -> None:
        with self._lock:
            if self.shown:
                self._show(replace(self.shown, state=state, act=None, faults=faults))

    def _restate(self, state: State) -> None:
        with self._lock:
            if self.shown and self.shown.state in UNDER_WAY and self.shown.state != "setting":
                self._show(replace(self.shown, state=state))

    def _tell(self, act: Act, now: bool) -> None:  # noqa: FBT001 (whether it happens now)
        with self._lock:
            if self.shown:
                done = self.shown.done + (0 if now else 1)
                self._show(replace(self.shown, act=act, now=now, done=done))

    def _show(self, shown: Shown | None) -> None:
        self.shown = shown
        self._scene.slack.workspace.record("story", story=shown.json() if shown else None)
