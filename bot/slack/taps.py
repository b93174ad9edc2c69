"""Buttons: which use case a tap is for. A button's value says to what it belongs; nothing else is trusted."""

from collections.abc import Callable
from typing import Any

from bot.checkins import claim
from bot.checkins.when import snooze
from bot.desk import Desk, Outcome, hint, to_thread
from bot.interview import answer, change, clash, control, differ, hand, keep, overview, publish, role
from bot.interview.in_force import under_its_rules
from bot.interview.review import reasoning, show_verdict
from bot.interview.so_now import report
from bot.interview.transcript import fold
from bot.slack import checkin_forms, decline_form, home, operate_taps, report_form, when_forms
from bot.slack.blocks import LINK
from bot.slack.front import Front, Who, act, texts_for, whisper
from bot.slack.places import is_shut
from bot.slack.target import find_target
from bot.slack.weekly_taps import WEEKLY
from bot.store import actions, diagnoses
from bot.store.tables import Diagnosis
from prompts.compose import question as compose
from prompts.compose.clash import BOTH
from prompts.messages import Message, Note

Use = Callable[[Desk, Diagnosis, list[str]], Outcome]
ANSWER_PARTS = 3  # transcript line, question, option
LINE_PARTS = 2  # transcript line, question
REPORT_PARTS = 2  # action, state
# buttons that open a form and do nothing else
FORMS = (
    "document",
    when_forms.AWAY,
    *decline_form.NAMES,
    checkin_forms.NOTE,
    checkin_forms.NUMBERS,
    *operate_taps.FORMS,
)
NAMING = ("hand_to", "holds", operate_taps.NAME_ROLE)  # menus of people
DIRECT = "D"  # how the id of a direct message begins
SETTLE_PARTS = 2  # contradiction, the question whose answer stands or "both"


def tap(front: Front, body: dict[str, Any]) -> None:
    """Do what a tapped button is for, and whisper what only the one who tapped needs to know."""
    clicked = body["actions"][0]
    name, _, about = str(clicked["action_id"]).partition("/")
    is_menu = "selected_user" in clicked  # it has no value: what it belongs to stands in its action_id
    value = f"{about}|{clicked['selected_user']}" if is_menu else str(clicked.get("value", ""))
    diagnosis_id, *rest = value.split("|")
    if name == LINK:
        return  # it leads to a message; Slack has opened that already
    container = body.get("container") or {}
    if not body.get("channel"):  # App Home
        home.tap(front, home_of(body), body, name, diagnosis_id)
        return
    who = Who(
        workspace_id=body["team"]["id"],
        actor=body["user"]["id"],
        channel=body["channel"]["id"],
        thread_ts=(body.get("message") or container).get("thread_ts"),
        is_foreign=body["user"].get("team_id", body["team"]["id"]) != body["team"]["id"],
        reply_url=body.get("response_url"),
    )

    if name in FORMS:
        whisper(front, who, _open(front, who, body, name, diagnosis_id, rest))
        return
    target = find_target(front, who, diagnosis_id, rest[-1]) if name in NAMING and rest else None

    def use_case(desk: Desk) -> Outcome:
        use = (IN_PRIVATE if who.channel.startswith(DIRECT) else USES).get(name)
        diagnosis = diagnoses.get(desk.session, desk.workspace_id, diagnosis_id)
        if use is None or diagnosis is None or not is_at_home(who.channel, diagnosis.channel):
            return hint(desk.texts.say("wrong.gone"))
        desk = under_its_rules(desk, diagnosis)
        if target is not None and name == operate_taps.NAME_ROLE:
            return operate_taps.name_role(desk, diagnosis, rest, target)
        if target is not None and name == "holds":
            return _on_line(desk, rest[:-1], lambda seq, _question: role.holds(desk, diagnosis, seq, target))
        if target is not None:
            return _on_known(desk, rest[:-1], lambda question: hand.hand(desk, diagnosis, question, target))
        return use(desk, diagnosis, rest)

    said = act(front, who, f"tap:{body['trigger_id']}", use_case).hint
    if name == "report" and len(rest) == REPORT_PARTS and said is None:
        said = checkin_forms.ask_for_more(front, who, body, diagnosis_id, *rest)
    whisper(front, who, is_shut(front, who) or said)


def _open(
    front: Front, who: Who, body: dict[str, Any], name: str, diagnosis_id: str, rest: list[str]
) -> Message | None:
    """Open the form that a button is for; a word instead where it cannot be."""
    with front.database.reading() as session:
        home_channel = diagnoses.channel_of(session, who.workspace_id, diagnosis_id)
    if home_channel is not None and not is_at_home(who.channel, home_channel):
        return Note(text=texts_for(front, who).say("wrong.gone"))
    if name == "document":
        return report_form.open_form(front, who, body, diagnosis_id)
    if name == when_forms.AWAY:
        return when_forms.open_away(front, who, body)
    if name in operate_taps.FORMS:
        return operate_taps.open_form(front, who, body, name, [diagnosis_id, *rest])
    if name in decline_form.NAMES:
        return decline_form.open_form(front, who, body, diagnosis_id, rest[-1] if rest else "")
    return checkin_forms.open_form(front, who, body, name, diagnosis_id)


def is_at_home(tapped_in: str, channel: str) -> bool:
    """Whether a button works where it was tapped: in its diagnosis's channel, or in somebody's messages with us.

    A message that was forwarded, or a value that was guessed, reaches nothing from elsewhere.
    """
    return tapped_in == channel or tapped_in.startswith(DIRECT)


def home_of(body: dict[str, Any]) -> Who:
    """Who taps in App Home, which belongs to no channel."""
    return Who(
        workspace_id=body["team"]["id"],
        actor=body["user"]["id"],
        channel="",
        is_foreign=body["user"].get("team_id", body["team"]["id"]) != body["team"]["id"],
    )


def _answer(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return _on_question(desk, rest, lambda _seq, question, option: answer.tap(desk, diagnosis, question, option))


def _pick(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return _on_question(desk, rest, lambda seq, question, option: answer.pick(desk, diagnosis, seq, question, option))


def _on_question(desk: Desk, rest: list[str], use: Callable[[int, str, str], Outcome]) -> Outcome:
    """Only what the rules know is let through: a line number, a question, one of its options."""
    if len(rest) != ANSWER_PARTS or not rest[0].isdecimal():
        return hint(desk.texts.say("wrong.gone"))
    seq, question, option = rest
    known = desk.rules.questions.get(question)
    if known is None or option not in (*known.option_ids, "unknown"):
        return hint(desk.texts.say("wrong.gone"))
    return use(int(seq), question, option)


def _on_line(desk: Desk, rest: list[str], use: Callable[[int, str], Outcome]) -> Outcome:
    """Only a line number and a question that the rules know are let through."""
    if len(rest) != LINE_PARTS or not rest[0].isdecimal() or rest[1] not in desk.rules.questions:
        return hint(desk.texts.say("wrong.gone"))
    return use(int(rest[0]), rest[1])


def _line(use: Callable[[Desk, Diagnosis, int, str], Outcome]) -> Use:
    """A use case about what was noted in one line of the transcript."""
    return lambda desk, diagnosis, rest: _on_line(desk, rest, lambda seq, question: use(desk, diagnosis, seq, question))


def _holds_not(*, elsewhere: bool) -> Use:
    return _line(lambda desk, diagnosis, seq, _question: role.holds_not(desk, diagnosis, seq, elsewhere=elsewhere))


def _neither(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return answer.neither(desk, diagnosis, rest[-1]) if rest else hint(desk.texts.say("wrong.gone"))


def _settle(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    """Only a contradiction that the rules know is let through, with one of its questions or "both"."""
    rule = desk.rules.contradictions.get(rest[0]) if len(rest) == SETTLE_PARTS else None
    if rule is None or rest[1] not in (*rule.facts, BOTH):
        return hint(desk.texts.say("wrong.gone"))
    return clash.settle(desk, diagnosis, *rest)


def _on_known(desk: Desk, rest: list[str], use: Callable[[str], Outcome]) -> Outcome:
    """Only a question that the rules know is let through."""
    if not rest or rest[-1] not in desk.rules.questions:
        return hint(desk.texts.say("wrong.gone"))
    return use(rest[-1])


def _question(use: Callable[[Desk, Diagnosis, str], Outcome]) -> Use:
    """A use case about one question."""
    return lambda desk, diagnosis, rest: _on_known(desk, rest, lambda question: use(desk, diagnosis, question))


def _whole(use: Callable[[Desk, Diagnosis], Outcome]) -> Use:
    """A use case about the diagnosis as a whole."""
    return lambda desk, diagnosis, _rest: use(desk, diagnosis)


def _why(desk: Desk, _diagnosis: Diagnosis, question: str) -> Outcome:
    return Outcome(hint=compose.why(desk.texts, question))


def _back(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return change.back(desk, diagnosis, rest[-1] if rest else None)


def _reconcile(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    """Only a question that the rules know is let through, with a person or "both"."""
    if len(rest) != SETTLE_PARTS or rest[0] not in desk.rules.questions:
        return hint(desk.texts.say("wrong.gone"))
    return differ.reconcile(desk, diagnosis, *rest)


def _prefer(*, privately: bool) -> Use:
    return _question(lambda desk, diagnosis, question: hand.prefer(desk, diagnosis, question, privately=privately))


def _reasoning(desk: Desk, diagnosis: Diagnosis, _rest: list[str]) -> Outcome:
    progress = fold(diagnoses.transcript(diagnosis))
    diagnosis.turn += 1
    message = reasoning(desk, diagnosis, progress)
    return Outcome(drafts=(to_thread(diagnosis, f"{diagnosis.id}.reasoning{diagnosis.turn}", message),))


def _later(desk: Desk, diagnosis: Diagnosis, _rest: list[str]) -> Outcome:
    if diagnosis.state not in diagnoses.RUNNING:
        return overview.ended(desk, diagnosis)
    return Outcome(hint=Note(text=desk.texts.say("verdict.later_done")))


def _take(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return claim.take(desk, diagnosis, rest)


def _take_all(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    every = actions.of_plan(desk.session, diagnosis)
    return claim.take(desk, diagnosis, [action.id for action in every if action.owner in rest])


def _report(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    if len(rest) != REPORT_PARTS:
        return hint(desk.texts.say("wrong.gone"))
    return report(desk, diagnosis, *rest)


def _snooze(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return snooze(desk, diagnosis, rest[-1] if rest else "")


USES: dict[str, Use] = {
    "answer": _answer,
    "answer_short": _answer,
    "pick": _pick,
    "figure": _line(answer.figure),
    "keep": _line(keep.keep),
    "leave": _line(keep.leave),
    "holds": lambda desk, _diagnosis, _rest: hint(desk.texts.say("wrong.gone")),  # without a person of ours
    "holds_elsewhere": _holds_not(elsewhere=True),
    "holds_not": _holds_not(elsewhere=False),
    "neither": _neither,
    "settle": _settle,
    "change": _question(change.change),
    "why": _question(_why),
    "back": _back,
    "hand": _question(hand.offer),
    "hand_to": _question(hand.offer),  # without a person: choose anew
    "give_back": _question(hand.give_back),
    "take_back": _question(hand.take_back),
    "private": _prefer(privately=True),
    "public": _prefer(privately=False),
    "second": _question(differ.second),
    "reconcile": _reconcile,
    "skip": _question(control.skip),
    "pause": _whole(control.pause),
    "stop": _whole(overview.end),
    "resume": _whole(control.resume),
    "finish": _whole(control.finish),
    "more": _whole(control.more),
    "show_verdict": _whole(show_verdict),
    "post_plan": _whole(publish.post_plan),
    "reasoning": _reasoning,
    "later": _later,
    "take": _take,
    "take_all": _take_all,
    "report": _report,
    "snooze": _snooze,
    **WEEKLY,
    **operate_taps.USES,
}
IN_PRIVATE: dict[str, Use] = {**USES, "change": _question(hand.ask_again)}
