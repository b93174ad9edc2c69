"""A diagnosis keeps the rules that it began with."""

import sqlalchemy as sa

from bot.playground.stage import Stage
from bot.store.tables import Diagnosis
from scoring import load_version
from tests.scenario import play


def _began_with(stage: Stage, version: str, sha256: str) -> None:
    with stage.bot.database.unit_of_work() as session:
        session.execute(sa.update(Diagnosis).values(rules_version=version, rules_sha256=sha256))


def _recorded(stage: Stage) -> tuple[str, str]:
    with stage.bot.database.reading() as session:
        [diagnosis] = session.scalars(sa.select(Diagnosis)).all()
        return diagnosis.rules_version, diagnosis.rules_sha256


def test_an_update_does_not_change_it_half_way(stage: Stage) -> None:
    """What was begun under older rules is finished, scored and posted under them."""
    old = load_version("1.0")
    talk = play.start(stage)
    _began_with(stage, old.version, old.sha256)
    first = play.question(talk)
    asked = play.answer_all(talk)
    assert _recorded(stage) == (old.version, old.sha256)
    verdict = play.shown(talk.thread()[-1])
    assert "rules 1.0" in verdict
    assert set(asked) <= {*old.questions, first}
    assert set(stage.bot.rules.questions) - set(old.questions)  # the newer rules ask more


def test_rules_that_nobody_kept(stage: Stage) -> None:
    """Where the rules it began with are gone it goes on under today's, and says so."""
    talk = play.start(stage)
    _began_with(stage, "0.9", "0" * 64)
    play.answer_all(talk)
    rules = stage.bot.rules
    assert _recorded(stage) == (rules.version, rules.sha256)
    assert f"rules {rules.version}" in play.shown(talk.thread()[-1])
