"""The messages and forms around documents, with their shortest and their longest data."""

from collections.abc import Iterator
from typing import Any

from bot.interview.hand_out import title_of
from bot.report.formats import Format, file_name
from bot.report.order import What
from bot.slack import first_form, home, modal, report_form
from bot.slack.front import Who
from prompts.catalog import Catalog
from prompts.compose import home as compose
from prompts.compose.candidates import ranked
from prompts.messages import Attachment, Message, Note
from prompts.mrkdwn import mention, plain
from scoring import Candidate, Rules, rank
from tests.contact.data import FIRST_DAY, REF, Data

LINK = "https://example.org/archives/C0/p1"
STATES = ("asking", "paused", "reviewing", "posted", "stopped")


def documents(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message | dict[str, Any]]]:
    """How the report is asked for, and what stands beside it in the thread."""
    who = Who(workspace_id="T1", actor=size.person, channel="C0ORDERS")
    yield "report form", report_form.view(texts, REF, who)
    yield "report form, sent", report_form.closing(texts, texts.say("report.again"))
    kind = Format.MD if size.size == "long" else Format.PDF
    comment = texts.say(
        "report.comment", pilot=size.pilot, format=texts.say(f"report.format.{kind}"), person=mention(size.person)
    )
    for each in Format:
        texts.say(f"report.format.{each}")
    for key in ("no_plan", "paper_on_its_way"):
        yield f"report, {key}", Note(text=_said(texts, size, key))
    yield "left", Note(text=texts.say("claims.left", person=mention(size.person), count=size.count % 16))
    yield from _home(texts, size)
    yield from _first(texts, rules, size)
    yield "form, from Home", modal.view(texts, channel=None, pilot=size.pilot)
    yield (
        "document",
        Attachment(
            diagnosis=REF,
            format="security.md",
            name=file_name(size.pilot, kind, What.SECURITY, "3"),
            title=plain(texts.say("report.paper_title", title=title_of(texts, What.SECURITY), pilot=size.pilot)),
            text=_said(texts, size, "paper_comment"),
        ),
    )
    yield (
        "report",
        Attachment(
            diagnosis=REF,
            format=kind,
            name=file_name(size.pilot, kind, "3"),
            title=plain(texts.say("report.title", pilot=size.pilot)),
            text=comment,
        ),
    )


def _said(texts: Catalog, size: Data, key: str) -> str:
    """One of the sentences about a file that is not the report."""
    if key == "no_plan":
        return texts.say("report.no_plan")
    what = What.ACTIONS if size.size == "short" else What.SECURITY
    values = {"title": title_of(texts, what), "pilot": size.pilot, "format": texts.say("report.format.ics")}
    person = {"person": mention(size.person)} if key == "paper_comment" else {}
    return texts.say(f"report.{key}", **values, **person)


def _home(texts: Catalog, size: Data) -> Iterator[tuple[str, Message | dict[str, Any]]]:
    cards = [_card(size, state, is_mine=is_mine) for state in STATES for is_mine in (True, False)]
    shown = cards if size.size == "long" else []
    yield "home", home.view(texts, shown, {card.id: LINK for card in shown}, size.count if shown else 0)
    yield "list", compose.listing(texts, cards[:3] if shown else [], 1)


def _card(size: Data, state: str, *, is_mine: bool) -> compose.Card:
    long = size.size == "long"
    return compose.Card(
        id=f"{REF}{state}{is_mine}",
        pilot=size.pilot,
        state=state,
        starter=size.person,
        answered=size.count % 60,
        reasons={"five.1": "confirmed", "five.2": "likely", "five.3": "unclear", "five.4": "ruled_out"},
        settled=1,
        total=16,
        overdue=("record_baselines", "list_errors") if long else (),
        next_day=FIRST_DAY if long else None,
        ended=FIRST_DAY,
        has_no_owner=long,
        is_mine=is_mine,
        has_report=state == "posted",
    )


def _first(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message | dict[str, Any]]]:
    """The form of `/unstick first`, and the ranking."""
    given = [
        Candidate(
            id=f"p{number}",
            name=f"{size.pilot[:70]} {number}",
            volume_week=size.count % 1000,
            minutes_each=number * 3,
            routine_percent=80,
            hurts=size.pilot[:40] if number % 2 else None,
            writable=("yes", "no", "unknown")[number % 3],
            risk=("low", "medium", "high")[number % 3],
        )
        for number in range(7 if size.size == "long" else 2)
    ]
    yield "first", first_form.view(texts, "C0ORDERS", given if size.size == "long" else [])
    yield "first, sent", first_form.closing(texts, texts.say("first.posted"))
    for key in ("needs_name", "twice", "not_a_number", "too_few", "preview", "post"):
        texts.say(f"first.{key}")
    yield "ranking", ranked(texts, rules, rank(rules, given), by=size.person)
