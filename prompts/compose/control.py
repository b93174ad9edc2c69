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


def stopped(texts: Catalog, *, by: str, ref: str) -> Note:
    """Somebody ended it, perhaps by a slip."""
    text = texts.say("stop.thread", person=mention(by))
    return Note(text=text, buttons=(go_on_after_all(texts, ref),))


def break_off(texts: Catalog, *, ref: str) -> Note:
    """Somebody wants to stop, and may mean a pause: that is what one says when a meeting ends."""
    buttons = (
        button(texts, "pause", "question.pause", ref, style="primary"),
        button(texts, "stop", "stop.end_it", ref),
    )
    return Note(text=texts.say("stop.ask"), buttons=buttons)


def go_on(texts: Catalog, ref: str) -> Button:
    """The button that takes it up again."""
    return button(texts, "resume", "resume.button", ref, style="primary")


def go_on_after_all(texts: Catalog, ref: str) -> Button:
    """The same for what somebody stopped; it does not ask to be tapped."""
    return button(texts, "resume", "stop.go_on", ref)
