"""The tables in the documents: what the plan brings, the numbers, the costs, the people, the checks for production."""

from collections.abc import Mapping

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.dossier import Dossier
from prompts.compose.paper_facts import roles, steps
from prompts.compose.plan import metric_target, metric_today
from prompts.compose.question import spoken
from prompts.mrkdwn import plain
from prompts.paper import Grid, GridKind
from prompts.paper_rules import PaperRule
from scoring import UNKNOWN, Action, Answer, MetricLine

RECORDED_BY = "record_baselines"  # the action that brings a number that nobody knows yet
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


def metrics(texts: Catalog, dossier: Dossier, given: Mapping[str, Answer]) -> Grid:
    """Each metric: today's number, where that comes from or who records it, and the least that is worth it."""
    rows = tuple(
        (
            texts.metrics[metric.id].name,
            plain(metric_today(texts, metric)),
            _comes_from(texts, dossier, metric, given),
            plain(metric_target(texts, metric)),
        )
        for metric in dossier.plan.metrics
    )
    head = (
        plain(texts.say("doc.measured")),
        plain(texts.say("doc.today")),
        _say(texts, "comes_from"),
        plain(texts.say("doc.target")),
    )
    return Grid(kind="metrics", head=head, rows=rows)


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


def _comes_from(texts: Catalog, dossier: Dossier, metric: MetricLine, given: Mapping[str, Answer]) -> str:
    """Who gave today's number, or who is to record it and by when."""
    question = dossier.rules.metrics[metric.id].baseline_from
    if question is not None and metric.baseline is not None and question in given:
        return source(texts, dossier, question)
    found = steps(dossier, (RECORDED_BY,))
    if not found:
        return _say(texts, "not_known")
    return _say(texts, "to_record", who=owner(texts, dossier, found[0]), when=due(texts, dossier, found[0]))


def _figure(texts: Catalog, dossier: Dossier, question: str) -> tuple[str, str]:
    """A figure with its unit, and who said it."""
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
