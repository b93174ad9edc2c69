"""Buttons of gates, the handover, the months and the end of a pilot: which use case each is for."""

from collections.abc import Callable
from typing import Any, Final

from bot.checkins.hand_on import Somebody
from bot.desk import Desk, Outcome, hint
from bot.interview.hand import Target
from bot.interview.start import ROLES
from bot.operate import course, drift, month, parts, words
from bot.slack import gate_forms, month_form
from bot.slack.front import Front, Who
from bot.store.tables import Diagnosis
from prompts.messages import Message

NAME_ROLE = "name_role"  # the menu of people for a part that nobody holds
NEED_PARTS = 2  # gate, need
NAME_PARTS = 2  # role, person
DRIFT_PARTS = 3  # month, metric, choice
FORMS: Final = (*gate_forms.CALLBACKS, month_form.CALLBACK)


def open_form(front: Front, who: Who, body: dict[str, Any], name: str, about: list[str]) -> Message | None:
    """Open the form that a button is for; `about` is the diagnosis and what else the button's value holds."""
    if name == month_form.CALLBACK:
        return month_form.open_form(front, who, body, about)
    return gate_forms.open_form(front, who, body, name, about)


def name_role(desk: Desk, diagnosis: Diagnosis, rest: list[str], target: Target) -> Outcome:
    """Only a part that there is can be given to somebody."""
    if len(rest) != NAME_PARTS or rest[0] not in ROLES:
        return _gone(desk)
    return parts.name(desk, diagnosis, rest[0], Somebody(person=target.person, in_channel=target.in_channel))


def _on_need(use: Callable[[Desk, Diagnosis, str, str], Outcome]) -> Callable[[Desk, Diagnosis, list[str]], Outcome]:
    """A use case about one need of a gate."""

    def used(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
        return use(desk, diagnosis, rest[0], rest[1]) if len(rest) == NEED_PARTS else _gone(desk)

    return used


def _drift(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    if len(rest) != DRIFT_PARTS or not rest[0].isdecimal():
        return _gone(desk)
    return drift.choose(desk, diagnosis, int(rest[0]), rest[1], rest[2])


def _gone(desk: Desk) -> Outcome:
    return hint(desk.texts.say("wrong.gone"))


USES: Final[dict[str, Callable[[Desk, Diagnosis, list[str]], Outcome]]] = {
    "gate_yes": _on_need(words.yes),
    "gate_again": _on_need(words.ask_again),
    "drift": _drift,
    "again": lambda desk, diagnosis, _rest: month.again(desk, diagnosis),
    "pilot_pause": lambda desk, diagnosis, _rest: course.pause(desk, diagnosis),
    "pilot_resume": lambda desk, diagnosis, _rest: course.resume(desk, diagnosis),
    NAME_ROLE: lambda desk, _diagnosis, _rest: _gone(desk),  # without a person of ours
}
