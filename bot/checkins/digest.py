"""The week's digest in the plan's thread, and the picture of the numbers with it; when: docs/explanation/time.md."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.checkins import appointments, rounds, schedule
from bot.checkins.calendar import local_day, monday
from bot.checkins.gate_lines import gate_lines
from bot.checkins.question import items
from bot.checkins.rhythm import hours_of, zone_of
from bot.checkins.trend import trends
from bot.delivery.letters import Draft
from bot.desk import Desk, file_to_thread, instead_of, is_put, plan_letter, to_thread
from bot.store import actions, metrics, weekly
from bot.store.plan_tables import Action, ActionUpdate, Appointment, Checkin
from bot.store.stages import RESTING
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import digest as compose
from prompts.compose.checkin import Said
from prompts.compose.trend import Trend
from prompts.messages import Attachment
from prompts.mrkdwn import plain

KIND = "digest"
NOTE = "note"
SOON = timedelta(minutes=10)  # after the last answer, so that a slip can be put right before the picture is drawn
PICTURE = "trend/"  # and the Monday: the format of an attachment that is the picture of a round


def begin(desk: Desk, diagnosis: Diagnosis) -> None:
    """The plan is posted, or goes on after a rest: look at the round that it is."""
    now = rounds.round_at(desk, diagnosis)
    appointments.make(desk, diagnosis, KIND, _next_look(desk, diagnosis, now))


def refresh(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """The digest of this round with all that was said by now: posted, or edited if it stands.

    None is posted while the pilot rests; what is said then stands in the first one after it, and in the plan.
    """
    now = rounds.round_at(desk, diagnosis)
    if diagnosis.stage in RESTING and not is_put(desk, _digest_letter(diagnosis, now)):
        return []
    every = actions.of_plan(desk.session, diagnosis)
    week = _week(desk, diagnosis, every, now)
    row = appointments.row(desk, diagnosis, KIND)
    if row.next_at is None:
        row.next_at = _next_look(desk, diagnosis, now)
    if _is_complete(desk, diagnosis, now) and not is_put(desk, _picture_letter(diagnosis, now)):
        row.next_at = min(desk.now + SOON, row.next_at)
    return [_letter(desk, diagnosis, now, week)]


def look(desk: Desk, diagnosis: Diagnosis, row: Appointment) -> list[Draft]:
    """A round is looked at: its digest says what is missing, and the picture comes if there is a number to show.

    A round that is over before anybody looked has had its time; the next one comes in its turn.
    Where nobody was asked and nothing was said there is none; with nothing open any more it is the last.
    """
    now = _round_of(desk, diagnosis, row.next_at or desk.now)
    at = rounds.looked_at(desk, diagnosis, now)
    if at > desk.now and not _is_complete(desk, diagnosis, now):
        row.next_at = at  # woken before its day: after a rest, or for a plan that had no such look yet
        return []
    if at <= desk.now and rounds.is_closed(desk, diagnosis, now):
        row.next_at = _next_look(desk, diagnosis, rounds.round_at(desk, diagnosis))  # nobody looked on its day
        return []
    every = actions.of_plan(desk.session, diagnosis)
    is_open = any(action.state in actions.OPEN for action in every)
    following = rounds.looked_at(desk, diagnosis, now + rounds.WEEK)
    row.count += 1
    row.next_at = following if is_open else None
    is_sent = is_put(desk, _digest_letter(diagnosis, now))
    if not is_sent and not _asked(desk, diagnosis, now):
        return []
    drafts = [_letter(desk, diagnosis, now, _week(desk, diagnosis, every, now, is_looked_at=True))]
    picture = _picture_letter(diagnosis, now)
    if not is_put(desk, picture) and _given(desk, diagnosis, now):
        drafts.append(_picture(desk, diagnosis, picture, now))
    return drafts


def _round_of(desk: Desk, diagnosis: Diagnosis, at: datetime) -> date:
    """The round that a look at `at` is meant for: holidays may move it past the Monday on which the next one begins."""
    this = rounds.round_at(desk, diagnosis, at)
    before = this - rounds.WEEK
    is_late = before >= rounds.first_round(desk, diagnosis) and at == rounds.looked_at(desk, diagnosis, before)
    return before if is_late else this


def _next_look(desk: Desk, diagnosis: Diagnosis, now: date) -> datetime:
    at = rounds.looked_at(desk, diagnosis, now)
    return at if at > desk.now else rounds.looked_at(desk, diagnosis, now + rounds.WEEK)


def _letter(desk: Desk, diagnosis: Diagnosis, now: date, week: compose.Week) -> Draft:
    message, letter = compose.digest(catalog(diagnosis.language), week), _digest_letter(diagnosis, now)
    if not is_put(desk, letter):
        return to_thread(diagnosis, letter, message, of=plan_letter(diagnosis))
    diagnosis.turn += 1
    return instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, message)


def _picture(desk: Desk, diagnosis: Diagnosis, letter: str, now: date) -> Draft:
    texts, number = catalog(diagnosis.language), rounds.number(desk, diagnosis, now)
    attachment = Attachment(
        diagnosis=diagnosis.id,
        format=f"{PICTURE}{now}",
        name=f"{KIND}-{diagnosis.id[:4]}-{now}.png",
        title=plain(texts.say("chart.title", pilot=diagnosis.pilot, week=number)),
        text=texts.say("chart.comment", pilot=diagnosis.pilot),
    )
    return file_to_thread(diagnosis, letter, attachment, of=plan_letter(diagnosis))


def _week(
    desk: Desk, diagnosis: Diagnosis, every: Sequence[Action], now: date, *, is_looked_at: bool = False
) -> compose.Week:
    zone = zone_of(desk, diagnosis.starter)
    begins = rounds.begins(desk, diagnosis, now)
    told = actions.told(desk.session, diagnosis, since=diagnosis.ended_at or begins)
    shown = trends(desk.session, diagnosis, now)
    is_over = is_looked_at or desk.now >= rounds.looked_at(desk, diagnosis, now)
    given = _given(desk, diagnosis, now)
    return compose.Week(
        pilot=diagnosis.pilot,
        number=rounds.number(desk, diagnosis, now),
        today=local_day(desk.now, zone),
        items=items(diagnosis, every),
        since={action.id: local_day(_since(action, told), zone) for action in every},
        fresh=frozenset(action.id for action in every if action.finished_at and action.finished_at >= begins),
        notes=[Said(person=one.by, note=one.note or "") for one in told if one.state == NOTE and one.at >= begins],
        trends=shown,
        flags=_flags(desk, diagnosis, shown),
        verdict=_verdict(desk, diagnosis, now),
        unheard=_why_unheard(desk, diagnosis, now) if is_over else compose.Unheard(),
        gates=gate_lines(desk, diagnosis),
        unsaid=_unsaid(desk, diagnosis, every, now) if is_over else (),
        no_number=tuple(trend.metric for trend in shown if trend.metric not in given) if is_over else (),
    )


def _since(action: Action, told: Sequence[ActionUpdate]) -> datetime:
    """Since when an action is as it is: words that were added later do not count."""
    since = action.state_at
    for one in reversed([one for one in told if one.action == action.id and one.state in actions.STATES]):
        if one.state != action.state:
            break
        since = one.at
    return since


def _flags(desk: Desk, diagnosis: Diagnosis, shown: Sequence[Trend]) -> dict[str, tuple[str, str]]:
    running = {trend.metric for trend in shown if trend.run}
    rows = [row for row in weekly.flags(desk.session, diagnosis) if row.metric in running and not row.is_over]
    return {row.metric: (row.stands, row.by) for row in rows if row.stands and row.by}


def _verdict(desk: Desk, diagnosis: Diagnosis, now: date) -> compose.Verdict | None:
    """What was found last; reasons moved in this round only if it was found in it."""
    row = weekly.last(desk.session, diagnosis, now)
    if row is None:
        return None
    found, is_new = row.found, row.week == now
    return compose.Verdict(
        moved=tuple(
            compose.Moved(
                reason=one["reason"],
                was=one["was"],
                now=one["now"],
                facts=tuple((question, was, is_now) for question, was, is_now in one["facts"]),
            )
            for one in found["moved"]
            if is_new
        ),
        left=tuple((question, option) for question, option in found["left"]),
        total=found["total"],
        not_yet=tuple((question, option, by) for question, option, by in found["not_yet"]),
        said_by=found["said_by"],
    )


def _unsaid(desk: Desk, diagnosis: Diagnosis, every: Sequence[Action], now: date) -> tuple[tuple[str, str, str], ...]:
    """Facts that somebody was asked about a day ago or more, while a reason holds and the action is done.

    By whom it was done does not matter: where its owner has left, somebody else is asked.
    """
    row = weekly.last(desk.session, diagnosis, now)
    done = {
        question
        for action in every
        if action.state == "done" and action.id in desk.rules.actions
        for question in desk.rules.actions[action.id].changes
    }
    return tuple(
        (question, option, person)
        for question, option, person, at in (row.found.get("open", ()) if row and row.found["left"] else ())
        if question in done and datetime.fromisoformat(at) + timedelta(days=1) <= desk.now
    )


def _asked(desk: Desk, diagnosis: Diagnosis, now: date) -> list[str]:
    """Who was asked in this round."""
    begins = rounds.begins(desk, diagnosis, now)
    rows = actions.checkins(desk.session, diagnosis)
    return [row.person for row in rows if row.asked_at is not None and row.asked_at >= begins]


def _unheard(desk: Desk, diagnosis: Diagnosis, now: date) -> list[Checkin]:
    """Of those who are asked each week, who has not said anything since this round began."""
    begins = rounds.begins(desk, diagnosis, now)
    rows = actions.checkins(desk.session, diagnosis)
    return [row for row in rows if row.next_at and (row.answered_at is None or row.answered_at < begins)]


def _why_unheard(desk: Desk, diagnosis: Diagnosis, now: date) -> compose.Unheard:
    """Who has said nothing in this round though they were asked: whoever is away or wants it later is not silent."""
    asked = _asked(desk, diagnosis, now)
    away: dict[str, date] = {}
    put_off: list[str] = []
    silent: list[str] = []
    for row in _unheard(desk, diagnosis, now):
        hours = hours_of(desk, row.person, diagnosis.id)
        if hours.back_on is not None and hours.back_on > hours.day(desk.now):
            away[row.person] = hours.back_on
        elif row.person in asked:
            (put_off if schedule.is_put_off(row) else silent).append(row.person)
    return compose.Unheard(silent=tuple(silent), put_off=tuple(put_off), away=away)


def _given(desk: Desk, diagnosis: Diagnosis, now: date) -> frozenset[str]:
    """The metrics that have a number of this round."""
    first = monday(local_day(rounds.begins(desk, diagnosis, now), zone_of(desk, diagnosis.starter)))
    weeks = metrics.by_week(desk.session, diagnosis, since=first, until=now)
    return frozenset(metric for values in weeks.values() for metric in values)


def _is_complete(desk: Desk, diagnosis: Diagnosis, now: date) -> bool:
    """Whether everybody who was asked has answered, and every number is there."""
    wanted = {metric.id for metric in metrics.of_plan(desk.session, diagnosis)}
    if not wanted or not wanted <= _given(desk, diagnosis, now):
        return False
    asked = _asked(desk, diagnosis, now)
    return bool(asked) and not any(row.person in asked for row in _unheard(desk, diagnosis, now))


def _digest_letter(diagnosis: Diagnosis, now: date) -> str:
    return f"{diagnosis.id}.digest.{now}"


def _picture_letter(diagnosis: Diagnosis, now: date) -> str:
    return f"{diagnosis.id}.picture.{now}"
