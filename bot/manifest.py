"""`unstick manifest`: how Slack is told what Unstick is, may do and hears; made from what the code really does."""

import json
import sys
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import typer
import yaml

from bot.settings import Settings
from bot.slack import edge, install
from bot.slack.heard import HEARD
from bot.slack.listeners import COMMAND
from bot.slack.scopes import SCOPES, granted
from prompts.catalog import DEFAULT_LANGUAGE, catalog
from prompts.mrkdwn import plain

NAME: Final = "Unstick"
UNREADABLE: Final = 2
COLOUR: Final = "#0b4f6c"


def manifest(
    *,
    url: Annotated[str | None, typer.Option(help="Where Slack reaches the service, such as https://….")] = None,
    socket: Annotated[bool, typer.Option("--socket", help="Socket Mode: no public address.")] = False,
    many: Annotated[bool, typer.Option("--many", help="Other workspaces may install it (OAuth).")] = False,
    history: Annotated[bool, typer.Option(help="Read typed answers; without, buttons and forms serve.")] = True,
    language: Annotated[str, typer.Option(help="Of its description in Slack: en or es.")] = DEFAULT_LANGUAGE,
    as_json: Annotated[bool, typer.Option("--json", help="JSON; else YAML with a reason for each scope.")] = False,
) -> None:
    """Print the app manifest for Slack, made from what the code does; for Socket Mode where no address is known."""
    given = url or (None if socket else Settings().public_url)
    if (socket and url) or (given and urlsplit(given).scheme not in {"http", "https"}):
        sys.stderr.write("Say where Slack reaches the service with --url https://…, or --socket for Socket Mode.\n")
        raise typer.Exit(UNREADABLE)
    made = build(url=given.rstrip("/") if given else None, many=many, with_history=history, language=language)
    sys.stdout.write(as_json_text(made) if as_json else as_yaml(made))


def build(
    *, url: str | None, many: bool = False, with_history: bool = True, language: str = DEFAULT_LANGUAGE
) -> dict[str, Any]:
    """The manifest.

    `url`: where Slack reaches the service; None for Socket Mode. `many`: other workspaces may install it, tokens end
    and are renewed, and an organisation can let it in as a whole. `with_history`: whether typed answers are read.
    """
    scopes = granted(with_history=with_history)
    made: dict[str, Any] = {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": _say(language, "manifest.short"),
            "long_description": _say(language, "manifest.long"),
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": not with_history,
            },
            "bot_user": {"display_name": NAME.lower(), "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    **_at(url, "url"),
                    "description": _say(language, "manifest.command"),
                    "usage_hint": _say(language, "manifest.hint"),
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {
            "event_subscriptions": {**_at(url, "request_url"), "bot_events": events(with_history=with_history)},
            "interactivity": {"is_enabled": True, **_at(url, "request_url")},
            "org_deploy_enabled": many,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": many,
        },
    }
    if many and url is not None:
        made["oauth_config"]["redirect_urls"] = [f"{url}{install.BACK}"]
    return made


def events(*, with_history: bool = True) -> list[str]:
    """The events to subscribe to: those that are heard, as far as their scopes are asked for."""
    scopes = granted(with_history=with_history)
    asked = {name: scope for event in HEARD for name, scope in event.asked_as.items()}
    return [name for name, scope in asked.items() if scope is None or scope in scopes]


def as_yaml(made: dict[str, Any]) -> str:
    """The manifest as YAML, with the reason for each scope beside it."""
    reasons = {scope.name: scope.serves for scope in SCOPES}
    lines = []
    for line in yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110).splitlines():
        name = line.strip().removeprefix("- ")
        is_scope = line.strip().startswith("- ") and name in reasons
        lines.append(f"{line}  # {reasons[name]}" if is_scope else line)
    return "\n".join(lines) + "\n"


def as_json_text(made: dict[str, Any]) -> str:
    """The manifest as JSON, as Slack's own tools take it."""
    return json.dumps(made, indent=2, ensure_ascii=True) + "\n"


def _at(url: str | None, key: str) -> dict[str, str]:
    return {} if url is None else {key: f"{url}{edge.PATH}"}


def _say(language: str, message_id: str) -> str:
    return plain(catalog(language).say(message_id))
