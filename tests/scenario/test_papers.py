"""Asking for the documents and the actions in Slack: what comes, who may have it, and which version it is."""

import csv
import io
from datetime import timedelta

from icalendar import Calendar

from bot.playground.stage import Stage
from bot.report.order import OFFERED, What
from bot.store import actions, diagnoses
from bot.store.paper_tables import IssuedPaper
from prompts.catalog import Catalog
from tests.command import command
from tests.databases import on_both
from tests.scenario import plans
from tests.scenario.play import Talk, find_key, plan_of, plan_thread, post_plan, press
from tests.scenario.test_documents import ask_for, files, judged


def posted(stage: Stage) -> Talk:
    """A diagnosis with its plan."""
    talk = judged(stage)
    post_plan(talk)
    return talk


def content(stage: Stage, talk: Talk) -> str:
    """The newest file of the plan's thread, as text."""
    return (files(plan_thread(talk), stage)[-1].content or b"").decode("utf-8-sig")


def issued(stage: Stage) -> list[IssuedPaper]:
    """What is kept of all documents."""
    with stage.bot.database.reading() as session:
        return list(session.query(IssuedPaper).order_by(IssuedPaper.kind, IssuedPaper.version).all())


def test_every_document_comes_into_the_plans_thread(stage: Stage) -> None:
    """Each kind of document, as Markdown, is asked for by one form, comes as version 1, and is kept with who asked."""
    talk = posted(stage)
    kinds = [what for what in What if what.is_paper]
    for what in kinds:
        assert "on its way" in ask_for(stage, talk, f"{what}.md", messages=[plan_of(talk)])
        assert "Version 1 · Nov 3, 2026 · asked for by Olivia Grant" in content(stage, talk)
    names = [file.name for file in files(plan_thread(talk), stage)]
    assert len({*names}) == len(kinds)
    assert all(f"-{what}-" in name for what, name in zip(kinds, names, strict=True))
    assert {(each.kind, each.version, each.by) for each in issued(stage)} == {(what, 1, "U0OLIVIA") for what in kinds}


@on_both
def test_the_same_facts_keep_their_version_and_others_make_the_next(stage: Stage) -> None:
    """Asked for twice it stays version 1, in both formats; once an action moves it is version 2 and says so."""
    talk = posted(stage)
    ask_for(stage, talk, "runbook.md", messages=[plan_of(talk)])
    first = content(stage, talk)
    ask_for(stage, talk, "runbook.md", by="brenda", messages=[plan_of(talk)])
    assert content(stage, talk) == first
    ask_for(stage, talk, "runbook.pdf", messages=[plan_of(talk)])
    assert [each.version for each in issued(stage)] == [1]
    with stage.bot.database.unit_of_work() as session:
        diagnosis = diagnoses.by_id(session, issued(stage)[0].diagnosis_id)
        assert diagnosis is not None
        action = actions.get(session, diagnosis, "watch_and_runbook")
        assert action is not None
        actions.record(session, action, "under_way", "U0TOMASZ", stage.clock())
    ask_for(stage, talk, "runbook.md", messages=[plan_of(talk)])
    second = content(stage, talk)
    assert "Version 2" in second
    assert "What changed since version 1" in second
    assert "Now: under way, Tomasz Zielinski" in second
    assert [each.version for each in issued(stage)] == [1, 2]
    assert issued(stage)[0].facts_sha256 != issued(stage)[1].facts_sha256


def test_what_is_so_by_now_makes_the_next_version(stage: Stage, texts: Catalog) -> None:
    """A fact that changed after the plan, and numbers given since, stand in the next version with who said them when.

    The sheet that security signs says what the agent writes today, and the report stays that of its day.
    """
    talk = plans.posted(stage)
    for name in ("tomasz", "brenda"):
        plans.take_all(talk, name)
    before = {kind: _asked(stage, talk, f"{kind}.md") for kind in ("security", "measurement")}
    was, now = (texts.papers.statements["output_path"][option] for option in ("retyped", "draft"))
    assert was in before["security"]
    stage.travel(plans.MONDAY + timedelta(hours=18))
    plans.tap(stage, "tomasz", "report", "|write_as_drafts|done")
    plans.tap(stage, "tomasz", "so_now", "|output_path|draft")
    plans.tap(stage, "brenda", "numbers")
    plans.fill(stage, "brenda", **dict(zip(plans.fields(stage, "brenda"), ("4.5", "91", "12"), strict=True)))
    security = _asked(stage, talk, "security.md")
    assert "Version 2" in security
    assert was not in security
    assert f"{now} (Tomasz Zielinski · Nov 9, 2026)" in security
    question, options = texts.questions["output_path"].text, texts.questions["output_path"].options
    assert f"{question} Now: {options['draft'].text}. Before: {options['retyped'].text}." in security
    measurement = _asked(stage, talk, "measurement.md")
    assert "Version 2" in measurement
    started, newest = (
        "20 hours a week | Olivia Grant · Nov 3, 2026",
        "4\\.5 hours a week · Brenda Walsh · Nov 9, 2026",
    )
    assert f"| {started} | {newest} | at most 4 hours a week |" in measurement
    assert "Hours of copying and re-keying. Now: 20 → 4, newest: 4.5. Before: 20 → 4." in measurement
    answers = _asked(stage, talk, "md").partition(texts.say("doc.answers"))[2]
    assert options["retyped"].text in answers
    assert options["draft"].text not in answers


def _asked(stage: Stage, talk: Talk, order: str) -> str:
    """A document as it comes."""
    ask_for(stage, talk, order, messages=[plan_of(talk)])
    return content(stage, talk)


@on_both
def test_the_actions_come_as_a_table_and_as_a_calendar(stage: Stage) -> None:
    """Both hold every action of the plan with its day, under the same ids."""
    talk = posted(stage)
    ask_for(stage, talk, "actions.csv", messages=[plan_of(talk)])
    rows = list(csv.reader(io.StringIO(content(stage, talk), newline="")))[1:]
    ask_for(stage, talk, "actions.ics", messages=[plan_of(talk)])
    entries = Calendar.from_ical(content(stage, talk)).walk("VEVENT")
    assert len(rows) == len(entries) > 5
    for row, entry in zip(rows, entries, strict=True):
        assert str(entry["UID"]) == f"{row[0]}@unstick"
        assert entry["DTSTART"].dt.isoformat() == row[7]


def test_before_the_plan_there_are_documents_and_no_actions(stage: Stage) -> None:
    """With a verdict alone the documents come into the thread of the questions; the actions are kindly refused."""
    talk = judged(stage)
    assert "on its way" in ask_for(stage, talk, "security.pdf")
    assert "no plan with days yet" in ask_for(stage, talk, "actions.ics")
    [file] = files(talk.thread(), stage)
    assert (file.content or b"").startswith(b"%PDF-")


def test_a_share_whose_answer_was_lost_issues_no_further_version(stage: Stage) -> None:
    """A document that had to be made twice to get through is one version, and comes once."""
    talk = posted(stage)
    stage.slack.fault("files.completeUploadExternal", "500")
    ask_for(stage, talk, "budget.md", messages=[plan_of(talk)])
    assert len(files(plan_thread(talk), stage)) == 1
    assert [each.version for each in issued(stage)] == [1]


def test_the_form_offers_all_there_is(stage: Stage) -> None:
    """Every document in every format stands in the form, in three groups."""
    talk = posted(stage)
    press(stage, "olivia", find_key([plan_of(talk)], "document"))
    view = stage.slack.view("olivia")
    assert view is not None
    groups = view.blocks[1]["element"]["option_groups"]
    values = [option["value"] for group in groups for option in group["options"]]
    assert len(values) == sum(len(formats) for formats in OFFERED.values())
    assert len(groups) == 3


def test_the_command_line_issues_from_the_database(stage: Stage) -> None:
    """`unstick export ID --document …` gives the version that Slack gave, and a calendar under the same ids."""
    talk = posted(stage)
    ask_for(stage, talk, "security.md", messages=[plan_of(talk)])
    asked = content(stage, talk)
    diagnosis = issued(stage)[0].diagnosis_id
    url = stage.bot.database.url

    def export(*arguments: str) -> str:
        done = command("export", diagnosis, *arguments, UNSTICK_DATABASE_URL=url)
        assert (done.exit_code, done.stderr_bytes) == (0, b"")
        return done.stdout_bytes.decode()

    assert export("--document", "security", "--format", "md") == asked
    assert "Version 1 ·" in export("--document", "budget", "--format", "md")
    assert f"UID:{diagnosis}-" in export("--format", "ics").replace("\r\n ", "")
    assert {(each.kind, each.version, each.by) for each in issued(stage)} == {
        ("security", 1, "U0OLIVIA"),
        ("budget", 1, None),
    }
