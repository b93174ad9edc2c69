"""Coming to a gate, to the handover and to a month, from the user's side."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.playground.slack.model import Answer, Message
from bot.playground.stage import Stage
from bot.store import diagnoses, gates
from bot.store.gate_tables import GateWord
from tests.scenario import plans, play

SHOWN = datetime(2026, 11, 16, 16, tzinfo=UTC)  # the gate to week 3 of a plan of 3 November: day 12 is a Saturday
HANDED = datetime(2026, 11, 10, 16, tzinfo=UTC)


def posted(stage: Stage, **form: object) -> play.Talk:
    """A plan posted on Tuesday, 3 November."""
    return plans.posted_now(stage, **form) if form else plans.posted(stage)


def at_gate(stage: Stage, **form: object) -> play.Talk:
    """The same, when its first gate stands in the thread and nothing of it is there."""
    talk = posted(stage, **form)
    stage.travel(SHOWN)
    return talk


def in_operation(stage: Stage) -> play.Talk:
    """A pilot that was handed over on 10 November."""
    talk = posted(stage)
    take_all(talk, "martin")
    stage.travel(datetime(2026, 11, 9, 16, tzinfo=UTC))
    play.press(stage, "martin", play.find_key(play.dms(stage, "martin"), "report", "|hand_over|done"))
    stage.travel(HANDED)
    tap(talk, "brenda", "gate_yes", "|handoff|owner")
    return talk


def take_all(talk: play.Talk, name: str) -> None:
    """Take everything that is offered to somebody."""
    owner = talk.stage.slack.hands.user(name).id
    offered = play.offered(talk)
    play.take(talk, name, *offered[owner])


def tap(talk: play.Talk, by: str, action: str, ending: str = "") -> Answer:
    """Tap the newest such button in the plan's thread."""
    return play.press(talk.stage, by, play.find_key(play.plan_thread(talk), action, ending))


def fill(stage: Stage, by: str, values: Mapping[str, str]) -> Answer:
    """Send the form that is open for somebody."""
    view = stage.slack.view(by)
    if view is None:
        raise play.NotShown(f"no form is open for {by}; they see: {play.whispers(stage, by)}")
    answer = stage.slack.submit(by, view.id, {name: {name: value} for name, value in values.items()})
    stage.settle()
    return answer


def gate(talk: play.Talk, title: str = "Gate to week 3") -> Message:
    """The message of a gate."""
    return next(one for one in play.plan_thread(talk) if title in play.shown(one).split("\n", maxsplit=1)[0])


def thread(talk: play.Talk) -> str:
    """Everything that stands in the plan's thread."""
    return "\n".join(play.shown(one) for one in play.plan_thread(talk))


def words(stage: Stage) -> list[GateWord]:
    """Every line that was kept of the gates of the one plan there is."""
    with stage.bot.database.reading() as session:
        [diagnosis_id] = diagnoses.every_id(session)
        diagnosis = diagnoses.by_id(session, diagnosis_id)
        assert diagnosis is not None
        return gates.words(session, diagnosis)
