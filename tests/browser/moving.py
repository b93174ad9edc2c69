"""The README's moving picture: a story as it plays itself in the playground, from the command to the plan."""

from __future__ import annotations

import io
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from bot.playground.demo import Demo
from tests.browser.conftest import TOURED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STORY, SPEED = "order-intake", 1.5
SIZE = (1240, 800)
SHOWN = (868, 560)
LARGEST = 2_000_000  # bytes
KEPT_S = 0.9  # of the story between two frames
FRAME_MS = 450
SHOWN_ACTS = 9  # of the diagnosis' beginning; its middle is left out
PLAN_MS, LAST_MS = 2_500, 3_500
PATIENCE_S = 600.0


def film(browser: Browser, path: Path) -> None:
    """Play the story and keep its beginning, its verdict and its plan as an animated WebP of at most 2 MB.

    Raises RuntimeError when the story does not come to a plan.
    """
    with tempfile.TemporaryDirectory() as folder, Demo(Path(folder)) as demo:
        demo.bot.wait_up()
        context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
        context.add_init_script(TOURED)
        page = context.new_page()
        page.goto(demo.slack.url)
        page.wait_for_selector("html[data-ready]")
        demo.player.play(STORY, SPEED)
        page.wait_for_selector(".story.live [aria-haspopup=listbox]")
        frames = _frames(demo, page)
        context.close()
    _write(frames, path)


def _frames(demo: Demo, page: Page) -> list[tuple[Image.Image, int]]:
    """What was seen, and for how many milliseconds each."""
    frames: list[tuple[Image.Image, int]] = []
    while _done(demo) < SHOWN_ACTS:
        frames.append((_seen(page), FRAME_MS))
        page.wait_for_timeout(1000 * KEPT_S)
    demo.player.set_speed(50)
    for kind in ("verdict", "plan"):
        _wait_for(demo, page, kind)
        frames.append((_seen(page), PLAN_MS))
    demo.player.take_over()
    page.get_by_role("button", name="Close thread").click()
    page.wait_for_timeout(500)
    frames.append((_seen(page), LAST_MS))
    return frames


def _done(demo: Demo) -> int:
    return demo.player.shown.done if demo.player.shown else 0


def _wait_for(demo: Demo, page: Page, kind: str) -> None:
    """Until a message of that kind has come and been drawn; then the story waits."""
    deadline = time.monotonic() + PATIENCE_S
    while not any(moment["kind"] == kind for moment in list(demo.chronicle.moments)):
        if time.monotonic() > deadline:
            raise RuntimeError(f"the story came to no {kind}")
        page.wait_for_timeout(50)
    demo.player.pause()
    page.wait_for_timeout(900)
    demo.player.go_on()


def _seen(page: Page) -> Image.Image:
    whole = Image.open(io.BytesIO(page.screenshot()))
    return whole.convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)


def _write(frames: list[tuple[Image.Image, int]], path: Path) -> None:
    """As good as fits."""
    pictures, times = [frame for frame, _ in frames], [shown for _, shown in frames]
    for quality in (80, 65, 50, 35):
        pictures[0].save(
            path, save_all=True, append_images=pictures[1:], duration=times, loop=0, quality=quality, method=4
        )
        if path.stat().st_size <= LARGEST:
            return
    sys.exit(f"{path} is larger than {LARGEST} bytes")
