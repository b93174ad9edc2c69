"""The one way in which Slack's Web API is called."""

from slack_sdk import WebClient

TIMEOUT_S = 5


def connect(token: str, api_url: str) -> WebClient:
    """A client for a bot token. It never sends a call again by itself.

    slack_sdk's own retry after a broken connection would post a message twice that Slack had taken already; the
    delivery looks for it first.
    """
    return WebClient(token, base_url=api_url, timeout=TIMEOUT_S, retry_handlers=[])
