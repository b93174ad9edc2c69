"""Faults between entries of a rules folder: unknown ids, percents that do not add up, circles, bands with gaps.

What stands here makes the rules unusable; advice about their quality is in `scoring.check`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.compile import decibans, part
from scoring.errors import Fault, nearest_id
from scoring.rules import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.load import Folder
    from scoring.rules import Option, Question

WHOLE = 100  # percent
PAIR = 2


def _unknown(kind: str, given: str, valid: Iterable[str]) -> str:
    nearest = nearest_id(given, valid)
    return f"unknown {kind} '{given}'" + (f"; the nearest valid one is '{nearest}'" if nearest else "")


def _facts(facts: Mapping[str, tuple[str, ...]], questions: Mapping[str, Question]) -> Iterator[str]:
    """Yield what is wrong with a table of question: options."""
    for question_id, options in facts.items():
        question = questions.get(question_id)
        if question is None:
            yield _unknown("question", question_id, questions)
            continue
        for option in options:
            if option not in question.option_ids:
                yield _unknown(f"option of {question_id}", option, question.option_ids)


def _percents(question: Question, reasons: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (option, message) for percents that are missing, about unknown reasons, or do not add up to 100."""
    named: dict[str, None] = {}
    for option in question.options:
        for reason_id in option.percent:
            if reason_id not in reasons:
                yield option.id, _unknown("reason", reason_id, reasons)
            named[reason_id] = None
    for reason_id in named:
        missing = [option.id for option in question.options if reason_id not in option.percent]
        for option_id in missing:
            yield option_id, f"percent for {reason_id} is missing (other options of this question have it)"
        if missing:
            continue
        for column, meaning in enumerate(("present", "absent")):
            total = sum(option.percent[reason_id][column] for option in question.options)
            if total != WHOLE:
                yield "", f"percents for {reason_id} {meaning} add up to {total}, not 100"


def _options(question: Question) -> Iterator[tuple[str, str]]:
    """Yield (option, message) for ids used twice or reserved, and for numbers where none belong."""
    seen: set[str] = set()
    for option in question.options:
        if option.id in seen:
            yield option.id, "this option stands here twice"
        seen.add(option.id)
        if option.id == UNKNOWN:
            yield option.id, "this id is reserved; 'I don't know' is part of every question by itself"
        if not question.is_figure and (option.value is not None or option.from_ is not None or option.to is not None):
            yield option.id, "value, from and to are for figures; give the question a `unit`"


def _bands(question: Question) -> Iterator[tuple[str, str]]:
    """Yield (option, message) for the bands of a figure that overlap, leave a gap, or miss their own value."""
    expected: int | None = None
    for place, option in enumerate(question.options):
        lower = 0 if option.from_ is None else option.from_
        if option.value is None:
            yield option.id, "a figure's option needs a `value`, the whole number that stands for its band"
        elif option.value < lower or (option.to is not None and option.value > option.to):
            yield option.id, f"value {option.value} lies outside its own band"
        if expected is not None and lower != expected:
            yield option.id, f"bands must follow on each other: `from: {expected}` expected, not {lower}"
        if option.to is None and place != len(question.options) - 1:
            yield option.id, "only the last band may leave out `to`"
        if option.to is not None and option.to < lower:
            yield option.id, f"`to: {option.to}` lies below the band's start {lower}"
        expected = None if option.to is None else option.to + 1


def _circular(question_id: str, questions: Mapping[str, Question]) -> bool:
    """Whether a question requires itself by way of others."""
    open_ids, seen = list(questions[question_id].requires), set()
    while open_ids:
        current = open_ids.pop()
        if current == question_id:
            return True
        if current in questions and current not in seen:
            seen.add(current)
            open_ids.extend(questions[current].requires)
    return False


def _question_faults(folder: Folder) -> Iterator[Fault]:
    questions = folder.questions
    for question in questions.values():
        file, start = folder.origin["question", question.id], f"question {question.id}"
        bands = _bands(question) if question.is_figure else ()
        for option_id, message in (*_options(question), *bands, *_percents(question, folder.reasons)):
            yield Fault(file, f"{start}, option {option_id}" if option_id else start, message)
        for message in _facts(question.requires, questions):
            yield Fault(file, f"{start}, requires", message)
        if _circular(question.id, questions):
            yield Fault(file, f"{start}, requires", "this question requires itself, by way of others")
        parent = question.follow_up_of
        if parent is not None and (parent not in questions or parent == question.id):
            others = [each for each in questions if each != question.id]
            yield Fault(file, f"{start}, follow_up_of", _unknown("question", parent, others))


def _action_faults(folder: Folder) -> Iterator[Fault]:
    for action in folder.actions.values():
        start = f"action {action.id}"
        for reason_id in action.reasons:
            if reason_id not in folder.reasons:
                yield Fault("actions.yaml", f"{start}, reasons", _unknown("reason", reason_id, folder.reasons))
        if not action.reasons and action.when == "reasons":
            yield Fault("actions.yaml", start, "it names no reason; give `reasons` or `when: always`")
        changes = {question_id: (option_id,) for question_id, option_id in action.changes.items()}
        for message in _facts(changes, folder.questions):
            yield Fault("actions.yaml", f"{start}, changes", message)


def _measure_faults(folder: Folder) -> Iterator[Fault]:
    figures = [question.id for question in folder.questions.values() if question.is_figure]
    for metric in folder.metrics.values():
        start = f"metric {metric.id}"
        if metric.baseline_from is not None and metric.baseline_from not in figures:
            yield Fault("metrics.yaml", f"{start}, baseline_from", _unknown("figure", metric.baseline_from, figures))
        given = [value for value in metric.target.model_dump().values() if value is not None]
        if len(given) != 1:
            message = "give exactly one of percent_of_baseline, at_most, at_least"
            yield Fault("metrics.yaml", f"{start}, target", message)
    for check in folder.ready.values():
        for message in (*_facts(check.yes, folder.questions), *_facts(check.no, folder.questions)):
            yield Fault("ready.yaml", f"check {check.id}", message)


def _claim_faults(folder: Folder) -> Iterator[Fault]:
    """Claims without a follow-up of their own; claims that would weigh less than an answer that speaks less than they.

    The second keeps a promise: an answer that is worse for a reason never lowers its score.
    """
    keeps = 0 if folder.frame is None else folder.frame.claim.keeps
    questions = folder.questions.values()
    for question in questions:
        file, start = folder.origin["question", question.id], f"question {question.id}"
        own = [each for each in questions if each.follow_up_of == question.id]
        for option in question.options:
            earned = [each.id for each in own if option.id in each.requires.get(question.id, ())]
            if option.until is not None and option.until not in earned:
                message = f"{_unknown('follow-up', option.until, earned)}: this answer has to earn it"
                yield Fault(file, f"{start}, option {option.id}, until", message)
        for reason_id in question.options[0].percent:
            weights = [_alone_and_kept(option, reason_id, keeps) for option in question.options]
            if any(one[0] < other[0] and one[1] > other[1] for one in weights for other in weights):
                message = f"for {reason_id}, a claim would weigh less than a weaker answer; give that one `until` too"
                yield Fault(file, start, message)


def _alone_and_kept(option: Option, reason_id: str, keeps: int) -> tuple[int, int]:
    """Return what an option weighs by itself, and what counts of it while its follow-up is open, in decibans."""
    if reason_id not in option.percent:
        return 0, 0  # another fault already
    weight = decibans(*option.percent[reason_id])
    return weight, weight if option.until is None else part(weight, keeps)


def _contradiction_faults(folder: Folder) -> Iterator[Fault]:
    file = "contradictions.yaml"
    for contradiction in folder.contradictions.values():
        start = f"contradiction {contradiction.id}"
        if len(contradiction.facts) != PAIR:
            yield Fault(
                file, f"{start}, facts", f"two questions contradict each other; here are {len(contradiction.facts)}"
            )
        for message in _facts(contradiction.facts, folder.questions):
            yield Fault(file, f"{start}, facts", message)


def _frame_faults(folder: Folder) -> Iterator[Fault]:
    frame = folder.frame
    if frame is None:
        return
    limits = frame.thresholds
    if not limits.ruled_out < limits.unlikely < limits.likely < limits.confirmed:
        yield Fault("frame.yaml", "thresholds", "they must rise: ruled_out < unlikely < likely < confirmed")
    for message in (*_facts(frame.budget.line.yes, folder.questions), *_facts(frame.budget.line.no, folder.questions)):
        yield Fault("frame.yaml", "budget, line", message)
    figures = [question.id for question in folder.questions.values() if question.is_figure]
    if frame.budget.bands and frame.budget.volume not in figures:
        message = _unknown("figure", str(frame.budget.volume), figures)
        yield Fault("frame.yaml", "budget, volume", message)
    tops = [band.to for band in frame.budget.bands]
    bounded = [top for top in tops if top is not None]
    if tops and (tops[-1] is not None or None in tops[:-1] or sorted(set(bounded)) != bounded):
        yield Fault("frame.yaml", "budget, bands", "`to` must rise from band to band, and the last one leaves it out")


def cross_faults(folder: Folder) -> list[Fault]:
    """Return what is wrong between the entries of a folder that was read."""
    parts = (_frame_faults, _question_faults, _claim_faults, _action_faults, _measure_faults, _contradiction_faults)
    return [fault for part in parts for fault in part(folder)]
