"""The small forms of a check-in: a few words to a state, a free note, the week's numbers."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.checkins import numbers, retold
from bot.checkins.calendar import monday
from bot.checkins.hand_on import Somebody, hand_on
from bot.checkins.report import NOTE_CHARACTERS, WITH_WORDS, add_note, is_asked, said
from bot.checkins.rhythm import hours_of
from bot.checkins.trend import trends
from bot.desk import Desk, Outcome, hint
from bot.interview.facts import DONE
from bot.interview.so_now import report
from bot.operate.known import measured
from bot.slack import decline_form, forms
from bot.slack.front import Front, Who, act, desk_for, texts_for, whisper
from bot.store import actions, diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog
from prompts.compose.checkin import Figure
from prompts.messages import Message, Note
from prompts.mrkdwn import plain

WORDS, NOTE, NUMBERS = "words", "note", "numbers"
CALLBACKS = (WORDS, NOTE, NUMBERS)
MOST = 10**9


def open_form(front: Front, who: Who, body: dict[str, Any], name: str, diagnosis_id: str) -> Message | None:
    """Open the form of a button; a word instead where it belongs to nothing that the one who tapped has a part in."""
    texts = texts_for(front, who)
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        diagnosis = diagnoses.look(session, who.workspace_id, diagnosis_id)
        if diagnosis is not None and name == NUMBERS and who.channel == diagnosis.channel:
            refused = numbers.refused(desk, diagnosis)  # a gate shows the button to everybody
            if refused:
                return refused.hint
        if diagnosis is None or not numbers.may_enter(desk, diagnosis):
            return Note(text=texts.say("wrong.gone"))
        view = note_view(texts, diagnosis.id, who.channel)
        if name == NUMBERS:
            view = numbers_view(texts, _figures(desk, diagnosis), diagnosis.id, who.channel)
    return forms.show(front, who, body, view)


def ask_for_more(
    front: Front, who: Who, body: dict[str, Any], diagnosis_id: str, action_id: str, state: str
) -> Message | None:
    """After a tap, ask for what belongs to it: a few words, or the numbers that are said to be there.

    Whoever closes the form has said what they wanted.
    """
    if state == DONE and action_id == numbers.KEEPER_ACTION:
        return _ask_for_numbers(front, who, body, diagnosis_id, action_id)
    return _ask_for_words(front, who, body, diagnosis_id, action_id, state) if state in WITH_WORDS else None


def _ask_for_numbers(front: Front, who: Who, body: dict[str, Any], diagnosis_id: str, action_id: str) -> Message | None:
    """Recorded numbers that nobody has entered: a gate counts those that are here."""
    texts = texts_for(front, who)
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        diagnosis = diagnoses.look(session, who.workspace_id, diagnosis_id)
        action = actions.get(session, diagnosis, action_id) if diagnosis else None
        if diagnosis is None or action is None or action.owner != who.actor or action.state != DONE:
            return None
        missing = [one.id for one in measured(desk, diagnosis) if not one.is_recorded]
        if not missing:
            return None
        intro = texts.say("numbers.missing", names=", ".join(texts.metrics[each].name for each in missing))
        view = numbers_view(texts, _figures(desk, diagnosis), diagnosis.id, who.channel, intro=intro)
    return forms.show(front, who, body, view)


def _ask_for_words(
    front: Front, who: Who, body: dict[str, Any], diagnosis_id: str, action_id: str, state: str
) -> Message | None:
    texts = texts_for(front, who)
    with front.database.reading() as session:
        diagnosis = diagnoses.look(session, who.workspace_id, diagnosis_id)
        action = actions.get(session, diagnosis, action_id) if diagnosis else None
        if action is None or action.owner != who.actor or action.state != state:
            return None
        note = action.note
    return forms.show(front, who, body, words_view(texts, (diagnosis_id, action_id, state), who.channel, note))


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any] | None:
    """Keep what a form holds; returns faults by field for Slack to show, or None."""
    shown = body["view"]
    kept = json.loads(shown["private_metadata"])
    given = forms.values(shown)
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=str(kept["channel"]))
    texts = texts_for(front, who)
    if shown["callback_id"] == NUMBERS:
        wrong = [name for name, text in given.items() if text and numbers.read(text) is None]
        if wrong:
            return {name: plain(texts.say("numbers.not_a_number")) for name in wrong}
    named = None
    if given.get(decline_form.SOMEONE):
        named = decline_form.find(front, who, str(kept["about"][0]), given[decline_form.SOMEONE])
        fault = decline_form.fault_of(front, who, texts, named)
        if fault:
            return {decline_form.SOMEONE: fault}
    use = _use(shown["callback_id"], kept, given, named)

    def use_case(desk: Desk) -> Outcome:
        diagnosis = diagnoses.get(desk.session, desk.workspace_id, str(kept["about"][0]))
        return use(desk, diagnosis) if diagnosis else hint(desk.texts.say("wrong.gone"))

    whisper(front, who, act(front, who, f"view:{shown['id']}", use_case).hint)
    return None


def _use(
    callback: str, kept: dict[str, Any], given: dict[str, str], named: Somebody | None
) -> Callable[[Desk, Diagnosis], Outcome]:
    match callback:
        case "words":
            _, action, state = kept["about"]
            if named:
                return lambda desk, diagnosis: hand_on(desk, diagnosis, action, given["words"], named)
            return lambda desk, diagnosis: report(desk, diagnosis, action, state, given["words"])
        case "note":
            return lambda desk, diagnosis: add_note(desk, diagnosis, given["note"])
        case _:
            found = {name: value for name, text in given.items() if (value := numbers.read(text)) is not None}
            return lambda desk, diagnosis: _enter(desk, diagnosis, found)


def _enter(desk: Desk, diagnosis: Diagnosis, given: dict[str, Decimal]) -> Outcome:
    if not numbers.may_enter(desk, diagnosis):
        return hint(desk.texts.say("wrong.gone"))
    hours = hours_of(desk, desk.actor, diagnosis.id)
    new, told = retold.enter(desk, diagnosis, given, monday(hours.day(desk.now)))
    if not (new or (given and is_asked(desk, diagnosis))):
        return Outcome()
    return Outcome(drafts=(*told, *said(desk, diagnosis)))


def _figures(desk: Desk, diagnosis: Diagnosis) -> tuple[Figure, ...]:
    hours = hours_of(desk, desk.actor, diagnosis.id)
    week = monday(hours.day(desk.now))
    found = {trend.metric: trend for trend in trends(desk.session, diagnosis, date.max)}
    return tuple(
        replace(
            figure,
            baseline=found[figure.metric].before(week),
            target=found[figure.metric].target,
        )
        for figure in numbers.figures(desk, diagnosis, week)
    )


def words_view(texts: Catalog, about: tuple[str, str, str], channel: str, note: str | None) -> dict[str, Any]:
    """The form for a few words; `about` is the diagnosis, the action and its state."""
    _, action, state = about
    intro = texts.say("words.intro", action=texts.actions[action].title, state=texts.say(f"checkin.state.{state}"))
    words = forms.typed(note, NOTE_CHARACTERS, multiline=True)
    return forms.form(
        texts,
        WORDS,
        kept=json.dumps({"about": about, "channel": channel}),
        title="words.title",
        submit="words.save",
        blocks=[
            forms.text(intro),
            forms.field(WORDS, texts.say(f"words.{state}"), words, hint=texts.say("words.hint")),
            *([_instead(texts)] if state == "not_doing" else []),
        ],
    )


def _instead(texts: Catalog) -> forms.Block:
    return forms.field(decline_form.SOMEONE, texts.say("decline.instead"), {"type": "users_select"})


def note_view(texts: Catalog, diagnosis_id: str, channel: str) -> dict[str, Any]:
    """The form for a free note."""
    return forms.form(
        texts,
        NOTE,
        kept=json.dumps({"about": [diagnosis_id], "channel": channel}),
        title="note.title",
        submit="words.save",
        blocks=[
            forms.field(
                NOTE,
                texts.say("note.label"),
                forms.typed(None, NOTE_CHARACTERS, multiline=True),
                hint=texts.say("words.hint"),
                optional=False,
            )
        ],
    )


def numbers_view(
    texts: Catalog, figures: tuple[Figure, ...], diagnosis_id: str, channel: str, *, intro: str = ""
) -> dict[str, Any]:
    """The form for the week's numbers, with those given already, and what they are measured against."""
    return forms.form(
        texts,
        NUMBERS,
        kept=json.dumps({"about": [diagnosis_id], "channel": channel}),
        title="numbers.title",
        submit="words.save",
        blocks=[forms.text(intro or texts.say("numbers.intro")), *(_number(texts, figure) for figure in figures)],
    )


def _number(texts: Catalog, figure: Figure) -> forms.Block:
    element: forms.Block = {
        "type": "number_input",
        "is_decimal_allowed": True,
        "min_value": "0",
        "max_value": str(MOST),
    }
    if figure.value is not None:
        element["initial_value"] = f"{figure.value:f}"
    unknown = texts.say("numbers.unknown")
    known = [unknown if number is None else number for number in (figure.baseline, figure.target)]
    label = texts.say(
        "numbers.label", name=texts.metrics[figure.metric].name, unit=texts.unit(figure.unit, figure.value or 0)
    )
    return forms.field(
        figure.metric, label, element, hint=texts.say("numbers.hint", baseline=known[0], target=known[1])
    )
