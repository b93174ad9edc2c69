"""`/unstick …`: which subcommand is meant, and what it answers."""

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from bot.desk import Desk, Outcome, hint
from bot.interview import hand_out, overview
from bot.interview.language import language
from bot.report.formats import Format
from bot.slack import first_form, home, modal
from bot.slack.front import Front, Who, act, renew, texts_for
from bot.slack.places import not_here
from bot.slack.typed import as_typed
from prompts.catalog import SUBCOMMANDS, Catalog, every_catalog
from prompts.messages import Note
from scoring.errors import nearest_id

log = structlog.get_logger()

ALONE = ("list", "first")  # subcommands that nothing follows
FORMAT_FROM = 0.5
MISTYPED_FROM = 0.7  # likeness from which one word is a subcommand mistyped rather than a pilot's name


def command(front: Front, body: dict[str, Any]) -> Note | None:
    """Answer a slash command; the note is shown to the one who typed it. None: a form has been opened instead."""
    who = Who(workspace_id=body["team_id"], actor=body["user_id"], channel=body["channel_id"])
    text = " ".join(as_typed(str(body.get("text", ""))).split())
    word, _, rest = text.partition(" ")
    texts = texts_for(front, who)
    meant = _meant(texts, word, rest)
    if meant == "language":
        renew(front, who)
    use = IN_CHANNEL.get(meant or "")
    if use is not None:
        return act(front, who, _key(body), lambda desk: use(desk, who.channel, rest)).hint
    match meant:
        case "help":
            return Note(text=texts.say("help"))
        case "list":
            return home.listing(front, who)
        case "first":
            return _open_form(front, who, texts, body, lambda: first_form.view(texts, who.channel))
        case "start":
            return _open_form(front, who, texts, body, lambda: modal.view(texts, channel=who.channel, pilot=rest))
    nearest = _mistyped(texts, text)
    if nearest:
        return Note(text=texts.say("wrong.unknown_command", given=text, nearest=nearest))
    return _open_form(front, who, texts, body, lambda: modal.view(texts, channel=who.channel, pilot=text))


def _open_form(
    front: Front, who: Who, texts: Catalog, body: dict[str, Any], form: Callable[[], dict[str, Any]]
) -> Note | None:
    """Open the form, unless it could lead nowhere: then say why."""
    refusal = act(front, who, _key(body), _may_start).hint or not_here(front, who.channel, texts)
    if refusal:
        return refusal
    try:
        front.client.views_open(trigger_id=body["trigger_id"], view=form())
    except (SlackApiError, OSError) as error:
        log.warning("form_not_opened", action="command", fault=type(error).__name__)
        return Note(text=texts.say("wrong.unforeseen"))
    return None


def _export(desk: Desk, channel: str, rest: str) -> Outcome:
    """`export pdf`, and the pilot's name where there are several."""
    given, _, name = rest.partition(" ")
    kind = next((kind for kind in Format if given.casefold() in {kind, f".{kind}"}), None)
    if kind is None:
        nearest = nearest_id(given.casefold(), list(Format)) if given else ""
        return hint(desk.texts.say("report.format_unknown", given=given, nearest=nearest))
    found = hand_out.find(desk, channel, name)
    return found if isinstance(found, Outcome) else hand_out.hand_out(desk, found, kind)


def _may_start(_desk: Desk) -> Outcome:
    """Whoever gets here may: `act` has turned guests away."""
    return Outcome()


def _meant(texts: Catalog, word: str, rest: str) -> str | None:
    """The subcommand that a word names in any language; None for the beginning of a pilot's name."""
    name = next((name for name in SUBCOMMANDS if word.casefold() in _names(texts, name)), None)
    # "language model of the help desk", "list price agent" and "first line support" are pilots' names.
    if (name == "language" and " " in rest) or (name in ALONE and rest) or (name == "export" and not _is_format(rest)):
        return None
    return name


def _is_format(rest: str) -> bool:
    """Whether what follows `export` begins with a format, perhaps mistyped; nothing is asked for one."""
    word = rest.partition(" ")[0].casefold().removeprefix(".")
    return not word or max(SequenceMatcher(None, word, kind).ratio() for kind in Format) >= FORMAT_FROM


def _names(texts: Catalog, subcommand: str) -> set[str]:
    return {subcommand}.union(*(each.words.subcommands[subcommand] for each in every_catalog(texts)))


def _mistyped(texts: Catalog, text: str) -> str | None:
    """The subcommand, in English or the reader's language, that one mistyped word was meant to be."""
    word = text.casefold()
    if not word or " " in word:
        return None
    names = sorted({*SUBCOMMANDS}.union(*texts.words.subcommands.values()))
    nearest = max(names, key=lambda name: SequenceMatcher(None, word, name).ratio())
    return nearest if SequenceMatcher(None, word, nearest).ratio() >= MISTYPED_FROM else None


def _key(body: dict[str, Any]) -> str:
    return f"command:{body['trigger_id']}"


# What a subcommand does with the channel it is typed in and the words behind it.
IN_CHANNEL: Final[Mapping[str, Callable[[Desk, str, str], Outcome]]] = {
    "status": lambda desk, channel, _rest: overview.status(desk, channel),
    "stop": overview.stop,
    "export": _export,
    "language": lambda desk, _channel, rest: language(desk, rest),
}
