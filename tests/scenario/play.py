"""Playing a conversation from the user's side: type, tap, read what the thread shows."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from math import log
from typing import Any

from bot.checkins.cards import NOBODY
from bot.interview.transcript import fold, sheet_of
from bot.playground.replay.hands import letter_of
from bot.playground.slack.model import Answer, Json, Message
from bot.playground.stage import Stage
from bot.store import diagnoses
from bot.store.tables import Diagnosis
from prompts.mrkdwn import Mrkdwn
from scoring import Option, Rules, Sheet

PILOT = "order intake agent"
STARTER = "olivia"
WEEK = timedelta(weeks=1)
CHANNEL = "orders"
ROLES = {"sponsor": "martin", "business_owner": "brenda", "technical_lead": "tomasz", "security_reviewer": "seline"}

STUCK = ("five.2", "four.4")  # what is wrong with the pilot that `answer_all` describes


class NotShown(AssertionError):  # noqa: N818 (it reads as what it is: the person sees no such thing)
    """What a test wants to use is not on the screen."""


@dataclass(frozen=True)
class Talk:
    """One diagnosis: the stage, the channel, and the root message of its thread."""

    stage: Stage
    channel: str
    root: str

    def thread(self) -> list[Message]:
        """The thread as everybody sees it, its root first."""
        return self.stage.slack.messages(self.channel, self.root)

    def card(self) -> Message:
        """The diagnosis's card in the channel."""
        return self.stage.slack.message(self.channel, self.root)


@dataclass(frozen=True)
class Key:
    """A button on a message: where it is, what it does (`action`), what it is for (`value`)."""

    message: Message
    block_id: str
    action_id: str
    value: str
    label: str

    @property
    def action(self) -> str:
        """What it does, without the number that makes it unique."""
        return self.action_id.split("/", maxsplit=1)[0]


def open_form(stage: Stage, pilot: str = PILOT, *, by: str = STARTER, channel: str = CHANNEL) -> str:
    """Type `/unstick` and the pilot's name; returns the id of the form that opened."""
    answer = stage.slack.slash(by, channel, "/unstick", pilot)
    assert answer.ok, answer
    view = stage.slack.view(by)
    if view is None:
        raise NotShown(f"no form opened; {by} sees: {whispers(stage, by)}")
    return view.id


def fill_in(
    stage: Stage, view: str, *, by: str = STARTER, minutes: int = 15, roles: Mapping[str, str] = ROLES, **fields: str
) -> Answer:
    """Fill in the form and submit it; `fields` may be pilot, summary and framework."""
    people = {role: stage.slack.hands.user(name).id for role, name in roles.items()}
    given: Json = {**fields, **people, "minutes": str(minutes)}
    answer = stage.slack.submit(by, view, {name: {name: value} for name, value in given.items()})
    stage.settle()
    return answer


def start(stage: Stage, pilot: str = PILOT, *, by: str = STARTER, channel: str = CHANNEL, **form: Any) -> Talk:
    """Start a diagnosis and come to its first question."""
    before = {message.ts for message in stage.slack.messages(channel)}
    view = open_form(stage, pilot, by=by, channel=channel)
    answer = fill_in(stage, view, by=by, **form)
    assert answer.ok, answer
    [root] = [m for m in stage.slack.messages(channel) if m.ts not in before and m.thread_ts is None]
    return Talk(stage, channel, root.ts)


def keys(message: Message) -> Iterator[Key]:
    """Every button of a message."""
    for block in message.blocks:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("type") == "button":
                yield Key(
                    message, block["block_id"], element["action_id"], element.get("value", ""), element["text"]["text"]
                )


def find_key(messages: list[Message], action: str, ending: str = "") -> Key:
    """The newest button that does `action` and whose value ends so."""
    for message in reversed(messages):
        for key in keys(message):
            if key.action == action and key.value.endswith(ending):
                return key
    raise NotShown(f"no button {action} …{ending} in: {[shown(message) for message in messages]}")


def press(stage: Stage, by: str, key: Key) -> Answer:
    """Tap a button, also one that has just gone from the screen; wait until all that follows is done."""
    answer = tap_only(stage, by, key)
    stage.settle()
    return answer


def tap_only(stage: Stage, by: str, key: Key) -> Answer:
    """Tap a button and go on at once."""
    return stage.slack.click(by, key.message.channel, key.message.ts, key.block_id, key.action_id)


def press_old(stage: Stage, by: str, key: Key, value: str | None = None) -> None:
    """Tap a button that still stands on somebody's screen though the message has changed; or one with another value."""
    now = stage.slack.message(key.message.channel, key.message.ts)
    blocks = [dict(block) for block in key.message.blocks]
    for block in blocks:
        if value is not None and block["block_id"] == key.block_id:
            mine = [
                {**each, "value": value} if each["action_id"] == key.action_id else each for each in block["elements"]
            ]
            block["elements"] = mine
    stage.slack.workspace.messages[now.channel, now.ts] = replace(now, blocks=tuple(blocks))
    tap_only(stage, by, key)
    stage.slack.workspace.messages[now.channel, now.ts] = now
    stage.settle()


def tap(talk: Talk, action: str, ending: str = "", *, by: str = STARTER) -> Answer:
    """Tap the newest button of the thread that does `action`."""
    return press(talk.stage, by, find_key(talk.thread(), action, ending))


def say(talk: Talk, text: str, *, by: str = STARTER) -> Message:
    """Type a message in the thread."""
    message = talk.stage.slack.say(by, talk.channel, text, talk.root)
    talk.stage.settle()
    return message


def is_open(talk: Talk) -> bool:
    """Whether a question waits for an answer."""
    return any(key.action == "answer" for message in talk.thread() for key in keys(message))


def question(talk: Talk) -> str:
    """The id of the question that is open."""
    return find_key(talk.thread(), "answer").value.split("|")[2]


def question_message(talk: Talk) -> Message:
    """The message of the question that is open."""
    return find_key(talk.thread(), "answer").message


def answer(talk: Talk, option: str, *, by: str = STARTER) -> str:
    """Answer the open question by a tap; returns its id."""
    asked = question(talk)
    tap(talk, "answer", f"|{asked}|{option}", by=by)
    return asked


def settle(talk: Talk, stands: str, *, by: str = STARTER) -> Answer:
    """Say which of two answers that do not fit together stands, or "both"."""
    return tap(talk, "settle", f"|{stands}", by=by)


def clashes(talk: Talk) -> bool:
    """Whether two answers that do not fit together wait to be settled."""
    return any(key.action == "settle" for message in talk.thread() for key in keys(message))


def answer_all(talk: Talk, answers: Mapping[str, str] | None = None, *, by: str = STARTER) -> list[str]:
    """Answer by taps until the verdict stands; returns the questions in order. What `answers` lacks is not known."""
    chosen = telling(talk.stage.bot.rules) if answers is None else answers
    asked = []
    while is_open(talk) or clashes(talk):
        if clashes(talk):
            settle(talk, "both", by=by)
            continue
        asked.append(answer(talk, chosen.get(question(talk), "unknown"), by=by))
    show_verdict(talk, by=by)
    return asked


def telling(rules: Rules, reasons: Collection[str] = STUCK) -> dict[str, str]:
    """For every question the option that speaks most for these reasons and against the others."""
    return {question.id: max(question.options, key=_speaks_for(reasons)).id for question in rules.questions.values()}


def _speaks_for(reasons: Collection[str]) -> Callable[[Option], float]:
    def weight(option: Option) -> float:
        return sum(
            log(present / absent) * (1 if reason in reasons else -1)
            for reason, (present, absent) in option.percent.items()
        )

    return weight


def post_plan(talk: Talk, *, by: str = STARTER) -> Message:
    """Post the plan; returns its message in the channel."""
    show_verdict(talk, by=by)
    tap(talk, "post_plan", by=by)
    return plan_of(talk)


def plan_of(talk: Talk) -> Message:
    """The plan's message in the channel."""
    roots = [m for m in talk.stage.slack.messages(talk.channel) if m.thread_ts is None and m.user != m.ts]
    found = [m for m in roots if "30 days to production" in m.text and m.ts > talk.root]
    if not found:
        raise NotShown("no plan in the channel")
    return found[0]


def plan_thread(talk: Talk) -> list[Message]:
    """The plan's thread, its root first."""
    return talk.stage.slack.messages(talk.channel, plan_of(talk).ts)


def take(talk: Talk, by: str, *values: str) -> None:
    """Take actions of the plan by their buttons' values, one after the other."""
    for value in values:
        press(talk.stage, by, find_key(plan_thread(talk), "take", value))


def offered(talk: Talk) -> dict[str, list[str]]:
    """The values of the take buttons by whose card they stand on; "" is the card of what nobody has yet."""
    found: dict[str, list[str]] = {}
    for message in plan_thread(talk):
        values = [key.value for key in keys(message) if key.action == "take"]
        if values:
            holder = letter_of(message).rpartition(".")[2]
            found["" if holder == NOBODY else holder] = values
    return found


def whispers(stage: Stage, user: str) -> list[str]:
    """What only this user sees, in order."""
    return [shown(message) for message in stage.slack.ephemerals(user)]


def dms(stage: Stage, user: str) -> list[Message]:
    """The bot's direct messages to somebody."""
    return [message for message in stage.slack.messages(stage.slack.dm(user).id) if message.by_bot]


def shown(message: Message) -> str:
    """All words of a message's blocks, as they stand on the screen, line by line."""
    return "\n".join(_texts(list(message.blocks))) or message.text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _texts(item)


def sheet(talk: Talk) -> Sheet:
    """The answers of the one diagnosis there is, as the scorer takes them."""
    with talk.stage.bot.database.reading() as session:
        [diagnosis] = session.query(Diagnosis).all()
        return sheet_of(diagnosis.pilot, diagnosis.framework, fold(diagnoses.transcript(diagnosis)))


def mention(person: str) -> Mrkdwn:
    """Somebody as the bot mentions them."""
    return Mrkdwn(f"<@{person}>")


def days(count: float) -> timedelta:
    """So many days."""
    return timedelta(days=count)


def show_verdict(talk: Talk, *, by: str = STARTER) -> None:
    """Come from the review of all answers to the verdict, if it does not stand yet."""
    if any(key.action == "show_verdict" for message in talk.thread() for key in keys(message)):
        tap(talk, "show_verdict", by=by)
