"""The shapes of a language's texts, as its YAML files hold them; what does not fit is refused with its place."""

import re
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

OPTION_CHARACTERS = 75
LABEL_CHARACTERS = 24
TEN = 10
TURNS = (
    "planned",
    "past",
    "supposed",
    "claimed",
    "parted",
    "placed",
    "undenied",
    "unfinished",
    "refused",
    "ironic",
    "dated",
    "asks_when",
    "plain",
)
COMMANDS = (
    "back",
    "why",
    "stop",
    "break_off",
    "help",
    "hand",
    "give_back",
    "skip",
    "pause",
    "resume",
    "left",
    "answers",
    "show",
)

Forms = dict[str, str]
"""A word by the forms that it takes beside numbers: `one`, `other`, and what else the language has."""


class Text(BaseModel):
    """A text of a language."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OptionText(Text):
    """An option in the words a person would use, and in one or two words for a button."""

    text: str = Field(max_length=OPTION_CHARACTERS)
    label: str = Field(max_length=LABEL_CHARACTERS)


class QuestionText(Text):
    """A question, why it is asked, its options; `ask_number` invites an exact figure."""

    text: str
    why: str
    options: dict[str, OptionText]
    ask_number: str | None = None


class ReasonText(Text):
    """A reason's name, what it means, what repairs it, and a few words for a line."""

    name: str
    means: str
    repair: str
    short: str


class ActionText(Text):
    """An action of the plan: what, when it counts as done, and how."""

    title: str = Field(max_length=OPTION_CHARACTERS)
    done_when: str
    how: str


class NameText(Text):
    """A metric."""

    name: str


class ReadyText(Text):
    """One of the five checks for production; `shows` names each fact that it needs."""

    name: str
    shows: dict[str, str]


class StateText(Text):
    """A state as a word and a mark, and the word as it stands behind a count."""

    word: str
    mark: str
    counted: Forms


class LanguageText(Text):
    """The language itself: its name, what people call it, and the formats where a reader's region is not known."""

    name: str
    called: tuple[str, ...]
    formats: str


class LlmText(Text):
    """What a language model is told that is asked about an answer: the task, its tool, the tool's two fields.

    `none_of_these` is what that choice means. `somebody`, `link` and `secret` stand where the answer had a person, an
    address, or what looks like a password.
    """

    system: str = Field(min_length=1)
    tool: str = Field(min_length=1)
    quote: str = Field(min_length=1)
    option: str = Field(min_length=1)
    none_of_these: str = Field(min_length=1)
    somebody: str = Field(min_length=1)
    link: str = Field(min_length=1)
    secret: str = Field(min_length=1)


class Words(Text):
    """The words by which a typed text is understood; whole texts unless it says otherwise, all in lower case.

    `around` are words and phrases that may stand around a figure without changing it, `units` how people shorten a
    unit, `thousands` the signs that may stand before three digits. `numbers` are numbers in words; those of `tens` join
    with one below ten by one of `joins`. `small` are words too common to tell one option from another. `choice` may
    stand before an option's number, `beside_choice` beside one or several ("1 or 3", "2, I think"). `subcommands` are
    further names of what follows `/unstick`. `polite_before` and `polite_after` may stand around a command without
    changing it. `orders` are phrases in which somebody tells a machine what to do: a text with one is never taken
    without a tap.

    A text begins with one of `takes_back` if it is about an answer that was given already ("I meant …"); with one of
    `reconsiders` it may be ("actually …"). With one of `asks_first` somebody wants to ask or look before they answer.
    `later`, found within a text that answers nothing, say that now is not the time. Whom to ask instead stands behind
    one of `hands_to`, or before one of `knows_better`, or of `would_know` if it is somebody whom we know; `articles`
    may stand before whom, and who begins with one of `not_people` is nobody.
    `outsiders` are people of another company, whom nobody reaches here.

    Found within a text: `not_knowing` says "I don't know", `negations` deny, `hedges` take certainty back, `wavers`
    say that it is so and otherwise too, `nearlies` that it is not quite so, `joints` join one statement to the next.
    `turns` are phrases by what they do to a statement (`bot/understanding/turns.py` and `TURNS`), with " … " for a gap.
    `others` make a figure one of something else than was asked ("4 hours saved").

    For figures in a sentence: `periods` say how often ("a day"), `spans` how long ("hours"), `shares` which part ("a
    third", in percent), `out_of` stands between "3" and "4" in "3 of 4", `halves` after a number add a half, `parts`
    before a span are so many percent of it, `roughly` are loose numbers, `times` multiply, `between` stands between two
    ends, `above` and `below` say that it is more or less than the number.

    `names` are common first names; `name_before` and `name_after` stand beside a name, common or not; `not_names`
    are written large and are nobody.
    """

    unknown: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    both: frozenset[str]
    auto: frozenset[str]
    commands: dict[str, frozenset[str]]
    takes_back: frozenset[str]
    reconsiders: frozenset[str]
    asks_first: frozenset[str]
    later: frozenset[str]
    hands_to: frozenset[str]
    knows_better: frozenset[str]
    would_know: frozenset[str]
    articles: frozenset[str]
    not_people: frozenset[str]
    outsiders: frozenset[str]
    polite_before: frozenset[str]
    polite_after: frozenset[str]
    orders: frozenset[str]
    subcommands: dict[str, frozenset[str]]
    choice: frozenset[str]
    beside_choice: frozenset[str]
    around: frozenset[str]
    units: dict[str, frozenset[str]]
    thousands: str
    numbers: dict[Annotated[str, Field(min_length=1)], int]
    tens: dict[Annotated[str, Field(min_length=1)], int]
    joins: tuple[str, ...]
    small: frozenset[str]
    not_knowing: frozenset[str]
    negations: frozenset[str]
    hedges: frozenset[str]
    wavers: frozenset[str]
    nearlies: frozenset[str]
    turns: dict[str, frozenset[str]]
    others: frozenset[str]
    joints: frozenset[str]
    periods: dict[str, frozenset[str]]
    spans: dict[str, frozenset[str]]
    shares: dict[str, int]
    out_of: frozenset[str]
    percents: frozenset[str]
    halves: frozenset[str]
    parts: dict[str, int]
    roughly: dict[str, int]
    times: dict[str, int]
    between: frozenset[str]
    above: frozenset[str]
    below: frozenset[str]
    names: frozenset[str]
    name_before: frozenset[str]
    name_after: frozenset[str]
    not_names: frozenset[str]

    @cached_property
    def spelled(self) -> dict[str, int]:
        """Every number in words, joined ones too, with its value."""
        below_ten = {word: value for word, value in self.numbers.items() if 0 < value < TEN}
        joined = {
            f"{ten}{join}{one}": tens + ones
            for ten, tens in self.tens.items()
            for join in self.joins
            for one, ones in below_ten.items()
        }
        return {**self.numbers, **self.tens, **joined}

    @cached_property
    def spelled_out(self) -> re.Pattern[str]:
        """Finds numbers in words, the longest first."""
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(self.spelled, key=len, reverse=True)))})\b")
