"""The report on paper and as a picture, set by Typst: what people wrote goes in as data and never becomes markup."""

from pathlib import Path
from typing import Literal

import typst
from pydantic import BaseModel

from prompts.chart import Chart
from prompts.document import Document
from prompts.paper import Paper

ROOM = Path(__file__).parent
PIXELS_PER_INCH = 200  # a page as wide as a phone's screen, at more than twice its pixels


def pdf(document: Document) -> bytes:
    """The report as PDF; the same document gives the same bytes, since its date is the diagnosis's own."""
    return _set("report.typ", document, "pdf")


def picture(document: Document) -> bytes:
    """The reasons at a glance, as PNG for a phone's screen."""
    return _set("glance.typ", document, "png")


def chart(drawn: Chart) -> bytes:
    """The numbers of a plan over the weeks, as PNG for a phone's screen and for a slide."""
    return _set("trend.typ", drawn, "png")


def paper_pdf(paper: Paper) -> bytes:
    """A document drafted from the facts as PDF; its date is that of its version."""
    return _set("paper.typ", paper, "pdf")


def _set(page: str, document: BaseModel, kind: Literal["pdf", "png"]) -> bytes:
    """Typst's own fonts only: another machine's would give other pages."""
    made = typst.compile(
        ROOM / page,
        root=ROOM,
        format=kind,
        ppi=PIXELS_PER_INCH,
        ignore_system_fonts=True,
        sys_inputs={"document": document.model_dump_json()},
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{page} is meant to be one page as {kind}")
    return made
