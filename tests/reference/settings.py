"""docs/reference/settings.md: all that an operator can set, and where else a name of the environment is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from pydantic import SecretStr

from bot.settings import Settings
from tests.reference.markdown import head, table

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

ABOUT = """All settings are names in the environment, read once when `unstick` starts. What does not fit is told by its
name, never with its value. `unstick doctor` looks at all of them and says what to mend.

Which of them belong together for each way of running it: [install](../how-to/install.md). Without a single one set,
`make demo` works.
"""
# What a field is for, where its name says it and it carries no description of its own.
KNOWN = {
    "SLACK_BOT_TOKEN": "The bot token (xoxb-…) of the one workspace that Unstick serves.",
    "SLACK_SIGNING_SECRET": "The secret with which Slack signs its requests; they are refused without it.",
    "SLACK_CLIENT_SECRET": "The secret that belongs to the client id.",
    "UNSTICK_DATABASE_URL": "Where everything is kept: SQLite's file, or PostgreSQL's address.",
    "UNSTICK_SLACK_API_URL": "Where Slack's Web API is; something else only for the local Slack.",
    "UNSTICK_LLM_MODEL": "The model's name there.",
    "UNSTICK_LLM_KEY": "The key for it; empty where none is needed.",
}


def page() -> str:
    """The page as it has to be."""
    rows = [_row(field) for field in Settings.model_fields.values()]
    return f"{head('Settings', '`bot/settings.py`', ABOUT)}\n{table(['name', 'what it is', 'unless set'], rows)}"


def _row(field: FieldInfo) -> list[str]:
    name = str(field.validation_alias)
    secret = " *A secret.*" if field.annotation is SecretStr else ""
    bounds = [
        f"{kind} {getattr(each, attribute)}"
        for each in field.metadata
        for attribute, kind in _BOUNDS
        if hasattr(each, attribute)
    ]
    allowed = [f"`{each}`" for each in _choices(field)]
    limits = f" ({', '.join(bounds)})" if bounds else f" ({' or '.join(allowed)})" if allowed else ""
    return [f"`{name}`", f"{field.description or KNOWN[name]}{limits}{secret}", _default(field)]


_BOUNDS = (("gt", "more than"), ("ge", "at least"), ("lt", "less than"), ("le", "at most"))


def _choices(field: FieldInfo) -> tuple[str, ...]:
    """The words that a setting may be, where it may only be one of a few."""
    inner = (one for each in get_args(field.annotation) for one in get_args(each))
    return tuple(str(each) for each in inner)


def _default(field: FieldInfo) -> str:
    """What holds when it is not set; a folder that differs from machine to machine is described."""
    if field.default_factory is not None:
        return "`unstick` in the user's cache folder"
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value not in ("", None) else ""
