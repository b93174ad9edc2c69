"""Messages as Block Kit: whatever they hold, Slack takes them, and the ways to act stay."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.playground.slack import view_rules
from bot.playground.slack.blocks import message_blocks
from bot.slack import modal
from bot.slack.blocks import UPDATE_CHARACTERS, render
from prompts.catalog import Catalog, catalog, languages
from prompts.compose import checkin, digest, followup, plan, question, verdict
from prompts.messages import (
    Attachment,
    Button,
    Detail,
    Findings,
    Message,
    Note,
    Part,
    Question,
    ReasonLine,
    Task,
    Tasks,
    dump,
    load,
)
from prompts.mrkdwn import escape
from scoring import Answer, Rules, Sheet, counterfactual, double_check, load_rules, make_plan, score

RULES = load_rules()
LONG = st.builds(
    lambda piece, times: escape(piece * times),
    st.sampled_from(["x", "<&>", "*_`", "word ", "line\n", "🚀"]),
    st.sampled_from([50, 700, 1500, 9000]),
)
SHORT = st.sampled_from(["x", "\N{CHECK MARK} a b", "–"])
TEXT = st.one_of(SHORT, LONG)
MAYBE = st.one_of(st.just(""), TEXT)
LABEL = st.one_of(st.sampled_from(["1 Yes", "I don't know"]), st.integers(1, 200).map(lambda times: "l" * times))


def buttons(most: int) -> st.SearchStrategy[tuple[Button, ...]]:
    """Up to so many buttons."""
    one = st.builds(Button, action=st.just("answer"), label=LABEL, value=st.just("abc|12|output_path|written"))
    return st.lists(one, max_size=most).map(tuple)


def texts(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Up to so many lines."""
    return st.lists(TEXT, max_size=most).map(tuple)


MESSAGES = st.one_of(
    st.builds(Note, text=TEXT, context=MAYBE, buttons=buttons(5)),
    st.builds(Question, lead=MAYBE, text=TEXT, lines=texts(13), options=buttons(13), tools=buttons(4), context=MAYBE),
    st.builds(
        Findings,
        title=TEXT,
        context=MAYBE,
        reasons=st.lists(st.builds(ReasonLine, state=SHORT, name=TEXT, lines=texts(3)), max_size=11).map(tuple),
        closing=texts(8),
        buttons=buttons(5),
    ),
    st.builds(
        Detail,
        title=TEXT,
        parts=st.lists(st.builds(Part, title=MAYBE, lines=texts(12)), max_size=12).map(tuple),
        context=MAYBE,
        buttons=buttons(3),
    ),
    st.builds(
        Tasks,
        title=TEXT,
        tasks=st.lists(st.builds(Task, text=TEXT, buttons=buttons(4)), max_size=22).map(tuple),
        context=MAYBE,
        buttons=buttons(1),
    ),
    st.builds(Attachment, diagnosis=SHORT, format=SHORT, name=SHORT, title=TEXT, text=TEXT),
)


def taken(message: Message) -> list[dict[str, Any]]:
    """The message's blocks, once the local Slack and slack_sdk's models have both let them through."""
    text, blocks = render(message)
    assert text.strip()
    assert len(text) <= 40_000
    assert len(render(message, UPDATE_CHARACTERS)[0]) <= 4000
    message_blocks(blocks, lambda prefix: prefix)
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
    return blocks


def said(blocks: list[dict[str, Any]]) -> str:
    """All words in blocks."""
    return "\n".join(_words(blocks))


def _words(value: Any) -> Iterator[str]:
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict | list):
            yield from _words(item)


def _values(blocks: list[dict[str, Any]]) -> list[str]:
    elements = [one for block in blocks for one in (*block.get("elements", ()), block.get("accessory", {}))]
    return [one["value"] for one in elements if one.get("type") == "button"]


@settings(max_examples=50)
@given(MESSAGES)
def test_slack_takes_every_message(message: Message) -> None:
    """However long or short its parts, a message stays within Slack's limits and keeps each of its buttons."""
    blocks = taken(message)
    wanted = [button.value for button in _buttons(message)]
    assert len(_values(blocks)) == len(wanted)


def _buttons(message: Message) -> list[Button]:
    match message:
        case Question():
            return [*message.options, *message.tools]
        case Tasks():
            return [*(button for task in message.tasks for button in task.buttons), *message.buttons]
        case Attachment():
            return []
        case _:
            return list(message.buttons)


@settings(max_examples=20)
@given(MESSAGES)
def test_the_outbox_keeps_a_message_whole(message: Message) -> None:
    """A message goes into the outbox and comes out the same."""
    assert load(dump(message)) == message


def test_every_kind_is_tried() -> None:
    """The kinds of message tried here are all there are."""
    assert set(get_args(Message)) == {Note, Question, Findings, Detail, Tasks, Attachment}


NAMES = ("x", "<&>*" * 20)
QUOTES = (None, "short", "<!channel> *" * 3333)


@pytest.fixture(params=languages())
def words(request: pytest.FixtureRequest) -> Catalog:
    """The texts of each language that is shipped."""
    return catalog(request.param)


@pytest.fixture(params=[(name, quote, one) for name in NAMES for quote in QUOTES for one in ("five.2", "")])
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """Every question answered, with the shortest and the longest names and quotes, for a stuck and a healthy pilot."""
    name, quote, reason = request.param
    answers = {}
    for key, one in RULES.questions.items():
        chosen = max(one.options, key=lambda option: (reason != "") * sum(p - q for p, q in option.percent.values()))
        answers[key] = Answer(option=chosen.id, by="U0OLIVIA", quote=quote)
    return Sheet(pilot=name, framework="both", answers=answers)


def test_the_verdict_and_the_reasoning(words: Catalog, sheet: Sheet) -> None:
    """Slack takes the verdict on all that can be asked, and the reasoning behind it; both name each reason."""
    result = score(RULES, sheet)
    made = verdict.findings(
        words,
        sheet,
        result,
        verdict.Beside(changes=counterfactual(RULES, sheet), checks=double_check(RULES, sheet)),
        ref="abcdefghijkl",
        minutes=45,
        posters=["U0OLIVIA", "U0MARTIN"],
        version="1.0",
    )
    shown = said(taken(made))
    for reason in result.reasons:
        assert words.reasons[reason.id].name in shown or words.reasons[reason.id].short in shown
    assert all(
        words.reasons[one.id].name in said(taken(verdict.reasoning(words, sheet, result))) for one in result.reasons
    )


def test_the_plan(words: Catalog, sheet: Sheet) -> None:
    """All messages of a plan are taken by Slack, and the weeks name each action."""
    result = score(RULES, sheet)
    made = make_plan(RULES, sheet, result)
    every = [action for week in made.weeks for action in week]
    posted = plan.Posted(
        sheet=sheet,
        verdict=result,
        plan=made,
        changes=counterfactual(RULES, sheet),
        version="1.0",
        poster="U0OLIVIA",
        first_day=date(2026, 11, 3),
        due={action.id: date(2026, 12, 2) for action in every},
        owners={action.id: "U0MARTIN" for action in every},
    )
    for make in (plan.summary, plan.findings, plan.numbers):
        taken(make(words, posted))
    first, last = (taken(make(words, posted)) for make in (plan.first_weeks, plan.last_weeks))
    weeks = said([*first, *last])
    assert "…" not in weeks.replace(posted.sheet.pilot, "")
    assert [action.id for action in every if words.actions[action.id].title not in weeks] == []


def _items(owner: str | None) -> list[followup.Item]:
    """Every action of the rules, as one person's."""
    return [
        followup.Item(
            ref=f"abcdefghijkl|{key}",
            action=key,
            role=one.role,
            owner=owner,
            accepted=False,
            due=date(2026, 11, 2) + timedelta(days=one.due_day),
            state="blocked",
        )
        for key, one in RULES.actions.items()
    ]


@pytest.mark.parametrize("owner", ["U0MARTIN", None])
def test_one_person_is_offered_every_action_there_is(words: Catalog, owner: str | None) -> None:
    """Even if one person had every action of the rules, their card shows each of them with its button."""
    items = _items(owner)
    blocks = taken(followup.claims(words, items, ref="abcdefghijkl", holder=owner, asked_at=time(9)))
    assert [one.title for one in words.actions.values() if one.title not in said(blocks)] == []
    assert len(_values(blocks)) == len(items) + (owner is not None)
    few = items[: followup.MOST_IN_FULL]
    in_full = taken(followup.claims(words, few, ref="abcdefghijkl", holder=owner, asked_at=time(9)))
    assert len(_values(in_full)) == 2 * len(few) + (owner is not None)


@pytest.mark.parametrize("owner", ["U0MARTIN", None])
def test_every_action_there_is_may_be_blocked(words: Catalog, owner: str | None) -> None:
    """The digest names as many as are read, whose and why, and counts the others."""
    items = [replace(item, note="w" * 500) for item in _items(owner)]
    week = digest.Week(pilot=NAMES[-1], number=5, today=date(2026, 12, 7), items=items)
    whole = said(taken(digest.digest(words, week)))
    named = [one.title for one in words.actions.values() if one.title in whole]
    assert len(named) == digest.MOST_LINES
    assert words.say("since.facts_more", count=len(items) - len(named)) in whole


@pytest.mark.parametrize("pilot", NAMES)
def test_one_person_is_asked_about_every_action_there_is(words: Catalog, pilot: str) -> None:
    """A check-in on very many actions asks about those due first, each with its five buttons, and counts the rest."""
    items = _items("U0MARTIN")
    today, next_day = date(2026, 12, 7), date(2026, 12, 14)
    about = checkin.About(ref="abcdefghijkl", pilot=pilot, week=5, today=today, next_day=next_day, waits=True)
    figures = [
        checkin.Figure(
            metric=one.id, unit=one.unit, direction="down", baseline=None, target=None, value=Decimal("99.999")
        )
        for one in RULES.metrics.values()
    ]
    blocks = taken(checkin.checkin(words, items, about, figures))
    first = sorted(items, key=lambda item: item.due)[: checkin.MOST_ASKED]
    assert [item.action for item in first if words.actions[item.action].title not in said(blocks)] == []
    others = ("numbers", "note", "later", "tomorrow", "away")
    assert len(_values(blocks)) == 5 * checkin.MOST_ASKED + len(others)
    assert words.say("checkin.more", count=len(items) - checkin.MOST_ASKED) in said(blocks)


@pytest.mark.parametrize("key", RULES.questions)
def test_every_question(words: Catalog, key: str) -> None:
    """Every question, and its asking back, fits: all options stand there as lines and as buttons."""
    context = question.progress(words, answers=0, left=40, minutes=45, verdict=score(RULES, Sheet(pilot="x")))
    put = question.put(words, key, f"abcdefghijkl|999|{key}", context=context, lead="<@U0SELINE>, …")
    blocks = taken(put)
    options = words.questions[key].options
    assert [o.text for o in options.values() if escape(o.text) not in said(blocks)] == []
    figure = RULES.questions[key].is_figure
    labels = [o.label if figure else f"{n} {o.label}" for n, o in enumerate(options.values(), 1)]
    assert [label for label in labels if label not in said(blocks)] == []
    pair = list(options)[-2:]
    for quote in ("", "x", "<" * 40_000):
        taken(question.ask_back(words, key, f"abcdefghijkl|999|{key}", pair, quote=quote, context=context))


@pytest.mark.parametrize("pilot", ["", "x", "<&>*" * 20, "x" * 80])
def test_the_form(words: Catalog, pilot: str) -> None:
    """The form that starts a diagnosis has its ten fields at most and Slack's lengths; nothing in it is cut."""
    view = modal.view(words, channel="C0ORDERS", pilot=pilot)
    view_rules.parse(view)
    assert "…" not in said([view["title"], view["submit"], view["close"], *view["blocks"]])
    assert len(view["title"]["text"]) <= 24
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


def test_an_escaped_character_is_never_cut_in_half() -> None:
    """Where a text has to be cut, it is cut between characters as people see them, and no mention is halved."""
    for shift in range(8):
        [block] = render(Note(text=escape("x" * shift + "<" * 5000)))[1]
        body = block["text"]["text"].removesuffix("\N{HORIZONTAL ELLIPSIS}")
        assert body == "x" * shift + "&lt;" * body.count("&lt;")
        [block] = render(Note(text="x" * (2988 + shift) + "<@U0OLIVIA> " * 3))[1]
        body = block["text"]["text"]
        assert body.count("<") == body.count(">")


def test_fixtures_agree(rules: Rules) -> None:
    """What these tests render is what the product renders."""
    assert rules.sha256 == RULES.sha256
