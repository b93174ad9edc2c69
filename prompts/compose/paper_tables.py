"""The tables in the documents: what the plan brings, the costs, the people, the checks for production."""

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.dossier import Dossier, Given
from prompts.compose.paper_facts import roles, steps
from prompts.compose.question import spoken
from prompts.mrkdwn import plain
from prompts.paper import Grid, GridKind
from prompts.paper_rules import PaperRule
from scoring import UNKNOWN, Action

NAMED = ("sponsor", "business_owner", "technical_lead", "security_reviewer")


def actions(texts: Catalog, dossier: Dossier, rule: PaperRule) -> Grid | None:
    """What the plan brings: who, by when, and how it stands; None where it holds nothing of it."""
    rows = tuple(
        (
            texts.actions[action.id].title,
            owner(texts, dossier, action),
            due(texts, dossier, action),
            state(texts, dossier.states.get(action.id)),
        )
        for action in steps(dossier, rule.actions)
    )
    return _grid(texts, "actions", ("what", "who", "by_when", "state"), rows) if rows else None


def costs(texts: Catalog, dossier: Dossier) -> Grid:
    """What it costs to run as far as that is known, and where each amount comes from."""
    plan = dossier.plan
    amount = _say(texts, "a_month", low=plan.budget.low_usd, high=plan.budget.high_usd)
    line = plain(texts.say(f"plan.budget.{plan.budget.line}"))
    rows = (
        (_say(texts, "cost.running"), amount, _say(texts, "published")),
        (_say(texts, "cost.watching"), *_figure(texts, dossier, "ops_hours")),
        (_say(texts, "cost.typing"), *_figure(texts, dossier, "retype_hours")),
        (_say(texts, "cost.budget"), line, source(texts, dossier, "opex_line")),
    )
    return _grid(texts, "costs", ("line", "amount", "comes_from"), rows)


def people(texts: Catalog, dossier: Dossier) -> Grid:
    """Who holds which role."""
    held = roles(dossier)
    nobody = _say(texts, "nobody")
    rows = tuple((texts.roles[role], _line(dossier.name(held.get(role))) or nobody) for role in NAMED)
    return _grid(texts, "people", ("role", "person"), rows)


def ready(texts: Catalog, dossier: Dossier) -> Grid:
    """The five checks for production."""
    rows = tuple(
        (texts.ready[check.id].name, plain(texts.say(f"doc.ready.{check.state}"))) for check in dossier.plan.ready
    )
    return _grid(texts, "ready", ("what", "state"), rows)


def source(texts: Catalog, dossier: Dossier, question: str) -> str:
    """Who said it, and when."""
    answer = dossier.sheet.answers.get(question)
    if answer is None or answer.option == UNKNOWN:
        return ""
    said_on = dossier.said_on.get(question)
    parts = (_line(dossier.name(answer.by)), dates.full(texts.locale, said_on) if said_on else "")
    return " · ".join(part for part in parts if part)


def amount(texts: Catalog, unit: str, given: Given) -> str:
    """A number with its unit."""
    return plain(texts.say("plan.metric_today", number=given.value, unit=texts.unit(unit, given.value)))


def whose(texts: Catalog, dossier: Dossier, given: Given) -> str:
    """Who gave a number, and when."""
    day = dates.full(texts.locale, given.on) if given.on else ""
    return " · ".join(part for part in (" ".join(dossier.name(given.by).split()), day) if part)


def ask(texts: Catalog, dossier: Dossier, role: str) -> str:
    """Whom to ask: the role, and who holds it."""
    person = dossier.name(roles(dossier).get(role))
    return _say(texts, "ask_person", role=texts.roles[role], person=_line(person)) if person else texts.roles[role]


def owner(texts: Catalog, dossier: Dossier, action: Action) -> str:
    """Who is to do it; in a sheet, which knows no people, the role."""
    person = dossier.owners.get(action.id)
    if person:
        return _line(dossier.name(person))
    role = texts.roles[action.role]
    return plain(texts.say("plan.nobody", role=role)) if action.id in dossier.owners else role


def due(texts: Catalog, dossier: Dossier, action: Action) -> str:
    """By when: a day, or the number of the day while the plan has not begun."""
    day = dossier.due.get(action.id)
    return dates.full(texts.locale, day) if day else plain(texts.say("doc.by_day", day=action.due_day))


def state(texts: Catalog, name: str | None) -> str:
    """How an action stands; empty while the plan has not begun."""
    return plain(texts.say(f"checkin.state.{name}")) if name else ""


def _figure(texts: Catalog, dossier: Dossier, question: str) -> tuple[str, str]:
    """A figure with its unit, and who said it; the newest number of the weeks, where one is measured by it."""
    for metric in dossier.metrics:
        known = dossier.recorded.get(metric.id)
        if known and known.newest and dossier.rules.metrics[metric.id].baseline_from == question:
            return amount(texts, metric.unit, known.newest), whose(texts, dossier, known.newest)
    answer = dossier.sheet.answers.get(question)
    if answer is None or answer.option == UNKNOWN:
        return _say(texts, "not_known"), ""
    words = plain(spoken(texts, question, answer))
    return words[:1].lower() + words[1:], source(texts, dossier, question)


def _grid(texts: Catalog, kind: GridKind, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Grid:
    return Grid(kind=kind, head=tuple(_say(texts, name) for name in head), rows=rows)


def _say(texts: Catalog, message_id: str, **values: object) -> str:
    return plain(texts.say(f"doc.paper.{message_id}", **values))


def _line(text: str) -> str:
    return " ".join(text.split())
