"""Which process first: the ranking of candidates, posted to the channel by whoever has seen it."""

from collections.abc import Sequence

from bot.delivery.letters import Act, Draft
from bot.desk import Desk, Outcome, hint, new_id
from prompts.compose.candidates import ranked
from prompts.messages import dump
from scoring import Candidate, rank

LEAST = 2  # of one process nobody has to ask which comes first
MOST = 8  # so many fit into what a form may carry, whatever their names


def post_ranking(desk: Desk, channel: str, candidates: Sequence[Candidate]) -> Outcome:
    """Post the ranking, with its reasons and who gave the figures."""
    if len(candidates) < LEAST:
        return hint(desk.texts.say("first.too_few"))
    message = ranked(desk.texts, desk.rules, rank(desk.rules, candidates), by=desk.actor)
    draft = Draft(id=f"first.{new_id()}", lane=channel, act=Act.POST, body=dump(message))
    return Outcome(drafts=(draft,), hint=hint(desk.texts.say("first.posted")).hint)
