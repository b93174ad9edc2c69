"""One message, several facts: the asked one first, the others offered for a tap and never taken silently."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.interview.beside import beside
from bot.playground.stage import Stage
from bot.understanding.reading import Proposal, Talk
from prompts.catalog import Catalog
from prompts.mrkdwn import plain
from tests.databases import on_both
from tests.scenario import play, reads

WORDS = "Carlos keys it in, it is connected to nothing and nobody answers for it"
FILES = Proposal(question="connected_to", option="files")
MOVES = Proposal(question="number_moves", option="nobody")
NOBODY = Proposal(question="answers_for", option="nobody")


def _told(stage: Stage, *also: Proposal) -> play.Talk:
    """Start, and answer the first question with words that say more."""
    reads.knowing(stage, {WORDS: reads.accepted("retyped", also=also)})
    talk = play.start(stage, minutes=45)
    play.say(talk, WORDS)
    return talk


def _offered(stage: Stage) -> set[str]:
    return set(beside(reads.lines(stage)).offers)


@on_both
def test_the_asked_one_is_recorded_and_the_other_offered(stage: Stage, texts: Catalog) -> None:
    """Only what was asked is recorded; the other fact stands below it with the words, and then the next question."""
    talk = _told(stage, FILES, NOBODY)
    assert set(reads.progress(stage).answers) == {"output_path"}
    assert _offered(stage) == {"connected_to", "answers_for"}
    first, second, following = talk.thread()[-3:]
    assert f"> {WORDS}" in plain(play.shown(first))
    assert texts.questions["connected_to"].text in play.shown(first)
    assert f"*{texts.questions['connected_to'].options['files'].text}*" in play.shown(first)
    assert reads.actions(first) == reads.actions(second) == ["keep", "leave"]
    assert "answer" in reads.actions(following)
    assert play.question(talk) not in {"connected_to", "answers_for"}


@on_both
def test_keeping_a_fact(stage: Stage, texts: Catalog) -> None:
    """A tap keeps it as the answer of whoever said it, confirmed by who tapped; it is not asked again."""
    talk = _told(stage, FILES)
    offer = play.find_key(talk.thread(), "keep").message
    asked = play.question(talk)
    play.tap(talk, "keep", "|connected_to", by="brenda")
    line = reads.line(stage, "answered")
    assert (line.question, line.option, line.by, line.quote) == ("connected_to", "files", "U0OLIVIA", WORDS)
    assert line.how == {"votes": [], "confirmed_by": "U0BRENDA"}
    card = reads.now(stage, offer)
    assert "<@U0OLIVIA>, confirmed by <@U0BRENDA>" in play.shown(card)
    assert reads.actions(card) == ["change", "second"]
    assert play.question(talk) == asked
    assert "connected_to" not in play.answer_all(talk)


def test_a_kept_fact_can_be_changed(stage: Stage, texts: Catalog) -> None:
    """Change on what was kept asks it like any other; its card says so."""
    talk = _told(stage, FILES)
    card = play.find_key(talk.thread(), "keep").message
    play.tap(talk, "keep")
    play.tap(talk, "change", "|connected_to")
    assert play.question(talk) == "connected_to"
    assert play.shown(reads.now(stage, card)) == texts.say(
        "question.withdrawn", question=texts.questions["connected_to"].text
    )
    play.answer(talk, "real_write")
    assert reads.progress(stage).answers["connected_to"].option == "real_write"


@on_both
def test_leaving_a_fact(stage: Stage, texts: Catalog) -> None:
    """No records nothing; the question may be asked, and the same fact is not offered again."""
    talk = _told(stage, MOVES)
    offer = play.find_key(talk.thread(), "leave").message
    play.tap(talk, "leave")
    assert "number_moves" not in reads.progress(stage).answers
    assert play.shown(reads.now(stage, offer)) == texts.say("offer.left", question=texts.questions["number_moves"].text)
    play.tap(talk, "back")
    play.say(talk, WORDS)
    assert _offered(stage) == set()
    assert "number_moves" in play.answer_all(talk)


def test_what_is_offered_is_not_asked_meanwhile(stage: Stage, texts: Catalog) -> None:
    """While a fact waits for its tap its question is held back; asked at last, the offer says where."""
    talk = _told(stage, FILES)
    offer = play.find_key(talk.thread(), "keep").message
    chosen = play.telling(stage.bot.rules)
    seen = []
    while "keep" in reads.actions(reads.now(stage, offer)):
        if play.clashes(talk):
            play.settle(talk, "both")
            continue
        seen.append(play.answer(talk, chosen[play.question(talk)]))
    assert "connected_to" not in seen
    assert len(seen) > 5
    over = play.shown(reads.now(stage, offer))
    text = texts.questions["connected_to"].text
    assert over in {texts.say("offer.asked", question=text), texts.say("offer.left", question=text)}
    assert over == texts.say("offer.asked", question=text) or not play.is_open(talk)


def _last(stage: Stage) -> play.Talk:
    """Come to the last question but one, and answer it with words that tell the last one too."""
    minutes = Proposal(question="minutes_each", option="upto_10", value=6)
    reads.knowing(stage, {"40 a week, 6 minutes each": reads.accepted("upto_100", value=40, also=[minutes])})
    talk = play.start(stage, minutes=45)
    reads.come_to(talk, "volume_week")
    play.say(talk, "40 a week, 6 minutes each")
    assert not play.is_open(talk)
    assert _offered(stage) == {"minutes_each"}
    return talk


@on_both
def test_offered_at_the_very_end(stage: Stage) -> None:
    """Where nothing else is left, a fact offered just now is waited for, like a question; kept, the review follows."""
    talk = _last(stage)
    play.tap(talk, "keep")
    assert reads.progress(stage).answers["minutes_each"].value == 6
    assert reads.progress(stage).stage == "reviewing"


@pytest.mark.parametrize(("word", "is_kept"), [("yes", True), ("Sí.", True), ("no", False), ("nope", False)])
def test_yes_and_no_typed_at_the_very_end(stage: Stage, texts: Catalog, word: str, *, is_kept: bool) -> None:
    """A bare yes or no is for the offer that is waited for; anything else brings a word about it, and nothing more."""
    talk = _last(stage)
    play.say(talk, "seven or so")
    assert play.whispers(stage, "olivia") == [texts.say("offer.tap")]
    play.say(talk, word)
    assert ("minutes_each" in reads.progress(stage).answers) == is_kept
    assert is_kept or play.question(talk) == "minutes_each"


def test_the_end_closes_what_nobody_took_up(stage: Stage) -> None:
    """Ending with what is known takes the offers away; a tap on an old one says that it is over."""
    talk = _told(stage, FILES, NOBODY)
    key = play.find_key(talk.thread(), "keep")
    while play.is_open(talk):
        play.tap(talk, "skip")
    stage.travel(stage.clock() + play.days(3.5))
    play.tap(talk, "finish")
    assert not [each for each in talk.thread() if "keep" in reads.actions(each)]
    play.press_old(stage, "carlos", key)
    assert play.whispers(stage, "carlos")
    assert set(reads.progress(stage).answers) == {"output_path"}


@on_both
def test_taps_on_a_settled_offer(stage: Stage, texts: Catalog) -> None:
    """Twice by the same hand is once; somebody else is told who has answered, and what."""
    talk = _told(stage, FILES, NOBODY)
    kept, left = (
        play.find_key(talk.thread(), "keep", "|connected_to"),
        play.find_key(talk.thread(), "leave", "|answers_for"),
    )
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda _: play.tap_only(stage, "brenda", kept), range(2)))
    stage.settle()
    assert [line.kind for line in reads.lines(stage)].count("answered") == 2
    assert not play.whispers(stage, "brenda")
    play.press_old(stage, "carlos", kept)
    assert "<@U0OLIVIA> has answered that question" in play.whispers(stage, "carlos")[-1]
    play.press(stage, "brenda", left)
    play.press_old(stage, "brenda", left)
    assert not play.whispers(stage, "brenda")
    play.press_old(stage, "carlos", left)
    assert play.whispers(stage, "carlos")[-1] == texts.say("wrong.old_question")


def test_a_figure_in_people_s_own_words(stage: Stage) -> None:
    """A figure that the next question asks for stands in the answer: it is offered, kept by a tap and not asked."""
    talk = play.start(stage, minutes=45)
    play.say(talk, "it lands in a sheet and Carla types it over, about 6 hours a week")
    assert reads.progress(stage).answers["output_path"].option == "retyped"
    assert _offered(stage) == {"retype_hours"}
    assert play.question(talk) != "retype_hours"
    play.tap(talk, "keep")
    assert reads.progress(stage).answers["retype_hours"].value == 6


def test_a_fact_in_people_s_own_words(stage: Stage) -> None:
    """The asked one is recorded, the other offered by whoever reads what is really typed."""
    talk = play.start(stage, minutes=45)
    play.say(talk, "Carla types it over by hand, and IT never signed off")
    assert {key: each.option for key, each in reads.progress(stage).answers.items()} == {"output_path": "retyped"}
    assert _offered(stage) == {"access_approved"}
    play.tap(talk, "keep")
    assert reads.progress(stage).answers["access_approved"].option == "nobody"


@on_both
def test_slack_delivers_the_message_again(stage: Stage) -> None:
    """A message that Slack delivers twice at once is one answer and one offer."""
    reads.knowing(stage, {WORDS: reads.accepted("retyped", also=[FILES])})
    talk = play.start(stage, minutes=45)
    stage.slack.fault("event", "duplicate")
    play.say(talk, WORDS)
    assert [line.kind for line in reads.lines(stage)] == ["asked", "answered", "offered", "asked"]


def test_offered_after_the_tap_where_the_asked_one_needed_one(stage: Stage) -> None:
    """Words that are asked back are settled first; what else they say is offered then."""
    reads.knowing(stage, {WORDS: reads.asked_back("retyped", "draft", also=[FILES])})
    talk = play.start(stage, minutes=45)
    play.say(talk, WORDS)
    assert _offered(stage) == set()
    play.tap(talk, "pick", "|retyped")
    assert _offered(stage) == {"connected_to"}


def test_a_text_that_answers_only_another_question(stage: Stage) -> None:
    """Nothing is recorded for the asked one, and no complaint is made: the fact is offered, the question stays."""
    reads.knowing(stage, {WORDS: reads.no_answer(Talk.OFF_TOPIC, also=[FILES])})
    talk = play.start(stage, minutes=45)
    play.say(talk, WORDS)
    assert [line.kind for line in reads.lines(stage)] == ["asked", "offered"]
    assert reads.actions(talk.thread()[-1]) == ["keep", "leave"]
    assert play.question(talk) == "output_path"
    play.tap(talk, "keep")
    assert set(reads.progress(stage).answers) == {"connected_to"}
    assert play.question(talk) == "output_path"


def test_only_what_is_neither_answered_nor_somebodys(stage: Stage) -> None:
    """The reader is asked about open questions only; what is answered, or waits for somebody, is left alone."""
    reader = reads.knowing(stage, {WORDS: reads.accepted("asked", also=[FILES, NOBODY])})
    talk = play.start(stage, minutes=45)
    play.say(talk, "4")
    first = play.question(talk)
    play.say(talk, "ask @tomasz")
    play.say(talk, WORDS)
    assert not {"output_path", first} & set(reader.others)
    assert reader.others
    assert first not in _offered(stage)


def test_a_follow_up_is_offered_only_where_it_fits(stage: Stage) -> None:
    """A fact that depends on another answer is offered once that answer is there, and not where it excludes it."""
    hours = Proposal(question="retype_hours", option="upto_5", value=4)
    reads.knowing(
        stage, {"one": reads.accepted("retyped", also=[hours]), "two": reads.accepted("written", also=[hours])}
    )
    talk = play.start(stage, minutes=45)
    play.say(talk, "two")
    assert _offered(stage) == set()
    play.tap(talk, "change", "|output_path")
    play.say(talk, "one")
    assert _offered(stage) == {"retype_hours"}
    play.tap(talk, "keep")
    assert reads.progress(stage).answers["retype_hours"].value == 4


@on_both
def test_in_private(stage: Stage, texts: Catalog) -> None:
    """Said in a direct message, it is offered there; once kept it stands in the thread, and can be changed there."""
    reads.knowing(stage, {WORDS: reads.accepted("retyped", also=[FILES])})
    stage.slack.leave("seline", "orders")
    talk = play.start(stage, minutes=45)
    play.say(talk, "ask @seline")
    thread = len(talk.thread())
    stage.slack.say("seline", stage.slack.dm("seline").id, WORDS)
    stage.settle()
    assert not [each for each in talk.thread()[thread:] if "keep" in reads.actions(each)]
    offer = play.find_key(play.dms(stage, "seline"), "keep")
    play.press(stage, "seline", offer)
    card = play.find_key(talk.thread(), "change", "|connected_to").message
    assert f"“{WORDS}” · <@U0SELINE>" in plain(play.shown(card))
    assert "✓" in play.shown(reads.now(stage, offer.message))
    play.tap(talk, "change", "|connected_to")
    assert play.question(talk) == "connected_to"
    assert "change" not in reads.actions(reads.now(stage, card))


def test_kept_during_a_pause(stage: Stage) -> None:
    """Keeping a fact during a pause records it and does not end the pause."""
    talk = _told(stage, FILES)
    play.say(talk, "pause")
    play.tap(talk, "keep")
    assert "connected_to" in reads.progress(stage).answers
    assert reads.progress(stage).stage == "paused"
    play.tap(talk, "resume")
    assert play.is_open(talk)


def test_a_stopped_diagnosis_keeps_nothing_more(stage: Stage) -> None:
    """After the end a tap on an offer says when it ended."""
    talk = _told(stage, FILES)
    play.say(talk, "stop")
    play.tap(talk, "keep", by="carlos")
    assert "This diagnosis was stopped on Tue, Nov 3" in play.whispers(stage, "carlos")[-1]
    assert "connected_to" not in reads.progress(stage).answers
