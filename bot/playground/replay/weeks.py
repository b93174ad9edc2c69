"""The weeks after the plan, from people's side: numbers given, facts that are so by now, and what the digest says."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.interview.transcript import fold, sheet_now
from bot.playground.replay.case import Expect, Step
from bot.playground.replay.hands import NothingToTap, buttons, newest, tap
from bot.playground.replay.running import Play
from bot.playground.slack.model import File, Message
from bot.store import diagnoses
from scoring import Sheet, counterfactual, resolved, score

SO, NOT_YET = "so", "not_yet"  # what can be said to a fact besides an option of its question


def after_the_plan(running: Play, by: str, step: Step) -> None:
    """Do what a step has of these."""
    give_numbers(running, by, step.numbers or {})
    say_so(running, by, step.facts or {})
    say_to_flag(running, by, step.flag or {})


def give_numbers(running: Play, by: str, given: Mapping[str, Decimal]) -> None:
    """Open the form of the newest check-in and fill in these numbers."""
    if not given:
        return
    slack = running.slack
    tap(slack, by, newest(running.dm(by), "numbers"))
    running.stage.settle()
    view = slack.view(by)
    if view is None:
        raise NothingToTap(f"No form for numbers opened for {by}.")
    fields = {block["block_id"]: block["element"]["action_id"] for block in view.blocks if block.get("type") == "input"}
    missing = sorted(set(given) - set(fields))
    if missing:
        raise NothingToTap(f"{by} is not asked for {', '.join(missing)}.")
    values = {name: {fields[name]: f"{value:f}"} for name, value in given.items()}
    slack.submit(by, view.id, values)
    running.stage.settle()


def say_so(running: Play, by: str, facts: Mapping[str, str]) -> None:
    """Answer what is asked about each fact: it is so, not yet, or another option is."""
    slack = running.slack
    for question, stands in facts.items():
        asked = [one for one in running.dm(by) if any(f"|{question}" in spot.value for spot in buttons(one))]
        if stands == NOT_YET:
            tap(slack, by, newest(asked, "so_not_yet", f"|{question}"))
        elif stands == SO:
            spots = [spot for one in asked[-1:] for spot in buttons(one) if spot.action == "so_now"]
            if not spots:
                raise NothingToTap(f"{by} is not asked whether {question} is so.")
            tap(slack, by, spots[0])
        else:
            tap(slack, by, newest(asked, "so_other", f"|{question}"))
            running.stage.settle()
            again = [one for one in running.dm(by) if one.ts == asked[-1].ts]
            tap(slack, by, newest(again, "so_now", f"|{question}|{stands}"))
        running.stage.settle()


def say_to_flag(running: Play, by: str, said: Mapping[str, str]) -> None:
    """Say to a number that goes the wrong way: `looking` or `expected`."""
    for metric, stands in said.items():
        seen = [*running.channel_messages(), *running.dm(by)]
        spots = [spot for one in seen for spot in buttons(one) if spot.action == "flag" and f"|{metric}|" in spot.value]
        wanted = [spot for spot in spots if spot.value.endswith(f"|{stands}")]
        if not wanted:
            raise NothingToTap(f"{by} was told nothing of {metric}.")
        tap(running.slack, by, wanted[-1])
        running.stage.settle()


def digests(running: Play) -> list[Message]:
    """The weeks' digests in the plan's thread, in order."""
    return [one for one in running.channel_messages() if ".digest." in _letter(one)]


def pictures(running: Play) -> list[File]:
    """The pictures of the numbers, in order."""
    files = running.slack.workspace.files
    named = [files[each] for one in running.channel_messages() for each in one.files]
    return [file for file in named if file.name.startswith("digest-")]


def flags(running: Play, person: str) -> list[Message]:
    """What somebody was told in private of numbers that go the wrong way."""
    return [one for one in running.dm(person) if ".flag." in _letter(one)]


def today(running: Play) -> Sheet:
    """The facts as they are by now."""
    with running.stage.bot.database.reading() as session:
        diagnosis = running.newest(session)
        progress = fold(diagnoses.transcript(diagnosis))
        return sheet_now(diagnosis.pilot, diagnosis.framework, progress)


def unmet_weeks(running: Play, expect: Expect) -> Iterator[str]:
    """What does not hold of the weeks after the plan, one sentence each."""
    rules = running.stage.bot.rules
    if expect.now or expect.left is not None:
        sheet = resolved(rules, today(running))
        verdict = score(rules, sheet)
        for reason, states in expect.now.items():
            found = verdict.reason(reason)
            if found.state not in states:
                yield f"{reason} is {found.state} ({found.decibans} decibans) by now, expected {' or '.join(states)}"
        left = len(counterfactual(rules, sheet))
        if expect.left is not None and left != expect.left:
            yield f"{left} things would still have to be true, expected {expect.left}"
    shown = digests(running)
    if expect.digests is not None and len(shown) != expect.digests:
        yield f"there are {len(shown)} digests, expected {expect.digests}"
    last = shown[-1].text if shown else ""
    yield from (f"the last digest does not say {words!r}" for words in expect.digest_says if words not in last)
    yield from (f"the last digest says {words!r}" for words in expect.digest_is_silent_on if words in last)
    if expect.pictures is not None and len(pictures(running)) != expect.pictures:
        yield f"there are {len(pictures(running))} pictures of the numbers, expected {expect.pictures}"
    for person, count in expect.flags.items():
        if len(flags(running, person)) != count:
            yield f"{person} was told {len(flags(running, person))} times of a number, expected {count}"


def _letter(message: Message) -> str:
    return str(((message.metadata or {}).get("event_payload") or {}).get("letter", ""))
