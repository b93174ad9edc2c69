"""What words come to where a test is about what follows from that: the conversation acts on values of `Reading`."""

from collections.abc import Mapping, Sequence

from bot.interview.transcript import Progress, fold
from bot.playground.slack.model import Message
from bot.playground.stage import Stage
from bot.store import diagnoses
from bot.store.tables import Diagnosis, Entry
from bot.understanding.reader import Reader
from bot.understanding.reading import Kind, Proposal, Reading, Talk, Vote
from prompts.catalog import Catalog
from scoring import Question, Rules
from tests.scenario import play

VOTES = (
    Vote(source="embedding", version="e1", ranked=(("retyped", 9_120), ("draft", 310))),
    Vote(source="lexical", version="l1", ranked=(("retyped", 6_000), ("shown", 2_000))),
)


class Knowing(Reader):
    """A reader that knows beforehand what some texts come to, whatever models say of them; others it reads as ever."""

    def __init__(self, known: Mapping[str, Reading]) -> None:
        """`known`: by the text as it is typed."""
        super().__init__()
        self.known = known
        self.others: tuple[str, ...] = ()

    def read(
        self,
        texts: Catalog,
        rules: Rules,
        question: Question,
        text: str,
        *,
        others: Sequence[Question] = (),
        llm: Vote | None = None,
    ) -> Reading:
        """What is known of the text; `others` notes of which questions it might have told something."""
        self.others = tuple(other.id for other in others)
        return self.known.get(text) or super().read(texts, rules, question, text, others=others, llm=llm)


def knowing(stage: Stage, known: Mapping[str, Reading]) -> Knowing:
    """Let the bot on this stage know what these texts come to."""
    reader = Knowing(known)
    object.__setattr__(stage.bot.front, "reader", reader)  # the front is wired once and for all otherwise
    return reader


class Asking(Reader):
    """A reader that is never sure: it asks every text back, between the first two options."""

    def read(
        self,
        texts: Catalog,  # noqa: ARG002 (as every reader is asked)
        rules: Rules,  # noqa: ARG002
        question: Question,
        text: str,  # noqa: ARG002
        *,
        others: Sequence[Question] = (),  # noqa: ARG002
        llm: Vote | None = None,  # noqa: ARG002
    ) -> Reading:
        """The first two options."""
        return asked_back(*question.option_ids[:2])


def asking(stage: Stage) -> None:
    """Let the bot on this stage ask every text back: where a test is about words that wait for a tap."""
    object.__setattr__(stage.bot.front, "reader", Asking())


def accepted(
    option: str, *, value: int | None = None, person: str | None = None, also: Sequence[Proposal] = ()
) -> Reading:
    """Words that are taken without a tap."""
    return Reading(
        kind=Kind.ACCEPT, option=option, value=value, own_words=True, votes=VOTES, person=person, also=tuple(also)
    )


def asked_back(*nearest: str, person: str | None = None, also: Sequence[Proposal] = ()) -> Reading:
    """Words between two options."""
    return Reading(kind=Kind.ASK_BACK, nearest=nearest, votes=VOTES, person=person, also=tuple(also))


def no_answer(talk: Talk, also: Sequence[Proposal] = ()) -> Reading:
    """Words that answer nothing."""
    return Reading(kind=Kind.NO_ANSWER, talk=talk, also=tuple(also))


def lines(stage: Stage) -> list[Entry]:
    """The transcript of the one diagnosis there is."""
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        return diagnoses.transcript(diagnosis)


def line(stage: Stage, kind: str) -> Entry:
    """The newest line of a kind."""
    return [each for each in lines(stage) if each.kind == kind][-1]


def progress(stage: Stage) -> Progress:
    """Where the one diagnosis stands."""
    return fold(lines(stage))


def roles(stage: Stage) -> dict[str, str | None]:
    """Who holds which role in the one diagnosis there is."""
    with stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        return dict(diagnosis.roles)


def actions(message: Message) -> list[str]:
    """What the buttons of a message do, in order."""
    return [key.action for key in play.keys(message)]


def now(stage: Stage, message: Message) -> Message:
    """A message as it stands now."""
    return stage.slack.message(message.channel, message.ts)


def come_to(talk: play.Talk, question: str, *, otherwise: str | None = None) -> Message:
    """Answer by taps until a question is put, every time `otherwise` if that is given; returns its message."""
    answers = play.telling(talk.stage.bot.rules)
    while play.clashes(talk) or play.question(talk) != question:
        if play.clashes(talk):
            play.settle(talk, "both")
        else:
            play.answer(talk, otherwise or answers[play.question(talk)])
    return play.question_message(talk)
