"""What was said during a replay, as lines that a person can read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.replay.acting import Acting
from bot.playground.slack.model import Message
from prompts.mrkdwn import plain

_MENTION = re.compile(r"<@(\w+)>")


@dataclass(frozen=True)
class Said:
    """One message: when, where, by whom, what; `edit` says that it took the place of an earlier one."""

    at: datetime
    where: str
    who: str
    text: str

    def line(self, zone: str) -> str:
        """As text, the time in `zone`."""
        head = f"[{self.at.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}] {self.where} · {self.who}"
        body = "\n".join(f"    {line}" for line in self.text.splitlines())
        return f"{head}\n{body}"


def transcript(slack: Acting) -> list[Said]:
    """Everything in the workspace as it stands now, in order of time."""
    names = {user.id: user.name for user in slack.workspace.users.values()}
    said = [
        Said(
            at=datetime.fromtimestamp(float(message.ts), tz=slack.workspace.clock().tzinfo),
            where=_where(slack, message),
            who="Unstick" if message.by_bot else names.get(message.user, message.user),
            text=plain(readable(message.text, names)),
        )
        for message in slack.workspace.all_messages()
    ]
    return sorted(said, key=lambda one: one.at)


def readable(text: str, names: Mapping[str, str]) -> str:
    """Mentions by name."""
    return _MENTION.sub(lambda match: f"@{names.get(match.group(1), match.group(1))}", text)


def _where(slack: Acting, message: Message) -> str:
    channel = slack.workspace.channels[message.channel]
    if channel.kind == "im":
        return f"DM to {slack.workspace.users[channel.user or ''].name}"
    return f"#{channel.name}{' thread' if message.thread_ts and message.thread_ts != message.ts else ''}"
