"""Verdict and plan: who may post it, what it holds, who takes what."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.playground.stage import Stage
from bot.store.plan_tables import Action
from prompts.catalog import Catalog
from prompts.mrkdwn import Mrkdwn, mention
from tests.databases import on_both
from tests.scenario import plans, play


def _actions(stage: Stage) -> list[Action]:
    """The actions of the one plan there is, in its order."""
    with stage.bot.database.reading() as session:
        return session.query(Action).order_by(Action.position).all()


def _verdict(stage: Stage, **form: Any) -> play.Talk:
    """A diagnosis whose verdict stands."""
    if not form:
        return plans.judged(stage)
    talk = play.start(stage, **form)
    play.answer_all(talk)
    return talk


def _posted(stage: Stage, **form: Any) -> play.Talk:
    """A diagnosis whose plan is posted."""
    return plans.posted_now(stage, **form) if form else plans.posted(stage)


def test_the_verdict_is_for_those_who_may_post(stage: Stage, texts: Catalog) -> None:
    """The verdict shows each reason that holds with its evidence, what does not hold, and who may post the plan."""
    talk = _verdict(stage)
    message = talk.thread()[-1]
    said = play.shown(message)
    confirmed = f"{texts.states['confirmed'].mark} {texts.states['confirmed'].word}"
    assert f"{confirmed}  *{texts.reasons['five.2'].name}*" in said
    assert "· <@U0OLIVIA>" in said
    assert texts.say("verdict.waits_for", people=Mrkdwn("<@U0OLIVIA>, <@U0MARTIN>")) in said
    assert [key.action for key in play.keys(message)] == ["post_plan", "reasoning", "back", "document", "later"]
    assert "is reading the verdict in the thread" in play.shown(talk.card())


@pytest.mark.parametrize("by", ["carlos", "tomasz"])
def test_others_cannot_post(stage: Stage, texts: Catalog, by: str) -> None:
    """Nobody but the starter and the sponsor can post the plan; a word says who can."""
    talk = _verdict(stage)
    play.tap(talk, "post_plan", by=by)
    people = Mrkdwn("<@U0OLIVIA>, <@U0MARTIN>")
    assert play.whispers(stage, by) == [texts.say("wrong.not_yours", people=people)]
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 1


@pytest.mark.parametrize("by", ["olivia", "martin"])
def test_starter_and_sponsor_can_post(stage: Stage, texts: Catalog, by: str) -> None:
    """The starter and the sponsor can post the plan, and it says who did.

    From then on the verdict says that it is posted, and offers nothing that can no longer be done.
    """
    talk = _verdict(stage)
    assert f"Posted by <@{stage.slack.hands.user(by).id}>" in play.shown(play.post_plan(talk, by=by))
    verdict = talk.thread()[-1]
    assert texts.say("verdict.posted") in play.shown(verdict)
    assert [key.action for key in play.keys(verdict)] == ["reasoning", "document"]


def test_the_plan_has_its_parts(stage: Stage, texts: Catalog) -> None:
    """Summary in the channel; in its thread the evidence, four weeks, the numbers, and what is to be taken."""
    talk = _posted(stage, minutes=45)
    root, why, first, last, numbers, *cards = (play.shown(message) for message in play.plan_thread(talk))
    weeks = f"{first}\n{last}"

    assert all(check.name in root for check in texts.ready.values())
    assert len([line for line in root.splitlines() if line[:2] in {"1.", "2.", "3."}]) == 3
    assert "What would have to be true" in why
    assert all(texts.say(f"plan.week.{n}") in weeks for n in range(1, 5))
    assert weeks.count("Done when") == len(_actions(stage))
    assert texts.say("plan.metrics_title") in numbers
    assert all(texts.say("claims.title") in card for card in cards[:-1])


@pytest.mark.parametrize("days", [2, 4])
def test_due_days_are_working_days(stage: Stage, days: int) -> None:
    """Posted on a Thursday or on a Saturday, every action falls due on a working day, in the 30 days or just after."""
    stage.clock.advance(timedelta(days=days))
    plans.posted_now(stage)
    first_day = stage.clock().date()
    due = [action.due for action in _actions(stage)]
    assert due
    assert all(day.weekday() < 5 for day in due)
    assert all(first_day <= day <= first_day + timedelta(days=32) for day in due)


def test_owners_are_the_people_named(stage: Stage) -> None:
    """Each action is given to whoever holds its role; where nobody does, the plan says so."""
    play_roles = {role: name for role, name in play.ROLES.items() if role != "security_reviewer"}
    talk = play.start(stage, roles=play_roles)
    play.answer_all(talk, play.telling(stage.bot.rules, ("five.4",)))
    play.post_plan(talk)
    ids = {role: stage.slack.hands.user(name).id for role, name in play_roles.items()} | {"anyone": "U0OLIVIA"}
    actions = _actions(stage)
    assert all(action.owner == ids.get(action.role) for action in actions)
    assert any(action.owner is None for action in actions)
    assert "nobody yet (Security reviewer)" in "".join(play.shown(message) for message in play.plan_thread(talk))


@on_both
def test_taking_one_action(stage: Stage, texts: Catalog) -> None:
    """Who takes an action is shown as having it, and gets one direct message that says when it is asked about first."""
    talk = _posted(stage)
    mine = [action for action in _actions(stage) if action.owner == "U0TOMASZ"]
    assert len(mine) > 1
    play.press(stage, "tomasz", play.find_key(play.plan_thread(talk), "take", f"|{mine[0].id}"))
    card = next(m for m in play.plan_thread(talk) if "Taken by <@U0TOMASZ>" in play.shown(m))
    title = texts.actions[mine[0].id].title
    assert f"✓ *{title}*\nTaken by <@U0TOMASZ>" in play.shown(card)
    [welcome] = play.dms(stage, "tomasz")
    nine = "9:00\N{NARROW NO-BREAK SPACE}AM"
    expected = texts.say("claims.welcome", pilot="order intake agent", date="Mon, Nov 9", weekday="Monday", time=nine)
    assert play.shown(welcome) == expected

    play.press(stage, "tomasz", play.find_key(play.plan_thread(talk), "take", f"|{mine[1].id}"))
    assert len(play.dms(stage, "tomasz")) == 1


@on_both
def test_taking_all(stage: Stage) -> None:
    """One tap takes all of somebody's actions; a second tap changes nothing."""
    talk = _posted(stage)
    key = play.find_key(play.plan_thread(talk), "take_all", "U0TOMASZ")
    play.press(stage, "tomasz", key)
    taken = {action.id for action in _actions(stage) if action.accepted_at}
    assert taken == {action.id for action in _actions(stage) if action.owner == "U0TOMASZ"}
    play.press_old(stage, "tomasz", key)
    assert len(play.dms(stage, "tomasz")) == 1
    assert not play.whispers(stage, "tomasz")


@pytest.mark.parametrize("action", ["take", "take_all"])
def test_taking_what_is_offered_to_somebody_else(stage: Stage, texts: Catalog, action: str) -> None:
    """Nobody can take what is offered to another person; a word says whose it is."""
    talk = _posted(stage)
    card = next(m for m in play.plan_thread(talk) if any(key.value.endswith("U0TOMASZ") for key in play.keys(m)))
    play.press(stage, "carlos", play.find_key([card], action))
    assert play.whispers(stage, "carlos") == [texts.say("wrong.not_your_claim", person=mention("U0TOMASZ"))]
    assert not [one for one in _actions(stage) if one.accepted_at]


@on_both
def test_taking_what_nobody_has(stage: Stage, texts: Catalog) -> None:
    """An action without an owner goes to whoever takes it first; who comes later is told, and nothing changes."""
    talk = _posted(stage, roles={})
    free = [action for action in _actions(stage) if action.owner is None]
    key = play.find_key(play.plan_thread(talk), "take", f"|{free[0].id}")
    play.press(stage, "carlos", key)
    play.press_old(stage, "brenda", key)
    assert next(one for one in _actions(stage) if one.id == free[0].id).owner == "U0CARLOS"
    assert play.whispers(stage, "brenda") == [texts.say("wrong.taken", person=mention("U0CARLOS"))]
    assert f"{len(free) - 1} without an owner" in play.shown(play.plan_thread(talk)[-1])


def test_who_has_not_accepted_is_listed(stage: Stage, texts: Catalog) -> None:
    """Below the cards stands who has not accepted yet; who accepts goes from it, and at the end it says so."""
    talk = _posted(stage)
    owners = list(dict.fromkeys(action.owner for action in _actions(stage) if action.owner))
    for n, owner in enumerate(owners):
        standing = play.shown(play.plan_thread(talk)[-1])
        assert standing == texts.say("claims.open", people=Mrkdwn(", ".join(map(mention, owners[n:]))))
        play.take(talk, owner, *play.offered(talk)[owner])
    assert play.shown(play.plan_thread(talk)[-1]) == texts.say("claims.all_taken")


def test_nobody_is_written_to_without_having_agreed(stage: Stage) -> None:
    """Months after the plan, nobody who took nothing has had a direct message."""
    talk = _posted(stage)
    play.press(stage, "tomasz", play.find_key(play.plan_thread(talk), "take_all", "U0TOMASZ"))
    stage.travel(datetime(2027, 1, 31, tzinfo=UTC))
    others = [user for user in stage.slack.workspace.users.values() if not user.is_bot and user.name != "tomasz"]
    assert not [user.name for user in others if play.dms(stage, user.id)]
    assert play.dms(stage, "tomasz")
