"""`make reference`: writes docs/reference/strict-slack.md from the table of rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.strict import addresses, blocks, elements, files, places, posting, views
from tests.strict.rule import DOCUMENTED, READING, REPORTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.strict.rule import Rule

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "strict-slack.md"


@dataclass(frozen=True, kw_only=True)
class Family:
    """Rules that belong together, under one heading."""

    title: str
    about: str
    rules: Mapping[str, Rule]


FAMILIES = (
    Family(
        title="Blocks of a message",
        about="Refused with a JSON pointer to the place; nothing is posted.",
        rules=blocks.RULES,
    ),
    Family(title="Elements", about="The same wherever an element stands.", rules=elements.RULES),
    Family(
        title="Modals, App Home and triggers",
        about="A view that is refused for its form does not use up its trigger.",
        rules=views.RULES,
    ),
    Family(title="Posting", about="Messages, replies, whispers.", rules=posting.POSTING),
    Family(title="Editing, deleting, reacting", about="What happens to a message afterwards.", rules=posting.EDITING),
    Family(title="Channels, people, permissions", about="Where the bot is and whom it sees.", rules=places.RULES),
    Family(title="Files", about="Announced, uploaded, then shared.", rules=files.RULES),
    Family(title="`response_url`", about="The address that comes with a command or a click.", rules=addresses.RULES),
)

HEAD = """# What the strict local Slack refuses

The bot is tested and tried against a Slack that runs on the same machine (`bot/playground/slack`). It is worth
something only if it refuses what Slack refuses. This page is its table of rules. It is written from the table that the
tests read (`make reference` writes it anew): every line is tried over HTTP, with Slack's own client.

`make test` plays every case in tests/cases and every story of the playground through it, and each fails when a call of
the bot is refused for its form. So whatever the bot says in those conversations keeps these rules.

Nothing here was tried against a workspace at slack.com. The last column says how each rule is known: *{documented}*
names the limit or the code, and the words of the reason are those of published answers or our own; *{reported}* are
answers of Slack's that people have published; *{reading}* means that the limit is Slack's, but what it answers is our
guess.

Beyond refusals it signs what it sends as Slack does, repeats events that are not acknowledged, gives an app three
seconds, and can be told to answer 429, 500, late, twice or never (`bot/playground/slack/faults.py`).
"""


def page() -> str:
    """The page as it has to be."""
    parts = [HEAD.format(documented=DOCUMENTED, reported=REPORTED, reading=READING)]
    for family in FAMILIES:
        rows = [f"| {rule.says} | {_answer(rule)} | {rule.basis} |" for rule in family.rules.values()]
        head = "| rule | answer | known from |\n| --- | --- | --- |"
        parts.append(f"## {family.title}\n{family.about}\n\n{head}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _answer(rule: Rule) -> str:
    """The code, and the reason without the place."""
    reason = rule.reason.partition(" [json-pointer")[0]
    if not reason:
        return f"`{rule.error}`"
    return f"`{rule.error}`: {reason}"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), "utf-8")
