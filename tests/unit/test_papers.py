"""The documents drafted from the facts: nothing in them without a fact, nothing missing without its question."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.report.data import fingerprint
from bot.report.formats import Format
from bot.report.order import OFFERED, Order, What, order_of, orders
from bot.report.papers import draw, facts_of
from prompts.catalog import catalog, languages
from prompts.compose.dossier import Dossier, Given, Recorded, dossier_of
from prompts.compose.paper import paper
from prompts.compose.paper_facts import Issue, paper_facts
from prompts.paper import Paper, Section
from prompts.paper_rules import KINDS, PaperRule, gaps, misfits, paper_rules
from scoring import UNKNOWN, Answer, MetricLine, Rules, Sheet, facts, load_rules, read_sheet
from tests.same_bytes import drawn_sheet

SHEET = Path(__file__).parent.parent / "cases" / "sheets" / "distributor_order_intake.yaml"
DAY = date(2026, 11, 23)
ISSUE = Issue(sha256="ab" * 32, version=2, day=DAY, by="U1")
SEEDS = range(25)
HOSTILE = '#panic("typst") $x$ =1+1 *b* <script>alert(1)</script> ![i](https://e.e/x) ' + "w" * 90


def a_dossier(sheet: Sheet | None = None, **beside: Any) -> Dossier:
    """A dossier of the distributor's sheet, or of another."""
    rules = load_rules()
    return dossier_of(rules, sheet or read_sheet(SHEET.read_text("utf-8"), rules), **beside)


@cache
def drawn(seed: int) -> Dossier:
    """A dossier of a sheet in which about half of the questions are answered at random."""
    rules = load_rules()
    return dossier_of(rules, drawn_sheet(rules, seed))


def full(words: str | None = None) -> Dossier:
    """A dossier in which everything is answered, badly, and every action is in the plan."""
    rules = load_rules()
    answers = {
        question.id: Answer(option=question.options[0].id, by="U1", quote=words)
        for question in rules.questions.values()
    }
    for paper_rule in paper_rules().values():
        for question_id, options in paper_rule.points.items():
            answers[question_id] = Answer(option=options[0], by="U1", quote=words)
    return dossier_of(
        rules,
        Sheet(pilot="order intake", answers=answers),
        people={"U1": "Tomasz"},
        origin={"roles": {"technical_lead": "U1"}},
        said_on=dict.fromkeys(answers, DAY),
        due=dict.fromkeys(rules.actions, DAY),
        owners=dict.fromkeys(rules.actions, "U1"),
        states=dict.fromkeys(rules.actions, "open"),
    )


def sentences(made: Paper) -> list[str]:
    """Every statement of a document."""
    return [each.text for section in made.sections for each in section.statements]


def asked_for(made: Paper) -> list[str]:
    """Every question under "Not known yet"."""
    [unknown] = [section for section in made.sections if section.id == "unknown"]
    return [row[0] for row in unknown.grid.rows] if unknown.grid else []


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_answered_or_asked(kind: str, language: str) -> None:
    """Of each question that a document speaks of, it says what is known, or whom to ask; never both, never neither."""
    texts, rule = catalog(language), paper_rules()[kind]
    for seed in SEEDS:
        dossier = drawn(seed)
        made = paper(texts, dossier, kind, ISSUE)
        counting = facts(dossier.rules, dossier.sheet)
        for question in rule.questions:
            is_known = counting.get(question, UNKNOWN) != UNKNOWN
            is_asked = texts.questions[question].text in asked_for(made)
            needs = dossier.rules.questions[question].requires
            makes_sense = all(counting.get(each) in options for each, options in needs.items())
            assert is_asked == (not is_known and makes_sense), (seed, question)
        known = [statement for statement, question in rule.statements if counting.get(question, UNKNOWN) != UNKNOWN]
        assert len(sentences(made)) == len(known)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_each_has_the_same_bytes_and_fits_two_pages(kind: str, language: str) -> None:
    """The same facts and the same issue give the same bytes, and the fullest document has at most two pages."""
    texts = catalog(language)
    for dossier in (full(), a_dossier()):
        for file in OFFERED[What(kind)]:
            made = draw(texts, dossier, kind, file, ISSUE).content
            assert made == draw(texts, dossier, kind, file, ISSUE).content
            if file is Format.PDF:
                assert 1 <= pages(made) <= 2
                assert b"D:20261123" in made


def test_a_document_names_its_version_its_day_and_its_hash() -> None:
    """Markdown shows which version it is, from when, who asked for it, and the hash of its facts."""
    made = draw(catalog(), full(), "security", Format.MD, ISSUE).content.decode()
    assert "Version 2 · Nov 23, 2026 · asked for by Tomasz" in made
    assert ISSUE.sha256 in made


def test_a_statement_says_who_said_it_and_when_in_which_words() -> None:
    """Each statement has its source beside it; the words it comes from stand at the first statement of that fact."""
    made = paper(catalog(), full("in these words"), "security", ISSUE)
    lines = [each for section in made.sections for each in section.statements]
    assert {line.source for line in lines} == {"Tomasz · Nov 23, 2026"}
    reach, orders_part = made.sections[0], next(section for section in made.sections if section.id == "orders")
    assert {line.quote for line in reach.statements} == {"in these words"}
    assert orders_part.statements[0].quote == ""


def test_whoever_did_not_know_is_named_beside_the_question() -> None:
    """A question that was put to somebody who did not know is still open, and says so."""
    sheet = Sheet(pilot="p", answers={"signs_in": Answer(option=UNKNOWN, by="U1")})
    made = paper(catalog(), a_dossier(sheet, people={"U1": "Ann"}, said_on={"signs_in": DAY}), "security", ISSUE)
    assert any(line.endswith("(Ann did not know, Nov 23, 2026)") for line in asked_for(made))


def test_whom_to_ask_is_the_role_and_who_holds_it() -> None:
    """Beside a question stands the role that can answer it, and the person where one is named."""
    dossier = a_dossier(people={"U1": "Ann"}, origin={"roles": {"security_reviewer": "U1", "sponsor": None}})
    made = paper(catalog(), dossier, "security", ISSUE)
    [unknown] = [section for section in made.sections if section.id == "unknown"]
    assert unknown.grid is not None
    whom = dict(unknown.grid.rows)
    assert whom["Who approved what the agent may read and change?"] == "Security reviewer: Ann"
    assert whom["What is the agent connected to today?"] == "Technical lead"


def test_what_no_question_asks_is_asked_where_it_matters() -> None:
    """Where the log is kept is asked only once there is one."""
    place = catalog().papers.never_asked["log_place"]
    for option, is_there in (("full", True), ("nothing", False)):
        made = paper(catalog(), a_dossier(Sheet(pilot="p", answers={"audit_log": option})), "security", ISSUE)  # type: ignore[dict-item]
        assert (place in asked_for(made)) == is_there


def test_what_people_wrote_stays_text() -> None:
    """Markup in a quote, a name or the pilot's name runs nowhere, makes no link, and no long word breaks the page."""
    dossier = replace(full(HOSTILE), people={"U1": f"@{HOSTILE}"})
    dossier = replace(dossier, sheet=dossier.sheet.model_copy(update={"pilot": f"-{HOSTILE}"}))
    for kind in KINDS:
        assert draw(catalog(), dossier, kind, Format.PDF, ISSUE).content.startswith(b"%PDF-")
        words = draw(catalog(), dossier, kind, Format.MD, ISSUE).content.decode()
        assert "<script>" not in words
        assert "https://" not in words
        assert "![i]" not in words


def test_the_facts_hold_no_words_and_no_names() -> None:
    """What is kept of a version has ids and hashes: neither what people wrote nor what they are called is in it."""
    for kind in KINDS:
        kept = str(paper_facts(full("in these words"), kind))
        assert "in these words" not in kept
        assert "Tomasz" not in kept
        assert paper_facts(replace(full(), people={"U1": "Tom"}), kind) == paper_facts(full(), kind)
        assert paper_facts(full("in these words"), kind) != paper_facts(full(), kind)


def test_a_document_depends_on_its_own_facts_alone() -> None:
    """A fact that no document but one speaks of changes the hash of that one only."""
    sheet = Sheet(pilot="p", answers={"opex_line": Answer(option="line")})
    other = Sheet(pilot="p", answers={"opex_line": Answer(option="project")})
    differ = {kind for kind in KINDS if facts_of(a_dossier(sheet), kind)[1] != facts_of(a_dossier(other), kind)[1]}
    assert differ == {"budget"}


def test_changes_since_the_last_version_are_listed() -> None:
    """An answer that is new, another or gone, another owner and another state each have a line."""
    before = a_dossier(
        Sheet(pilot="p", answers={"signs_in": "never", "audit_log": "nothing"}),  # type: ignore[dict-item]
        people={"U1": "Ann", "U2": "Bob"},
        owners={"watch_and_runbook": "U1"},
        due={"watch_and_runbook": DAY},
        states={"watch_and_runbook": "open"},
    )
    now = a_dossier(
        Sheet(pilot="p", answers={"signs_in": "own_read", "review_state": "passed"}),  # type: ignore[dict-item]
        people={"U1": "Ann", "U2": "Bob"},
        owners={"watch_and_runbook": "U2"},
        due={"watch_and_runbook": DAY},
        states={"watch_and_runbook": "done"},
    )
    issue = Issue(sha256="0" * 64, version=3, day=DAY, before=paper_facts(before, "security"))
    first = paper(catalog(), now, "security", issue).sections[0]
    assert first.title == "What changed since version 2"
    told = "\n".join(first.points)
    assert "Now: One of its own, to read only. Before: It has never signed in there." in told
    assert "Where does the security review stand today? Now: Passed. Before: not known." in told
    assert "What is kept about each thing the agent does? No longer stated. Before: Nothing." in told
    assert "Now: done, Bob, Nov 23, 2026. Before: not started, Ann, Nov 23, 2026." in told
    assert len(first.points) == 4


def test_numbers_of_the_weeks() -> None:
    """The newest number stands beside the one it started from; a share of a start recorded later becomes a number."""
    first, newest = (Given(value=Decimal(value), by="U1", on=DAY) for value in ("7.5", "3"))
    before = a_dossier(
        Sheet(pilot="p", answers={"retype_hours": UNKNOWN, "baseline": "zero"}),  # type: ignore[dict-item]
        people={"U1": "Ann"},
        posted=[MetricLine("manual_hours", "hours_per_week", None, None, 20, "down")],
    )
    now = replace(before, recorded={"manual_hours": Recorded(start=first, newest=newest)})
    issue = Issue(sha256="0" * 64, version=2, day=DAY, before=paper_facts(before, "measurement"))
    changed, numbers = paper(catalog(), now, "measurement", issue).sections[:2]
    assert numbers.grid is not None
    assert numbers.grid.rows == (
        (
            "Hours of copying and re-keying",
            "7.5 hours a week",
            "Ann · Nov 23, 2026",
            "3 hours a week · Ann · Nov 23, 2026",
            "at most 1.5 hours a week",
        ),
    )
    to_record = catalog().papers.points["baseline"]["zero"]
    assert to_record in _points(paper(catalog(), before, "measurement", issue))
    assert to_record not in _points(paper(catalog(), now, "measurement", issue))
    assert changed.points == (
        "Hours of copying and re-keying. Now: 7.5 → 1.5, newest: 3. Before: not recorded yet → 20% of that.",
    )
    typing = [row for section in paper(catalog(), now, "budget", issue).sections for row in _cost_rows(section)][2]
    assert typing == ("Copying and typing by hand", "3 hours a week", "Ann · Nov 23, 2026")


def _points(made: Paper) -> tuple[str, ...]:
    return next(section.points for section in made.sections if section.id == "points")


def _cost_rows(section: Section) -> tuple[tuple[str, ...], ...]:
    return section.grid.rows if section.grid and section.grid.kind == "costs" else ()


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_changes_has_a_line(kind: str) -> None:
    """Two documents whose facts differ have at least one line of change; the same facts have none."""
    for seed in SEEDS:
        older, newer = drawn(seed), drawn(seed + 1)
        issue = Issue(sha256="0" * 64, version=2, day=DAY, before=paper_facts(older, kind))
        made = paper(catalog(), newer, kind, issue)
        assert made.sections[0].id == "changed"
        assert bool(made.sections[0].points) == (paper_facts(older, kind) != paper_facts(newer, kind))


def test_an_order_is_read_as_it_is_written() -> None:
    """Every order comes back from its text; a calendar is of the actions, and nothing else is let through."""
    every = list(orders())
    assert [order_of(str(order)) for order in every] == every
    assert len(every) == 5 + 5 * 2 + 2
    assert order_of("ics") == Order(What.ACTIONS, Format.ICS)
    for text in ("security.png", "secret.pdf", "actions.pdf", "", "pfd"):
        with pytest.raises(ValueError, match=r"."):
            order_of(text)


def broken(kind: str = "security", **change: Any) -> dict[str, PaperRule]:
    """The mapping with one document changed."""
    return {**paper_rules(), kind: paper_rules()[kind].model_copy(update=change)}


def faults(rules: Rules) -> Iterator[tuple[str, str]]:
    """What is told of a mapping with each kind of mistake, and what it is to name."""
    for change, named in (
        ({"actions": ("scope_acces",)}, "scope_acces"),
        ({"points": {"signs_in": ("borowed",)}}, "borowed"),
        ({"points": {"sings_in": ("borrowed",)}}, "sings_in"),
    ):
        yield "\n".join(misfits(broken(**change), rules)), named
    yield "\n".join(misfits({"security": paper_rules()["security"]}, rules)), "runbook"


def test_a_mapping_that_names_what_is_not_there_is_told(rules: Rules) -> None:
    """A mistyped action, option or question, or a missing document, is told by its name; the shipped one has none."""
    assert list(misfits(paper_rules(), rules)) == []
    for told, named in faults(rules):
        assert named in told


@pytest.mark.parametrize("language", languages())
def test_words_that_are_missing_or_belong_to_nothing_are_told(language: str, rules: Rules) -> None:
    """Each language has a sentence for every option of every statement, and is told of any gap by its place."""
    words = catalog(language).papers
    assert list(gaps(words, paper_rules(), rules)) == []
    for part in ("statements", "points", "never_asked", "kinds"):
        given = dict(getattr(words, part))
        gone = next(iter(given))
        del given[gone]
        told = "\n".join(gaps(words.model_copy(update={part: given}), paper_rules(), rules))
        assert f"{gone} has no text" in told
    lost = {**words.statements, "signs_in": {"never": "x"}}
    told = "\n".join(gaps(words.model_copy(update={"statements": lost}), paper_rules(), rules))
    assert "signs_in: own_write has no text" in told
    without = {**words.statements, "ops_hours": {"any": "no figure here"}}
    assert list(gaps(words.model_copy(update={"statements": without}), paper_rules(), rules)) != []


def test_the_hash_is_of_the_facts_as_canonical_json() -> None:
    """Anybody can make the hash anew from the facts."""
    drawn_facts, sha256 = facts_of(a_dossier(), "budget")
    assert sha256 == fingerprint(drawn_facts)
