"""`/unstick language`: in which language somebody is written to, as they choose or as their Slack is set."""

from difflib import SequenceMatcher

from bot.desk import Desk, Outcome, hint, language_of
from bot.store import people
from prompts.catalog import Catalog, catalog, every_catalog
from prompts.mrkdwn import shorten

LIKE_FROM = 0.5  # likeness from which a word may be meant for a language's name
SHOWN_CHARACTERS = 40


def language(desk: Desk, wanted: str) -> Outcome:
    """Say which language it is, or change it: by a language's name in any language, or `auto` for that of Slack."""
    person = people.person(desk.session, desk.workspace_id, desk.actor)
    if person is None:  # Slack has not told who this is, so there is nothing to keep it with
        return hint(desk.texts.say("wrong.unforeseen"))
    known = every_catalog(desk.texts)
    word = wanted.casefold()
    if not word:
        others = ", ".join(each.about.name for each in known[1:])
        said = {"name": desk.texts.about.name, "names": others, "chosen": person.language is not None}
        return hint(desk.texts.say("language.current", **said))
    if any(word in each.words.auto for each in known):
        person.language = None
        texts = catalog(language_of(person))
        return hint(texts.say("language.auto", name=texts.about.name))
    chosen = next((each for each in known if word in _called(each)), None)
    if chosen is None:
        given = shorten(wanted, SHOWN_CHARACTERS)
        names = ", ".join(each.about.name for each in known)
        return hint(desk.texts.say("language.unknown", given=given, nearest=_nearest(known, word), names=names))
    person.language = chosen.language
    return hint(chosen.say("language.set", name=chosen.about.name))


def _called(texts: Catalog) -> set[str]:
    return {texts.language, texts.about.name.casefold(), *texts.about.called}


def _nearest(known: tuple[Catalog, ...], word: str) -> str:
    """The language whose name is most like the word; nothing if none is."""
    likeness = {
        each.about.name: max(SequenceMatcher(None, word, name).ratio() for name in _called(each)) for each in known
    }
    best = max(likeness, key=lambda name: likeness[name])
    return best if likeness[best] >= LIKE_FROM else ""
