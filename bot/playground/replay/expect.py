"""Holding what a case expects against what came of it; each fault is one sentence."""

from collections.abc import Iterator

from bot.interview.how import way_of
from bot.playground.replay.case import Expect
from bot.playground.replay.expect_plan import after_plan
from bot.playground.replay.running import Play
from scoring import score

TOP = 2


def unmet(running: Play, expect: Expect) -> list[str]:
    """What does not hold, one sentence each."""
    return [
        *_verdict(running, expect),
        *_conversation(running, expect),
        *_answers(running, expect),
        *after_plan(running, expect),
    ]


def _verdict(running: Play, expect: Expect) -> Iterator[str]:
    rules = running.stage.bot.rules
    verdict = score(rules, running.sheet())
    for reason_id, states in expect.reasons.items():
        found = verdict.reason(reason_id)
        if found.state not in states:
            yield f"{reason_id} is {found.state} ({found.decibans} decibans), expected {' or '.join(states)}"
    if expect.holding is not None and set(verdict.holding) != set(expect.holding):
        yield f"holding are {', '.join(verdict.holding) or 'none'}, expected {', '.join(expect.holding) or 'none'}"
    if expect.includes:
        top = [reason.id for reason in sorted(verdict.reasons, key=lambda one: -one.decibans)[:TOP]]
        if not set(expect.includes) <= set(top):
            yield f"the two most likely are {' and '.join(top)}, expected {' and '.join(expect.includes)} among them"
    if expect.outside is not None and (verdict.outside.state == "holds") is not expect.outside:
        yield f"outside these reasons is {verdict.outside.state}, expected {'holds' if expect.outside else 'not'}"


def _conversation(running: Play, expect: Expect) -> Iterator[str]:
    answers = running.progress().answers
    for question, option in expect.answers.items():
        found = answers[question].option if question in answers else "not answered"
        if found != option:
            yield f"{question} is {found}, expected {option}"
    if expect.state is not None and running.state() != expect.state:
        yield f"the diagnosis is {running.state()}, expected {expect.state}"
    if expect.waiting is not None:
        slack = running.slack
        wanted = {question: slack.hands.user(person).id for question, person in expect.waiting.items()}
        waits = {question: one.whom for question, one in running.progress().waiting.items()}
        if waits != wanted:
            yield f"waiting are {waits or 'none'}, expected {wanted or 'none'}"
    everything = "\n".join(message.text for message in running.slack.workspace.all_messages())
    for words in expect.says:
        if words not in everything:
            yield f"nobody said {words!r}"
    yield from (f"somebody said {words!r}" for words in expect.never_said if words in everything)


def _answers(running: Play, expect: Expect) -> Iterator[str]:
    """How answers came, exact figures, and what came of names."""
    answers = running.progress().answers
    for question, value in expect.values.items():
        found = answers[question].value if question in answers else "not answered"
        if found != value:
            yield f"{question} is {found}, expected {value}"
    ways = {line.question: way_of(line) for line in running.lines() if line.kind == "answered"}
    for question, way in expect.how.items():
        if ways.get(question) != way:
            yield f"{question} was {ways.get(question, 'not answered')}, expected {way}"
    yield from (f"{question} is answered" for question in expect.unanswered if question in answers)
    for role, name in expect.roles.items():
        if running.roles().get(role) != running.slack.hands.user(name).id:
            yield f"{role} is {running.roles().get(role) or 'nobody'}, expected {name}"
