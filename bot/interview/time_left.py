"""How much of the budget is left, and how many questions."""

from bot.desk import Desk
from bot.interview.transcript import Progress, minutes_spent, sheet_of
from bot.store.tables import Diagnosis
from scoring import remaining


def minutes_left(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> int:
    """Minutes of the budget that the answered questions have left over; whole, never below 0."""
    return max(0, diagnosis.budget_minutes - minutes_spent(desk.rules, progress))


def left(desk: Desk, diagnosis: Diagnosis, progress: Progress) -> tuple[int, int]:
    """How many questions are likely still to come, and how many minutes they take; neither below 1."""
    sheet = sheet_of(diagnosis.pilot, diagnosis.framework, progress)
    minutes = minutes_left(desk, diagnosis, progress)
    open_ones = remaining(desk.rules, sheet, minutes, progress.skipped)
    return max(1, open_ones.questions), max(1, min(minutes, open_ones.minutes))
