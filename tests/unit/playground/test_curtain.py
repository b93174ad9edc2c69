"""What is shown behind the curtain, and what is not."""

import json
from typing import Any
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.curtain import HIDDEN, SECRETS, bare, exchange

KEYS = st.sampled_from([*SECRETS, "Token", "text", "user"])
VALUES = st.recursive(
    st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def secrets(value: Any) -> list[Any]:
    """What stands under a secret's name, anywhere."""
    if isinstance(value, dict):
        mine = [inner for key, inner in value.items() if key.lower() in SECRETS]
        return mine + [each for inner in value.values() for each in secrets(inner)]
    return [each for inner in value for each in secrets(inner)] if isinstance(value, list) else []


@given(VALUES)
def test_no_secret_is_shown_however_deep(value: Any) -> None:
    """Whatever stands under the name of a secret is left out, and nothing else."""
    shown = bare(value)
    assert set(secrets(shown)) <= {HIDDEN}
    if not secrets(value):
        assert shown == value


def test_a_form_is_shown_unpacked_and_without_its_token() -> None:
    """What Slack sends as JSON within a form is read as what it is; tokens at both levels stay hidden."""
    payload = {"type": "block_actions", "token": "deep", "user": {"id": "U1"}}
    entry = {
        "seq": 3,
        "direction": "to_app",
        "what": "interactive",
        "status": 200,
        "failure": None,
        "retry": 0,
        "ms": 12.5,
        "body": urlencode({"payload": json.dumps(payload), "token": "outer"}),
        "answer": "",
    }
    shown = exchange(entry)
    assert shown["said"] == {"payload": {**payload, "token": HIDDEN}, "token": HIDDEN}
    assert (shown["to_app"], shown["trouble"], shown["ms"]) == (True, None, 12.5)
