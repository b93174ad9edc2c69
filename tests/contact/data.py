"""What messages are filled with: the shortest that can be, and the longest."""

from dataclasses import dataclass
from datetime import date, timedelta

from prompts.catalog import Catalog
from prompts.compose.followup import Item
from prompts.compose.plan import Posted
from scoring import Answer, Rules, Sheet, Verdict, counterfactual, make_plan, score, still_to_show

FIRST_DAY = date(2026, 11, 23)
PEOPLE = ("U0MARTIN", "U0LUCIAM", "U0TOMASZ", "U0SELINE")
ROLES = dict(zip(("sponsor", "business_owner", "technical_lead", "security_reviewer"), PEOPLE, strict=True))
REF = "abcdefghijkl"
LONG_PILOT = "Order intake & confirmation agent for the northern region <pilot 2>, since May"
LONG_QUOTE = (
    "it drops a spreadsheet and then the coordinator keys it into the ERP, *line by line*, and on Mondays, when three "
    "hundred orders come in at once, two colleagues from the warehouse help out until the afternoon, more or less"
)


@dataclass(frozen=True, kw_only=True)
class Data:
    """One size of everything that templates are filled with."""

    size: str
    pilot: str
    summary: str
    quote: str
    person: str
    count: int
    roles: dict[str, str]


SHORT = Data(size="short", pilot="Ada", summary="", quote="no", person="U0LUCIAM", count=1, roles={})
LONG = Data(
    size="long",
    pilot=LONG_PILOT,
    summary="Reads the mails and attachments that customers send to the order desk, lists the line items with their "
    "quantities and delivery dates, and asks back where one of them is missing or odd",
    quote=LONG_QUOTE,
    person="U0TOMASZ",
    count=1_234,
    roles=ROLES,
)
SIZES = (SHORT, LONG)


def untold(data: Data) -> Sheet:
    """A sheet on which nobody could say anything yet."""
    return Sheet(pilot=data.pilot, framework="both", answers={"output_path": Answer(option="unknown", by=data.person)})


def told(rules: Rules, data: Data, *, stuck: bool = True) -> Sheet:
    """Every question answered: with a quote each, for a pilot in which everything is wrong, or nothing."""
    answers = {}
    for number, (key, one) in enumerate(rules.questions.items()):
        sign = 1 if stuck else -1
        chosen = max(one.options, key=lambda option: sign * sum(p - q for p, q in option.percent.values()))
        value = chosen.value if one.is_figure else None
        quote = data.quote if stuck and number % 2 else None
        answers[key] = Answer(option=chosen.id, value=value, by=data.person, quote=quote)
    return Sheet(pilot=data.pilot, framework="both", answers=answers)


def outside(rules: Rules, data: Data) -> Sheet:
    """A pilot whose data cannot serve, and nothing else is wrong with it."""
    answers = dict(told(rules, data, stuck=False).answers)
    for key, one in rules.questions.items():
        bearing = [option for option in one.options if "outside.data" in option.percent]
        if bearing:
            worst = max(
                bearing, key=lambda option: option.percent["outside.data"][0] - option.percent["outside.data"][1]
            )
            answers[key] = Answer(option=worst.id, by=data.person)
    return Sheet(pilot=data.pilot, framework="both", answers=answers)


def mixed(rules: Rules, data: Data) -> Sheet:
    """A few unsigned answers: a reason that holds, a claim without its evidence, and two that do not fit together."""
    picked = {"output_path": "retyped", "connected_to": "files", "last_record": "this_week", "audit_log": "full"}
    answers = {key: Answer(option=option) for key, option in picked.items() if key in rules.questions}
    return Sheet(pilot=data.pilot, framework="both", answers=answers)


def posted(rules: Rules, sheet: Sheet, verdict: Verdict, data: Data) -> Posted:
    """A plan as it is posted; with long data every action has an owner."""
    made = make_plan(rules, sheet, verdict)
    every = [action for week in made.weeks for action in week]
    return Posted(
        sheet=sheet,
        verdict=verdict,
        plan=made,
        changes=counterfactual(rules, sheet),
        missing=still_to_show(rules, sheet),
        ref=REF,
        version=rules.version,
        poster=data.person,
        first_day=FIRST_DAY,
        due={action.id: FIRST_DAY + timedelta(days=action.due_day) for action in every},
        owners={action.id: data.roles.get(action.role) for action in every},
    )


def items(
    texts: Catalog,
    rules: Rules,
    data: Data,
    *,
    accepted: bool = False,
    owner: str | None = None,
    most: int = 10,
) -> list[Item]:
    """Actions of one owner: the one with the shortest title, or so many with the longest."""
    keys = sorted(rules.actions, key=lambda key: len(texts.actions[key].title))
    chosen = keys[:1] if data.size == "short" else keys[-most:]
    return [
        Item(
            ref=f"{REF}|{key}",
            action=key,
            role=rules.actions[key].role,
            owner=owner,
            accepted=accepted,
            due=FIRST_DAY + timedelta(days=number),
            state="open" if data.size == "short" else ("blocked", "under_way")[number % 2],
        )
        for number, key in enumerate(chosen)
    ]


def verdict_of(rules: Rules, sheet: Sheet) -> Verdict:
    """What the rules make of a sheet."""
    return score(rules, sheet)
