"""`/unstick …`: which subcommand is meant, and what it answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.checkins import when
from bot.desk import Desk, Outcome, hint
from bot.interview import control, hand_out, overview
from bot.interview.answers import answers
from bot.interview.language import language
from bot.operate import course
from bot.report.formats import Format
from bot.report.order import order_of
from bot.slack import first_form, home, modal, subcommand, when_forms
from bot.slack.front import Front, Who, act, renew, texts_for
from bot.slack.places import not_here
from bot.slack.typed import as_typed
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog
from prompts.messages import Message, Note
from prompts.mrkdwn import shorten
from scoring.errors import nearest_id

log = structlog.get_logger()

# What a posted plan's pilot does at a subcommand: the use case, the stages it is for, and the word to who typed it.
RESTS: dict[str, tuple[Callable[[Desk, Diagnosis], Outcome], tuple[str, ...], str]] = {
    "pause": (course.pause, ("build", "operate"), "stage.paused_done"),
    "resume": (course.resume, ("paused",), "stage.resumed_done"),
}
GIVEN = 100  # characters of what was typed that are said back
CONTROLS = {
    "pause": (control.pause, (diagnoses.RUNNING,)),
    "resume": (control.resume, (("paused",), ("asking", "reviewing"), overview.OVER)),
    "answers": (answers, (diagnoses.RUNNING, overview.OVER)),
}


def command(front: Front, body: dict[str, Any]) -> Message | None:
    """Answer a slash command; the note is shown to the one who typed it. None: a form has been opened instead."""
    who = Who(workspace_id=body["team_id"], actor=body["user_id"], channel=body["channel_id"])
    text = " ".join(as_typed(str(body.get("text", ""))).split())
    texts = texts_for(front, who)
    typed = subcommand.read(texts, text, lambda name: _is_pilot(front, who, name))
    meant, rest = typed.name, typed.rest
    if meant == "language":
        renew(front, who.workspace_id, who.actor)
    use = _use(meant, who.channel, rest)
    if use:
        return act(front, who, _key(body), use).hint
    if meant == "help":
        return Note(text=texts.say("help"))
    if meant == "list":
        return home.listing(front, who)
    if meant == "settings":
        return _kept_out(front, who, body) or when_forms.open_settings(front, who, body)
    if meant == "first":
        return _open_form(front, who, texts, body, lambda: first_form.view(texts, who.channel))
    if meant == "start":
        return _open_form(front, who, texts, body, lambda: modal.view(texts, channel=who.channel, pilot=rest))
    if typed.nearest:
        given = shorten(text, GIVEN)
        return Note(text=texts.say("wrong.unknown_command", given=given, nearest=shorten(typed.nearest, GIVEN)))
    return _open_form(front, who, texts, body, lambda: modal.view(texts, channel=who.channel, pilot=text))


def _use(meant: str | None, channel: str, rest: str) -> Callable[[Desk], Outcome] | None:
    """What a subcommand does in one unit of work; None for one that does it otherwise."""
    match meant:
        case "status":
            return lambda desk: overview.status(desk, channel)
        case "stop":
            return lambda desk: overview.stop(desk, channel, rest)
        case "export":
            return lambda desk: _export(desk, channel, rest)
        case "language":
            return lambda desk: language(desk, rest)
        case "checkin":
            return when.early
        case "pause" | "resume" | "answers":
            return lambda desk: _control(desk, channel, rest, meant)
        case _:
            return None


def _control(desk: Desk, channel: str, name: str, meant: str) -> Outcome:
    """Pause, resume or look through a diagnosis; or, once its plan is posted, let the pilot rest and go on."""
    use, tiers = CONTROLS[meant]
    if meant in RESTS and not _named(desk, channel, name, tiers[0]):
        take, stages, done = RESTS[meant]
        posted = [one for one in _named(desk, channel, name, ("posted",)) if one.stage]
        plans = [one for one in posted if one.stage in stages]
        if not plans and not any(overview.is_called(one, name) for one in overview.meant(desk, channel, name, tiers)):
            plans = posted  # it may rest already, or be under way
        if len(plans) == 1:
            outcome = take(desk, plans[0])
            if not outcome.drafts:
                return outcome if outcome.hint else course.as_it_is(desk, plans[0])
            return replace(outcome, hint=outcome.hint or Note(text=desk.texts.say(done, pilot=plans[0].pilot)))
    return overview.of_channel(desk, channel, name, meant, tiers, _heard(use) if meant == "pause" else use)


def _heard(use: Callable[[Desk, Diagnosis], Outcome]) -> Callable[[Desk, Diagnosis], Outcome]:
    """The same with a word to who typed the command: they may be looking at the channel, not at the thread."""

    def heard(desk: Desk, diagnosis: Diagnosis) -> Outcome:
        outcome = use(desk, diagnosis)
        return replace(outcome, hint=outcome.hint or Note(text=desk.texts.say("pause.done", pilot=diagnosis.pilot)))

    return heard


def _named(desk: Desk, channel: str, name: str, states: Sequence[str]) -> list[Diagnosis]:
    found = diagnoses.in_channel(desk.session, desk.workspace_id, channel, states)
    return [one for one in found if overview.is_called(one, name)]


def _kept_out(front: Front, who: Who, body: dict[str, Any]) -> Message | None:
    """Why somebody may do nothing here; None if they may."""
    return act(front, who, _key(body), _may_start).hint


def _open_form(
    front: Front, who: Who, texts: Catalog, body: dict[str, Any], form: Callable[[], dict[str, Any]]
) -> Message | None:
    """Open the form, unless it could lead nowhere: then say why."""
    refusal = act(front, who, _key(body), _may_start).hint or not_here(front, who.workspace_id, who.channel, texts)
    if refusal:
        return refusal
    try:
        front.keys.client(who.workspace_id).views_open(trigger_id=body["trigger_id"], view=form())
    except (SlackApiError, OSError) as error:
        log.warning("form_not_opened", action="command", fault=type(error).__name__)
        return Note(text=texts.say("wrong.unforeseen"))
    return None


def _export(desk: Desk, channel: str, rest: str) -> Outcome:
    """`export pdf`, and the pilot's name where there are several."""
    given, _, name = rest.partition(" ")
    kind = next((kind for kind in Format if given.casefold() in {kind, f".{kind}"}), None)
    if kind is None:
        nearest = nearest_id(given.casefold(), list(Format)) if given else ""
        return hint(desk.texts.say("report.format_unknown", given=given, nearest=nearest))
    found = hand_out.find(desk, channel, name)
    return found if isinstance(found, Outcome) else hand_out.hand_out(desk, found, order_of(kind))


def _may_start(_desk: Desk) -> Outcome:
    """Whoever gets here may: `act` has turned guests away."""
    return Outcome()


def _is_pilot(front: Front, who: Who, name: str) -> bool:
    """Whether a diagnosis of this name was held in the channel."""
    with front.database.reading() as session:
        found = diagnoses.in_channel(session, who.workspace_id, who.channel)
    return any(one.pilot.casefold() == name.casefold() for one in found)


def _key(body: dict[str, Any]) -> str:
    return f"command:{body['trigger_id']}"
