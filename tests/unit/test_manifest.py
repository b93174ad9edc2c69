"""What Slack is told of Unstick: exactly what it does, no more, and in the form that Slack takes."""

import json
import re
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli import app
from bot.manifest import build, events
from bot.playground.slack.door import SUBSCRIBED
from bot.playground.slack.methods import scopes as needed
from bot.slack import edge, install
from bot.slack.heard import HEARD
from bot.slack.scopes import SCOPES, granted
from prompts.catalog import languages
from tests.unit.test_house import MODULES

URL = "https://unstick.example.com"
# What Slack's own schema (2.0.0, of the parts that we use) takes: a dict names every key that may stand there.
ADDRESS = re.compile(r"https?://.{1,240}")
SHAPE: dict[str, Any] = {
    "_metadata": {"major_version": int, "minor_version": int},
    "display_information": {
        "name": re.compile(r".{1,35}"),
        "description": re.compile(r".{1,140}"),
        "long_description": re.compile(r".{175,4000}"),
        "background_color": re.compile(r"#[0-9a-f]{6}"),
    },
    "features": {
        "app_home": {"home_tab_enabled": bool, "messages_tab_enabled": bool, "messages_tab_read_only_enabled": bool},
        "bot_user": {"display_name": re.compile(r"[a-z0-9._-]{1,80}"), "always_online": bool},
        "slash_commands": [
            {
                "command": re.compile(r"/.{1,31}"),
                "url": ADDRESS,
                "description": re.compile(r".{1,2000}"),
                "usage_hint": re.compile(r".{1,1000}"),
                "should_escape": bool,
            }
        ],
    },
    "oauth_config": {"scopes": {"bot": [re.compile(r"[a-z:]{1,50}")]}, "redirect_urls": [ADDRESS]},
    "settings": {
        "event_subscriptions": {"request_url": ADDRESS, "bot_events": [re.compile(r"[a-z_.]{1,50}")]},
        "interactivity": {"is_enabled": bool, "request_url": ADDRESS},
        "org_deploy_enabled": bool,
        "socket_mode_enabled": bool,
        "token_rotation_enabled": bool,
    },
}


def _faults(shape: Any, value: Any, at: str = "") -> list[str]:
    """Where a value is not of the shape."""
    if isinstance(shape, dict):
        extra = [f"{at}/{key} is unknown" for key in value if key not in shape]
        return extra + [one for key in value if key in shape for one in _faults(shape[key], value[key], f"{at}/{key}")]
    if isinstance(shape, list):
        twice = [f"{at} holds something twice"] if len({json.dumps(each) for each in value}) < len(value) else []
        return twice + [one for each in value for one in _faults(shape[0], each, at)]
    if isinstance(shape, re.Pattern):
        return [] if isinstance(value, str) and shape.fullmatch(value) else [f"{at}: {value!r}"]
    return [] if type(value) is shape else [f"{at}: {value!r}"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("history", [True, False])
@pytest.mark.parametrize(("url", "many"), [(URL, True), (URL, False), (None, False), (None, True)])
def test_it_has_the_form_that_slack_takes(url: str | None, language: str, *, many: bool, history: bool) -> None:
    """Every manifest that can be made keeps to Slack's names, kinds and lengths."""
    made = build(url=url, many=many, with_history=history, language=language)
    assert _faults(SHAPE, made) == []
    assert {"display_information", "features", "oauth_config", "settings"} <= set(made)


def test_a_form_that_slack_would_not_take_is_noticed() -> None:
    """The check above finds a key, a length and a kind that are wrong."""
    made = build(url=URL)
    made["settings"]["hosted"] = True
    made["display_information"]["name"] = "x" * 36
    made["features"]["app_home"]["home_tab_enabled"] = "yes"
    assert len(_faults(SHAPE, made)) == 3


def test_by_http() -> None:
    """By HTTP, all requests go to the one address that is served, and browsers come back where they are awaited."""
    made = build(url=URL, many=True)
    settings = made["settings"]
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == URL + edge.PATH
    assert made["features"]["slash_commands"][0]["url"] == URL + edge.PATH
    assert made["oauth_config"]["redirect_urls"] == [URL + install.BACK]
    assert settings["token_rotation_enabled"]
    assert not settings["socket_mode_enabled"]


def test_by_socket() -> None:
    """By Socket Mode there is no address anywhere."""
    assert "http" not in json.dumps(build(url=None))
    assert build(url=None)["settings"]["socket_mode_enabled"]


def test_without_history() -> None:
    """Without typed answers no history scope is asked for, and no event that needs one; nothing else is missing."""
    made = build(url=URL, with_history=False)
    scopes, heard = made["oauth_config"]["scopes"]["bot"], made["settings"]["event_subscriptions"]["bot_events"]
    assert not [scope for scope in scopes if scope.endswith(":history")]
    assert not [event for event in heard if event.startswith("message")]
    assert {*granted()} - {*scopes} == {scope for scope in granted() if scope.endswith(":history")}
    assert {*events()} - {*heard} == {"message.channels", "message.groups", "message.im"}


def test_events_are_those_that_are_heard() -> None:
    """Slack is asked for the events that have a listener, each once, and their scopes are asked for too."""
    asked = [name for event in HEARD for name in event.asked_as]
    assert sorted(asked) == sorted(build(url=URL)["settings"]["event_subscriptions"]["bot_events"])
    assert len(asked) == len(set(asked))
    assert {scope for event in HEARD for scope in event.asked_as.values() if scope} <= set(granted())
    assert {name for event in HEARD for name in event.asked_as} <= SUBSCRIBED, "the local Slack must send it"


def test_scopes_are_those_that_are_needed() -> None:
    """Each scope serves a method that is called, an event that is heard or the command; and nothing more is called."""
    called = {
        name.replace("_", ".", 1) if "." not in name else name
        for module, source in MODULES.items()
        if module.startswith("bot.slack")
        for name in re.findall(r'"((?:chat|conversations|files|users|views|team|bots|reactions)\.[a-zA-Z.]+)"', source)
        + re.findall(r"\.((?:chat|conversations|files|users|team|bots|reactions)_[a-zA-Z]+)\(", source)
    }
    places = ("channels", "groups", "im")
    serving = {needed.FIXED[name] for name in called if name in needed.FIXED} | {"commands"}
    for name in called:
        if name in needed._BY_PLACE:
            own = [place for place in places if f"{place}:{needed._BY_PLACE[name]}" in granted()]
            serving |= {f"{place}:{needed._BY_PLACE[name]}" for place in own}
    serving |= {"im:write"} if "conversations.open" in called else set()
    serving |= {scope for event in HEARD for scope in event.asked_as.values() if scope}
    assert serving == set(granted())


def test_every_scope_has_its_reason() -> None:
    """Each scope says what it serves and where its limits are; the YAML shows it beside the scope."""
    told = CliRunner().invoke(app, ["manifest", "--url", URL]).stdout
    assert yaml.safe_load(told) == build(url=URL)
    for scope in SCOPES:
        assert scope.serves.endswith(".")
        assert scope.limits.endswith(".")
        assert f"- {scope.name}  # {scope.serves}\n" in told


@pytest.mark.parametrize("wrong", [["--url", "unstick.example.com"], ["--url", URL, "--socket"]])
def test_what_contradicts_itself(wrong: list[str]) -> None:
    """An address that is none, or an address with Socket Mode, is refused in a sentence."""
    result = CliRunner().invoke(app, ["manifest", *wrong])
    assert result.exit_code == 2
    assert "--socket" in result.stderr
