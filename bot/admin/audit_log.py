"""`unstick audit …`: whether the log is whole, and the log as a file."""

import re
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.admin.common import opened, refuse, say
from bot.keeping import audit_file
from bot.keeping.operator import operator
from bot.store import audit
from bot.store.audit import Noted
from bot.store.database import Database
from scoring.errors import nearest_id

app = typer.Typer(no_args_is_help=True, help="Who did what: the log that is only appended to.")
_REMEMBERED = re.compile(r"([0-9]+):([0-9a-f]{64})")
Only = Annotated[str | None, typer.Option("--workspace", help="The id of one workspace; else all.")]


class Form(StrEnum):
    """How the log is written."""

    JSONL = "jsonl"
    CSV = "csv"


@app.command()
def verify(
    workspace: Only = None,
    remembered: Annotated[
        str | None, typer.Option(help="With --workspace: a NUMBER:HASH that an earlier run told and somebody kept.")
    ] = None,
) -> None:
    """Follow every chain and name the first broken link; exit 1 if there is one."""
    kept = _REMEMBERED.fullmatch(remembered) if remembered else None
    if remembered and (kept is None or workspace is None):
        refuse("--remembered takes NUMBER:HASH as `unstick audit verify` tells it, together with --workspace.")
    with opened() as database:
        found = []
        for each in _chosen(database, workspace):
            with database.snapshot() as session:  # somebody may act meanwhile: that is no broken link
                found.append(audit.verify(session, each, (int(kept[1]), kept[2]) if kept else None))
    for chain in found:
        end = f"{chain.records}:{chain.sha256}" if chain.records else "empty"
        say(f"{chain.workspace_id}: {'broken, ' + chain.fault if chain.fault else 'whole'} ({end})")
    if any(chain.fault for chain in found):
        raise typer.Exit(1)


@app.command()
def export(
    workspace: Only = None,
    form: Annotated[Form, typer.Option("--format", help="JSON lines, or a table.")] = Form.JSONL,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file; else standard output.")] = None,
) -> None:
    """Write the log to a file; that this was done is a record of its own."""
    with opened() as database:
        chosen = _chosen(database, workspace)
        with database.unit_of_work() as session:
            for each in chosen:
                deed = Noted(workspace_id=each, deed="audit.exported", actor=operator(), about=form)
                audit.note(session, deed)
        with database.snapshot() as session:
            found = audit_file.rows(session, chosen)
            made = audit_file.json_lines(found) if form is Form.JSONL else audit_file.table(found)
    if output is None:
        sys.stdout.buffer.write(made)
        return
    try:
        output.write_bytes(made)
    except OSError as error:
        refuse(f"{output}: {error.strerror}")


def _chosen(database: Database, workspace: str | None) -> Sequence[str]:
    with database.reading() as session:
        every = audit.chains(session)
    if workspace is None:
        return every
    if workspace not in every:
        nearest = f"; the nearest is {nearest_id(workspace, every)!r}" if every else ""
        refuse(f"There is no audit log of a workspace {workspace!r}{nearest}.")
    return [workspace]
