"""A person is erased on request: they are gone from everywhere, and the team's work goes on."""

import json
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from bot.interview.transcript import fold
from bot.playground.stage import Stage
from bot.store import actions, diagnoses
from bot.store.every_table import METADATA
from bot.store.tables import Diagnosis, Person
from tests.conftest import TUESDAY
from tests.databases import on_both
from tests.scenario import play
from tests.scenario.reads import asking

WORKSPACE, TOMASZ = "T0LOCALTEAM", "U0TOMASZ"
WORDS = "zebras do it by hand on Thursdays, says Brenda"
OTHERS = "Tomasz told me that it is so, and Tomaszewo is a village"
REST = "a quagga must sign it first"


def _run(stage: Stage, *arguments: str, exit_code: int = 0) -> str:
    url = stage.bot.settings.database_url
    result = CliRunner().invoke(app, [*arguments], env={"UNSTICK_DATABASE_URL": url})
    assert result.exit_code == exit_code, result.output
    return result.output


def _everything(stage: Stage, workspace: str = WORKSPACE) -> str:
    """All that our tables hold of a workspace."""
    with stage.bot.database.reading() as session:
        tables = [table for table in METADATA.sorted_tables if "workspace_id" in table.c]
        rows = [session.execute(sa.select(table).where(table.c.workspace_id == workspace)).all() for table in tables]
    return json.dumps(rows, default=str, ensure_ascii=False)


def _played(stage: Stage) -> play.Talk:
    """Tomasz answers in his own words, takes his actions, and says what one of them waits for."""
    asking(stage)
    talk = play.start(stage)
    play.say(talk, WORDS, by="tomasz")
    play.tap(talk, "pick", by="tomasz")
    play.say(talk, OTHERS)
    play.tap(talk, "pick")
    play.answer_all(talk)
    play.post_plan(talk)
    assert stage.slack.slash("tomasz", "orders", "/unstick", "language es").ok  # a deed of theirs
    play.press(stage, "tomasz", play.find_key(play.plan_thread(talk), "take_all", TOMASZ))
    stage.travel(stage.clock() + timedelta(days=7))
    play.press(stage, "tomasz", play.find_key(play.dms(stage, "tomasz"), "report", "|blocked"))
    view = stage.slack.view("tomasz")
    assert view is not None
    field = next(block["block_id"] for block in view.blocks if block["type"] == "input")
    stage.slack.submit("tomasz", view.id, {field: {field: REST}})
    stage.settle()
    return talk


@on_both
def test_somebody_is_gone_from_everywhere(stage: Stage, tmp_path: Path) -> None:
    """Their id, name, zone and words are in no table; the answers stay, as somebody's, and nobody else's words go."""
    talk = _played(stage)
    with stage.bot.database.unit_of_work() as session:
        session.add(_same_id_elsewhere())
        session.get_one(Person, (WORKSPACE, TOMASZ)).tz = "Europe/Warsaw"
    before = _everything(stage)
    for mark in (TOMASZ, "Tomasz told", "zebras", "quagga", "Europe/Warsaw"):
        assert mark in before, mark
    answers = _answers(stage)

    told = _run(stage, "erase-person", WORKSPACE, TOMASZ)
    assert "entry: " in told
    after = _everything(stage)
    for mark in (TOMASZ, "Tomasz told", "zebras", "quagga", "Europe/Warsaw"):
        assert mark not in after, mark
    assert "… told me that it is so, and Tomaszewo is a village" in after
    assert _answers(stage) == answers
    assert "U0OLIVIA" in after
    assert TOMASZ in _everything(stage, "T1")
    if stage.bot.database.is_sqlite:
        stage.bot.database.close()
        files = list(tmp_path.glob("unstick.sqlite*"))
        raw = b"".join(each.read_bytes() for each in files)
        assert not {mark for mark in (b"zebras", b"quagga", b"Tomasz told") if mark in raw}
    assert f"{WORKSPACE}: whole" in _run(stage, "audit", "verify")
    log = [json.loads(line) for line in _run(stage, "audit", "export", "--workspace", WORKSPACE).splitlines()]
    erased = next(each for each in log if each["deed"] == "person.erased")
    mine = [each for each in log if each["actor"] == erased["about"]]
    assert mine
    assert {each["person"] for each in mine} == {None}
    assert talk.thread()


@on_both
def test_the_work_goes_on(stage: Stage) -> None:
    """What they had taken is passed on as if they had left; nothing is sent to the stand-in, and nothing breaks."""
    talk = _played(stage)
    _run(stage, "erase-person", WORKSPACE, TOMASZ)
    calls = len(stage.slack.calls)
    stage.travel(stage.clock() + timedelta(days=8))
    assert not [call for call in stage.slack.calls[calls:] if not call.answer.get("ok")]
    assert "ERASED" not in str([message.blocks for message in play.plan_thread(talk)][-1])
    with stage.bot.database.reading() as session:
        [diagnosis] = session.scalars(sa.select(Diagnosis)).all()
        open_ones = [each for each in actions.of_plan(session, diagnosis) if each.state in actions.OPEN]
        assert not [each for each in open_ones if each.owner and each.owner.startswith("ERASED")]
    assert stage.slack.slash("olivia", "orders", "/unstick", "export pdf").ok
    stage.settle()


def test_nobody_is_erased_who_is_not_known(stage: Stage) -> None:
    """A person of whom nothing is kept, or a workspace that there is not, is told in a sentence; nothing is logged."""
    assert "Nothing is kept of 'U0NOBODY'" in _run(stage, "erase-person", WORKSPACE, "U0NOBODY", exit_code=2)
    assert "not installed in a workspace 'T9'" in _run(stage, "erase-person", "T9", TOMASZ, exit_code=2)
    assert "person.erased" not in _run(stage, "audit", "export")


def _answers(stage: Stage) -> dict[str, str]:
    with stage.bot.database.reading() as session:
        [diagnosis] = session.scalars(sa.select(Diagnosis)).all()
        return {question: str(one.option) for question, one in fold(diagnoses.transcript(diagnosis)).now.items()}


def _same_id_elsewhere() -> Person:
    flags = {"is_guest": False, "is_bot": False, "is_deactivated": False}
    return Person(workspace_id="T1", id=TOMASZ, name="x", tz="UTC", locale="en", fetched_at=TUESDAY, **flags)
