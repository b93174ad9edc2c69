"""The weeks after the plan: the digest, the picture of the numbers, facts that changed, numbers that turn bad."""

from datetime import timedelta

import pytest

from bot.interview.rescore import found
from bot.interview.transcript import fold, sheet_now, sheet_of
from bot.playground.slack.model import File, Message
from bot.playground.stage import Stage
from bot.slack.front import desk_for
from bot.store import diagnoses, weekly
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog
from prompts.mrkdwn import mention
from scoring import resolved, score
from tests.databases import on_both
from tests.scenario import plans, play

LOOKED_AT = timedelta(days=3)  # on Wednesday, if that were not Veterans Day there
MONDAY_NOON = plans.MONDAY + timedelta(hours=18)  # where the one who started it is
WEEK = timedelta(weeks=1)
PNG = b"\x89PNG"
NUMBERS = ("manual_hours", "handled_right", "wait_over_day")


@pytest.fixture
def talk(stage: Stage) -> play.Talk:
    """A plan posted on Tuesday, 3 November; the business owner and the technical lead have taken what is theirs."""
    talk = plans.posted(stage)
    plans.take_all(talk, "brenda")
    plans.take_all(talk, "tomasz")
    return talk


def _pictures(talk: play.Talk) -> list[File]:
    files = talk.stage.slack.workspace.files
    return [files[each] for message in play.plan_thread(talk) for each in message.files]


def _give(talk: play.Talk, name: str, *values: str) -> None:
    """Fill in the numbers that somebody is asked for, in their order."""
    plans.tap(talk.stage, name, "numbers")
    plans.fill(talk.stage, name, **dict(zip(plans.fields(talk.stage, name), values, strict=False)))


def _checks(stage: Stage, name: str) -> list[Message]:
    """What somebody was asked about facts, whatever it shows by now."""
    return [message for message in play.dms(stage, name) if ".q" in plans.letter(message)]


def _report(stage: Stage, name: str, action: str, state: str) -> None:
    plans.tap(stage, name, "report", f"|{action}|{state}")


def _flags(stage: Stage, name: str) -> list[str]:
    return [play.shown(message) for message in play.dms(stage, name) if ".flag." in plans.letter(message)]


@on_both
def test_a_week(talk: play.Talk, texts: Catalog) -> None:
    """One digest a week: posted with the first answer, edited with each; on Wednesday it says what is missing."""
    stage = talk.stage
    stage.travel(MONDAY_NOON)
    assert plans.digests(talk) == []
    action = plans.report(stage, "tomasz", "blocked")
    plans.fill(stage, "tomasz", words="ERP sandbox access")
    [first] = plans.digests(talk)
    title = texts.actions[action].title
    assert f"*Blocked:* {title} · {mention('U0TOMASZ')}, since Mon, Nov 9: “ERP sandbox access”" in first
    assert "No word yet" not in first
    stage.travel(MONDAY_NOON + LOOKED_AT)
    [looked_at] = plans.digests(talk)
    assert f"No word yet from {mention('U0BRENDA')}." in looked_at
    assert _pictures(talk) == []  # no number, no picture
    plans.report(stage, "brenda", "under_way")
    [edited] = plans.digests(talk)
    assert "No word yet" not in edited
    stage.travel(MONDAY_NOON + WEEK)
    assert plans.digests(talk) == [edited]


def test_a_week_without_a_word(talk: play.Talk) -> None:
    """Where nobody answers there is a digest all the same, on Wednesday: it says from whom a word is missing."""
    stage = talk.stage
    stage.travel(MONDAY_NOON + timedelta(days=2))
    assert plans.digests(talk) == []
    stage.travel(MONDAY_NOON + LOOKED_AT)
    [digest] = plans.digests(talk)
    assert f"No word yet from {mention('U0BRENDA')}, {mention('U0TOMASZ')}." in digest


@on_both
def test_the_picture(talk: play.Talk) -> None:
    """When everybody has answered and every number is there, the picture follows in ten minutes, and once."""
    stage = talk.stage
    stage.travel(MONDAY_NOON)
    plans.report(stage, "tomasz", "under_way")
    _give(talk, "brenda", "6", "85", "12")
    _give(talk, "brenda", "5", "85", "12")  # a slip, put right before it is drawn
    assert _pictures(talk) == []
    stage.travel(MONDAY_NOON + timedelta(minutes=10))
    [picture] = _pictures(talk)
    assert (picture.content or b"").startswith(PNG)
    assert "5" in (picture.alt_txt or "")
    stage.travel(MONDAY_NOON + timedelta(days=6))
    assert _pictures(talk) == [picture]


def test_some_numbers_are_drawn_on_wednesday(talk: play.Talk) -> None:
    """With some of the numbers the picture waits for Wednesday; the digest then names those that nobody gave."""
    stage = talk.stage
    stage.travel(MONDAY_NOON)
    _give(talk, "brenda", "6")
    stage.travel(MONDAY_NOON + timedelta(days=2))
    assert _pictures(talk) == []
    stage.travel(MONDAY_NOON + LOOKED_AT)
    assert len(_pictures(talk)) == 1
    assert "No number this week: " in plans.digests(talk)[-1]


def _first_check(talk: play.Talk) -> tuple[str, Message]:
    """The technical lead has done the repair; returns the question that they are asked about, and how."""
    stage = talk.stage
    stage.travel(MONDAY_NOON)
    _report(stage, "tomasz", "write_as_drafts", "done")
    [asked] = _checks(stage, "tomasz")
    return play.find_key([asked], "so_now").value.split("|")[2], asked


@on_both
def test_a_fact_that_changed(talk: play.Talk) -> None:
    """What is so now is an answer of its own, with who and when; the plan's own diagnosis stays as it was posted."""
    stage = talk.stage
    question, asked = _first_check(talk)
    before = play.sheet(talk)
    key = play.find_key([asked], "so_now")
    play.press(stage, "tomasz", key)
    play.press_old(stage, "tomasz", key)  # a second tap adds nothing
    option = key.value.split("|")[3]
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        lines = diagnoses.transcript(diagnosis)
        later = [(one.question, one.option, one.by) for one in lines if one.kind == "later"]
        assert later == [(question, option, "U0TOMASZ")]
        progress = fold(lines)
        posted = sheet_of(diagnosis.pilot, diagnosis.framework, progress)
        today = sheet_now(diagnosis.pilot, diagnosis.framework, progress)
        assert posted == before
        assert today.answers[question].option == option
        assert posted.answers[question].option != option
        # what is kept for the digest follows from the lines alone
        row = weekly.last(session, diagnosis, plans.MONDAY.date())
        desk = desk_for(stage.bot.front, session, diagnosis.workspace_id, "U0TOMASZ", stage.clock())
        assert row is not None
        assert row.found == found(desk, diagnosis)
        rules = stage.bot.rules
        moves = {one["reason"]: (one["was"], one["now"]) for one in row.found["moved"]}
        then, now = (score(rules, resolved(rules, each)) for each in (posted, today))
        assert moves == {
            one.id: (one.state, now.reason(one.id).state)
            for one in (*then.reasons, *then.outside.reasons)
            if one.state != now.reason(one.id).state
        }


def test_one_fact_at_a_time(talk: play.Talk) -> None:
    """The next fact is asked about when the one before is answered; each is asked about once."""
    stage = talk.stage
    _first_check(talk)
    wanted = stage.bot.rules.actions["write_as_drafts"].changes
    for count in range(1, len(wanted) + 1):
        assert len(_checks(stage, "tomasz")) <= count
        asked = _checks(stage, "tomasz")[-1]
        if any(key.action == "so_not_yet" for key in play.keys(asked)):
            play.press(stage, "tomasz", play.find_key([asked], "so_not_yet"))
    asked_about = [play.find_key([one], "so_now").value.split("|")[2] for one in _checks(stage, "tomasz")]
    assert len(set(asked_about)) == len(asked_about) <= len(wanted)
    assert set(asked_about) <= set(wanted)
    assert "Not so yet" in plans.digests(talk)[-1]


def test_something_else_is_so(talk: play.Talk) -> None:
    """Neither yes nor not yet: the question's own options come, and the one that is tapped counts; it can change."""
    stage = talk.stage
    question, asked = _first_check(talk)
    options = stage.bot.rules.questions[question].option_ids
    for option in (options[-1], options[0]):
        now = next(one for one in play.dms(stage, "tomasz") if one.ts == asked.ts)
        play.press(stage, "tomasz", play.find_key([now], "so_other"))
        shown = next(one for one in play.dms(stage, "tomasz") if one.ts == asked.ts)
        play.press(stage, "tomasz", play.find_key([shown], "so_now", f"|{question}|{option}"))
        with stage.bot.database.reading() as session:
            [diagnosis] = session.query(Diagnosis).all()
            assert fold(diagnoses.transcript(diagnosis)).later[question].option == option


@pytest.mark.parametrize("ending", ["|nonsense|draft", "|999999|output_path|draft", "|1|output_path|no_such_option"])
def test_a_button_that_means_nothing(talk: play.Talk, texts: Catalog, ending: str) -> None:
    """A value that belongs to no such question is refused, and nothing is recorded."""
    stage = talk.stage
    _, asked = _first_check(talk)
    key = play.find_key([asked], "so_now")
    play.press_old(stage, "tomasz", key, key.value.split("|")[0] + ending)
    assert play.whispers(stage, "tomasz")[-1] == texts.say("wrong.gone")
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        assert fold(diagnoses.transcript(diagnosis)).later == {}


def test_a_start_better_than_the_target(talk: play.Talk, texts: Catalog) -> None:
    """Where a first number is better than a target that was posted, the target is told anew; put right, told again."""
    stage = talk.stage
    stage.travel(MONDAY_NOON)
    name = texts.metrics["wait_over_day"].name

    def told() -> list[str]:
        return [play.shown(each) for each in play.plan_thread(talk) if ".target." in plans.letter(each)]

    _give(talk, "brenda", "9", "80", "7")
    assert told() == []  # at most 5 is better than 7
    _give(talk, "brenda", "9", "80", "2")
    [first] = told()
    assert first.startswith(f"*{name}* of _{play.PILOT}_ starts at 2 of 100 cases, says {mention('U0BRENDA')}.")
    assert "posted with at most 5 of 100 cases" in first
    assert "the target is at most 2 of 100 cases" in first
    assert any(f"{name}: *2* of 100 cases (target at most 2" in text for text in plans.digests(talk))
    assert "at most 5 of 100 cases" in play.shown(play.plan_of(talk))  # the plan stays as it was posted
    _give(talk, "brenda", "9", "80", "6")
    [_, second] = told()
    assert f"starts at 6 of 100 cases after all, says {mention('U0BRENDA')}." in second
    assert second.endswith("counts again: at most 5 of 100 cases.")


def _turn_bad(talk: play.Talk, name: str = "brenda") -> None:
    """Three Mondays with a number that gets worse each time."""
    for week, value in enumerate(("5", "6", "7")):
        talk.stage.travel(MONDAY_NOON + WEEK * week)
        _give(talk, name, value)


@on_both
def test_a_number_that_turns_bad(talk: play.Talk) -> None:
    """Two weeks the wrong way are said once to who answers for the number; what they say stands in the digest."""
    stage = talk.stage
    _turn_bad(talk)
    [flag] = _flags(stage, "brenda")
    assert "5 → 6 → *7*" in flag
    assert "Nobody looks at it yet." in plans.digests(talk)[-1]
    plans.tap(stage, "brenda", "flag", "|expected")
    assert f"{mention('U0BRENDA')} says that it is expected." in plans.digests(talk)[-1]
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        [row] = weekly.flags(session, diagnosis)
        assert (row.stands, row.by, row.at) == ("expected", "U0BRENDA", stage.clock())
    _give(talk, "brenda", "4")  # it was a slip
    assert _flags(stage, "brenda") == [
        "✓ *Hours of copying and re-keying* of _order intake agent_ goes the wrong way no more."
    ]
    _give(talk, "brenda", "7")
    assert len(_flags(stage, "brenda")) == 1
    assert f"{mention('U0BRENDA')} says that it is expected." in _flags(stage, "brenda")[0]


def test_nobody_is_written_to_who_has_not_agreed(stage: Stage) -> None:
    """If who answers for the numbers has taken nothing, the plan's thread tells them."""
    talk = plans.posted(stage)
    plans.take_all(talk, "tomasz")
    _turn_bad(talk, "tomasz")
    assert _flags(stage, "tomasz") == []
    assert play.dms(stage, "brenda") == []
    [told] = [text for text in plans.thread(talk) if "Who looks at it?" in text]
    assert told.startswith(mention("U0BRENDA"))
    play.press(stage, "brenda", play.find_key(play.plan_thread(talk), "flag", "|looking"))
    assert f"{mention('U0BRENDA')} looks at it." in plans.digests(talk)[-1]
