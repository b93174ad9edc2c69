"""The comparison with an earlier diagnosis, in words."""

from datetime import date

from prompts.catalog import catalog
from prompts.compose.comparison import FACTS_SHOWN, Since, comparison, paragraph
from scoring import Sheet, load_rules, movement

RULES = load_rules()
TEXTS = catalog("en")


def _since(then: dict[str, str], now: dict[str, str], old_version: str = RULES.version) -> Since:
    before, after = (Sheet.model_validate({"pilot": "p", "answers": answers}) for answers in (then, now))
    moved = movement(RULES, before, after)
    day = date(2026, 11, 2)
    return Since(day=day, old_version=old_version, version=RULES.version, then=before, now=after, movement=moved)


def test_nothing_has_moved() -> None:
    """Where every reason stands as it stood that is said, and no list of facts follows."""
    found = comparison(TEXTS, _since({}, {}))
    assert [part.lines for part in found.parts] == [("Every reason stands where it stood.",)]
    assert "Every reason stands where it stood." in paragraph(TEXTS, _since({}, {}))


def test_long_lists_end() -> None:
    """A dozen changed answers are shown, and how many more there are."""
    first, last = ({key: q.option_ids[place] for key, q in RULES.questions.items()} for place in (0, -1))
    facts = comparison(TEXTS, _since(first, last)).parts[1].lines
    assert len(facts) == FACTS_SHOWN + 1
    assert facts[-1].startswith("and ")


def test_each_way_an_answer_can_differ() -> None:
    """Known then and now, known only now, known only then: each is said as it is."""
    then = {"output_path": "retyped", "last_record": "never", "process_change": "unknown"}
    now = {"output_path": "draft", "last_record": "unknown", "process_change": "added"}
    said = "\n".join(comparison(TEXTS, _since(then, now)).parts[1].lines)
    assert "not known then → *A step was added" in said
    assert "Never → *nobody could say now*" in said
    assert "types it over → *It waits in that system" in said


def test_other_rules_are_named() -> None:
    """When the earlier verdict was made with other rules, the reader is told that both are weighed alike now."""
    assert "1.0" in comparison(TEXTS, _since({}, {}, old_version="1.0")).context
    assert comparison(TEXTS, _since({}, {})).context == ""
