"""Handing questions on: choosing who, what becomes of the question, and whom it waits for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prompts.catalog import Catalog
from prompts.compose.question import button, role_names
from prompts.messages import Button, Note, Picker
from prompts.mrkdwn import Mrkdwn, mention, plain

LABEL = 30  # characters of a button that Slack shows


@dataclass(frozen=True)
class Waits:
    """A question that waits for somebody; `ref` is what its buttons carry."""

    ref: str
    question: str
    person: str


def offer(
    texts: Catalog, question: str, ref: str, people: Mapping[str, tuple[str, str]], *, unheld: str | None
) -> Note:
    """Whom to ask: buttons for those who hold a role (`people`: id → name and role), then a menu of everybody."""
    lines = [texts.say("hand.who", question=texts.questions[question].text)]
    if unheld:
        lines.append(texts.say("hand.unheld", role=role_names(texts, [unheld])))
    return Note(
        text="\n".join(lines),
        buttons=tuple(
            Button(
                action="hand_to",
                label=plain(texts.say("hand.person", name=name, role=texts.roles[role])),
                value=f"{ref}|{person}",
                style="plain",
            )
            for person, (name, role) in people.items()
        ),
        picker=Picker(action="hand_to", label=plain(texts.say("hand.pick")), value=ref),
    )


def moved(texts: Catalog, question: str, where: str) -> Note:
    """What a question becomes where it stood before it was handed on or came back."""
    return Note(text=texts.say("hand.card", question=texts.questions[question].text, where=where))


def waits_for(texts: Catalog, waiting: Sequence[Waits], *, diagnosis: str, starter: str) -> Note:
    """Nothing is left to ask but what others were handed: whom it waits for, with a way to take each back."""
    lines = [
        texts.say("hand.waits_line", person=mention(one.person), question=texts.questions[one.question].text)
        for one in waiting
    ]
    buttons = [
        Button(
            action="take_back",
            label=plain(texts.say("hand.take_back", number=number)) if len(waiting) > 1 else _only(texts),
            value=one.ref,
        )
        for number, one in enumerate(waiting, 1)
    ]
    return Note(
        text=texts.say("hand.waits", person=mention(starter), lines=Mrkdwn("\n".join(lines))),
        context=texts.say("hand.waits_context"),
        buttons=(*buttons, button(texts, "finish", "hand.finish", diagnosis)),
    )


def no_longer_waiting(texts: Catalog) -> Note:
    """What becomes of that once something has moved."""
    return Note(text=texts.say("hand.moved_on"))


def _only(texts: Catalog) -> str:
    return plain(texts.say("hand.take_back_only"))
