"""What the tests of a posted plan share: finding a person's check-ins, reporting, filling in the form that is open."""

from datetime import UTC, datetime
from typing import Any

from bot.playground.replay.hands import is_checkin
from bot.playground.slack.model import Answer, Message
from bot.playground.stage import Stage
from bot.store.plan_tables import Action
from tests.scenario import play, scenes

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)  # the first one after a plan that is posted on Tuesday, 3 November


def judged(stage: Stage) -> play.Talk:
    """A diagnosis of Tuesday, 3 November, whose verdict stands in its thread."""
    return scenes.come_to("judged", stage, _judged)


def posted(stage: Stage) -> play.Talk:
    """A plan posted on Tuesday, 3 November, whose actions nobody has taken."""
    return scenes.come_to("posted", stage, _posted)


def _judged(stage: Stage) -> play.Talk:
    talk = play.start(stage)
    play.answer_all(talk)
    return talk


def _posted(stage: Stage) -> play.Talk:
    talk = judged(stage)
    play.post_plan(talk)
    return talk


def posted_now(stage: Stage, **form: Any) -> play.Talk:
    """The same on another day, or begun with another form; played from its beginning."""
    talk = play.start(stage, **form)
    play.answer_all(talk)
    play.post_plan(talk)
    return talk


def take_all(talk: play.Talk, name: str) -> None:
    """Take everything that was offered to somebody."""
    owner = talk.stage.slack.hands.user(name).id
    play.press(talk.stage, name, play.find_key(play.plan_thread(talk), "take_all", owner))


def checkins(stage: Stage, name: str) -> list[Message]:
    """The check-ins that somebody has had, whatever they show by now."""
    return [message for message in play.dms(stage, name) if is_checkin(message)]


def others(stage: Stage, name: str) -> list[str]:
    """What else somebody has been told in private, the welcome left out."""
    return [play.shown(message) for message in play.dms(stage, name) if not is_checkin(message)][1:]


def report(stage: Stage, name: str, state: str, *, which: int = 0) -> str:
    """Say how the action that stands at `which` in the newest check-in is getting on; returns its id."""
    newest = checkins(stage, name)[-1]
    buttons = [key for key in play.keys(newest) if key.action == "report" and key.value.endswith(f"|{state}")]
    play.press(stage, name, buttons[which])
    return buttons[which].value.split("|")[1]


def tap(stage: Stage, name: str, action: str, ending: str = "") -> Answer:
    """Tap the newest such button in somebody's direct messages."""
    return play.press(stage, name, play.find_key(play.dms(stage, name), action, ending))


def fill(stage: Stage, name: str, **values: str) -> Answer:
    """Fill in the form that is open and send it; a field of people takes a name."""
    view = stage.slack.view(name)
    if view is None:
        raise play.NotShown(f"no form is open for {name}; they see {play.whispers(stage, name)}")
    people = {user.name: user.id for user in stage.slack.workspace.users.values()}
    answer = stage.slack.submit(name, view.id, {key: {key: people.get(value, value)} for key, value in values.items()})
    stage.settle()
    return answer


def fields(stage: Stage, name: str) -> list[str]:
    """The fields of the form that is open."""
    view = stage.slack.view(name)
    return [block["block_id"] for block in view.blocks if block["type"] == "input"] if view else []


def thread(talk: play.Talk) -> list[str]:
    """What the plan's thread says."""
    return [play.shown(message) for message in play.plan_thread(talk)]


def digests(talk: play.Talk) -> list[str]:
    """The weeks' digests in the plan's thread, in order."""
    return [play.shown(message) for message in play.plan_thread(talk) if ".digest." in letter(message)]


def letter(message: Message) -> str:
    """The letter that a message came from."""
    return str(((message.metadata or {}).get("event_payload") or {}).get("letter", ""))


def actions(stage: Stage) -> dict[str, Action]:
    """Every action as the bot keeps it."""
    with stage.bot.database.reading() as session:
        return {action.id: action for action in session.query(Action).order_by(Action.position)}


def at(message: Message) -> datetime:
    """When a message was posted."""
    return datetime.fromtimestamp(int(message.ts.split(".")[0]), UTC)
