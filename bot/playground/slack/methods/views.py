"""``views.*``: modals and App Home."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.slack import blocks, controls, shapes, view_rules
from bot.playground.slack.model import Json, Trigger, View
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.slack.methods.call import Context, Method
    from bot.playground.slack.workspace import Workspace


def _open(context: Context) -> Json:
    body = view_rules.parse(context.arguments.get("view"), context.terms.view_types)
    trigger = exchange(context)
    view = new_view(context.workspace, trigger.user, body)
    context.workspace.put_modals(trigger.user, (view,))
    return {"view": shapes.view_json(view)}


def _push(context: Context) -> Json:
    body = view_rules.parse(context.arguments.get("view"), context.terms.view_types)
    trigger = exchange(context)
    view = push(context.workspace, trigger.user, body)
    return {"view": shapes.view_json(view)}


def _update(context: Context) -> Json:
    workspace = context.workspace
    body = view_rules.parse(context.arguments.get("view"), context.terms.view_types, ("modal", "home"))
    old = workspace.find_view(context.text("view_id"), context.text("external_id"))
    if old is None:
        raise Refusal("not_found")
    if context.text("hash") and context.text("hash") != old.hash:
        raise Refusal("hash_conflict")
    if body["type"] != old.type:
        raise Refusal("invalid_arguments", ["`type` cannot be changed [json-pointer:/view/type]"])
    view = updated(workspace, old, body)
    workspace.swap_view(view)
    return {"view": shapes.view_json(view)}


def _publish(context: Context) -> Json:
    workspace = context.workspace
    user = context.user("user_id")
    body = view_rules.parse(context.arguments.get("view"), context.terms.view_types, ("home",))
    old = workspace.homes.get(user.id)
    if context.text("hash") and (old is None or context.text("hash") != old.hash):
        raise Refusal("hash_conflict")
    view = updated(workspace, old, body) if old else new_view(workspace, user.id, body)
    workspace.put_home(view)
    return {"view": shapes.view_json(view)}


def exchange(context: Context) -> Trigger:
    """Use up the trigger of a call.

    Raises:
        Refusal: ``invalid_trigger_id``, ``exchanged_trigger_id`` or ``expired_trigger_id``.
    """
    workspace, given = context.workspace, context.required("trigger_id")
    with workspace.changed:
        trigger = workspace.triggers.get(given)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if workspace.expired(trigger):
            raise Refusal("expired_trigger_id")
        workspace.triggers[given] = replace(trigger, used=True)
        return trigger


def push(workspace: Workspace, user: str, body: Json) -> View:
    """Put a view on top of the open ones.

    Raises:
        Refusal: ``push_limit_reached`` with three open, ``invalid_trigger_id`` with none.
    """
    stack = workspace.modals.get(user, ())
    if not stack:
        raise Refusal("invalid_trigger_id")
    if len(stack) >= view_rules.ON_STACK:
        raise Refusal("push_limit_reached")
    view = new_view(workspace, user, body, stack[-1])
    workspace.put_modals(user, (*stack, view))
    return view


def new_view(workspace: Workspace, user: str, body: Json, below: View | None = None) -> View:
    """A view that was not there before.

    Raises:
        Refusal: ``duplicate_external_id``.
    """
    external_id = str(body.get("external_id") or "")
    if external_id and workspace.find_view("", external_id):
        raise Refusal("duplicate_external_id")
    filled = _filled(workspace.next_id, body)
    view_id = workspace.next_id("V")
    return View(
        id=view_id,
        user=user,
        type=body["type"],
        body=filled,
        hash=_hash(workspace, filled),
        root_view_id=below.root_view_id if below else view_id,
        previous_view_id=below.id if below else None,
        external_id=external_id,
        values=controls.initial_values(filled["blocks"]),
    )


def updated(workspace: Workspace, old: View, body: Json) -> View:
    """``old`` with a new body; what the user filled in stays where block, action and type are the same."""
    filled = _filled(workspace.next_id, body)
    values = controls.initial_values(filled["blocks"])
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            kept = old.values.get(block_id, {}).get(action_id)
            if kept and kept["type"] == state["type"]:
                actions[action_id] = kept
    return replace(old, body=filled, hash=_hash(workspace, filled), values=values, errors={})


def _filled(new_id: Callable[[str], str], body: Json) -> Json:
    return {**body, "blocks": blocks.with_ids(body["blocks"], new_id)}


def _hash(workspace: Workspace, body: Json) -> str:
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:8]
    return f"{workspace.next_ts()}.{digest}"


METHODS: dict[str, Method] = {
    "views.open": _open,
    "views.push": _push,
    "views.update": _update,
    "views.publish": _publish,
}
