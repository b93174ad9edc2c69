"""Slack's side: secrets, the token and what it may do, and whether the two clocks agree."""

from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.doctor.check import Check, ill, well
from bot.settings import Settings
from bot.slack.client import connect
from bot.slack.edge import WINDOW_S
from bot.slack.scopes import granted

NEAR_S = 30  # the clocks may differ by this much without a word: Slack allows for ten times as much
NEEDED: Final = granted(with_history=False)
TYPED: Final = tuple(name for name in granted() if name not in NEEDED)


def look(settings: Settings, clock: Clock) -> Iterator[Check]:
    """Secrets are there, Slack knows the token, it may do what is needed, and it is the same time there and here."""
    fault = settings.fault_of_ways()
    yield ill("settings", fault) if fault else well("settings", f"they fit together; requests come by {_way(settings)}")
    token = settings.slack_bot_token.get_secret_value()
    if settings.takes_many:
        yield from _many(connect("", settings.slack_api_url), settings, clock)
    elif token:
        yield from _ask(connect(token, settings.slack_api_url), settings, clock)


def _way(settings: Settings) -> str:
    return "Socket Mode" if settings.by_socket else "HTTP, signed"


def _many(client: WebClient, settings: Settings, clock: Clock) -> Iterator[Check]:
    """Workspaces bring their own tokens; so only whether Slack is reached, and the time there."""
    try:
        answer = client.api_call("api.test")
    except SlackApiError as error:
        answer = error.response
    except (OSError, HTTPException) as error:
        yield _unreached(settings, error)
        return
    yield well("token", "each workspace brings its own when it installs Unstick")
    yield from _time(answer.headers, clock)


def _ask(client: WebClient, settings: Settings, clock: Clock) -> Iterator[Check]:
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error")
        yield ill("token", f"Slack refuses it ({code}); install the app anew and set SLACK_BOT_TOKEN to its new token")
        yield from _time(error.response.headers, clock)
        return
    except (OSError, HTTPException) as error:
        yield _unreached(settings, error)
        return
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield well("token", f"Slack knows it, as {answer['user']} in {answer['team']}")
    yield _scopes(headers)
    yield from _time(headers, clock)


def _unreached(settings: Settings, error: Exception) -> Check:
    fault = type(getattr(error, "reason", error)).__name__
    return ill("token", f"{settings.slack_api_url} is not reached ({fault}); let this machine out to it by https")


def _scopes(headers: Mapping[str, str]) -> Check:
    given = {name.strip() for name in _only(headers.get("x-oauth-scopes", "")).split(",") if name.strip()}
    missing = [name for name in NEEDED if name not in given]
    if missing:
        return ill(
            "scopes", f"{', '.join(missing)} missing; add them under OAuth & Permissions and install the app anew"
        )
    deaf = [name for name in TYPED if name not in given]
    if deaf:
        return well(
            "scopes", f"enough for buttons and forms; without {', '.join(deaf)} typed answers there are not heard"
        )
    return well("scopes", "all that is needed")


def _time(headers: Mapping[str, str], clock: Clock) -> Iterator[Check]:
    """Slack's requests carry its time, and are refused when they seem older than five minutes."""
    said = _only({name.lower(): value for name, value in headers.items()}.get("date", ""))
    try:
        there = parsedate_to_datetime(said)
    except ValueError:
        yield ill("clock", "Slack's answer says no time; something between here and Slack takes its Date header away")
        return
    apart = round((clock() - there).total_seconds())
    if abs(apart) <= NEAR_S:
        yield well("clock", "agrees with Slack's")
        return
    side = "ahead of" if apart > 0 else "behind"
    told = f"{abs(apart)} s {side} Slack's, and beyond {WINDOW_S} s every request is refused; let NTP set this clock"
    yield ill("clock", told)


def _only(value: object) -> str:
    """One value of a header: slack_sdk gives a text, or a list of them."""
    return str(value[0]) if isinstance(value, list) else str(value)
