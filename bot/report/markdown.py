"""The report as Markdown; what people wrote shows just its characters, no link, no image, no HTML."""

import re
from collections.abc import Iterable

from prompts.document import Document, Ready, Said, Step

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$@])")
_AT_START = re.compile(r"^(\d*)([-+=.)])")  # what would begin a list or underline a heading
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)  # GitHub makes a link of a bare address


def markdown(document: Document) -> str:
    """The whole report."""
    labels = document.labels
    parts: list[Iterable[str]] = [
        [f"# {safe(labels['kicker'])} {safe(document.pilot)}"],
        [f"**{safe(document.finding)}**"],
        [f"_{safe(document.note)}_"] if document.note else [],
        [safe(" · ".join(document.meta))],
        [f"## {safe(labels['reasons'])}"],
        *(_reason(document, number) for number, reason in enumerate(document.reasons) if reason.holds),
        _others(document),
        *_changes(document),
        [f"## {safe(labels['top'])}"],
        [f"{n}. {_step(step)}" for n, step in enumerate(document.top, 1)],
        [f"## {safe(labels['weeks'])}"],
        *(part for week in document.weeks for part in _week(document, *(week.title, week.days), week.steps)),
        *_numbers(document),
        [f"## {safe(labels['ready'])}"],
        [_ready(check) for check in document.ready],
        *_listed(labels["check"], labels["check_intro"], document.checks),
        *_listed(labels["differ"], "", document.differing),
        [f"## {safe(labels['sure'])}"],
        *([safe(paragraph)] for paragraph in document.sure),
        [f"{safe(labels['rules'])} {safe(document.rules)} · SHA-256 `{document.sha256}`"],
        *_answers(document),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def safe(text: str) -> str:
    """Text from anywhere, as Markdown that shows just these characters on one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _ADDRESS.sub(lambda found: f"\\{found.group()}", _AT_START.sub(r"\1\\\2", line))


def _reason(document: Document, number: int) -> list[str]:
    reason = document.reasons[number]
    return [
        f"### {reason.mark} {safe(reason.word)}: {safe(reason.name)}",
        "",
        safe(reason.means),
        "",
        *(f"- {_said(each)}" for each in reason.evidence),
        "",
        f"→ {safe(reason.repair)}",
    ]


def _said(each: Said) -> str:
    words = f"{safe(each.question)} **{safe(each.words)}**" if each.question else f"“{safe(each.words)}”"
    return f"{words} · {safe(each.who)}" if each.who else words


def _others(document: Document) -> list[str]:
    """The reasons that do not hold, a line each."""
    rest = [reason for reason in document.reasons if not reason.holds]
    lines = [f"- {reason.mark} {safe(reason.word)}: {safe(reason.name)}" for reason in rest]
    return [f"### {safe(document.labels['others'])}", "", *lines] if lines else []


def _changes(document: Document) -> list[list[str]]:
    if not any(reason.holds for reason in document.reasons):
        return []
    lines = [f"- {safe(change.question)} → **{safe(change.option)}**" for change in document.changes]
    return [[f"## {safe(document.labels['true'])}"], lines or [safe(document.labels["true_none"])]]


def _week(document: Document, title: str, days: str, steps: Iterable[Step]) -> list[list[str]]:
    lines = []
    for step in steps:
        lines.append(f"- {_step(step)}{f' · {safe(step.state)}' if step.state else ''}")
        lines.append(f"  {safe(step.how)} {safe(document.labels['done_when'])}: {safe(step.done_when)}")
    return [[f"### {safe(title)} ({safe(days)})"], lines]


def _ready(check: Ready) -> str:
    told = "; ".join(filter(None, (check.word, check.missing)))
    return f"- {safe(check.mark)} {safe(check.name)}: {safe(told)}"


def _step(step: Step) -> str:
    return f"**{safe(step.title)}** · {safe(step.owner)}, {safe(step.when)}"


def _numbers(document: Document) -> list[list[str]]:
    labels = document.labels
    head = [safe(labels[name]) for name in ("measured", "today", "target")]
    rows = [[safe(metric.name), safe(metric.today), safe(metric.target)] for metric in document.metrics]
    table = [row(head), row(["---"] * len(head)), *(row(cells) for cells in rows)]
    facts = [[f"**{safe(fact.title)}:** {safe(fact.text)}"] for fact in document.facts]
    return [[f"## {safe(labels['numbers'])}"], table, *facts]


def _answers(document: Document) -> list[list[str]]:
    lines = []
    for each in document.answers:
        quote = f" “{safe(each.quote)}”" if each.quote else ""
        by = ", ".join(safe(part) for part in (each.who, each.when) if part)
        lines.append(f"- {safe(each.question)} **{safe(each.answer)}**{quote}{f' · {by}' if by else ''}")
    return [[f"## {safe(document.labels['answers'])}"], lines] if lines else []


def _listed(title: str, intro: str, items: Iterable[str]) -> list[list[str]]:
    lines = [f"- {safe(item)}" for item in items]
    if not lines:
        return []
    return [[f"## {safe(title)}"], *([[safe(intro)]] if intro else []), lines]


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"
