"""What the scripted app says: one block of every kind."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def button(text: str, action: str, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action, "value": action, **more}


def options(*texts: str) -> list[Json]:
    """Options whose values are their numbers from 1 on."""
    return [{"text": plain(text), "value": str(number)} for number, text in enumerate(texts, 1)]


def modal(pilot: str, channel: str, *, role: str = "") -> Json:
    """The modal that a command opens: a field of every kind, a way deeper, and a line that an update adds."""
    more = [{"type": "context", "block_id": "role", "elements": [mrkdwn(f"Asked first: *{role}*")]}] if role else []
    return {
        "type": "modal",
        "title": plain("Why is it stuck?"),
        "submit": plain("Start"),
        "close": plain("Not now"),
        "private_metadata": channel,
        "blocks": [
            *more,
            _field("pilot", "Which pilot?", {"type": "plain_text_input", "action_id": "name", "initial_value": pilot}),
            _field(
                "does",
                "What does it do?",
                {"type": "plain_text_input", "action_id": "line", "multiline": True},
                optional=True,
            ),
            _field(
                "owner",
                "Business owner",
                {"type": "users_select", "action_id": "who", "placeholder": plain("Choose a person")},
            ),
            _field(
                "lens",
                "Look through",
                {"type": "static_select", "action_id": "lens", "options": options("Both", "Five", "Four")},
            ),
            _field(
                "minutes",
                "How long?",
                {"type": "radio_buttons", "action_id": "minutes", "options": options("15", "30", "45")},
            ),
            _field(
                "may",
                "May I",
                {"type": "checkboxes", "action_id": "may", "options": options("ask here", "write to people")},
                optional=True,
            ),
            _field(
                "week",
                "Orders a week",
                {"type": "number_input", "action_id": "count", "is_decimal_allowed": False, "min_value": "1"},
            ),
            {
                "type": "actions",
                "block_id": "more",
                "elements": [
                    button("What is a lens?", "deeper"),
                    {
                        "type": "static_select",
                        "action_id": "role",
                        "placeholder": plain("Ask first"),
                        "options": options("Sponsor", "Owner"),
                    },
                ],
            },
        ],
    }


def second() -> Json:
    """The modal that lies over the first one after a press."""
    return {
        "type": "modal",
        "title": plain("What is a lens?"),
        "blocks": [{"type": "section", "text": mrkdwn("Two lists of reasons, seen side by side.")}],
    }


def _field(block: str, label: str, element: Json, *, optional: bool = False) -> Json:
    return {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": optional}


def root(pilot: str) -> list[Json]:
    """The first message of a diagnosis."""
    return [
        {
            "type": "section",
            "text": mrkdwn(f"*Why is _{pilot}_ stuck?* Started by <@U0OLIVIA>\nAbout 30 minutes, in this thread."),
        }
    ]


def question() -> list[Json]:
    """A question with buttons, a way to hand it over, a menu and the progress."""
    return [
        {"type": "section", "text": mrkdwn("*What happens to its output?*\n1. Written\n2. Draft\n3. Typed over")},
        {
            "type": "actions",
            "elements": [
                button("1 Written", "option_1", style="primary"),
                button("2 Draft", "option_2"),
                button("3 Typed over", "option_3"),
            ],
        },
        {
            "type": "actions",
            "elements": [
                {"type": "users_select", "action_id": "hand_over", "placeholder": plain("Ask someone else")},
                {
                    "type": "static_select",
                    "action_id": "week",
                    "placeholder": plain("Week"),
                    "options": options("One", "Two", "Three"),
                },
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-04"},
                {"type": "overflow", "action_id": "more", "options": options("Pause", "Stop")},
                button("Stop", "stop", style="danger", confirm=_confirm()),
            ],
        },
        {"type": "context", "elements": [mrkdwn("▰▰▰▱▱▱▱▱▱▱ 5 of about 18 · 22 min left")]},
    ]


def _confirm() -> Json:
    return {
        "title": plain("Stop here?"),
        "text": mrkdwn("What was said *stays*."),
        "confirm": plain("Stop it"),
        "deny": plain("Go on"),
    }


def answered(choice: str) -> list[Json]:
    """The question once it is answered."""
    return [{"type": "section", "text": mrkdwn(f"✓ What happens to its output? — *{choice}*")}]


def everything() -> list[Json]:
    """One of every block that a message may hold."""
    words = [
        {"type": "text", "text": "rich "},
        {"type": "text", "text": "bold", "style": {"bold": True}},
        {"type": "user", "user_id": "U0CARLOS"},
    ]
    line = {"type": "rich_text_section", "elements": words}
    return [
        {"type": "header", "text": plain("A header & more")},
        {
            "type": "section",
            "text": mrkdwn(
                "*bold* _italic_ ~gone~ `code` &amp; &lt;i&gt; <https://example.com/a|a link> <@U0TOMASZ> <#C0ORDERS>"
                "\n&gt; a quote\n```pre\n  kept```"
            ),
            "accessory": button("Beside", "beside"),
        },
        {"type": "section", "fields": [mrkdwn("*Now*\n6 h"), mrkdwn("*Target*\n●●●●○ 1 h")]},
        {"type": "divider"},
        {
            "type": "context",
            "elements": [
                {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "a small picture"},
                plain("beneath"),
            ],
        },
        {"type": "image", "image_url": "https://example.com/chart.png", "alt_text": "a chart"},
        {"type": "rich_text", "elements": [line, {"type": "rich_text_list", "style": "bullet", "elements": [line]}]},
        {
            "type": "table",
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
            "rows": [
                [{"type": "raw_text", "text": "Measure"}, {"type": "raw_text", "text": "Now"}],
                [{"type": "raw_text", "text": "Hours"}, {"type": "raw_text", "text": "6"}],
            ],
        },
        {
            "type": "markdown",
            "text": "## Heading\n\nwith **strong** words\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        },
    ]


def pickers() -> list[Json]:
    """What else one can choose with: several options, several people, a time, boxes and buttons of a kind."""
    elements: list[Json] = [
        {
            "type": "multi_static_select",
            "action_id": "steps",
            "placeholder": plain("Which steps"),
            "options": options("Read", "Check", "Enter"),
        },
        {"type": "multi_users_select", "action_id": "people", "placeholder": plain("Who else")},
        {"type": "timepicker", "action_id": "hour", "initial_time": "09:00"},
        {"type": "checkboxes", "action_id": "boxes", "options": options("Mail", "Telephone")},
        {"type": "radio_buttons", "action_id": "kind", "options": options("Often", "Seldom")},
    ]
    return [{"type": "actions", "block_id": "pickers", "elements": elements}]
