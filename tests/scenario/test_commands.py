"""`/unstick` and what can go wrong before the first question."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from bot.playground.slack.inbound import FORM, JSON
from bot.playground.stage import Stage
from prompts.catalog import Catalog
from prompts.mrkdwn import Mrkdwn, mention
from tests.databases import on_both
from tests.scenario import play


def _command(stage: Stage, text: str, *, by: str = "olivia", channel: str = "orders") -> str:
    """Type a command; returns the word that came back to the one who typed it."""
    answer = stage.slack.slash(by, channel, "/unstick", text)
    assert answer.ok, answer
    stage.settle()
    return play.whispers(stage, by)[-1] if answer.body else ""


@pytest.mark.parametrize("text", ["help", "HELP", " help "])
def test_help(stage: Stage, texts: Catalog, text: str) -> None:
    """Help shows every command, to the one who asked alone."""
    said = _command(stage, text)
    assert said == texts.say("help")
    assert all(f"`/unstick {word}" in said for word in ("status", "stop", "help", "order intake agent"))
    assert not stage.slack.messages("orders")


def test_a_message_to_the_bot_gets_help(stage: Stage, texts: Catalog) -> None:
    """Whoever writes to Unstick itself learns what it can do."""
    stage.slack.say("olivia", stage.slack.dm("olivia").id, "hello?")
    stage.settle()
    assert [play.shown(message) for message in play.dms(stage, "olivia")] == [texts.say("help")]


@pytest.mark.parametrize(
    ("typed", "meant"), [("strat", "start"), ("stauts", "status"), ("stpo", "stop"), ("hlep", "help")]
)
def test_a_mistyped_subcommand(stage: Stage, typed: str, meant: str) -> None:
    """A command mistyped is not taken for a pilot's name: it says what it may have meant."""
    said = _command(stage, typed)
    assert f"Did you mean `/unstick {meant}`?" in said
    assert stage.slack.view("olivia") is None


def test_a_mistyped_subcommand_with_words(stage: Stage, texts: Catalog) -> None:
    """Words behind it make no pilot's name of it: it says what it may have meant, and how such a pilot is begun."""
    said = _command(stage, "stauts order intake agent")
    assert "Did you mean `/unstick status`?" in said
    assert "`/unstick start stauts order intake agent`" in said
    given = texts.say("report.format_unknown", given="docx", nearest="csv").partition("Did you mean")[0]
    assert _command(stage, "export docx").startswith(given)
    assert stage.slack.view("olivia") is None


@pytest.mark.parametrize("typed", ["start strat", "Starter kits", "invoices", "status report writer"])
def test_a_name_like_a_subcommand(stage: Stage, typed: str) -> None:
    """A pilot may be called nearly like a command: a name of several words, or `start` before it, opens the form."""
    answer = stage.slack.slash("olivia", "orders", "/unstick", typed)
    assert answer.ok
    form = stage.slack.view("olivia")
    assert (form is not None) == (typed != "status report writer")


@pytest.mark.parametrize("typed", ["payload checker", '{"payload": 1}', "a=1&command=2"])
def test_a_name_like_what_slack_sends(stage: Stage, typed: str) -> None:
    """A pilot may be called by words that mean something in Slack's own requests."""
    play.open_form(stage, typed)
    form = stage.slack.view("olivia")
    assert form is not None
    assert form.values["pilot"]["pilot"]["value"] == typed


def test_the_form_holds_the_name_as_typed(stage: Stage) -> None:
    """The form opens with the name that was typed, cut to what fits, and nothing is sent to the channel yet."""
    play.open_form(stage, "invoice " * 40)
    form = stage.slack.view("olivia")
    assert form is not None
    assert form.values["pilot"]["pilot"]["value"] == ("invoice " * 40)[:80].strip()
    assert not stage.slack.messages("orders")


def test_without_a_name_the_form_asks(stage: Stage, texts: Catalog) -> None:
    """`/unstick` alone opens the form; a name of blanks is refused beside its field, and what was filled in stays."""
    view = play.open_form(stage, "")
    assert play.fill_in(stage, view).errors
    answer = play.fill_in(stage, view, pilot="   ")
    assert answer.errors == {"pilot": texts.say("start.needs_name")}
    assert play.fill_in(stage, view, pilot="reader").ok
    assert "_reader_" in play.shown(stage.slack.messages("orders")[0])


@pytest.mark.parametrize("channel", ["general", "steering"])
def test_not_in_the_channel(stage: Stage, texts: Catalog, channel: str) -> None:
    """Where the bot is no member, public or private, it says how to invite it, and afterwards it works."""
    assert _command(stage, "reader", channel=channel) == texts.say("wrong.not_in_channel")
    assert stage.slack.view("olivia") is None
    stage.slack.invite_bot(channel)
    talk = play.start(stage, "reader", channel=channel, roles={})
    assert play.is_open(talk)


@pytest.mark.parametrize("channel", ["orders", "steering"])
def test_removed_while_the_form_was_open(stage: Stage, texts: Catalog, channel: str) -> None:
    """If the bot was removed meanwhile, the form says so and stays; invited again, the same form starts."""
    stage.slack.invite_bot(channel)
    view = play.open_form(stage, channel=channel)
    stage.slack.leave("unstick", channel)
    assert play.fill_in(stage, view).errors == {"pilot": texts.say("wrong.not_in_channel")}
    stage.slack.invite_bot(channel)
    assert play.fill_in(stage, view).ok
    assert stage.slack.messages(channel)


def test_in_a_direct_message(stage: Stage, texts: Catalog) -> None:
    """A diagnosis needs a channel where others can read along; in a direct message a word says so."""
    direct = stage.slack.dm("olivia").id
    assert _command(stage, "reader", channel=direct) == texts.say("wrong.not_a_channel")


def test_a_guest_cannot_start(stage: Stage, texts: Catalog) -> None:
    """A guest who types the command gets a kind word and no form."""
    assert _command(stage, "reader", by="gwen") == texts.say("wrong.guest")
    assert stage.slack.view("gwen") is None


@on_both
def test_a_guest_cannot_answer(stage: Stage, texts: Catalog) -> None:
    """A guest's tap and a guest's words are not recorded; both are answered with a kind word."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.tap(talk, "answer", by="gwen")
    play.say(talk, "1", by="gwen")
    assert play.whispers(stage, "gwen") == [texts.say("wrong.guest")] * 2
    assert play.question(talk) == asked


@on_both
def test_the_same_pilot_twice(stage: Stage, texts: Catalog) -> None:
    """A pilot that is being looked at is not started again, however its name is written; a word says who did."""
    play.start(stage, "order intake agent")
    view = play.open_form(stage, "Order Intake AGENT", by="brenda")
    assert play.fill_in(stage, view, by="brenda").ok
    said = texts.say("wrong.running", pilot="order intake agent", person=mention("U0OLIVIA"))
    assert play.whispers(stage, "brenda") == [said]
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 1


@on_both
def test_two_diagnoses_in_one_channel(stage: Stage) -> None:
    """Two pilots in one channel keep to their own threads: an answer here does not move the other."""
    first, second = play.start(stage, "reader"), play.start(stage, "writer", by="brenda")
    waits = play.question_message(second)
    play.answer(first, "unknown")
    play.say(first, "2")
    assert play.question_message(second) == waits
    play.answer_all(second, by="brenda")
    play.post_plan(second, by="brenda")
    assert play.is_open(first)


def test_status(stage: Stage, texts: Catalog) -> None:
    """Status says what is under way here: how far each is, or that nothing is; in another channel it shows nothing."""
    assert _command(stage, "status") == texts.say("status.none")
    talk = play.start(stage, "reader")
    play.answer(talk, "unknown")
    said = _command(stage, "status", by="carlos")
    assert "_reader_: 1 answer so far, about 14 more (14 min), started by <@U0OLIVIA>" in said
    play.answer_all(talk)
    assert "_reader_: the verdict waits for <@U0OLIVIA>" in _command(stage, "status")
    play.post_plan(talk)
    assert "_reader_: 0 of " in _command(stage, "status")
    assert _command(stage, "status", channel="general") == texts.say("status.none")


@on_both
@pytest.mark.parametrize("by", ["olivia", "martin"])
def test_stop(stage: Stage, by: str) -> None:
    """Whoever started it, or the sponsor, can stop it: the card and the thread say so, the answers stay."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    said = _command(stage, "stop", by=by)
    starter = stage.slack.hands.user(by).id
    assert ("The answers stay in the thread" if by == "olivia" else "Las respuestas quedan en el hilo") in said
    assert f"Stopped by <@{starter}>" in play.shown(talk.card())
    assert f"Stopped by <@{starter}>" in play.shown(talk.thread()[-1])
    assert len([m for m in talk.thread() if "✓" in play.shown(m)]) == 1
    assert "_order intake agent_: stopped on Tue, Nov 3" in _command(stage, "status")


def test_stop_by_another_person(stage: Stage, texts: Catalog) -> None:
    """Nobody else can stop it, by the command or by the word, and a word says who can."""
    talk = play.start(stage)
    refusal = texts.say("stop.not_yours", person=mention("U0OLIVIA"))
    assert _command(stage, "stop", by="carlos") == refusal
    play.say(talk, "stop", by="carlos")
    assert play.whispers(stage, "carlos") == [refusal] * 2
    assert play.is_open(talk)


def test_stop_when_there_is_nothing_or_too_much(stage: Stage, texts: Catalog) -> None:
    """Stop with nothing under way says so; with two, or a name that is not there, it asks which; it takes the name."""
    assert _command(stage, "stop") == texts.say("stop.none")
    first, second = play.start(stage, "reader"), play.start(stage, "writer")
    assert all(name in _command(stage, "stop") for name in ("_reader_", "_writer_"))
    assert "_reader_" in _command(stage, "stop reda")
    _command(stage, "stop Writer")
    assert "Stopped by" in play.shown(second.card())
    assert play.is_open(first)


@on_both
def test_typing_after_the_end(stage: Stage, texts: Catalog) -> None:
    """Words in the thread of a finished diagnosis record nothing; the one who typed learns when it ended."""
    talk = play.start(stage)
    play.say(talk, "stop")
    thread = len(talk.thread())
    play.say(talk, "one more thing", by="carlos")
    people = Mrkdwn(f"{mention('U0OLIVIA')}, {mention('U0MARTIN')}")
    assert play.whispers(stage, "carlos") == [texts.say("wrong.stopped_by", date="Tue, Nov 3", people=people)]
    assert len(talk.thread()) == thread + 1


def test_slack_does_not_open_the_form(stage: Stage, texts: Catalog) -> None:
    """If Slack refuses to open the form, the person is asked to try again; the second try works."""
    stage.slack.fault("views.open", "500")
    assert _command(stage, "reader") == texts.say("wrong.unforeseen")
    assert play.is_open(play.start(stage, "reader"))


def test_slack_does_not_answer_about_a_channel(stage: Stage, texts: Catalog) -> None:
    """If the connection breaks while we ask about the channel, the person is asked to try again; nothing is lost."""
    stage.slack.fault("conversations.info", "drop")
    assert _command(stage, "reader") == texts.say("wrong.unforeseen")
    assert play.is_open(play.start(stage, "reader"))


def test_a_hint_that_slack_does_not_take(stage: Stage) -> None:
    """A word that only helps may get lost; what it was about has happened or not, whole, all the same."""
    talk = play.start(stage)
    stage.slack.fault("chat.postEphemeral", "500", times=3)
    play.tap(talk, "why")
    assert not play.whispers(stage, "olivia")
    play.answer(talk, "unknown")


def test_somebody_of_whom_slack_tells_nothing(stage: Stage) -> None:
    """Where Slack does not say who somebody is, they can answer all the same, in English."""
    talk = play.start(stage)
    stage.slack.fault("users.info", "500", times=5)
    play.answer(talk, "unknown", by="carlos")
    assert "Answered by <@U0CARLOS>" in "".join(play.shown(message) for message in talk.thread())


def test_somebody_whose_language_is_not_shipped(stage: Stage, texts: Catalog) -> None:
    """Whose Slack is in a language that is not shipped is answered in English."""
    user = stage.slack.hands.user("carlos")
    stage.slack.workspace.put_user(replace(user, locale="fi-FI"))
    assert _command(stage, "help", by="carlos") == texts.say("help")


def test_somebody_of_another_workspace(stage: Stage, texts: Catalog) -> None:
    """In a shared channel, people of the other workspace can read along and are told kindly that they cannot answer."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.say(talk, "hm", by="carlos")
    play.tap(talk, "why", by="carlos")
    before = len(play.whispers(stage, "carlos"))
    event = _newest(stage, "event", "carlos")
    event["event_id"] = "Ev0FOREIGN"
    event["event"] |= {"team": "T0OTHER", "user_team": "T0OTHER", "text": "1"}
    tapped = json.loads(parse_qs(_request(stage, "interactive"))["payload"][0])
    tapped["trigger_id"] = "0.foreign"
    tapped["user"]["team_id"] = "T0OTHER"
    for what, content_type, body in (
        ("event", JSON, json.dumps(event)),
        ("interactive", FORM, urlencode({"payload": json.dumps(tapped)})),
    ):
        assert stage.slack.line.send(what, content_type, body.encode()).status == 200
    stage.settle()
    assert play.whispers(stage, "carlos")[before:] == [texts.say("wrong.foreign")] * 2
    assert play.question(talk) == asked


def _request(stage: Stage, what: str) -> str:
    """The body of the newest request of a kind."""
    return str([entry["body"] for entry in stage.slack.workspace.log if entry.get("what") == what][-1])


def _newest(stage: Stage, what: str, user: str) -> dict[str, Any]:
    """The newest event of somebody."""
    known = [json.loads(entry["body"]) for entry in stage.slack.workspace.log if entry.get("what") == what]
    theirs = stage.slack.hands.user(user).id
    return next(body for body in reversed(known) if body["event"].get("user") == theirs)
