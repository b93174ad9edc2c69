"""Rules for modals and App Home, and for the time one has to open them."""

from __future__ import annotations

from tests.strict.rule import READING, REPORTED, USER, World, called, view
from tests.unit.playground.stage import modal, mrkdwn, plain, section, text_input

FOCUSED = {"element": {"focus_on_load": True}}


def _stale(world: World) -> dict[str, object]:
    trigger = world.trigger()
    world.clock.move(seconds=3, milliseconds=1)
    return {"trigger_id": trigger, "view": modal()}


def _used(world: World) -> dict[str, object]:
    trigger = world.trigger()
    world.client.views_open(trigger_id=trigger, view=modal())
    return {"trigger_id": trigger, "view": modal()}


def _fourth(world: World) -> dict[str, object]:
    world.stacked()
    return {"trigger_id": world.trigger(), "view": modal()}


def _onto_nothing(world: World) -> dict[str, object]:
    world.slack.workspace.put_modals(USER, ())
    return {"trigger_id": world.trigger(), "view": modal()}


def _outdated(world: World) -> dict[str, object]:
    opened = world.client.views_open(trigger_id=world.trigger(), view=modal())["view"]
    world.client.views_update(view_id=opened["id"], view=modal(section("two")))
    return {"view_id": opened["id"], "hash": opened["hash"], "view": modal(section("three"))}


def _closed(world: World) -> dict[str, object]:
    opened = world.opened()
    world.slack.close("olivia", opened)
    return {"view_id": opened, "view": modal()}


def _same_name(world: World) -> dict[str, object]:
    world.opened(external_id="mine")
    return {"trigger_id": world.trigger(), "view": modal(external_id="mine")}


RULES = {
    "title-25": view(
        "The title of a modal has at most 24 characters.",
        "must be less than 25 characters @title/text",
        modal(title=plain("x" * 25)),
    ),
    "title-mrkdwn": view("The title is plain text.", "unsupported type: mrkdwn @title/type", modal(title=mrkdwn("x"))),
    "title-none": view(
        "A modal has a title.", "missing required field: title", {"type": "modal", "blocks": [section()]}
    ),
    "submit-25": view(
        "The button that submits has at most 24 characters.",
        "must be less than 25 characters @submit/text",
        modal(submit=plain("x" * 25)),
    ),
    "close-25": view(
        "The button that closes has at most 24 characters.",
        "must be less than 25 characters @close/text",
        modal(close=plain("x" * 25)),
    ),
    "submit-none": view(
        "A modal with an input has a button that submits.",
        "must define `submit` to use an `input` block in modals @blocks/0/input",
        modal(submit=None),
        basis=REPORTED,
    ),
    "view-101-blocks": view(
        "A view has at most 100 blocks.", "no more than 100 items allowed @blocks", modal(*[section()] * 101)
    ),
    "metadata-3001": view(
        "`private_metadata` has at most 3,000 characters.",
        "must be less than 3001 characters @private_metadata",
        modal(private_metadata="x" * 3001),
    ),
    "callback-256": view(
        "`callback_id` has at most 255 characters.",
        "must be less than 256 characters @callback_id",
        modal(callback_id="x" * 256),
    ),
    "external-256": view(
        "`external_id` has at most 255 characters.",
        "must be less than 256 characters @external_id",
        modal(external_id="x" * 256),
    ),
    "view-table": view(
        "A view holds no table.", "unsupported type: table @blocks/0/type", modal({"type": "table", "rows": []})
    ),
    "view-block": view(
        "The blocks of a view have the limits of those of a message.",
        "must be less than 3001 characters @blocks/0/text/text",
        modal(section("x" * 3001)),
    ),
    "view-no-blocks": view(
        "A view has blocks.", "missing required field: blocks", {"type": "modal", "title": plain("x")}
    ),
    "view-no-type": view(
        "A view has a type.", "missing required field: type @type", {"title": plain("x"), "blocks": []}
    ),
    "view-key": view(
        "A key that a view does not have is refused.",
        "invalid additional property: colour",
        modal(colour="red"),
        basis=REPORTED,
    ),
    "view-id-twice": view(
        "A `block_id` stands once in a view.",
        '`block_id` "a" already exists @blocks/1/block_id',
        modal(text_input("a"), text_input("a")),
    ),
    "view-two-focused": view(
        "One element of a view gets the focus.",
        "only one element may have `focus_on_load` @blocks/1/element/focus_on_load",
        modal(text_input("a", **FOCUSED), text_input("b", **FOCUSED)),
        basis=READING,
    ),
    "view-no-json": called(
        "A view in a form is JSON.", "views.open", "invalid_arguments", lambda _: {"trigger_id": "1", "view": "{"}
    ),
    "view-none": called(
        "To open a view there has to be one.", "views.open", "invalid_arguments", lambda _: {"trigger_id": "1"}
    ),
    "view-too-large": called(
        "A view has at most 250 KB.",
        "views.open",
        "view_too_large",
        lambda _: {"trigger_id": "1", "view": modal(section("x" * 2999)) | {"padding": "x" * 260_000}},
    ),
    "trigger-none": called(
        "A view is opened with a trigger.", "views.open", "invalid_arguments", lambda _: {"view": modal()}
    ),
    "trigger-made-up": called(
        "The trigger is one that Slack gave.",
        "views.open",
        "invalid_trigger_id",
        lambda _: {"trigger_id": "1.2.x", "view": modal()},
    ),
    "trigger-stale": called("A trigger lives three seconds.", "views.open", "expired_trigger_id", _stale),
    "trigger-used": called("A trigger is used once.", "views.open", "exchanged_trigger_id", _used),
    "push-fourth": called("Three views lie over one another, no more.", "views.push", "push_limit_reached", _fourth),
    "push-onto-nothing": called(
        "A view is pushed onto an open one.", "views.push", "invalid_trigger_id", _onto_nothing, basis=READING
    ),
    "external-twice": called("An `external_id` names one view.", "views.push", "duplicate_external_id", _same_name),
    "update-none": called(
        "What is updated has to be open.", "views.update", "not_found", lambda _: {"view_id": "V0NONE", "view": modal()}
    ),
    "update-closed": called("A closed view is not updated.", "views.update", "not_found", _closed),
    "update-outdated": called(
        "With an outdated `hash` the later change stays.", "views.update", "hash_conflict", _outdated
    ),
    "update-other-type": called(
        "A modal stays a modal.",
        "views.update",
        "invalid_arguments",
        lambda world: {"view_id": world.opened(), "view": {"type": "home", "blocks": []}},
        reason="`type` cannot be changed [json-pointer:/view/type]",
        basis=READING,
    ),
    "home-stranger": called(
        "App Home belongs to somebody of the workspace.",
        "views.publish",
        "user_not_found",
        lambda _: {"user_id": "U0NOBODY", "view": {"type": "home", "blocks": []}},
        basis=READING,
    ),
    "home-modal": called(
        "App Home is no modal.", "views.publish", "invalid_arguments", lambda _: {"user_id": USER, "view": modal()}
    ),
    "home-outdated": called(
        "App Home is not put over a later one.",
        "views.publish",
        "hash_conflict",
        lambda _: {"user_id": USER, "hash": "1.x", "view": {"type": "home", "blocks": []}},
    ),
    "answer-text": called(
        "A submission is answered with nothing or a `response_action`.",
        "view_submission",
        "invalid_response",
        lambda _: {"text": "thanks"},
        basis=READING,
    ),
    "answer-unknown": called(
        "The `response_action` is one of errors, update, push and clear.",
        "view_submission",
        "invalid_response",
        lambda _: {"response_action": "dance"},
        basis=READING,
    ),
    "answer-elsewhere": called(
        "Errors name inputs of the view.",
        "view_submission",
        "invalid_response",
        lambda _: {"response_action": "errors", "errors": {"elsewhere": "x"}},
        basis=READING,
    ),
    "answer-no-errors": called(
        "Errors are not empty.",
        "view_submission",
        "invalid_response",
        lambda _: {"response_action": "errors", "errors": {}},
        basis=READING,
    ),
    "answer-view": called(
        "A view in the answer has the limits of any view.",
        "view_submission",
        "invalid_arguments",
        lambda _: {"response_action": "update", "view": {"type": "modal"}},
        basis=READING,
    ),
}
