"""The message ids of the documents that are drafted from the facts, and of files for trackers; part of `MESSAGES`."""

from typing import Final

_NONE: frozenset[str] = frozenset()


def _names(*names: str) -> frozenset[str]:
    return frozenset(names)


PAPERS: Final[dict[str, frozenset[str]]] = {
    "doc.paper.version": _names("version"),
    "doc.paper.draft": _NONE,
    "doc.paper.asked_by": _names("person"),
    "doc.paper.seal": _names("known", "total"),
    "doc.paper.nothing": _NONE,
    "doc.paper.no_points": _NONE,
    "doc.paper.unknown": _NONE,
    "doc.paper.unknown_intro": _NONE,
    "doc.paper.unknown_none": _NONE,
    "doc.paper.question": _NONE,
    "doc.paper.ask": _NONE,
    "doc.paper.ask_person": _names("role", "person"),
    "doc.paper.did_not_know": _names("question", "who", "date"),
    "doc.paper.changed": _names("version"),
    "doc.paper.changed_item": _names("what", "now", "before"),
    "doc.paper.new_item": _names("what", "now"),
    "doc.paper.gone_item": _names("what", "before"),
    "doc.paper.said_again": _names("what"),
    "doc.paper.not_known": _NONE,
    "doc.paper.nobody": _NONE,
    "doc.paper.role": _NONE,
    "doc.paper.person": _NONE,
    "doc.paper.what": _NONE,
    "doc.paper.who": _NONE,
    "doc.paper.by_when": _NONE,
    "doc.paper.state": _NONE,
    "doc.paper.comes_from": _NONE,
    "doc.paper.start": _NONE,
    "doc.paper.newest": _NONE,
    "doc.paper.target_was": _names("target", "posted"),
    "doc.paper.newest_is": _names("number"),
    "doc.paper.to_record": _names("who", "when"),
    "doc.paper.line": _NONE,
    "doc.paper.amount": _NONE,
    "doc.paper.cost.running": _NONE,
    "doc.paper.cost.watching": _NONE,
    "doc.paper.cost.typing": _NONE,
    "doc.paper.cost.budget": _NONE,
    "doc.paper.a_month": _names("low", "high"),
    "doc.paper.published": _NONE,
    # files for trackers
    "doc.tracker.pilot": _NONE,
    "doc.tracker.week": _NONE,
    # handing them out
    "report.option.paper": _names("title", "format"),
    "report.option.actions.csv": _NONE,
    "report.option.actions.ics": _NONE,
    "report.format.ics": _NONE,
    "report.group.report": _NONE,
    "report.group.papers": _NONE,
    "report.group.actions": _NONE,
    "report.paper_title": _names("title", "pilot"),
    "report.paper_comment": _names("title", "pilot", "format", "person"),
    "report.paper_on_its_way": _names("title", "pilot", "format"),
    "report.actions": _NONE,
    "report.no_plan": _NONE,
}
