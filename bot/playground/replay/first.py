"""Playing `/unstick first`: the form is filled in for one process after the other, the ranking looked at and posted."""

from typing import Any

from bot.playground.replay.case import Process
from bot.playground.replay.hands import NothingToTap
from bot.playground.replay.running import Play
from bot.playground.slack.model import View


def rank_processes(running: Play) -> dict[str, Any]:
    """Rank the case's processes; what does not hold is noted. Returns the order by name, as it was posted."""
    case, slack = running.case, running.slack
    command, _, text = case.command.partition(" ")
    slack.slash(case.starter, case.channel, command, text)
    try:
        for left, process in zip(range(len(case.processes) - 1, -1, -1), case.processes, strict=True):
            _submit(running, _filled(process, "another" if left else "rank"))
        _submit(running, {})
    except NothingToTap as error:
        running.faults.append(str(error))
    running.stage.settle()
    order = _posted(running)
    if case.expect.ranking and order != list(case.expect.ranking):
        running.faults.append(f"the ranking is {order}, expected {list(case.expect.ranking)}")
    everything = "\n".join(message.text for message in running.channel_messages())
    running.faults += [f"nobody said {words!r}" for words in case.expect.says if words not in everything]
    return {"places": order}


def _submit(running: Play, values: dict[str, str]) -> None:
    """Send the form that is open, its fields filled in by name."""
    view = _open(running)
    blocks = {block["element"]["action_id"]: block["block_id"] for block in view.blocks if block["type"] == "input"}
    given = {blocks[name]: {name: value} for name, value in values.items() if name in blocks}
    answer = running.slack.submit(running.case.starter, view.id, given)
    if answer.errors:
        raise NothingToTap(f"the form says {dict(answer.errors)}")


def _open(running: Play) -> View:
    view = running.slack.view(running.case.starter)
    if view is None:
        raise NothingToTap(f"{running.case.command} opened no form for {running.case.starter}.")
    return view


def _filled(process: Process, then: str) -> dict[str, str]:
    values = {name: str(value) for name, value in process.model_dump().items() if value is not None}
    return {**values, "then": then}


def _posted(running: Play) -> list[str]:
    """The names in the order of the message: each stands behind its number on a line of its own."""
    names = [process.name for process in running.case.processes]
    for message in reversed(running.channel_messages()):
        lines = message.text.splitlines()
        found = [name for line in lines for name in names if line.partition(". ")[2] == name]
        if message.by_bot and found:
            return found
    return []
