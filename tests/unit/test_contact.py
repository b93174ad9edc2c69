"""Every message there is, short and long, in every language: Slack takes it, and nothing of it is cut."""

import pytest
from slack_sdk.models.blocks import Block

from bot.playground.slack import view_rules
from bot.playground.slack.blocks import message_blocks
from bot.slack.blocks import UPDATE_CHARACTERS, render
from prompts.catalog import catalog, languages
from prompts.message_ids import MESSAGES
from prompts.messages import dump
from scoring import load_rules
from tests.contact.samples import Noting, Sample, noting, samples

RULES = load_rules()
TEXTS: dict[str, Noting] = {language: noting(catalog(language)) for language in languages()}
SAMPLES = {language: samples(texts, RULES) for language, texts in TEXTS.items()}
EVERY = [(language, sample) for language, made in SAMPLES.items() for sample in made]
# Said on the command line and in documents only, or put together from the others.
ELSEWHERE = ("candidates.", "doc.", "install.", "manifest.")


@pytest.mark.parametrize(("language", "sample"), EVERY, ids=lambda one: one if isinstance(one, str) else one.name)
def test_slack_takes_it_whole(language: str, sample: Sample) -> None:
    """The strict local Slack and slack_sdk's models let it through, within every limit, and nothing is cut off."""
    assert language in languages()
    if isinstance(sample.body, dict):
        view_rules.parse(sample.body, types=("modal", "home"))
        blocks = sample.body["blocks"]
    else:
        text, blocks = render(sample.body, link="https://unstick.example/archives/D0/p1")
        assert text.strip()
        assert len(render(sample.body, UPDATE_CHARACTERS)[0]) <= 4000
        message_blocks(blocks, lambda prefix: prefix)
        assert str(blocks).count("…") == str(dump(sample.body)).count("…")
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize("language", languages())
def test_every_message_is_among_them(language: str) -> None:
    """No message is missing from the sheets."""
    said = TEXTS[language].said
    assert {key for key in MESSAGES if key not in said and not key.startswith(ELSEWHERE)} == set()


def test_every_language_has_the_same_samples() -> None:
    """The same messages are made in every language."""
    names = {language: [(one.sheet, one.name, one.size) for one in made] for language, made in SAMPLES.items()}
    assert len({str(made) for made in names.values()}) == 1
