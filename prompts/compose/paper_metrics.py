"""The numbers in a document: where each metric started, where it is by now, and the least that is worth it."""

from collections.abc import Mapping

from prompts.catalog import Catalog
from prompts.compose.dossier import Dossier, Recorded
from prompts.compose.paper_facts import goal, steps
from prompts.compose.paper_tables import amount, due, owner, source, whose
from prompts.compose.plan import metric_target, metric_today
from prompts.mrkdwn import plain
from prompts.paper import Grid
from scoring import Answer, MetricLine

RECORDED_BY = "record_baselines"  # the action that brings a number that nobody knows yet


def metrics(texts: Catalog, dossier: Dossier, given: Mapping[str, Answer]) -> Grid:
    """Each metric: today's number, where that comes from or who records it, and the least that is worth it.

    Once people have given numbers, the newest stands beside the one it started from.
    """
    has_newer = any(each.newest for each in dossier.recorded.values())
    rows = tuple(_row(texts, dossier, metric, given, has_newer=has_newer) for metric in dossier.metrics)
    measured, target = plain(texts.say("doc.measured")), plain(texts.say("doc.target"))
    if has_newer:
        told = (_say(texts, "start"), _say(texts, "comes_from"), _say(texts, "newest"))
        return Grid(kind="numbers", head=(measured, *told, target), rows=rows)
    told_at_first = (plain(texts.say("doc.today")), _say(texts, "comes_from"))
    return Grid(kind="metrics", head=(measured, *told_at_first, target), rows=rows)


def are_recorded(dossier: Dossier) -> bool:
    """Whether people have given a number for everything that a posted plan is measured by."""
    found = [(metric, dossier.recorded.get(metric.id, Recorded())) for metric in dossier.posted]
    return bool(found) and all(known.newest or (known.start and metric.baseline is None) for metric, known in found)


def _row(
    texts: Catalog, dossier: Dossier, metric: MetricLine, given: Mapping[str, Answer], *, has_newer: bool
) -> tuple[str, ...]:
    known = dossier.recorded.get(metric.id, Recorded())
    start = amount(texts, metric.unit, known.start) if known.start else plain(metric_today(texts, metric))
    newest = (
        f"{amount(texts, metric.unit, known.newest)} · {whose(texts, dossier, known.newest)}" if known.newest else ""
    )
    return (
        texts.metrics[metric.id].name,
        start,
        _comes_from(texts, dossier, metric, given),
        *((newest,) if has_newer else ()),
        _target(texts, metric, known),
    )


def _target(texts: Catalog, metric: MetricLine, known: Recorded) -> str:
    """In numbers, too, where it hangs on a start that was recorded after the plan; with the one that was posted."""
    number, posted = goal(metric, known), plain(metric_target(texts, metric))
    if number is None or number == metric.target:
        return posted
    wording = "plan.at_most" if metric.direction == "down" else "plan.at_least"
    told = plain(texts.say(wording, number=number, unit=texts.unit(metric.unit, number)))
    return told if metric.target is None else _say(texts, "target_was", target=told, posted=posted)


def _comes_from(texts: Catalog, dossier: Dossier, metric: MetricLine, given: Mapping[str, Answer]) -> str:
    """Who gave the number that it starts from, or who is to record it and by when."""
    known = dossier.recorded.get(metric.id)
    if known and known.start:
        return whose(texts, dossier, known.start)
    question = dossier.rules.metrics[metric.id].baseline_from
    if question is not None and metric.baseline is not None and question in given:
        return source(texts, dossier, question)
    found = steps(dossier, (RECORDED_BY,))
    if not found:
        return _say(texts, "not_known")
    return _say(texts, "to_record", who=owner(texts, dossier, found[0]), when=due(texts, dossier, found[0]))


def _say(texts: Catalog, message_id: str, **values: object) -> str:
    return plain(texts.say(f"doc.paper.{message_id}", **values))
