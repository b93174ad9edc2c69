"""The lint of a rules folder: faults that make it unusable, faults of quality, and notes.

`faults` also has what `load_rules` would refuse. A note is advice; it does not fail the check.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from scoring.bundles import bundles_of
from scoring.compile import compile_rules, prior_decibans
from scoring.errors import Fault
from scoring.load import assemble, canonical, read_folder
from scoring.moot import drops
from scoring.sources import BY_TEXT, PLATFORM, SOURCES
from scoring.twins import twins
from scoring.versions import changed_since, versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scoring.compile import Compiled
    from scoring.load import Folder
    from scoring.rules import Facts

FEWEST = 4  # questions that reach a reason, from different sides
SAYS_NOTHING = 1  # decibans: an option that stays within this for every reason says nothing
MOST_WAYS = 5000  # combinations of answers of questions that share a group or require each other
READY_CHECKS = 5
METRICS = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a folder found."""

    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def _evidence(folder: Folder, compiled: Compiled) -> Iterator[Fault]:
    """Reasons that too little bears on to be decided either way; options and questions that say nothing."""
    frame = folder.frame
    if frame is None:
        return
    for reason in folder.reasons.values():
        where = f"reason {reason.id}"
        number = compiled.number[reason.id]
        tables = [table for row in compiled.tables.values() for table in row if table.reason == number]
        if len(tables) < FEWEST:
            yield Fault("reasons.yaml", where, f"{len(tables)} questions bear on it; {FEWEST} are the fewest")
        prior = prior_decibans(reason.prior_percent)
        top, bottom = prior + sum(t.highest for t in tables), prior + sum(t.lowest for t in tables)
        if top < frame.thresholds.confirmed:
            yield Fault("reasons.yaml", where, f"all evidence together reaches {top} decibans: it cannot be confirmed")
        if bottom > frame.thresholds.ruled_out:
            yield Fault(
                "reasons.yaml", where, f"all evidence together reaches {bottom} decibans: it cannot be ruled out"
            )


def _questions(folder: Folder, compiled: Compiled) -> Iterator[Fault]:
    """Evidence without a reason given, sources that do not exist, follow-ups that cannot follow."""
    for question in folder.questions.values():
        file, where = folder.origin["question", question.id], f"question {question.id}"
        for option in question.options:
            if option.percent and not option.why.strip():
                yield Fault(
                    file, f"{where}, option {option.id}", "`why` is missing: one line, where the judgement comes from"
                )
        if not compiled.tables[question.id] and not question.needed:
            yield Fault(file, where, "it bears on no reason and is not `needed`: it would never be asked")
        if question.follow_up_of is not None and question.follow_up_of not in question.requires:
            yield Fault(
                file, where, f"a follow-up says which answers earn it: `requires: {{{question.follow_up_of}: […]}}`"
            )
        yield from _own_sources(file, where, question.sources)


def _own_sources(file: str, where: str, sources: tuple[str, ...]) -> Iterator[Fault]:
    for source in sources:
        if source not in (*SOURCES, PLATFORM):
            yield Fault(file, where, f"unknown source '{source}'")
    if not sources:
        yield Fault(file, where, "it serves no source")


def _unreachable(folder: Folder) -> Iterator[Fault]:
    """Questions whose requirements exclude each other, and contradictions between answers that exclude each other."""
    for question in folder.questions.values():
        if not _possible(folder, question.requires):
            file = folder.origin["question", question.id]
            yield Fault(file, f"question {question.id}, requires", "these can never hold together: it cannot be asked")
    for contradiction in folder.contradictions.values():
        if not _possible(folder, contradiction.facts):
            where = f"contradiction {contradiction.id}, facts"
            yield Fault("contradictions.yaml", where, "these are never both asked: it cannot be found")


def _possible(folder: Folder, facts: Facts) -> bool:
    """Whether these facts can hold together, with what their questions require, and what those require."""
    accepted = {question_id: set(options) for question_id, options in facts.items()}
    waiting, seen = list(facts), set(facts)
    while waiting:
        for parent, options in folder.questions[waiting.pop()].requires.items():
            accepted[parent] = accepted.get(parent, set(options)) & set(options)
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return all(accepted.values())


def _bundles(folder: Folder) -> Iterator[Fault]:
    """Questions linked by groups and requirements into more combinations than the counterfactual can go through."""
    for bundle in bundles_of(folder.questions, folder.questions):
        ways = prod(len(folder.questions[question_id].options) for question_id in bundle)
        if ways > MOST_WAYS:
            file = folder.origin["question", bundle[0]]
            message = f"{', '.join(bundle)} are linked: {ways} combinations; {MOST_WAYS} are the most"
            yield Fault(file, f"question {bundle[0]}", message)


def _corrections(folder: Folder) -> Iterator[Fault]:
    """Corrections to a worse answer that leave a reason lower, because a follow-up becomes moot; see `scoring.moot`."""
    for drop in drops(assemble(folder)):
        file = folder.origin["question", drop.question]
        message = (
            f"corrected from {drop.mild}, it can lower {drop.reason} by {drop.decibans} decibans, for a follow-up no "
            "longer counts: let that one `stands: true`, or move percents"
        )
        yield Fault(file, f"question {drop.question}, option {drop.worse}", message)


def _plan(folder: Folder) -> Iterator[Fault]:
    """Reasons without an action, weeks without one, too few metrics or ready checks."""
    for reason in folder.reasons.values():
        if not any(reason.id in action.reasons for action in folder.actions.values()):
            yield Fault("actions.yaml", "", f"no action answers {reason.id}")
    for week in (1, 2, 3, 4):
        if not any(action.week == week and action.when != "reasons" for action in folder.actions.values()):
            yield Fault("actions.yaml", "", f"week {week} has no action with `when: always` or `unless_outside`")
    yield from _outside(folder)
    for action in folder.actions.values():
        if not 7 * (action.week - 1) < action.due_day <= (30 if action.week == 4 else 7 * action.week):  # noqa: PLR2004
            yield Fault(
                "actions.yaml", f"action {action.id}", f"day {action.due_day} does not lie in week {action.week}"
            )
        yield from _own_sources("actions.yaml", f"action {action.id}", action.sources)
    for contradiction in folder.contradictions.values():
        where = f"contradiction {contradiction.id}"
        yield from _own_sources("contradictions.yaml", where, contradiction.sources)
    if len(folder.metrics) < METRICS:
        yield Fault("metrics.yaml", "", f"{len(folder.metrics)} metrics; a plan shows {METRICS}")
    if len(folder.ready) != READY_CHECKS:
        yield Fault("ready.yaml", "", f"{len(folder.ready)} checks; ready.1 to ready.5 are {READY_CHECKS}")


def _outside(folder: Folder) -> Iterator[Fault]:
    """Causes outside both lenses without a decision or a plan of their own; what would go past that decision."""
    for reason in folder.reasons.values():
        if reason.framework != "outside":
            continue
        own = [action for action in folder.actions.values() if reason.id in action.reasons]
        decisions = [action for action in own if action.decides]
        if not decisions:
            yield Fault("actions.yaml", "", f"no action with `decides: true` answers {reason.id}: stop, or go on?")
            continue
        if not any(action.when == "reasons" and not action.decides for action in own):
            yield Fault("actions.yaml", "", f"{reason.id} has a decision, but nothing of its own to do: narrow, fetch")
        day = min(action.due_day for action in decisions)
        for action in folder.actions.values():
            if action.when == "always" and action.due_day > day:
                message = f"it would go past the decision about {reason.id} on day {day}; use `when: unless_outside`"
                yield Fault("actions.yaml", f"action {action.id}", message)


def _served(folder: Folder) -> Iterator[tuple[bool, Fault]]:
    """Source ids that nothing here serves; True when a text could serve it instead."""
    served = {each for question in folder.questions.values() for each in question.sources}
    for entries in (folder.actions, folder.metrics, folder.ready, folder.reasons):
        served.update(each for entry in entries.values() for each in entry.sources)
    if folder.frame is not None:
        served.add(folder.frame.budget.source)
    for source in SOURCES:
        if source not in served:
            yield source in BY_TEXT, Fault("", f"source {source}", "no question, action, metric or check serves it")


def _notes(folder: Folder, compiled: Compiled) -> Iterator[Fault]:
    """Options that say nothing, groups of one, reasons that no single answer speaks against."""
    for question in folder.questions.values():
        file, where = folder.origin["question", question.id], f"question {question.id}"
        for option in question.options:
            rows = compiled.rows[question.id, option.id]
            if rows and all(abs(row.decibans) <= SAYS_NOTHING for _, row in rows):
                yield Fault(
                    file, f"{where}, option {option.id}", "it says nothing about any reason (all within 1 deciban)"
                )
        group = [each for each in folder.questions.values() if each.group == question.group]
        if question.group is not None and len(group) == 1:
            yield Fault(file, where, f"it is the only question of group {question.group}")


def _twins(folder: Folder, compiled: Compiled) -> Iterator[Fault]:
    """Questions that measure the same."""
    for one, other in twins(folder.questions, compiled):
        message = f"it measures the same as {one}: put them in one group, or ask one of them"
        yield Fault(folder.origin["question", other], f"question {other}", message)


def _version(path: Path | None, folder: Folder) -> Iterator[tuple[bool, Fault]]:
    """Rules that differ from the version frozen under their name; True for a version that is not frozen yet."""
    frozen = versions(path)
    if not frozen or folder.frame is None:
        return
    file = frozen.get(folder.frame.version)
    if file is None:
        yield (
            True,
            Fault("frame.yaml", "version", f"{folder.frame.version} is not frozen yet: python -m scoring freeze"),
        )
        return
    fault = changed_since(file, canonical(folder))
    if fault is not None:
        yield False, fault


def check_rules(path: Path | None = None) -> Checked:
    """Check a rules folder (default: the one that comes with the package)."""
    folder = read_folder(path)
    if folder.faults:
        return Checked(tuple(folder.faults), ())
    compiled = compile_rules(folder.reasons, folder.questions)
    served = list(_served(folder))
    version = list(_version(path, folder))
    faults = [*_evidence(folder, compiled), *_questions(folder, compiled), *_unreachable(folder)]
    linked = list(_bundles(folder))
    faults += [*linked, *(() if linked else _corrections(folder))]
    faults += [*_plan(folder), *(fault for is_note, fault in version if not is_note)]
    faults.extend(fault for by_text, fault in served if not by_text)
    notes = [*_notes(folder, compiled), *(fault for by_text, fault in served if by_text)]
    notes.extend(_twins(folder, compiled))
    notes.extend(note for is_note, note in version if is_note)
    return Checked(tuple(faults), tuple(notes))
