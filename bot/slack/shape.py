"""What Slack's requests look like as far as they are read here; what does not is turned away before it is acted on.

Only what is read is described, and everything else is let pass: Slack adds fields whenever it likes.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Json, Tag, ValidationError

Id = Annotated[str, Field(min_length=1, max_length=255)]
# Who acts, and where: it becomes part of names of ours and stands in the log, so it is an id of Slack's and no text.
SlackId = Annotated[str, Field(pattern="^[A-Za-z0-9]+$", max_length=255)]
# Where an answer to this very request may go.
ReplyUrl = Annotated[str, Field(pattern=r"^https?://\S+$")]
LAST_SECOND: Final = 253_402_300_799  # of the year 9999
# Nothing that a person can type, and nothing that every database can store.
NUL, SURROGATES = "\0", range(0xD800, 0xE000)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class _Named(_Part):
    id: SlackId
    team_id: SlackId | None = None


class _Message(_Part):
    ts: str | None = None
    thread_ts: str | None = None


class _Clicked(_Part):
    action_id: Id
    value: str | None = None
    selected_user: SlackId | None = None


class _Option(_Part):
    value: str


class _Field(_Part):
    """What somebody put into one field of a form, whichever kind of field it is."""

    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_user: SlackId | None = None
    selected_conversation: SlackId | None = None
    selected_date: str | None = None
    selected_time: str | None = None


class _State(_Part):
    values: dict[str, Annotated[dict[str, _Field], Field(min_length=1)]]


class _View(_Part):
    id: Id
    callback_id: str
    private_metadata: Json[dict[str, Any]] | Annotated[str, Field(max_length=0)]
    state: _State


class _Actions(_Part):
    team: _Named
    user: _Named
    channel: _Named | None = None
    message: _Message | None = None
    container: _Message | None = None
    trigger_id: Id
    response_url: ReplyUrl | None = None
    actions: Annotated[list[_Clicked], Field(min_length=1)]


class _Submission(_Part):
    team: _Named
    user: _Named
    trigger_id: Id | None = None
    view: _View


class _Event(_Part):
    type: Id
    user: SlackId | None = None
    channel: SlackId | None = None
    text: str | None = None
    ts: Id | None = None
    thread_ts: str | None = None
    channel_type: str | None = None
    subtype: str | None = None
    team: str | None = None
    user_team: str | None = None
    tab: str | None = None


class _Profile(_Part):
    display_name: str | None = None


class _User(_Part):
    id: SlackId
    team_id: SlackId | None = None
    name: str | None = None
    real_name: str | None = None
    tz: str | None = None
    locale: str | None = None
    profile: _Profile | None = None


class _Changed(_Part):
    """The one event whose `user` is a whole person."""

    type: Literal["user_change"]
    user: _User


def _which(event: object) -> str:
    return "changed" if isinstance(event, dict) and event.get("type") == "user_change" else "other"


class _Happened(_Part):
    team_id: SlackId
    event_id: Id
    event_time: Annotated[int, Field(ge=0, le=LAST_SECOND)] | None = None
    event: Annotated[Annotated[_Changed, Tag("changed")] | Annotated[_Event, Tag("other")], Discriminator(_which)]


class _Command(_Part):
    command: Id
    team_id: SlackId
    user_id: SlackId
    channel_id: SlackId
    trigger_id: Id
    response_url: ReplyUrl | None = None
    text: str = ""


KINDS: Final[Mapping[str, type[_Part]]] = {
    "block_actions": _Actions,
    "view_submission": _Submission,
    "event_callback": _Happened,
}


def understood(text: str, content_type: str) -> str | None:
    """What Bolt shall read of a body, as JSON; None where it is no request as Slack makes them.

    Slack sends JSON, or a form that holds JSON or a command. Bolt would undo a form's escapes a second time, a tenth of
    the time of an answer, and takes a command in which the word "payload" occurs for empty.
    """
    if content_type.startswith("application/json"):
        return text if _is_one(text) else None
    form = parse_qs(text, keep_blank_values=True)
    if "payload" in form:
        return form["payload"][-1].strip() if all(map(_is_one, form["payload"])) else None
    fields = {name: values[-1] for name, values in form.items()}
    is_sound = _is(_Command, fields) if "command" in form else _is_storable(text)
    return json.dumps(fields) if is_sound else None


def _is_one(text: str) -> bool:
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(payload, dict) or not isinstance(payload.get("type", ""), str):
        return False
    kind = KINDS.get(payload.get("type", ""))
    # Escapes are rare; only where there are some is it worth going through everything.
    odd = ("\\u0000" in text or "\\ud" in text.lower()) and not _is_storable(payload)
    return not odd and (kind is None or _is(kind, payload))


def _is(kind: type[_Part], payload: object) -> bool:
    try:
        kind.model_validate(payload)
    except ValidationError:
        return False
    return _is_storable(payload) if kind is _Command else True


def _is_storable(value: object) -> bool:
    """Whether no text in it holds a NUL or half a character."""
    if isinstance(value, str):
        return NUL not in value and (value.isascii() or not any(ord(each) in SURROGATES for each in value))
    if isinstance(value, dict):
        return all(_is_storable(name) and _is_storable(each) for name, each in value.items())
    return all(map(_is_storable, value)) if isinstance(value, list) else True
