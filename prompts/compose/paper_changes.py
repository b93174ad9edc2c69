"""What is different between two versions of a document, from the facts of both."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from prompts import dates, numbers
from prompts.catalog import Catalog
from prompts.compose.dossier import Dossier
from prompts.compose.paper_facts import paper_facts
from prompts.compose.question import spoken
from prompts.mrkdwn import plain
from scoring import UNKNOWN, Answer

Words = Callable[[Any], str]


def changes(texts: Catalog, dossier: Dossier, kind: str, before: Mapping[str, Any]) -> Iterator[str]:
    """A line for each fact that is new, different or gone since `before`, the answers first."""
    now = paper_facts(dossier, kind)

    def compared(part: str, what: Words, words: Callable[[str, Any], str]) -> Iterator[str]:
        """The entries of one part; `words` takes the entry's id and what is known of it."""
        new, old = now.get(part, {}), before.get(part, {})
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _change(
                texts,
                what(key),
                words(key, new[key]) if key in new else "",
                words(key, old[key]) if key in old else "",
                is_same=new.get(key) == old.get(key),
            )

    if now["pilot"] != before["pilot"]:
        yield _say(
            texts, "changed_item", what=plain(texts.say("start.pilot")), now=now["pilot"], before=before["pilot"]
        )
    yield from compared("answers", lambda key: texts.questions[key].text, lambda key, fact: _answer(texts, key, fact))
    yield from compared("roles", lambda key: f"{texts.roles[key]}.", lambda _key, person: dossier.name(person))
    yield from compared(
        "actions", lambda key: f"{texts.actions[key].title}.", lambda _key, fact: _action(texts, dossier, fact)
    )
    yield from compared("metrics", lambda key: f"{texts.metrics[key].name}.", lambda _key, fact: _metric(texts, fact))
    yield from compared("budget", lambda key: f"{_say(texts, f'cost.{key}')}.", lambda _key, fact: _cost(texts, fact))
    yield from compared(
        "ready", lambda key: f"{texts.ready[key].name}.", lambda _key, state: plain(texts.say(f"doc.ready.{state}"))
    )


def _change(texts: Catalog, what: str, now: str, before: str, *, is_same: bool) -> Iterator[str]:
    """The words of one change; a fact that reads the same was said anew, by somebody else or on another day."""
    if is_same:
        return
    if now and before:
        same = now == before
        yield (
            _say(texts, "said_again", what=what)
            if same
            else _say(texts, "changed_item", what=what, now=now, before=before)
        )
    elif now:
        yield _say(texts, "new_item", what=what, now=now)
    elif before:
        yield _say(texts, "gone_item", what=what, before=before)


def _say(texts: Catalog, message_id: str, **values: object) -> str:
    return plain(texts.say(f"doc.paper.{message_id}", **values))


def _answer(texts: Catalog, question: str, fact: Mapping[str, Any]) -> str:
    """An answer in words; nothing for "I don't know"."""
    if fact["option"] == UNKNOWN:
        return ""
    return plain(spoken(texts, question, Answer(option=fact["option"], value=fact["value"])))


def _action(texts: Catalog, dossier: Dossier, fact: Mapping[str, Any]) -> str:
    """How an action stands, whose it is, and by when."""
    state = plain(texts.say(f"checkin.state.{fact['state']}")) if fact["state"] else ""
    due = fact["due"]
    day = (
        plain(texts.say("doc.by_day", day=due))
        if isinstance(due, int)
        else dates.full(texts.locale, date.fromisoformat(due))
    )
    who = dossier.name(fact["owner"]) or _say(texts, "nobody")
    return ", ".join(part for part in (state, who, day) if part)


def _metric(texts: Catalog, fact: Mapping[str, Any]) -> str:
    """The number that it starts from and the least that is worth it, and the newest number where there is one."""
    first = fact["baseline"] if fact.get("first") is None else Decimal(fact["first"]["value"])
    target = fact["target"] if fact.get("goal") is None else Decimal(fact["goal"])
    share = texts.say("plan.share_of_baseline", percent=fact["percent"]) if fact["percent"] is not None else ""
    shown = [
        texts.say("plan.metric_unknown") if first is None else numbers.number(texts.locale, first),
        share if target is None else numbers.number(texts.locale, target),
    ]
    newest = fact.get("newest")
    since = _say(texts, "newest_is", number=Decimal(newest["value"])) if newest else ""
    return ", ".join(part for part in (plain(" → ".join(shown)), since) if part)


def _cost(texts: Catalog, fact: Any) -> str:
    if isinstance(fact, str):
        return plain(texts.say(f"plan.budget.{fact}"))
    return _say(texts, "a_month", low=fact[0], high=fact[1])
