"""Installing by OAuth: only what this browser began, once, in time; and whose token is then used."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.playground.slack.grants import CLIENT_ID, CLIENT_SECRET
from bot.slack.install import COOKIE
from bot.slack.scopes import granted
from bot.store import installations
from bot.store.tables import Workspace
from prompts.catalog import Catalog
from tests.databases import on_both
from tests.scenario import play
from tests.security.town import FIRST, KEY, SECOND, SECRET, Browser, Town, town


@pytest.fixture
def a_town(sqlite_url: str) -> Iterator[Town]:
    """Two workspaces, and a bot that neither has installed yet."""
    with town(sqlite_url) as built:
        yield built


def _installed(built: Town) -> list[str]:
    with built.bot.database.reading() as session:
        return [row.workspace_id for row in installations.every(session)]


def test_installing(a_town: Town) -> None:
    """The browser is sent to Slack with a state and the fewest scopes, and comes back to what is next."""
    browser = Browser(a_town.address)
    status, headers, _ = browser.get("/slack/install")
    asked = dict(parse_qsl(urlsplit(headers["location"]).query, keep_blank_values=True))
    assert status == 302
    assert asked["scope"].split(",") == list(granted())
    assert asked["user_scope"] == ""
    assert asked["redirect_uri"] == "https://unstick.example.com/slack/oauth_redirect"
    cookie = headers["set-cookie"]
    assert all(part in cookie for part in (f"{COOKIE}=", "HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    assert asked["state"] not in cookie

    status, headers, body = browser.get(a_town.slacks[FIRST.id].approve(headers["location"]))
    assert status == 200
    assert "Unstick is in Local team." in body
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert _installed(a_town) == [FIRST.id]
    assert play.start(a_town.side(FIRST)).card()


def test_in_spanish(a_town: Town) -> None:
    """The last page speaks the browser's language."""
    browser = Browser(a_town.address)
    back = a_town.slacks[FIRST.id].approve(browser.begin())
    assert "Unstick ya está en Local team." in browser.get(back, **{"Accept-Language": "es-MX,en;q=0.5"})[2]


def _stale(built: Town, browser: Browser, back: str) -> None:
    status, _, body = browser.get(back)
    assert status == 400
    assert "This installation cannot go on" in body
    assert _installed(built) == []


@pytest.mark.parametrize("how", ["", "&state=", "&state=guessed", "&state=%ff%fe%00", "&state=" + "x" * 5000])
def test_oauth_state_missing(a_town: Town, how: str) -> None:
    """Without a state that was given out, nothing is installed, whatever the code."""
    browser = Browser(a_town.address)
    code = dict(parse_qsl(urlsplit(a_town.slacks[FIRST.id].approve(browser.begin())).query))["code"]
    _stale(a_town, browser, f"/slack/oauth_redirect?code={code}{how}")


def test_oauth_state_reused(a_town: Town) -> None:
    """A state serves once, even with a fresh code and in the same browser; not even a failed try leaves it whole."""
    browser = Browser(a_town.address)
    away = browser.begin()
    kept = dict(browser.cookies)
    slack = a_town.slacks[FIRST.id]
    assert browser.get(slack.approve(away).replace("code=", "code=wrong"))[0] == 502
    browser.cookies = dict(kept)
    _stale(a_town, browser, slack.approve(away))


@on_both
def test_oauth_state_twice_at_once(database_url: str) -> None:
    """Of two tries with one state at the same moment one installs, and the other finds it used up."""
    with town(database_url, teams=(FIRST,)) as built:
        browser = Browser(built.address)
        away = browser.begin()
        twins = [Browser(built.address, dict(browser.cookies)) for _ in range(4)]
        backs = [built.slacks[FIRST.id].approve(away) for _ in twins]
        with ThreadPoolExecutor(len(twins)) as hands:
            answers = list(hands.map(lambda twin, back: twin.get(back)[0], twins, backs))
    assert sorted(answers) == [200, 400, 400, 400]


def test_oauth_state_expired(a_town: Town) -> None:
    """After ten minutes a state is good for nothing; a second before it still was."""
    browser, late = Browser(a_town.address), Browser(a_town.address)
    slack = a_town.slacks[FIRST.id]
    away, too_late = browser.begin(), late.begin()
    a_town.clock.advance(timedelta(minutes=10) - timedelta(seconds=1))
    backs = slack.approve(away), slack.approve(too_late)
    assert browser.get(backs[0])[0] == 200
    a_town.clock.advance(timedelta(seconds=1))
    assert late.get(backs[1])[0] == 400


@pytest.mark.parametrize("cookie", [None, "", "another browser's", "\xe9"])
def test_oauth_state_from_another_browser(a_town: Town, cookie: str | None) -> None:
    """A link of an installation that somebody else began installs nothing, and is used up by the try."""
    mine, theirs = Browser(a_town.address), Browser(a_town.address)
    theirs.begin()
    back = a_town.slacks[FIRST.id].approve(mine.begin())
    if cookie is None:
        theirs.cookies.clear()
    elif cookie:
        theirs.cookies[COOKIE] = cookie
    _stale(a_town, theirs, back)
    _stale(a_town, mine, back)


def test_not_allowed(a_town: Town) -> None:
    """Whoever says no in Slack reads that nothing was installed, and can begin again, below a proxy's path too."""
    browser = Browser(a_town.address)
    state = dict(parse_qsl(urlsplit(browser.begin()).query))["state"]
    status, _, body = browser.get(f"/slack/oauth_redirect?error=access_denied&state={state}")
    assert status == 400
    assert "it was not allowed in Slack" in body
    assert f'href="{a_town.bot.settings.public_url}/slack/install"' in body
    assert _installed(a_town) == []


def test_too_many_under_way(a_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever only begins installations cannot fill the database; old ones make room."""
    monkeypatch.setattr(installations, "STATES_AT_ONCE", 3)
    for _ in range(3):
        Browser(a_town.address).begin()
    assert Browser(a_town.address).get("/slack/install")[0] == 503
    a_town.clock.advance(timedelta(minutes=10))
    Browser(a_town.address).begin()


def test_every_message_with_its_own_token(a_town: Town) -> None:
    """Two workspaces with the same ids of people and channels: each sees its own diagnosis and nothing of the other."""
    for team in (FIRST, SECOND):
        a_town.install(team)
    here, there = a_town.side(FIRST), a_town.side(SECOND)
    talk, other = play.start(here, "order intake"), play.start(there, "invoice reader")
    play.answer(talk, "unknown")
    assert "order intake" in play.shown(talk.card())
    assert "invoice reader" in play.shown(other.card())
    assert len(other.thread()) < len(talk.thread())
    said = "".join(play.shown(message) for message in here.slack.workspace.all_messages())
    assert "invoice reader" not in said
    with a_town.bot.database.reading() as session:
        assert {row.name for row in session.query(Workspace).all()} == {"Local team", "Second team"}


def test_uninstalled(a_town: Town, texts: Catalog) -> None:
    """Uninstalling deletes the tokens at once and notes when; the other workspace goes on; installing again works."""
    for team in (FIRST, SECOND):
        a_town.install(team)
    side = a_town.side(FIRST)
    side.slack.uninstall()
    side.settle()
    assert _installed(a_town) == [SECOND.id]
    with a_town.bot.database.reading() as session:
        assert session.get(Workspace, FIRST.id).left_at == a_town.clock()
        assert session.get(Workspace, SECOND.id).left_at is None
    answer = side.slack.slash("olivia", "orders", "/unstick", "status")
    assert answer.ok
    assert texts.say("install.not_here") in play.whispers(side, "olivia")[-1]
    assert play.start(a_town.side(SECOND)).card()

    a_town.clock.advance(timedelta(minutes=1))
    a_town.install(FIRST)
    with a_town.bot.database.reading() as session:
        assert session.get(Workspace, FIRST.id).left_at is None
    assert play.start(side).card()


def test_an_old_goodbye_after_a_new_installation(a_town: Town) -> None:
    """Slack's word of an uninstallation that comes again, late, does not take the new token away."""
    a_town.install(FIRST)
    side = a_town.side(FIRST)
    side.slack.fault("event", "reorder", times=2)
    side.slack.uninstall()
    a_town.clock.advance(timedelta(minutes=1))
    a_town.install(FIRST)
    side.settle()
    assert _installed(a_town) == [FIRST.id]


def test_log_of_installations_holds_no_secret(
    a_town: Town, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Installing, being refused, leaving: no state, cookie, code, token or secret in any log, whatever its level."""
    caplog.set_level(logging.DEBUG)
    browser = Browser(a_town.address)
    slack = a_town.slacks[FIRST.id]
    back = slack.approve(browser.begin())
    cookie = browser.cookies[COOKIE]
    brought = dict(parse_qsl(urlsplit(back).query))
    assert browser.get(back)[0] == 200
    assert browser.get(back)[0] == 400
    other = Browser(a_town.address)
    assert other.get(slack.approve(other.begin()).replace("code=", "code=wrong"))[0] == 502
    tokens = a_town.grants.tokens(FIRST)
    play.start(a_town.side(FIRST))
    slack.uninstall()
    a_town.side(FIRST).settle()
    said = caplog.text + "".join(capfd.readouterr())
    assert "uninstalled" in said
    secrets = {cookie, brought["state"], brought["code"], *tokens, CLIENT_SECRET, SECRET, KEY.partition(":")[2]}
    assert not {secret for secret in secrets if secret in said}


def test_bolt_takes_no_installations_of_its_own(a_town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the app's id and secret in the environment, Bolt keeps no store of its own: there are no tokens in files."""
    monkeypatch.setenv("SLACK_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", CLIENT_SECRET)
    monkeypatch.setenv("HOME", str(tmp_path))
    a_town.restart()
    a_town.install(FIRST)
    assert play.start(a_town.side(FIRST)).card()
    assert not list(tmp_path.rglob("*bolt*"))
