"""What a use case works with, and what it gives back."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.letters import Act, Draft
from bot.store import people
from bot.store.diagnoses import ROOT_SUFFIX
from bot.store.tables import Diagnosis, Entry, Outgoing, Person
from bot.understanding.reader import Reader
from prompts.catalog import DEFAULT_LANGUAGE, Catalog, catalog
from prompts.messages import Attachment, Message, Note, dump
from scoring import Rules

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_ID_LENGTH = 12
_EMPTY = dict.fromkeys(("option", "value", "quote", "by", "whom", "role", "source_ts", "how"))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One unit of work: the transaction, the moment, the workspace, the rules, who acts, the reader of their words."""

    session: Session
    workspace_id: str
    now: datetime
    rules: Rules
    actor: str
    language: str
    reader: Reader
    asks_model: bool = False  # whether a language model may be asked about words that name no option for certain

    @property
    def texts(self) -> Catalog:
        """The texts for the person who acts."""
        return catalog(self.language)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a use case wants said: `drafts` to everybody by the outbox, `hint` to the one who acted alone, at once."""

    drafts: tuple[Draft, ...] = ()
    hint: Message | None = None


def language_of(person: Person | None) -> str:
    """In which language somebody is written to, as `catalog` takes it: as they chose, else as their Slack is set."""
    if person is None:
        return DEFAULT_LANGUAGE
    # Where the two agree, the locale says more: how their country writes numbers and dates.
    if person.language is None or person.language == person.locale.split("-", maxsplit=1)[0]:
        return person.locale
    return person.language


def texts_for(desk: Desk, diagnosis: Diagnosis, whom: str | None) -> Catalog:
    """The texts for what `whom` reads alone, in a direct message; without one, for the diagnosis's thread."""
    if whom is None:
        return catalog(diagnosis.language)
    return (
        desk.texts if whom == desk.actor else catalog(language_of(people.person(desk.session, desk.workspace_id, whom)))
    )


def hint(text: str) -> Outcome:
    """Nothing changed; a word to the one who acted."""
    return Outcome(hint=Note(text=text))


def new_id() -> str:
    """An id that cannot be guessed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def root_letter(diagnosis: Diagnosis) -> str:
    """The letter whose thread the diagnosis lives in."""
    return f"{diagnosis.id}{ROOT_SUFFIX}"


def plan_letter(diagnosis: Diagnosis) -> str:
    """The letter that shows the plan in the channel; details and check-ins stand in its thread."""
    return f"{diagnosis.id}.plan"


def question_letter(diagnosis: Diagnosis, seq: int) -> str:
    """The letter that put the question of transcript line `seq`."""
    return f"{diagnosis.id}.q{seq}"


def reference(diagnosis: Diagnosis, seq: int, question: str) -> str:
    """What a button of a question carries: which diagnosis, which line of its transcript, which question."""
    return f"{diagnosis.id}|{seq}|{question}"


def to_channel(diagnosis: Diagnosis, letter_id: str, message: Message) -> Draft:
    """A message into the diagnosis's channel."""
    return Draft(id=letter_id, lane=diagnosis.channel, act=Act.POST, body=dump(message), diagnosis_id=diagnosis.id)


def to_thread(diagnosis: Diagnosis, letter_id: str, message: Message, *, of: str | None = None) -> Draft:
    """A message into the diagnosis's thread, or into that of the letter `of`."""
    return Draft(
        id=letter_id,
        lane=diagnosis.channel,
        act=Act.POST,
        body=dump(message),
        refers_to=of or root_letter(diagnosis),
        diagnosis_id=diagnosis.id,
    )


def file_to_thread(diagnosis: Diagnosis, letter_id: str, attachment: Attachment, *, of: str) -> Draft:
    """A file into the thread of the letter `of`."""
    return Draft(
        id=letter_id,
        lane=diagnosis.channel,
        act=Act.FILE,
        body=dump(attachment),
        refers_to=of,
        diagnosis_id=diagnosis.id,
    )


def instead_of(
    diagnosis: Diagnosis, letter_id: str, old_letter: str, message: Message, *, lane: str | None = None
) -> Draft:
    """A message in the place of an earlier one in the diagnosis's channel, or in the lane of a person's DM."""
    return Draft(
        id=letter_id,
        lane=lane or diagnosis.channel,
        act=Act.UPDATE,
        body=dump(message),
        refers_to=old_letter,
        diagnosis_id=diagnosis.id,
    )


def on_card(diagnosis: Diagnosis, message: Message) -> Draft:
    """A message in the place of the diagnosis's card in the channel."""
    diagnosis.turn += 1  # the card may change twice between two lines of the transcript
    root = root_letter(diagnosis)
    return instead_of(diagnosis, f"{root}{diagnosis.turn}", root, message)


def to_person(person: str, letter_id: str, message: Message, diagnosis_id: str) -> Draft:
    """A message to one person alone."""
    return Draft(id=letter_id, lane=person, act=Act.DM, body=dump(message), diagnosis_id=diagnosis_id)


def is_put(desk: Desk, letter: str) -> bool:
    """Whether a letter was ever put into the outbox."""
    return desk.session.get(Outgoing, (desk.workspace_id, letter)) is not None


def note_down(desk: Desk, diagnosis: Diagnosis, **line: object) -> Entry:
    """Append a line to the transcript; `turn` counts the lines, and so the diagnosis's changes."""
    diagnosis.turn += 1
    entry = Entry(
        workspace_id=diagnosis.workspace_id,
        diagnosis_id=diagnosis.id,
        seq=diagnosis.turn,
        at=desk.now,
        **{**_EMPTY, **line},
    )
    diagnosis.lines.append(entry)
    return entry
