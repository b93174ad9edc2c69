"""App Home and the list: one's own pilots and the others' that one may read, and nobody else's."""

from dataclasses import replace
from datetime import timedelta

from bot.playground.slack.model import View
from bot.playground.stage import Stage
from tests.databases import on_both
from tests.scenario import plans, play


def home(stage: Stage, user: str) -> View:
    """Open the app's Home tab as somebody; what it shows."""
    stage.slack.open_home(user)
    stage.settle()
    return stage.slack.workspace.homes[stage.slack.hands.user(user).id]


def words(view: View) -> str:
    """All words of it."""
    return "\n".join(play._texts(view.blocks))


def find(view: View, action: str) -> tuple[str, str, dict[str, object]]:
    """The first button of that action: its block, its action id, and itself."""
    for block in view.blocks:
        for element in block.get("elements", ()):
            if str(element.get("action_id", "")).split("/")[0] == action:
                return block["block_id"], element["action_id"], element
    raise play.NotShown(f"no {action} on the Home tab")


@on_both
def test_it_shows_where_each_pilot_stands(stage: Stage) -> None:
    """State, reasons as marks with the names of those that hold, actions settled, and whose it is."""
    assert "Nothing here yet" in words(home(stage, "olivia"))
    talk = play.start(stage)
    play.answer(talk, "retyped")
    assert "1 answer so far, started by <@U0OLIVIA>" in words(home(stage, "olivia"))
    play.answer_all(talk)
    said = words(home(stage, "olivia"))
    assert "the verdict waits for <@U0OLIVIA>" in said
    assert "● " in said
    assert "never wired in" in said
    assert "Your pilots" in said
    assert "One mark for each reason: ● confirmed · ◕ likely" in said
    assert "Otros pilotos que puedes leer" in words(home(stage, "lucia"))


def test_it_shows_what_is_late_and_when_is_asked_next(stage: Stage) -> None:
    """After the plan: how many actions are settled, which are overdue, and the day of the next check-in."""
    talk = plans.posted(stage)
    offered = play.offered(talk)
    owner = "U0TOMASZ"
    play.take(talk, "tomasz", *offered[owner])
    said = words(home(stage, "tomasz"))
    assert "actions settled" in said
    assert "Next check-in: Mon, Nov 9" in said
    assert "overdue" not in said
    stage.travel(stage.clock() + timedelta(days=20))
    assert "overdue: " in words(home(stage, "tomasz"))


def test_its_buttons_lead_to_the_thread_to_the_report_and_to_a_new_one(stage: Stage) -> None:
    """Open is a link to the thread; the report comes into the thread; a new one asks for the channel first."""
    talk = plans.judged(stage)
    view = home(stage, "olivia")
    _, _, link = find(view, "home_open")
    assert "archives/C0ORDERS/p" in str(link["url"])
    block, action, _ = find(view, "document")
    assert stage.slack.click_in_view("olivia", view.id, block, action).ok
    form = stage.slack.view("olivia")
    assert form is not None
    assert stage.slack.submit("olivia", form.id, {"format": {"format": "md"}}).ok
    stage.settle()
    assert [message.files for message in talk.thread() if message.files]
    after = stage.slack.view("olivia")
    assert after is not None
    stage.slack.close("olivia", after.id)

    block, action, _ = find(view, "home_start")
    assert stage.slack.click_in_view("olivia", view.id, block, action).ok
    form = stage.slack.view("olivia")
    assert form is not None
    answer = stage.slack.submit("olivia", form.id, {"pilot": {"pilot": "claims"}, "channel": {"channel": "C0GENERAL"}})
    assert "channel" in answer.errors, "a channel without us is refused beside its field"
    answer = stage.slack.submit("olivia", form.id, {"pilot": {"pilot": "claims"}, "channel": {"channel": "C0ORDERS"}})
    stage.settle()
    assert answer.ok
    assert any("claims" in message.text for message in stage.slack.messages("orders"))


@on_both
def test_what_is_private_stays_so(stage: Stage) -> None:
    """Whoever is not in a private channel sees none of its pilots, neither at home nor in the list; who joins, does."""
    stage.slack.join("U0LOCALBOT", "steering")
    talk = play.start(stage, "secret pilot", channel="steering", roles={})
    play.answer_all(talk)
    assert "secret pilot" in words(home(stage, "olivia"))
    assert "secret pilot" in words(home(stage, "martin"))
    for outsider in ("brenda", "tomasz", "gwen"):
        assert "secret pilot" not in words(home(stage, outsider))
        assert "secret pilot" not in stage.slack.slash(outsider, "orders", "/unstick", "list").body
    assert "secret pilot" in stage.slack.slash("olivia", "orders", "/unstick", "list").body
    stage.slack.join("brenda", "steering")
    stage.clock.advance(timedelta(minutes=2))
    assert "secret pilot" in words(home(stage, "brenda"))
    stage.slack.leave("brenda", "steering")
    stage.clock.advance(timedelta(minutes=2))
    assert "secret pilot" not in words(home(stage, "brenda"))


def test_what_slack_does_not_show_us_we_do_not_show(stage: Stage) -> None:
    """Once we are removed from a private channel, nobody is shown what was said there, not even who started it."""
    stage.slack.join("U0LOCALBOT", "steering")
    play.start(stage, "secret pilot", channel="steering", roles={})
    stage.slack.leave("U0LOCALBOT", "steering")
    stage.clock.advance(timedelta(minutes=2))
    assert "secret pilot" not in words(home(stage, "olivia"))


def test_a_guest_is_told_kindly(stage: Stage) -> None:
    """A guest's Home tab says why there is nothing on it."""
    assert "Guests cannot" in words(home(stage, "gwen"))
    assert "Guests cannot" in stage.slack.slash("gwen", "orders", "/unstick", "list").body


def test_an_archived_channels_pilot_is_still_readable(stage: Stage) -> None:
    """A renamed or archived channel changes nothing about who may read what was done there."""
    play.start(stage)
    channel = stage.slack.hands.channel("orders")
    stage.slack.workspace.put_channel(replace(channel, name="orders-2027"))
    assert play.PILOT in words(home(stage, "olivia"))
    stage.slack.archive("orders-2027")
    stage.clock.advance(timedelta(minutes=2))
    assert play.PILOT in words(home(stage, "olivia"))


def test_who_has_left_a_private_channel_gets_no_report_of_it(stage: Stage) -> None:
    """A Home tab that was opened before leads nowhere after one has left the channel: it is said, nothing is sent."""
    stage.slack.join("U0LOCALBOT", "steering")
    talk = play.start(stage, "secret pilot", channel="steering", roles={})
    play.answer_all(talk)
    view = home(stage, "martin")
    block, action, _ = find(view, "document")
    stage.slack.leave("martin", "steering")
    stage.clock.advance(timedelta(minutes=2))
    stage.slack.click_in_view("martin", view.id, block, action)
    form = stage.slack.view("martin")
    assert form is not None
    assert "canal privado" in words(form) or "private channel" in words(form)
    assert not any(message.files for message in talk.thread())
