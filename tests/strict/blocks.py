"""Rules for the blocks of a message."""

from __future__ import annotations

from tests.strict.rule import HERE, READING, REPORTED, block, called
from tests.unit.playground.stage import actions, button, mrkdwn, option, plain, section, text_input


def _table(*rows: object, **more: object) -> dict[str, object]:
    return {"type": "table", "rows": list(rows), **more}


CELL = {"type": "raw_text", "text": "x"}
IMAGE = {"type": "image", "image_url": "https://example.org/a.png"}

RULES = {
    "blocks-51": block("A message has at most 50 blocks.", "no more than 50 items allowed", *[section()] * 51),
    "blocks-no-type": block("A block has a type.", "missing required field: type @0", {"text": plain("x")}),
    "blocks-unknown": block("Only known types of block are taken.", "unsupported type: poll @0/type", {"type": "poll"}),
    "blocks-newer": block(
        "A type newer than the workspace is refused as well.",
        "unsupported type: plan @0/type",
        {"type": "plan", "title": "x"},
        basis=READING,
    ),
    "blocks-no-list": called(
        "Blocks are a list.",
        "chat.postMessage",
        "invalid_blocks_format",
        lambda _: {"channel": HERE, "text": "x", "blocks": "{}"},
    ),
    "blocks-no-json": called(
        "Blocks in a form are JSON.",
        "chat.postMessage",
        "invalid_blocks_format",
        lambda _: {"channel": HERE, "text": "x", "blocks": "[{"},
    ),
    "blocks-too-much-text": called(
        "All blocks of a message together hold at most 13,200 characters of text.",
        "chat.postMessage",
        "msg_blocks_too_long",
        lambda _: {"channel": HERE, "text": "x", "blocks": [section("x" * 2900)] * 5},
        basis=REPORTED,
    ),
    "block-id-twice": block(
        "A `block_id` stands once in a message.",
        '`block_id` "a" already exists @1/block_id',
        section(block_id="a"),
        section(block_id="a"),
    ),
    "block-id-256": block(
        "A `block_id` has at most 255 characters.",
        "must be less than 256 characters @0/block_id",
        section(block_id="x" * 256),
    ),
    "block-unknown-key": block(
        "A key that a block does not have is refused.",
        "invalid additional property: colour @0",
        section(colour="red"),
        basis=REPORTED,
    ),
    "section-empty": block(
        "A section has text or fields.", "must define either `text` or `fields` @0", {"type": "section"}
    ),
    "section-string": block("Text is an object.", "must provide an object @0/text", {"type": "section", "text": "x"}),
    "section-3001": block(
        "The text of a section has at most 3,000 characters.",
        "must be less than 3001 characters @0/text/text",
        section("x" * 3001),
    ),
    "section-no-letter": block(
        "Text has at least one character.", "must be more than 0 characters @0/text/text", section("")
    ),
    "text-unknown": block(
        "Text is plain or mrkdwn.",
        "unsupported type: html @0/text/type",
        {"type": "section", "text": {"type": "html", "text": "x"}},
    ),
    "text-emoji": block(
        "Only plain text has the key `emoji`.",
        "invalid additional property: emoji @0/text",
        {"type": "section", "text": {**mrkdwn("x"), "emoji": True}},
        basis=REPORTED,
    ),
    "text-verbatim": block(
        "Only mrkdwn has the key `verbatim`.",
        "invalid additional property: verbatim @0/text",
        {"type": "section", "text": {**plain("x"), "verbatim": True}},
        basis=REPORTED,
    ),
    "section-11-fields": block(
        "A section has at most 10 fields.",
        "no more than 10 items allowed @0/fields",
        {"type": "section", "fields": [mrkdwn("x")] * 11},
    ),
    "section-field-2001": block(
        "A field has at most 2,000 characters.",
        "must be less than 2001 characters @0/fields/0/text",
        {"type": "section", "fields": [mrkdwn("x" * 2001)]},
    ),
    "section-input": block(
        "Nothing that is typed into stands beside a section.",
        "unsupported type: plain_text_input @0/accessory/type",
        section(accessory={"type": "plain_text_input"}),
    ),
    "header-151": block(
        "A header has at most 150 characters.",
        "must be less than 151 characters @0/text/text",
        {"type": "header", "text": plain("x" * 151)},
    ),
    "header-mrkdwn": block(
        "A header is plain text.",
        "unsupported type: mrkdwn @0/text/type",
        {"type": "header", "text": mrkdwn("x")},
    ),
    "header-no-text": block("A header has text.", "missing required field: text @0", {"type": "header"}),
    "divider-text": block(
        "A divider holds nothing.",
        "invalid additional property: text @0",
        {"type": "divider", "text": plain("x")},
        basis=REPORTED,
    ),
    "image-no-words": block("A picture has `alt_text`.", "missing required field: alt_text @0", IMAGE),
    "image-words-2001": block(
        "The words of a picture have at most 2,000 characters.",
        "must be less than 2001 characters @0/alt_text",
        {**IMAGE, "alt_text": "x" * 2001},
    ),
    "image-nowhere": block(
        "A picture comes from an address or is a file of Slack's.",
        "must define either `image_url` or `slack_file` @0",
        {"type": "image", "alt_text": "x"},
    ),
    "image-file-url": block(
        "A picture's address is one of the web.",
        "must be a valid URL @0/image_url",
        {"type": "image", "alt_text": "x", "image_url": "file:///a.png"},
    ),
    "image-url-3001": block(
        "A picture's address has at most 3,000 characters.",
        "must be less than 3001 characters @0/image_url",
        {"type": "image", "alt_text": "x", "image_url": f"https://example.org/{'x' * 2981}"},
    ),
    "image-title-2001": block(
        "A picture's title has at most 2,000 characters.",
        "must be less than 2001 characters @0/title/text",
        {**IMAGE, "alt_text": "x", "title": plain("x" * 2001)},
    ),
    "image-slack-file": block(
        "A file of Slack's is named by its id or its address.",
        "must define either `id` or `url` @0/slack_file",
        {"type": "image", "alt_text": "x", "slack_file": {}},
        basis=READING,
    ),
    "actions-none": block(
        "A row of elements has at least one.", "no fewer than 1 items allowed @0/elements", actions()
    ),
    "actions-26": block(
        "A row has at most 25 elements.",
        "no more than 25 items allowed @0/elements",
        actions(*[button(f"a{number}") for number in range(26)]),
    ),
    "actions-id-twice": block(
        "An `action_id` stands once in a row.",
        '`action_id` "a" already exists @0/elements/1/action_id',
        actions(button("a"), button("a")),
    ),
    "actions-text": block("A row holds no text.", "unsupported type: mrkdwn @0/elements/0/type", actions(mrkdwn("x"))),
    "context-11": block(
        "A context has at most 10 elements.",
        "no more than 10 items allowed @0/elements",
        {"type": "context", "elements": [mrkdwn("x")] * 11},
    ),
    "context-button": block(
        "A context holds text and pictures only.",
        "unsupported type: button @0/elements/0/type",
        {"type": "context", "elements": [button()]},
    ),
    "input-button": block(
        "A button is no input.",
        "unsupported type: button @0/element/type",
        {"type": "input", "label": plain("x"), "element": button()},
    ),
    "input-no-label": block(
        "An input has a label.",
        "missing required field: label @0",
        {"type": "input", "element": {"type": "plain_text_input"}},
    ),
    "input-label-2001": block(
        "A label has at most 2,000 characters.",
        "must be less than 2001 characters @0/label/text",
        text_input() | {"label": plain("x" * 2001)},
    ),
    "input-hint-2001": block(
        "A hint has at most 2,000 characters.",
        "must be less than 2001 characters @0/hint/text",
        text_input(hint=plain("x" * 2001)),
    ),
    "input-hint-mrkdwn": block(
        "A hint is plain text.", "unsupported type: mrkdwn @0/hint/type", text_input(hint=mrkdwn("x"))
    ),
    "markdown-12001": block(
        "A markdown block has at most 12,000 characters.",
        "must be less than 12001 characters @0/text",
        {"type": "markdown", "text": "x" * 12_001},
    ),
    "markdown-together": block(
        "All markdown blocks of a message together have at most 12,000 characters.",
        "markdown blocks must together be less than 12001 characters",
        {"type": "markdown", "text": "x" * 6_001},
        {"type": "markdown", "text": "x" * 6_000},
        basis=READING,
    ),
    "rich-text-unknown": block(
        "Rich text is made of sections, lists, quotes and preformatted parts.",
        "unsupported type: poem @0/elements/0/type",
        {"type": "rich_text", "elements": [{"type": "poem", "elements": []}]},
    ),
    "table-101-rows": block(
        "A table has at most 100 rows.", "no more than 100 items allowed @0/rows", _table(*[[CELL]] * 101)
    ),
    "table-21-columns": block(
        "A table has at most 20 columns.", "no more than 20 items allowed @0/rows/0", _table([CELL] * 21)
    ),
    "table-21-settings": block(
        "A table has at most 20 column settings.",
        "no more than 20 items allowed @0/column_settings",
        _table([CELL], column_settings=[{"align": "left"}] * 21),
    ),
    "table-align": block(
        "A column is aligned left, in the middle or right.",
        "must be one of: left, center, right @0/column_settings/0/align",
        _table([CELL], column_settings=[{"align": "top"}]),
    ),
    "table-mrkdwn": block(
        "A cell is raw or rich text.", "unsupported type: mrkdwn @0/rows/0/0/type", _table([mrkdwn("x")])
    ),
    "table-empty-cell": block(
        "A cell is not empty.",
        "must be more than 0 characters @0/rows/0/0/text",
        _table([{"type": "raw_text", "text": ""}]),
        basis=REPORTED,
    ),
    "table-two": called(
        "A message has one table.",
        "chat.postMessage",
        "invalid_attachments",
        lambda _: {"channel": HERE, "text": "x", "blocks": [_table([CELL]), _table([CELL])]},
        reason="only_one_table_allowed",
        basis=REPORTED,
    ),
    "overflow-alone": block(
        "A menu of three dots stands in a row or beside a section, not in an input.",
        "unsupported type: overflow @0/element/type",
        {"type": "input", "label": plain("x"), "element": {"type": "overflow", "options": [option("a")]}},
    ),
}
