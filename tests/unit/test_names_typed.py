"""Names of people in what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.names import person
from prompts.catalog import catalog, every_catalog

KNOWN = every_catalog(catalog())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marta from AP", "Marta"),
        ("marta from ap would know", "marta"),
        ("Marta en compras", "Marta"),
        ("lo lleva Juan Pérez", "Juan Pérez"),
        ("I think it is María de la Cruz, of finance", "María de la Cruz"),
        ("ask Wolfhilde", "Wolfhilde"),
        ("our boss Xiomara looks at it", "Xiomara"),
        ("la jefa, doña Eustaquia", "Eustaquia"),
        ("first Tom, then Ana", "Tom"),
    ],
)
def test_a_name(text: str, name: str) -> None:
    """A first name, common or between words that stand beside names, with the surname, as it was written."""
    assert person(KNOWN, text) == name


@pytest.mark.parametrize(
    "text",
    [
        "it goes into SAP",
        "People from sales",
        "Nothing in particular",
        "by Salesforce",
        "en Excel",
        "Monday to Friday",
        "it is in May",
        "julio y agosto",
        "",
    ],
)
def test_no_name(text: str) -> None:
    """Systems, days, months and words at the beginning of a sentence are nobody."""
    assert person(KNOWN, text) is None


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """A name is always a part of the text."""
    assert (person(KNOWN, text) or "") in text
