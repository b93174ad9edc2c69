"""What the timeline tells of a message."""

import pytest

from bot.playground.chronicle import in_words
from prompts.mrkdwn import escape

NAMES = {"U0SELINE": "Seline Okafor"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<@U0SELINE>, *Gate to week 3* waits.", "@Seline Okafor, Gate to week 3 waits."),
        ("*Why is _order intake_ stuck?* `Post`", "Why is order intake stuck? Post"),
        ("see <https://x.org/a_b|*so*> and <https://y.org>", "see so and https://y.org"),
        ("> a sheet, I think\nWhich is nearer?", "Which is nearer?"),
        ("> only theirs", "> only theirs"),
        ("2*3*4 in snake_case_name", "2*3*4 in snake_case_name"),
        (escape("*every* <@U0SELINE> & _day_"), "*every* <@U0SELINE> & _day_"),
    ],
)
def test_a_message_is_told_as_one_reads_it(text: str, told: str) -> None:
    """People stand with their names and nothing with marks of formatting; what somebody typed stays as typed."""
    assert in_words(text, NAMES.__getitem__) == told
