"""Serving HTTP until somebody ends it, and then in order: what was begun is answered, and only then it returns."""

import gc
import signal

import uvicorn
from starlette.types import ASGIApp

IN_HAND_S = 20  # so long may take what was begun before the signal
YOUNG = 10_000  # new objects between looks for garbage; an answer makes some thousands, nearly all gone by themselves


def serve(asgi: ASGIApp, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; returns when what was in hand is answered.

    uvicorn raises the signal once more when it is done, which by default would end the process right there, before
    deliveries have finished what they hold. So until then the signal means nothing else.
    """
    _set_aside()
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        uvicorn.run(
            asgi,
            host=host,
            port=port,
            log_config=None,  # as `bot/log.py` has it
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=IN_HAND_S,
        )
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _set_aside() -> None:
    """Take all that was loaded by now, rules, texts and code, out of what is looked through for garbage.

    It stays as long as the process. Looked through, it stopped everything for 150 ms four times a minute at 50 answers
    a second; that alone held one answer in a hundred up.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
