"""The page that a browser shows at the end of an installation: a few lines, no script, nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from prompts.catalog import DEFAULT_LANGUAGE, catalog, languages
from prompts.mrkdwn import plain

_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1.5rem;color:#1d1c1d;"
    "background:#fff}a{color:#0b5cad}@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}"
    "a{color:#8ab4f8}}"
)
_STYLE_SHA256 = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_SHA256}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",  # the address holds a code
    "cache-control": "no-store",
}


def language_for(accepted: str) -> str:
    """The first language of a browser's wishes that is shipped, else English."""
    for wish in accepted.split(","):
        tag = wish.split(";", maxsplit=1)[0].strip().split("-", maxsplit=1)[0].casefold()
        if tag in languages():
            return tag
    return DEFAULT_LANGUAGE


def page(language: str, said: Sequence[tuple[str, Mapping[str, str]]], *, again: str | None = None) -> str:
    """A page that says these messages, each with its values, and leads to `again` if that is given."""
    texts = catalog(language)
    lines = [f"<p>{escape(plain(texts.say(message_id, **values)))}</p>" for message_id, values in said]
    if again is not None:
        lines.append(f'<p><a href="{escape(again)}">{escape(plain(texts.say("install.again")))}</a></p>')
    title = escape(plain(texts.say("install.title")))
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{''.join(lines)}</main></body></html>\n"
    )
