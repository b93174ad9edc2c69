"""`/play/…` beyond Slack: stories, the timeline, behind the curtain, the bot's process, and starting afresh."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from bot.playground.demo import Demo

Json = dict[str, Any]
_BAD = 400


def demo_routes(demo: Demo) -> list[Route]:
    """The routes of the playground's own controls."""
    looks: dict[str, Callable[[str], Json]] = {
        "story": lambda _language: {
            "story": demo.player.shown.json() if demo.player.shown else None,
            "bot": {"up": demo.bot.is_up, "pid": demo.bot.pid},
        },
        "timeline": lambda _language: {"moments": demo.chronicle.moments},
        "behind": demo.curtain.behind,
        "exchanges": lambda _language: {"exchanges": demo.curtain.exchanges()},
    }
    acts: dict[str, Callable[[Json], None]] = {
        "story": lambda body: _story(demo, body),
        "kill": lambda _body: demo.kill(),
        "start": lambda _body: demo.start(),
        "reset": lambda _body: _reset(demo),
    }
    return [
        *(Route(f"/play/{name}", _looking(look), methods=["GET"]) for name, look in looks.items()),
        *(Route(f"/play/{name}", _acting(act), methods=["POST"]) for name, act in acts.items()),
    ]


def _story(demo: Demo, body: Json) -> None:
    player = demo.player
    match body["do"]:
        case "play":
            player.play(str(body["name"]), float(body.get("speed", 1)))
        case "pause":
            player.pause()
        case "go_on":
            player.go_on()
        case "speed":
            player.set_speed(float(body["speed"]))
        case "take_over":
            player.take_over()
        case "forget":
            player.forget()
        case other:
            raise ValueError(f"a story knows nothing of {other!r}")


def _reset(demo: Demo) -> None:
    demo.player.take_over()
    demo.player.forget()
    demo.reset()


def _looking(look: Callable[[str], Json]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(look, request.query_params.get("language", "en")))

    return endpoint


def _acting(act: Callable[[Json], None]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
            await run_in_threadpool(act, body)
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"ok": False, "error": str(error)}, _BAD)
        return JSONResponse({"ok": True})

    return endpoint
