"""A strict local Slack: it accepts what Slack accepts, refuses what Slack refuses, and sends what Slack sends.

It knows nothing of the app under test but the address of its request URL and the signing secret.
"""

from bot.playground.slack.local_slack import LocalSlack
from bot.playground.slack.model import Answer, Call, Channel, Mention, Message, User, View

__all__ = ["Answer", "Call", "Channel", "LocalSlack", "Mention", "Message", "User", "View"]
