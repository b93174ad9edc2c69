"""A slip ends nothing for good: what was stopped can be taken up again, and a polite "can we stop" is asked about."""

import pytest

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from prompts.mrkdwn import mention
from tests.databases import on_both
from tests.scenario import play
from tests.scenario.test_handing import progress


def _command(stage: Stage, text: str, *, by: str = "olivia") -> str:
    stage.slack.slash(by, "orders", "/unstick", text)
    stage.settle()
    return play.whispers(stage, by)[-1]


@on_both
@pytest.mark.parametrize("way", ["tap", "words", "command"])
def test_going_on_after_a_stop(stage: Stage, way: str) -> None:
    """What was stopped by a slip goes on where it was, with every answer, and the thread keeps no button for it."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    asked = play.question(talk)
    play.say(talk, "stop")
    assert progress(stage).stage == "stopped"
    if way == "tap":
        play.tap(talk, "resume")
    elif way == "words":
        play.say(talk, "go on")
    else:
        _command(stage, "resume")
    now = progress(stage)
    assert (now.stage, now.open_question, len(now.answers)) == ("asking", asked, 1)
    assert "It goes on in this thread" in play.shown(talk.card())
    assert not [key for message in talk.thread() for key in play.keys(message) if key.action == "resume"]
    play.answer(talk, "unknown")
    assert len(progress(stage).answers) == 2
    play.say(talk, "stop")
    play.tap(talk, "resume")
    assert progress(stage).stage == "asking"


def test_going_on_belongs_to_who_may_stop(stage: Stage, texts: Catalog) -> None:
    """Somebody else is told who can take it up, by each way; the sponsor can."""
    talk = play.start(stage)
    play.say(talk, "stop")
    people = f"{mention('U0OLIVIA')}, {mention('U0MARTIN')}"
    refusal = f"Only {people} can do that. Nothing has changed."
    play.tap(talk, "resume", by="carlos")
    assert _command(stage, "resume", by="carlos") == play.whispers(stage, "carlos")[0] == refusal
    play.say(talk, "one more thing", by="carlos")
    assert people in play.whispers(stage, "carlos")[-1]
    assert progress(stage).stage == "stopped"
    play.tap(talk, "resume", by="martin")
    assert progress(stage).stage == "asking"
    assert texts.say("resume.done", person=mention("U0MARTIN")) in [play.shown(each) for each in talk.thread()]


def test_a_verdict_that_was_stopped(stage: Stage, texts: Catalog) -> None:
    """What was stopped once its verdict stood comes back to its answers; posted, it is over for good."""
    talk = play.start(stage)
    play.answer_all(talk)
    play.say(talk, "stop")
    play.tap(talk, "resume")
    assert progress(stage).stage == "reviewing"
    assert "looking through the answers" in play.shown(talk.card())
    play.post_plan(talk)
    assert progress(stage).stage == "posted"
    play.say(talk, "one more thing")
    assert play.whispers(stage, "olivia")[-1] == texts.say("wrong.ended", date="Tue, Nov 3")


def test_the_answers_of_a_stopped_diagnosis(stage: Stage) -> None:
    """The answers can be looked through after a stop, by the command and in the thread."""
    talk = play.start(stage)
    play.answer(talk, "unknown")
    play.say(talk, "stop")
    assert "I don't know" in _command(stage, "answers")
    play.say(talk, "answers")
    assert "I don't know" in play.whispers(stage, "olivia")[-1]


def test_resume_means_what_is_under_way_first(stage: Stage, texts: Catalog) -> None:
    """A stopped diagnosis is in nobody's way: without a name, what is paused or under way is meant."""
    play.say(play.start(stage, "reader"), "stop")
    play.say(play.start(stage, "reader"), "stop")
    talk = play.start(stage, "writer")
    assert _command(stage, "resume") == texts.say("resume.going")
    play.say(talk, "pause")
    _command(stage, "resume")
    assert play.is_open(talk)
    _command(stage, "stop writer")
    assert all(name in _command(stage, "resume") for name in ("_reader_", "_writer_"))
    _command(stage, "resume reader")
    assert "_reader_: 0 answers so far" in _command(stage, "status")


@pytest.mark.parametrize(("text", "by"), [("can we stop here please", "olivia"), ("¿podemos parar?", "carlos")])
def test_a_polite_stop_is_asked_about(stage: Stage, text: str, by: str) -> None:
    """What one says when a meeting ends stops nothing: *Pause* and *End it* are offered to who said it."""
    talk = play.start(stage)
    play.say(talk, text, by=by)
    assert progress(stage).stage == "asking"
    offered = stage.slack.ephemerals(by)[-1]
    assert {key.action for key in play.keys(offered)} == {"pause", "stop"}
    play.press(stage, by, play.find_key([offered], "pause"))
    assert progress(stage).stage == "paused"
    play.press(stage, by, play.find_key([offered], "stop"))
    assert progress(stage).stage == ("stopped" if by == "olivia" else "paused")


@pytest.mark.parametrize("text", ["sorry, I meant draft", "actually it is not typed over, it waits as a draft"])
def test_words_about_the_answer_before(stage: Stage, text: str) -> None:
    """Words that correct the last answer bring all answers with *Change*; they are not read for the next question."""
    talk = play.start(stage)
    while play.question(talk) != "output_path":
        play.answer(talk, "unknown")
    play.answer(talk, "retyped")
    asked = play.question(talk)
    before = len(talk.thread())
    play.say(talk, text)
    listing = stage.slack.ephemerals("olivia")[-1]
    play.press(stage, "olivia", play.find_key([listing], "change", "|output_path"))
    assert play.question(talk) == "output_path"
    assert asked not in progress(stage).answers
    assert len(talk.thread()) == before + 2


@pytest.mark.parametrize("text", ["I need to check with IT first", "good night, see you tomorrow"])
def test_now_is_not_the_time(stage: Stage, text: str) -> None:
    """Who wants to ask first, or says that it is late, is offered a pause and somebody else; nothing is recorded."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.say(talk, text)
    assert {"pause", "hand"} <= {key.action for key in play.keys(talk.thread()[-1])}
    assert not progress(stage).answers
    play.press(stage, "olivia", play.find_key(talk.thread()[-1:], "pause"))
    now = progress(stage)
    assert (now.stage, now.open_question) == ("paused", asked)


@pytest.mark.parametrize("text", ["ask Brenda", "preguntale a Brenda", "the business owner knows that better than me"])
def test_handing_on_by_name(stage: Stage, text: str) -> None:
    """Somebody named without an @ stands first among those who can be asked, and a tap hands the question on."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.say(talk, text)
    offered = stage.slack.ephemerals("olivia")[-1]
    first = next(key for key in play.keys(offered) if key.action == "hand_to")
    assert first.value.endswith("|U0BRENDA")
    play.press(stage, "olivia", first)
    assert progress(stage).waiting[asked].whom == "U0BRENDA"


def test_handing_on_to_who_is_not_known(stage: Stage) -> None:
    """Whom we do not know is looked for in the menu; an answer with such words is none of it."""
    talk = play.start(stage)
    play.say(talk, "you should ask the IT people")
    assert "users_select" in str(stage.slack.ephemerals("olivia")[-1].blocks)
    before = len(stage.slack.ephemerals("olivia"))
    play.say(talk, "the vendor would know")
    assert len(stage.slack.ephemerals("olivia")) == before


@pytest.mark.parametrize("text", ["ask the vendor", "better ask our ERP supplier", "pregúntale al proveedor"])
def test_asking_a_vendor(stage: Stage, texts: Catalog, text: str) -> None:
    """Nobody reaches a vendor here: the question waits with who asks them, the rest goes on, and it is asked again."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.say(talk, text)
    assert play.whispers(stage, "olivia") == []
    assert texts.say("hand.lead_parked", person=mention("U0OLIVIA")) in "".join(map(play.shown, talk.thread()))
    assert progress(stage).waiting[asked].whom == "U0OLIVIA"
    following = play.question(talk)
    assert following != asked
    play.say(talk, "I don't know")  # what is typed is for the question that stands below
    assert following in progress(stage).answers
    assert asked not in progress(stage).answers
    stage.travel(stage.clock() + play.days(1.1))
    again = [one for one in talk.thread() if texts.say("remind.parked", person=mention("U0OLIVIA")) in play.shown(one)]
    assert [key.value.split("|")[2] for key in play.keys(again[0]) if key.action == "answer"]
    option = stage.bot.rules.questions[asked].option_ids[0]
    play.press(stage, "olivia", play.find_key(again, "answer", f"|{asked}|{option}"))
    assert progress(stage).answers[asked].option == option


def test_a_vendor_who_does_not_say(stage: Stage) -> None:
    """With nothing else to ask, words answer what was parked; it can be passed over too, and asked of nobody else."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.say(talk, "ask the vendor")
    while play.question(talk) != asked:
        play.answer(talk, "unknown")
    play.say(talk, "ask the vendor")
    assert progress(stage).waiting[asked].parked
    assert "That can wait" in play.shown(talk.thread()[-1])
    play.tap(talk, "skip", f"|{asked}")
    assert progress(stage).stage == "reviewing"
    assert progress(stage).skipped == (asked,)


def test_two_options_by_their_numbers(stage: Stage) -> None:
    """Two numbers bring just those two options back, and a tap on one is the answer, in the words that were typed."""
    talk = play.start(stage)
    while play.question(talk) != "output_path":
        play.answer(talk, "unknown")
    play.say(talk, "1 or 2")
    picks = [key.value.rpartition("|")[2] for key in play.keys(talk.thread()[-1]) if key.action == "pick"]
    assert picks == ["written", "draft", "unknown"]
    play.tap(talk, "pick", "|output_path|draft")
    given = progress(stage).answers["output_path"]
    assert (given.option, given.quote) == ("draft", "1 or 2")
