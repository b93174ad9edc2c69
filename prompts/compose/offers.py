"""What else an answer seemed to say: a fact about another question, a figure that was worked out, a name."""

from prompts.catalog import Catalog
from prompts.compose.question import button, role_names, spoken
from prompts.messages import Note, Picker
from prompts.mrkdwn import mention, plain, shorten
from scoring import Answer


def fact(texts: Catalog, question: str, answer: Answer, *, ref: str) -> Note:
    """A fact about another question, which counts once somebody taps *Keep*."""
    text = texts.say(
        "offer.fact",
        quote=shorten(answer.quote or ""),
        question=texts.questions[question].text,
        answer=spoken(texts, question, answer),
    )
    buttons = (
        button(texts, "keep", "offer.keep", ref, style="primary"),
        button(texts, "leave", "offer.leave", ref),
    )
    return Note(text=text, context=texts.say("offer.context"), buttons=buttons)


def left(texts: Catalog, question: str) -> Note:
    """What an offered fact becomes that is not kept."""
    return Note(text=texts.say("offer.left", question=texts.questions[question].text))


def asked(texts: Catalog, question: str) -> Note:
    """What an offered fact becomes whose question is asked after all."""
    return Note(text=texts.say("offer.asked", question=texts.questions[question].text))


def figure(texts: Catalog, question: str, answer: Answer, *, ref: str) -> Note:
    """A figure that was worked out from what somebody typed; it counts once somebody taps *Yes*."""
    text = texts.say(
        "offer.figure",
        quote=shorten(answer.quote or ""),
        question=texts.questions[question].text,
        answer=spoken(texts, question, answer),
    )
    buttons = (
        button(texts, "figure", "offer.yes", ref, style="primary"),
        button(texts, "neither", "offer.no", ref),
    )
    return Note(text=text, context=texts.say("offer.figure_context"), buttons=buttons)


NAME = 60  # characters of a name that are shown


def named(texts: Catalog, name: str, role: str, *, ref: str) -> Note:
    """An answer named somebody: do they hold this role, and who are they in Slack?"""
    return Note(
        text=texts.say("named.ask", name=shorten(name, NAME), role=role_names(texts, [role])),
        buttons=(
            button(texts, "holds_elsewhere", "named.elsewhere", ref),
            button(texts, "holds_not", "named.no", ref),
        ),
        picker=Picker(action="holds", label=plain(texts.say("named.pick")), value=ref),
    )


def holds(texts: Catalog, person: str, role: str, *, by: str) -> Note:
    """What that becomes once somebody was chosen."""
    text = texts.say("named.holds", person=mention(person), role=role_names(texts, [role]))
    return Note(text=text, context=texts.say("named.says", person=mention(by)))


def holds_not(texts: Catalog, name: str, role: str, *, elsewhere: bool) -> Note:
    """What that becomes where they do not hold the role, or are not in Slack."""
    key = "named.not_in_slack" if elsewhere else "named.holds_not"
    return Note(text=texts.say(key, name=shorten(name, NAME), role=role_names(texts, [role])))
