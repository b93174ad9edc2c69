"""What people do in Slack: type, click, fill in, submit, close. Each waits for the app's acknowledgement."""

from __future__ import annotations

import copy
import json
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.playground.slack import acks, blocks, controls, events, payloads, text
from bot.playground.slack.inbound import FORM, Line, Reaction
from bot.playground.slack.model import Answer, Channel, Json, Message, User, View

if TYPE_CHECKING:
    from bot.playground.slack.faults import Faults
    from bot.playground.slack.workspace import Workspace

LONGEST = 40_000
REQUIRED = "Please complete this required field."


class Impossible(ValueError):  # noqa: N818 - it names what cannot be done, no defect
    """A person cannot do this in Slack. ``code`` is Slack's word for it, where it has one."""

    def __init__(self, sentence: str, code: str | None = None) -> None:
        super().__init__(sentence)
        self.code = code


class Hands:
    """The actions of people.

    Args:
        workspace: where they act.
        line: the line to the app.
        faults: what goes wrong on purpose.
        address: where this server is reached, for ``response_url``.
    """

    def __init__(self, workspace: Workspace, line: Line, faults: Faults, address: str = "") -> None:
        self.workspace = workspace
        self.line = line
        self.faults = faults
        self.address = address
        self.commands: frozenset[str] | None = None

    def user(self, user: str) -> User:
        """The person with this id or name.

        Raises:
            ValueError: there is nobody of that name.
        """
        for one in self.workspace.users.values():
            if user in {one.id, one.name}:
                return one
        raise Impossible(f"nobody here is called {user!r}")

    def channel(self, channel: str) -> Channel:
        """The channel with this id or name.

        Raises:
            ValueError: there is none.
        """
        for one in self.workspace.channels.values():
            if channel == one.id or (one.name and channel.removeprefix("#") == one.name):
                return one
        raise Impossible(f"there is no channel {channel!r}")

    def slash(self, user: str, channel: str, command: str, words: str = "") -> Answer:
        """Type a slash command; what the app answers is shown to the user, or to all if it says so.

        Raises:
            ValueError: there is no such user, channel or command, or the user is not in the channel.
        """
        if self.commands is not None and command not in self.commands:
            raise Impossible(f"no app here has a command {command}", "unknown_command")
        who, where = self._member(user, channel)
        address = self.workspace.issue_address(who.id, where.id)
        form = payloads.slash(who, where, command, words) | {
            "response_url": f"{self.address}/response/{address.id}",
            "trigger_id": self.workspace.issue_trigger(who.id).id,
        }
        reaction = self._send("slash", urlencode(payloads.home_of(self.workspace, form)))
        return acks.slash(self.workspace, address, reaction)

    def typed(self, user: str, channel: str, words: str, thread_ts: str | None = None) -> Message:
        """Type a message; the caller lets the app hear of it."""
        who, where = self._member(user, channel)
        if where.archived:
            raise Impossible(f"{where.name} is archived", "is_archived")
        if len(words) > LONGEST:
            raise Impossible(f"a message has at most {LONGEST} characters", "msg_too_long")
        root = self.workspace.messages.get((where.id, thread_ts)) if thread_ts else None
        if thread_ts and root is None:
            raise Impossible(f"there is no thread {thread_ts} in {where.id}")
        known = self.workspace
        stored = text.from_keyboard(
            words,
            {one.name.lower(): one.id for one in known.users.values()},
            {one.name: one.id for one in known.channels.values() if one.kind == "public"},
        )
        message = Message(
            channel=where.id,
            ts=known.next_ts(),
            user=who.id,
            text=stored,
            thread_ts=(root.thread_ts or root.ts) if root else None,
            client_msg_id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{where.id}{known.seq}")),
        )
        return known.put_message(message)

    def say(self, user: str, channel: str, words: str, thread_ts: str | None = None) -> Message:
        """Type a message and let the app hear of it."""
        message = self.typed(user, channel, words, thread_ts)
        events.posted(self.workspace, message)
        return message

    def click(self, user: str, channel: str, ts: str, block_id: str, action_id: str, given: Any = None) -> Answer:
        """Use an element of a message: press a button, choose in a menu, type into an input.

        Raises:
            ValueError: the user does not see such an element, or cannot choose that.
        """
        who, where = self._member(user, channel)
        message = self.workspace.messages.get((where.id, ts))
        if message is None or message.ephemeral_for not in {None, who.id}:
            raise Impossible(f"{who.name} sees no message {ts} in {where.id}")
        block, element = _find(list(message.blocks), block_id, action_id)
        state = self._state(element, given)
        key = (who.id, where.id, ts)
        with self.workspace.changed:
            values = self.workspace.inputs.get(key) or controls.initial_values(message.blocks)
            values = _with(values, block_id, element, state)
            self.workspace.inputs[key] = values
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Answer(ok=True)
        action = controls.action_json(element, block_id, state, self.workspace.next_ts())
        payload = payloads.click_in_message(self.workspace, who, message, action, values)
        address = self.workspace.issue_address(who.id, where.id, ts)
        payload["response_url"] = f"{self.address}/response/{address.id}"
        payload["trigger_id"] = self.workspace.issue_trigger(who.id).id
        return acks.plain(self._interact(payload))

    def click_in_view(self, user: str, view_id: str, block_id: str, action_id: str, given: Any = None) -> Answer:
        """Use an element of the top modal or of App Home.

        Raises:
            ValueError: the user does not see such an element, or cannot choose that.
        """
        who, view = self._view(user, view_id)
        block, element = _find(view.blocks, block_id, action_id)
        state = self._state(element, given)
        view = replace(view, values=_with(view.values, block_id, element, state))
        self.workspace.swap_view(view)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Answer(ok=True)
        action = controls.action_json(element, block_id, state, self.workspace.next_ts())
        payload = payloads.click_in_view(who, view, action)
        payload["trigger_id"] = self.workspace.issue_trigger(who.id, view.id).id
        return acks.plain(self._interact(payload))

    def submit(self, user: str, view_id: str, values: Json | None = None) -> Answer:
        """Fill in the top modal and submit it. ``values[block_id][action_id]`` is a state or a bare choice.

        Raises:
            ValueError: the user does not see that modal or such an input.
        """
        who, view = self._view(user, view_id)
        if view.type != "modal" or view.body.get("submit") is None or view.body.get("submit_disabled"):
            raise Impossible("this view cannot be submitted")
        filled, errors = fill(view, values or {})
        view = replace(view, values=filled, errors=errors)
        self.workspace.swap_view(view)
        if errors:
            return Answer(ok=False, error="incomplete", errors=errors)
        payload = payloads.submission(who, view)
        payload["trigger_id"] = self.workspace.issue_trigger(who.id, view.id).id
        return acks.submission(self.workspace, view, self._interact(payload))

    def close(self, user: str, view_id: str) -> Answer:
        """Close the top modal; the app hears of it when it asked to.

        Raises:
            ValueError: the user does not see that modal.
        """
        who, view = self._view(user, view_id)
        if view.type != "modal":
            raise Impossible("App Home cannot be closed")
        cleared = bool(view.body.get("clear_on_close"))
        left = () if cleared else self.workspace.modals[who.id][:-1]
        self.workspace.put_modals(who.id, left)
        if not view.body.get("notify_on_close"):
            return Answer(ok=True)
        return acks.plain(self._interact(payloads.closed(who, view, cleared=cleared)))

    def _member(self, user: str, channel: str) -> tuple[User, Channel]:
        who, where = self.user(user), self.channel(channel)
        if who.id not in where.members:
            raise Impossible(f"{who.name} is not in {where.name or where.id}", "not_in_channel")
        return who, where

    def _view(self, user: str, view_id: str) -> tuple[User, View]:
        who = self.user(user)
        stack = self.workspace.modals.get(who.id, ())
        home = self.workspace.homes.get(who.id)
        for view in (*stack[-1:], *([home] if home else [])):
            if view.id == view_id:
                return who, view
        raise Impossible(f"{who.name} does not see a view {view_id!r}")

    def _state(self, element: Json, given: Any) -> Json | None:
        if element["type"] in {"button", "workflow_button"}:
            return None
        state = controls.choose(element, given)
        for person in controls.people(state):
            if person not in self.workspace.users:
                raise Impossible(f"nobody here has the id {person!r}")
        return state

    def _interact(self, payload: Json) -> list[Reaction]:
        said = payloads.home_of(self.workspace, payload)
        return self._send("interactive", urlencode({"payload": json.dumps(said)}))

    def _send(self, what: str, form: str) -> list[Reaction]:
        fault = self.faults.take(what)
        if fault and fault.kind == "drop":
            return []
        times = 2 if fault and fault.kind == "duplicate" else 1
        return [self.line.send(what, FORM, form.encode()) for _ in range(times)]


def _find(found: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    for block in found:
        if block.get("block_id") == block_id:
            for element in blocks.interactive(block):
                if element["action_id"] == action_id:
                    return block, element
    raise Impossible(f"there is no element {action_id!r} in a block {block_id!r}")


def _with(values: Json, block_id: str, element: Json, state: Json | None) -> Json:
    changed = copy.deepcopy(values)
    if state is not None and element["type"] not in controls.STATELESS:
        changed.setdefault(block_id, {})[element["action_id"]] = state
    return changed


def fill(view: View, given: Json) -> tuple[Json, dict[str, str]]:
    """The values of a view after filling in ``given``, and what Slack itself says beside the inputs.

    Raises:
        ValueError: ``given`` names an input that is not there.
    """
    values, errors = copy.deepcopy(view.values), {}
    for block_id, actions in given.items():
        for action_id, choice in actions.items():
            _, element = _find(view.blocks, block_id, action_id)
            try:
                values[block_id][action_id] = controls.choose(element, choice)
            except ValueError as error:
                errors[block_id] = str(error)
    for block in view.blocks:
        if block["type"] == "input" and not block.get("optional"):
            states = values.get(block["block_id"], {}).values()
            if any(controls.is_empty(state) for state in states):
                errors.setdefault(block["block_id"], REQUIRED)
    return values, errors
