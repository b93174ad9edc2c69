"""A text without what a language model has no business to see: people, ids, addresses, secrets."""

import re
import unicodedata
from collections.abc import Iterable

from prompts.texts import LlmText

# In this order: an address holds ids, a mention holds a name.
_LINK = re.compile(r"<(?:https?|slack|ftp|mailto):[^<>]+>|\b(?:(?:https?|slack|ftp)://|mailto:)[^\s<>]+", re.IGNORECASE)
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MARKED = re.compile(r"<[@!#][^<>\s]*>")  # Slack's markup for people, groups and channels
_CALLED = re.compile(r"@\w[\w.'’-]*")
_SECRET = re.compile(
    r"\b(?:xox[a-z]|xapp|xwfp)[-.][\w.-]+"  # Slack's tokens
    r"|\b(?:sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|AKIA|AIza)[-_]?[A-Za-z0-9_-]{12,}"
    r"|\beyJ[\w-]{8,}\.[\w.-]+"  # signed tokens in JSON
    r"|(?=[\w+/=.-]*\d)(?=[\w+/=.-]*[A-Za-z])[\w+/=.-]{28,}"  # long runs of letters and digits are no words
)
_ID = re.compile(r"\b(?=[A-Z0-9]*\d)[UWBCDGTEFAS][A-Z0-9]{6,}\b")  # Slack's ids have a digit, shouted words have none


def neutral(words: LlmText, text: str, names: Iterable[str] = ()) -> str:
    """The text with people, ids, links and secrets replaced by neutral words, and without invisible characters.

    `names` are those of people whom the text may mention as "@name": names of several words cannot be told otherwise.
    """
    seen = unicodedata.normalize("NFKC", text)  # so that every @ is one
    seen = "".join(each for each in seen if each in "\n\t" or not _is_invisible(each))
    seen = _LINK.sub(words.link, seen)
    seen = _MAIL.sub(words.somebody, seen)
    seen = _MARKED.sub(words.somebody, seen)
    for name in sorted(filter(None, names), key=len, reverse=True):
        seen = re.sub(rf"@{re.escape(name)}", words.somebody, seen, flags=re.IGNORECASE)
    for pattern, instead in ((_CALLED, words.somebody), (_SECRET, words.secret), (_ID, words.somebody)):
        seen = pattern.sub(instead, seen)
    return seen


def _is_invisible(character: str) -> bool:
    """Whether it is a control or a format character, or one of no meaning: tags, joiners, changes of direction."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs"}
