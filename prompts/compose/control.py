"""Pauses, questions passed over, reminders, and how it ends by itself."""

from prompts.catalog import Catalog
from prompts.compose.question import button
from prompts.messages import Button, Note
from prompts.mrkdwn import mention


def paused(texts: Catalog, *, by: str, ref: str) -> Note:
    """It rests until somebody goes on."""
    return Note(text=texts.say("pause.note", person=mention(by)), buttons=(go_on(texts, ref),))


def skipped(texts: Catalog, question: str, *, ref: str) -> Note:
    """What a question becomes that was passed over."""
    text = texts.say("question.skipped", question=texts.questions[question].text)
    return Note(text=text, buttons=(button(texts, "change", "question.answer_after_all", ref),))


def partial(texts: Catalog, *, person: str, answers: int, ref: str) -> Note:
    """Three days of silence: what is known so far can be shown now."""
    return Note(
        text=texts.say("remind.partial", person=mention(person), answers=answers),
        buttons=(
            button(texts, "finish", "remind.show_known", ref),
            button(texts, "pause", "question.pause", ref),
        ),
    )


def still_paused(texts: Catalog, *, person: str, ref: str) -> Note:
    """It has rested for long."""
    text = texts.say("remind.pause", person=mention(person))
    return Note(text=text, buttons=(go_on(texts, ref), button(texts, "finish", "remind.show_known", ref)))


def verdict_waits(texts: Catalog, *, person: str) -> Note:
    """The questions are done, and nobody has looked since."""
    return Note(text=texts.say("remind.verdict", person=mention(person)))


def open_above(texts: Catalog, *, person: str) -> Note:
    """Which of two answers holds was asked, and nobody has said."""
    return Note(text=texts.say("remind.which", person=mention(person)))


def closed(texts: Catalog, *, pilot: str, answers: int, ref: str) -> Note:
    """It ends by itself after long silence."""
    return Note(text=texts.say("closed.note", pilot=pilot, answers=answers), buttons=(go_on(texts, ref),))


def go_on(texts: Catalog, ref: str) -> Button:
    """The button that takes it up again."""
    return button(texts, "resume", "resume.button", ref, style="primary")
