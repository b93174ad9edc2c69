"""Every action has one owner who agreed to it: accepting, passing on, and what becomes of what nobody has."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.playground.stage import Stage
from bot.store.plan_tables import ActionUpdate
from bot.store.tables import Outgoing
from prompts.catalog import Catalog
from prompts.mrkdwn import Mrkdwn, mention, plain
from tests.databases import on_both
from tests.scenario import plans, play


@pytest.fixture
def talk(stage: Stage) -> play.Talk:
    """A plan posted on Tuesday whose actions nobody has taken."""
    return plans.posted(stage)


def _first_of(talk: play.Talk, name: str) -> str:
    """The first action that is offered to somebody."""
    owner = talk.stage.slack.hands.user(name).id
    return play.offered(talk)[owner][0].split("|")[1]


def _decline(talk: play.Talk, name: str, action: str) -> None:
    """Tap *Not me* on an action; the form opens."""
    play.press(talk.stage, name, play.find_key(play.plan_thread(talk), "decline", f"|{action}"))


def _updates(stage: Stage, action: str) -> list[tuple[str, str | None, str | None, str]]:
    with stage.bot.database.reading() as session:
        rows = session.scalars(sa.select(ActionUpdate).where(ActionUpdate.action == action).order_by(ActionUpdate.seq))
        return [(row.state, row.whom, row.note, row.by) for row in rows]


@on_both
def test_declining_with_a_reason(talk: play.Talk, texts: Catalog) -> None:
    """Who passes with a reason is rid of it: the reason stands in the thread, and everybody can take it."""
    stage = talk.stage
    action = _first_of(talk, "tomasz")
    _decline(talk, "tomasz", action)
    assert plans.fill(stage, "tomasz", reason="I build it, I cannot *own* it").ok
    row = plans.actions(stage)[action]
    assert (row.owner, row.accepted_at) == (None, None)
    passed = next(text for text in plans.thread(talk) if "passes on" in text)
    assert mention("U0TOMASZ") in passed
    assert "I build it, I cannot" in passed
    assert "*own*" not in passed
    assert texts.actions[action].title in passed
    assert f"|{action}" in "".join(play.offered(talk)[""])
    assert _updates(stage, action) == [
        ("offered", "U0TOMASZ", None, "U0OLIVIA"),
        ("declined", None, "I build it, I cannot *own* it", "U0TOMASZ"),
        ("offered", None, None, "U0TOMASZ"),
    ]
    play.press(stage, "carlos", play.find_key(play.plan_thread(talk), "take", f"|{action}"))
    assert plans.actions(stage)[action].owner == "U0CARLOS"


@on_both
def test_naming_somebody_else(talk: play.Talk, texts: Catalog) -> None:
    """Who names somebody offers it to them, by name; they are not asked weekly before they have agreed themselves."""
    stage = talk.stage
    action = _first_of(talk, "tomasz")
    _decline(talk, "tomasz", action)
    plans.fill(stage, "tomasz", someone="carlos")
    row = plans.actions(stage)[action]
    assert (row.owner, row.accepted_at) == ("U0CARLOS", None)
    assert any(f"{mention('U0CARLOS')}: {mention('U0TOMASZ')} asks" in text for text in plans.thread(talk))
    moved = texts.say("claims.task_moved", action=texts.actions[action].title, owner=mention("U0CARLOS"))
    assert any(moved in text for text in plans.thread(talk))
    stage.travel(plans.MONDAY + timedelta(days=1))
    assert not play.dms(stage, "carlos")
    play.press(stage, "carlos", play.find_key(play.plan_thread(talk), "take", f"|{action}"))
    assert plans.actions(stage)[action].accepted_at == stage.clock()


def test_neither_a_reason_nor_a_name(talk: play.Talk, texts: Catalog) -> None:
    """An empty form is refused beside its field, and nothing changes."""
    stage = talk.stage
    action = _first_of(talk, "tomasz")
    _decline(talk, "tomasz", action)
    answer = plans.fill(stage, "tomasz")
    assert dict(answer.errors) == {"reason": plain(texts.say("decline.say_why"))}
    assert plans.actions(stage)[action].owner == "U0TOMASZ"


@pytest.mark.parametrize(("who", "wrong"), [("gwen", "guest"), ("lucia", "outside"), ("seline", "gone")])
def test_somebody_who_cannot_take_it(talk: play.Talk, texts: Catalog, who: str, wrong: str) -> None:
    """A guest, somebody who has left, or who would not see it, is refused beside the field; nothing changes."""
    stage = talk.stage
    if wrong == "outside":
        stage.slack.leave(who, "orders")
    if wrong == "gone":
        stage.slack.workspace.put_user(replace(stage.slack.hands.user(who), deleted=True))
    action = _first_of(talk, "tomasz")
    _decline(talk, "tomasz", action)
    answer = plans.fill(stage, "tomasz", someone=who)
    assert dict(answer.errors) == {"someone": plain(texts.say(f"decline.bad.{wrong}"))}
    assert plans.actions(stage)[action].owner == "U0TOMASZ"


def test_somebody_elses_action_is_not_passed_on(talk: play.Talk, texts: Catalog) -> None:
    """Who it is not offered to cannot pass it on; whoever started it can name somebody for it."""
    stage = talk.stage
    action = _first_of(talk, "tomasz")
    _decline(talk, "carlos", action)
    assert play.whispers(stage, "carlos") == [texts.say("wrong.not_your_claim", person=mention("U0TOMASZ"))]
    _decline(talk, "olivia", action)
    assert plans.fields(stage, "olivia") == ["someone"]
    plans.fill(stage, "olivia", someone="carlos")
    assert plans.actions(stage)[action].owner == "U0CARLOS"


@on_both
def test_a_form_sent_twice(talk: play.Talk) -> None:
    """Two people who pass the same action on at once, or one form sent again: it is passed on once."""
    stage = talk.stage
    action = _first_of(talk, "tomasz")
    _decline(talk, "tomasz", action)
    view = stage.slack.view("tomasz")
    assert view is not None
    values = {"reason": {"reason": "no time"}}
    stage.slack.submit("tomasz", view.id, values)
    stage.slack.workspace.put_modals("U0TOMASZ", (view,))  # it still stands on another device
    stage.slack.submit("tomasz", view.id, values)
    stage.settle()
    assert [state for state, *_ in _updates(stage, action)].count("declined") == 1


@on_both
def test_an_accepted_action_finds_somebody_else(talk: play.Talk) -> None:
    """From a check-in, *Not doing* can hand an action on: it is open again, and offered to the one who was named."""
    stage = talk.stage
    plans.take_all(talk, "tomasz")
    stage.travel(plans.MONDAY + timedelta(days=1))
    action = plans.report(stage, "tomasz", "not_doing")
    plans.fill(stage, "tomasz", words="Carlos knows that system", someone="carlos")
    row = plans.actions(stage)[action]
    assert (row.owner, row.accepted_at, row.state, row.finished_at) == ("U0CARLOS", None, "open", None)
    values = [key.value for key in play.keys(plans.checkins(stage, "tomasz")[-1]) if key.action == "report"]
    assert not any(f"|{action}|" in value for value in values)


@on_both
def test_what_nobody_takes_is_asked_about_once_and_then_shown(talk: play.Talk, texts: Catalog) -> None:
    """After a working day those whose word is missing are asked once; after another, it is shown to the sponsor."""
    stage = talk.stage
    plans.take_all(talk, "brenda")
    stage.travel(stage.clock() + timedelta(days=1))
    [chased] = [text for text in plans.thread(talk) if "your word is still missing" in text]
    assert mention("U0TOMASZ") in chased
    assert mention("U0BRENDA") not in chased
    stage.travel(stage.clock() + timedelta(days=1))
    [shown] = [text for text in plans.thread(talk) if "Still without an owner" in text]
    assert f"{mention('U0OLIVIA')} {mention('U0MARTIN')}" in shown
    tomaszs = [texts.actions[key].title for key, row in plans.actions(stage).items() if row.owner == "U0TOMASZ"]
    assert tomaszs
    assert all(title in shown for title in tomaszs)
    stage.travel(stage.clock() + timedelta(days=30))
    later = plans.thread(talk)
    assert len([text for text in later if "your word is still missing" in text]) == 1
    assert len([text for text in later if "Still without an owner" in text]) == 1
    plans.take_all(talk, "tomasz")
    [shown] = [text for text in plans.thread(talk) if "Still without an owner" in text]
    assert all(f"✓ *{title}*" in shown for title in tomaszs)


@on_both
def test_two_owners_who_leave_at_once(talk: play.Talk, texts: Catalog) -> None:
    """Two who left between two looks: each is said, what was theirs stands on one card, and the tick goes on."""
    stage = talk.stage
    owners = [row.owner for row in plans.actions(stage).values()]
    gone = {"U0TOMASZ": "tomasz", "U0BRENDA": "brenda"}
    for who in gone.values():
        stage.slack.workspace.put_user(replace(stage.slack.hands.user(who), deleted=True))
    stage.travel(stage.clock() + timedelta(days=1))
    said = plans.thread(talk)
    for who in gone:
        assert texts.say("claims.left", person=mention(who), count=owners.count(who)) in said
    assert not {row.owner for row in plans.actions(stage).values()} & set(gone)
    stage.travel(stage.clock() + timedelta(days=7))
    with stage.bot.database.reading() as session:
        assert session.scalars(sa.select(Outgoing.id).where(Outgoing.id.endswith(".claim.nobody"))).one()


def test_an_owner_who_leaves_before_agreeing(talk: play.Talk, texts: Catalog) -> None:
    """Who has left is not asked for their word: what was offered to them is offered to everybody, and said."""
    stage = talk.stage
    tomasz = stage.slack.hands.user("tomasz")
    stage.slack.workspace.put_user(replace(tomasz, deleted=True))
    mine = [row for row in plans.actions(stage).values() if row.owner == tomasz.id]
    stage.travel(stage.clock() + timedelta(days=1))
    assert texts.say("claims.left", person=mention(tomasz.id), count=len(mine)) in plans.thread(talk)
    assert not any(mention(tomasz.id) in text for text in plans.thread(talk) if "your word is still missing" in text)
    assert not [row for row in plans.actions(stage).values() if row.owner == tomasz.id]


def test_the_business_owner_is_of_the_business(stage: Stage, texts: Catalog) -> None:
    """If the technical lead is named as the business owner too, it is said once why that is a risk; it goes on."""
    roles = {**play.ROLES, "business_owner": "tomasz"}
    talk = play.start(stage, roles=roles)
    said = texts.say("claims.same_person", person=mention("U0TOMASZ"))
    play.answer_all(talk)
    play.post_plan(talk)
    everything = [play.shown(message) for message in stage.slack.workspace.all_messages()]
    assert sum(said in text for text in everything) == 1


def test_two_people_are_no_risk(talk: play.Talk, texts: Catalog) -> None:
    """Where the two are different people, nothing of that kind is said."""
    said = texts.say("claims.same_person", person=Mrkdwn("X")).partition("X")[2]
    assert not any(said in play.shown(message) for message in talk.stage.slack.workspace.all_messages())
