"""The report in its formats: what it holds, that it is safe, and that the same facts give the same bytes."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from bot.report.data import data
from bot.report.formats import Format, file_name, make
from bot.report.markdown import safe
from bot.report.order import OFFERED, What
from bot.report.table import harmless
from prompts.catalog import catalog, languages
from prompts.compose.document import document
from prompts.compose.dossier import Dossier, dossier_of
from prompts.compose.plan import Posted, summary
from scoring import Answer, Sheet, load_rules, make_plan, read_sheet, report, score, still_to_show

CASES = Path(__file__).parent.parent / "cases" / "sheets"
# Reasons hold in the first two, too little is known in the third.
SHEETS = [CASES / f"{name}.yaml" for name in ("distributor_order_intake", "md_anderson_watson", "zillow_offers")]
FULL_WIDTH = "\N{FULLWIDTH EQUALS SIGN}"
HOSTILE = '=HYPERLINK("https://evil.example","x") #panic("typst") $x$ *b* <script>alert(1)</script> ![i](https://e.e/x)'


@cache
def of_file(path: Path) -> Dossier:
    """The dossier of a sheet."""
    rules = load_rules()
    return dossier_of(rules, read_sheet(path.read_text("utf-8"), rules))


def distributor(**beside: object) -> Dossier:
    """The distributor's dossier."""
    rules = load_rules()
    return dossier_of(rules, read_sheet(SHEETS[0].read_text("utf-8"), rules), **beside)


def _posted(dossier: Dossier, due: Mapping[str, date]) -> Posted:
    """The dossier's plan as it is posted, with these days."""
    return Posted(
        sheet=dossier.sheet,
        verdict=dossier.verdict,
        plan=dossier.plan,
        changes=(),
        version="1",
        poster="U1",
        first_day=date(2026, 11, 2),
        due=due,
        owners={},
    )


def hostile() -> Dossier:
    """A dossier in which everything that people can write is an attempt at something."""
    answers = {
        "output_path": Answer(option="retyped", by="U1", quote=HOSTILE),
        "process_change": Answer(option="added", by="U2", quote="\t=1+1"),
        "last_record": Answer(option="never", by="U1", quote="fine;=2+2"),
    }
    return dossier_of(
        load_rules(), Sheet(pilot=f"-{HOSTILE}", answers=answers), people={"U1": "@Ann *", "U2": "\r+Bob"}
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_every_case_and_language_has_every_format(path: Path, language: str) -> None:
    """Whatever the verdict, each format can be made in each language, and twice with the same bytes."""
    for kind in OFFERED[What.REPORT]:
        made = make(catalog(language), of_file(path), kind)
        assert made.content == make(catalog(language), of_file(path), kind).content
        assert made.content


def test_a_pdf_is_a_pdf_with_the_date_of_the_diagnosis() -> None:
    """The PDF carries the diagnosis's day and not that of its making, and a title for screen readers."""
    made = make(catalog(), distributor(day=date(2026, 11, 3)), Format.PDF).content
    assert made.startswith(b"%PDF-")
    assert b"D:20261103" in made
    assert b"Unstick" in made
    assert b"/Lang(en)" in made


def test_a_picture_is_as_wide_as_a_phone_wants_and_says_itself_in_words() -> None:
    """The PNG is at least 1,000 pixels wide, and its alternative text names every reason with its state."""
    dossier = distributor()
    made = make(catalog(), dossier, Format.PNG)
    width, height = Image.open(io.BytesIO(made.content)).size
    assert 1000 <= width <= 1200
    assert height < 3 * width
    for reason in dossier.verdict.reasons:
        assert catalog().reasons[reason.id].name in made.alt
    assert "Confirmed: It was never wired into a real system." in made.alt


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "  =", '"=', FULL_WIDTH, "x;=", "x; @"])
def test_no_cell_begins_a_formula(start: str) -> None:
    """What a spreadsheet would take for a formula stands behind an apostrophe, after a semicolon too."""
    made = harmless(f"{start}1+1")
    assert "'" in made
    assert made.split(";")[-1].strip()[0] not in f"=+-@{FULL_WIDTH}"
    assert "\t" not in made
    assert "\r" not in made


def test_the_table_of_hostile_answers_holds_no_formula_and_reads_back() -> None:
    """Every cell that people wrote comes back as they wrote it, less its power."""
    made = make(catalog(), hostile(), Format.CSV).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(made, newline="")))
    assert {len(row) for row in rows} == {7}
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert any("'=HYPERLINK" in cell for row in rows for cell in row)
    assert any(cell == "'+Bob" for row in rows for cell in row)


def test_markdown_shows_what_people_wrote_and_does_nothing_with_it() -> None:
    """No link, image, HTML, heading or emphasis comes out of an answer, and no line begins with its list mark."""
    made = make(catalog(), hostile(), Format.MD).content.decode()
    assert "<script>" not in made
    assert "![i]" not in made
    assert "https://" not in made
    assert "\\<script\\>" in made
    assert safe("1. one") == "1\\. one"
    assert safe("# a\n- b") == "\\# a - b"


def test_typst_shows_what_people_wrote_and_runs_none_of_it() -> None:
    """Typst's own commands in an answer are text like any other: the pages can be made, and say nothing of a panic."""
    assert make(catalog(), hostile(), Format.PDF).content.startswith(b"%PDF-")
    assert make(catalog(), hostile(), Format.PNG).content.startswith(b"\x89PNG")


def test_the_json_is_the_report_of_scoring_with_the_transcript_beside_it() -> None:
    """Whatever `unstick score --json` says stands there unchanged, with the rules' hash and that of the facts."""
    lines = [{"seq": 1, "kind": "asked", "question": "output_path"}]
    dossier = distributor(lines=lines)
    made = json.loads(make(catalog(), dossier, Format.JSON).content)
    for key, value in report(dossier.rules, dossier.sheet).items():
        assert made[key] == json.loads(json.dumps(value))
    assert made["rules_sha256"] == load_rules().sha256
    assert made["transcript"] == lines
    assert made["facts_sha256"] == data(distributor())["facts_sha256"]


def test_the_document_holds_what_the_verdict_holds() -> None:
    """Every reason is there with its state in words and marks; what holds has its evidence with who said it."""
    sheet = Sheet(
        pilot="p",
        answers={
            "output_path": Answer(option="retyped", by="U1", quote="Brenda keys it in"),
            "last_record": Answer(option="never", by="U2"),
            "process_change": Answer(option="added", by="U2"),
        },
    )
    dossier = dossier_of(load_rules(), sheet, people={"U1": "Ann"})
    made = document(catalog(), dossier)
    verdict = score(dossier.rules, dossier.sheet)
    assert {card.id: card.state for card in made.reasons if card.id[:4] in {"five", "four"}} == {
        reason.id: reason.state for reason in verdict.reasons
    }
    first = made.reasons[0]
    assert (first.id, first.word, first.filled) == ("five.2", "Confirmed", 5)
    assert ("Brenda keys it in", "Ann") in {(each.words, each.who) for each in first.evidence}
    assert {each.who for each in first.evidence} == {"Ann", "U2"}, "somebody unknown keeps the id they have"
    plan = make_plan(dossier.rules, dossier.sheet, verdict)
    assert [step.id for week in made.weeks for step in week.steps] == [action.id for action in plan.actions]
    assert len(made.top) == 3
    assert len(made.weeks) == 4
    assert made.changes
    assert made.checks
    assert len(made.ready) == 5


@pytest.mark.parametrize("language", languages())
def test_a_ready_check_that_is_not_known_says_what_is_still_to_be_shown(language: str) -> None:
    """So that it does not contradict a reason that is ruled out: in the channel's plan, on paper and as text."""
    dossier = of_file(SHEETS[0])
    made = document(catalog(language), dossier)
    open_checks = [check for check in made.ready if check.missing]
    assert {check.mark for check in open_checks} == {"?"}
    due = dict.fromkeys((action.id for action in dossier.plan.actions), date(2026, 11, 9))
    posted = replace(_posted(dossier, due), missing=still_to_show(dossier.rules, dossier.sheet))
    plain_text = make(catalog(language), dossier, Format.MD).content.decode()
    for shown in (str(summary(catalog(language), posted).parts), plain_text):
        assert all(check.missing in shown for check in open_checks)


def test_dates_and_owners_come_from_the_plan_where_there_is_one() -> None:
    """A posted plan's days and people stand in the document; a sheet has numbers of days and roles."""
    plan = distributor().plan
    action = plan.actions[0]
    made = document(
        catalog(),
        distributor(
            first_day=date(2026, 11, 2),
            due={action.id: date(2026, 11, 5)},
            owners={action.id: "U1"},
            states={action.id: "done"},
            people={"U1": "Ann"},
        ),
    )
    step = made.weeks[0].steps[0]
    assert (step.owner, step.when, step.state) == ("Ann", "by Thu, Nov 5", "done")
    assert "Nov 2" in made.weeks[0].days
    bare = document(catalog(), distributor())
    assert bare.weeks[0].days == "days 1 to 7"
    assert bare.weeks[3].days == "days 22 to 30"
    assert bare.weeks[0].steps[0].when.startswith("by day ")


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_the_first_changes_stand_in_the_order_of_their_days(path: Path) -> None:
    """The three that scoring chose are printed soonest first, by number of the day or by date; in the channel too."""
    dossier = of_file(path)
    days = {action.id: action.due_day for action in dossier.plan.actions}
    by_number = [step.id for step in document(catalog(), dossier).top]
    assert sorted(by_number) == sorted(dossier.plan.top)
    assert [days[each] for each in by_number] == sorted(days[each] for each in by_number)
    due = {each: date(2026, 11, 30) - timedelta(days=day) for each, day in days.items()}  # a holiday may move any day
    by_date = [step.id for step in document(catalog(), replace(dossier, due=due)).top]
    assert [due[each] for each in by_date] == sorted(due[each] for each in by_date)
    posted = _posted(dossier, due)
    lines = "\n".join(line for part in summary(catalog(), posted).parts for line in part.lines)
    places = [lines.index(catalog().actions[each].title) for each in by_date]
    assert places == sorted(places)


def test_a_file_has_a_name_that_every_system_takes() -> None:
    """Accents are folded, everything else becomes a hyphen, and a name of signs alone gets a word."""
    assert file_name("Pedidos: órdenes/ERP", Format.PDF) == "pedidos-ordenes-erp.pdf"
    assert file_name("../../etc", Format.CSV, "3") == "etc-3.csv"
    assert file_name("訂單", Format.MD) == "report.md"
