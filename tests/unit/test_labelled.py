"""The labelled answers and their split: what the measurement stands on."""

from collections import Counter

from bot.understanding.bank import gather
from bot.understanding.words import normalise
from prompts.catalog import catalog
from scoring import Rules
from tests.labelled.rows import DEVELOPMENT, HELD_OUT, LANGUAGES, NONE, asides, every_row, half, ids_of
from tests.labelled.split import split

LABELLED = 48  # questions that there were when the rows were written


def test_every_row_is_in_one_half() -> None:
    """No row is in both halves, and none is left out."""
    development, held_out = ids_of(DEVELOPMENT), ids_of(HELD_OUT)
    assert not {*development} & {*held_out}
    assert sorted([*development, *held_out]) == sorted(row.id for row in every_row())


def test_the_split_is_the_one_that_was_drawn() -> None:
    """Nobody has moved a row since: the recorded halves are those that the seed gives."""
    assert split(every_row()) == {name: ids_of(name) for name in (DEVELOPMENT, HELD_OUT)}


def test_the_halves_are_alike() -> None:
    """Each kind of each language is shared out evenly, and so are the halves as a whole."""
    one, other = half(DEVELOPMENT), half(HELD_OUT)
    counts, others = (Counter((row.language, row.kind) for row in rows) for rows in (one, other))
    assert all(abs(counts[group] - others[group]) <= 1 for group in {*counts, *others})
    assert abs(len(one) - len(other)) <= 1


def test_rows_are_about_what_is_asked(rules: Rules) -> None:
    """Each row names a question, one of its options (or `unknown`, or `none`), and an id of its own; both languages.

    The bank may have more questions than were there when the rows were written, and has all of these.
    """
    rows = every_row()
    assert len({row.id for row in rows}) == len(rows) >= 600
    assert {row.language for row in rows} == {*LANGUAGES}
    for row in rows:
        assert row.answer in {*rules.questions[row.question].option_ids, "unknown", NONE}, row.id
        assert all(option in rules.questions[other].option_ids for other, option in row.also), row.id
    for language in LANGUAGES:
        about = {row.question for row in rows if row.language == language}
        assert len(about) == LABELLED
        assert about <= {*catalog().questions}


def test_asides_are_to_judge_with(rules: Rules) -> None:
    """Each text beside the point names a question and an id of its own, in both languages; the reader learned none."""
    rows = asides()
    assert len({row.id for row in rows}) == len(rows) >= 100
    assert {row.language for row in rows} == {*LANGUAGES}
    assert {row.question for row in rows} <= {*rules.questions}
    learned = {normalise(example.text) for example in gather()}
    assert not [row.id for row in rows if normalise(row.text) in learned]
