"""The ids of what the weeks after the plan say: the digest, the picture of the numbers, a flag, and what is so now."""

from typing import Final

_NONE: frozenset[str] = frozenset()


def _names(*names: str) -> frozenset[str]:
    return frozenset(names)


WEEKLY: Final[dict[str, frozenset[str]]] = {
    "chart.kicker": _names("week"),
    "chart.kicker_late": _NONE,
    "chart.reached": _names("count", "total"),
    "chart.wrong": _names("finding", "count"),
    "chart.up": _names("unit"),
    "chart.down": _names("unit"),
    "chart.before": _NONE,
    "chart.first": _names("number"),
    "chart.at_most": _names("number"),
    "chart.at_least": _names("number"),
    "chart.stands.none": _NONE,
    "chart.stands.wrong_way": _names("count"),
    "chart.stands.reached": _NONE,
    "chart.stands.better": _NONE,
    "chart.stands.worse": _NONE,
    "chart.stands.level": _NONE,
    "chart.note": _names("date"),
    "chart.alt": _names("pilot", "finding"),
    "chart.alt_metric": _names("name", "values", "unit", "target", "standing"),
    "chart.title": _names("pilot", "week"),
    "chart.comment": _names("pilot"),
    "digest.at_most": _names("number"),
    "digest.at_least": _names("number"),
}
