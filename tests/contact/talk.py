"""What people do with questions: hand them on, differ, pause, look at all answers; and what silence brings."""

from collections.abc import Iterator

from prompts.catalog import Catalog
from prompts.compose import answers, control, differ, handing, offers, question, talk
from prompts.messages import Message
from prompts.mrkdwn import mention
from scoring import Answer, Rules
from tests.contact import data as filled
from tests.contact.data import FIRST_DAY, REF, Data


def conversation(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    """All of it, with the shortest or the longest question."""
    pick = min if size.size == "short" else max
    key = pick(rules.questions, key=lambda each: len(str(texts.questions[each])))
    yield from _beside(texts, rules, size, key)
    yield from _talking(texts, size, key)
    yield from _handing(texts, rules, size, key)
    yield from _differing(texts, rules, size, key)
    yield from _pausing(texts, size, key)
    yield from _answers(texts, rules, size)


def _beside(texts: Catalog, rules: Rules, size: Data, key: str) -> Iterator[tuple[str, Message]]:
    ref = f"{REF}|12|{key}"
    answer = Answer(option=rules.questions[key].option_ids[-1], by=size.person, quote=size.quote)
    yield "a fact about another question", offers.fact(texts, key, answer, ref=ref)
    yield "a fact, not kept", offers.left(texts, key)
    yield "a fact, asked instead", offers.asked(texts, key)
    hours = next(each for each in rules.questions.values() if each.is_figure)
    figure = Answer(option=hours.option_ids[-1], value=size.count, by=size.person, quote=size.quote)
    yield "a figure worked out", offers.figure(texts, hours.id, figure, ref=ref)
    name = "Jo" if size.size == "short" else "Bartholomew Featherstonehaugh from accounts payable <north>"
    yield "somebody was named", offers.named(texts, name, "business_owner", ref=ref)
    yield "who that is", offers.holds(texts, size.person, "security_reviewer", by=filled.PEOPLE[0])
    yield "not their role", offers.holds_not(texts, name, "technical_lead", elsewhere=False)
    yield "not in Slack", offers.holds_not(texts, name, "technical_lead", elsewhere=True)
    by_another = question.answered(texts, key, answer, ref=ref, confirmed_by=filled.PEOPLE[0])
    yield "answered, confirmed by another", by_another


def _talking(texts: Catalog, size: Data, key: str) -> Iterator[tuple[str, Message]]:
    ref = f"{REF}|12|{key}"
    for kind in ("small_talk", "anger", "off_topic", "later"):
        for count in range(talk.VARIED):
            yield f"{kind} {count + 1}", talk.reply(texts, key, kind, count, ref=ref)
    yield "a question back", talk.reply(texts, key, "question_back", 0, ref=ref)
    yield "ways out", talk.reply(texts, key, "off_topic", 2, ref=ref, ways_out=talk.OPEN)
    yield "ways out, handed", talk.reply(texts, key, "anger", 2, ref=ref, ways_out=talk.HANDED)
    yield "said to one alone", talk.quietly(texts, key, "off_topic", ref=ref)
    yield "neither", talk.neither(texts, key, ref=ref)
    yield "talked, over", talk.over(texts, key, "anger", size.count)


def _handing(texts: Catalog, rules: Rules, size: Data, key: str) -> Iterator[tuple[str, Message]]:
    ref = f"{REF}|12|{key}"
    holders = {person: ("Bartholomew Featherstonehaugh", role) for role, person in size.roles.items()}
    unheld = None if size.roles else "technical_lead"
    yield "whom to ask", handing.offer(texts, key, ref, holders, unheld=unheld)
    lead = texts.say("hand.lead", person=mention(size.person), by=mention(filled.PEOPLE[0]))
    context = texts.say("hand.private_context")
    yield "handed", question.put(texts, key, ref, context="", lead=lead, tools=question.HANDED_TOOLS)
    parked = texts.say("hand.lead_parked", person=mention(size.person))
    yield "parked", question.put(texts, key, ref, context="", lead=parked, tools=question.PARKED_TOOLS)
    again = texts.say("hand.lead_again", answer=question.spoken(texts, key, Answer(option="unknown")))
    yield "again", question.put(texts, key, ref, context=context, lead=again, tools=question.AGAIN_TOOLS)
    private = texts.say("hand.lead_private", pilot=size.pilot, person=mention(size.person))
    yield "in private", question.put(texts, key, ref, context=context, lead=private, tools=question.PRIVATE_TOOLS)
    places = ("moved", "moved_private", "moved_parked", "given_back", "taken_back", "left", "second_dropped")
    for place in places:
        values = {} if place == "second_dropped" else {"person": mention(size.person)}
        yield f"moved, {place}", handing.moved(texts, key, texts.say(f"hand.{place}", **values))
    count = 1 if size.size == "short" else len(filled.PEOPLE)
    waiting = [handing.Waits(ref, each, person) for each, person in zip(rules.questions, filled.PEOPLE, strict=False)]
    yield "waits", handing.waits_for(texts, waiting[:count], diagnosis=REF, starter=size.person)
    yield "waits no longer", handing.no_longer_waiting(texts)


def _differing(texts: Catalog, rules: Rules, size: Data, key: str) -> Iterator[tuple[str, Message]]:
    one, other = rules.questions[key].option_ids[:2]
    quote = size.quote if size.size == "long" else None
    said = [Answer(option=one, by=filled.PEOPLE[0], quote=quote), Answer(option=other, by=size.person)]
    lead = texts.say("differ.for", person=mention(size.person))
    yield "a second opinion", question.put(texts, key, REF, context="", lead=lead, tools=question.SECOND_TOOLS)
    yield "two see it differently", differ.put_split(texts, key, said, ref=REF, context="")
    yield "talked out", differ.reconciled(texts, key, said[0], by=size.person)
    yield "both, it differs", differ.reconciled(texts, key, None, by=size.person)
    yield "answered by another", differ.offer_second(texts, texts.say("wrong.old_question"), REF)


def _pausing(texts: Catalog, size: Data, key: str) -> Iterator[tuple[str, Message]]:
    person, ref, count = size.person, REF, size.count % 60
    yield "paused", control.paused(texts, by=person, ref=ref)
    yield "passed over", control.skipped(texts, key, ref=ref)
    for why in ("day", "parked"):
        lead = texts.say(f"remind.{why}", person=mention(person))
        yield f"reminder, {why}", question.put(texts, key, ref, context="", lead=lead)
    yield "reminder, which holds", control.open_above(texts, person=person)
    yield "reminder, the verdict", control.verdict_waits(texts, person=person)
    yield "what is known", control.partial(texts, person=person, answers=count, ref=ref)
    yield "long pause", control.still_paused(texts, person=person, ref=ref)
    yield "stopped", control.stopped(texts, by=person, ref=ref)
    yield "to rest or to end", control.break_off(texts, ref=ref)
    yield "closed", control.closed(texts, pilot=size.pilot, answers=count, ref=ref)


def _answers(texts: Catalog, rules: Rules, size: Data) -> Iterator[tuple[str, Message]]:
    keys = list(rules.questions)[: 1 if size.size == "short" else 40]
    quote = size.quote if size.size == "long" else None
    rows = [
        answers.Row(
            question=key,
            ref=f"{REF}|1|{key}",
            current=((Answer(option=rules.questions[key].option_ids[0], by=size.person, quote=quote), FIRST_DAY),),
            before=((Answer(option="unknown", by=filled.PEOPLE[0]), FIRST_DAY),) if size.size == "long" else (),
        )
        for key in keys
    ]
    passed = [(key, REF) for key in list(rules.questions)[40:42]]
    tasks = answers.tasks(texts, rows, passed, may_change=True, checks=keys[:2])
    yield "all answers", answers.listing(texts, tasks, pilot=size.pilot)
    yield "own answers", answers.listing(texts, tasks, pilot=size.pilot, own=True)
    for page, each in enumerate(answers.review(texts, tasks, pilot=size.pilot, ref=REF, passed_over=True), 1):
        yield f"before the verdict, page {page}", each
