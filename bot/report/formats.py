"""The formats a report comes in, and a report in one of them as a file."""

import json
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.report.actions_calendar import calendar
from bot.report.data import data
from bot.report.markdown import markdown
from bot.report.pages import pdf, picture
from bot.report.table import table
from prompts.catalog import Catalog
from prompts.compose.document import document
from prompts.compose.dossier import Dossier

NAME_CHARACTERS = 60
_NO_WORD = re.compile(r"[^a-z0-9]+")


class Format(StrEnum):
    """What a report can be had as; the value is also what a file of it ends in."""

    PDF = "pdf"
    PNG = "png"
    MD = "md"
    CSV = "csv"
    JSON = "json"
    ICS = "ics"


@dataclass(frozen=True)
class Report:
    """A report as the bytes of a file; `alt` says in words what a picture shows, and is empty for what is text."""

    content: bytes
    alt: str = ""


def make(texts: Catalog, dossier: Dossier, kind: Format) -> Report:
    """The report in one format; the same dossier gives the same bytes. As a calendar it is its actions.

    Raises NoDaysError for a calendar of a plan that has not begun.
    """
    if kind is Format.ICS:
        return Report(calendar(texts, dossier))
    if kind is Format.JSON:
        return Report((json.dumps(data(dossier), indent=2, ensure_ascii=True) + "\n").encode())
    words = document(texts, dossier)
    match kind:
        case Format.PDF:
            return Report(pdf(words))
        case Format.PNG:
            return Report(picture(words), alt=words.alt)
        case Format.MD:
            return Report(markdown(words).encode())
        case Format.CSV:
            return Report(table(words))


def file_name(pilot: str, kind: Format, *marks: str) -> str:
    """A name for the file that every system takes, such as `order-intake-agent.pdf`; `marks` tell two apart."""
    ascii_only = unicodedata.normalize("NFKD", pilot).encode("ascii", "ignore").decode().lower()
    stem = _NO_WORD.sub("-", ascii_only).strip("-")[:NAME_CHARACTERS].strip("-") or "report"
    return f"{'-'.join((stem, *marks))}.{kind}"
