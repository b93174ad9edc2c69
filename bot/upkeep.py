"""The commands of whoever runs Unstick: `unstick doctor`, `unstick migrate`, `unstick security-pack`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.doctor import examine
from bot.doctor.check import Check, ill
from bot.log import configure
from bot.pack.bill import bill
from bot.pack.markdown import markdown
from bot.pack.pack import pack
from bot.pack.pages import pdf
from bot.settings import Settings
from bot.store.database import Database
from bot.store.schema import newest

WARNING, ERROR = 30, 40
UNREADABLE = 2


def add_to(app: typer.Typer) -> None:
    """Let the command line have them."""
    app.command()(doctor)
    app.command()(migrate)
    app.command(name="security-pack")(security_pack)


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Say whether everything is there that a good run needs; exit 1 when something is not."""
    configure(ERROR)
    checks = _checks()
    if as_json:
        sys.stdout.write(json.dumps({"checks": [asdict(check) for check in checks]}, indent=2) + "\n")
    else:
        for check in checks:
            sys.stdout.write(f"{'ok     ' if check.is_well else 'missing'} {check.name}: {check.told}\n")
    if not all(check.is_well for check in checks):
        raise typer.Exit(1)


def security_pack(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to: FILE.pdf, .md and .cdx.json.")
    ] = None,
) -> None:
    """Write what a security reviewer asks for, from the code: PDF, Markdown, and the bill of materials beside them."""
    made = pack()
    if output is None:
        sys.stdout.write(markdown(made))
        return
    try:
        output.with_suffix(".pdf").write_bytes(pdf(made))
        output.with_suffix(".md").write_text(markdown(made), "utf-8")
        output.with_suffix(".cdx.json").write_text(bill(), "utf-8")
    except OSError as error:
        sys.stderr.write(f"{output}: {error.strerror}\n")
        raise typer.Exit(UNREADABLE) from error


def _checks() -> list[Check]:
    try:
        return [*examine(Settings())]
    except ValidationError as error:
        return [ill("settings", sentence) for sentence in sentences(error)]


def sentences(error: Exception) -> list[str]:
    """What settings do not fit, or that the database cannot be used: by their names and never with their values."""
    if isinstance(error, ValidationError):
        return [_sentence(fault) for fault in error.errors(include_input=False, include_url=False)]
    fault = type(getattr(error, "orig", None) or error).__name__
    return [f"The database at UNSTICK_DATABASE_URL cannot be used ({fault}); `unstick doctor` says what is missing."]


def _sentence(fault: ErrorDetails) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    said = fault["msg"].removeprefix("Value error, ")
    return f"{where}: {said}" if where else said


def migrate() -> None:
    """Bring the database's tables to their newest form; a running process of the version before goes on meanwhile."""
    configure(WARNING)
    database = Database(Settings().database_url)
    before = database.migrate()
    database.close()
    sys.stdout.write(f"The tables are in form {newest()}; before, {before or 'there were none'}.\n")
