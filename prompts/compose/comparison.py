"""What has moved since an earlier diagnosis of the same pilot: each reason, and the answers behind it."""

from dataclasses import dataclass
from datetime import date

from prompts import dates
from prompts.catalog import Catalog
from prompts.compose.question import spoken
from prompts.messages import Detail, Part
from prompts.mrkdwn import Mrkdwn
from scoring import Fact, Move, Movement, Sheet

FACTS_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Since:
    """An earlier diagnosis beside today's: the day it ended, the rules it was made with, both sheets, what moved."""

    day: date
    old_version: str
    version: str
    then: Sheet
    now: Sheet
    movement: Movement


def paragraph(texts: Catalog, since: Since) -> Mrkdwn:
    """The reasons that moved, for the verdict."""
    lines = Mrkdwn("\n".join(_moves(texts, since.movement)))
    return texts.say("since.paragraph", date=dates.day(texts.locale, since.day), lines=lines)


def comparison(texts: Catalog, since: Since) -> Detail:
    """The whole: the reasons that moved, those that did not, and the answers that are different."""
    same = [texts.reasons[move.reason].short for move in since.movement.reasons if not move.is_change]
    reasons = _moves(texts, since.movement)
    if same and len(same) < len(since.movement.reasons):
        reasons.append(texts.say("since.as_before", names=Mrkdwn(", ".join(same))))
    parts = [Part(lines=tuple(reasons))]
    if since.movement.facts:
        parts.append(Part(title=texts.say("since.facts"), lines=tuple(_facts(texts, since))))
    other_rules = since.old_version != since.version
    return Detail(
        title=texts.say("since.title", pilot=since.now.pilot, date=dates.day(texts.locale, since.day)),
        parts=tuple(parts),
        context=texts.say("since.rules", version=since.version, old=since.old_version) if other_rules else "",
    )


def _moves(texts: Catalog, movement: Movement) -> list[str]:
    """A line for each reason whose state is another one, those that became less likely first."""
    moved = sorted((move for move in movement.reasons if move.is_change), key=lambda move: move.decibans)
    return [_move(texts, move) for move in moved] or [texts.say("since.nothing")]


def _move(texts: Catalog, move: Move) -> Mrkdwn:
    way = "since.less" if move.decibans < 0 else "since.more"
    name, was, now = texts.reasons[move.reason].name, texts.states[move.was].word, texts.states[move.now].word
    return texts.say(way, name=name, was=was, now=now)


def _facts(texts: Catalog, since: Since) -> list[str]:
    facts = since.movement.facts
    lines: list[str] = [_fact(texts, since, fact) for fact in facts[:FACTS_SHOWN]]
    if len(facts) > FACTS_SHOWN:
        lines.append(texts.say("since.facts_more", count=len(facts) - FACTS_SHOWN))
    return lines


def _fact(texts: Catalog, since: Since, fact: Fact) -> Mrkdwn:
    question = texts.questions[fact.question].text
    was = spoken(texts, fact.question, since.then.answers[fact.question]) if fact.was else ""
    now = spoken(texts, fact.question, since.now.answers[fact.question]) if fact.is_now else ""
    if not fact.was:
        return texts.say("since.fact_new", question=question, now=now)
    if not fact.is_now:
        return texts.say("since.fact_gone", question=question, was=was)
    return texts.say("since.fact", question=question, was=was, now=now)
