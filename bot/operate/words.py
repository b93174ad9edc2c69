"""What people say of a gate: yes, not yet and why, look again, and a written decision. Only whose part it is may."""

from dataclasses import dataclass

from bot.access import Deed, allowed
from bot.checkins import appointments
from bot.desk import Desk, Outcome, hint
from bot.operate import gates, handoff, parts
from bot.store import gates as kept
from bot.store.gate_tables import Gate as Row
from bot.store.tables import Diagnosis
from prompts.mrkdwn import shorten
from scoring import Gate, load_gates
from scoring.gates import Need

REASON_CHARACTERS = 500


@dataclass(frozen=True)
class _At:
    """What somebody speaks of: a gate and one of its needs, as it stands; the handover has no data of its own."""

    row: Row
    gate: Gate | None
    need: Need | None
    role: str


def yes(desk: Desk, diagnosis: Diagnosis, gate_id: str, need_id: str) -> Outcome:
    """The one whose part it is says that it is there; a second yes adds nothing."""
    at = _at(desk, diagnosis, gate_id, need_id)
    refused = _refusal(desk, diagnosis, at)
    if refused or at is None:
        return refused or Outcome()
    if at.gate is None or at.need is None:
        return handoff.accept(desk, diagnosis)
    last = kept.newest(desk.session, diagnosis, gate_id).get(need_id)
    if last is not None and last.word == kept.YES:
        return Outcome()
    kept.record(desk.session, at.row, kept.YES, now=desk.now, by=desk.actor, need=need_id)
    return _after(desk, diagnosis, at.gate)


def not_yet(desk: Desk, diagnosis: Diagnosis, gate_id: str, need_id: str, reason: str) -> Outcome:
    """The one whose part it is says what has to change first."""
    at = _at(desk, diagnosis, gate_id, need_id)
    refused = _refusal(desk, diagnosis, at)
    if refused or at is None:
        return refused or Outcome()
    words = shorten(reason, REASON_CHARACTERS)
    if at.gate is None:
        return handoff.refuse(desk, diagnosis, words)
    kept.record(desk.session, at.row, kept.NOT_YET, now=desk.now, by=desk.actor, need=need_id, note=words)
    return _after(desk, diagnosis, at.gate)


def ask_again(desk: Desk, diagnosis: Diagnosis, gate_id: str, need_id: str) -> Outcome:
    """Somebody says that what was missed is there: whoever refused is asked to look again. Anybody of the team may."""
    at = _at(desk, diagnosis, gate_id, need_id)
    if at is None or at.gate is None or at.row.passed_at is not None:
        return _gone(desk, at)
    last = kept.newest(desk.session, diagnosis, gate_id).get(need_id)
    if last is None or last.word != kept.NOT_YET or gates.is_asked_again(at.row, last):
        return Outcome()  # they are asked already
    drafts = gates.ask_again(desk, diagnosis, at.gate)
    appointments.make(desk, diagnosis, gates.KIND, desk.now)
    return Outcome(drafts=tuple(drafts))


def decide(desk: Desk, diagnosis: Diagnosis, gate_id: str, reason: str) -> Outcome:
    """The sponsor decides in writing to go on, whatever is missing."""
    refused = undecidable(desk, diagnosis, gate_id)
    if refused or not reason.strip():
        return refused or Outcome()
    row = kept.of(desk.session, diagnosis, gate_id)
    words = shorten(reason, REASON_CHARACTERS)
    kept.record(desk.session, row, kept.DECIDED, now=desk.now, by=desk.actor, note=words)
    return _after(desk, diagnosis, load_gates()[gate_id])


def undecidable(desk: Desk, diagnosis: Diagnosis, gate_id: str) -> Outcome | None:
    """Why the one who acts cannot decide about a gate; None if they can."""
    row = kept.look(desk.session, diagnosis, gate_id) if gate_id in load_gates() else None
    if row is None or row.shown_at is None:
        return hint(desk.texts.say("wrong.gone"))
    if row.passed_at is not None:
        return hint(desk.texts.say("gate.is_open"))
    people = parts.deciders(desk, diagnosis)
    return None if allowed(Deed.DECIDE, diagnosis, desk.actor, holders=people) else parts.waits_for(desk, people)


def unsayable(desk: Desk, diagnosis: Diagnosis, gate_id: str, need_id: str) -> Outcome | None:
    """Why the one who acts cannot say yes or not yet; None if they can."""
    return _refusal(desk, diagnosis, _at(desk, diagnosis, gate_id, need_id))


def _at(desk: Desk, diagnosis: Diagnosis, gate_id: str, need_id: str) -> _At | None:
    """Only what there is and stands in the plan's thread is let through."""
    gate = load_gates().get(gate_id)
    row = kept.look(desk.session, diagnosis, gate_id) if gate or gate_id == handoff.ID else None
    if row is None or row.shown_at is None:
        return None
    if gate is None:
        return _At(row, None, None, handoff.OWNER) if need_id == handoff.NEED else None
    need = next((one for one in gate.needs if one.id == need_id and one.by_word), None)
    return _At(row, gate, need, need.role) if need else None


def _refusal(desk: Desk, diagnosis: Diagnosis, at: _At | None) -> Outcome | None:
    if at is None or at.row.passed_at is not None:
        return _gone(desk, at)
    person = parts.holder(desk, diagnosis, at.role)
    if allowed(Deed.VOUCH, diagnosis, desk.actor, holders=[person] if person else []):
        return None
    if person is None:
        return hint(desk.texts.say("gate.nobody_yet", role=desk.texts.roles[at.role]))
    return parts.waits_for(desk, [person])


def _gone(desk: Desk, at: _At | None) -> Outcome:
    return hint(desk.texts.say("wrong.gone" if at is None else "gate.is_open"))


def _after(desk: Desk, diagnosis: Diagnosis, gate: Gate) -> Outcome:
    """The gate as it stands now; the tick looks at what follows from it."""
    row = kept.of(desk.session, diagnosis, gate.id)
    drafts = gates.redrawn(desk, diagnosis, gate)
    if desk.actor == row.asked:
        drafts += parts.answered(desk, diagnosis, row, gates.gate_letter(diagnosis, gate.id))
    appointments.make(desk, diagnosis, gates.KIND, desk.now)
    return Outcome(drafts=tuple(drafts))
