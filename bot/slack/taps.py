"""Buttons: which use case a tap is for. A button's value says to what it belongs; nothing else is trusted."""

from collections.abc import Callable
from typing import Any

from bot.checkins import claim
from bot.checkins.hand_on import Somebody
from bot.checkins.report import report
from bot.desk import Desk, Outcome, hint, to_thread
from bot.interview import answer, change, clash, control, differ, hand, publish
from bot.interview.in_force import under_its_rules
from bot.interview.review import reasoning, show_verdict
from bot.interview.start import ROLES
from bot.interview.transcript import fold
from bot.operate import course, drift, month, parts, words
from bot.slack import checkin_forms, decline_form, gate_forms, home, month_form, report_form
from bot.slack.blocks import LINK
from bot.slack.front import Front, Who, act, whisper
from bot.slack.places import is_shut
from bot.slack.target import find_target
from bot.store import actions, diagnoses
from bot.store.tables import Diagnosis
from prompts.compose import question as compose
from prompts.compose.clash import BOTH
from prompts.messages import Message, Note

Opener = Callable[[Front, Who, dict[str, Any], list[str]], Message | None]
Use = Callable[[Desk, Diagnosis, list[str]], Outcome]
ANSWER_PARTS = 3  # transcript line, question, option
REPORT_PARTS = 2  # action, state
NAME_ROLE = "name_role"
NAMING = ("hand_to", NAME_ROLE)  # menus of people
NEED_PARTS = 2  # gate, need
DRIFT_PARTS = 3  # month, metric, choice
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
    if "channel" not in body:  # App Home
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
        whisper(front, who, FORMS[name](front, who, body, value.split("|")))
        return
    target = find_target(front, who, diagnosis_id, rest[-1]) if name in NAMING and rest else None

    def use_case(desk: Desk) -> Outcome:
        use = USES.get(name)
        diagnosis = diagnoses.get(desk.session, desk.workspace_id, diagnosis_id)
        if use is None or diagnosis is None:
            return hint(desk.texts.say("wrong.gone"))
        desk = under_its_rules(desk, diagnosis)
        if target is not None and name == NAME_ROLE:
            return _name(desk, diagnosis, rest, target)
        if target is not None:
            return _on_known(desk, rest[:-1], lambda question: hand.hand(desk, diagnosis, question, target))
        return use(desk, diagnosis, rest)

    said = act(front, who, f"tap:{body['trigger_id']}", use_case).hint
    if name == "report" and len(rest) == REPORT_PARTS and said is None:
        said = checkin_forms.ask_for_words(front, who, body, diagnosis_id, *rest)
    whisper(front, who, is_shut(front, who) or said)


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
    if len(rest) != ANSWER_PARTS or not rest[0].isdigit():
        return hint(desk.texts.say("wrong.gone"))
    seq, question, option = rest
    known = desk.rules.questions.get(question)
    if known is None or option not in (*known.option_ids, "unknown"):
        return hint(desk.texts.say("wrong.gone"))
    return use(int(seq), question, option)


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


def _later(desk: Desk, _diagnosis: Diagnosis, _rest: list[str]) -> Outcome:
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


def _name(desk: Desk, diagnosis: Diagnosis, rest: list[str], target: hand.Target) -> Outcome:
    """Only a part that there is can be given to somebody."""
    if len(rest) != NEED_PARTS or rest[0] not in ROLES:
        return hint(desk.texts.say("wrong.gone"))
    return parts.name(desk, diagnosis, rest[0], Somebody(person=target.person, in_channel=target.in_channel))


def _on_need(use: Callable[[Desk, Diagnosis, str, str], Outcome]) -> Use:
    """A use case about one need of a gate."""
    return lambda desk, diagnosis, rest: (
        use(desk, diagnosis, *rest) if len(rest) == NEED_PARTS else hint(desk.texts.say("wrong.gone"))
    )


def _drift(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    if len(rest) != DRIFT_PARTS or not rest[0].isdigit():
        return hint(desk.texts.say("wrong.gone"))
    return drift.choose(desk, diagnosis, int(rest[0]), rest[1], rest[2])


def _gate_form(name: str) -> Opener:
    return lambda front, who, body, about: gate_forms.open_form(front, who, body, name, about)


def _checkin_form(name: str) -> Opener:
    return lambda front, who, body, about: checkin_forms.open_form(front, who, body, name, about[0])


def _decline(front: Front, who: Who, body: dict[str, Any], about: list[str]) -> Message | None:
    return decline_form.open_form(front, who, body, about[0], about[-1])


# Buttons that open a form and do nothing else; each gets what its value says it belongs to.
FORMS: dict[str, Opener] = {
    "document": lambda front, who, body, about: report_form.open_form(front, who, body, about[0]),
    "month": month_form.open_form,
    **dict.fromkeys(decline_form.NAMES, _decline),
    **{name: _checkin_form(name) for name in (checkin_forms.NOTE, checkin_forms.NUMBERS)},
    **{name: _gate_form(name) for name in gate_forms.CALLBACKS},
}
USES: dict[str, Use] = {
    "answer": _answer,
    "pick": _pick,
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
    "gate_yes": _on_need(words.yes),
    "gate_again": _on_need(words.ask_again),
    "drift": _drift,
    "again": _whole(month.again),
    "pilot_pause": _whole(course.pause),
    "pilot_resume": _whole(course.resume),
}
