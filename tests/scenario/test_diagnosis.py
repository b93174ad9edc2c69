"""One pilot, from the command to the posted plan."""

from bot.playground.stage import Stage
from prompts.catalog import Catalog
from tests.databases import on_both
from tests.scenario import play


@on_both
def test_whole_diagnosis_by_taps(stage: Stage, texts: Catalog) -> None:
    """Somebody types the pilot's name, taps answers, reads the verdict and posts the plan; the channel sees it once."""
    talk = play.start(stage, minutes=30)
    asked = play.answer_all(talk)

    assert len(asked) == len(set(asked)) > 10
    verdict = play.shown(talk.thread()[-1])
    assert texts.reasons["five.2"].name in verdict
    assert "What would have to be true" in verdict
    assert [m.ts for m in stage.slack.messages("orders") if m.thread_ts is None] == [talk.root]

    plan = play.shown(play.post_plan(talk))
    assert f"{texts.reasons['five.2'].short} (confirmed)" in plan
    assert "Three changes first" in plan
    assert "USD a month to run; no budget line yet" in plan
    assert "The verdict and the plan are posted below" in play.shown(talk.card())
    assert len([m for m in stage.slack.messages("orders") if m.thread_ts is None]) == 2
