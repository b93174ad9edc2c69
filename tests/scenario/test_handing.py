"""Handing a question to somebody who knows better: in the thread or in private, back again, and whom it waits for."""

from dataclasses import replace

from bot.interview.transcript import Progress, fold
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog, catalog
from prompts.mrkdwn import mention
from tests.databases import on_both
from tests.scenario import play

TOMASZ, SELINE, BRENDA = "U0TOMASZ", "U0SELINE", "U0BRENDA"


def progress(stage: Stage) -> Progress:
    """Where the one diagnosis stands."""
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        return fold(diagnoses.transcript(diagnosis))


def choose(stage: Stage, by: str, person: str) -> None:
    """Choose somebody in the newest menu of people that only `by` sees."""
    message = [one for one in stage.slack.ephemerals(by) if "users_select" in str(one.blocks)][-1]
    block = next(block for block in message.blocks if block.get("block_id") == "people")
    stage.slack.click(by, message.channel, message.ts, "people", block["elements"][0]["action_id"], person)
    stage.settle()


def hand_over(talk: play.Talk, person: str, *, by: str = play.STARTER) -> str:
    """Hand the open question to somebody by the button and the menu; returns its id."""
    asked = play.question(talk)
    play.tap(talk, "hand", f"|{asked}", by=by)
    choose(talk.stage, by, person)
    return asked


def put_to(stage: Stage, messages: list[Message], question: str) -> Message:
    """The newest message that puts this question."""
    return play.find_key(messages, "answer", f"|{question}|unknown").message


@on_both
def test_somebody_else_is_asked_and_the_starter_goes_on(stage: Stage, texts: Catalog) -> None:
    """The one chosen is mentioned with the question, it stays open for them, and the starter gets another one."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)

    theirs = put_to(stage, talk.thread(), first)
    assert f"<@{TOMASZ}>, this one is yours, says <@U0OLIVIA>" in play.shown(theirs)
    assert TOMASZ in [one.target for one in stage.slack.mentions]
    assert play.question(talk) != first
    assert progress(stage).waiting[first].whom == TOMASZ

    option = stage.bot.rules.questions[first].option_ids[0]
    play.press(stage, "tomasz", play.find_key([theirs], "answer", f"|{first}|{option}"))
    assert progress(stage).answers[first].by == TOMASZ
    assert texts.questions[first].options[option].text in play.shown(stage.slack.message("orders", theirs.ts))


def test_whoever_may_know_best_is_called_once(stage: Stage, texts: Catalog) -> None:
    """The first question for a role calls whoever holds it by name; after that the role is named, nobody called."""
    talk = play.start(stage)
    calls = []
    while len(calls) < 3:
        asked = play.question(talk)
        if stage.bot.rules.questions[asked].role == "technical_lead":
            calls.append(play.shown(put_to(stage, talk.thread(), asked)).splitlines()[0])
        play.answer(talk, "unknown")
    later = texts.say("question.for_role", role=texts.roles["technical_lead"])
    assert calls == [texts.say("question.for", person=mention(TOMASZ)), later, later]


def test_who_holds_the_role_is_offered_first(stage: Stage) -> None:
    """The first button is whoever holds the question's role; a menu has everybody else."""
    talk = play.start(stage)
    rules = stage.bot.rules
    while rules.questions[play.question(talk)].role != "technical_lead":
        play.answer(talk, "unknown")
    play.tap(talk, "hand")
    offer = stage.slack.ephemerals("olivia")[-1]
    assert next(key.label for key in play.keys(offer)) == "Tomasz Zielinski · Technical lead"
    assert "users_select" in str(offer.blocks)
    asked = play.question(talk)
    play.press(stage, "olivia", next(iter(play.keys(offer))))
    assert progress(stage).waiting[asked].whom == TOMASZ


def test_by_plain_words(stage: Stage) -> None:
    """The words "ask someone else" offer the choice; "ask" with a mention hands it over at once, in either language."""
    talk = play.start(stage)
    play.say(talk, "ask someone else")
    assert "users_select" in str(stage.slack.ephemerals("olivia")[-1].blocks)
    first = play.question(talk)
    play.say(talk, "ask @tomasz")
    assert progress(stage).waiting[first].whom == TOMASZ
    second = play.question(talk)
    play.say(talk, "pregunta a @seline")
    assert progress(stage).waiting[second].whom == SELINE


def test_words_go_to_ones_own_question(stage: Stage) -> None:
    """What the one who was asked types answers their question; what others type answers the one for everybody."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)
    second = play.question(talk)
    play.say(talk, "1", by="tomasz")
    assert first in progress(stage).answers
    assert second not in progress(stage).answers
    play.say(talk, "2")
    assert second in progress(stage).answers


def test_typed_words_have_a_sign_below_them(stage: Stage, texts: Catalog) -> None:
    """An answer typed while another question stands open above gets one line; where a question follows, none."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)
    play.say(talk, "1", by="tomasz")
    taken = texts.questions[first].options[stage.bot.rules.questions[first].option_ids[0]].text
    assert play.shown(talk.thread()[-1]) == f"✓ Taken as *{taken}*. What is still open stands above."
    thread = len(talk.thread())
    play.say(talk, "2")
    assert len(talk.thread()) == thread + 2  # the words, and the next question
    assert "Taken as" not in play.shown(talk.thread()[-1])


@on_both
def test_in_private_when_not_in_the_channel(stage: Stage, texts: Catalog) -> None:
    """Who is not in the channel is asked by direct message; what they type there stands in the thread as the answer."""
    stage.slack.leave("seline", "orders")
    talk = play.start(stage)
    first = hand_over(talk, SELINE)
    [dm] = play.dms(stage, "seline")
    assert texts.questions[first].text in play.shown(dm)
    assert any("is asked in a direct message" in play.shown(one) for one in talk.thread())
    said = stage.slack.say("seline", stage.slack.dm("seline").id, "1")
    stage.settle()
    assert said.channel != "C0ORDERS"
    option = stage.bot.rules.questions[first].option_ids[0]
    assert progress(stage).answers[first].by == SELINE
    mirrored = [play.shown(one) for one in talk.thread()]
    assert any(texts.questions[first].options[option].text in text and f"<@{SELINE}>" in text for text in mirrored)
    assert "✓" in play.shown(play.dms(stage, "seline")[0])
    taken = texts.say("taken.private", answer=texts.questions[first].options[option].text)
    assert play.shown(play.dms(stage, "seline")[-1]) == taken


def test_passed_back_in_private(stage: Stage, texts: Catalog) -> None:
    """Who passes a question back by words in a direct message reads there that nothing waits for them any more."""
    stage.slack.leave("seline", "orders")
    talk = play.start(stage)
    hand_over(talk, SELINE)
    stage.slack.say("seline", stage.slack.dm("seline").id, "not me")
    stage.settle()
    assert SELINE not in progress(stage).busy
    assert play.shown(play.dms(stage, "seline")[-1]) == texts.say("taken.passed_back")


def test_passed_on_by_name_in_private(stage: Stage, texts: Catalog) -> None:
    """The words "ask @tomasz" in a direct message hand the question on as in the thread; who typed them is told."""
    stage.slack.leave("seline", "orders")
    talk = play.start(stage)
    first = hand_over(talk, SELINE)
    stage.slack.say("seline", stage.slack.dm("seline").id, "ask @tomasz")
    stage.settle()
    assert progress(stage).waiting[first].whom == TOMASZ
    assert f"<@{TOMASZ}>, this one is yours, says <@{SELINE}>" in play.shown(put_to(stage, talk.thread(), first))
    assert play.shown(play.dms(stage, "seline")[-1]) == texts.say("taken.passed_on")


def test_a_direct_message_keeps_to_ones_own_language(stage: Stage) -> None:
    """Whoever is asked in private reads and is read in their own language from first to last; the thread in its own."""
    talk = play.start(stage)
    stage.slack.slash("seline", play.CHANNEL, "/unstick", "language es")
    stage.settle()
    stage.slack.leave("seline", "orders")
    first = hand_over(talk, SELINE)
    english, spanish = (catalog(language).questions[first] for language in ("en", "es"))
    here = stage.slack.dm("seline").id
    for words in ("what is this about?", "it is complicated, honestly"):
        stage.slack.say("seline", here, words)
        stage.settle()
        assert english.text not in play.shown(play.dms(stage, "seline")[-1])
    option = next(key for key in play.keys(play.dms(stage, "seline")[-1]) if key.action == "pick").value.split("|")[-1]
    play.press(stage, "seline", play.find_key(play.dms(stage, "seline")[-1:], "pick"))

    read = "\n".join(play.shown(message) for message in play.dms(stage, "seline") if message.user != SELINE)
    assert spanish.text in read
    assert read.count(spanish.options[option].text) == 2  # on the question's card, and in place of what was asked back
    assert english.text not in read
    assert english.options[option].text not in read
    assert english.options[option].text in "\n".join(play.shown(message) for message in talk.thread())


def test_a_private_answer_stays_when_somebody_differs(stage: Stage) -> None:
    """What somebody answered in private still stands there as theirs when another one answers differently."""
    stage.slack.leave("seline", "orders")
    talk = play.start(stage)
    first = hand_over(talk, SELINE)
    options = stage.bot.rules.questions[first].option_ids
    play.press(stage, "seline", play.find_key(play.dms(stage, "seline"), "answer", f"|{options[0]}"))
    before = play.shown(play.dms(stage, "seline")[0])
    play.tap(talk, "second", f"|{first}", by="brenda")
    play.tap(talk, "answer", f"|{first}|{options[1]}", by="brenda")
    assert play.shown(play.dms(stage, "seline")[0]) == before


def test_words_in_private_that_name_no_option(stage: Stage) -> None:
    """Unclear words in a direct message are asked back there, not in the thread."""
    stage.slack.leave("seline", "orders")
    talk = play.start(stage)
    first = hand_over(talk, SELINE)
    thread = len(talk.thread())
    stage.slack.say("seline", stage.slack.dm("seline").id, "it is complicated, honestly")
    stage.settle()
    assert len(talk.thread()) == thread
    asked_back = play.dms(stage, "seline")[-1]
    play.press(stage, "seline", play.find_key([asked_back], "pick"))
    assert progress(stage).answers[first].quote == "it is complicated, honestly"
    assert not list(play.keys(stage.slack.message(asked_back.channel, asked_back.ts)))


def test_who_prefers_it_is_asked_in_private(stage: Stage) -> None:
    """Ask me in private moves the question into a direct message, and the next one comes there at once; and back."""
    talk = play.start(stage)
    hand_over(talk, TOMASZ)
    play.tap(talk, "private", by="tomasz")
    play.press(stage, "tomasz", play.find_key(play.dms(stage, "tomasz"), "answer"))
    second = hand_over(talk, TOMASZ)
    assert put_to(stage, play.dms(stage, "tomasz"), second)
    play.press(stage, "tomasz", play.find_key(play.dms(stage, "tomasz"), "public"))
    assert put_to(stage, talk.thread(), second)
    assert progress(stage).waiting[second].in_private is False


def test_one_question_a_person(stage: Stage, texts: Catalog) -> None:
    """Nobody gets a second question while one waits for them: the one who hands it is told, and chooses again."""
    talk = play.start(stage)
    hand_over(talk, TOMASZ)
    second = hand_over(talk, TOMASZ)
    assert play.question(talk) == second
    assert play.whispers(stage, "olivia")[-1] == texts.say("hand.busy", person=play.mention(TOMASZ))
    hand_over(talk, BRENDA)
    assert progress(stage).waiting[second].whom == BRENDA


def test_not_me(stage: Stage) -> None:
    """Who was asked can pass by a tap or by words: the question goes back to who handed it, in the thread."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)
    play.tap(talk, "give_back", by="tomasz")
    assert play.question(talk) == first
    assert progress(stage).open_for == "U0OLIVIA"
    again = hand_over(talk, SELINE)
    assert again == first
    play.say(talk, "not me", by="seline")
    assert play.question(talk) == first
    assert not progress(stage).waiting


def test_only_who_was_asked_can_pass(stage: Stage, texts: Catalog) -> None:
    """Not me is for the one who was asked; anybody else may answer, not pass."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)
    play.tap(talk, "give_back", by="carlos")
    assert play.whispers(stage, "carlos") == [texts.say("hand.not_yours", person=play.mention(TOMASZ))]
    assert first in progress(stage).waiting


def _wait_for_nobody_else(talk: play.Talk, first: str) -> None:
    """Answer until only what was handed on is left."""
    while progress(talk.stage).open_question or play.clashes(talk):
        if play.clashes(talk):
            play.settle(talk, "both")
            continue
        asked = progress(talk.stage).open_question
        assert asked is not None
        assert asked != first
        play.tap(talk, "answer", f"|{asked}|unknown")


def test_nothing_else_is_left(stage: Stage) -> None:
    """The starter is told whom it waits for, can take the question back, and then the verdict comes."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)
    _wait_for_nobody_else(talk, first)
    waits = talk.thread()[-1]
    assert "I wait for" in play.shown(waits)
    assert f"<@{TOMASZ}>" in play.shown(waits)
    play.press(stage, "olivia", play.find_key([waits], "take_back"))
    assert play.question(talk) == first
    assert not list(play.keys(stage.slack.message("orders", waits.ts)))
    play.answer_all(talk)
    assert any(key.action == "post_plan" for one in talk.thread() for key in play.keys(one))


def test_the_answer_ends_the_wait(stage: Stage) -> None:
    """When the one it waits for answers, it goes on to the verdict by itself."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)
    _wait_for_nobody_else(talk, first)
    play.tap(talk, "answer", f"|{first}|unknown", by="tomasz")
    _wait_for_nobody_else(talk, first)
    play.show_verdict(talk)
    assert any(key.action == "post_plan" for one in talk.thread() for key in play.keys(one))
    assert not any("I wait for" in play.shown(one) for one in talk.thread())


def test_end_with_what_is_known(stage: Stage) -> None:
    """The starter need not wait: what waits is passed over, and the verdict stands on what is known."""
    talk = play.start(stage)
    first = hand_over(talk, TOMASZ)
    _wait_for_nobody_else(talk, first)
    play.tap(talk, "finish", by="carlos")
    assert play.whispers(stage, "carlos")
    play.tap(talk, "finish")
    play.show_verdict(talk)
    assert any(key.action == "post_plan" for one in talk.thread() for key in play.keys(one))
    assert first in progress(stage).skipped


def test_to_somebody_who_cannot(stage: Stage, texts: Catalog) -> None:
    """Who has left, is an app or a guest is named kindly, and the question stays where it was."""
    stage.slack.add_user("helper", is_bot=True, id="U0HELPER")
    workspace = stage.slack.workspace
    workspace.put_user(replace(workspace.users["U0CARLOS"], deleted=True))
    talk = play.start(stage)
    for person, key in (("U0CARLOS", "hand.gone"), ("U0HELPER", "hand.bot"), ("U0GUESTY", "hand.guest")):
        asked = hand_over(talk, person)
        assert play.question(talk) == asked
        assert play.whispers(stage, "olivia")[-1] == texts.say(key, person=play.mention(person))


def test_who_leaves_after_being_asked(stage: Stage) -> None:
    """A question that waits for somebody who has left comes back to who handed it, and the thread says why."""
    talk = play.start(stage)
    first = hand_over(talk, "U0CARLOS")
    workspace = stage.slack.workspace
    workspace.put_user(replace(workspace.users["U0CARLOS"], deleted=True))
    stage.travel(stage.clock() + play.days(1.5))
    stage.settle()
    now = progress(stage)
    assert now.open_question == first
    assert now.open_for == "U0OLIVIA"
    assert any("cannot answer any more" in play.shown(one) for one in talk.thread())


def test_a_role_that_nobody_holds_is_said(stage: Stage, texts: Catalog) -> None:
    """Roles without a person are named at the start, and again in the verdict."""
    talk = play.start(stage, roles={"sponsor": "martin"})
    unheld = "business owner, technical lead, security reviewer"
    assert texts.say("thread.unheld", roles=unheld) in play.shown(talk.thread()[1])
    play.answer_all(talk)
    play.show_verdict(talk)
    verdict = play.find_key(talk.thread(), "post_plan").message
    assert texts.say("verdict.unheld", roles=unheld) in play.shown(verdict)


def test_changing_while_a_question_waits_for_one(stage: Stage) -> None:
    """Who has a question of their own and changes an answer has still only that one to themselves."""
    talk = play.start(stage)
    first = play.answer(talk, "unknown")
    waits = hand_over(talk, TOMASZ)
    play.tap(talk, "change", f"|{first}", by="tomasz")
    now = progress(stage)
    assert now.open_question == first
    assert now.open_for != TOMASZ
    assert now.waiting[waits].whom == TOMASZ
