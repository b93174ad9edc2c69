"""A sign that typed words had an effect, where whoever typed them is reading: at the end of the thread or of the DM.

What words became stands on a card further up. Where something new follows them anyway, that is sign enough.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.delivery.letters import Act, Draft
from bot.desk import Desk, Outcome, question_letter, to_person, to_thread
from bot.interview.how import Words
from bot.interview.lines import answer_of
from bot.store.tables import Diagnosis, Entry
from prompts.catalog import catalog
from prompts.compose import question as compose
from prompts.messages import Note


def taken(
    desk: Desk, diagnosis: Diagnosis, line: Entry, words: Words | None, following: Sequence[Draft]
) -> list[Draft]:
    """One line for an answer that was taken as it was typed, if nothing is put below it."""
    if words is None or words.waited or any(_is_below(draft, words.whom) for draft in following):
        return []
    letter = f"{question_letter(diagnosis, line.seq)}.taken"
    if words.whom:
        answer = compose.spoken(desk.texts, line.question, answer_of(line))
        note = Note(text=desk.texts.say("taken.private", answer=answer))
        return [to_person(words.whom, letter, note, diagnosis.id)]
    texts = catalog(diagnosis.language)
    answer = compose.spoken(texts, line.question, answer_of(line))
    return [to_thread(diagnosis, letter, Note(text=texts.say("taken.thread", answer=answer)))]


def passed(desk: Desk, diagnosis: Diagnosis, outcome: Outcome, where: Literal["on", "back"]) -> Outcome:
    """The same with one line for somebody who passed a question on, or back, by words in a direct message."""
    if not outcome.drafts or any(_is_below(draft, desk.actor) for draft in outcome.drafts):
        return outcome
    note = Note(text=desk.texts.say("taken.passed_on" if where == "on" else "taken.passed_back"))
    letter = f"{diagnosis.id}.t{diagnosis.turn}.taken"
    return replace(outcome, drafts=(*outcome.drafts, to_person(desk.actor, letter, note, diagnosis.id)))


def _is_below(draft: Draft, whom: str | None) -> bool:
    """Whether a letter comes to stand at the end of what `whom` reads in private, or of the thread."""
    return draft.act is Act.DM and draft.lane == whom if whom else draft.act is Act.POST
