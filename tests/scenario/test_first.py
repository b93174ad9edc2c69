"""`/unstick first`: one process at a time, the ranking looked at, then posted; and what the form says no to."""

from bot.playground.slack.model import Answer, View
from bot.playground.stage import Stage
from prompts.catalog import Catalog
from tests.databases import on_both
from tests.scenario import play

ORDERS = {"name": "Orders", "volume_week": "200", "minutes_each": "6", "routine_percent": "80", "hurts": "Carlos"}
BADGES = {"name": "Badges", "volume_week": "10", "minutes_each": "3", "routine_percent": "100"}


def form(stage: Stage) -> View:
    """The form that is open for Olivia."""
    view = stage.slack.view("olivia")
    assert view is not None
    return view


def send(stage: Stage, fields: dict[str, str]) -> Answer:
    """Fill in the open form and send it."""
    view = form(stage)
    blocks = {block["element"]["action_id"]: block["block_id"] for block in view.blocks if block["type"] == "input"}
    answer = stage.slack.submit("olivia", view.id, {blocks[name]: {name: value} for name, value in fields.items()})
    stage.settle()
    return answer


def words(view: View) -> str:
    """All words of a form."""
    return "\n".join(play._texts(view.blocks))


@on_both
def test_nothing_is_posted_before_it_was_seen(stage: Stage, texts: Catalog) -> None:
    """Two processes, then the ranking in the form, and only a further tap brings it into the channel, once."""
    assert stage.slack.slash("olivia", "orders", "/unstick", "first").ok
    assert send(stage, {**ORDERS, "then": "another"}).ok
    assert "1. Orders" in words(form(stage))
    assert send(stage, {**BADGES, "then": "rank"}).ok
    assert texts.say("first.preview") in words(form(stage))
    assert "*1. Orders*" in words(form(stage))
    assert stage.slack.messages("orders") == []
    assert send(stage, {}).ok
    [message] = stage.slack.messages("orders")
    assert "Figures given by <@U0OLIVIA>" in play.shown(message)
    assert play.shown(message).index("Orders") < play.shown(message).index("Badges")
    assert "on its way into the channel" in words(form(stage))


def test_one_alone_is_not_ranked(stage: Stage) -> None:
    """With the first process there is no ranking to choose yet."""
    stage.slack.slash("olivia", "orders", "/unstick", "first")
    then = next(block for block in form(stage).blocks if block["block_id"].startswith("then"))
    assert [option["value"] for option in then["element"]["options"]] == ["another"]


def test_what_is_missing_is_said_beside_its_field(stage: Stage) -> None:
    """A name twice, a figure that is none: the form stays open, with a sentence where it belongs."""
    stage.slack.slash("olivia", "orders", "/unstick", "first")
    assert send(stage, {**ORDERS, "then": "another"}).ok
    assert "name2" in send(stage, {**ORDERS, "then": "another"}).errors
    assert "volume_week2" in send(stage, {**BADGES, "volume_week": "3.5", "then": "rank"}).errors
    assert "routine_percent2" in send(stage, {**BADGES, "routine_percent": "101", "then": "rank"}).errors
    assert send(stage, {**BADGES, "then": "rank"}).ok


def test_no_more_than_fit(stage: Stage) -> None:
    """After eight processes with the longest of names comes the ranking, and the form still holds them all."""
    stage.slack.slash("olivia", "orders", "/unstick", "first")
    for number in range(8):
        name = f"{number}" + '"' * 79
        assert send(stage, {**ORDERS, "name": name, "hurts": '"' * 60, "then": "another" if number < 7 else "rank"}).ok
    assert send(stage, {}).ok
    assert len(stage.slack.messages("orders")) == 1


def test_where_it_cannot_be_posted_it_says_so_at_once(stage: Stage) -> None:
    """Where we are not in the channel, no form opens; a pilot that is called first-something is still a pilot."""
    assert "not in this channel" in stage.slack.slash("olivia", "general", "/unstick", "first").body
    assert "Guests cannot" in stage.slack.slash("gwen", "orders", "/unstick", "first").body
    stage.slack.slash("olivia", "orders", "/unstick", "first line support")
    pilot = next(block for block in form(stage).blocks if block["block_id"] == "pilot")
    assert pilot["element"]["initial_value"] == "first line support"
