"""The security pack as Markdown."""

from collections.abc import Iterator

from bot.pack.pack import Flow, Grid, Pack


def markdown(pack: Pack) -> str:
    """The pack as a page."""
    return "\n".join(_lines(pack)) + "\n"


def _lines(pack: Pack) -> Iterator[str]:
    yield from (f"# {pack.title}", "", f"*{pack.meta}. Made by `unstick security-pack`.*", "", pack.lead, "")
    yield from ("## Four questions", "")
    for each in pack.questions:
        yield from (f"### {each.ask}", "")
        for line in each.answer:
            yield from (line, "")
    yield from ("## Where data goes", "", "```mermaid", "flowchart LR", *_drawing(pack.flows), "```", "")
    rows = tuple((flow.start, flow.end, flow.what, flow.guard) for flow in pack.flows)
    yield from (*_table(Grid(head=("From", "To", "What", "Guarded by"), rows=rows)), "")
    yield from ("## What it may do in Slack", "", *_table(pack.scopes), "")
    yield from ("## What it keeps", "", pack.data_lead, "", *_table(pack.retention), "", *_table(pack.data), "")
    yield from ("## Threats", "", "In scope:", "", *_table(pack.threats), "", "Out of scope:", "")
    yield from (*(f"- {line}" for line in pack.out_of_scope), "")
    yield from ("## Packages", "", pack.packages_lead, "", *_table(pack.packages), "", pack.contact)


def _drawing(flows: tuple[Flow, ...]) -> Iterator[str]:
    places = list(dict.fromkeys(place for flow in flows for place in (flow.start, flow.end)))
    yield from (f'    n{number}["{place}"]' for number, place in enumerate(places))
    for flow in flows:
        yield f'    n{places.index(flow.start)} -- "{flow.what}" --> n{places.index(flow.end)}'


def _table(grid: Grid) -> Iterator[str]:
    yield _row(grid.head)
    yield _row(("---",) * len(grid.head))
    yield from map(_row, grid.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
