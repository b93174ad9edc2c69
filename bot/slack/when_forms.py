"""The forms about when somebody is asked: "I am away", and `/unstick settings`."""

import json
from datetime import date, time
from typing import Any

from bot.checkins import when
from bot.checkins.calendar import WEEK_DAYS, Hours
from bot.checkins.free_days import country_name, country_named
from bot.checkins.rhythm import EVERY_PILOT, hours_of
from bot.desk import Desk
from bot.slack import forms
from bot.slack.front import Front, Who, act, desk_for, renew, texts_for
from bot.store import actions, diagnoses
from prompts import dates
from prompts.catalog import Catalog, every_catalog
from prompts.messages import Message, Note
from prompts.mrkdwn import plain

AWAY, SETTINGS = "away", "settings"
CALLBACKS = (AWAY, SETTINGS)
ALL = "all"
COUNTRY_CHARACTERS = 80
MOST_PILOTS = 99


def open_away(front: Front, who: Who, body: dict[str, Any]) -> Message | None:
    """Ask from when on they are back."""
    with front.database.reading() as session:
        hours = hours_of(desk_for(front, session, who.workspace_id, who.actor, front.clock()), who.actor)
    view = away_view(texts_for(front, who), hours, hours.day(front.clock()))
    return forms.show(front, who, body, view)


def open_settings(front: Front, who: Who, body: dict[str, Any]) -> Message | None:
    """Show when somebody is asked, to be changed. Their time zone is looked up anew: they may just have changed it."""
    renew(front, who.workspace_id, who.actor)
    texts = texts_for(front, who)
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        pilots = _pilots(desk)
        hours = hours_of(desk, who.actor)
    return forms.show(front, who, body, settings_view(texts, hours, pilots, hours.day(front.clock())))


def away_view(texts: Catalog, hours: Hours, today: date) -> dict[str, Any]:
    """The form that asks for the day they are back."""
    back = forms.field(AWAY, texts.say("away.back_on"), _day(hours, today), hint=texts.say("away.hint"), optional=False)
    return forms.form(
        texts, AWAY, kept=json.dumps({"channel": ""}), title="away.title", submit="words.save", blocks=[back]
    )


def settings_view(texts: Catalog, hours: Hours, pilots: dict[str, str], today: date) -> dict[str, Any]:
    """The form with day, hour, country and absence as they are; `pilots` are those somebody is asked about, by id."""
    country = country_name(hours.country, texts.locale) if hours.country else ""
    days = {str(day): dates.weekday(texts.locale, day) for day in range(WEEK_DAYS)}
    every = {ALL: str(texts.say("settings.every")), **pilots}
    return forms.form(
        texts,
        SETTINGS,
        kept=json.dumps({"channel": ""}),
        title="settings.title",
        submit="words.save",
        blocks=[
            forms.text(texts.say("settings.intro", zone=hours.zone)),
            forms.field("pilot", texts.say("settings.pilot"), forms.choice(every, ALL), optional=False),
            forms.field(
                "weekday", texts.say("settings.weekday"), forms.choice(days, str(hours.weekday)), optional=False
            ),
            forms.field(
                "time",
                texts.say("settings.time"),
                {"type": "timepicker", "initial_time": f"{hours.at:%H:%M}"},
                optional=False,
            ),
            forms.field(
                "country",
                texts.say("settings.country"),
                forms.typed(country, COUNTRY_CHARACTERS),
                hint=texts.say("settings.country_hint"),
            ),
            forms.field(AWAY, texts.say("settings.away"), _day(hours, today)),
        ],
    )


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any]:
    """Keep what a form holds; returns how Slack is answered: faults by field, or what the form shows then."""
    shown = body["view"]
    given = forms.values(shown)
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel="")
    texts = texts_for(front, who)
    with front.database.reading() as session:
        today = hours_of(desk_for(front, session, who.workspace_id, who.actor, front.clock()), who.actor).day(
            front.clock()
        )
    back_on = date.fromisoformat(given[AWAY]) if given.get(AWAY) else None
    if back_on is not None and back_on <= today:
        return {"response_action": "errors", "errors": {AWAY: plain(texts.say("away.past"))}}
    if shown["callback_id"] == AWAY:
        act(front, who, f"view:{shown['id']}", lambda desk: when.away(desk, back_on))
        day = dates.day(texts.locale, back_on or today)
        return _closing(texts, "away.title", texts.say("away.done", date=day))
    locales = [each.locale for each in every_catalog(texts)]
    country = country_named(given["country"], locales) if given.get("country") else ""
    if given.get("country") and country is None:
        return {"response_action": "errors", "errors": {"country": plain(texts.say("settings.country_unknown"))}}
    wishes = when.Wishes(
        diagnosis_id=EVERY_PILOT if given["pilot"] == ALL else given["pilot"],
        weekday=range(WEEK_DAYS)[int(given["weekday"])],
        at=time.fromisoformat(given["time"]),
        country=country or "",
        back_on=back_on,
    )
    said = act(front, who, f"view:{shown['id']}", lambda desk: when.choose(desk, wishes)).hint
    return _closing(texts, "settings.title", said.text if isinstance(said, Note) else texts.say("settings.kept"))


def _closing(texts: Catalog, title: str, words: str) -> dict[str, Any]:
    view = forms.form(texts, "closed", kept="", title=title, submit="words.save", blocks=[forms.text(words)])
    return {"response_action": "update", "view": {key: part for key, part in view.items() if key != "submit"}}


def _day(hours: Hours, today: date) -> forms.Block:
    element: forms.Block = {"type": "datepicker"}
    is_away = hours.back_on is not None and hours.back_on > today
    return {**element, "initial_date": f"{hours.back_on}"} if is_away else element


def _pilots(desk: Desk) -> dict[str, str]:
    """The pilots that somebody is asked about, by id, with their names."""
    found = {}
    for row in actions.checkins_of(desk.session, desk.workspace_id, desk.actor)[:MOST_PILOTS]:
        diagnosis = diagnoses.look(desk.session, row.workspace_id, row.diagnosis_id)
        if diagnosis is not None and row.planned is not None:
            found[diagnosis.id] = diagnosis.pilot
    return found
