"""Somebody is named in an answer: asked once whether they hold the role, and who they are in Slack."""

from dataclasses import replace

import pytest

from bot.interview.names import ROLE_OF
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from prompts.catalog import ROLES, Catalog
from scoring import Rules
from tests.databases import on_both
from tests.scenario import play, reads

WORDS = "those of Marta from AP, she reports on them"
NAMED = reads.accepted("person", person="Marta from AP")


def _named(stage: Stage, **form: object) -> play.Talk:
    """Come to the question of whose figures move, nobody holding a role, and name somebody."""
    reads.knowing(stage, {WORDS: NAMED})
    talk = play.start(stage, minutes=45, roles=form.get("roles", {}))
    reads.come_to(talk, "number_moves", otherwise="unknown")
    play.say(talk, WORDS)
    return talk


def _asked(talk: play.Talk) -> list[Message]:
    return [message for message in talk.thread() if "holds_not" in reads.actions(message)]


def _choose(stage: Stage, message: Message, person: str, *, by: str = play.STARTER) -> None:
    """Choose somebody in the menu of a message."""
    [block] = [block for block in message.blocks if block.get("block_id") == "people"]
    answer = stage.slack.click(by, message.channel, message.ts, "people", block["elements"][0]["action_id"], person)
    assert answer.ok
    stage.settle()


@on_both
def test_who_she_is(stage: Stage, texts: Catalog) -> None:
    """Choosing her makes her the holder of the role: the transcript says who said so, and her questions name her."""
    talk = _named(stage)
    [asked] = _asked(talk)
    assert "*Marta from AP*" in play.shown(asked)
    assert "business owner" in play.shown(asked)
    _choose(stage, asked, "U0BRENDA", by="carlos")
    assert reads.roles(stage)["business_owner"] == "U0BRENDA"
    line = reads.line(stage, "holds")
    assert (line.option, line.whom, line.by) == ("business_owner", "U0BRENDA", "U0CARLOS")
    done = reads.now(stage, asked)
    assert "<@U0BRENDA> is the business owner" in play.shown(done)
    assert not reads.actions(done)
    rules = stage.bot.rules
    while rules.questions[play.question(talk)].role != "business_owner":
        play.answer(talk, "unknown")
    assert texts.say("question.for", person=play.mention("U0BRENDA")) in play.shown(play.question_message(talk))


@on_both
@pytest.mark.parametrize(("action", "said"), [("holds_not", "is not the"), ("holds_elsewhere", "not in Slack")])
def test_who_she_is_not(stage: Stage, action: str, said: str) -> None:
    """No, or not in Slack: no role changes, and it is noted; the same name is not asked about again."""
    talk = _named(stage)
    [asked] = _asked(talk)
    play.tap(talk, action)
    assert not reads.roles(stage).get("business_owner")
    assert said in play.shown(reads.now(stage, asked))
    assert reads.line(stage, "holds").whom is None
    play.tap(talk, "change", "|number_moves")
    play.say(talk, WORDS)
    assert not _asked(talk)


def test_not_where_somebody_holds_the_role(stage: Stage) -> None:
    """Where the form names a holder, a name in an answer changes nothing and nobody is asked."""
    talk = _named(stage, roles=play.ROLES)
    assert not _asked(talk)


def test_a_name_that_says_nothing_of_a_role(stage: Stage) -> None:
    """A name in an answer about something else is just a part of the words."""
    reads.knowing(stage, {"Carlos keys it in": reads.accepted("retyped", person="Carlos")})
    talk = play.start(stage, roles={})
    play.say(talk, "Carlos keys it in")
    assert reads.progress(stage).answers["output_path"].option == "retyped"
    assert not _asked(talk)


def test_a_name_in_words_that_wait_for_a_tap(stage: Stage) -> None:
    """Only once somebody has tapped what the words mean the name in them is asked about."""
    reads.knowing(stage, {WORDS: reads.asked_back("person", "team", person="Marta from AP")})
    talk = play.start(stage, minutes=45, roles={})
    reads.come_to(talk, "number_moves", otherwise="unknown")
    play.say(talk, WORDS)
    assert not _asked(talk)
    play.tap(talk, "pick", "|person")
    [asked] = _asked(talk)
    assert "*Marta from AP*" in play.shown(asked)


def test_who_cannot_hold_a_role(stage: Stage, texts: Catalog) -> None:
    """Who has left, an app, a guest or somebody of another organisation is refused kindly, and the question stays."""
    stage.slack.add_user("helper", is_bot=True, id="U0HELPER")
    stage.slack.add_user("partner", id="U0PARTNER", team="T0PARTNER")
    workspace = stage.slack.workspace
    workspace.put_user(replace(workspace.users["U0CARLOS"], deleted=True))
    talk = _named(stage)
    [asked] = _asked(talk)
    refusals = {"U0CARLOS": "gone", "U0HELPER": "bot", "U0GUESTY": "guest", "U0PARTNER": "guest"}
    for person, why in refusals.items():
        _choose(stage, asked, person)
        assert play.whispers(stage, "olivia")[-1] == texts.say(f"named.{why}", person=play.mention(person))
    assert not reads.roles(stage).get("business_owner")
    assert _asked(talk)


def test_taps_once_it_is_settled(stage: Stage, texts: Catalog) -> None:
    """A second tap by the same hand is nothing; somebody else is told that it is over; the role stays."""
    talk = _named(stage)
    [asked] = _asked(talk)
    key = play.find_key([asked], "holds_not")
    _choose(stage, asked, "U0BRENDA")
    play.press_old(stage, "olivia", key)
    assert not play.whispers(stage, "olivia")
    play.press_old(stage, "carlos", key)
    assert play.whispers(stage, "carlos") == [texts.say("wrong.old_question")]
    assert reads.roles(stage)["business_owner"] == "U0BRENDA"


def test_a_line_that_names_nobody(stage: Stage, texts: Catalog) -> None:
    """A button that points at a line in which nobody was named sets no role."""
    talk = _named(stage)
    key = play.find_key(_asked(talk), "holds_not")
    diagnosis, _, question = key.value.split("|")
    play.press_old(stage, "carlos", key, f"{diagnosis}|1|{question}")
    assert play.whispers(stage, "carlos") == [texts.say("wrong.old_question")]
    assert _asked(talk)


def test_two_names_for_one_role(stage: Stage) -> None:
    """The role is given once: a second name's choice changes nothing once somebody holds it."""
    reads.knowing(stage, {WORDS: NAMED, "Jo decides": reads.accepted("person", person="Jo")})
    talk = play.start(stage, minutes=45, roles={})
    reads.come_to(talk, "number_moves", otherwise="unknown")
    play.say(talk, WORDS)
    play.tap(talk, "change", "|number_moves")
    play.say(talk, "Jo decides")
    first, second = _asked(talk)
    _choose(stage, first, "U0BRENDA")
    _choose(stage, second, "U0TOMASZ")
    assert reads.roles(stage)["business_owner"] == "U0BRENDA"
    assert "down as business owner already" in play.shown(reads.now(stage, second))


@on_both
def test_in_private(stage: Stage) -> None:
    """A name from a direct message is asked about there, not in the thread."""
    reads.knowing(stage, {WORDS: NAMED})
    stage.slack.leave("seline", "orders")
    talk = play.start(stage, minutes=45, roles={})
    reads.come_to(talk, "number_moves", otherwise="unknown")
    play.say(talk, "ask @seline")
    stage.slack.say("seline", stage.slack.dm("seline").id, WORDS)
    stage.settle()
    assert not _asked(talk)
    [asked] = [message for message in play.dms(stage, "seline") if "holds_not" in reads.actions(message)]
    _choose(stage, asked, "U0BRENDA", by="seline")
    assert reads.roles(stage)["business_owner"] == "U0BRENDA"
    assert "<@U0BRENDA>" in play.shown(reads.now(stage, asked))


def test_the_table_names_what_there_is(rules: Rules) -> None:
    """Every question, option and role of the table exists."""
    assert [key for key in ROLE_OF if key[1] not in rules.questions[key[0]].option_ids] == []
    assert set(ROLE_OF.values()) <= set(ROLES) - {"anyone"}
