"""The message ids of documents and of what hands them over; part of `MESSAGES`."""

from typing import Final

_NONE: frozenset[str] = frozenset()


def _names(*names: str) -> frozenset[str]:
    return frozenset(names)


DOCUMENTS: Final[dict[str, frozenset[str]]] = {
    # documents
    "doc.kicker": _NONE,
    "doc.unfinished": _NONE,
    "doc.finding.reasons": _names("count", "total"),
    "doc.finding.outside": _names("names"),
    "doc.finding.none": _NONE,
    "doc.finding.not_enough_known": _NONE,
    "doc.meta": _names("answers", "minutes"),
    "doc.reasons": _NONE,
    "doc.others": _NONE,
    "doc.true": _NONE,
    "doc.true_none": _NONE,
    "doc.top": _NONE,
    "doc.weeks": _NONE,
    "doc.week": _names("number", "name"),
    "doc.days": _names("first", "last"),
    "doc.by_date": _names("date"),
    "doc.by_day": _names("day"),
    "doc.numbers": _NONE,
    "doc.measured": _NONE,
    "doc.today": _NONE,
    "doc.target": _NONE,
    "doc.ready": _NONE,
    "doc.ready.yes": _NONE,
    "doc.ready.no": _NONE,
    "doc.ready.unknown": _NONE,
    "doc.check": _NONE,
    "doc.check_intro": _NONE,
    "doc.differ": _NONE,
    "doc.differ_answer": _names("answer", "who", "counts"),
    "doc.sure": _NONE,
    "doc.sure.states": _names("confirmed", "likely"),
    "doc.sure.method": _NONE,
    "doc.sure.assumes": _NONE,
    "doc.sure.unknown": _names("count"),
    "doc.answers": _NONE,
    "doc.answered_by": _NONE,
    "doc.done_when": _NONE,
    "doc.how": _NONE,
    "doc.rules": _NONE,
    "doc.alt": _names("pilot", "reasons"),
    "doc.column_id": _NONE,
    "doc.column_part": _NONE,
    "doc.column_item": _NONE,
    "doc.column_state": _NONE,
    "doc.column_who": _NONE,
    "doc.column_when": _NONE,
    "doc.column_words": _NONE,
    "doc.part_reason": _NONE,
    "doc.part_answer": _NONE,
    "doc.part_action": _NONE,
    "doc.part_metric": _NONE,
    "doc.part_ready": _NONE,
    "doc.part_change": _NONE,
}
