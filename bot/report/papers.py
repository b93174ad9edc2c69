"""A document drafted from the facts as a file, and the hash of the facts it is drawn from."""

from typing import Any

from bot.report.data import fingerprint
from bot.report.formats import Format, Report
from bot.report.pages import paper_pdf
from bot.report.paper_markdown import paper_markdown
from prompts.catalog import Catalog
from prompts.compose.dossier import Dossier
from prompts.compose.paper import paper
from prompts.compose.paper_facts import Issue, paper_facts


def draw(texts: Catalog, dossier: Dossier, kind: str, file: Format, issue: Issue) -> Report:
    """The document; the same facts and the same issue give the same bytes."""
    words = paper(texts, dossier, kind, issue)
    return Report(paper_pdf(words) if file is Format.PDF else paper_markdown(words).encode())


def facts_of(dossier: Dossier, kind: str) -> tuple[dict[str, Any], str]:
    """The facts that a document is drawn from, and their hash."""
    facts = paper_facts(dossier, kind)
    return facts, fingerprint(facts)
