"""The buttons of the weeks after the plan: what is so by now, and a number that goes the wrong way."""

from collections.abc import Callable
from datetime import date

from bot.checkins import flags
from bot.desk import Desk, Outcome, hint
from bot.interview.so_now import not_yet, other, so_now
from bot.store.tables import Diagnosis

Use = Callable[[Desk, Diagnosis, list[str]], Outcome]
CHECK_PARTS = 2  # transcript line, question
ANSWER_PARTS = 3  # the same, and an option


def _so_now(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    """Only what the rules know is let through: a line number, a question, one of its options."""
    if len(rest) != ANSWER_PARTS or not _is_known(desk, rest):
        return hint(desk.texts.say("wrong.gone"))
    seq, question, option = rest
    if option not in desk.rules.questions[question].option_ids:
        return hint(desk.texts.say("wrong.gone"))
    return so_now(desk, diagnosis, int(seq), question, option)


def _about(use: Callable[[Desk, Diagnosis, int, str], Outcome]) -> Use:
    """A use case about a fact that was asked about: its line and its question."""

    def on(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
        if len(rest) != CHECK_PARTS or not _is_known(desk, rest):
            return hint(desk.texts.say("wrong.gone"))
        return use(desk, diagnosis, int(rest[0]), rest[1])

    return on


def _is_known(desk: Desk, rest: list[str]) -> bool:
    return rest[0].isdecimal() and rest[1] in desk.rules.questions


def _flag(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    """A metric, the week since which it goes the wrong way, and what is said to it."""
    try:
        metric, since, stands = rest
        week = date.fromisoformat(since)
    except ValueError:
        return hint(desk.texts.say("wrong.gone"))
    return flags.say(desk, diagnosis, metric, week, stands)


WEEKLY: dict[str, Use] = {
    "so_now": _so_now,
    "so_not_yet": _about(not_yet),
    "so_other": _about(other),
    "flag": _flag,
}
