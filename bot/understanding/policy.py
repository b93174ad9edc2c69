"""What is done with a typed text, given what each vote says of it. All of the policy, and nothing but the policy.

Scores are whole parts of `WHOLE`, rounded before anything is compared, so that no processor, thread or library can tip
a decision; where two are equal, the option that stands first comes first.

- The combined score of an option is two parts meaning (sentence embeddings) and one part words.
- *Accept* only where both votes put the same option first, high enough, and it leads by a margin before what comes
  second, another option or "I don't know". Doubt in the text, a denial that is rather about another question, or that
  the nearest phrasing has not (or the reverse), or a language model that votes otherwise ask for more.
- Never *accept* what ends in a question or says that it depends, nor "I don't know" without a phrase that says so.
- Without a language model that says the same, never *accept* what plainly denies an option as that option ("not
  passed"), nor what says "almost" of one that does not, nor what says of it that it is planned, over, claimed by
  somebody else or true in one case only.
- A number with its unit and nothing that changes it needs no agreement of the votes, only the lead.
- Never *accept* what is a good deal more like talk about something else than like the option, numbers included.
- A language model that votes for what the combined score puts first is as good as agreement and margin, if the text
  states something and is no question. It chooses nothing by itself; what it votes for is one of the two shown.
- *No answer* only where "answers nothing" leads clearly.
- Otherwise *ask back* with the two best.
- Rules may raise "I don't know" and put the band of a number first; they never rule an option out.
- Without sentence embeddings nothing is accepted.

The figures were chosen on the development half of tests/labelled; docs/benchmarks.md shows what they give on the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.understanding.reading import WHOLE, Kind, Talk
from scoring import UNKNOWN

MEANING, WORDS = 2, 1  # parts of the combined score
MARGIN = 300
LEAST = 3_000  # of the score of what is taken: what resembles nothing much is no answer to anything
DOUBTED = 2  # times the margin when the text takes certainty back
DENIED = 2  # times the margin when text and nearest phrasing differ in denying
BESIDE = 12  # times the margin when a denial is rather about another question: "we haven't talked to them yet"
OTHER = 700  # by how much more it is about that one
ABOUT_DENIED = 600  # how much it may be about the one that was asked
CONTRADICTED = 3  # times the margin when a language model votes otherwise
FEW_WORDS = 12
ELSEWHERE = 1_300  # by how much a text of few words may be more like talk about something else
ELSEWHERE_LONG = 9_000  # and a longer one, which seldom sounds like an answer by chance
ELSEWHERE_FIGURE = 4_500  # and a number with its unit
NOTHING_MARGIN = 3_000
NOT_KNOWING = 1_500  # what a phrase such as "I don't know" adds to "I don't know"
SHOWN = 2


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known of a text when it is decided on; `options` in declared order, "I don't know" last.

    `meaning`, `words`: the votes' scores of the options; `meaning` is None without a model. `nothing`: the scores, in
    the same order, of answering nothing. `about`, `other`: how much it is about the question, and about the one of all
    others that it is most about. `elsewhere`: how much it is like talk about something else, by meaning and by words,
    up to some `WHOLE`; less than 0 where its words are those of answers. `is_long`: it has more than `FEW_WORDS`.
    `is_denied`: all of the text denies, and its best option or that phrasing does not; `is_nearly`: it says "almost",
    and that option does not; `is_turned`: it speaks of a plan, a claim or the like (`turns.py`). `band`: the option
    that a number in the text falls into; `is_plain_figure`: it stands there with its unit and nothing that changes it.
    """

    options: Sequence[str]
    meaning: Mapping[str, int] | None
    words: Mapping[str, int]
    nothing: tuple[int, int] = (0, 0)
    talk: Talk = Talk.OFF_TOPIC
    not_knowing: bool = False
    hedges: bool = False
    wavers: bool = False
    asks: bool = False
    about: int = WHOLE
    other: int = 0
    denies: bool = False
    elsewhere: int = 0
    is_long: bool = False
    denial_differs: bool = False
    is_denied: bool = False
    is_nearly: bool = False
    is_turned: bool = False
    band: str | None = None
    is_plain_figure: bool = False
    llm: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to do: take `option`, or show `nearest`, or say that it answers nothing (`talk`)."""

    kind: Kind
    option: str | None = None
    nearest: tuple[str, ...] = ()
    talk: Talk | None = None


def decide(evidence: Evidence) -> Decision:
    """The decision; the same for the same evidence."""
    scores = combined(evidence)
    ranked = sorted(evidence.options, key=lambda option: -scores[option])  # stable: ties in declared order
    nothing = _mix(*evidence.nothing, has_meaning=evidence.meaning is not None)
    best, second = ranked[0], ranked[1]
    if nothing - scores[best] >= NOTHING_MARGIN and evidence.meaning is not None:
        return Decision(kind=Kind.NO_ANSWER, talk=evidence.talk)
    lead = scores[best] - scores[second]
    if _confirmed(evidence, best, scores[best] - nothing):
        return Decision(kind=Kind.ACCEPT, option=best)
    is_sure = scores[best] >= LEAST and lead >= _margin(evidence, best) and not _is_elsewhere(evidence, best)
    if _states(evidence, best) and _says(evidence) and _agree(evidence, best) and is_sure:
        return Decision(kind=Kind.ACCEPT, option=best)
    return Decision(kind=Kind.ASK_BACK, nearest=_shown(evidence, ranked))


def combined(evidence: Evidence) -> dict[str, int]:
    """The score of each option, of all votes together."""
    scores = {
        option: _mix(
            evidence.meaning[option] if evidence.meaning is not None else 0,
            evidence.words[option],
            has_meaning=evidence.meaning is not None,
        )
        for option in evidence.options
    }
    if evidence.not_knowing:
        scores[UNKNOWN] += NOT_KNOWING
    if evidence.band is not None:
        scores[evidence.band] += WHOLE
    return scores


def _mix(meaning: int, words: int, *, has_meaning: bool) -> int:
    return (MEANING * meaning + WORDS * words) // (MEANING + WORDS) if has_meaning else words


def _states(evidence: Evidence, best: str) -> bool:
    """Whether a text states something; "I don't know" has to be said, for all sorts of talk are a little like it."""
    return not evidence.asks and not evidence.wavers and (best != UNKNOWN or evidence.not_knowing)


def _says(evidence: Evidence) -> bool:
    """Whether a text does not say the contrary of the option that it is most like."""
    return not evidence.is_denied and not evidence.is_nearly and not evidence.is_turned


def _agree(evidence: Evidence, best: str) -> bool:
    """Whether meaning and words both put `best` first; for a number with its unit, the number is enough."""
    if evidence.meaning is None:
        return False
    if evidence.band is not None:
        return evidence.band == best and evidence.is_plain_figure
    return all(best == max(evidence.options, key=vote.__getitem__) for vote in (evidence.meaning, evidence.words))


def _is_elsewhere(evidence: Evidence, best: str) -> bool:
    """Whether a text is more like talk about something else than like `best`, whatever its number."""
    likeness = _mix(evidence.meaning[best] if evidence.meaning else 0, evidence.words[best], has_meaning=True)
    return evidence.elsewhere - likeness > _elsewhere_allowed(evidence)


def _elsewhere_allowed(evidence: Evidence) -> int:
    if evidence.is_plain_figure:
        return ELSEWHERE_FIGURE
    return ELSEWHERE_LONG if evidence.is_long else ELSEWHERE


def _confirmed(evidence: Evidence, best: str, lead: int) -> bool:
    """Whether a language model says the same as our scores, which it does not see, of a text that states something."""
    is_asked = bool(evidence.llm) and evidence.meaning is not None
    return is_asked and _states(evidence, best) and evidence.llm[0] == best and lead > 0


def _margin(evidence: Evidence, best: str) -> int:
    """By how much `best` has to lead."""
    margin = MARGIN
    if evidence.hedges and best != UNKNOWN:
        margin *= DOUBTED
    if evidence.denial_differs:
        margin *= DENIED
    if evidence.denies and evidence.about < ABOUT_DENIED and evidence.other - evidence.about > OTHER:
        margin *= BESIDE  # every question has an option that denies something, and is like all that does
    return margin * CONTRADICTED if evidence.llm and evidence.llm[0] != best else margin


def _shown(evidence: Evidence, ranked: Sequence[str]) -> tuple[str, ...]:
    """The two to choose from: the best two, or the best and what a language model says."""
    others = [*evidence.llm[:1], *ranked]
    return tuple(dict.fromkeys([ranked[0], *others]))[:SHOWN]
