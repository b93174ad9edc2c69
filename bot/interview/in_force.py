"""Which rules a diagnosis is held under: those it began with, so that an update does not change it half-way."""

from dataclasses import replace
from functools import cache

from bot.desk import Desk
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog, catalog
from scoring import Rules, ScoringError, load_version


def under_its_rules(desk: Desk, diagnosis: Diagnosis) -> Desk:
    """The desk with the rules that the diagnosis began with.

    Where those are not kept, or ask something that nobody has words for any more, it goes on under today's, and says
    so from then on.
    """
    kept = rules_of(diagnosis, desk.rules)
    if kept is not None:
        return desk if kept is desk.rules else replace(desk, rules=kept)
    diagnosis.rules_version, diagnosis.rules_sha256 = desk.rules.version, desk.rules.sha256
    return desk


def rules_of(diagnosis: Diagnosis, today: Rules) -> Rules | None:
    """The rules that the diagnosis began with; None where they are not kept or can no longer be said."""
    if diagnosis.rules_sha256 == today.sha256:
        return today
    kept = _kept(diagnosis.rules_sha256)
    return kept if kept is not None and _can_be_said(kept, catalog(diagnosis.language)) else None


@cache
def _kept(sha256: str) -> Rules | None:
    try:
        return load_version(sha256)
    except ScoringError:
        return None


def _can_be_said(rules: Rules, texts: Catalog) -> bool:
    questions = all(
        question.id in texts.questions and set(question.option_ids) <= set(texts.questions[question.id].options)
        for question in rules.questions.values()
    )
    return questions and set(rules.reasons) <= set(texts.reasons) and set(rules.actions) <= set(texts.actions)
