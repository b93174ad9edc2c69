"""After the plan: whether a fact is by now what an action was to make of it; and a number that goes the wrong way."""

from datetime import date

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.chart import target_words
from prompts.compose.digest import steps
from prompts.compose.question import button
from prompts.compose.trend import Trend
from prompts.messages import Button, Note, Question
from prompts.mrkdwn import Mrkdwn, mention


def check(
    texts: Catalog,
    question: str,
    option: str,
    before: str | None,
    *,
    action: str,
    ref: str,
    left: tuple[str, str] | None = None,
) -> Note:
    """To who has done an action: is it so now? With the question's own words for then and now.

    `left` is who did it and has left since, and for which pilot: then it is somebody else who is asked.
    """
    wording = texts.questions[question]
    lead = Mrkdwn(texts.say("so_now.heir", person=mention(left[0]), pilot=left[1]) + "\n" if left else "")
    text = lead + texts.say(
        "so_now.ask",
        action=texts.actions[action].title,
        question=wording.text,
        before=wording.options[before].text if before in wording.options else "",
        option=wording.options[option].text,
    )
    return Note(
        text=text,
        context=texts.say("so_now.context"),
        buttons=(
            button(texts, "so_now", "so_now.yes", f"{ref}|{option}", style="primary"),
            button(texts, "so_not_yet", "so_now.not_yet", ref),
            button(texts, "so_other", "so_now.other", ref),
        ),
    )


def others(texts: Catalog, question: str, *, ref: str) -> Question:
    """All options of the question: which of them is so now?"""
    wording = texts.questions[question]
    options = list(wording.options)
    return Question(
        lead=texts.say("so_now.which"),
        text=texts.say("so_now.question", question=wording.text),
        lines=tuple(
            texts.say("question.line", number=n, option=wording.options[option].text)
            for n, option in enumerate(options, 1)
        ),
        options=tuple(
            Button(action="so_now", label=f"{n} {wording.options[option].label}", value=f"{ref}|{option}")
            for n, option in enumerate(options, 1)
        ),
        tools=(button(texts, "so_not_yet", "so_now.not_yet", ref),),
    )


def noted(texts: Catalog, question: str, option: str, *, ref: str) -> Note:
    """What it becomes once it is answered."""
    wording = texts.questions[question]
    return Note(
        text=texts.say("question.done", question=wording.text, answer=wording.options[option].text),
        context=texts.say("so_now.noted"),
        buttons=(button(texts, "so_other", "question.change", ref),),
    )


def not_yet(texts: Catalog, question: str, option: str, again: date, *, ref: str) -> Note:
    """What it becomes when it is not so yet: the button stays for the day it is, and on the day `again` it is asked."""
    wording = texts.questions[question]
    return Note(
        text=texts.say(
            "so_now.later",
            question=wording.text,
            option=wording.options[option].text,
            date=dates.day(texts.locale, again),
        ),
        buttons=(
            button(texts, "so_now", "so_now.yes_now", f"{ref}|{option}"),
            button(texts, "so_other", "so_now.other", ref),
        ),
    )


def flag(texts: Catalog, trend: Trend, *, pilot: str, whom: str, ref: str) -> Note:
    """A number that went the wrong way for weeks running; `whom` is mentioned where others read along."""
    return Note(
        text=texts.say(
            "flag.raised",
            person=mention(whom) if whom else "",
            name=texts.metrics[trend.metric].name,
            pilot=pilot,
            count=len(trend.run) - 1,
            numbers=steps(texts, trend),
            unit=texts.unit(trend.unit, trend.run[-1]),
            target=target_words(texts, trend),
        ),
        buttons=(
            button(texts, "flag", "flag.look", f"{ref}|looking"),
            button(texts, "flag", "flag.expect", f"{ref}|expected"),
        ),
    )


def flag_taken(texts: Catalog, metric: str, stands: str, person: str, *, pilot: str, ref: str) -> Note:
    """What it becomes once somebody has said something to it; the other thing can still be said."""
    other = {"looking": ("flag.expect", "expected"), "expected": ("flag.look", "looking")}[stands]
    return Note(
        text=texts.say(
            "flag.taken",
            name=texts.metrics[metric].name,
            pilot=pilot,
            words=texts.say(f"flag.{stands}", person=mention(person)),
        ),
        buttons=(button(texts, "flag", other[0], f"{ref}|{other[1]}"),),
    )


def flag_over(texts: Catalog, metric: str, *, pilot: str) -> Note:
    """What it becomes once the number goes that way no more."""
    return Note(text=texts.say("flag.over", name=texts.metrics[metric].name, pilot=pilot))
