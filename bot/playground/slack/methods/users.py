"""``users.*``: the members of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.slack import shapes

if TYPE_CHECKING:
    from bot.playground.slack.methods.call import Context, Method
    from bot.playground.slack.model import Json, User


def _shown(context: Context, user: User) -> Json:
    body = shapes.user_json(user, context.workspace.clock())
    if not context.flag("include_locale"):
        del body["locale"]
    return body


def _info(context: Context) -> Json:
    return {"user": _shown(context, context.user())}


def _list(context: Context) -> Json:
    page, cursor = context.page(list(context.workspace.users.values()))
    members = [_shown(context, user) for user in page]
    now = int(context.workspace.clock().timestamp())
    return {"members": members, "cache_ts": now, "response_metadata": {"next_cursor": cursor}}


METHODS: dict[str, Method] = {"users.info": _info, "users.list": _list}
