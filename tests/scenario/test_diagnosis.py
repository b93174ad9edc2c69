"""One pilot, from the command to the posted plan."""

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from tests.databases import on_both
from tests.scenario import play


@on_both
def test_whole_diagnosis_by_taps(stage: Stage, texts: Catalog) -> None:
    """Somebody types the pilot's name, taps answers, reads the verdict and posts the plan; the channel sees it once."""
    talk = play.start(stage, minutes=30)
    asked = play.answer_all(talk)

    assert len(asked) == len(set(asked)) > 10
    verdict = play.shown(talk.thread()[-1])
    assert texts.reasons["five.2"].name in verdict
    assert "What would have to be true" in verdict
    assert [m.ts for m in stage.slack.messages("orders") if m.thread_ts is None] == [talk.root]

    plan = play.shown(play.post_plan(talk))
    assert f"{texts.reasons['five.2'].short} (confirmed)" in plan
    assert "Three changes first" in plan
    assert "USD a month to run; no budget line yet" in plan
    assert "The verdict and the plan are posted below" in play.shown(talk.card())
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 2


@on_both
def test_whole_diagnosis_by_typing(stage: Stage, texts: Catalog) -> None:
    """Somebody who never taps gets through as well: by an option's number, its label, its whole words, or a figure."""
    talk = play.start(stage)
    chosen = play.telling(stage.bot.rules)
    asked: list[str] = []
    while play.is_open(talk):
        question = play.question(talk)
        options = list(texts.questions[question].options)
        wording = texts.questions[question].options[chosen[question]]
        ways = [str(options.index(chosen[question]) + 1), wording.label, wording.text]
        figure = stage.bot.rules.questions[question].is_figure
        play.say(talk, "7" if figure else ways[len(asked) % len(ways)])
        asked.append(question)

    assert len(asked) == len(set(asked)) > 5
    play.say(talk, "show the verdict")
    assert texts.reasons["five.2"].name in play.shown(talk.thread()[-1])
    assert "30 days to production" in play.shown(play.post_plan(talk))


def test_the_start_says_what_will_happen(stage: Stage, texts: Catalog) -> None:
    """The channel gets one card; the thread opens with how it works, who may know what, and the first question."""
    talk = play.start(stage, summary="reads order mails", minutes=45)
    card = play.shown(talk.card())
    opening, first = (play.shown(message) for message in talk.thread()[1:])

    assert "<@U0OLIVIA>" in card
    assert "reads order mails" in card
    assert "45 minutes" in card
    assert "Technical lead: <@U0TOMASZ>" in opening
    assert "I don't know" in opening
    assert texts.questions[play.question(talk)].text in first
    assert "0 of about" in first


def test_everybody_sees_who_answered_what(stage: Stage, texts: Catalog) -> None:
    """An answered question becomes its answer, with the person; anybody of the team may answer."""
    talk = play.start(stage)
    question_ts = play.question_message(talk).ts
    asked = play.question(talk)
    option = stage.bot.rules.questions[asked].option_ids[1]
    play.answer(talk, option, by="carlos")

    done = play.shown(stage.slack.message("orders", question_ts))
    assert f"*{texts.questions[asked].options[option].text}*" in done
    assert "Answered by <@U0CARLOS>" in done
    assert play.question(talk) != asked


def test_progress_goes_on_and_the_time_left_goes_down(stage: Stage) -> None:
    """Each question shows one answer more than the one before, and no more minutes left."""
    talk = play.start(stage)
    answered, left = [], []
    while play.is_open(talk):
        line = play.shown(play.question_message(talk)).splitlines()[
            -1 - ("Taking shape" in play.shown(play.question_message(talk)))
        ]
        answered.append(int(line.split()[1]))
        left.append(int(line.split(" · ")[1].split()[0]))
        play.answer(talk, "unknown")

    assert answered == list(range(len(answered)))
    assert left == sorted(left, reverse=True)


def test_nothing_known_ends_in_saying_so(stage: Stage, texts: Catalog) -> None:
    """If nobody knows anything, no reason is named: the verdict says that too little is known."""
    talk = play.start(stage)
    play.answer_all(talk, {})
    verdict = play.shown(talk.thread()[-1])

    assert texts.say("verdict.not_enough") in verdict
    assert texts.states["confirmed"].word not in verdict
    assert texts.states["likely"].word not in verdict


def test_a_healthy_pilot_gets_no_invented_reason(stage: Stage, texts: Catalog) -> None:
    """If every answer speaks against every reason, the verdict says that none holds, and the plan still comes."""
    talk = play.start(stage, minutes=45)
    play.answer_all(talk, play.telling(stage.bot.rules, ()))
    assert texts.say("verdict.no_reason") in play.shown(talk.thread()[-1])
    assert texts.say("plan.why_none") in play.shown(play.post_plan(talk))


def test_one_lens_asks_and_answers_within_itself(stage: Stage, texts: Catalog) -> None:
    """Who chooses the four reasons gets a verdict on those four, with none of the five patterns in it."""
    talk = play.start(stage, framework="four")
    play.answer_all(talk)
    verdict = play.shown(talk.thread()[-1])
    fives = [reason for key, reason in texts.reasons.items() if key.startswith("five.")]
    assert not [reason.name for reason in fives if reason.name in verdict or reason.short in verdict]
