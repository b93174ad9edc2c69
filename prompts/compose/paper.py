"""A document drafted from the facts: every statement with who said it and when, and what is not known yet."""

from collections.abc import Iterator, Mapping

from prompts import dates, numbers
from prompts.catalog import Catalog
from prompts.compose import paper_metrics, paper_tables
from prompts.compose.dossier import Dossier
from prompts.compose.paper_changes import changes
from prompts.compose.paper_facts import Issue, answers, known
from prompts.mrkdwn import plain, shorten
from prompts.paper import Grid, Paper, Section, Statement
from prompts.paper_rules import ANY, FIGURE, PaperRule, SectionRule, paper_rules
from scoring import Answer, facts

NOTED = "baseline"  # asks for numbers that were noted before; once the plan's are here, nothing follows from it


def paper(texts: Catalog, dossier: Dossier, kind: str, issue: Issue) -> Paper:
    """Put the facts of one kind of document into words."""
    rule, words = paper_rules()[kind], texts.papers.kinds[kind]
    given = answers(dossier, rule)
    sections = [_section(texts, dossier, kind, section, given) for section in rule.sections]
    first = [_changed(texts, dossier, kind, issue)] if issue.before else []
    return Paper(
        language=texts.language,
        kind=kind,
        pilot=_line(dossier.sheet.pilot),
        title=words.title,
        lead=words.lead,
        day=issue.day,
        edition=_edition(texts, issue),
        meta=_meta(texts, dossier, issue),
        sections=(*first, *(section for section in sections if section), _unknown(texts, dossier, rule, given)),
        seal=_seal(texts, rule, given),
        sha256=issue.sha256,
    )


def _say(texts: Catalog, message_id: str, **values: object) -> str:
    return plain(texts.say(f"doc.paper.{message_id}", **values))


def _line(text: str) -> str:
    return " ".join(text.split())


def _edition(texts: Catalog, issue: Issue) -> str:
    return _say(texts, "draft") if issue.version is None else _say(texts, "version", version=issue.version)


def _meta(texts: Catalog, dossier: Dossier, issue: Issue) -> tuple[str, ...]:
    day = (dates.full(texts.locale, issue.day),) if issue.day else ()
    by = (_say(texts, "asked_by", person=_line(dossier.name(issue.by))),) if issue.by else ()
    return (_edition(texts, issue), *day, *by)


def _seal(texts: Catalog, rule: PaperRule, given: Mapping[str, Answer]) -> str:
    count = sum(known(given, question) for question in rule.questions)
    return _say(texts, "seal", known=count, total=len(rule.questions))


def _section(
    texts: Catalog, dossier: Dossier, kind: str, section: SectionRule, given: Mapping[str, Answer]
) -> Section | None:
    """A section with what is known for it; the plan's part is left out where the plan has nothing for it."""
    statements = tuple(
        _statement(texts, dossier, statement, question, given[question])
        for statement, question in section.says.items()
        if known(given, question)
    )
    rule = paper_rules()[kind]
    points = tuple(_points(texts, dossier, rule, given)) if section.table == "points" else ()
    grid = _grid(texts, dossier, rule, section, given)
    if section.table == "actions" and grid is None:
        return None
    is_bare = not (statements or points or grid)
    empty = "no_points" if section.table == "points" else "nothing"
    return Section(
        id=section.id,
        title=texts.papers.kinds[kind].sections[section.id],
        note=_say(texts, empty) if is_bare else "",
        statements=statements,
        points=points,
        grid=grid,
    )


def _grid(
    texts: Catalog, dossier: Dossier, rule: PaperRule, section: SectionRule, given: Mapping[str, Answer]
) -> Grid | None:
    match section.table:
        case "actions":
            return paper_tables.actions(texts, dossier, rule)
        case "metrics":
            return paper_metrics.metrics(texts, dossier, given)
        case "costs":
            return paper_tables.costs(texts, dossier)
        case "people":
            return paper_tables.people(texts, dossier)
        case "ready":
            return paper_tables.ready(texts, dossier)
        case _:
            return None


def _statement(texts: Catalog, dossier: Dossier, statement: str, question: str, answer: Answer) -> Statement:
    sentences = texts.papers.statements[statement]
    sentence = sentences.get(answer.option) or sentences[ANY]
    return Statement(
        text=sentence.replace(FIGURE, _figure(texts, question, answer)),
        quote=shorten(answer.quote) if answer.quote and statement == question else "",  # said once
        source=paper_tables.source(texts, dossier, question),
    )


def _figure(texts: Catalog, question: str, answer: Answer) -> str:
    """The number that was given, or else the words of its band as they stand within a sentence."""
    if answer.value is not None:
        return numbers.number(texts.locale, answer.value)
    band = texts.questions[question].options[answer.option].text
    return band[:1].lower() + band[1:]


def _points(texts: Catalog, dossier: Dossier, rule: PaperRule, given: Mapping[str, Answer]) -> Iterator[str]:
    """What follows for the reader from what is known, each sentence once."""
    settled = NOTED if paper_metrics.are_recorded(dossier) else ""
    found = [
        texts.papers.points[question][given[question].option]
        for question, options in rule.points.items()
        if known(given, question) and given[question].option in options and question != settled
    ]
    yield from dict.fromkeys(found)


def _changed(texts: Catalog, dossier: Dossier, kind: str, issue: Issue) -> Section:
    """What is different from the version before."""
    version = (issue.version or 1) - 1
    lines = tuple(changes(texts, dossier, kind, issue.before))
    return Section(id="changed", title=_say(texts, "changed", version=version), points=lines)


def _unknown(texts: Catalog, dossier: Dossier, rule: PaperRule, given: Mapping[str, Answer]) -> Section:
    """What a reader would want to know and nobody has said, with whom to ask."""
    rows = tuple(_missing(texts, dossier, rule, given))
    head = (_say(texts, "question"), _say(texts, "ask"))
    return Section(
        id="unknown",
        title=_say(texts, "unknown"),
        note=_say(texts, "unknown_intro" if rows else "unknown_none"),
        grid=Grid(kind="unknown", head=head, rows=rows) if rows else None,
    )


def _missing(
    texts: Catalog, dossier: Dossier, rule: PaperRule, given: Mapping[str, Answer]
) -> Iterator[tuple[str, str]]:
    counting = facts(dossier.rules, dossier.sheet)
    for question in rule.questions:
        asked = dossier.rules.questions.get(question)
        if asked is None or known(given, question) or not _makes_sense(asked.requires, counting):
            continue
        words = texts.questions[question].text
        if question in given:
            words = _did_not_know(texts, dossier, question, given[question])
        yield words, paper_tables.ask(texts, dossier, asked.role)
    for name, each in rule.never_asked.items():
        if _makes_sense(each.when, counting):
            yield texts.papers.never_asked[name], paper_tables.ask(texts, dossier, each.role)


def _makes_sense(needs: Mapping[str, tuple[str, ...]], counting: Mapping[str, str]) -> bool:
    """Whether the answers that a question depends on are there; while one is missing, that one is asked for first."""
    return all(counting.get(question) in options for question, options in needs.items())


def _did_not_know(texts: Catalog, dossier: Dossier, question: str, answer: Answer) -> str:
    said_on = dossier.said_on.get(question)
    words = texts.questions[question].text
    if not answer.by:
        return words
    day = dates.full(texts.locale, said_on) if said_on else ""
    return _say(texts, "did_not_know", question=words, who=_line(dossier.name(answer.by)), date=day)
