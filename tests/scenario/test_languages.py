"""Who reads which language: the thread that of its diagnosis, each person their own."""

from dataclasses import replace

import pytest

from bot.playground.stage import Stage
from prompts.catalog import Catalog, catalog
from prompts.mrkdwn import mention
from tests.databases import on_both
from tests.scenario import plans, play

SPANISH = catalog("es")


def _command(stage: Stage, text: str, *, by: str = "olivia") -> str:
    """Type a command; returns the word that came back to the one who typed it."""
    answer = stage.slack.slash(by, "orders", "/unstick", text)
    assert answer.ok, answer
    stage.settle()
    return play.whispers(stage, by)[-1]


@on_both
def test_a_diagnosis_speaks_as_its_starter(stage: Stage, texts: Catalog) -> None:
    """Form, card, thread and plan speak as the Slack of who started it, whoever answers; hints as the reader's."""
    view = play.open_form(stage, by="lucia")
    form = stage.slack.view("lucia")
    assert form is not None
    assert form.body["title"]["text"] == SPANISH.say("start.title")
    assert play.fill_in(stage, view, by="lucia").ok
    talk = play.Talk(stage, "orders", stage.slack.messages("orders")[0].ts)
    assert "¿Por qué está atascado _order intake agent_?" in play.shown(talk.card())
    asked = play.question(talk)
    assert SPANISH.questions[asked].text in play.shown(play.question_message(talk))

    play.answer(talk, "unknown", by="tomasz")
    assert f"Respondió {mention('U0TOMASZ')}" in "".join(play.shown(message) for message in talk.thread())
    play.tap(talk, "why", by="tomasz")
    play.tap(talk, "why", by="martin")
    asked = play.question(talk)
    assert play.whispers(stage, "tomasz") == [texts.questions[asked].why]
    assert play.whispers(stage, "martin") == [SPANISH.questions[asked].why]

    play.answer_all(talk, by="lucia")
    assert "Lo que encontré sobre order intake agent" in play.shown(talk.thread()[-1])
    play.tap(talk, "post_plan", by="lucia")
    plan = next(m for m in stage.slack.messages("orders") if m.thread_ts is None and "30 días" in m.text)
    assert "Tres cambios primero" in play.shown(plan)

    thread = stage.slack.messages("orders", plan.ts)
    for person in ("tomasz", "martin"):
        theirs = mention(stage.slack.hands.user(person).id)
        [key] = [
            key
            for message in thread
            for key in play.keys(message)
            if key.action == "take_all" and theirs in play.shown(message)
        ]
        assert key.label.startswith("Tomo las ")
        play.press(stage, person, key)
    [english], [spanish] = (play.dms(stage, person) for person in ("tomasz", "martin"))
    assert play.shown(english).startswith("Thank you for taking on a part of _order intake agent_.")
    assert play.shown(spanish).startswith("Gracias por tomar una parte de _order intake agent_.")
    assert "cada lunes a las 9:00" in play.shown(spanish).lower()
    stage.travel(stage.clock() + play.WEEK)
    [_, question, reminder] = play.dms(stage, "tomasz")
    assert "Week 1 of" in question.text
    assert "still waits for a word from you" in reminder.text
    [_, question, reminder] = play.dms(stage, "martin")
    assert "Semana 1 de" in question.text
    assert "todavía espera" in reminder.text


@on_both
def test_choosing_a_language(stage: Stage, texts: Catalog) -> None:
    """`/unstick language` says which it is, a name changes it, `auto` follows Slack again; said in the new one."""
    say = {"name": "English", "names": "Español"}
    assert _command(stage, "language") == texts.say("language.current", **say, chosen=False)
    assert _command(stage, "language español") == SPANISH.say("language.set", name="Español")
    assert _command(stage, "help") == SPANISH.say("help")
    back = {"name": "Español", "names": "English"}
    assert _command(stage, "language") == SPANISH.say("language.current", **back, chosen=True)
    assert _command(stage, "idioma auto") == texts.say("language.auto", name="English")
    assert _command(stage, "help") == texts.say("help")


@pytest.mark.parametrize("name", ["es", "ES", "español", "Espanol", "spanish", "castellano"])
def test_a_language_by_its_names(stage: Stage, name: str) -> None:
    """A language goes by its name in any language, with or without accents, or by its code."""
    assert _command(stage, f"language {name}") == SPANISH.say("language.set", name="Español")


@pytest.mark.parametrize(
    ("name", "nearest"), [("spansh", "Español"), ("engish", "English"), ("klingon", ""), ("*bold*", "")]
)
def test_a_language_that_is_not_there(stage: Stage, texts: Catalog, name: str, nearest: str) -> None:
    """For an unknown language a kind word names those there are, and the nearest; nothing changes."""
    said = _command(stage, f"language {name}")
    assert said == texts.say("language.unknown", given=name, nearest=nearest, names="English, Español")
    assert _command(stage, "help") == texts.say("help")


def test_a_pilot_may_begin_like_the_command(stage: Stage) -> None:
    """A pilot's name of several words that begins with "language" opens the form."""
    assert stage.slack.slash("olivia", "orders", "/unstick", "language model helper").ok
    form = stage.slack.view("olivia")
    assert form is not None
    assert form.values["pilot"]["pilot"]["value"] == "language model helper"


@on_both
def test_a_choice_outlives_slack_and_a_restart(stage: Stage) -> None:
    """What somebody chose stays when Slack tells of them anew, and after a restart."""
    _command(stage, "language español")
    stage.restart()
    stage.travel(stage.clock() + play.WEEK)
    assert _command(stage, "help") == SPANISH.say("help")


def test_a_change_in_slack_is_seen_at_once(stage: Stage, texts: Catalog) -> None:
    """Whoever has just changed their Slack's language and asks is answered in the new one."""
    assert _command(stage, "help") == texts.say("help")
    stage.slack.workspace.put_user(replace(stage.slack.hands.user("olivia"), locale="es-ES"))
    assert _command(stage, "language auto") == SPANISH.say("language.auto", name="Español")


def test_a_thread_keeps_its_language(stage: Stage, texts: Catalog) -> None:
    """Somebody who changes their language in the middle reads hints in the new one; the thread goes on in the old."""
    talk = play.start(stage)
    _command(stage, "language español")
    play.answer(talk, "unknown")
    assert texts.questions[play.question(talk)].text in play.shown(play.question_message(talk))
    play.tap(talk, "why")
    assert play.whispers(stage, "olivia")[-1] == SPANISH.questions[play.question(talk)].why


@pytest.mark.parametrize(
    ("typed", "said"), [("ayuda", "help"), ("estado", "status.none"), ("detener", "stop.none"), ("AYUDA", "help")]
)
def test_subcommands_in_spanish(stage: Stage, texts: Catalog, typed: str, said: str) -> None:
    """Every subcommand has a Spanish name that works for everybody; the answer is in the reader's language."""
    assert _command(stage, typed) == texts.say(said)
    assert _command(stage, typed, by="martin") == SPANISH.say(said)


def test_a_mistyped_subcommand_in_spanish(stage: Stage) -> None:
    """The nearest is looked for among the names that the reader knows."""
    assert "¿Quisiste decir `/unstick estado`?" in _command(stage, "etsado", by="martin")


def test_dates_follow_the_region(stage: Stage) -> None:
    """Readers of the same language in two countries read dates each in their own way."""
    talk = play.start(stage)
    play.say(talk, "stop")
    said = {name: _command(stage, "status", by=name) for name in ("olivia", "seline", "lucia", "martin")}
    assert [
        text.replace("detenido el", "stopped on").partition("stopped on ")[2].partition(". ")[0]
        for text in said.values()
    ] == [
        "Tue, Nov 3",
        "Tue 3 Nov",
        "mar, 3 nov",
        "mar, 3 nov",
    ]


def test_words_of_either_language_in_a_thread(stage: Stage, texts: Catalog) -> None:
    """In an English thread "no sé", "atrás" and an option's Spanish name are understood, and the other way round."""
    heard = {"olivia": (SPANISH, "no sé", "atrás"), "lucia": (texts, "I don't know", "back")}
    for starter, (other, unknown, back) in heard.items():
        talk = play.start(stage, f"reader of {starter}", by=starter)
        first = play.question(talk)
        play.say(talk, unknown, by=starter)
        assert play.question(talk) != first
        play.say(talk, back, by=starter)
        assert play.question(talk) == first
        option, text = next(iter(other.questions[first].options.items()))
        play.say(talk, text.label, by=starter)
        assert play.question(talk) != first
        mine = SPANISH if starter == "lucia" else texts
        shown = "".join(play.shown(message) for message in talk.thread())
        assert f"✓ {mine.questions[first].text}  *{mine.questions[first].options[option].text}*" in shown


def test_help_by_word_in_a_thread(stage: Stage, texts: Catalog) -> None:
    """Who types "help" in the thread is shown it alone, in their language, and the question stays open."""
    talk = play.start(stage)
    asked = play.question(talk)
    play.say(talk, "help")
    play.say(talk, "¿ayuda?", by="martin")
    assert play.whispers(stage, "olivia") == [texts.say("help")]
    assert play.whispers(stage, "martin") == [SPANISH.say("help")]
    assert play.question(talk) == asked


def test_words_for_what_to_do_when_no_question_is_open(stage: Stage, texts: Catalog) -> None:
    """On the verdict "help" and "back" do what they say; there is nothing for "why" to be about."""
    talk = plans.judged(stage)
    play.say(talk, "ayuda")
    play.say(talk, "why")
    assert play.whispers(stage, "olivia")[-2:] == [texts.say("help"), texts.say("wrong.no_question")]
    play.say(talk, "atrás")
    assert play.is_open(talk)
