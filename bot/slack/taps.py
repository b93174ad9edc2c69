"""Buttons: which use case a tap is for. A button's value says to what it belongs; nothing else is trusted."""

from collections.abc import Callable
from typing import Any

from bot.checkins import claim, weekly
from bot.desk import Desk, Outcome, hint, to_thread
from bot.interview import answer, clash, publish
from bot.interview.in_force import under_its_rules
from bot.interview.review import reasoning
from bot.interview.transcript import fold
from bot.slack import home, report_form
from bot.slack.front import Front, Who, act, whisper
from bot.store import actions, diagnoses
from bot.store.tables import Diagnosis
from prompts.compose.clash import BOTH
from prompts.messages import Note

Use = Callable[[Desk, Diagnosis, list[str]], Outcome]
ANSWER_PARTS = 3  # transcript line, question, option
SETTLE_PARTS = 2  # contradiction, the question whose answer stands or "both"


def tap(front: Front, body: dict[str, Any]) -> None:
    """Do what a tapped button is for, and whisper what only the one who tapped needs to know."""
    clicked = body["actions"][0]
    name = str(clicked["action_id"]).split("/", 1)[0]
    diagnosis_id, *rest = str(clicked.get("value", "")).split("|")
    message = body.get("message") or {}
    if "channel" not in body:  # App Home
        home.tap(front, home_of(body), body, name, diagnosis_id)
        return
    who = Who(
        workspace_id=body["team"]["id"],
        actor=body["user"]["id"],
        channel=body["channel"]["id"],
        thread_ts=message.get("thread_ts"),
        is_foreign=body["user"].get("team_id", body["team"]["id"]) != body["team"]["id"],
    )

    if name == "document":
        whisper(front, who, report_form.open_form(front, who, body, diagnosis_id))
        return

    def use_case(desk: Desk) -> Outcome:
        use = USES.get(name)
        diagnosis = diagnoses.get(desk.session, desk.workspace_id, diagnosis_id)
        if use is None or diagnosis is None:
            return hint(desk.texts.say("wrong.gone"))
        return use(under_its_rules(desk, diagnosis), diagnosis, rest)

    whisper(front, who, act(front, who, f"tap:{body['trigger_id']}", use_case).hint)


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


def _change(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return answer.change(desk, diagnosis, rest[-1]) if rest else hint(desk.texts.say("wrong.gone"))


def _why(desk: Desk, _diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    if not rest or rest[-1] not in desk.rules.questions:
        return hint(desk.texts.say("wrong.gone"))
    return answer.why(desk, rest[-1])


def _back(desk: Desk, diagnosis: Diagnosis, rest: list[str]) -> Outcome:
    return answer.back(desk, diagnosis, rest[-1] if rest else None)


def _post(desk: Desk, diagnosis: Diagnosis, _rest: list[str]) -> Outcome:
    return publish.post_plan(desk, diagnosis)


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
    if len(rest) != len(("action", "state")):
        return hint(desk.texts.say("wrong.gone"))
    return weekly.report(desk, diagnosis, *rest)


USES: dict[str, Use] = {
    "answer": _answer,
    "pick": _pick,
    "neither": _neither,
    "settle": _settle,
    "change": _change,
    "why": _why,
    "back": _back,
    "post_plan": _post,
    "reasoning": _reasoning,
    "later": _later,
    "take": _take,
    "take_all": _take_all,
    "report": _report,
}
