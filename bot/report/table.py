"""The report as CSV: a row for each reason, answer, action, metric and check. No cell can act as a formula."""

import csv
import io
import re
from collections.abc import Iterable

from prompts.document import Document

COLUMNS = ("part", "id", "item", "state", "who", "when", "words")
# A spreadsheet takes a cell that begins so for a formula; some know the full-width forms too. Where a semicolon parts
# columns, what follows one begins a cell as well.
_FORMULA = re.compile(r"(^|;)([\s'\"]*)(?=[=+\-@＝＋－＠|%])")  # noqa: RUF001 (the full-width forms are meant)


def table(document: Document) -> bytes:
    """The table of the whole report."""
    return written([document.labels[f"column_{name}"] for name in COLUMNS], _rows(document))


def written(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as spreadsheets read it: UTF-8 with its mark, lines ending in CR LF, every cell quoted and harmless."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in (head, *rows))
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell on one line, with an apostrophe before whatever would begin a formula."""
    return _FORMULA.sub(r"\1'\2", " ".join(cell.split()))


def _rows(document: Document) -> Iterable[tuple[str, ...]]:
    """Rows in the order of `COLUMNS`."""
    part = {name: document.labels[f"part_{name}"] for name in ("reason", "answer", "action", "metric", "ready")}
    for reason in document.reasons:
        words = " · ".join(each.words for each in reason.evidence if not each.question)
        yield part["reason"], reason.id, reason.name, reason.word, "", "", words
    for answer in document.answers:
        yield part["answer"], answer.id, answer.question, answer.answer, answer.who, answer.when, answer.quote
    for change in document.changes:
        yield document.labels["part_change"], change.id, change.question, change.option, "", "", ""
    for week in document.weeks:
        for step in week.steps:
            yield part["action"], step.id, step.title, step.state, step.owner, step.when, ""
    for metric in document.metrics:
        yield part["metric"], metric.id, metric.name, f"{metric.today} → {metric.target}", "", "", ""
    for check in document.ready:
        yield part["ready"], check.id, check.name, check.word, "", "", check.missing
    yield document.labels["rules"], document.rules, document.sha256, "", "", "", ""
