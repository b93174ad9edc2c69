"""A name in an answer: do they hold the role that the answer is about, and who are they in Slack? Asked once each."""

from collections.abc import Mapping

from bot.delivery.letters import Draft
from bot.desk import Desk, note_down, question_letter, reference, texts_for, to_person, to_thread
from bot.interview.beside import beside, called
from bot.interview.how import Words
from bot.interview.lines import Kind
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.compose import offers as compose

# Which role an answer is about. Not worked out from a question's own role: that is who knows, not who is meant.
# A name in any other answer (who re-types, who complained) says nothing of a role, and nobody is asked about it.
ROLE_OF: Mapping[tuple[str, str], str] = {
    ("answers_for", "business"): "business_owner",  # one person of the business, by name: what the role means (S2)
    ("number_moves", "person"): "business_owner",  # whose figures move, and who reports on them (S1)
    ("unsafe_yes", "business"): "business_owner",  # who may say yes for the business answers for it
    ("looked_at", "business"): "business_owner",  # whether results are right is the owner's question (S2)
    ("answers_for", "technical"): "technical_lead",
    ("unsafe_yes", "technical"): "technical_lead",
    ("looked_at", "technical"): "technical_lead",
    ("operator", "project"): "technical_lead",  # who built it
    ("operator", "set_time"): "technical_lead",  # who watches and adjusts knows what this role is asked
    ("operator", "on_side"): "technical_lead",
    ("access_approved", "written"): "security_reviewer",  # who approves access is whom a review asks
    ("access_approved", "spoken"): "security_reviewer",
    ("review_state", "dated"): "security_reviewer",
    ("review_state", "passed"): "security_reviewer",
    ("last_invoice", "area"): "sponsor",  # whose budget pays
    ("opex_line", "line"): "sponsor",
}


def ask_who(desk: Desk, diagnosis: Diagnosis, question: str, option: str, words: Words) -> list[Draft]:
    """Ask about the name in these words, where nobody holds the role yet and the name is new."""
    role = ROLE_OF.get((question, option))
    if role is None or not words.person or diagnosis.roles.get(role):
        return []
    if called(words.person) in beside(diagnoses.transcript(diagnosis)).named:
        return []
    line = note_down(
        desk,
        diagnosis,
        kind=Kind.NAMED,
        question=question,
        option=role,
        quote=words.person,
        by=words.by,
        whom=words.whom,
        source_ts=words.source_ts,
    )
    texts = texts_for(desk, diagnosis, words.whom)
    note = compose.named(texts, words.person, role, ref=reference(diagnosis, line.seq, question))
    letter = question_letter(diagnosis, line.seq)
    if words.whom:
        return [to_person(words.whom, letter, note, diagnosis.id)]
    return [to_thread(diagnosis, letter, note)]
