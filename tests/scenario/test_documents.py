"""Handing the report out in Slack: where it goes, what it is, and that it comes once."""

import csv
import io
import json

import pytest

from bot.playground.slack.model import File, Message
from bot.playground.stage import Stage
from bot.report.formats import Format
from bot.report.order import OFFERED, What
from tests.databases import on_both
from tests.scenario import plans
from tests.scenario.play import (
    CHANNEL,
    PILOT,
    Talk,
    answer_all,
    find_key,
    plan_of,
    plan_thread,
    post_plan,
    press,
    press_old,
    shown,
    start,
    whispers,
)


def judged(stage: Stage, pilot: str = PILOT) -> Talk:
    """A diagnosis with its verdict."""
    if pilot == PILOT:
        return plans.judged(stage)
    talk = start(stage, pilot)
    answer_all(talk)
    return talk


def files(messages: list[Message], stage: Stage) -> list[File]:
    """The files of a thread, in order."""
    return [stage.slack.workspace.files[one] for message in messages for one in message.files]


def ask_for(
    stage: Stage, talk: Talk, kind: Format | str, *, by: str = "olivia", messages: list[Message] | None = None
) -> str:
    """Press the button, choose a format, send the form; returns what the form says then."""
    press(stage, by, find_key(messages or talk.thread(), "document"))
    view = stage.slack.view(by)
    assert view is not None
    answer = stage.slack.submit(by, view.id, {"format": {"format": str(kind)}})
    assert answer.ok, answer
    stage.settle()
    after = stage.slack.view(by)
    assert after is not None
    stage.slack.close(by, after.id)
    return str(after.blocks[0]["text"]["text"])


@on_both
def test_the_report_comes_into_the_thread(stage: Stage) -> None:
    """After the verdict, a button and a choice bring the report into the thread, in each format, whole."""
    talk = judged(stage)
    beginnings = {Format.PDF: b"%PDF-", Format.PNG: b"\x89PNG", Format.JSON: b"{"}
    for number, kind in enumerate(OFFERED[What.REPORT], 1):
        assert "on its way" in ask_for(stage, talk, kind)
        came = files(talk.thread(), stage)
        assert len(came) == number
        assert came[-1].name.startswith("order-intake-agent-")
        assert came[-1].name.endswith(f".{kind}")
        assert (came[-1].content or b"").startswith(beginnings.get(kind, b""))
        assert came[-1].length == len(came[-1].content or b"")
    assert len({file.name for file in files(talk.thread(), stage)}) == len(OFFERED[What.REPORT])
    message = next(one for one in talk.thread() if one.files)
    assert "order intake agent" in message.text
    assert "<@U0OLIVIA>" in message.text


def test_a_picture_says_itself_in_words(stage: Stage) -> None:
    """The picture has an alternative text that names the reasons with their states."""
    talk = judged(stage)
    ask_for(stage, talk, Format.PNG)
    [file] = files(talk.thread(), stage)
    assert "Confirmed: It was never wired into a real system." in file.alt_txt
    assert len(file.alt_txt) <= 1000


def test_the_report_names_people_and_the_json_the_transcript(stage: Stage) -> None:
    """The table names who said what by name, and the JSON holds every line of the transcript."""
    talk = judged(stage)
    ask_for(stage, talk, Format.CSV)
    ask_for(stage, talk, Format.JSON)
    table, data = (file.content or b"" for file in files(talk.thread(), stage))
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert any("olivia" in row[4].lower() for row in rows)
    assert not any("U0OLIVIA" in cell for row in rows for cell in row)
    made = json.loads(data)
    assert made["rules_sha256"] == stage.bot.rules.sha256
    assert made["diagnosis"]["state"] == "reviewing"
    assert {line["kind"] for line in made["transcript"]} >= {"asked", "answered"}


def test_after_the_plan_it_comes_into_the_plans_thread_with_dates_and_owners(stage: Stage) -> None:
    """The plan's button brings the report with the plan's days and people into the plan's thread."""
    talk = judged(stage)
    post_plan(talk)
    ask_for(stage, talk, Format.MD, messages=[plan_of(talk)])
    [file] = files(plan_thread(talk), stage)
    words = (file.content or b"").decode()
    assert "by Fri, Nov" in words or "by Wed, Nov" in words
    assert "tomasz" in words.lower()


def test_a_command_does_the_same(stage: Stage) -> None:
    """`/unstick export pdf` and the pilot's name brings it; a wrong format is answered with the nearest."""
    talk = judged(stage, "by command")
    stage.slack.add_channel("desk", ["olivia"], bot=True)
    answer = stage.slack.slash("brenda", CHANNEL, "/unstick", "export pdf by command")
    stage.settle()
    assert "on its way" in answer.body
    [file] = files(talk.thread(), stage)
    assert file.name.endswith(".pdf")
    assert "export pdf" in stage.slack.slash("brenda", CHANNEL, "/unstick", "export pfd").body
    assert "by command" in stage.slack.slash("brenda", CHANNEL, "/unstick", "export pdf no such name").body
    assert "no finished diagnosis" in stage.slack.slash("olivia", "desk", "/unstick", "export pdf").body


def test_before_the_verdict_there_is_nothing_to_report(stage: Stage) -> None:
    """A button left from a verdict that was taken back says so, kindly, and nothing is sent."""
    talk = judged(stage)
    key = find_key(talk.thread(), "document")
    press(stage, "olivia", find_key(talk.thread(), "back"))
    press_old(stage, "olivia", key)
    assert "no verdict yet" in whispers(stage, "olivia")[-1]
    assert files(talk.thread(), stage) == []


@on_both
def test_a_share_that_nobody_knows_the_fate_of_comes_once(stage: Stage) -> None:
    """Where Slack has shared the file and the answer was lost, it is found in the thread and not sent again."""
    talk = judged(stage)
    stage.slack.fault("files.completeUploadExternal", "timeout_after", seconds=0.1)
    ask_for(stage, talk, Format.MD)
    assert len(files(talk.thread(), stage)) == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", "500"),
        ("files.getUploadURLExternal", "429"),
        ("files.completeUploadExternal", "500"),
        ("files.completeUploadExternal", "drop"),
    ],
)
def test_a_fault_on_the_way_holds_nothing_up(stage: Stage, method: str, fault: str) -> None:
    """Whatever step fails, the report comes in the end, once, and so does what follows it."""
    talk = judged(stage)
    stage.slack.fault(method, fault)
    ask_for(stage, talk, Format.MD)
    assert len(files(talk.thread(), stage)) == 1
    post_plan(talk)
    assert "30 days" in shown(plan_of(talk))
