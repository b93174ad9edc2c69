"""`unstick …`: the command line. Exit codes: 0 done, 1 a case did not hold, 2 something given cannot be read."""

import json
import signal
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Annotated, Any, NoReturn
from urllib.error import URLError

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import ArgumentError, OperationalError
from starlette.applications import Starlette

from bot import keyring, manifest, serving, upkeep
from bot.admin import audit_log, keeping
from bot.app import Unstick
from bot.export import ExportError, of_diagnosis, of_sheet, ordered
from bot.log import configure
from bot.playground.demo import Demo, say_where
from bot.playground.replay.case import CaseError, read_case
from bot.playground.replay.play import Played, play
from bot.playground.slack.model import Call
from bot.playground.stories.shelf import NAMES
from bot.playground.stories.shelf import story as read_story
from bot.report.formats import Format
from bot.report.order import What
from bot.settings import Settings
from bot.store.seal import SealError
from bot.store.sole import TakenError
from bot.understanding.reader import Reader
from bot.watch.traces import TracesMissingError
from prompts.catalog import catalog
from prompts.compose.candidates import ranking
from prompts.compose.verdict import signed, state_line
from scoring import (
    Rules,
    ScoringError,
    candidates_json,
    load_rules,
    questions_json,
    rank,
    read_candidates,
    read_sheet,
    report,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(audit_log.app, name="audit")
for command in (keeping.retention, keeping.purge, keeping.erase_person, keeping.data_map, keeping.backup):
    app.command()(command)
LOOPBACK = "127.0.0.1"
UNREADABLE = 2
DEFAULT_PORT = 3000
PLAYGROUND_PORT = 7700
upkeep.add_to(app)
WARNING = 30
app.add_typer(keyring.app, name="keys")
app.command()(manifest.manifest)


@app.callback()
def _unstick() -> None:
    """Unstick finds out why an AI pilot is stuck, and stays until it is in production."""


@app.command()
def score(
    sheet: Annotated[Path | None, typer.Argument(help="A YAML file: pilot, framework, answers.")] = None,
    *,
    candidates: Annotated[Path | None, typer.Option(help="Which process first: a YAML file of processes.")] = None,
    questions: Annotated[bool, typer.Option("--questions", help="List the questions instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Score a sheet of answers, without Slack."""
    rules = load_rules()
    if questions:
        rows = questions_json(rules)
        sys.stdout.write(_json(rows) if as_json else "".join(f"{row['id']}\n" for row in rows))
        return
    if candidates is not None:
        _rank(rules, candidates, as_json=as_json)
        return
    if sheet is None:
        _refuse("Name a sheet, or --questions for the list of questions.")
    try:
        result = report(rules, read_sheet(sheet.read_text("utf-8"), rules))
    except (ScoringError, OSError, UnicodeDecodeError) as error:
        _refuse(f"{sheet}: {error}")
    if as_json:
        sys.stdout.write(_json(result))
    else:
        _show(result)


@app.command()
def replay(
    cases: Annotated[list[Path], typer.Argument(help="YAML files, each a scripted conversation.")],
    *,
    record: Annotated[Path | None, typer.Option(help="Write every Web API call to this file, a line each.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Play conversations through the real bot and the strict local Slack; exit 1 when one does not hold."""
    configure(WARNING)
    calls: list[str] = []

    def keep(call: Call) -> None:
        calls.append(json.dumps({"method": call.method, "arguments": call.arguments}, ensure_ascii=False))

    results = []
    for path in cases:
        try:
            results.append((path, play(read_case(path), on_call=keep)))
        except CaseError as error:
            _refuse(str(error))
    if record is not None:
        record.write_text("".join(f"{line}\n" for line in calls), "utf-8")
    if as_json:
        sys.stdout.write(_json({"cases": [_played(path, played) for path, played in results]}))
    else:
        for path, played in results:
            _tell(path, played)
    if any(played.faults for _, played in results):
        raise typer.Exit(1)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = DEFAULT_PORT,
    host: Annotated[str, typer.Option(help="The address to listen on; loopback unless told otherwise.")] = LOOPBACK,
) -> None:
    """Serve Slack's requests at /slack/events, or by Socket Mode where SLACK_APP_TOKEN is set."""
    settings = Settings()
    if fault := settings.fault_of_ways():
        _refuse(fault)
    configure()
    try:
        unstick = Unstick(settings)
    except (SealError, TracesMissingError) as error:
        _refuse(str(error))
    try:
        serving.serve(_launched(unstick), host=host, port=port)
    finally:
        unstick.close()


def _launched(unstick: Unstick) -> Starlette:
    try:
        return unstick.launch()
    except (SealError, TakenError) as error:
        _refuse(str(error))
    except SlackApiError as error:
        _refuse(f"Slack does not take the token: {error.response.get('error')}. Compare it with the app's own page.")
    except URLError as error:
        _refuse(f"Slack is not reached ({type(error.reason).__name__}). Nothing was started.")


@app.command()
def playground(
    *,
    port: Annotated[int, typer.Option(help="The port of the page, on loopback; 0 takes a free one.")] = PLAYGROUND_PORT,
    folder: Annotated[Path, typer.Option(help="Where the playground keeps its one file.")] = Path(".unstick"),
    headless: Annotated[bool, typer.Option("--headless", help="No page: play a story, print it, and end.")] = False,
    story: Annotated[str | None, typer.Option(help=f"Which story: {', '.join(NAMES)}.")] = None,
    speed: Annotated[float, typer.Option(help="How many times as fast as a person reads; 0: nothing waits.")] = 0,
) -> None:
    """Live through it in a browser, without Slack: a local channel with the real bot behind it."""
    configure(WARNING)
    if headless:
        _play_story(story, speed)
        return
    if story is not None:
        _refuse("--story goes with --headless; on the page, choose a story there.")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if not Reader(Settings().cache_dir).is_warm():
        Console().print("Learning to read typed answers; this takes about a minute, once on a machine.")
    with Demo(folder, port=_free(port)) as demo:
        Console().print(f"Unstick's playground: {say_where(demo)}", soft_wrap=True)
        stop.wait()


@app.command()
def export(
    diagnosis: Annotated[str | None, typer.Argument(help="The id of a diagnosis in the database.")] = None,
    *,
    sheet: Annotated[Path | None, typer.Option(help="A YAML file of answers instead; needs no database.")] = None,
    document: Annotated[What, typer.Option(help="The report, a document drafted from it, or its actions.")] = (
        What.REPORT
    ),
    kind: Annotated[Format | None, typer.Option("--format", help="What to write; else the first there is.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file; else standard output.")] = None,
    language: Annotated[str | None, typer.Option(help="Such as en or es; a diagnosis has its own.")] = None,
) -> None:
    """Write what is known of a diagnosis, or of a sheet of answers, to a file."""
    if (diagnosis is None) == (sheet is None):
        _refuse("Name either the id of a diagnosis or --sheet with a file of answers.")
    try:
        order = ordered(document, kind)
        made = of_sheet(sheet, order, language) if sheet else of_diagnosis(str(diagnosis), order, language)
    except ExportError as error:
        _refuse(str(error))
    if output is not None:
        try:
            output.write_bytes(made)
        except OSError as error:
            _refuse(f"{output}: {error.strerror}")
    elif order.format in {Format.PDF, Format.PNG} and sys.stdout.isatty():
        _refuse(f"A {order.format.upper()} is no text for a terminal; name a file with -o.")
    else:
        sys.stdout.buffer.write(made)


def _play_story(name: str | None, speed: float) -> None:
    """Play a story without a page and print what was said; exit 1 when something in it does not hold."""
    try:
        case = read_story(name or "")
        if speed < 0:
            raise ValueError("--speed is 0 or more.")  # noqa: TRY301 (the same ending for both)
    except ValueError as error:
        _refuse(str(error))
    played = play(case, speed=speed)
    _tell(Path(name or ""), played)
    if played.faults:
        raise typer.Exit(1)


def _free(port: int) -> int:
    """The port if nothing listens there, else 0: any free one."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return 0 if port and probe.connect_ex((LOOPBACK, port)) == 0 else port


def _rank(rules: Rules, path: Path, *, as_json: bool) -> None:
    """Which of the processes in a file should come first, and why."""
    try:
        places = rank(rules, read_candidates(path.read_text("utf-8")))
    except (ScoringError, OSError, UnicodeDecodeError) as error:
        _refuse(f"{path}: {error}")
    sys.stdout.write(_json(candidates_json(rules, places)) if as_json else ranking(catalog(), rules, places))


def _show(result: dict[str, Any]) -> None:
    """The states as a table, and what comes next."""
    texts = catalog()
    table = Table(title=result["pilot"])
    for column in ("", "", "decibans"):
        table.add_column(column)
    for reason in sorted(result["reasons"], key=lambda one: -one["decibans"]):
        words = texts.reasons[reason["id"]].name
        table.add_row(state_line(texts, reason["state"]), words, signed(reason["decibans"]))
    Console().print(table)


def _tell(path: Path, played: Played) -> None:
    sys.stdout.write(f"== {path}: {played.case.title}\n")
    for said in played.said:
        sys.stdout.write(f"{said.line('UTC')}\n")
    for fault in played.faults:
        sys.stdout.write(f"does not hold: {fault}\n")
    sys.stdout.write(f"== {path}: {'does not hold' if played.faults else 'holds'}\n")


def _played(path: Path, played: Played) -> dict[str, Any]:
    return {
        "case": str(path),
        "title": played.case.title,
        "ok": not played.faults,
        "faults": list(played.faults),
        "result": played.result,
        "transcript": [
            {"at": said.at.isoformat(), "where": said.where, "who": said.who, "text": said.text} for said in played.said
        ],
    }


def _json(value: Any) -> str:
    """The same bytes everywhere: indented, ASCII, in the order given."""
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(UNREADABLE)


def main() -> None:
    """The entry point of the command `unstick`. What cannot be used is told in a sentence, and never with its value."""
    try:
        app()
    except (ValidationError, OperationalError, ArgumentError, sqlite3.OperationalError) as error:
        sys.stderr.write("".join(f"{sentence}\n" for sentence in upkeep.sentences(error)))
        sys.exit(UNREADABLE)
