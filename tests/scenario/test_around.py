"""What changes around a diagnosis: we are put out of the channel, it is archived or renamed, people leave."""

from dataclasses import replace
from datetime import timedelta

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from prompts.mrkdwn import mention
from tests.databases import on_both
from tests.scenario import plans, play

BOT = "U0LOCALBOT"


@on_both
def test_put_out_of_the_channel_and_let_in_again(stage: Stage, texts: Catalog) -> None:
    """What is answered meanwhile is kept; the next tap is told; once let in again, all goes on where it was."""
    talk = play.start(stage)
    stage.slack.leave(BOT, "orders")
    play.answer(talk, "retyped")
    before = len(talk.thread())
    play.tap(talk, "why")
    assert play.whispers(stage, "olivia")[-1] == texts.say("wrong.removed")
    assert len(talk.thread()) == before
    stage.slack.invite_bot("orders")
    stage.settle()
    assert play.question(talk) != "output_path"
    assert any("✓" in play.shown(message) for message in talk.thread())
    play.answer_all(talk)
    assert "30 days" in play.shown(play.post_plan(talk))


def test_an_archived_channel(stage: Stage, texts: Catalog) -> None:
    """In an archived channel it is said that it is one; brought back, the next tap lets everything follow."""
    talk = play.start(stage)
    channel = stage.slack.archive("orders")
    play.answer(talk, "retyped")
    play.tap(talk, "why")
    assert play.whispers(stage, "olivia")[-1] == texts.say("wrong.archived")
    stage.slack.workspace.put_channel(replace(channel, archived=False))
    play.tap(talk, "why")
    assert play.question(talk) != "output_path"


def test_a_renamed_channel(stage: Stage) -> None:
    """A channel is known by its id: another name changes nothing."""
    talk = play.start(stage)
    stage.slack.workspace.put_channel(replace(stage.slack.hands.channel("orders"), name="orders-2027"))
    renamed = replace(talk, channel="orders-2027")
    play.answer_all(renamed)
    assert "30 days" in play.shown(play.post_plan(renamed))


@on_both
def test_an_owner_who_has_left(stage: Stage, texts: Catalog) -> None:
    """Whoever has left is not written to; it is said in the plan's thread, and their actions can be taken by others."""
    talk = plans.posted(stage)
    owned = play.offered(talk)["U0TOMASZ"]
    play.take(talk, "tomasz", *owned)
    written = len(play.dms(stage, "tomasz"))
    stage.slack.workspace.put_user(replace(stage.slack.hands.user("tomasz"), deleted=True))
    stage.travel(stage.clock() + timedelta(days=8))
    assert len(play.dms(stage, "tomasz")) == written
    said = [play.shown(message) for message in play.plan_thread(talk)]
    assert texts.say("claims.left", person=mention("U0TOMASZ"), count=len(owned)) in said
    play.take(talk, "brenda", *owned)
    assert not set(owned) & set(play.offered(talk).get("", []))
    stage.travel(stage.clock() + timedelta(days=7))
    assert len(play.dms(stage, "tomasz")) == written
