"""A dossier in words: the document that PDF, picture, Markdown and table are made from."""

from collections.abc import Sequence
from datetime import timedelta

from prompts import dates
from prompts.catalog import STATES, Catalog
from prompts.compose.dossier import Dossier
from prompts.compose.plan import PLAN_DAYS, WEEK, budget, first_changes, hours, metric_target, metric_today, to_show
from prompts.compose.question import spoken
from prompts.compose.verdict import by_weight, names, outside
from prompts.document import AnswerLine, Change, Document, Fact, MetricRow, Ready, ReasonCard, Said, Step, Week
from prompts.mrkdwn import plain, shorten
from scoring import UNKNOWN, Answer, PlannedAction, ReasonScore, still_to_show

EVIDENCE = 3
FILLED = "●"
PLAN_LENGTH = 30
ANYONE = "anyone"
LABELS = (
    "kicker", "reasons", "others", "true", "true_none", "top", "weeks", "numbers", "measured", "today", "target",
    "ready", "check", "check_intro", "differ", "sure", "answers", "done_when", "how", "answered_by", "column_id",
    "column_part", "column_item", "column_state", "column_who", "column_when", "column_words", "part_reason",
    "part_answer", "part_action", "part_metric", "part_ready", "part_change", "rules",
)  # fmt: skip


def document(texts: Catalog, dossier: Dossier) -> Document:
    """Put a dossier into words."""
    reasons = tuple(_reason(texts, dossier, reason) for reason in _in_order(dossier))
    missing = still_to_show(dossier.rules, dossier.sheet)
    return Document(
        language=texts.language,
        pilot=_line(dossier.sheet.pilot),
        day=dossier.day,
        finding=_finding(texts, dossier),
        note="" if dossier.is_finished else _say(texts, "doc.unfinished"),
        meta=_meta(texts, dossier),
        reasons=reasons,
        changes=tuple(
            Change(
                id=change.question,
                question=texts.questions[change.question].text,
                option=texts.questions[change.question].options[change.to_option].text,
            )
            for change in dossier.changes
        ),
        top=_top(texts, dossier),
        weeks=_weeks(texts, dossier),
        metrics=tuple(
            MetricRow(
                id=metric.id,
                name=texts.metrics[metric.id].name,
                today=plain(metric_today(texts, metric)),
                target=plain(metric_target(texts, metric)),
            )
            for metric in dossier.plan.metrics
        ),
        facts=(
            Fact(title=_say(texts, "plan.hours_title"), text=plain(hours(texts, dossier.plan))),
            Fact(title=_say(texts, "plan.budget_title"), text=plain(budget(texts, dossier.plan))),
        ),
        ready=tuple(
            Ready(
                id=check.id,
                mark=_say(texts, f"plan.ready.{check.state}"),
                word=_say(texts, f"doc.ready.{check.state}"),
                name=texts.ready[check.id].name,
                missing=_missing(texts, check.id, missing.get(check.id, ())),
            )
            for check in dossier.plan.ready
        ),
        checks=tuple(texts.questions[question].text for question in dossier.checks),
        differing=_differing(texts, dossier),
        sure=_sure(texts, dossier),
        answers=_answers(texts, dossier),
        rules=dossier.rules.version,
        sha256=dossier.rules.sha256,
        alt=_alt(texts, dossier, reasons),
        labels={name: _say(texts, f"doc.{name}") for name in LABELS},
    )


def _say(texts: Catalog, message_id: str, **values: object) -> str:
    """A message as plain text."""
    return plain(texts.say(message_id, **values))


def _line(text: str) -> str:
    """Whatever somebody wrote, on one line."""
    return " ".join(text.split())


def _in_order(dossier: Dossier) -> list[ReasonScore]:
    """What holds first and what is ruled out last, the weightier before the lighter."""
    return sorted(by_weight(dossier.verdict), key=lambda reason: STATES.index(reason.state))


def _reason(texts: Catalog, dossier: Dossier, reason: ReasonScore) -> ReasonCard:
    wording, state = texts.reasons[reason.id], texts.states[reason.state]
    return ReasonCard(
        id=reason.id,
        state=reason.state,
        word=state.word,
        mark=state.mark,
        filled=state.mark.count(FILLED),
        holds=reason.holds,
        name=wording.name,
        short=wording.short,
        means=wording.means,
        repair=wording.repair,
        evidence=_evidence(texts, dossier, reason) if reason.holds else (),
    )


def _evidence(texts: Catalog, dossier: Dossier, reason: ReasonScore) -> tuple[Said, ...]:
    """What speaks for it, the strongest first, in people's own words where there are any."""
    rows = sorted((row for row in reason.evidence if row.adjusted > 0), key=lambda row: -row.adjusted)
    return tuple(_said(texts, dossier, row.question) for row in rows[:EVIDENCE])


def _said(texts: Catalog, dossier: Dossier, question: str) -> Said:
    answer = dossier.sheet.answers[question]
    who = _line(dossier.name(answer.by))
    if answer.quote:
        return Said(words=shorten(answer.quote), who=who)
    return Said(words=plain(spoken(texts, question, answer)), question=texts.questions[question].text, who=who)


def _finding(texts: Catalog, dossier: Dossier) -> str:
    verdict = dossier.verdict
    match verdict.finding:
        case "reasons":
            count = sum(reason.holds for reason in verdict.reasons)
            return _say(texts, "doc.finding.reasons", count=count, total=len(verdict.reasons))
        case "outside":
            return _say(texts, "doc.finding.outside", names=names(texts, outside(verdict)))
        case "none":
            return _say(texts, "doc.finding.none")
        case "not_enough_known":
            return _say(texts, "doc.finding.not_enough_known")


def _meta(texts: Catalog, dossier: Dossier) -> tuple[str, ...]:
    counts = _say(texts, "doc.meta", answers=len(dossier.sheet.answers), minutes=dossier.minutes)
    return (counts, dates.day(texts.locale, dossier.day)) if dossier.day else (counts,)


def _top(texts: Catalog, dossier: Dossier) -> tuple[Step, ...]:
    return tuple(_step(texts, dossier, action) for action in first_changes(dossier.plan, dossier.due))


def _weeks(texts: Catalog, dossier: Dossier) -> tuple[Week, ...]:
    """Four weeks with their actions; by date where the plan has begun, else by number of the day."""
    kind = "plan.week_outside" if dossier.verdict.finding == "outside" else "plan.week"
    found = []
    for number, actions in enumerate(dossier.plan.weeks, 1):
        name = _say(texts, f"{kind}.{number}")
        found.append(
            Week(
                title=_say(texts, "doc.week", number=number, name=name),
                days=_days(texts, dossier, number),
                steps=tuple(_step(texts, dossier, action) for action in actions),
            )
        )
    return tuple(found)


def _days(texts: Catalog, dossier: Dossier, number: int) -> str:
    is_last = number == len(dossier.plan.weeks)
    if dossier.first_day is None:
        last_day = PLAN_LENGTH if is_last else WEEK.days * number
        return _say(texts, "doc.days", first=WEEK.days * (number - 1) + 1, last=last_day)
    first = dossier.first_day + WEEK * (number - 1)
    last = dossier.first_day + (PLAN_DAYS if is_last else WEEK * number) - timedelta(days=1)
    return dates.span(texts.locale, first, last)


def _step(texts: Catalog, dossier: Dossier, action: PlannedAction) -> Step:
    wording = texts.actions[action.id]
    due = dossier.due.get(action.id)
    state = dossier.states.get(action.id)
    return Step(
        id=action.id,
        title=wording.title,
        owner=_owner(texts, dossier, action),
        when=_say(texts, "doc.by_date", date=dates.day(texts.locale, due))
        if due
        else _say(texts, "doc.by_day", day=action.due_day),
        done_when=wording.done_when,
        how=wording.how,
        answers=plain(names(texts, action.reasons)),
        state=_say(texts, f"checkin.state.{state}") if state else "",
    )


def _owner(texts: Catalog, dossier: Dossier, action: PlannedAction) -> str:
    """Who is to do it; in a sheet, which knows no people, the role."""
    person = dossier.owners.get(action.id)
    if person:
        return _line(dossier.name(person))
    role = texts.roles[action.role]
    return _say(texts, "plan.nobody", role=role) if action.id in dossier.owners else role


def _differing(texts: Catalog, dossier: Dossier) -> tuple[str, ...]:
    """Where people differ: each question with who said what, and the answer that counts."""
    lines = []
    for each in dossier.differing:
        said = [
            _say(
                texts,
                "doc.differ_answer",
                answer=plain(spoken(texts, each.question, answer)),
                who=dossier.name(answer.by),
                counts=answer.option == each.counts,
            )
            for answer in each.said
        ]
        lines.append(f"{texts.questions[each.question].text} {' · '.join(said)}")
    return tuple(lines)


def _sure(texts: Catalog, dossier: Dossier) -> tuple[str, ...]:
    """How sure the verdict is, and what it assumes."""
    limits = dossier.rules.frame.thresholds
    unknown = sum(answer.option == UNKNOWN for answer in dossier.sheet.answers.values())
    paragraphs = [
        _say(texts, "doc.sure.states", confirmed=_odds(limits.confirmed), likely=_odds(limits.likely)),
        _say(texts, "doc.sure.method"),
        _say(texts, "doc.sure.assumes"),
    ]
    return (*paragraphs, _say(texts, "doc.sure.unknown", count=unknown)) if unknown else tuple(paragraphs)


def _odds(decibans: int) -> int:
    """To how many to one a score comes; +13 is about 20 to 1."""
    return round(10 ** (decibans / 10))


def _answers(texts: Catalog, dossier: Dossier) -> tuple[AnswerLine, ...]:
    return tuple(_answer(texts, dossier, question, answer) for question, answer in dossier.sheet.answers.items())


def _answer(texts: Catalog, dossier: Dossier, question: str, answer: Answer) -> AnswerLine:
    said_on = dossier.said_on.get(question)
    return AnswerLine(
        id=question,
        question=texts.questions[question].text,
        answer=plain(spoken(texts, question, answer)),
        who=_line(dossier.name(answer.by)),
        when=dates.day(texts.locale, said_on) if said_on else "",
        quote=_line(answer.quote or ""),
    )


def _missing(texts: Catalog, check: str, questions: Sequence[str]) -> str:
    words = to_show(texts, check, questions)
    return _say(texts, "doc.ready.missing", missing=words) if words else ""


def _alt(texts: Catalog, dossier: Dossier, reasons: tuple[ReasonCard, ...]) -> str:
    """The picture in words: each reason with its state."""
    listed = " ".join(f"{reason.word}: {reason.name}." for reason in reasons)
    return _say(texts, "doc.alt", pilot=_line(dossier.sheet.pilot), reasons=listed)
