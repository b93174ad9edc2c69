"""What stands in the audit log after a pilot's life, and what does not."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from bot.playground.stage import Stage
from bot.store import diagnoses
from bot.store.audit_tables import AuditRecord
from tests.databases import on_both
from tests.scenario import gateplay, play

WORKSPACE = "T0LOCALTEAM"


def _deeds(stage: Stage) -> list[tuple[str, str | None]]:
    """Each deed with the person who did it (None: nobody in Slack), in order."""
    lines = _run(stage, "audit", "export", "--workspace", WORKSPACE).splitlines()
    told = [json.loads(line) for line in lines]
    return [(each["deed"], each["person"]) for each in told]


def _run(stage: Stage, *arguments: str, exit_code: int = 0) -> str:
    url = stage.bot.settings.database_url
    result = CliRunner().invoke(app, [*arguments], env={"UNSTICK_DATABASE_URL": url})
    assert result.exit_code == exit_code, result.output
    return result.output


@on_both
def test_a_pilots_life(stage: Stage) -> None:
    """Started, an answer changed, the verdict shown, the plan posted, a gate refused and overridden, by whom."""
    talk = play.start(stage, "giraffe reader", summary="reads zebras")
    play.answer(talk, "unknown")
    play.tap(talk, "back")
    play.answer(talk, "unknown")
    play.answer_all(talk)
    play.post_plan(talk)
    stage.travel(gateplay.SHOWN)
    gateplay.tap(talk, "seline", "gate_no", "|part|security")
    gateplay.fill(stage, "seline", {"words": "the zebras first"})
    gateplay.tap(talk, "martin", "gate_decide", "|part")
    gateplay.fill(stage, "martin", {"words": "giraffes cannot wait"})
    stage.slack.slash("olivia", "orders", "/unstick", "export pdf")
    stage.slack.slash("olivia", "orders", "/unstick", "language es")
    stage.settle()
    olivia, seline, martin = "U0OLIVIA", "U0SELINE", "U0MARTIN"
    assert _deeds(stage) == [
        ("workspace.installed", None),
        ("diagnosis.started", olivia),
        ("answer.reopened", olivia),
        ("answer.changed", olivia),
        ("verdict.shown", olivia),
        ("pilot.build", olivia),
        ("plan.posted", olivia),
        ("gate.refused", seline),
        ("gate.overridden", martin),
        ("gate.opened", None),
        ("export.asked", olivia),
        ("settings.changed", olivia),
        ("audit.exported", None),
    ]
    with stage.bot.database.reading() as session:
        everything = str(session.execute(sa.select(*AuditRecord.__table__.columns)).all())
    assert not {word for word in ("zebra", "giraffe", olivia) if word in everything}
    assert f"{WORKSPACE}: whole (13:" in _run(stage, "audit", "verify")


def test_a_plain_answer_leaves_no_record(stage: Stage) -> None:
    """The path that everybody waits for writes nothing more than the answer."""
    talk = play.start(stage)
    before = len(_deeds(stage))
    play.answer(talk, "unknown")
    assert len(_deeds(stage)) == before + 1  # the export itself


def test_a_file_by_the_command_line(stage: Stage) -> None:
    """What the operator takes out is a record too: which diagnosis, in which form."""
    play.answer_all(play.start(stage))
    with stage.bot.database.reading() as session:
        [diagnosis] = diagnoses.every_id(session)
    _run(stage, "export", diagnosis, "--format", "json")
    lines = [json.loads(line) for line in _run(stage, "audit", "export", "--workspace", WORKSPACE).splitlines()]
    written = lines[-2]
    assert (written["deed"], written["diagnosis"], written["about"]) == ("export.written", diagnosis, "json")
    assert written["actor"].startswith("operator")


def test_as_a_table(stage: Stage) -> None:
    """For a spreadsheet: a row for each record, every cell quoted."""
    play.start(stage)
    told = _run(stage, "audit", "export", "--format", "csv").encode().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["deed"] for row in rows if row["workspace"] == WORKSPACE][:2] == [
        "workspace.installed",
        "diagnosis.started",
    ]
    assert datetime.fromisoformat(rows[0]["at"]).tzinfo == UTC


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("verify", "--workspace", "T0LOCALTAEM"), "no audit log of a workspace 'T0LOCALTAEM'; the nearest is"),
        (("verify", "--remembered", "3:abc"), "takes NUMBER:HASH"),
    ],
)
def test_what_cannot_be_looked_for(stage: Stage, arguments: tuple[str, ...], told: str) -> None:
    """A workspace that there is not, or a hash that cannot be one, is told in a sentence."""
    assert told in _run(stage, "audit", *arguments, exit_code=2)


def test_a_broken_link_fails_the_command(stage: Stage) -> None:
    """Exit 1, and the first record that does not hold is named."""
    play.start(stage)
    with stage.bot.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_record_stays")
        connection.exec_driver_sql("UPDATE audit_record SET deed = 'plan.posted' WHERE deed = 'diagnosis.started'")
    assert f"{WORKSPACE}: broken, record 2 was changed" in _run(stage, "audit", "verify", exit_code=1)
