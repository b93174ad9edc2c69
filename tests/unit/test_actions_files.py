"""The actions of a plan as files for trackers and calendars: what they hold, safely, and always the same."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from bot.report.actions_calendar import NoDaysError, calendar
from bot.report.actions_table import actions_table
from prompts.catalog import catalog, languages
from prompts.compose.dossier import Dossier, dossier_of
from scoring import Sheet, load_rules

DAY = date(2026, 12, 4)
HOSTILE = '=1+1, a; b\\n "c"\r\nBEGIN:VALARM\x00 ñ 訂單 ' + "long " * 40


def planned(pilot: str = "order intake", **beside: object) -> Dossier:
    """A plan with days and people."""
    rules = load_rules()
    ids = ("record_baselines", "write_as_drafts")
    given = {
        "origin": {"id": "abc", "ended_at": "2026-11-23T15:00:00.250000+00:00"},
        "people": {"U1": f"@{pilot}"},
        "due": dict.fromkeys(ids, DAY),
        "owners": {"record_baselines": "U1", "write_as_drafts": None},
        "states": {"record_baselines": "open", "write_as_drafts": "not_doing"},
        "revisions": {"record_baselines": 0, "write_as_drafts": 90},
        **beside,
    }
    return dossier_of(rules, Sheet(pilot=pilot), **given)


@pytest.mark.parametrize("language", languages())
def test_an_entry_is_a_whole_day_that_blocks_none(language: str) -> None:
    """Google and Outlook take all-day entries: the day it is due, free, with an id that stays."""
    made = Calendar.from_ical(calendar(catalog(language), planned()))
    first, second = made.walk("VEVENT")
    assert (first["UID"], second["UID"]) == ("abc-record_baselines@unstick", "abc-write_as_drafts@unstick")
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (DAY, date(2026, 12, 5))
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert first["TRANSP"] == "TRANSPARENT"
    assert first["SUMMARY"] == f"order intake: {catalog(language).actions['record_baselines'].title}"
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 90)
    assert second["DTSTAMP"].dt == datetime(2026, 11, 23, 15, 1, 30, tzinfo=UTC)


def test_the_same_plan_gives_the_same_bytes() -> None:
    """Neither file knows when it is made."""
    assert calendar(catalog(), planned()) == calendar(catalog(), planned())
    assert actions_table(catalog(), planned()) == actions_table(catalog(), planned())


def test_a_calendar_keeps_to_its_lines_whatever_people_wrote() -> None:
    """A pilot's name adds no line and no component; what can be shown of it comes back; no line is over 75 bytes."""
    made = calendar(catalog(), planned(HOSTILE))
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    read = Calendar.from_ical(made)
    assert [each.name for each in read.walk()] == ["VCALENDAR", "VEVENT", "VEVENT"]
    assert str(read.walk("VEVENT")[0]["SUMMARY"]).startswith('=1+1, a; b\\n "c" BEGIN:VALARM ñ 訂單 long')


def test_a_table_is_for_a_tracker_to_take_in() -> None:
    """A row for each action: days in ISO 8601, people by name, and no cell that could act as a formula."""
    rows = list(csv.reader(io.StringIO(actions_table(catalog(), planned(HOSTILE)).decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {10}
    assert [row[0] for row in rows] == ["Id", "abc-record_baselines", "abc-write_as_drafts"]
    assert rows[1][7] == "2026-12-04"
    assert rows[1][1].startswith("'=1+1")
    assert rows[1][5].startswith("'@")
    assert rows[2][5] == "nobody yet (Technical lead)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_what_was_posted_stays_whatever_the_verdict_is_now() -> None:
    """The files hold the actions that were posted, and not those that a plan of today would have."""
    assert len(planned().plan.actions) > 2
    assert len(actions_table(catalog(), planned()).splitlines()) == 3


def test_a_plan_without_days_is_no_calendar() -> None:
    """Before the plan is posted there is a table without days, and no calendar."""
    sheet = replace(planned(), due={}, origin={})
    with pytest.raises(NoDaysError, match="post it first"):
        calendar(catalog(), sheet)
    rows = list(csv.reader(io.StringIO(actions_table(catalog(), sheet).decode("utf-8-sig"), newline="")))
    assert {row[7] for row in rows[1:]} == {""}
