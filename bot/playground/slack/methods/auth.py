"""``auth.*``, ``team.*`` and ``bots.*``: who the token stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.slack.model import APP_ID, BOT_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.methods.call import Context, Method
    from bot.playground.slack.model import Json

_URL = f"https://{TEAM_DOMAIN}.slack.com/"


def _test(context: Context) -> Json:
    return {
        "url": _URL,
        "team": TEAM_NAME,
        "user": context.workspace.users[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def _team(context: Context) -> Json:
    if context.text("team") not in {"", TEAM_ID}:
        raise Refusal("team_not_found")
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "url": _URL, "email_domain": ""}}


def _bot(context: Context) -> Json:
    if context.text("bot") not in {"", BOT_ID}:
        raise Refusal("bot_not_found")
    name = context.workspace.users[BOT_USER].real_name
    bot = {"id": BOT_ID, "deleted": False, "name": name, "updated": 0, "app_id": APP_ID, "user_id": BOT_USER}
    return {"bot": bot}


METHODS: dict[str, Method] = {"auth.test": _test, "team.info": _team, "bots.info": _bot}
