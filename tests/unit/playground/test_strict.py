"""The table of what Slack refuses, rule by rule, over HTTP against the strict local Slack."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.slack import LocalSlack
from tests.strict.page import FAMILIES, PAGE, page
from tests.strict.rule import Rule, World
from tests.unit.playground.stage import SECRET, Bot, Clock, Reply, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RULES = {name: rule for family in FAMILIES for name, rule in family.rules.items()}


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    """One workspace for all rules that need no other terms."""
    clock = Clock()
    with Bot() as bot, LocalSlack(clock, SECRET, bot.url) as slack:
        yield World(slack=slack, bot=bot, clock=clock)


@pytest.fixture
def world(shared: World, request: pytest.FixtureRequest) -> Iterator[World]:
    """The workspace of the rule at hand: the shared one, or one with terms of its own."""
    terms = RULES[request.node.callspec.params["name"]].terms
    if not terms:
        shared.bot.answer = lambda _heard: Reply()
        yield shared
        return
    with LocalSlack(shared.clock, SECRET, shared.bot.url, **terms) as slack:
        yield replace(shared, slack=slack)


def _refused(world: World, rule: Rule) -> tuple[str, Mapping[str, Any]]:
    """The code of the refusal and all of its answer."""
    if rule.method == "view_submission":
        body = rule.given(world)
        opened = world.opened()
        world.bot.answer = lambda _heard: Reply(body=json.dumps(body))
        answer = world.slack.submit("olivia", opened, {"name": {"typed": "x"}})
        assert not answer.ok
        return str(answer.error).partition(":")[0], {}
    given, before = rule.given(world), len(world.slack.workspace.all_messages())
    if rule.method == "response_url":
        _, answered = fetch(*given)
        assert len(world.slack.workspace.all_messages()) == before
        return str(answered["error"]), answered
    with pytest.raises(SlackApiError) as refused:
        world.client.api_call(rule.method, json=given)
    assert len(world.slack.workspace.all_messages()) == before
    return str(refused.value.response["error"]), dict(refused.value.response.data)


@pytest.mark.parametrize("name", RULES)
def test_what_slack_refuses_is_refused(name: str, world: World) -> None:
    """Each rule of the table: Slack's code, where Slack gives one the reason with the place, and nothing is posted."""
    rule = RULES[name]
    code, answer = _refused(world, rule)
    assert code == rule.error
    if rule.reason:
        assert f"[ERROR] {rule.reason}" in answer["response_metadata"]["messages"]


def test_no_rule_stands_twice() -> None:
    """Every rule has a name and a sentence of its own."""
    assert len(RULES) == sum(len(family.rules) for family in FAMILIES)
    sentences = [rule.says for rule in RULES.values()]
    assert sorted(set(sentences)) == sorted(sentences)


def test_the_reference_is_the_table() -> None:
    """docs/reference/strict-slack.md is written from the table."""
    assert PAGE.read_text("utf-8") == page(), "run: make reference"
