"""Playing a case: its people tap and type in the local Slack, the real bot answers, the clock moves on."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.playground.replay.case import ROLES, Case, Reply, Step
from bot.playground.replay.expect import unmet
from bot.playground.replay.first import rank_processes
from bot.playground.replay.hands import NothingToTap, buttons, choose, letter_of, newest, tap
from bot.playground.replay.pace import Pace
from bot.playground.replay.paced import at_speed
from bot.playground.replay.refused import refusals
from bot.playground.replay.running import Play
from bot.playground.replay.transcript import Said, transcript
from bot.playground.replay.weeks import after_the_plan
from bot.playground.slack.hands import Impossible
from bot.playground.slack.model import Answer, Call
from bot.playground.stage import Stage
from scoring import report

MOST_QUESTIONS = 60  # more than any conversation has: a loop would show here


@dataclass(frozen=True)
class Played:
    """What came of a case: the transcript, the result as `unstick score --json` gives it, and what did not hold."""

    case: Case
    said: tuple[Said, ...]
    result: dict[str, Any]
    faults: tuple[str, ...]


def play(
    case: Case, *, database_url: str | None = None, on_call: Callable[[Call], None] | None = None, speed: float = 0
) -> Played:
    """Play a case on a stage of its own, `speed` times as fast as a person reads; at 0 nothing waits.

    Raises StageError when the bot does not come to rest.
    """
    with _database(database_url) as url, Stage(url, start=case.start, on_call=on_call) as stage:
        running = at_speed(stage, case, Pace(speed)) if speed else Play(stage, case)
        if case.processes:
            _put_zones(running)
            places = rank_processes(running)
            running.faults += refusals(stage.slack.calls)
            return Played(case, tuple(transcript(stage.slack)), places, tuple(running.faults))
        converse(running)
        running.faults += refusals(stage.slack.calls)
        rules = stage.bot.rules
        result = report(rules, running.sheet())
        return Played(case, tuple(transcript(stage.slack)), result, tuple(running.faults))


def converse(running: Play) -> None:
    """Play the case's conversation from the command to its end, and note what does not hold."""
    _put_zones(running)
    start(running)
    perform(running, running.case.steps or (Step(answer="rest"),))
    running.faults += unmet(running, running.case.expect)


def _put_zones(running: Play) -> None:
    """Let people be where the case has them."""
    for person, zone in running.case.zones.items():
        running.slack.workspace.put_user(replace(running.slack.hands.user(person), tz=zone))


@contextmanager
def _database(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="unstick-replay-") as folder:
        yield f"sqlite:///{Path(folder) / 'replay.sqlite'}"


def perform(running: Play, steps: Iterable[Step | dict[str, Any]]) -> None:
    """Let the steps happen one after the other, up to the first that cannot; that is noted among the faults."""
    for number, step in enumerate(steps, 1):
        try:
            _step(running, Step.model_validate(step))
        except (NothingToTap, Impossible, StopIteration) as error:
            running.faults.append(f"step {number}: {error}")
            return


def start(running: Play) -> None:
    """Type the command, fill in the form and send it."""
    case, slack = running.case, running.slack
    command, _, text = case.command.partition(" ")
    slack.slash(case.starter, case.channel, command, text)
    view = slack.view(case.starter)
    if view is None:
        raise NothingToTap(f"{case.command} opened no form for {case.starter}.")
    form = case.form
    values: dict[str, Any] = {
        "framework": _selected(view.blocks, "framework", form.framework),
        "minutes": _selected(view.blocks, "minutes", str(form.minutes)),
        "summary": {"summary": {"type": "plain_text_input", "value": form.summary or None}},
    }
    if form.pilot:
        values["pilot"] = {"pilot": {"type": "plain_text_input", "value": form.pilot}}
    for role in ROLES:
        person = getattr(form, role)
        if person:
            user = slack.hands.user(person).id
            values[role] = {role: {"type": "users_select", "selected_user": user}}
    answer = slack.submit(case.starter, view.id, values)
    _accepted(answer)
    running.stage.settle()


def _selected(blocks: list[dict[str, Any]], name: str, value: str) -> dict[str, Any]:
    element = next(block["element"] for block in blocks if block.get("block_id") == name)
    option = next(one for one in element["options"] if one["value"] == value)
    return {name: {"type": "static_select", "selected_option": option}}


def _step(running: Play, step: Step) -> None:  # noqa: C901, PLR0912, PLR0915 (one line for each thing that can happen)
    slack, case = running.slack, running.case
    by = step.by or case.starter
    if step.answer == "rest":
        _answer_rest(running, step.until)
    elif isinstance(step.answer, dict):
        for question, reply in step.answer.items():
            _answer(running, question, reply)
    elif step.say:
        slack.say(by, case.channel, step.say, running.root.ts)
    elif step.slash:
        command, _, text = step.slash.partition(" ")
        slack.slash(by, case.channel, command, text)
    elif step.tap:
        tap(slack, by, newest(running.channel_messages(), *step.tap.split(" ", 1)))
    elif step.tap_dm:
        tap(slack, by, newest(running.dm(by), *step.tap_dm.split(" ", 1)))
    elif step.fill:
        _fill(running, by, step.fill)
    elif step.archive is not None:
        (slack.archive if step.archive else slack.unarchive)(case.channel)
    elif step.back:
        tap(slack, by, newest(running.thread(), "back"))
    elif step.settle:
        for contradiction, stands in step.settle.items():
            tap(slack, by, newest(running.thread(), "settle", f"|{contradiction}|{stands}"))
            running.stage.settle()
    elif step.hand:
        for question, person in step.hand.items():
            _hand(running, by, question, person)
    elif step.who:
        choose(slack, by, running.channel_messages(), slack.hands.user(step.who).id)
    elif step.leaves:
        user = slack.hands.user(step.leaves)
        slack.workspace.put_user(replace(user, deleted=True))
    elif step.change:
        tap(slack, by, newest(running.thread(), "change", f"|{step.change}"))
    elif step.post:
        _show_verdict(running)
        tap(slack, by, newest(running.thread(), "post_plan"))
    elif step.take:
        _take(running, by, step.take)
    elif step.report:
        for action, state in step.report.items():
            tap(slack, by, newest(running.dm(by), "report", f"|{action}|{state}"))
            running.stage.settle()
    elif step.numbers or step.facts or step.flag:
        after_the_plan(running, by, step)
    elif step.wait:
        running.travel(running.stage.clock() + timedelta(**step.wait))
    elif step.to:
        running.travel(step.to)
    elif step.sleep:
        running.stage.move_to(step.sleep)
    elif step.restart:
        running.stage.restart()
    elif step.again is not None:
        running.run_again(step.again)
        start(running)
    elif step.expect:
        running.faults += unmet(running, step.expect)
    running.stage.settle()


def _accepted(answer: Answer) -> None:
    """A form that stays open says why, or the bot's answer to it was none that Slack understands; late is neither."""
    wrong = answer.error if (answer.error or "").startswith("invalid") else None
    if answer.errors or wrong:
        raise NothingToTap(f"The form says {dict(answer.errors) or wrong}.")


def _fill(running: Play, by: str, values: dict[str, str]) -> None:
    """Send the form that is open for somebody."""
    slack = running.slack
    view = slack.view(by)
    if view is None:
        raise NothingToTap(f"No form is open for {by}.")
    people = {user.name: user.id for user in slack.workspace.users.values()}
    answer = slack.submit(by, view.id, {name: {name: people.get(value, value)} for name, value in values.items()})
    _accepted(answer)


def _answer_rest(running: Play, until: str | None) -> None:
    """Answer whatever is asked, from the case's answers, up to a named question or contradiction, or the verdict."""
    for _ in range(MOST_QUESTIONS):
        now = running.progress()
        if until is not None and until in {now.open_question, now.open_clash, now.open_split}:
            return
        if now.stage != "asking" or not (now.open_question or now.open_clash or now.open_split):
            if until is None:
                _show_verdict(running)
            return
        if now.open_clash:
            _settle(running, "settle", now.open_clash, running.case.settle.get(now.open_clash, "both"))
        elif now.open_split:
            stands = running.case.reconcile.get(now.open_split, "both")
            person = stands if stands == "both" else running.slack.hands.user(stands).id
            _settle(running, "reconcile", now.open_split, person)
        elif now.open_question:
            _answer(running, now.open_question, running.answers.get(now.open_question, running.case.otherwise))
    running.faults.append(f"The conversation did not end after {MOST_QUESTIONS} questions.")


def _settle(running: Play, action: str, about: str, stands: str) -> None:
    tap(running.slack, running.case.starter, newest(running.thread(), action, f"|{about}|{stands}"))
    running.stage.settle()


def _hand(running: Play, by: str, question: str, person: str) -> None:
    """Tap *Ask someone else* on a question and choose somebody in the menu that comes."""
    slack = running.slack
    tap(slack, by, newest(running.thread(), "hand", f"|{question}"))
    choose(slack, by, slack.ephemerals(by)[-1:], slack.hands.user(person).id)
    running.stage.settle()


def _show_verdict(running: Play) -> None:
    """Come from the review of all answers to the verdict, if it does not stand yet."""
    with suppress(NothingToTap):
        tap(running.slack, running.case.starter, newest(running.thread(), "show_verdict"))
        running.stage.settle()


def _answer(running: Play, question: str, reply: Reply) -> None:
    slack, case = running.slack, running.case
    by = reply.by or case.starter
    if reply.say is None:
        tap(slack, by, newest(running.thread(), "answer", f"|{question}|{reply.option}"))
        running.stage.settle()
        return
    slack.say(by, case.channel, reply.say, running.root.ts)
    running.stage.settle()
    if question in running.progress().answers:
        return
    if reply.option is None:
        running.faults.append(f"{question}: “{reply.say}” named no option, and the case names none to tap.")
        return
    _confirm(running, by, question, reply.option)
    running.stage.settle()


def _confirm(running: Play, by: str, question: str, option: str) -> None:
    """Tap what the words are to become: one of the nearest, the figure that was worked out, else above."""
    slack = running.slack
    for action, ending in (("pick", f"|{question}|{option}"), ("figure", f"|{question}")):
        with suppress(NothingToTap):
            tap(slack, by, newest(running.thread(), action, ending))
            running.stage.settle()
            return
    with suppress(NothingToTap):
        tap(slack, by, newest(running.thread(), "neither"))
        running.stage.settle()
    tap(slack, by, newest(running.thread(), "answer", f"|{question}|{option}"))


def _take(running: Play, by: str, chosen: tuple[str, ...] | str) -> None:
    """Take the actions named, or every one that was offered to this person."""
    slack = running.slack
    card = f".claim.{slack.hands.user(by).id}"
    if chosen == "mine":
        wanted = [
            spot.value.split("|")[1]
            for message in running.channel_messages()
            for spot in buttons(message)
            if spot.action == "take" and letter_of(message).endswith(card)
        ]
        if not wanted:
            raise NothingToTap(f"Nothing was offered to {by}.")
    else:
        wanted = list(chosen)
    for action in wanted:
        tap(slack, by, newest(running.channel_messages(), "take", f"|{action}"))
        running.stage.settle()
