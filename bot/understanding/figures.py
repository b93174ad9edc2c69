"""Figures in what somebody typed: "12", "1,200", "about forty hours a week"."""

import re

from prompts.catalog import Catalog
from prompts.texts import Words

FIGURE_CHARACTERS = 60  # more than that is a story, not a figure
LARGEST_DIGITS = 9
_TOKEN = re.compile(r"\d+|[^\W\d]+|[^\w\s]")


def in_digits(words: Words, said: str) -> str:
    """The text with its numbers in words written in digits, and without signs before thousands."""
    digits = words.spelled_out.sub(lambda match: str(words.spelled[match[0]]), said)
    return re.sub(rf"(?<=\d)[{re.escape(words.thousands)}](?=\d{{3}}(?!\d))", "", digits)


def numbers(words: Words, said: str) -> list[int]:
    """The whole numbers in a short text, in order; none from a long one."""
    if len(said) > FIGURE_CHARACTERS:
        return []
    tokens = _TOKEN.findall(in_digits(words, said))
    return [int(token) for token in tokens if token.isdigit() and len(token) <= LARGEST_DIGITS]


def is_figure(texts: Catalog, unit: str, said: str) -> bool:
    """Whether a text with a number says that number and nothing else: only the unit and harmless words around it.

    Anything more ("40k", "1 or 2", "3 days" where weeks are asked for) has to be asked back.
    """
    of_unit = {token for form in texts.units[unit].values() for token in _TOKEN.findall(form.casefold())}
    allowed = texts.words.around | texts.words.units[unit] | of_unit
    for phrase in (words for words in texts.words.around if " " in words):
        said = said.replace(phrase, " ")
    tokens = _TOKEN.findall(in_digits(texts.words, said.rstrip(".! ")))
    number = next(n for n, token in enumerate(tokens) if token.isdigit())
    return all(token in allowed for n, token in enumerate(tokens) if n != number)
