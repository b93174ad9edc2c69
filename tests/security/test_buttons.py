"""Buttons and forms that are stale, forwarded, guessed or of another workspace: nothing changes, nothing leaks."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.playground.slack.inbound import FORM, JSON
from bot.playground.stage import Stage
from bot.store import diagnoses
from bot.store.tables import Base, Diagnosis, Person
from prompts.catalog import Catalog
from prompts.mrkdwn import Mrkdwn, mention
from tests.scenario import play
from tests.security.town import FIRST, SECOND, Side, Town, town

SECRET_PILOT = "acquisition screening"


@pytest.fixture
def a_town(sqlite_url: str) -> Iterator[Town]:
    """Two workspaces that have both installed Unstick: the same ids of people and channels in both."""
    with town(sqlite_url) as built:
        for team in (FIRST, SECOND):
            built.install(team)
        yield built


def _everything(stage: Stage | Side, *but: str) -> dict[str, list[Any]]:
    """All rows of all tables but those that only remember requests and people."""
    with stage.bot.database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(sa.select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
            if table.name not in {"incoming", "person", "replica", *but}
        }


def _id_of(stage: Stage | Side, workspace_id: str, pilot: str) -> str:
    with stage.bot.database.reading() as session:
        found = sa.select(Diagnosis.id).where(Diagnosis.workspace_id == workspace_id, Diagnosis.pilot == pilot)
        return str(session.scalar(found))


def _open_form_with(stage: Stage | Side, by: str, **kept: Any) -> str:
    """A form that is open on somebody's screen, as if it belonged to something else; returns its id."""
    user = stage.slack.hands.user(by).id
    [*below, view] = stage.slack.workspace.modals[user]
    metadata = json.dumps(json.loads(view.body["private_metadata"]) | kept)
    stage.slack.workspace.put_modals(user, (*below, replace(view, body=view.body | {"private_metadata": metadata})))
    return view.id


def test_a_guessed_button_of_a_private_channel(stage: Stage, texts: Catalog) -> None:
    """A button's value that names a diagnosis in a channel where the button does not stand reaches nothing there."""
    stage.slack.invite_bot("steering")
    secret = play.start(stage, SECRET_PILOT, channel="steering", roles={})
    ours = play.start(stage, by="carlos")
    key = play.find_key(ours.thread(), "answer")
    there, asked = _id_of(stage, FIRST.id, SECRET_PILOT), play.question(secret)
    before = _everything(stage, "outgoing")
    for action, value in (
        ("answer", f"{there}|1|{asked}|unknown"),
        ("answer", f"{there}|1|{asked}|{stage.bot.rules.questions[asked].option_ids[0]}"),
        ("pause", there),
        ("back", f"{there}|1|{asked}"),
        ("why", f"{there}|1|{asked}"),
        ("document", there),
    ):
        play.press_old(stage, "carlos", _as(stage, key, action), value)
    assert _everything(stage, "outgoing") == before
    assert set(play.whispers(stage, "carlos")) == {texts.say("wrong.gone")}
    assert not stage.slack.view("carlos")
    assert SECRET_PILOT not in "".join(play.whispers(stage, "carlos"))


def _as(stage: Stage | Side, key: play.Key, action: str) -> play.Key:
    """The same button, as if it did something else."""
    message = stage.slack.message(key.message.channel, key.message.ts)
    action_id = f"{action}/{key.action_id.partition('/')[2]}"
    blocks = tuple(
        {**block, "elements": [_renamed(each, key.action_id, action_id) for each in block["elements"]]}
        if block["block_id"] == key.block_id
        else block
        for block in message.blocks
    )
    return replace(key, message=replace(message, blocks=blocks), action_id=action_id)


def _renamed(element: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {**element, "action_id": new} if element.get("action_id") == old else element


def test_a_guessed_form_of_a_private_channel(stage: Stage, texts: Catalog) -> None:
    """A form that names a diagnosis of a channel that somebody cannot read hands nothing out."""
    stage.slack.invite_bot("steering")
    secret = play.start(stage, SECRET_PILOT, channel="steering", roles={})
    play.answer_all(secret)
    ours = play.start(stage, by="carlos")
    play.answer_all(ours, by="carlos")
    play.tap(ours, "document", by="carlos")
    view = _open_form_with(stage, "carlos", diagnosis=_id_of(stage, FIRST.id, SECRET_PILOT))
    before = _everything(stage)
    assert stage.slack.submit("carlos", view, {}).ok
    stage.settle()
    assert texts.say("wrong.private") in json.dumps(stage.slack.view("carlos").body, ensure_ascii=False)
    assert _everything(stage) == before
    assert not stage.slack.workspace.files


def test_a_stale_form(stage: Stage, texts: Catalog) -> None:
    """A form that lay open while we were put out of its channel starts nothing, and says what to do beside a field."""
    view = play.open_form(stage)
    stage.slack.leave("U0LOCALBOT", "orders")
    before = _everything(stage)
    answer = play.fill_in(stage, view)
    assert texts.say("wrong.not_in_channel") in answer.errors.values()
    assert _everything(stage) == before


def test_a_stale_button(stage: Stage, texts: Catalog) -> None:
    """A button of a diagnosis that ended a day ago records nothing, and says when it ended."""
    talk = play.start(stage)
    old = play.find_key(talk.thread(), "answer")
    stage.slack.slash("olivia", "orders", "/unstick", "stop")
    stage.settle()
    stage.travel(stage.clock() + play.days(1))
    before = _everything(stage)
    play.press_old(stage, "carlos", old)
    people = Mrkdwn(f"{mention('U0OLIVIA')}, {mention('U0MARTIN')}")
    assert play.whispers(stage, "carlos") == [texts.say("wrong.stopped_by", date="Tue, Nov 3", people=people)]
    assert _everything(stage) == before


@pytest.mark.parametrize("action", ["answer", "pause", "back", "document"])
def test_a_button_of_another_workspace(a_town: Town, texts: Catalog, action: str) -> None:
    """The id of another workspace's diagnosis means nothing here, even from the same person in the same channel."""
    here, there = a_town.side(FIRST), a_town.side(SECOND)
    mine = play.start(here)
    play.start(there, SECRET_PILOT)
    theirs = _id_of(there, SECOND.id, SECRET_PILOT)
    before = _everything(here, "outgoing")
    key = play.find_key(mine.thread(), "answer")
    value = f"{theirs}|{key.value.partition('|')[2]}" if action == "answer" else theirs
    play.press_old(here, "olivia", _as(here, key, action), value)
    assert play.whispers(here, "olivia") == [texts.say("wrong.gone")]
    assert _everything(here, "outgoing") == before
    assert not play.whispers(there, "olivia")


def test_a_form_of_another_workspace(a_town: Town) -> None:
    """A form that names another workspace's diagnosis hands nothing out, here or there."""
    here, there = a_town.side(FIRST), a_town.side(SECOND)
    for side, pilot in ((here, play.PILOT), (there, SECRET_PILOT)):
        play.answer_all(play.start(side, pilot))
    mine = play.Talk(here, "orders", next(m.ts for m in here.slack.messages("orders") if m.by_bot))
    play.tap(mine, "document")
    view = _open_form_with(here, "olivia", diagnosis=_id_of(there, SECOND.id, SECRET_PILOT))
    before = _everything(here)
    here.slack.submit("olivia", view, {})
    here.settle()
    assert _everything(here) == before
    assert not here.slack.workspace.files
    assert not there.slack.workspace.files


def test_a_user_of_another_workspace(stage: Stage, texts: Catalog) -> None:
    """Somebody of a partner's workspace in a shared channel may read along; what they tap or type is not an answer."""
    talk = play.start(stage)
    guest = stage.slack.add_user("partner", team="T0PARTNER")
    stage.slack.join(guest.id, "orders")
    key = play.find_key(talk.thread(), "answer")
    before = _everything(stage)
    play.tap_only(stage, "partner", key)
    stage.settle()
    assert play.whispers(stage, "partner") == [texts.say("wrong.foreign")]
    assert _everything(stage)["entry"] == before["entry"]


def test_a_shared_channel_whose_events_name_the_partner(stage: Stage, texts: Catalog) -> None:
    """In a shared channel Slack may name the partner's workspace outside; what counts is where we are installed."""
    talk = play.start(stage)
    play.say(talk, "hello there", by="carlos")
    bodies = [json.loads(entry["body"]) for entry in stage.slack.workspace.log if entry.get("what") == "event"]
    body = next(each for each in bodies if each["event"].get("user") == "U0CARLOS")
    event = body["event"] | {"text": "1", "team": "T0PARTNER", "user_team": "T0PARTNER"}
    strange = body | {"team_id": "T0PARTNER", "event": event, "event_id": "Ev0SHARED", "is_ext_shared_channel": True}
    before = _everything(stage)["entry"]
    assert stage.slack.line.send("event", JSON, json.dumps(strange).encode()).status == 200
    stage.settle()
    assert play.whispers(stage, "carlos")[-1] == texts.say("wrong.foreign")
    assert _everything(stage)["entry"] == before


@pytest.mark.parametrize("how", ["slash", "tap", "event", "form"])
def test_requests_of_a_workspace_that_installed_nothing(stage: Stage, how: str) -> None:
    """A request that Slack signed for a workspace that Unstick is not in is taken and comes to nothing."""
    play.start(stage)
    stranger = "T0STRANGER"
    kinds = {"slash": "slash", "tap": "interactive", "form": "interactive", "event": "event"}
    play.say(play.Talk(stage, "orders", stage.slack.messages("orders")[0].ts), "1")
    before = _everything(stage)
    bodies = [entry["body"] for entry in stage.slack.workspace.log if entry.get("what") == kinds[how]]
    sent = bodies[-1].replace(FIRST.id, stranger)
    reaction = stage.slack.line.send("event", JSON if how == "event" else FORM, sent.encode())
    stage.settle()
    assert reaction.status == 200
    assert _everything(stage) == before
    with stage.bot.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if "workspace_id" in table.c:
                assert not session.execute(sa.select(table).where(table.c.workspace_id == stranger)).all(), table.name


def test_replay(stage: Stage) -> None:
    """A request that somebody recorded and plays again: within five minutes it is done once, later it is 401."""
    play.start(stage)
    play.say(play.Talk(stage, "orders", stage.slack.messages("orders")[0].ts), "1")
    before = _everything(stage)
    for what, kind in (("slash", FORM), ("interactive", FORM), ("event", JSON)):
        body = [entry["body"] for entry in stage.slack.workspace.log if entry.get("what") == what][-1]
        assert stage.slack.line.send(what, kind, body.encode()).status == 200
    stage.settle()
    assert _everything(stage) == before


def test_the_same_person_in_two_workspaces(a_town: Town) -> None:
    """What somebody chooses in one workspace is not chosen in the other, though their id is the same in both."""
    here, there = a_town.side(FIRST), a_town.side(SECOND)
    for side in (here, there):
        play.start(side)
    here.slack.slash("olivia", "orders", "/unstick", "language es")
    here.settle()
    with a_town.bot.database.reading() as session:
        chosen = {
            row.workspace_id: row.language for row in session.scalars(sa.select(Person).where(Person.id == "U0OLIVIA"))
        }
        lists = [diagnoses.in_channel(session, team.id, "C0ORDERS") for team in (FIRST, SECOND)]
    assert chosen == {FIRST.id: "es", SECOND.id: None}
    assert [len(found) for found in lists] == [1, 1]
    here.slack.slash("olivia", "orders", "/unstick", "stop")
    here.settle()
    assert play.is_open(play.Talk(there, "orders", there.slack.messages("orders")[0].ts))


def test_who_changes_is_known_anew(stage: Stage) -> None:
    """When somebody known moves or leaves, Slack's own word of it is kept; strangers are not."""
    play.start(stage)
    stage.slack.change_user("olivia", tz="Europe/Madrid")
    stage.slack.change_user("tomasz", deleted=True)
    stage.slack.change_user("gwen", tz="Europe/Madrid")
    stage.settle()
    with stage.bot.database.reading() as session:
        known = {row.id: row for row in session.scalars(sa.select(Person))}
    assert known["U0OLIVIA"].tz == "Europe/Madrid"
    assert known["U0TOMASZ"].is_deactivated
    assert "U0GUESTY" not in known
