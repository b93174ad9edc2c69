"""Rules for files: announced, uploaded, shared, in this order."""

from __future__ import annotations

from tests.strict.rule import ELSEWHERE, HERE, READING, World, called

ANNOUNCE, SHARE = "files.getUploadURLExternal", "files.completeUploadExternal"


def _shared(world: World) -> dict[str, object]:
    given = {"files": [{"id": world.uploaded()}], "channel_id": HERE}
    world.client.api_call(SHARE, json=given)
    return given


def _announced(world: World) -> dict[str, object]:
    return {
        "files": [{"id": world.client.files_getUploadURLExternal(filename="a.png", length=3)["file_id"]}],
        "channel_id": HERE,
    }


RULES = {
    "file-no-name": called("A file has a name.", ANNOUNCE, "invalid_arguments", lambda _: {"length": 3}),
    "file-no-length": called(
        "A file says how long it is.", ANNOUNCE, "invalid_arguments", lambda _: {"filename": "a.png"}
    ),
    "file-empty": called(
        "A file is not empty.",
        ANNOUNCE,
        "invalid_arguments",
        lambda _: {"filename": "a.png", "length": 0},
        basis=READING,
    ),
    "file-length": called(
        "A file's length is a number.", ANNOUNCE, "invalid_arguments", lambda _: {"filename": "a.png", "length": "many"}
    ),
    "file-words-1001": called(
        "The words of a picture have at most 1,000 characters.",
        ANNOUNCE,
        "alt_txt_too_large",
        lambda _: {"filename": "a.png", "length": 3, "alt_txt": "x" * 1001},
    ),
    "file-1-gb": called(
        "A file has at most 1 GB.",
        ANNOUNCE,
        "file_upload_size_restricted",
        lambda _: {"filename": "a.png", "length": 2**31},
    ),
    "file-unknown": called(
        "What is shared was announced.",
        SHARE,
        "file_not_found",
        lambda _: {"files": [{"id": "F0NOTHING"}], "channel_id": HERE},
    ),
    "file-not-uploaded": called(
        "What is shared was uploaded before.", SHARE, "file_not_found", _announced, basis=READING
    ),
    "file-twice": called("An upload is shared once.", SHARE, "file_not_found", _shared, basis=READING),
    "file-nowhere": called(
        "A file is shared in a channel that there is.",
        SHARE,
        "channel_not_found",
        lambda world: {"files": [{"id": world.uploaded()}], "channel_id": "C0NOWHERE"},
    ),
    "file-uninvited": called(
        "A file is shared where the bot is.",
        SHARE,
        "not_in_channel",
        lambda world: {"files": [{"id": world.uploaded()}], "channel_id": ELSEWHERE},
        basis=READING,
    ),
    "file-archived": called(
        "Nothing is shared in an archive.",
        SHARE,
        "is_archived",
        lambda world: {"files": [{"id": world.uploaded()}], "channel_id": world.archived()},
        basis=READING,
    ),
    "file-no-json": called(
        "The list of files in a form is JSON.",
        SHARE,
        "invalid_arguments",
        lambda _: {"files": "no JSON"},
        basis=READING,
    ),
}
