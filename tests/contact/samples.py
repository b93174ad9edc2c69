"""Every message that there is, with its shortest and its longest data: built by the product's own functions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from bot.slack import modal
from prompts import dates
from prompts.catalog import Catalog
from prompts.compose import clash, comparison, plan, question, verdict
from prompts.message_ids import MESSAGES
from prompts.messages import Message, Note
from prompts.mrkdwn import Mrkdwn, mention
from scoring import Answer, Disagreement, Rules, Sheet, contradictions, counterfactual, double_check, movement
from tests.contact import data as filled
from tests.contact.after_plan import checkins, owners
from tests.contact.data import FIRST_DAY, REF, Data
from tests.contact.documents import documents
from tests.contact.operation import gates, months
from tests.contact.talk import conversation
from tests.contact.weekly import weekly

NOTES = (
    "root.",
    "stop.",
    "wrong.",
    "status.",
    "language.",
    "help",
    "clash.tap",
    "verdict.later_done",
    "hand.gone",
    "hand.bot",
    "hand.guest",
    "hand.self",
    "hand.busy",
    "hand.not_yours",
    "differ.own",
    "differ.busy",
    "differ.tap",
    "pause.done",
    "pause.nothing_open",
    "pause.typed",
    "offer.tap",
    "taken.",
    *(f"named.{why}" for why in ("gone", "bot", "guest", "held")),
    "resume.done",
    "resume.going",
    "resume.above",
    "left.",
    "answers.none",
    "review.done",
    "review.withdrawn",
    "command.none",
    "verdict.withdrawn",
    "report.none",
    "report.not_yet",
    "report.on_its_way",
    "report.which",
    "report.format_unknown",
    "numbers.not_a_number",
    "gate.is_open",
    "gate.nobody_yet",
    "course.is.",
    "checkin.none",
    "checkin.sent",
    "checkin.there",
    "checkin.not_open",
    "away.past",
    "away.done",
    "settings.country_unknown",
    "settings.kept",
    "stage.",
    "claims.bad.",
    "claims.same_person",
    "decline.say_why",
    "decline.bad.",
)


@dataclass(frozen=True)
class Sample:
    """A message of one size: on which sheet it stands, what it is, and the message or the form."""

    sheet: str
    name: str
    size: str
    body: Message | dict[str, Any]


@dataclass(frozen=True)
class Noting(Catalog):
    """A catalog that notes which messages were said."""

    said: set[str]

    def say(self, message_id: str, **values: Any) -> Mrkdwn:
        """Say it, and note that."""
        self.said.add(message_id)
        return super().say(message_id, **values)


def noting(texts: Catalog) -> Noting:
    """The same texts, noting."""
    return Noting(**{each.name: getattr(texts, each.name) for each in fields(texts)}, said=set())


def samples(texts: Catalog, rules: Rules) -> list[Sample]:
    """All messages in one language, short and long."""
    made = []
    for size in filled.SIZES:
        for sheet, build in SHEETS.items():
            made += [Sample(sheet, name, size.size, body) for name, body in build(texts, rules, size)]
    return made


def _start(texts: Catalog, _rules: Rules, size: Data) -> Iterator[tuple[str, Message | dict[str, Any]]]:
    yield "form", modal.view(texts, channel="C0ORDERS", pilot=size.pilot)
    asking = {"pilot": size.pilot, "person": mention(size.person), "minutes": size.count % 60, "summary": size.summary}
    context = texts.say("root.asking_context", questions=size.count % 60, minutes=size.count % 60)
    yield "root.asking", Note(text=texts.say("root.asking", **asking), context=context)
    yield (
        "opening",
        question.opening(texts, minutes=size.count % 60, roles=size.roles, unheld=() if size.roles else ["sponsor"]),
    )
    texts.say("start.needs_name")


def _questions(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    pick = min if size.size == "short" else max
    key = pick(rules.questions, key=lambda each: len(str(texts.questions[each])))
    figure = pick((k for k, q in rules.questions.items() if q.is_figure), key=lambda k: len(str(texts.questions[k])))
    sheet = filled.untold(size) if size.size == "short" else filled.told(rules, size)
    of = filled.verdict_of(rules, sheet)
    context = question.progress(texts, answers=size.count % 60, left=1, minutes=1, verdict=of)
    lead = texts.say("question.for", person=mention(size.person)) if size.roles else ""
    yield "question", question.put(texts, key, f"{REF}|1|{key}", context=context, lead=lead)
    if size.roles:
        lead = texts.say("question.for_role", role=texts.roles[next(iter(size.roles))])
        yield "question, to a role", question.put(texts, key, f"{REF}|1|{key}", context=context, lead=lead)
    yield "question, a figure", question.put(texts, figure, f"{REF}|1|{figure}", context=context)
    options = sorted(rules.questions[key].option_ids, key=lambda each: len(texts.questions[key].options[each].text))
    pair = options[:2] if size.size == "short" else options[-2:]
    yield "asked back", question.ask_back(texts, key, f"{REF}|2|{key}", pair, quote=size.quote, context=context)
    doubt = [pair[0], "unknown"]
    yield "asked back, or not known", question.ask_back(texts, key, f"{REF}|2|{key}", doubt, quote="hm", context="")
    if size.size == "long":
        ask_back = question.ask_back(texts, key, f"{REF}|2|{key}", pair, quote="x" * 39_999, context=context)
        yield "asked back, too long", ask_back
    answer = Answer(option=pair[-1], by=size.person, quote=size.quote)
    figures = Answer(option=rules.questions[figure].option_ids[0], value=size.count, by=size.person)
    yield "answered", question.answered(texts, key, answer, ref=REF)
    yield "answered, a figure", question.answered(texts, figure, figures, ref=REF)
    yield "answered, not known", question.answered(texts, key, replace(answer, option="unknown", quote=None), ref=REF)
    yield "read as", question.read_as(texts, key, answer)
    yield "answered since", question.answered_since(texts, key, answer)
    yield "asked again", question.withdrawn(texts, key)
    yield "set aside", question.set_aside(texts, key)
    yield "why", question.why(texts, key)
    yield from _clash(texts, [(key, answer), (figure, figures)], size, context)


def _clash(texts: Catalog, said: list[tuple[str, Answer]], size: Data, context: str) -> Iterator[tuple[str, Message]]:
    put = clash.put_clash(texts, "never_lands", said, diagnosis=REF, starter=size.person, context=context)
    yield "two answers that do not fit", put
    stands = clash.BOTH if size.size == "short" else said[0][0]
    yield "settled", clash.settled(texts, stands, dict(said), by=size.person)
    yield "given up", clash.given_up(texts, said[0][0], by=size.person, ref=REF)
    yield "the two withdrawn", clash.withdrawn(texts)


def _verdict(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    told, healthy, mixed = _sheets(rules, size)
    if size.size == "short":
        kinds = {"too little known": filled.untold(size), "one reason": mixed}
    else:
        kinds = {"reasons": told, "outside": filled.outside(rules, size), "no reason": healthy}
    since = _since(rules, healthy, told) if size.size == "long" else _since(rules, told, mixed)
    for name, sheet in kinds.items():
        beside = verdict.Beside(
            changes=counterfactual(rules, sheet) if size.size == "long" else (),
            checks=double_check(rules, sheet),
            differing=[_differing(rules, size)] if name == "reasons" else [],
            unheld=list(size.roles) if size.size == "long" else ["sponsor"],
            passed_over=size.count % 60,
            since=since if name in {"reasons", "one reason"} else None,
        )
        standings: tuple[verdict.Standing, ...] = ("open", "posted") if name in {"reasons", "one reason"} else ("open",)
        for standing in standings:
            made = verdict.findings(
                texts,
                sheet,
                filled.verdict_of(rules, sheet),
                beside,
                ref=REF,
                minutes=size.count % 60,
                posters=[size.person] if size.size == "short" else list(filled.PEOPLE[:2]),
                version=rules.version,
                standing=standing,
            )
            yield f"verdict, {name}{', posted' if standing == 'posted' else ''}", made


def _reasoning(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    told, healthy, mixed = _sheets(rules, size)
    sheet = mixed if size.size == "short" else told
    yield "reasoning", verdict.reasoning(texts, sheet, filled.verdict_of(rules, sheet), contradictions(rules, sheet))
    since = _since(rules, told, mixed) if size.size == "short" else _since(rules, healthy, told)
    yield "since the last time", comparison.comparison(texts, since)
    first = mixed if size.size == "short" else filled.untold(size)
    yield "since the last time, little", comparison.comparison(texts, _since(rules, first, mixed))


def _sheets(rules: Rules, size: Data) -> tuple[Sheet, Sheet, Sheet]:
    """Everything wrong, nothing wrong, and a few answers of each kind."""
    return filled.told(rules, size), filled.told(rules, size, stuck=False), filled.mixed(rules, size)


def _since(rules: Rules, then: Sheet, now: Sheet) -> comparison.Since:
    moved = movement(rules, then, now)
    return comparison.Since(
        day=date(2026, 9, 30), old_version="1.0", version=rules.version, then=then, now=now, movement=moved
    )


def _differing(rules: Rules, size: Data) -> Disagreement:
    one, other, *_ = rules.questions["output_path"].option_ids
    said = (Answer(option=one, by=filled.PEOPLE[0]), Answer(option=other, by=size.person))
    return Disagreement(question="output_path", counts=one, said=said)


def _plans(rules: Rules, size: Data) -> Iterator[tuple[str, plan.Posted]]:
    sheets = {"": filled.untold(size) if size.size == "short" else filled.told(rules, size)}
    if size.size == "long":
        sheets |= {", outside": filled.outside(rules, size), ", no reason": filled.told(rules, size, stuck=False)}
    for name, sheet in sheets.items():
        yield name, _posted(rules, name, sheet, size)


def _posted(rules: Rules, name: str, sheet: Sheet, size: Data) -> plan.Posted:
    """A plan, made once for all languages and messages: it takes longer than all that is said of it."""
    key = (rules.sha256, size.size, name)
    if key not in _MADE:
        _MADE[key] = filled.posted(rules, sheet, filled.verdict_of(rules, sheet), size)
    return _MADE[key]


_MADE: dict[tuple[str, str, str], plan.Posted] = {}


def _plan(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    for name, posted in _plans(rules, size):
        yield f"plan{name}", plan.summary(texts, posted)
        if not name:
            yield "plan, why", plan.findings(texts, posted)
            yield "plan, numbers", plan.numbers(texts, posted)
            kept = tuple(replace(line, baseline=size.count, target=size.count) for line in posted.plan.metrics)
            good = replace(posted, plan=replace(posted.plan, metrics=kept))
            yield "plan, numbers that are good already", plan.numbers(texts, good)


def _weeks(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    for name, posted in _plans(rules, size):
        if name != ", no reason":
            yield f"weeks 1 and 2{name}", plan.first_weeks(texts, posted)
            yield f"weeks 3 and 4{name}", plan.last_weeks(texts, posted)


def _words(texts: Catalog, _rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    """Everything that is one sentence or a few: answers to commands, hints, what went wrong."""
    for key in MESSAGES:
        if key.startswith(NOTES) and key not in {"root.asking", "root.asking_context"}:
            values = _values(texts, size, key)
            yield key, Note(text=texts.say(key, **{name: values[name] for name in MESSAGES[key]}))


def _values(texts: Catalog, size: Data, key: str) -> dict[str, Any]:
    long = size.size == "long"
    options = [option.text for one in texts.questions.values() for option in one.options.values()]
    return {
        "pilot": size.pilot,
        "pilots": Mrkdwn(", ".join(texts.say("status.name", pilot=size.pilot) for _ in range(3 if long else 1))),
        "person": mention(size.person),
        "people": Mrkdwn(", ".join(mention(each) for each in (filled.PEOPLE if long else filled.PEOPLE[:1]))),
        "date": dates.day(texts.locale, FIRST_DAY),
        "answer": (max if long else min)(options, key=len),
        "answered": size.count % 60,
        "done": size.count % 16,
        "role": texts.roles["security_reviewer"].lower(),
        "total": 16 if long else 1,
        "given": "which process should we automate first" if long else "x",
        "nearest": "" if key == "language.unknown" and not long else "language",
        "format": texts.say("report.format.csv"),
        "name": texts.about.name,
        "names": "English, Español, Português" if long else texts.about.name,
        "chosen": long,
        "questions": size.count % 60,
        "minutes": size.count % 60,
        "command": "stop",
        "count": size.count % 60,
    }


Build = Callable[[Catalog, Rules, Data], Iterator[tuple[str, Any]]]
SHEETS: dict[str, Build] = {
    "start": _start,
    "questions": _questions,
    "verdict": _verdict,
    "reasoning": _reasoning,
    "plan": _plan,
    "weeks": _weeks,
    "owners": owners,
    "check-ins": checkins,
    "digest": weekly,
    "gates": gates,
    "months": months,
    "documents": documents,
    "conversation": conversation,
    "words": _words,
}
