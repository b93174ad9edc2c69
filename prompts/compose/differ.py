"""Two people answer one question differently: put, settled, shown."""

from collections.abc import Sequence

from prompts.catalog import Catalog
from prompts.compose.question import bold, button, spoken
from prompts.messages import Button, Note, Question
from prompts.mrkdwn import escape, mention, shorten
from scoring import Answer

BOTH = "both"  # what settles it besides one of the people: both are right, it differs
LABEL_CHARACTERS = 24


def put_split(texts: Catalog, question: str, said: Sequence[Answer], *, ref: str, context: str) -> Question:
    """Ask which of the answers describes last month better; `said` are people's answers, the earlier one first."""
    lines, options = [], []
    for number, answer in enumerate(said, 1):
        words = spoken(texts, question, answer)
        quote = texts.say("differ.quote", quote=shorten(answer.quote)) if answer.quote else ""
        person = mention(answer.by) if answer.by else escape("?")
        lines.append(texts.say("differ.line", number=number, person=person, answer=words, quote=quote))
        options.append(
            Button(action="reconcile", label=shorten(f"{number} {words}", LABEL_CHARACTERS), value=f"{ref}|{answer.by}")
        )
    lines.append(texts.say("differ.both", number=len(said) + 1))
    options.append(button(texts, "reconcile", "differ.label_both", f"{ref}|{BOTH}"))
    return Question(
        lead=texts.say("differ.lead", question=texts.questions[question].text),
        text=bold(texts.say("differ.ask")),
        lines=tuple(lines),
        options=tuple(options),
        tools=(),
        context=context,
    )


def reconciled(texts: Catalog, question: str, stands: Answer | None, *, by: str) -> Note:
    """What the message becomes once it is settled; `stands` is None where both hold."""
    words = texts.questions[question].text
    text = (
        texts.say("differ.done_both", question=words)
        if stands is None
        else texts.say("differ.done", question=words, answer=spoken(texts, question, stands))
    )
    return Note(text=text, context=texts.say("question.done_by", person=mention(by)))


def offer_second(texts: Catalog, text: str, ref: str) -> Note:
    """A word to somebody whose tap came after another's answer, with a way to say that they see it differently."""
    return Note(text=text, buttons=(button(texts, "second", "differ.second", ref),))
