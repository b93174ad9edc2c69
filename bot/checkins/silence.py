"""When nobody answers: one reminder that leads to the question, and after two such weeks a word to somebody else."""

from collections.abc import Sequence

from bot.checkins import schedule
from bot.checkins.question import checkin_letter, items
from bot.delivery.letters import Act, Draft
from bot.desk import Desk, instead_of, plan_letter, to_thread
from bot.store.plan_tables import Action, Checkin
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import checkin as compose
from prompts.messages import dump


def remind(desk: Desk, diagnosis: Diagnosis, row: Checkin, *, is_wanted: bool) -> list[Draft]:
    """Lead somebody back to their last question: as they wished, or once because they have said nothing."""
    letter = checkin_letter(diagnosis, row.person, row.week)
    mark = schedule.led_back if is_wanted else schedule.reminded
    mark(row, desk.now)
    diagnosis.turn += 1
    note = compose.reminder(desk.texts, pilot=diagnosis.pilot, is_wanted=is_wanted)
    row.reminder = f"{letter}.{'w' if is_wanted else 'r'}{diagnosis.turn}"
    return [
        Draft(
            id=row.reminder, lane=row.person, act=Act.DM, body=dump(note), refers_to=letter, diagnosis_id=diagnosis.id
        )
    ]


def no_longer(desk: Desk, diagnosis: Diagnosis, row: Checkin) -> list[Draft]:
    """What becomes of a reminder once it is answered: it says so, and asks for nothing any more."""
    if row.reminder is None:
        return []
    letter, row.reminder = row.reminder, None
    return [instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, compose.reminded(desk.texts), lane=row.person)]


def tell(desk: Desk, diagnosis: Diagnosis, open_ones: Sequence[Action], row: Checkin) -> list[Draft]:
    """Tell the sponsor, in the plan's thread, that somebody has not answered for two weeks: once, and kindly."""
    schedule.told(row, desk.now)
    diagnosis.turn += 1
    note = compose.silent(
        catalog(diagnosis.language),
        items(diagnosis, open_ones),
        pilot=diagnosis.pilot,
        whom=whom_to_tell(diagnosis, row.person),
        person=row.person,
    )
    letter = f"{diagnosis.id}.silent.{row.person}.t{diagnosis.turn}"
    return [to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))]


def whom_to_tell(diagnosis: Diagnosis, person: str) -> str:
    """The sponsor; else, or if it is the sponsor who is silent, whoever started it."""
    sponsor = diagnosis.roles.get("sponsor")
    return sponsor if sponsor and sponsor != person else diagnosis.starter
