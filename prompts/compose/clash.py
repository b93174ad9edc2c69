"""Two answers that do not fit together: put, settled, withdrawn."""

from collections.abc import Mapping, Sequence

from prompts.catalog import Catalog
from prompts.compose.question import bold, button, spoken
from prompts.messages import Button, Note, Part, Question
from prompts.mrkdwn import mention
from scoring import Answer, Clash

BOTH = "both"  # what settles it besides one of its questions


def put_clash(
    texts: Catalog,
    contradiction: str,
    said: Sequence[tuple[str, Answer]],
    *,
    diagnosis: str,
    starter: str,
    context: str,
) -> Question:
    """Ask which of two answers holds; `said` are the questions with their answers, the earlier one first."""
    value = f"{diagnosis}|{contradiction}"
    lines = [
        texts.say(
            message_id,
            number=number,
            question=texts.questions[question].text,
            answer=spoken(texts, question, answer),
            person=mention(answer.by or starter),
        )
        for number, (message_id, (question, answer)) in enumerate(
            zip(("clash.earlier", "clash.now"), said, strict=True), 1
        )
    ]
    choices = (("clash.label_earlier", said[0][0]), ("clash.label_now", said[1][0]), ("clash.label_both", BOTH))
    options: list[Button] = [button(texts, "settle", label, f"{value}|{choice}") for label, choice in choices]
    return Question(
        lead=texts.say("clash.lead"),
        text=bold(texts.say("clash.ask")),
        lines=(*lines, texts.say("clash.both", number=len(options))),
        options=tuple(options),
        tools=(),
        context=context,
    )


def settled(texts: Catalog, stands: str, answers: Mapping[str, Answer], *, by: str) -> Note:
    """What the message becomes once somebody has said which of the two holds."""
    context = texts.say("question.done_by", person=mention(by))
    if stands == BOTH:
        return Note(text=texts.say("clash.done_both"), context=context)
    answer = spoken(texts, stands, answers[stands])
    return Note(text=texts.say("clash.done", question=texts.questions[stands].text, answer=answer), context=context)


def given_up(texts: Catalog, question: str, *, by: str, ref: str) -> Note:
    """What the card of the answer becomes that does not count any more."""
    text = texts.say("clash.given_up", question=texts.questions[question].text, person=mention(by))
    return Note(text=text, buttons=(button(texts, "change", "question.change", ref),))


def withdrawn(texts: Catalog) -> Note:
    """What the message becomes when one of the two answers is asked again."""
    return Note(text=texts.say("clash.withdrawn"))


def pairs(texts: Catalog, answers: Mapping[str, Answer], clashes: Sequence[Clash]) -> Part:
    """The answers that do not fit together, for the reasoning."""
    lines = []
    for clash in clashes:
        (one, first), (other, second) = [(q, spoken(texts, q, answers[q])) for q in clash.questions]
        lines.append(
            texts.say(
                "reasoning.clash",
                question=texts.questions[one].text,
                answer=first,
                other_question=texts.questions[other].text,
                other_answer=second,
            )
        )
    return Part(title=texts.say("reasoning.clashes"), lines=tuple(lines))
