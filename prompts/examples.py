"""What people might type, by what it would mean: example phrasings per option, and texts that answer nothing.

`examples.yaml` holds them by question and option, `talk.yaml` by kind of talk. They are never shown to anybody: typed
answers are understood by their likeness to them. What does not fit is told with its place, all of it at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from scoring import Rules
from scoring.yamltext import YamlError, read_yaml

ELSEWHERE = "elsewhere"
TALK = ("unknown", "question_back", "small_talk", "anger", "off_topic", ELSEWHERE)
"""The kinds of text that answer nothing; `unknown` is "I don't know" in any wording.

`elsewhere` are texts about something else, often in a question's words, so that what sounds like them is not taken.
"""

FEWEST = 3  # per option: what suffices to tell it from the others (a fourth adds about one answer in a hundred)
PHRASING_CHARACTERS = 300

Phrasings = tuple[str, ...]


class ExampleReader:
    """Reads both files of a language's folder; what does not fit is added to `faults`."""

    def __init__(self, folder: Path, faults: list[str]) -> None:
        self.folder = folder
        self.faults = faults

    def examples(self, rules: Rules) -> dict[str, dict[str, Phrasings]]:
        """The phrasings by question and option, both in the rules' order."""
        raw = self._ids("examples.yaml", rules.questions, self._file("examples.yaml"))
        return {
            question: self._kinds(f"examples.yaml: {question}", rules.questions[question].option_ids, given)
            for question, given in raw.items()
        }

    def talk(self) -> dict[str, Phrasings]:
        """The texts that answer nothing, by their kind."""
        return self._kinds("talk.yaml", TALK, self._file("talk.yaml"))

    def _file(self, name: str) -> Any:
        """A file's content; a key that stands twice is a fault there, not a silent loss."""
        try:
            return read_yaml((self.folder / name).read_text("utf-8"))
        except (OSError, YamlError) as error:
            self.faults.append(f"{name}: {error}")
            return {}

    def _kinds(self, where: str, ids: Iterable[str], given: Any) -> dict[str, Phrasings]:
        """Lists of phrasings by id, of which no two share a phrasing."""
        lists = {key: self._phrasings(f"{where}: {key}", value) for key, value in self._ids(where, ids, given).items()}
        self.faults += [f"{where}: {one} and {other} both have {same!r}" for one, other, same in _shared(lists)]
        return lists

    def _ids(self, where: str, ids: Iterable[str], given: Any) -> dict[str, Any]:
        """What is given for `ids`, in their order."""
        wanted, raw = list(ids), given if isinstance(given, Mapping) else {}
        self.faults += [f"{where}: {key} has no text" for key in wanted if key not in raw]
        self.faults += [f"{where}: {key} has a text, but nothing has that id" for key in raw if key not in wanted]
        return {key: raw[key] for key in wanted if key in raw}

    def _phrasings(self, where: str, given: Any) -> Phrasings:
        listed = given if isinstance(given, tuple) else ()
        phrasings = tuple(text for text in listed if isinstance(text, str) and text.strip())
        self.faults += [f"{where}: {text!r} is not a text" for text in listed if text not in phrasings]
        self.faults += [
            f"{where}: {text[:40]!r}… has more than {PHRASING_CHARACTERS} characters"
            for text in phrasings
            if len(text) > PHRASING_CHARACTERS
        ]
        bare = [_bare(text) for text in phrasings]
        self.faults += [f"{where}: {text!r} stands there twice" for n, text in enumerate(bare) if text in bare[:n]]
        if len(phrasings) < FEWEST:
            self.faults.append(f"{where}: {len(phrasings)} phrasings, at least {FEWEST} are needed")
        return phrasings


def _shared(lists: Mapping[str, Phrasings]) -> Iterator[tuple[str, str, str]]:
    """Phrasings that stand under two ids."""
    bare = {key: {_bare(text) for text in texts} for key, texts in lists.items()}
    for one, other in combinations(bare, 2):
        for same in sorted(bare[one] & bare[other]):
            yield one, other, same


def _bare(text: str) -> str:
    """A phrasing without what makes no difference: capitals, blanks, a full stop."""
    return " ".join(text.casefold().split()).rstrip(".! ")
