"""A document drafted from the facts as Markdown; what people wrote shows just its characters."""

from bot.report.markdown import row, safe
from prompts.paper import Grid, Paper, Section, Statement


def paper_markdown(paper: Paper) -> str:
    """The whole document."""
    parts: list[list[str]] = [
        [f"# {safe(paper.title)}: {safe(paper.pilot)}"],
        [safe(paper.lead)],
        [safe(" · ".join(paper.meta))],
        *(part for section in paper.sections for part in _section(section)),
        [f"{safe(paper.seal)} `{paper.sha256}`"],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _section(section: Section) -> list[list[str]]:
    return [
        [f"## {safe(section.title)}"],
        [safe(section.note)] if section.note else [],
        [_statement(each) for each in section.statements],
        [f"- {safe(point)}" for point in section.points],
        _grid(section.grid) if section.grid else [],
    ]


def _statement(each: Statement) -> str:
    quote = f" “{safe(each.quote)}”" if each.quote else ""
    return f"- {safe(each.text)}{quote}{f' ({safe(each.source)})' if each.source else ''}"


def _grid(grid: Grid) -> list[str]:
    cells = [[safe(cell) for cell in line] for line in (grid.head, *grid.rows)]
    return [row(cells[0]), row(["---"] * len(grid.head)), *(row(line) for line in cells[1:])]
