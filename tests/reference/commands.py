"""docs/reference/commands.md: what can be typed in Slack and in a terminal."""

from __future__ import annotations

from typing import Any

from typer.main import get_command

from bot.cli import app
from prompts.catalog import SUBCOMMANDS, catalog
from tests.reference.markdown import code, head, paragraph, table

LANGUAGES = ("en", "es")
CODES = "Exit codes: 0 done; 1 a case, a check or a chain did not hold; 2 something given cannot be read."


def page() -> str:
    """The page as it has to be."""
    about = "What is typed in Slack, what is said in a diagnosis's thread, and what is typed in a terminal."
    parts = [head("Commands", "`bot/cli.py` and `prompts/`", about), _slack()]
    parts.append(f"## In a terminal\n\n{CODES}\n")
    group: Any = get_command(app)
    for name, command in sorted(group.commands.items()):
        parts += _command(f"unstick {name}", command)
    return "\n".join(parts)


def _slack() -> str:
    """The slash command: its own help, and its names in each language."""
    texts = [catalog(language) for language in LANGUAGES]
    rows = [
        [f"`/unstick {name}`", *(code(sorted(each.words.subcommands[name])) or "the same" for each in texts)]
        for name in SUBCOMMANDS
    ]
    names = table(["command", *(f"also called ({language})" for language in LANGUAGES)], rows)
    said = "\n".join(f"> {line}\n>" for line in texts[0].say("help").replace("*", "**").splitlines()).removesuffix(
        "\n>"
    )
    return f"## In Slack\n\nWhat `/unstick help` answers:\n\n{said}\n\nEvery name works in every language.\n\n{names}"


def _command(name: str, command: Any) -> list[str]:
    """A command with its arguments and options; a group's commands instead of the group."""
    inner = getattr(command, "commands", None)
    if inner:
        return [part for each, one in sorted(inner.items()) for part in _command(f"{name} {each}", one)]
    rows = [[f"`{_usage(each)}`", each.help or "", _default(each)] for each in command.params]
    parts = [f"### {name}\n\n{paragraph(command.help)}\n"]
    return [*parts, table(["given", "what it is", "unless given"], rows)] if rows else parts


def _usage(parameter: Any) -> str:
    """An argument by its name, an option by its flags."""
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    return " / ".join((*parameter.opts, *parameter.secondary_opts))


def _default(parameter: Any) -> str:
    """What holds when it is left out."""
    if parameter.required:
        return "has to be given"
    value = parameter.default
    if value is None or callable(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{getattr(value, 'value', value)}`"
