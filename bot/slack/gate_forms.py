"""The small forms in which somebody gives a reason: not yet, a decision in writing, and how a pilot ends."""

import json
from collections.abc import Callable
from typing import Any, Final

from bot.desk import Desk, Outcome, hint
from bot.operate import course, words
from bot.slack import forms
from bot.slack.front import Front, Who, act, desk_for, texts_for, whisper
from bot.store import diagnoses
from bot.store import gates as kept
from bot.store.tables import Diagnosis
from prompts.catalog import Catalog
from prompts.compose.gate import missing_line
from prompts.messages import Message, Note
from prompts.mrkdwn import plain

REFUSE, DECIDE, END = "gate_no", "gate_decide", "pilot_end"
PARTS: Final = {REFUSE: 2, DECIDE: 1, END: 1}  # of a button's value behind the diagnosis: gate and need; gate; stage
CALLBACKS = tuple(PARTS)
WORDS = "words"
RETIRED = "retired"


def open_form(front: Front, who: Who, body: dict[str, Any], name: str, about: list[str]) -> Message | None:
    """Open the form of a button; a word instead for somebody whose part it is not."""
    texts = texts_for(front, who)
    with front.database.reading() as session:
        desk = desk_for(front, session, who.workspace_id, who.actor, front.clock())
        diagnosis = diagnoses.look(session, who.workspace_id, about[0])
        if diagnosis is None or len(about) != PARTS[name] + 1:
            return Note(text=texts.say("wrong.gone"))
        refused = _refusal(desk, diagnosis, name, about[1:])
        if refused:
            return refused.hint
        form = view(texts, name, about, who.channel, intro=_intro(desk, diagnosis, name, about[1:]))
    return forms.show(front, who, body, form)


def view(texts: Catalog, name: str, about: list[str], channel: str, *, intro: str) -> dict[str, Any]:
    """The form: a sentence of what it is about, and a field for the reason."""
    title, label, hint_id = _wording(name, about)
    return forms.form(
        texts,
        name,
        kept=json.dumps({"about": about, "channel": channel}),
        title=title,
        submit="words.save",
        blocks=[
            *([forms.text(intro)] if intro else []),
            forms.field(
                WORDS,
                texts.say(label),
                forms.typed(None, words.REASON_CHARACTERS, multiline=True),
                hint=texts.say(hint_id),
                optional=not _needs_words(name, about),
            ),
        ],
    )


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any] | None:
    """Keep what was given; returns faults by field for Slack to show, or None."""
    shown = body["view"]
    opened = json.loads(shown["private_metadata"])
    name, about = str(shown["callback_id"]), [str(each) for each in opened["about"]]
    reason = forms.values(shown).get(WORDS, "")
    who = Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=str(opened["channel"]))
    if not reason and _needs_words(name, about):
        return {WORDS: plain(texts_for(front, who).say("gate.form.needed"))}
    use = USES[name]

    def use_case(desk: Desk) -> Outcome:
        diagnosis = diagnoses.get(desk.session, desk.workspace_id, about[0])
        return use(desk, diagnosis, about[1:], reason) if diagnosis else hint(desk.texts.say("wrong.gone"))

    whisper(front, who, act(front, who, f"view:{shown['id']}", use_case).hint)
    return None


def _refusal(desk: Desk, diagnosis: Diagnosis, name: str, about: list[str]) -> Outcome | None:
    match name:
        case "gate_no":
            return words.unsayable(desk, diagnosis, about[0], about[1])
        case "gate_decide":
            return words.undecidable(desk, diagnosis, about[0])
        case _:
            return course.refusal(desk, diagnosis)


def _intro(desk: Desk, diagnosis: Diagnosis, name: str, about: list[str]) -> str:
    if name == END:
        return desk.texts.say("course.form.intro", pilot=diagnosis.pilot)
    row = kept.look(desk.session, diagnosis, about[0])
    if name == REFUSE or row is None:
        return ""
    return desk.texts.say("gate.form.decide_intro", missing=missing_line(desk.texts, row.missing))


def _wording(name: str, about: list[str]) -> tuple[str, str, str]:
    """Which messages are the title, the field's label and its hint."""
    match name:
        case "gate_no":
            return "gate.form.refuse", "gate.form.reason", "gate.form.reason_hint"
        case "gate_decide":
            return "gate.form.decide", "gate.form.why", "gate.form.why_hint"
        case _:
            return f"course.form.{about[-1]}", "course.form.reason", "course.form.reason_hint"


def _needs_words(name: str, about: list[str]) -> bool:
    """Whether a reason is needed; a pilot that has done its work may end without one."""
    return name != END or about[-1] == RETIRED


def _end(desk: Desk, diagnosis: Diagnosis, about: list[str], reason: str) -> Outcome:
    return course.end(desk, diagnosis, "retired" if about[0] == RETIRED else "finished", reason)


USES: Final[dict[str, Callable[[Desk, Diagnosis, list[str], str], Outcome]]] = {
    REFUSE: lambda desk, diagnosis, about, reason: words.not_yet(desk, diagnosis, about[0], about[1], reason),
    DECIDE: lambda desk, diagnosis, about, reason: words.decide(desk, diagnosis, about[0], reason),
    END: _end,
}
