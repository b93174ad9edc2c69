"""What is said to a text that answers nothing: one kind line, and the question in short."""

from collections.abc import Sequence

from prompts.catalog import Catalog
from prompts.compose.question import Tool, button, label, line
from prompts.messages import Button, Note

VARIED = 3  # lines of each kind, so that nobody reads the same one twice in a row
MANY = 3  # so many in a row: it is time to offer another way
OPEN: tuple[Tool, ...] = (("hand", "question.hand"), ("skip", "question.skip"), ("pause", "question.pause"))
LATER = "later"
LATER_TOOLS: tuple[Tool, ...] = (OPEN[0], OPEN[2])
HANDED: tuple[Tool, ...] = (("hand", "question.hand"), ("give_back", "hand.give_back"))


def reply(texts: Catalog, question: str, kind: str, count: int, *, ref: str, ways_out: Sequence[Tool] = ()) -> Note:
    """The kind line for the `count`th text of its kind (from 0), and the question once more with its options.

    A question back gets the question's own explanation. `ways_out` are offered besides where nothing has helped.
    """
    lines = [words(texts, question, kind, count), texts.say("talk.still", question=texts.questions[question].text)]
    if kind == "question_back":
        lines += [line(texts, question, option) for option in texts.questions[question].options]
    tools = dict.fromkeys((*ways_out, *(LATER_TOOLS if kind == LATER else ())))
    more = [button(texts, action, name, ref) for action, name in tools]
    if ways_out:
        lines.append(texts.say("talk.ways_out"))
    elif kind == "anger":
        more.append(button(texts, "pause", "question.pause", ref))
    return Note(text="\n".join(lines), buttons=(*short(texts, question, ref), *more))


def quietly(texts: Catalog, question: str, kind: str, *, ref: str) -> Note:
    """The same to the one who typed alone, once the thread has seen enough of it."""
    first = words(texts, question, kind, 0) if kind in {"question_back", LATER} else texts.say("talk.quiet")
    still = texts.say("talk.still", question=texts.questions[question].text)
    more = [button(texts, action, name, ref) for action, name in LATER_TOOLS if kind == LATER]
    return Note(text=f"{first}\n{still}", buttons=(*short(texts, question, ref), *more))


def neither(texts: Catalog, question: str, *, ref: str) -> Note:
    """What "which is nearer?" becomes where neither is: the question once more with all of its options."""
    wording = texts.questions[question]
    lines = [texts.say("askback.again"), texts.say("talk.still", question=wording.text)]
    lines += [line(texts, question, option) for option in wording.options]
    return Note(text="\n".join(lines), buttons=short(texts, question, ref))


def short(texts: Catalog, question: str, ref: str) -> tuple[Button, ...]:
    """A question's options to tap, and "I don't know"."""
    return (
        *(
            Button(action="answer_short", label=label(texts, question, option), value=f"{ref}|{option}")
            for option in texts.questions[question].options
        ),
        button(texts, "answer_short", "question.unknown", f"{ref}|unknown"),
    )


def over(texts: Catalog, question: str, kind: str, count: int) -> Note:
    """What that becomes once its question is no longer open: the line alone."""
    return Note(text=words(texts, question, kind, count))


def words(texts: Catalog, question: str, kind: str, count: int) -> str:
    """The line itself."""
    if kind == "question_back":
        return texts.say("talk.question_back", why=texts.questions[question].why)
    return texts.say(f"talk.{kind}.{count % VARIED + 1}")
