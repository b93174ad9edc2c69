"""People at the local Slack: they answer what is asked, and tap again where Slack shows that nothing came of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from bot.playground.slack import LocalSlack
from bot.playground.slack.hands import Impossible
from bot.playground.slack.model import Answer, Message
from tests.crash.keeper import Keeper

T = TypeVar("T")
CHANNEL = "C0ORDERS"
STARTER = "U0OLIVIA"
PATIENCE_S = 60.0

UNKNOWN_TYPED_EVERY = 3


def letter_of(message: Message) -> str:
    """The id of the letter that a message is; empty for a person's."""
    payload = (message.metadata or {}).get("event_payload", {})
    return str(payload.get("letter", ""))


@dataclass(frozen=True)
class Tappable:
    """A button on a message."""

    message: Message
    block_id: str
    action_id: str
    value: str

    @property
    def action(self) -> str:
        """What it does."""
        return self.action_id.split("/")[0]


@dataclass
class People:
    """The people of one conversation."""

    slack: LocalSlack
    keeper: Keeper
    answered: list[str] = field(default_factory=list)

    def start(self, pilot: str) -> str:
        """Type the command, fill in the form; returns the thread."""
        while (form := self.slack.view(STARTER)) is None:
            self._insist(lambda: self.slack.slash(STARTER, CHANNEL, "/unstick", pilot))
        people = {"sponsor": "U0MARTIN", "business_owner": "U0BRENDA", "technical_lead": "U0TOMASZ"}
        values = {role: {role: person} for role, person in people.items()} | {"minutes": {"minutes": "15"}}
        view = form.id
        while self.slack.view(STARTER) is not None:
            self._insist(lambda: self.slack.submit(STARTER, view, values))
        return self._until(lambda: self.slack.messages(CHANNEL))[0].ts

    def is_asked(self, thread: str) -> bool:
        """Whether a question is open in the thread."""
        return self._next_step(thread) is not None

    def answer_all(self, thread: str) -> None:
        """Answer every question until there is a verdict."""
        while True:
            open_one = self._until(lambda: self._next_step(thread))
            if open_one.action == "post_plan":
                return
            if open_one.action == "show_verdict":
                self.tap(STARTER, CHANNEL, thread, "show_verdict")
                continue
            self._answer(thread, open_one)

    def until_answered(self, thread: str, count: int) -> None:
        """Answer until so many questions are answered; there must be so many before the verdict."""
        while len(self.answered) < count:
            self._answer(thread, self._until(lambda: self._next_step(thread)))

    def tap(self, user: str, channel: str, thread: str | None, action: str, *, value: str = "", on: str = "") -> None:
        """Tap the first button of that action whose value, and whose message's letter, end so; until it has worked."""

        def wanted() -> Tappable | None:
            for one in self._buttons(channel, thread):
                if one.action == action and one.value.endswith(value) and letter_of(one.message).endswith(on):
                    return one
            return None

        button = self._until(wanted)
        self._insist(lambda: self._click(user, button))

    def ask_for_report(self) -> None:
        """Type the command that brings the report; again only where Slack showed a failure."""
        self._insist(lambda: self.slack.slash(STARTER, CHANNEL, "/unstick", "export md"))

    def _answer(self, thread: str, question: Tappable) -> None:
        """Every third question is answered in words; of the others, its name settles which option is tapped."""
        self.answered.append(question.message.ts)
        if len(self.answered) % UNKNOWN_TYPED_EVERY == 0:
            self.slack.say(STARTER, CHANNEL, "I don't know", thread)
            return
        name = question.value.split("|")[2]
        choices = [one for one in self._buttons(CHANNEL, thread) if one.message.ts == question.message.ts]
        options = [one for one in choices if one.action == "answer"]
        chosen = options[sum(map(ord, name)) % len(options)]
        self._insist(lambda: self._click(STARTER, chosen))

    def _next_step(self, thread: str) -> Tappable | None:
        """The first question that is open and not yet answered, or the button under the answers or the verdict."""
        for one in self._buttons(CHANNEL, thread):
            if one.action in {"answer", "show_verdict", "post_plan"} and one.message.ts not in self.answered:
                return one
        return None

    def _buttons(self, channel: str, thread: str | None) -> Iterator[Tappable]:
        for message in self.slack.messages(channel, thread):
            for block in message.blocks:
                for element in (*block.get("elements", ()), block.get("accessory") or {}):
                    if element.get("type") == "button":
                        yield Tappable(message, block["block_id"], element["action_id"], element.get("value", ""))

    def _click(self, user: str, button: Tappable) -> Answer:
        """Tap it; where it is gone meanwhile, the message shows that the tap before has worked."""
        message = button.message
        try:
            return self.slack.click(user, message.channel, message.ts, button.block_id, button.action_id)
        except Impossible:
            return Answer(ok=True)

    def _insist(self, act: Callable[[], Answer]) -> None:
        """Do it again until Slack shows no failure; meanwhile the bot may have to be started again."""
        while not act().ok:
            self.keeper.wait_until_up()

    def _until(self, see: Callable[[], T | None]) -> T:
        return self.slack.wait_for(see, PATIENCE_S)  # type: ignore[return-value] # it returns what is true
