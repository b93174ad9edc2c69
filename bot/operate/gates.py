"""The gates of a plan (offer.4): shown in its thread when their week nears, with what is missing and who can give it.

A gate stops nobody. The tick looks at one when it is to be shown, when whoever is asked is to be reminded, when its
week has come, and right after somebody has said something of the plan; otherwise each working day until it is open.
"""

from datetime import date, datetime, timedelta

from bot.checkins import appointments
from bot.checkins.calendar import DAY, WEEK_DAYS, Hours, due_at, local_day, next_hour
from bot.checkins.rhythm import hours_of, zone_of
from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, plan_letter, to_thread
from bot.operate import handoff, parts
from bot.operate.known import known
from bot.store import actions
from bot.store import gates as kept
from bot.store.gate_tables import Gate as Row
from bot.store.gate_tables import GateWord
from bot.store.plan_tables import Appointment
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import gate as compose
from prompts.messages import Tasks
from scoring import Gate, GateState, check_gate, load_gates

KIND = appointments.GATES
REVIEWER = compose.REVIEWER


def look(desk: Desk, diagnosis: Diagnosis, row: Appointment) -> list[Draft]:
    """Look at all gates of a plan, and at its handover; `next_at` moves to when that is worth it again."""
    drafts: list[Draft] = []
    coming: list[datetime | None] = []
    if diagnosis.stage == "build":
        for gate in gates_of(desk, diagnosis):
            found, at = _look_at(desk, diagnosis, gate)
            drafts += found
            coming.append(at)
        found, at = handoff.look(desk, diagnosis)
        drafts += found
        coming.append(at)
    row.next_at = min((at for at in coming if at is not None), default=None)
    return drafts


def gates_of(desk: Desk, diagnosis: Diagnosis) -> list[Gate]:
    """The gates that a plan has: those before an action that is in it."""
    planned = {action.id for action in actions.of_plan(desk.session, diagnosis)}
    return [gate for gate in load_gates().values() if gate.opens in planned]


def redrawn(desk: Desk, diagnosis: Diagnosis, gate: Gate) -> list[Draft]:
    """After something was said: the gate as it stands now; if nothing is missing any more, that it is open."""
    kept_row = kept.of(desk.session, diagnosis, gate.id)
    state = check_gate(gate, known(desk, diagnosis, gate))
    if kept_row.shown_at is None or kept_row.passed_at is not None:
        return []
    kept_row.missing = _missing(desk, diagnosis, state)
    diagnosis.turn += 1
    opened = []
    if state.is_open:
        opened = _open(desk, diagnosis, gate, kept_row, state)
    message = _message(desk, diagnosis, gate, kept_row, state)
    letter = gate_letter(diagnosis, gate.id)
    return [instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, message), *opened]


def gate_letter(diagnosis: Diagnosis, gate: str) -> str:
    """The letter that shows a gate in the plan's thread."""
    return f"{diagnosis.id}.gate.{gate}"


def ask_again(desk: Desk, diagnosis: Diagnosis, gate: Gate) -> list[Draft]:
    """Ask the reviewer once more, because what they missed is there; in the plan's thread, where they are told."""
    row = kept.of(desk.session, diagnosis, gate.id)
    person = parts.holder(desk, diagnosis, REVIEWER)
    if person is None:
        return parts.ask_for_name(desk, diagnosis, REVIEWER)
    row.asked, row.asked_at, row.reminded_at = person, desk.now, None
    shown = redrawn(desk, diagnosis, gate)  # with buttons for what they find: yes, or not yet once more
    note = compose.asked_again(catalog(diagnosis.language), gate.id, person=person, by=desk.actor)
    letter = f"{gate_letter(diagnosis, gate.id)}.ask.t{diagnosis.turn}"
    return [*shown, to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))]


def is_asked_again(row: Row, word: GateWord | None) -> bool:
    """Whether whoever said this "not yet" was asked to look again since."""
    is_refusal = word is not None and word.word == kept.NOT_YET
    return is_refusal and row.asked_at is not None and word is not None and row.asked_at > word.at


def _look_at(desk: Desk, diagnosis: Diagnosis, gate: Gate) -> tuple[list[Draft], datetime | None]:
    """What is to be said of one gate now, and when to look at it again (None: when something happens)."""
    row = kept.of(desk.session, diagnosis, gate.id)
    if row.passed_at is not None:
        return [], None
    hours = hours_of(desk, diagnosis.starter, diagnosis.id)
    shown_on, opens = _days(desk, diagnosis, gate, hours)
    if shown_on is None or opens is None:
        return [], None  # the gate before it is not open yet
    if row.shown_at is None:
        at = due_at(shown_on, desk.now, hours)
        if at > desk.now:
            return [], at
        return _show(desk, diagnosis, gate, opens, hours), min(_coming(desk, diagnosis, row, hours), default=None)
    state = check_gate(gate, known(desk, diagnosis, gate))
    if state.is_open:
        return redrawn(desk, diagnosis, gate), None
    drafts = redrawn(desk, diagnosis, gate) if _missing(desk, diagnosis, state) != row.missing else []
    drafts += _follow_up(desk, diagnosis, gate, row, state, hours)
    return drafts, min(_coming(desk, diagnosis, row, hours), default=None)


def _show(desk: Desk, diagnosis: Diagnosis, gate: Gate, opens: date, hours: Hours) -> list[Draft]:
    row = kept.of(desk.session, diagnosis, gate.id)
    row.opens, row.shown_at = opens, desk.now
    if hours.day(desk.now) >= opens:
        row.told_at = desk.now  # the message says already that the week has come
    state = check_gate(gate, known(desk, diagnosis, gate))
    row.missing = _missing(desk, diagnosis, state)
    if state.is_open:
        _pass(desk, row)
    asks = _ask(desk, diagnosis, row, state)
    message = _message(desk, diagnosis, gate, row, state)
    return [to_thread(diagnosis, gate_letter(diagnosis, gate.id), message, of=plan_letter(diagnosis)), *asks]


def _ask(desk: Desk, diagnosis: Diagnosis, row: Row, state: GateState) -> list[Draft]:
    """Whose yes it waits for, from now on; where nobody holds the part, who does is asked."""
    drafts: list[Draft] = []
    for role in dict.fromkeys(need.role for need in state.missing if not state.is_open):
        if parts.holder(desk, diagnosis, role) is None:
            drafts += parts.ask_for_name(desk, diagnosis, role)
    person = parts.holder(desk, diagnosis, REVIEWER)
    waits = any(need.role == REVIEWER for need in state.missing)
    if waits and not state.is_open and person and person != row.asked:
        row.asked, row.asked_at, row.reminded_at = person, desk.now, None
    return drafts


def _follow_up(desk: Desk, diagnosis: Diagnosis, gate: Gate, row: Row, state: GateState, hours: Hours) -> list[Draft]:
    """What time brings: one reminder to whoever is asked, and a word when the week has come."""
    was = row.asked
    drafts = _ask(desk, diagnosis, row, state)
    texts = catalog(diagnosis.language)
    letter, thread = gate_letter(diagnosis, gate.id), plan_letter(diagnosis)
    if row.asked != was and row.asked:
        diagnosis.turn += 1
        note = compose.asks(texts, gate.id, person=row.asked)
        drafts.append(to_thread(diagnosis, f"{letter}.ask.t{diagnosis.turn}", note, of=thread))
    remind_at = parts.remind_when(desk, diagnosis, row) if _is_awaited(desk, diagnosis, row, state) else None
    if remind_at is not None and remind_at <= desk.now:
        row.reminded_at = desk.now
        note = compose.reminder(texts, gate.id, person=str(row.asked))
        drafts.append(to_thread(diagnosis, parts.reminder_letter(row, letter), note, of=thread))
    if row.told_at is None and row.opens and due_at(row.opens, desk.now, hours) <= desk.now:
        row.told_at = desk.now
        note = compose.not_open(texts, gate.id, compose.missing_line(texts, row.missing))
        drafts += [*redrawn(desk, diagnosis, gate), to_thread(diagnosis, f"{letter}.week", note, of=thread)]
    return drafts


def _is_awaited(desk: Desk, diagnosis: Diagnosis, row: Row, state: GateState) -> bool:
    """Whether the reviewer owes a word: they have said nothing, or were asked again after they had refused."""
    last = kept.newest(desk.session, diagnosis, row.id)
    return any(
        need.role == REVIEWER and (not need.is_refused or is_asked_again(row, last[need.id])) for need in state.missing
    )


def _coming(desk: Desk, diagnosis: Diagnosis, row: Row, hours: Hours) -> list[datetime]:
    """When it is worth looking again, each later than now; never if it is open."""
    if row.passed_at is not None:
        return []
    week = due_at(row.opens, desk.now, hours) if row.told_at is None and row.opens else None
    times = (next_hour(desk.now, hours), week, parts.remind_when(desk, diagnosis, row))
    return [at for at in times if at is not None and at > desk.now]


def _days(desk: Desk, diagnosis: Diagnosis, gate: Gate, hours: Hours) -> tuple[date | None, date | None]:
    """On which days a gate is shown and is to be open; a week after the one before it at the earliest."""
    first = local_day(diagnosis.ended_at or desk.now, hours.zone)
    shown, opens = first + (gate.shown - 1) * DAY, first + (gate.opens_day - 1) * DAY
    if gate.after is None:
        return shown, opens
    earlier = kept.look(desk.session, diagnosis, gate.after)
    if earlier is None or earlier.passed_at is None:
        return None, None
    opens = max(opens, hours.day(earlier.passed_at) + timedelta(days=WEEK_DAYS))
    return opens - (gate.opens_day - gate.shown) * DAY, opens


def _open(desk: Desk, diagnosis: Diagnosis, gate: Gate, row: Row, state: GateState) -> list[Draft]:
    """Nothing is missing any more, or somebody has decided: said once in the plan's thread."""
    _pass(desk, row)
    line_of = kept.newest(desk.session, diagnosis, gate.id).get("")
    note = compose.opened(
        catalog(diagnosis.language),
        gate.id,
        decided_by=line_of.by if line_of and state.missing else None,
        reason=(line_of.note or "") if line_of else "",
        opens=_begins(desk, diagnosis, row),
    )
    return [to_thread(diagnosis, f"{gate_letter(diagnosis, gate.id)}.open", note, of=plan_letter(diagnosis))]


def _begins(desk: Desk, diagnosis: Diagnosis, row: Row) -> date | None:
    """The day from which on it is open: as planned, or where it opened later, that day."""
    if row.opens is None or row.passed_at is None:
        return row.opens
    return max(row.opens, local_day(row.passed_at, zone_of(desk, diagnosis.starter)))


def _pass(desk: Desk, row: Row) -> None:
    row.passed_at = desk.now
    kept.record(desk.session, row, kept.PASSED, now=desk.now, by=None)


def _missing(desk: Desk, diagnosis: Diagnosis, state: GateState) -> str:
    """What is missing, as it is kept: each need with who can give it (empty: nobody); a refused one is marked."""
    return " ".join(
        f"{need.id}{compose.REFUSED if need.is_refused else ''}:{parts.holder(desk, diagnosis, need.role) or ''}"
        for need in state.missing
    )


def _message(desk: Desk, diagnosis: Diagnosis, gate: Gate, row: Row, state: GateState) -> Tasks:
    words = kept.newest(desk.session, diagnosis, gate.id)
    every = {action.id: action for action in actions.of_plan(desk.session, diagnosis)}
    needs = []
    for need in state.needs:
        word = words.get(need.id)
        person = parts.holder(desk, diagnosis, need.role)
        needs.append(
            compose.NeedLine(
                id=need.id,
                role=need.role,
                by_word=need.by_word,
                is_met=need.is_met,
                person=person,
                left=None if person else diagnosis.roles.get(need.role),
                said_by=word.by if word and (word.word == kept.YES) is need.is_met else None,
                reason=word.note or "" if word and need.is_refused else "",
                is_refused=need.is_refused,
                is_asked_again=need.role == REVIEWER and is_asked_again(row, word),
                metrics=need.metrics,
                actions=tuple(
                    compose.Due(action=one, owner=every[one].owner, due=every[one].due)
                    for one in need.actions
                    if one in every
                ),
            )
        )
    is_late = row.opens is not None and row.told_at is not None and row.passed_at is None
    return compose.gate(
        catalog(diagnosis.language),
        compose.About(
            ref=diagnosis.id,
            gate=gate.id,
            opens=_begins(desk, diagnosis, row),
            is_open=state.is_open,
            is_late=is_late,
            decided_by=words[""].by if "" in words else None,
            deciders=tuple(parts.deciders(desk, diagnosis)),
        ),
        needs,
    )
