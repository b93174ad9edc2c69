"""The one way in which Slack's Web API is called."""

import functools
import logging
import ssl
from typing import Any, Final
from urllib.request import HTTPSHandler, build_opener, install_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

TIMEOUT_S = 5
GONE: Final = "account_inactive"  # Slack's own word for a token of somewhere that has let us go
UNREADABLE: Final = "token_unreadable"  # ours: the token is there and does not open
EXPIRED: Final = "token_expired"
_OK = 200
# slack_sdk writes whole requests and answers into its log when somebody turns debugging on: content and tokens too.
SILENT: Final = logging.getLogger("unstick.slack")
SILENT.setLevel(logging.CRITICAL)


def connect(token: str, api_url: str) -> WebClient:
    """A client for a bot token. It never sends a call again by itself.

    slack_sdk's own retry after a broken connection would post a message twice that Slack had taken already; the
    delivery looks for it first.
    """
    trust()
    return WebClient(token, base_url=api_url, timeout=TIMEOUT_S, retry_handlers=[], logger=SILENT)


@functools.cache
def trust() -> None:
    """Let whatever is opened by urllib, as slack_sdk does, know whom this machine trusts.

    By default that is read anew for each call, 25 ms; and given to slack_sdk, it makes an opener for each, 0.4 ms.
    """
    install_opener(build_opener(HTTPSHandler(context=ssl.create_default_context())))


class Nobody(WebClient):
    """A client for a workspace that has no token: every call is refused, as Slack would, without asking it."""

    def __init__(self, code: str) -> None:
        """`code` is why, as the refusal says it."""
        super().__init__(timeout=TIMEOUT_S, retry_handlers=[], logger=SILENT)
        self._code = code

    def api_call(self, api_method: str, *, http_verb: str = "POST", **_: Any) -> SlackResponse:
        """Refuse. Raises SlackApiError."""
        data = {"ok": False, "error": self._code}
        answer = SlackResponse(
            client=self,
            http_verb=http_verb,
            api_url=api_method,
            req_args={},
            data=data,
            headers={},
            status_code=_OK,
        )
        raise SlackApiError(f"{api_method} was not called: {self._code}.", answer)  # type: ignore[no-untyped-call]
