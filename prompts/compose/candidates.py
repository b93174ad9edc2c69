"""Which process first, in words."""

from collections.abc import Sequence

from prompts.catalog import Catalog
from prompts.messages import Detail, Part
from prompts.mrkdwn import mention, plain
from prompts.numbers import tenths
from scoring import Place, Rules


def ranking(texts: Catalog, rules: Rules, places: Sequence[Place]) -> str:
    """The candidates in their order as plain text, each with its hours and the reasons for its place."""
    lines: list[str] = [texts.say("candidates.title")]
    for each in places:
        hours = tenths(each.tenths)
        stage = texts.say(f"candidates.stage.{each.stage}")
        lines.append(texts.say("candidates.line", place=each.place, name=each.candidate.name, hours=hours, stage=stage))
        lines.extend(f"   + {_strength(texts, each, name)}" for name in each.strengths)
        lines.extend(f"   - {_obstacle(texts, rules, name)}" for name in each.obstacles)
        if each.behind is not None:
            why = texts.say(f"candidates.by.{each.behind}")
            lines.append(f"   {texts.say('candidates.behind', why=why)}")
    return "\n".join(plain(line) for line in lines) + "\n"


def ranked(texts: Catalog, rules: Rules, places: Sequence[Place], *, by: str = "") -> Detail:
    """The same for a channel: a part for each candidate, and who gave the figures."""
    parts = []
    for each in places:
        stage = texts.say(f"candidates.stage.{each.stage}")
        lines = [texts.say("candidates.hours", hours=tenths(each.tenths), stage=stage)]
        lines += [texts.say("candidates.for", words=_strength(texts, each, name)) for name in each.strengths]
        lines += [texts.say("candidates.against", words=_obstacle(texts, rules, name)) for name in each.obstacles]
        if each.behind is not None:
            lines.append(texts.say("candidates.behind", why=texts.say(f"candidates.by.{each.behind}")))
        title = texts.say("candidates.place", place=each.place, name=each.candidate.name)
        parts.append(Part(title=title, lines=tuple(lines)))
    return Detail(
        title=texts.say("candidates.title"),
        parts=tuple(parts),
        context=texts.say("candidates.context", person=mention(by) if by else "", version=rules.version),
    )


def _strength(texts: Catalog, place: Place, name: str) -> str:
    if name == "somebody_hurts":
        return texts.say("candidates.hurts", person=place.candidate.hurts)
    return texts.say(f"candidates.{name}")


def _obstacle(texts: Catalog, rules: Rules, name: str) -> str:
    if name == "too_little":
        least = tenths(rules.frame.first_process.least_tenths)
        return texts.say("candidates.too_little", hours=least)
    return texts.say(f"candidates.{name}")
