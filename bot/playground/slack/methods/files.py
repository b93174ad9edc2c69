"""``files.*``: announce a file, and share it once it is uploaded (see ``uploads``)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.slack import events, shapes
from bot.playground.slack.methods.chat import LONGEST, target, thread
from bot.playground.slack.model import BOT_USER, File, Json, Message
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.methods.call import Context, Method

LONGEST_ALT = 1000
LARGEST = 1024**3


def _announce(context: Context) -> Json:
    """Where to upload a file of that name and length to."""
    workspace, name = context.workspace, context.required("filename")
    given = context.required("length")
    if not given.isdigit() or int(given) < 1:
        raise Refusal("invalid_arguments", ["length must be a whole number above 0 [json-pointer:/length]"])
    if int(given) > LARGEST:
        raise Refusal("file_upload_size_restricted")
    if len(context.text("alt_txt")) > LONGEST_ALT:
        raise Refusal("alt_txt_too_large")
    file = File(
        id=workspace.next_id("F"),
        name=name,
        length=int(given),
        created=int(workspace.clock().timestamp()),
        alt_txt=context.text("alt_txt"),
    )
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.address}/upload/{file.id}", "file_id": file.id}


def _complete(context: Context) -> Json:
    """Share uploaded files: in a channel or a thread where one is named, else nowhere."""
    workspace = context.workspace
    files = [replace(_uploaded(context, each), title=str(each.get("title") or "")) for each in _named(context)]
    if context.text("channel_id"):
        context = replace(context, arguments={**context.arguments, "channel": context.text("channel_id")})
        channel = target(context)
        files = [replace(file, channels=(channel.id,)) for file in files]
        words = context.text("initial_comment")
        if len(words) > LONGEST:
            raise Refusal("msg_too_long")
        message = Message(
            channel=channel.id,
            ts=workspace.next_ts(),
            user=BOT_USER,
            text=words,
            thread_ts=thread(context, channel),
            files=tuple(file.id for file in files),
        )
        _keep(context, files)
        workspace.put_message(message)
        events.posted(workspace, message)
    else:
        _keep(context, files)
    # Slack shares after it has answered: where the file ended up does not stand in the answer.
    return {"files": [shapes.file_json(file) for file in files]}


def _keep(context: Context, files: list[File]) -> None:
    for file in files:
        context.workspace.files[file.id] = replace(file, shared=True)


def _named(context: Context) -> list[Json]:
    """The files of the call, as a list or as JSON in a form."""
    given = context.arguments.get("files")
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError as error:
            raise Refusal("invalid_arguments", ["files is no JSON [json-pointer:/files]"]) from error
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) and each.get("id") for each in given):
        raise Refusal("invalid_arguments", ["missing required field: files"])
    return given


def _uploaded(context: Context, named: Json) -> File:
    """A file that is there whole and was not shared before."""
    file = context.workspace.files.get(str(named["id"]))
    if file is None or file.content is None or file.shared:
        raise Refusal("file_not_found")
    return file


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": _announce,
    "files.completeUploadExternal": _complete,
}
