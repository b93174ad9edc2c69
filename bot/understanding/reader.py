"""The reader: what a typed text comes to for the question that was asked. One per process."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding import words
from bot.understanding.reading import Kind, Reading, Vote
from prompts.catalog import Catalog
from scoring import Question, Rules


class Reader:
    """Reads typed answers. `version` says with what: the model and the examples."""

    @property
    def is_complete(self) -> bool:
        """Whether sentence embeddings are at hand; without them every answer needs a tap."""
        return False

    @property
    def version(self) -> str:
        """What reads: it changes when the same text may come to something else."""
        return "words"

    def prepare(self, text: str) -> None:
        """Do the slow part of reading `text` before a transaction is opened; `read` is then cheap."""

    def read(
        self,
        texts: Catalog,
        rules: Rules,  # noqa: ARG002
        question: Question,
        text: str,
        *,
        others: Sequence[Question] = (),  # noqa: ARG002
        llm: Vote | None = None,
    ) -> Reading:
        """Read what somebody typed in answer to `question`, in a conversation held in the language of `texts`.

        `others` are questions whose facts may be in the text as well; `llm` is a language model's vote on the options.
        """
        reading = words.read(texts, question, text)
        if llm is None or reading.kind is not Kind.ASK_BACK:
            return reading
        votes = (*reading.votes, llm)
        if llm.ranked and reading.nearest and llm.ranked[0][0] == reading.nearest[0]:
            return Reading(kind=Kind.ACCEPT, option=reading.nearest[0], own_words=True, votes=votes)
        return replace(reading, votes=votes)
