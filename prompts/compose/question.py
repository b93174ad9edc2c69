"""Questions: put, answered, asked back, explained."""

from collections import Counter
from collections.abc import Mapping, Sequence

from prompts.catalog import STATES, Catalog
from prompts.messages import Button, Note, Question
from prompts.mrkdwn import Mrkdwn, escape, mention, plain, shorten
from prompts.numbers import plural
from scoring import UNKNOWN, Answer, Verdict

BAR_CELLS = 10
FULL, EMPTY = "▰", "▱"


def button(texts: Catalog, action: str, label_id: str, value: str, *, style: str = "plain") -> Button:
    """A button whose label is a message of the catalog."""
    return Button.model_validate(
        {"action": action, "label": plain(texts.say(label_id)), "value": value, "style": style}
    )


Tool = tuple[str, str]  # what a way out of a question does, and the message that is its label
TOOLS: tuple[Tool, ...] = (
    ("why", "question.why"),
    ("back", "question.back"),
    ("hand", "question.hand"),
    ("skip", "question.skip"),
    ("pause", "question.pause"),
)
HANDED_TOOLS: tuple[Tool, ...] = (
    ("why", "question.why"),
    ("hand", "question.hand"),
    ("give_back", "hand.give_back"),
    ("private", "hand.private"),
)
PRIVATE_TOOLS: tuple[Tool, ...] = (*HANDED_TOOLS[:3], ("public", "hand.public"))
PARKED_TOOLS: tuple[Tool, ...] = (HANDED_TOOLS[0], HANDED_TOOLS[1], ("skip", "question.skip"))
AGAIN_TOOLS: tuple[Tool, ...] = (("why", "question.why"), ("give_back", "hand.leave"))
SECOND_TOOLS: tuple[Tool, ...] = (("why", "question.why"), ("give_back", "hand.give_back"))


def put(
    texts: Catalog, question: str, ref: str, *, context: str, lead: str = "", tools: Sequence[Tool] = TOOLS
) -> Question:
    """The question with its options and ways out; `ref` tells the buttons which asking they belong to."""
    wording = texts.questions[question]
    lines = [line(texts, question, option) for option in wording.options]
    if wording.ask_number:
        lines.append(texts.say("question.number", ask=wording.ask_number))
    return Question(
        lead=lead,
        text=bold(wording.text),
        lines=tuple(lines),
        options=(
            *(
                Button(action="answer", label=label(texts, question, option), value=f"{ref}|{option}")
                for option in wording.options
            ),
            button(texts, "answer", "question.unknown", f"{ref}|unknown"),
        ),
        tools=tuple(button(texts, action, label, ref) for action, label in tools),
        context=context,
    )


def line(texts: Catalog, question: str, option: str) -> Mrkdwn:
    """An option as a line. Bands of figures have no numbers of their own: a number that is typed is the figure."""
    wording = texts.questions[question]
    text = wording.options[option].text
    if wording.ask_number:
        return texts.say("question.band", option=text)
    return texts.say("question.line", number=list(wording.options).index(option) + 1, option=text)


def label(texts: Catalog, question: str, option: str) -> str:
    """An option on its button, with the number that its line has."""
    wording = texts.questions[question]
    label = wording.options[option].label
    return label if wording.ask_number else f"{list(wording.options).index(option) + 1} {label}"


def ask_back(texts: Catalog, question: str, ref: str, options: Sequence[str], *, quote: str, context: str) -> Question:
    """The two nearest options and "neither", for words that named none for certain; `ref` names those words too."""
    wording = texts.questions[question]
    shown = [option for option in wording.options if option in options]
    unknown = [texts.say("question.band", option=texts.say("question.unknown"))] if UNKNOWN in options else []
    short = shorten(quote)
    lead = (
        texts.say("askback.lead", quote=short)
        if len(short) == len(quote.strip()) or len(quote) < LONG_TEXT
        else texts.say("askback.too_long", characters=len(quote))
    )
    return Question(
        lead=lead,
        text=bold(wording.text),
        lines=(*(line(texts, question, option) for option in shown), *unknown),
        options=(
            *(Button(action="pick", label=label(texts, question, option), value=f"{ref}|{option}") for option in shown),
            button(texts, "neither", "askback.neither", ref),
            button(texts, "pick", "question.unknown", f"{ref}|unknown"),
        ),
        tools=(),
        context=context,
    )


LONG_TEXT = 2000


def answered(texts: Catalog, question: str, answer: Answer, *, ref: str, confirmed_by: str | None = None) -> Note:
    """What the question becomes once it is answered: the answer, who gave it, in which words, and who confirmed it."""
    text = texts.say("question.done", question=texts.questions[question].text, answer=spoken(texts, question, answer))
    buttons = (button(texts, "change", "question.change", ref), button(texts, "second", "differ.second", ref))
    return Note(text=text, context=_given(texts, answer, confirmed_by), buttons=buttons)


def _given(texts: Catalog, answer: Answer, confirmed_by: str | None) -> str:
    if not answer.by:
        return ""
    if not answer.quote:
        return texts.say("question.done_by", person=mention(answer.by))
    told = {"quote": shorten(answer.quote), "person": mention(answer.by)}
    if confirmed_by in {None, answer.by}:
        return texts.say("question.done_quote", **told)
    return texts.say("question.done_confirmed", **told, other=mention(confirmed_by or ""))


def read_as(texts: Catalog, question: str, answer: Answer) -> Note:
    """What "which is nearer?" becomes once a tap on it has settled it."""
    return Note(text=texts.say("askback.read", answer=spoken(texts, question, answer)))


def answered_since(texts: Catalog, question: str, answer: Answer) -> Note:
    """What "which is nearer?" becomes once the question was answered in another way: its words were read as nothing."""
    return Note(text=texts.say("askback.answered", answer=spoken(texts, question, answer)))


def withdrawn(texts: Catalog, question: str) -> Note:
    """What an answered question becomes when it is asked again."""
    return Note(text=texts.say("question.withdrawn", question=texts.questions[question].text))


def set_aside(texts: Catalog, question: str) -> Note:
    """What an open question becomes when an earlier one is asked again first."""
    return Note(text=texts.say("question.set_aside", question=texts.questions[question].text))


def why(texts: Catalog, question: str) -> Note:
    """What the question is for."""
    return Note(text=texts.say("question.why_answer", why=texts.questions[question].why))


def spoken(texts: Catalog, question: str, answer: Answer) -> str:
    """An answer in words: an exact figure with its unit, an option's text, or "I don't know"."""
    if answer.option == "unknown":
        return texts.say("question.unknown")
    if answer.value is not None:
        return texts.say("question.figure", number=answer.value, unit=texts.unit(texts.unit_of[question], answer.value))
    return texts.questions[question].options[answer.option].text


def progress(texts: Catalog, *, answers: int, left: int, minutes: int, verdict: Verdict) -> Mrkdwn:
    """How far it is: a bar, the count of answers, the minutes left, and how many reasons have taken which shape."""
    total = answers + left
    filled = 0 if total == 0 else min(BAR_CELLS, BAR_CELLS * answers // total)
    bar = FULL * filled + EMPTY * (BAR_CELLS - filled)
    line = texts.say("question.progress", bar=bar, answered=answers, total=total, minutes=minutes)
    shape = _shape(texts, verdict)
    return Mrkdwn(f"{line}\n{texts.say('question.shape', shape=shape)}") if shape else line


def _shape(texts: Catalog, verdict: Verdict) -> str:
    counts: Counter[str] = Counter(reason.state for reason in verdict.reasons)
    parts = [
        texts.say(
            "question.shape_part",
            count=counts[state],
            state=plural(texts.locale, counts[state], texts.states[state].counted),
        )
        for state in STATES
        if state != "unclear" and counts[state]
    ]
    return Mrkdwn(" · ".join(parts))


def opening(texts: Catalog, *, minutes: int, roles: Mapping[str, str], unheld: Sequence[str]) -> Note:
    """The thread's first message: how it works, who may know what, and which roles nobody holds."""
    text = texts.say("thread.opening", minutes=minutes)
    named = [
        texts.say("thread.role", role=texts.roles[role], person=mention(person))
        for role, person in roles.items()
        if person
    ]
    lines = [texts.say("thread.roles", roles=Mrkdwn(" · ".join(named)))] if named else []
    if unheld:
        lines.append(texts.say("thread.unheld", roles=role_names(texts, unheld)))
    owner = roles.get("business_owner")
    if owner and owner == roles.get(
        "technical_lead"
    ):  # four.3: the owner is of the business, not of the technical team
        lines.append(texts.say("claims.same_person", person=mention(owner)))
    return Note(text=text, context="\n".join(lines))


def role_names(texts: Catalog, roles: Sequence[str]) -> str:
    """Roles by their names, in a row."""
    return ", ".join(texts.roles[role].lower() for role in roles)


def bold(text: str) -> Mrkdwn:
    """The text in bold letters."""
    return Mrkdwn(f"*{escape(text)}*")
