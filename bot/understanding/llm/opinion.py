"""What a language model made of one text: an option with the words that say so, or why there is no vote."""

from dataclasses import dataclass
from enum import StrEnum

from bot.understanding.reading import WHOLE, Vote

SOURCE = "llm"
NONE_OF_THESE = "none_of_these"


class Came(StrEnum):
    """What came of asking; everything but `VOTED` is an abstention. These words go into the log and the store."""

    VOTED = "voted"
    NONE = NONE_OF_THESE  # it says that the text states none of the options
    OVERTAKEN = "overtaken"  # it was not asked: the question no longer waits for these words
    OVER_BUDGET = "over_budget"  # it was not asked: this workspace's calls of today are used up
    RESTING = "resting"  # it was not asked: it failed a moment ago
    GIVEN_UP = "given_up"  # it was not asked a third time, after two tries that did not end
    SWITCHED_OFF = "switched_off"  # it was not asked: no model is set up (any more)
    TIMED_OUT = "timed_out"
    NO_CONNECTION = "no_connection"  # refused, broken off, or no HTTP
    TOO_MANY = "too_many_requests"
    SERVER_FAULT = "server_fault"
    REDIRECTED = "redirected"  # nothing is followed: words and key go to the address that was set, and to no other
    TURNED_AWAY = "turned_away"  # any other status but 200
    TOO_LARGE = "too_large"
    ENCODED = "encoded"  # it was compressed though we said we take nothing compressed
    NO_JSON = "no_json"
    WRONG_SHAPE = "wrong_shape"  # JSON, but not a reply of this protocol, or more in it than the one choice
    NO_OPTION = "no_option"  # it chose what is no option of this question
    NO_QUOTE = "no_quote"  # its quote does not stand in the text
    UNFORESEEN = "unforeseen"

    @property
    def is_models_fault(self) -> bool:
        """Whether asking again at once would most likely end in the same way, and keep people waiting."""
        return self in {self.TIMED_OUT, self.NO_CONNECTION, self.TOO_MANY, self.SERVER_FAULT, self.TURNED_AWAY}


class Abstains(Exception):  # noqa: N818 (it is an outcome, not an error, to whoever catches it)
    """There is no vote; `came` says why. Holds nothing of what was sent or received."""

    def __init__(self, came: Came) -> None:
        """`came` is the reason."""
        super().__init__(f"The language model has no vote ({came}).")
        self.came = came


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What came of asking; with `VOTED` the option and the words of the text that say so. `version`: who was asked."""

    came: Came
    version: str = ""
    option: str | None = None
    quote: str | None = None

    @property
    def vote(self) -> Vote:
        """The vote that it is; without an option it abstains."""
        return Vote(source=SOURCE, version=self.version, ranked=((self.option, WHOLE),) if self.option else ())
