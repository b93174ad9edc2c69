"""The messages and forms around documents, with their shortest and their longest data."""

from collections.abc import Iterator
from typing import Any

from bot.report.formats import Format, file_name
from bot.slack import report_form
from bot.slack.front import Who
from prompts.catalog import Catalog
from prompts.messages import Attachment, Message
from prompts.mrkdwn import mention, plain
from scoring import Rules
from tests.contact.data import REF, Data


def documents(texts: Catalog, _rules: Rules, size: Data) -> Iterator[tuple[str, Message | dict[str, Any]]]:
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
