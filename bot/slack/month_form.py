"""The form of the monthly review: the numbers, what became of exceptions, what has changed, what it cost."""

import json
from typing import Any

from bot.checkins import numbers
from bot.desk import Desk, Outcome, hint
from bot.operate import month
from bot.slack import forms
from bot.slack.blocks import plain_text
from bot.slack.front import Front, Who, act, desk_for, texts_for, whisper
from bot.store import diagnoses, reviews
from prompts.catalog import Catalog
from prompts.compose import operate as compose
from prompts.messages import Message, Note
from prompts.mrkdwn import plain

CALLBACK = "month"
EXCEPTIONS, CHANGES, COST = "exceptions", "changes", "cost"
OWN = (EXCEPTIONS, CHANGES, COST)
MOST = 10**9
PARTS = 2  # of a button's value: the diagnosis, the month


def open_form(front: Front, who: Who, body: dict[str, Any], about: list[str]) -> Message | None:
    """Open the form of a month; a word instead for somebody who was not asked."""
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        diagnosis = diagnoses.look(session, who.workspace_id, about[0])
        is_whole = len(about) == PARTS and about[1].isdecimal()
        review = reviews.get(session, diagnosis, int(about[1])) if diagnosis and is_whole else None
        if diagnosis is None or review is None:
            return Note(text=desk.texts.say("wrong.gone"))
        refused = month.refusal(desk, diagnosis, review)
        if refused:
            return refused.hint
        form = view(desk.texts, month.said(desk, diagnosis, review), about, who.channel)
    return forms.show(front, who, body, form)


def view(texts: Catalog, known: compose.Month, about: list[str], channel: str) -> dict[str, Any]:
    """The form, with what was said already."""
    low, high = known.budget
    return forms.form(
        texts,
        CALLBACK,
        kept=json.dumps({"about": about, "channel": channel}),
        title="month.form.title",
        submit="words.save",
        blocks=[
            forms.text(texts.say("numbers.intro")),
            *(_figure(texts, one) for one in known.figures),
            forms.field(EXCEPTIONS, texts.say("month.form.exceptions"), _exceptions(texts, known.exceptions)),
            forms.field(
                CHANGES,
                texts.say("month.form.changes"),
                forms.typed(known.changes or None, month.WORDS_CHARACTERS, multiline=True),
                hint=texts.say("month.form.changes_hint"),
            ),
            forms.field(
                COST,
                texts.say("month.form.cost"),
                _number(None if known.cost is None else str(known.cost), is_decimal=False),
                hint=texts.say("month.form.cost_hint", low=low, high=high),
            ),
        ],
    )


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any] | None:
    """Keep a month; returns faults by field for Slack to show, or None."""
    shown = body["view"]
    opened = json.loads(shown["private_metadata"])
    diagnosis_id, number = str(opened["about"][0]), int(opened["about"][1])
    given = forms.values(shown)
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=str(opened["channel"]))
    faults = _faults(texts_for(front, who), given)
    if faults:
        return faults
    figures = {
        name: value for name, text in given.items() if name not in OWN and (value := numbers.read(text)) is not None
    }
    told = month.Month(
        figures=figures,
        exceptions=given.get(EXCEPTIONS, ""),
        changes=given.get(CHANGES, ""),
        cost=int(given[COST]) if given.get(COST) else None,
    )

    def use_case(desk: Desk) -> Outcome:
        diagnosis = diagnoses.get(desk.session, desk.workspace_id, diagnosis_id)
        return month.answer(desk, diagnosis, number, told) if diagnosis else hint(desk.texts.say("wrong.gone"))

    whisper(front, who, act(front, who, f"view:{shown['id']}", use_case).hint)
    return None


def _faults(texts: Catalog, given: dict[str, str]) -> dict[str, str]:
    faults = {
        name: plain(texts.say("numbers.not_a_number"))
        for name, text in given.items()
        if name not in OWN and text and numbers.read(text) is None
    }
    cost = given.get(COST, "")
    if cost and not (cost.isascii() and cost.isdigit() and int(cost) <= MOST):
        faults[COST] = plain(texts.say("month.form.whole"))
    return faults


def _exceptions(texts: Catalog, chosen: str) -> forms.Block:
    options = {
        value: {"text": plain_text(texts.say(f"month.exceptions.{value}")), "value": value}
        for value in month.EXCEPTIONS
    }
    element: forms.Block = {"type": "radio_buttons", "options": list(options.values())}
    return {**element, "initial_option": options[chosen]} if chosen in options else element


def _figure(texts: Catalog, one: compose.Figure) -> forms.Block:
    unknown = texts.say("numbers.unknown")
    before = unknown if one.before is None else one.before
    target = unknown if one.target is None else one.target
    name = texts.metrics[one.metric].name
    return forms.field(
        one.metric,
        texts.say("numbers.label", name=name, unit=texts.unit(one.unit, one.value or 0)),
        _number(None if one.value is None else f"{one.value:f}", is_decimal=True),
        hint=texts.say("numbers.hint", baseline=before, target=target),
    )


def _number(value: str | None, *, is_decimal: bool) -> forms.Block:
    element: forms.Block = {
        "type": "number_input",
        "is_decimal_allowed": is_decimal,
        "min_value": "0",
        "max_value": str(MOST),
    }
    return {**element, "initial_value": value} if value is not None else element
