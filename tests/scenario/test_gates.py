"""Gates: shown when their week nears, opened by the people whose part it is, and by nobody else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.playground.stage import Stage
from prompts.catalog import Catalog, catalog
from prompts.mrkdwn import Mrkdwn, mention
from tests.databases import on_both
from tests.scenario import gateplay, plans, play

SELINE, BRENDA, MARTIN = "U0SELINE", "U0BRENDA", "U0MARTIN"


@on_both
def test_it_stands_in_the_thread_when_its_week_nears(stage: Stage) -> None:
    """Not before the starter's working morning of that day; then with each need and who can give it, and once."""
    talk = gateplay.posted(stage)
    stage.travel(datetime(2026, 11, 16, 14, 59, tzinfo=UTC))
    assert "Gate to week 3" not in gateplay.thread(talk)
    stage.travel(gateplay.SHOWN)
    for _ in range(3):
        stage.bot.tick()
    stage.settle()
    shown = play.shown(gateplay.gate(talk))
    assert gateplay.thread(talk).count("Gate to week 3") == 1
    assert shown.count("○") == 5
    assert f"{mention(SELINE)} can say that it is there." in shown
    assert f"{mention(MARTIN)} can decide in writing" in shown


@on_both
def test_only_whose_part_it_is(stage: Stage, texts: Catalog) -> None:
    """Somebody else's tap records nothing and says whom it waits for; nobody else gets the forms either."""
    talk = gateplay.at_gate(stage)
    for by in ("olivia", "martin", "tomasz", "carlos"):
        gateplay.tap(talk, by, "gate_yes", "|part|security")
        theirs = catalog(stage.slack.hands.user(by).locale)
        assert play.whispers(stage, by) == [theirs.say("wrong.not_your_part", people=mention(SELINE))]
    gateplay.tap(talk, "brenda", "gate_no", "|part|security")
    gateplay.tap(talk, "brenda", "gate_decide", "|part")
    assert stage.slack.view("brenda") is None
    assert play.whispers(stage, "brenda") == [
        texts.say("wrong.not_your_part", people=mention(SELINE)),
        texts.say("wrong.not_your_part", people=mention(MARTIN)),
    ]
    gateplay.tap(talk, "gwen", "gate_yes", "|part|security")
    assert play.whispers(stage, "gwen") == [texts.say("wrong.guest")]
    assert gateplay.words(stage) == []


def test_the_numbers_are_entered_at_the_gate(stage: Stage, texts: Catalog) -> None:
    """The need for numbers has a button for them: for whoever has a part in the plan; others are told whose it is."""
    talk = gateplay.at_gate(stage)
    met = f"✓ *{texts.say('gate.need.figures')}*"
    gateplay.tap(talk, "carlos", "numbers")
    assert play.whispers(stage, "carlos") == [texts.say("wrong.not_your_part", people=mention(BRENDA))]
    assert stage.slack.view("carlos") is None
    gateplay.tap(talk, "brenda", "numbers")
    plans.fill(stage, "brenda", **dict.fromkeys(plans.fields(stage, "brenda"), "4"))
    stage.bot.tick()
    stage.settle()
    assert met in play.shown(gateplay.gate(talk))


@on_both
def test_a_yes_is_kept_once(stage: Stage) -> None:
    """A second tap on the old button adds no line; the gate says who has said it."""
    talk = gateplay.at_gate(stage)
    key = play.find_key(play.plan_thread(talk), "gate_yes", "|part|security")
    play.press(stage, "seline", key)
    play.press_old(stage, "seline", key)
    [word] = gateplay.words(stage)
    assert (word.gate, word.need, word.word, word.by) == ("part", "security", "yes", SELINE)
    assert f"✓ *Security has said yes* · says {mention(SELINE)}" in play.shown(gateplay.gate(talk))


def test_what_has_become_so_counts(stage: Stage, texts: Catalog) -> None:
    """A fact that somebody has stated since the plan meets a need, as one of the diagnosis does, once they say it."""
    talk = gateplay.posted(stage)
    gateplay.take_all(talk, "tomasz")
    stage.travel(gateplay.SHOWN)
    met = f"✓ *{texts.say('gate.need.monitors')}*"
    plans.tap(stage, "tomasz", "report", "|watch_and_runbook|done")
    plans.tap(stage, "tomasz", "report", "|watch_and_runbook|under_way")
    assert met not in play.shown(gateplay.gate(talk))
    plans.tap(stage, "tomasz", "report", "|watch_and_runbook|done")
    for _ in range(2):
        plans.tap(stage, "tomasz", "so_now")
    plans.tap(stage, "tomasz", "report", "|watch_and_runbook|under_way")
    stage.bot.tick()
    stage.settle()
    assert met in play.shown(gateplay.gate(talk))


@on_both
def test_the_sponsor_decides_in_writing(stage: Stage, texts: Catalog) -> None:
    """A decision needs words; with them the gate is open, and who, when and why are kept and said once."""
    talk = gateplay.at_gate(stage)
    gateplay.tap(talk, "martin", "gate_decide", "|part")
    assert gateplay.fill(stage, "martin", {"words": "   "}).errors
    gateplay.fill(stage, "martin", {"words": "We start with *one* customer group that we know well."})
    lines = gateplay.words(stage)
    assert [(line.word, line.by) for line in lines] == [("decided", MARTIN), ("passed", None)]
    assert lines[0].note == "We start with *one* customer group that we know well."
    assert gateplay.thread(talk).count("Week 3 is open by a decision of") == 1
    assert not [key for key in play.keys(gateplay.gate(talk)) if key.action.startswith("gate_")]
    stage.travel(datetime(2026, 11, 18, tzinfo=UTC))
    assert "Week 3 is not open yet" not in gateplay.thread(talk)
    assert texts.say("gate.title.whole") not in gateplay.thread(talk)  # a week after this one at the earliest


@on_both
def test_a_departed_reviewer(stage: Stage, texts: Catalog) -> None:
    """Who has left is asked no more: the starter or the sponsor names somebody, who is asked then and may say yes."""
    talk = gateplay.at_gate(stage)
    seline = stage.slack.hands.user("seline")
    stage.slack.workspace.put_user(replace(seline, deleted=True))
    stage.travel(datetime(2026, 11, 17, 16, tzinfo=UTC))
    asked = texts.say("gate.nobody", role=texts.roles["security_reviewer"], left=mention(SELINE))
    assert asked in play.shown(gateplay.gate(talk))
    assert f"{mention(SELINE)} has left, and nobody is named here" in gateplay.thread(talk)
    _name(stage, talk, "brenda", "U0TOMASZ")  # not hers to say
    people = Mrkdwn(f"{mention('U0OLIVIA')}, {mention(MARTIN)}")
    assert play.whispers(stage, "brenda") == [texts.say("wrong.not_yours", people=people)]
    _name(stage, talk, "olivia", "U0GUESTY")
    assert "security reviewer: <@" not in gateplay.thread(talk).lower()
    _name(stage, talk, "olivia", "U0TOMASZ")
    assert texts.say("part.named", role="Security reviewer", person=mention("U0TOMASZ"), by=mention("U0OLIVIA")) in (
        gateplay.thread(talk)
    )
    stage.travel(datetime(2026, 11, 17, 17, tzinfo=UTC))
    gateplay.tap(talk, "tomasz", "gate_yes", "|part|security")
    assert [(line.word, line.by) for line in gateplay.words(stage)] == [("named", "U0OLIVIA"), ("yes", "U0TOMASZ")]


def test_nobody_holds_the_part(stage: Stage, texts: Catalog) -> None:
    """Where nobody is named, there is no button to say yes; who it is, is asked once for each part, and goes on so."""
    talk = gateplay.at_gate(stage, roles={"sponsor": "martin"})
    values = [key.value for key in play.keys(gateplay.gate(talk)) if key.action == "gate_yes"]
    assert values == []
    for role in ("business_owner", "technical_lead", "security_reviewer"):
        question = texts.say("part.pick", role=texts.roles[role])
        pickers = [one for one in play.plan_thread(talk) if question in str(one.blocks)]
        assert pickers, role
    stage.travel(datetime(2026, 11, 24, tzinfo=UTC))
    assert gateplay.thread(talk).count("named here as security reviewer") == 1
    assert gateplay.thread(talk).count("Week 3 is not open yet") == 1


def test_without_a_sponsor_the_starter_decides(stage: Stage) -> None:
    """Whoever started it stands in where nobody is sponsor."""
    talk = gateplay.at_gate(stage, roles={"technical_lead": "tomasz"})
    gateplay.tap(talk, "olivia", "gate_decide", "|part")
    gateplay.fill(stage, "olivia", {"words": "A small start, watched every day."})
    assert gateplay.thread(talk).count("Week 3 is open by a decision of <@U0OLIVIA>") == 1


@pytest.mark.parametrize("value", ["part", "part|nothing", "nowhere|security", "handoff|owner", "part|figures"])
def test_a_strange_button_changes_nothing(stage: Stage, texts: Catalog, value: str) -> None:
    """What a button carries is only let through if there is such a gate and need, and a word is enough for it."""
    talk = gateplay.at_gate(stage)
    key = play.find_key(play.plan_thread(talk), "gate_yes", "|part|security")
    play.press_old(stage, "brenda", key, value=f"{key.value.split('|')[0]}|{value}")
    assert play.whispers(stage, "brenda") == [texts.say("wrong.gone")]
    assert gateplay.words(stage) == []


def test_after_a_long_downtime_once(stage: Stage) -> None:
    """After weeks without a tick the gate is shown once, says that its week has come, and no second message says so."""
    talk = gateplay.posted(stage)
    stage.clock.move_to(datetime(2026, 12, 9, 15, 30, tzinfo=UTC))
    stage.restart()
    stage.bot.tick()
    stage.settle()
    assert gateplay.thread(talk).count("Gate to week 3") == 1
    assert "Was planned for Tue, Nov 17 and is not open yet." in play.shown(gateplay.gate(talk))
    stage.travel(datetime(2026, 12, 11, tzinfo=UTC))
    assert "Week 3 is not open yet" not in gateplay.thread(talk)


def _name(stage: Stage, talk: play.Talk, by: str, person: str) -> None:
    """Choose somebody in the menu that asks who the reviewer is."""
    for message in play.plan_thread(talk):
        for block in message.blocks:
            for element in block.get("elements", ()):
                if element.get("type") == "users_select" and element["action_id"].endswith("|security_reviewer"):
                    stage.slack.click(by, message.channel, message.ts, block["block_id"], element["action_id"], person)
    stage.settle()
