"""Whatever people type shows as they typed it, notifies nobody by accident, and breaks nothing."""

from typing import Any

import pytest

from bot.playground.slack import text as slack_text
from bot.playground.stage import Stage
from prompts.mrkdwn import plain
from tests.scenario import play
from tests.scenario.reads import asking

# Everything that Slack could make something of; typed into a form, it arrives just so.
HOSTILE = "<!channel> <@U0CARLOS> <http://evil.example|here> *b* _i_ ~s~ `c` &lt;"
MEANT = {"U0OLIVIA", "U0MARTIN", "U0BRENDA", "U0TOMASZ", "U0SELINE"}  # the starter, and those named in the form


def _notified(stage: Stage) -> set[str]:
    return {mention.target for mention in stage.slack.mentions}


def test_a_pilot_with_a_hostile_name(stage: Stage) -> None:
    """A name and a summary full of markup go through every message, up to the check-in, and show as typed."""
    view = play.open_form(stage, "x")
    assert play.fill_in(stage, view, pilot=HOSTILE, summary=HOSTILE).ok
    [root] = [m for m in stage.slack.messages("orders") if m.thread_ts is None]
    talk = play.Talk(stage, "orders", root.ts)
    play.answer_all(talk)
    plan = play.post_plan(talk)
    play.press(stage, "martin", play.find_key(play.plan_thread(talk), "take_all", "U0MARTIN"))

    assert plain(play.shown(talk.card())).count(HOSTILE) == 1
    assert HOSTILE in play.shown(plan).splitlines()[0]
    assert HOSTILE in plain(play.shown(play.dms(stage, "martin")[0]))
    assert _notified(stage) <= MEANT


@pytest.mark.parametrize(
    "name", ["@channel @here @everyone", "<!here>", "*", "> quote", "&amp;", "🚀 \u202egnirts", "a" * 80]
)
def test_names_that_are_hard_to_show(stage: Stage, name: str) -> None:
    """Short, long, odd: a name is shown as it was typed, and a diagnosis of it runs and can be stopped."""
    view = play.open_form(stage, "x")
    assert play.fill_in(stage, view, pilot=name).ok
    assert name in plain(play.shown(stage.slack.messages("orders")[0]))
    assert not _notified(stage) - MEANT
    stage.slack.slash("olivia", "orders", "/unstick", "stop")
    stage.settle()
    assert "is stopped" in play.whispers(stage, "olivia")[-1]


def test_an_answer_full_of_markup(stage: Stage) -> None:
    """An answer with mentions, links and formatting is quoted with just these characters, and notifies nobody."""
    talk = play.start(stage)
    words = "@carlos does *all* of it, see http://evil.example/a?b=1&c=<d> and ask @channel or <!here> ~soon~ `x`"
    play.say(talk, words)
    words = words.replace("@carlos", "@Carlos Reyes")  # Slack makes a mention of it, and a name is quoted
    assert f"\n> {words}\n" in f"\n{plain(play.shown(talk.thread()[-1]))}\n"
    play.tap(talk, "pick")
    done = [plain(play.shown(message)) for message in talk.thread()]
    assert any(f"“{words}”" in text for text in done)
    assert not _notified(stage) - MEANT


def test_the_evidence_quotes_without_harm(stage: Stage) -> None:
    """Words that become the verdict's and the plan's evidence stay words there too."""
    asking(stage)
    talk = play.start(stage)
    chosen = play.telling(stage.bot.rules)
    while play.is_open(talk) or play.clashes(talk):
        if play.clashes(talk):
            play.settle(talk, "both")
            continue
        asked = play.question(talk)
        if stage.bot.rules.questions[asked].is_figure:
            play.answer(talk, "unknown")
            continue
        play.say(talk, f"hm <!channel> *{asked}* @carlos")
        if (option := f"|{asked}|{chosen[asked]}") and option in str(talk.thread()[-1].blocks):
            play.tap(talk, "pick", option)
        else:
            play.tap(talk, "pick")
    verdict = plain(play.shown(talk.thread()[-1]))
    play.post_plan(talk)
    assert "“hm <!channel> *" in verdict
    assert not _notified(stage) - MEANT


@pytest.mark.parametrize("letter", ["x", "<", "&", "*", "🚀", "word ", "\n"])
def test_forty_thousand_characters(stage: Stage, letter: str) -> None:
    """The longest text that Slack lets anybody type is asked back in a message that Slack takes."""
    asking(stage)
    talk = play.start(stage)
    asked = play.question(talk)
    words = f"my story {letter * 40_000}"[:40_000]
    play.say(talk, words)
    assert play.question(talk) == asked
    play.tap(talk, "pick")
    assert play.question(talk) != asked
    refused = [call for call in stage.slack.calls if not call.answer.get("ok")]
    assert not refused


def test_a_flood_of_mentions(stage: Stage) -> None:
    """A message that mentions a hundred people is an answer like any other; a few names are looked up, no more."""
    people = [stage.slack.add_user(f"person{n}") for n in range(100)]
    talk = play.start(stage)
    play.say(talk, " ".join(f"@{person.name}" for person in people))
    assert len([call for call in stage.slack.calls if call.method == "users.info"]) < 20
    assert not _notified(stage) - MEANT


def test_every_text_of_the_bot_is_shown_as_it_is(stage: Stage) -> None:
    """Slack is told to make nothing of our texts by itself: no links, no names, no previews."""
    talk = play.start(stage)
    play.say(talk, "see http://evil.example")
    play.tap(talk, "pick")
    posts = [call for call in stage.slack.calls if call.method in {"chat.postMessage", "chat.update"}]
    assert posts
    assert all(call.arguments["parse"] == "none" for call in posts)
    texts = [text for call in posts for text in _mrkdwn(call.arguments["blocks"])]
    assert texts
    assert all(text["verbatim"] for text in texts)
    assert not slack_text.group_names("".join(text["text"] for text in texts))


def _mrkdwn(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    texts = [block.get("text") for block in blocks]
    texts += [element for block in blocks if block["type"] == "context" for element in block["elements"]]
    return [text for text in texts if isinstance(text, dict) and text["type"] == "mrkdwn"]
