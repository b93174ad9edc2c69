"""Whatever people do, and whenever the tick looks: one question a week, one reminder for each, never at night."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.checkins import schedule
from bot.checkins.calendar import Hours, first_hour_from, later_today, may_write, tomorrow
from bot.store.plan_tables import Checkin

START = datetime(2026, 10, 13, 12, 0, tzinfo=UTC)
HOURS = st.builds(
    Hours,
    zone=st.sampled_from(["America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Tokyo"]),
    weekday=st.integers(0, 6),
    country=st.sampled_from([None, "US", "ES", "IL"]),
)
DEEDS = st.sampled_from(["answer", "later", "tomorrow", "away", "nothing", "nothing", "nothing"])


@dataclass
class Life:
    """Somebody's row and what they were sent: moments with what it was."""

    hours: Hours
    row: Checkin = field(default_factory=lambda: Checkin(week=0, silent=0))
    sent: list[tuple[datetime, str]] = field(default_factory=list)

    def tick(self, now: datetime) -> None:
        """What the bot's tick does with a row that is due, without the words."""
        if self.row.next_at is None or self.row.next_at > now:
            return
        coming = schedule.coming(self.row, now, self.hours)
        if coming.at <= now:
            self.sent.append((now, coming.step))
            if coming.step == "ask":
                schedule.asked(self.row, now, self.hours)
            else:
                marks = {"again": schedule.led_back, "remind": schedule.reminded, "tell": schedule.told}
                marks[coming.step](self.row, now)
        schedule.look_again(self.row, now, self.hours)

    def do(self, deed: str, now: datetime) -> None:
        """What somebody does."""
        is_open = schedule.is_open(self.row)
        if deed == "answer":
            schedule.answered(self.row, now)
            self.sent.append((now, "answer"))
        elif deed == "later" and is_open:
            schedule.put_off(self.row, later_today(now, self.hours, wait=timedelta(hours=3)))
        elif deed == "tomorrow" and is_open:
            schedule.put_off(self.row, tomorrow(now, self.hours))
        elif deed == "away":
            back_on = self.hours.day(now) + timedelta(days=5)
            self.hours = Hours(**{**self.hours.__dict__, "back_on": back_on})
            if is_open:
                schedule.put_off(self.row, first_hour_from(back_on, self.hours))
        if is_open and self.row.snoozed_until and deed in {"later", "tomorrow", "away"}:
            self.sent.append((now, "put off"))
        schedule.look_again(self.row, now, self.hours)


@given(HOURS, st.lists(st.tuples(DEEDS, st.integers(1, 60 * 24 * 10)), max_size=25))
def test_one_question_one_reminder(hours: Hours, story: list[tuple[str, int]]) -> None:
    """Between deeds minutes or days pass, and the tick looks when it is due, or late, after them."""
    life, now = Life(hours), START
    schedule.begin(life.row, now, life.hours)
    for number, (deed, minutes) in enumerate(story):
        until = now + timedelta(minutes=minutes)
        is_down = number % 3 == 2
        while not is_down and life.row.next_at is not None and life.row.next_at <= until:
            now = max(now, life.row.next_at)
            life.tick(now)
            assert life.row.next_at > now
        now = until
        life.tick(now)
        life.do(deed, now)
    _holds(life)


def _holds(life: Life) -> None:
    told = False
    since: list[str] = []
    for moment, what in life.sent:
        if what == "answer":
            since, told = ["answer"], False
            continue
        if what == "put off":
            since, told = [each for each in since if each != "tell"], False  # a word of a kind
            continue
        assert may_write(moment, Hours(**{**life.hours.__dict__, "back_on": None}))
        assert what == "ask" or "answer" not in since, "nobody is reminded of what they have answered"
        if what == "ask":
            since = []
        assert what != "remind" or not told, "once somebody knows, there are no reminders"
        told = told or what == "tell"
        since.append(what)
        assert since.count("tell") <= 1
    moments = [moment for moment, what in life.sent if what not in {"answer", "put off"}]
    assert len(set(moments)) == len(moments), "never two things at once"


@given(HOURS, st.integers(3, 12))
def test_silence_is_told_once(hours: Hours, weeks: int) -> None:
    """Who never says a word has a question each week, two reminders in all, and is told of once."""
    life, now = Life(hours), START
    schedule.begin(life.row, now, life.hours)
    until = now + timedelta(weeks=weeks + 1)
    while life.row.next_at is not None and life.row.next_at <= until:
        now = life.row.next_at
        life.tick(now)
    steps = [what for _, what in life.sent]
    assert steps[:6] == ["ask", "remind", "ask", "remind", "tell", "ask"]
    assert set(steps[6:]) <= {"ask"}
    assert weeks <= steps.count("ask") <= weeks + 2
