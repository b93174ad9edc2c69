"""What somebody types becomes an answer: at once, or by a tap; and it says how it came."""

import json

import pytest

from bot.interview.dossier import dossier
from bot.interview.how import Way, confirmed_by, way_of
from bot.playground.stage import Stage
from bot.report.data import data
from bot.store.tables import Diagnosis
from bot.understanding.reading import Kind, Proposal, Reading
from prompts.catalog import Catalog
from prompts.mrkdwn import plain
from tests.databases import on_both
from tests.scenario import play, reads

WORDS = "it drops a sheet and Carlos keys it in"


@on_both
def test_an_accepted_answer_stands_with_the_words(stage: Stage, texts: Catalog) -> None:
    """Taken without a tap: words, option and Change are on the card, and the votes are kept as whole numbers."""
    reads.knowing(stage, {WORDS: reads.accepted("retyped")})
    talk = play.start(stage)
    card = play.question_message(talk)
    play.say(talk, WORDS)

    shown = plain(play.shown(reads.now(stage, card)))
    assert texts.questions["output_path"].options["retyped"].text in shown
    assert f"“{WORDS}” · <@U0OLIVIA>" in shown
    assert reads.actions(reads.now(stage, card)) == ["change", "second"]
    line = reads.line(stage, "answered")
    assert (line.option, line.quote, line.by) == ("retyped", WORDS, "U0OLIVIA")
    assert line.how == {
        "votes": [
            ["embedding", "e1", [["retyped", 9120], ["draft", 310]]],
            ["lexical", "l1", [["retyped", 6000], ["shown", 2000]]],
        ],
        "confirmed_by": None,
    }
    assert way_of(line) is Way.TAKEN
    assert WORDS not in json.dumps(line.how)


@on_both
def test_a_tap_confirms_and_keeps_the_votes(stage: Stage) -> None:
    """Words that are asked back keep their votes, and take them to the answer together with who tapped."""
    reads.knowing(stage, {WORDS: reads.asked_back("retyped", "draft")})
    talk = play.start(stage)
    play.say(talk, WORDS)
    said = reads.line(stage, "said")
    assert said.how is not None
    assert said.how["votes"][0][0] == "embedding"
    play.tap(talk, "pick", "|retyped")
    line = reads.line(stage, "answered")
    assert line.how == {"votes": said.how["votes"], "confirmed_by": "U0OLIVIA"}
    assert way_of(line) is Way.CONFIRMED
    assert line.quote == WORDS


@on_both
def test_somebody_else_confirms(stage: Stage, texts: Catalog) -> None:
    """Words stay those of whoever typed them; who tapped is named beside them, once, and may tap twice."""
    reads.knowing(stage, {WORDS: reads.asked_back("retyped", "draft")})
    talk = play.start(stage)
    card = play.question_message(talk)
    play.say(talk, WORDS)
    key = play.find_key(talk.thread(), "pick", "|retyped")
    play.press(stage, "brenda", key)
    line = reads.line(stage, "answered")
    assert (line.by, confirmed_by(line)) == ("U0OLIVIA", "U0BRENDA")
    assert "<@U0OLIVIA>, confirmed by <@U0BRENDA>" in play.shown(reads.now(stage, card))
    play.press_old(stage, "brenda", key)
    assert not play.whispers(stage, "brenda")
    play.press_old(stage, "carlos", key)
    assert "has answered that question" in play.whispers(stage, "carlos")[-1]
    assert [each.kind for each in reads.lines(stage)].count("answered") == 1


def test_words_from_before_a_change_can_no_longer_be_picked(stage: Stage, texts: Catalog) -> None:
    """Once a question is answered, what was asked back before is over, also after its answer is changed."""
    reads.knowing(stage, {WORDS: reads.asked_back("retyped", "draft")})
    talk = play.start(stage)
    play.say(talk, WORDS)
    old = play.find_key(talk.thread(), "pick", "|draft")
    play.press(stage, "olivia", play.find_key(talk.thread(), "pick", "|retyped"))
    play.tap(talk, "change", "|output_path")
    play.press_old(stage, "carlos", old)
    assert play.whispers(stage, "carlos")[-1] == texts.say("wrong.gone")
    assert play.question(talk) == "output_path"


def test_ways_an_answer_comes(stage: Stage) -> None:
    """A tap, a typed number and typed words are told apart, and a tapped answer has no votes."""
    reads.knowing(stage, {WORDS: reads.accepted("retyped")})
    talk = play.start(stage)
    play.say(talk, WORDS)
    play.answer(talk, "unknown")
    play.say(talk, "I don't know")
    ways = [way_of(line) for line in reads.lines(stage) if line.kind == "answered"]
    assert ways == [Way.TAKEN, Way.TAPPED, Way.TAKEN]
    assert [line.how is None for line in reads.lines(stage) if line.kind == "answered"] == [False, True, False]


def _figure(value: int) -> Reading:
    proposal = Proposal(question="volume_week", option="upto_500", value=value)
    return Reading(kind=Kind.ASK_BACK, figure=proposal, votes=reads.VOTES)


@on_both
def test_a_figure_that_was_worked_out(stage: Stage, texts: Catalog) -> None:
    """A figure that follows from the words is asked back as that figure; Yes records it with the words."""
    reads.knowing(stage, {"about 40 a day": _figure(200)})
    talk = play.start(stage, minutes=45)
    card = reads.come_to(talk, "volume_week")
    play.say(talk, "about 40 a day")
    note = talk.thread()[-1]
    assert "I make that *200 cases a week*" in play.shown(note)
    assert reads.actions(note) == ["figure", "neither"]
    assert play.question(talk) == "volume_week"

    play.tap(talk, "figure")
    line = reads.line(stage, "answered")
    assert (line.question, line.option, line.value) == ("volume_week", "upto_500", 200)
    assert (line.quote, confirmed_by(line)) == ("about 40 a day", "U0OLIVIA")
    assert "*200 cases a week*" in play.shown(reads.now(stage, card))
    assert not reads.actions(reads.now(stage, note))


def test_a_figure_that_is_wrong(stage: Stage, texts: Catalog) -> None:
    """No leaves the question open; what the button carries decides nothing, only what was worked out."""
    reads.knowing(stage, {"about 40 a day": _figure(200), WORDS: reads.asked_back("upto_20", "upto_100")})
    talk = play.start(stage, minutes=45)
    reads.come_to(talk, "volume_week")
    play.say(talk, "about 40 a day")
    key = play.find_key(talk.thread(), "figure")
    play.tap(talk, "neither")
    assert play.question(talk) == "volume_week"
    play.say(talk, WORDS)
    said = reads.line(stage, "said")
    play.press_old(stage, "olivia", key, f"{key.value.split('|')[0]}|{said.seq}|volume_week")
    assert play.whispers(stage, "olivia")[-1] == texts.say("wrong.gone")
    play.say(talk, "180")
    assert reads.progress(stage).answers["volume_week"].value == 180


@pytest.mark.parametrize(
    "value", ["", "x", "{id}|²|output_path", "{id}|999999999999999999999|output_path", "{id}|1|no"]
)
@pytest.mark.parametrize("action", ["figure", "keep", "leave", "holds_not", "holds_elsewhere", "pick", "holds"])
def test_buttons_that_carry_nonsense(stage: Stage, texts: Catalog, action: str, value: str) -> None:
    """A value that no button of ours carries changes nothing, whatever it pretends to do."""
    talk = play.start(stage)
    key = play.find_key(talk.thread(), "answer")
    blocks = json.loads(json.dumps(key.message.blocks))
    for block in blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == key.action_id:
                element |= {"action_id": f"{action}/0", "value": value.format(id=key.value.split("|")[0]) or "-"}
    message = stage.slack.message(key.message.channel, key.message.ts)
    stage.slack.workspace.messages[message.channel, message.ts] = type(message)(
        **{**vars(message), "blocks": tuple(blocks)}
    )
    answer = stage.slack.click("carlos", message.channel, message.ts, key.block_id, f"{action}/0")
    assert answer.ok
    stage.settle()
    assert [line.kind for line in reads.lines(stage)] == ["asked"]
    assert len(play.whispers(stage, "carlos")) == 1


@on_both
def test_the_json_export_says_how(stage: Stage) -> None:
    """The report's data tell for each answer how it came, who confirmed it, and what was voted."""
    reads.knowing(stage, {WORDS: reads.asked_back("retyped", "draft")})
    talk = play.start(stage)
    play.say(talk, WORDS)
    play.tap(talk, "pick", "|retyped", by="brenda")
    play.answer_all(talk)
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        told = data(dossier(session, diagnosis, stage.bot.rules))
    answers = [line for line in told["transcript"] if line["kind"] == "answered"]
    assert answers[0]["how"] == "typed_confirmed"
    assert answers[0]["confirmed_by"] == "U0BRENDA"
    assert answers[0]["votes"][0] == ["embedding", "e1", [["retyped", 9120], ["draft", 310]]]
    assert {line["how"] for line in answers[1:]} == {"tapped"}
    assert all(line["how"] is None for line in told["transcript"] if line["kind"] != "answered")
