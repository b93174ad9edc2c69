"""The messages that Unstick sends, as values: the outbox stores these, and layout is chosen when they are sent.

All texts are mrkdwn, escaped already; labels are plain text.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Button(_Value):
    """Something to tap; `value` says to what it belongs, `action` what it does."""

    action: str
    label: str
    value: str
    style: Literal["plain", "primary", "danger"] = "plain"


class Picker(_Value):
    """A menu of all people; whoever is chosen in it is added to `value`."""

    action: str
    label: str
    value: str


class Note(_Value):
    """A sentence or a few, perhaps with something to tap, a menu of people, or a way to another message.

    `link` is the label of a button that leads to the message which this one's letter refers to.
    """

    kind: Literal["note"] = "note"
    text: str
    context: str = ""
    buttons: tuple[Button, ...] = ()
    picker: Picker | None = None
    link: str = ""


class Question(_Value):
    """A question with numbered options (`lines`), their buttons, and the ways out (`tools`)."""

    kind: Literal["question"] = "question"
    lead: str = ""
    text: str
    lines: tuple[str, ...]
    options: tuple[Button, ...]
    tools: tuple[Button, ...]
    context: str = ""


class ReasonLine(_Value):
    """One reason: its mark and state (`●●●●○ Likely`), its name, and what speaks for that."""

    state: str
    name: str
    lines: tuple[str, ...] = ()


class Findings(_Value):
    """The verdict: every reason with its state and what speaks for it."""

    kind: Literal["findings"] = "findings"
    title: str
    context: str
    reasons: tuple[ReasonLine, ...]
    closing: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


class Part(_Value):
    """A titled stretch of a longer message."""

    title: str = ""
    lines: tuple[str, ...]


class Detail(_Value):
    """A longer message in parts: the reasoning, the weeks of a plan, the numbers."""

    kind: Literal["detail"] = "detail"
    title: str
    parts: tuple[Part, ...]
    context: str = ""
    buttons: tuple[Button, ...] = ()


class Task(_Value):
    """One action to accept, or to say something of."""

    text: str
    buttons: tuple[Button, ...] = ()


class Tasks(_Value):
    """Actions, each with its own buttons: an invitation to accept them, or a weekly check-in."""

    kind: Literal["tasks"] = "tasks"
    title: str
    tasks: tuple[Task, ...]
    context: str = ""
    buttons: tuple[Button, ...] = ()


class Attachment(_Value):
    """A report as a file: made when it is sent, of what is known then. `name` tells this one from every other.

    `format` says what it is of, such as `security.pdf`, or `pdf` for the report; `by` is who asked for it.
    """

    kind: Literal["attachment"] = "attachment"
    diagnosis: str
    format: str
    name: str
    title: str
    text: str
    by: str = ""


_AnyMessage = Annotated[Note | Question | Findings | Detail | Tasks | Attachment, Field(discriminator="kind")]
Message = Note | Question | Findings | Detail | Tasks | Attachment
_ADAPTER: TypeAdapter[Message] = TypeAdapter(_AnyMessage)


def dump(message: Message) -> dict[str, Any]:
    """As JSON data, for the outbox."""
    return message.model_dump(mode="json")


def load(body: dict[str, Any]) -> Message:
    """From the outbox. Raises pydantic.ValidationError for data that no message has."""
    return _ADAPTER.validate_python(body)
