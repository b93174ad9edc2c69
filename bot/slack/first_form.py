"""The form of `/unstick first`: one process at a time, then the ranking to look at before it is posted.

What was entered so far travels in the form itself, so nothing is kept of a form that nobody sends.
"""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from bot.interview.first import LEAST, MOST, post_ranking
from bot.slack.blocks import mrkdwn, plain_text, render
from bot.slack.front import Front, Who, act, texts_for
from bot.slack.places import not_here
from prompts.catalog import Catalog
from prompts.compose.candidates import ranked
from prompts.mrkdwn import plain
from scoring import Candidate, rank

CALLBACK = "first"
PREVIEW = "first_preview"
TITLE_CHARACTERS = 24
NAME_CHARACTERS = 80
PERSON_CHARACTERS = 60
ANOTHER, RANK = "another", "rank"
NUMBERS = {"volume_week": 1_000_000, "minutes_each": 10_000, "routine_percent": 100}
WRITABLE = ("yes", "no", "unknown")
RISK = ("low", "medium", "high")


def view(texts: Catalog, channel: str, candidates: Sequence[Candidate] = ()) -> dict[str, Any]:
    """The form for the next process, those entered so far above it."""
    number = len(candidates) + 1
    names = [texts.say("first.so_far", number=n, name=each.name) for n, each in enumerate(candidates, 1)]
    lines = names or [texts.say("first.intro")]
    may_rank = number >= LEAST
    then = [RANK] if number == MOST else [ANOTHER, RANK] if may_rank else [ANOTHER]
    return {
        **_frame(texts, CALLBACK, channel, candidates),
        "submit": plain_text(texts.say("first.next"), TITLE_CHARACTERS),
        "blocks": [
            {"type": "section", "text": mrkdwn("\n".join(lines))},
            _text(texts, "name", number, NAME_CHARACTERS),
            *(_number(texts, name, number, most) for name, most in NUMBERS.items()),
            {**_text(texts, "hurts", number, PERSON_CHARACTERS), "optional": True},
            _choice(texts, "writable", number, WRITABLE, "unknown"),
            _choice(texts, "risk", number, RISK, "medium"),
            _choice(texts, "then", number, then, then[0]),
        ],
    }


def submit(front: Front, body: dict[str, Any]) -> dict[str, Any]:
    """What follows a process that was entered: the form for another, the ranking, or what is missing, at its field."""
    shown = body["view"]
    channel, candidates = kept(shown)
    texts = texts_for(front, _who(body, channel))
    number = len(candidates) + 1
    values = {key: _value(state) for key, state in _states(shown).items()}
    faults = _faults(texts, values, candidates)
    if not faults:
        try:
            candidates = [*candidates, _candidate(values, number)]
        except ValidationError as error:
            faults = {str(error.errors()[0]["loc"][0]): texts.say("first.not_a_number")}
    if faults:
        return {"response_action": "errors", "errors": {f"{key}{number}": fault for key, fault in faults.items()}}
    is_done = values["then"] == RANK or len(candidates) >= MOST
    shows = preview(front, texts, channel, candidates) if is_done else view(texts, channel, candidates)
    return {"response_action": "update", "view": shows}


def preview(front: Front, texts: Catalog, channel: str, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """The ranking as it would be posted."""
    _, blocks = render(ranked(texts, front.rules, rank(front.rules, candidates)))
    return {
        **_frame(texts, PREVIEW, channel, candidates),
        "submit": plain_text(texts.say("first.post"), TITLE_CHARACTERS),
        "blocks": [{"type": "section", "text": mrkdwn(texts.say("first.preview"))}, *blocks],
    }


def post(front: Front, body: dict[str, Any]) -> dict[str, Any]:
    """Post the ranking; returns what the form shows then."""
    shown = body["view"]
    channel, candidates = kept(shown)
    who = _who(body, channel)
    texts = texts_for(front, who)
    refused = not_here(front, who.workspace_id, channel, texts)
    outcome = act(front, who, f"view:{shown['id']}", lambda desk: post_ranking(desk, channel, candidates))
    note = refused or outcome.hint
    return closing(texts, render(note)[0] if note else texts.say("first.posted"))


def closing(texts: Catalog, words: str) -> dict[str, Any]:
    """What the form shows once all is done."""
    return {
        "type": "modal",
        "title": plain_text(texts.say("first.title"), TITLE_CHARACTERS),
        "close": plain_text(texts.say("report.close"), TITLE_CHARACTERS),
        "blocks": [{"type": "section", "text": mrkdwn(words)}],
    }


def kept(shown: dict[str, Any]) -> tuple[str, list[Candidate]]:
    """The channel and the processes that a form carries."""
    data = json.loads(shown["private_metadata"])
    fields = ("id", "name", *NUMBERS, "hurts", "writable", "risk")
    return str(data["channel"]), [Candidate.model_validate(dict(zip(fields, row, strict=True))) for row in data["rows"]]


def _frame(texts: Catalog, callback: str, channel: str, candidates: Sequence[Candidate]) -> dict[str, Any]:
    rows = [list(each.model_dump().values()) for each in candidates]
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps({"channel": channel, "rows": rows}, ensure_ascii=False, separators=(",", ":")),
        "title": plain_text(texts.say("first.title"), TITLE_CHARACTERS),
        "close": plain_text(texts.say("start.close"), TITLE_CHARACTERS),
    }


def _who(body: dict[str, Any], channel: str) -> Who:
    return Who(workspace_id=body["team"]["id"], actor=body["user"]["id"], channel=channel)


def _states(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is filled in, by field; a field's block carries the number of its process, so that each begins empty."""
    return {name: state for fields in shown["state"]["values"].values() for name, state in fields.items()}


def _value(state: dict[str, Any]) -> str:
    chosen = (state.get("selected_option") or {}).get("value")
    return str(chosen or state.get("value") or "").strip()


def _faults(texts: Catalog, values: dict[str, str], candidates: Sequence[Candidate]) -> dict[str, str]:
    if not values.get("name"):
        return {"name": texts.say("first.needs_name")}
    if values["name"].casefold() in {each.name.casefold() for each in candidates}:
        return {"name": texts.say("first.twice")}
    wrong = [name for name, most in NUMBERS.items() if not _is_number(values.get(name, ""), most)]
    return {name: plain(texts.say("first.not_a_number")) for name in wrong}


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= most


def _candidate(values: dict[str, str], number: int) -> Candidate:
    return Candidate.model_validate(
        {
            "id": f"p{number}",
            "name": " ".join(values["name"].split()),
            **{name: int(values[name]) for name in NUMBERS},
            "hurts": " ".join(values.get("hurts", "").split()) or None,
            "writable": values["writable"],
            "risk": values["risk"],
        }
    )


def _text(texts: Catalog, name: str, number: int, limit: int) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": f"{name}{number}",
        "label": plain_text(texts.say(f"first.{name}")),
        "hint": plain_text(texts.say(f"first.{name}_hint"), limit=150),
        "element": {"type": "plain_text_input", "action_id": name, "max_length": limit},
    }


def _number(texts: Catalog, name: str, number: int, most: int) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": f"{name}{number}",
        "label": plain_text(texts.say(f"first.{name}")),
        "element": {
            "type": "number_input",
            "action_id": name,
            "is_decimal_allowed": False,
            "min_value": "0",
            "max_value": str(most),
        },
    }


def _choice(texts: Catalog, name: str, number: int, values: Sequence[str], chosen: str) -> dict[str, Any]:
    options = {value: {"text": plain_text(texts.say(f"first.{name}.{value}")), "value": value} for value in values}
    return {
        "type": "input",
        "block_id": f"{name}{number}",
        "label": plain_text(texts.say(f"first.{name}")),
        "element": {
            "type": "radio_buttons" if name == "then" else "static_select",
            "action_id": name,
            "options": list(options.values()),
            "initial_option": options[chosen],
        },
    }
