"""What a typed text came to: values that the readers make and the conversation acts on."""

from dataclasses import dataclass
from enum import StrEnum

WHOLE = 10_000  # scores are whole numbers of this many parts, so that storing and comparing them changes nothing


class Kind(StrEnum):
    """What to do with a text."""

    ACCEPT = "accept"  # it answers the question; it is taken without a tap, and shown with "Change"
    ASK_BACK = "ask_back"  # one tap decides between the nearest
    NO_ANSWER = "no_answer"  # it answers nothing


class Talk(StrEnum):
    """Why a text is no answer."""

    QUESTION_BACK = "question_back"  # they ask us something about the question
    SMALL_TALK = "small_talk"
    ANGER = "anger"
    OFF_TOPIC = "off_topic"
    LATER = "later"  # now is not the time, or somebody else is asked first


@dataclass(frozen=True, kw_only=True)
class Vote:
    """How one source ranks a question's options (and `unknown`): best first, in parts of `WHOLE`; none: abstains.

    `source` is `embedding`, `lexical`, `rules` or `llm`; `version` says with what (model and examples).
    """

    source: str
    version: str
    ranked: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A fact that a text seems to state; it counts once somebody taps it. `value` is in the question's unit."""

    question: str
    option: str
    value: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a text came to for the question that was asked.

    `option`, `value`: what is accepted. `own_words`: it says more than the option's name or a bare number, so that it
    is worth quoting. `nearest`: with ASK_BACK the two to choose from, the nearest first. `figure`: with ASK_BACK a
    number that was worked out ("40 a day" is 200 a week), to be confirmed. `also`: facts about other questions, always
    to be confirmed. `person`: a name in it, as written. `talk`: with NO_ANSWER, why. `votes`: who said what.
    """

    kind: Kind
    option: str | None = None
    value: int | None = None
    own_words: bool = False
    nearest: tuple[str, ...] = ()
    figure: Proposal | None = None
    also: tuple[Proposal, ...] = ()
    person: str | None = None
    talk: Talk | None = None
    votes: tuple[Vote, ...] = ()
