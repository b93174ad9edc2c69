"""Messages as Block Kit. Text is `verbatim`, so that Slack turns nothing in it into links or mentions by itself."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from prompts.messages import Attachment, Button, Detail, Findings, Message, Note, Part, Picker, Question, Tasks
from prompts.mrkdwn import plain

Block = dict[str, Any]

SECTION_CHARACTERS = 3000
CONTEXT_CHARACTERS = 2000
MESSAGE_CHARACTERS = 11_500  # Slack refuses somewhere above 13,000; stay under 12,000
MESSAGE_BLOCKS = 50
HEADER_CHARACTERS = 150
LABEL_CHARACTERS = 75
PLACEHOLDER_CHARACTERS = 150
LINK = "open"
ROW = 5  # buttons that stand beside each other; more would wrap unpredictably
UPDATE_CHARACTERS = 3900  # chat.update takes 4,000 characters of text, chat.postMessage 40,000
POST_CHARACTERS = 39_000
_HALF_A_TOKEN = re.compile(r"(?:<[^<>]*|&[a-z]{0,3})$")


def render(message: Message, limit: int = POST_CHARACTERS, *, link: str | None = None) -> tuple[str, list[Block]]:
    """A message as (text for notifications and screen readers, blocks); `link` is where a note's link leads."""
    match message:
        case Note():
            blocks = [*_lines(message.text), *_context(message.context), *_rows("b", message.buttons)]
            blocks += [_picker(message.picker)] if message.picker else []
            blocks += [_link(message.link, link)] if message.link and link else []
            lines = [message.text, message.context]
        case Question():
            blocks = [
                *_sections("\n".join(filter(None, [message.lead, message.text]))),
                *_sections("\n".join(message.lines)),
                *_rows("options", message.options),
                *_rows("tools", message.tools),
                *_context(message.context),
            ]
            lines = [message.lead, message.text, *message.lines, message.context]
        case Findings():
            blocks = _findings(message)
            reasons = (f"{reason.state}: {reason.name}" for reason in message.reasons)
            lines = [message.title, *reasons, *message.closing]
        case Detail():
            blocks = _detail(message)
            lines = [message.title, *(line for part in message.parts for line in (part.title, *part.lines))]
        case Tasks():
            blocks = _tasks(message)
            lines = [message.title, *(task.text for task in message.tasks), message.context]
        case Attachment():
            blocks = _sections(message.text)
            lines = [message.text]
    text = "\n".join(filter(None, lines))
    return _cut(text, limit), _within_limits(blocks)


def _findings(message: Findings) -> list[Block]:
    blocks = [_header(message.title), *_context(message.context)]
    for reason in message.reasons:
        lines = [f"{reason.state}  *{reason.name}*", *(f"• {line}" for line in reason.lines)]
        blocks += _sections("\n".join(lines))
    blocks.append({"type": "divider"})
    for paragraph in message.closing:
        blocks += _sections(paragraph)
    return [*blocks, *_rows("b", message.buttons)]


def _detail(message: Detail) -> list[Block]:
    blocks = [_header(message.title)]
    for part in message.parts:
        blocks += _part(part)
    return [*blocks, *_context(message.context), *_rows("b", message.buttons)]


def _part(part: Part) -> list[Block]:
    """A part's title with its lines, split between lines where Slack's limit for a section asks for it."""
    title = [f"*{part.title}*"] if part.title else []
    blocks: list[Block] = []
    held: list[str] = []
    for line in (*title, *part.lines):
        if held and len("\n".join([*held, line])) > SECTION_CHARACTERS:
            blocks += _sections("\n".join(held))
            held = []
        held.append(line)
    return [*blocks, *_sections("\n".join(held))]


def _lines(text: str) -> list[Block]:
    """A text, in several sections if it is too long for one: split between lines."""
    return _sections(text) if len(text) <= SECTION_CHARACTERS else _part(Part(lines=tuple(text.split("\n"))))


def _tasks(message: Tasks) -> list[Block]:
    blocks = [_header(message.title)]
    for number, task in enumerate(message.tasks):
        if len(task.buttons) == 1:
            [section] = _sections(task.text)[:1]
            blocks.append({**section, "accessory": _button(task.buttons[0], 0)})
        else:
            blocks += [*_sections(task.text), *_rows(f"t{number}", task.buttons)]
    return [*blocks, *_rows("b", message.buttons), *_context(message.context)]


def mrkdwn(text: str) -> dict[str, Any]:
    """A text object that shows the text and nothing that Slack would make of it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, limit: int = LABEL_CHARACTERS) -> dict[str, Any]:
    """A text object without any formatting, cut to Slack's limit for where it stands."""
    bare = plain(text)
    return {"type": "plain_text", "text": bare if len(bare) <= limit else f"{bare[: limit - 1]}…", "emoji": False}


def _sections(text: str) -> list[Block]:
    if not text:
        return []
    return [{"type": "section", "text": mrkdwn(_cut(text, SECTION_CHARACTERS))}]


def _cut(text: str, limit: int) -> str:
    """At most `limit` characters of mrkdwn, never ending within an escaped character or a mention."""
    return text if len(text) <= limit else f"{_HALF_A_TOKEN.sub('', text[: limit - 1])}…"


def _header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER_CHARACTERS)}


def _context(text: str) -> list[Block]:
    return [{"type": "context", "elements": [mrkdwn(_cut(text, CONTEXT_CHARACTERS))]}] if text else []


def _rows(name: str, buttons: Sequence[Button]) -> list[Block]:
    return [
        {
            "type": "actions",
            "block_id": f"{name}{start}",
            "elements": [_button(button, start + n) for n, button in enumerate(buttons[start : start + ROW])],
        }
        for start in range(0, len(buttons), ROW)
    ]


def _button(button: Button, number: int) -> dict[str, Any]:
    """A button; `action_id` is the action and a number, since Slack wants them unique within a block."""
    element = {
        "type": "button",
        "text": plain_text(button.label),
        "action_id": f"{button.action}/{number}",
        "value": button.value,
    }
    return element if button.style == "plain" else {**element, "style": button.style}


def _picker(picker: Picker) -> Block:
    """A menu of people. It has no value of its own: what it belongs to stands in its `action_id`."""
    element = {
        "type": "users_select",
        "placeholder": plain_text(picker.label, PLACEHOLDER_CHARACTERS),
        "action_id": f"{picker.action}/{picker.value}",
    }
    return {"type": "actions", "block_id": "people", "elements": [element]}


def _link(label: str, url: str) -> Block:
    """A button that leads somewhere in Slack; nothing comes of a tap on it but that."""
    element = {"type": "button", "text": plain_text(label), "action_id": LINK, "url": url}
    return {"type": "actions", "block_id": "link", "elements": [element]}


def _within_limits(blocks: Iterable[Block]) -> list[Block]:
    """As many blocks as one message may hold, the ways to act kept: text in the middle gives way first."""
    kept = list(blocks)
    while len(kept) > MESSAGE_BLOCKS or _characters(kept) > MESSAGE_CHARACTERS:
        texts = [n for n, block in enumerate(kept) if _is_text(block)]
        if not texts:
            return kept
        longest = max(texts, key=lambda n: _characters([kept[n]]))
        text = kept[longest]["text"]["text"]
        if len(kept) > MESSAGE_BLOCKS or len(text) <= HEADER_CHARACTERS:
            del kept[longest]
        else:
            kept[longest] = {**kept[longest], "text": mrkdwn(_cut(text, len(text) // 2))}
    return kept


def _is_text(block: Block) -> bool:
    return block["type"] == "section" and "accessory" not in block


def _characters(blocks: Iterable[Block]) -> int:
    return sum(
        len(text["text"])
        for block in blocks
        for text in (block.get("text"), *(block.get("elements", ()) if block["type"] == "context" else ()))
        if text
    )
