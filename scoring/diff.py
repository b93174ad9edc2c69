"""What a change of rules does: which weights moved, and which stored sheets would change state because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.errors import ScoringError
from scoring.score import score
from scoring.sheet import read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.rules import Rules
    from scoring.score import ReasonScore, Verdict

Weights = dict[tuple[str, str, str], int]  # (question, option, reason): decibans


def weights_of(rules: Rules) -> Weights:
    """Return every weight of the rules, in decibans."""
    return {
        (question, option, rules.compiled.reason_ids[reason]): row.decibans
        for (question, option), rows in rules.compiled.rows.items()
        if option in rules.questions[question].option_ids
        for reason, row in rows
    }


def moved_weights(old: Rules, new: Rules) -> list[str]:
    """Return a line for each weight, prior or setting of the frame that differs, in declared order of the new rules."""
    before, after = weights_of(old), weights_of(new)
    lines = [
        f"{question}, {option}, for {reason}: {_weight(before.get(key))} -> {_weight(after.get(key))}"
        for key in dict.fromkeys((*after, *before))
        if before.get(key) != after.get(key)
        for question, option, reason in (key,)
    ]
    priors = [dict(zip(rules.compiled.reason_ids, rules.compiled.priors, strict=True)) for rules in (old, new)]
    lines.extend(
        f"prior of {reason}: {_weight(priors[0].get(reason))} -> {_weight(priors[1].get(reason))}"
        for reason in dict.fromkeys((*priors[1], *priors[0]))
        if priors[0].get(reason) != priors[1].get(reason)
    )
    one, other = old.frame.model_dump(by_alias=True), new.frame.model_dump(by_alias=True)
    keys = [key for key in other if key != "version" and one[key] != other[key]]
    lines.extend(f"frame, {key}: {one[key]} -> {other[key]}" for key in keys)
    was, now = old.compiled.claims, new.compiled.claims
    lines.extend(f"{claim[0]}, {claim[1]}: a claim until {now[claim]}" for claim in now if claim not in was)
    lines.extend(f"{claim[0]}, {claim[1]}: no claim any more" for claim in was if claim not in now)
    return lines


def moved_states(old: Rules, new: Rules, text: str) -> list[str]:
    """Return what changes for one sheet: a line for each state that differs, and under it the answers that moved it.

    A sheet that one of the two cannot read says so in its one line.
    """
    verdicts: list[Verdict] = []
    for rules in (old, new):
        try:
            verdicts.append(score(rules, read_sheet(text, rules)))
        except ScoringError as fault:
            return [f"rules {rules.version} cannot read it: {fault}"]
    before, after = ({each.id: each for each in (*v.reasons, *v.outside.reasons)} for v in verdicts)
    lines: list[str] = []
    for reason in dict.fromkeys((*after, *before)):
        one, other = before.get(reason), after.get(reason)
        if one is None or other is None or one.state != other.state:
            lines.append(f"{reason}: {_standing(one)} -> {_standing(other)}")
            lines.extend(f"    {line}" for line in _why(one, other))
    if verdicts[0].finding != verdicts[1].finding:
        lines.append(f"finding: {_words(verdicts[0].finding)} -> {_words(verdicts[1].finding)}")
    return lines


def describe(old: Rules, new: Rules, sheets: Mapping[str, str]) -> str:
    """Return the difference between two rules in words; `sheets` are texts by name."""
    lines = [f"rules {old.version} ({old.sha256[:12]}) -> {new.version} ({new.sha256[:12]})"]
    moved = moved_weights(old, new)
    lines.extend(moved or ["no weight, prior or setting differs"])
    changed = 0
    for name, text in sheets.items():
        states = moved_states(old, new, text)
        changed += bool(states)
        lines.extend([f"{name}:", *(f"  {line}" for line in states)] if states else [])
    if sheets:
        lines.append(f"{changed} of {len(sheets)} sheets change a state or the finding")
    return "\n".join(lines) + "\n"


def _why(one: ReasonScore | None, other: ReasonScore | None) -> Iterator[str]:
    """Yield what in the trace moved: the prior, and each answer that counts otherwise."""
    if one is None or other is None:
        return
    if one.prior != other.prior:
        yield f"before any answer: {_weight(one.prior)} -> {_weight(other.prior)}"
    rows: list[dict[tuple[str, str], Any]] = [
        {(row.question, row.option): row.adjusted for row in reason.evidence} for reason in (one, other)
    ]
    moved = False
    for key in dict.fromkeys((*rows[1], *rows[0])):
        if rows[0].get(key) != rows[1].get(key):
            moved = True
            yield f"{key[0]}: {key[1]}: {_weight(rows[0].get(key))} -> {_weight(rows[1].get(key))}"
    if not moved and one.decibans == other.decibans:
        yield "the thresholds moved"


def _standing(reason: ReasonScore | None) -> str:
    return "not scored" if reason is None else f"{_words(reason.state)} ({reason.decibans:+d})"


def _weight(decibans: int | None) -> str:
    return "not there" if decibans is None else f"{decibans:+d}"


def _words(name: str) -> str:
    return name.replace("_", " ")
