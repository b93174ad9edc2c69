"""docs/reference/questions.md: every question with its answers, and what each says about which reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompts.catalog import catalog
from scoring import load_rules
from tests.reference.markdown import code, head, table

if TYPE_CHECKING:
    from prompts.texts import QuestionText
    from scoring import Rules
    from scoring.rules import Question

ABOUT = """{count} questions, rules {version}. A conversation asks only those that still tell
something. "I don't know" belongs to every question and weighs nothing.

The last column is the weight in decibans for each reason that an answer speaks for (+) or against (−), before groups
and claims are taken into account ([how the verdict comes about](../explanation/how-the-verdict-comes-about.md)).
`python -m scoring explain QUESTION` says the same in words, with the percentages behind it.
"""


def page() -> str:
    """The page as it has to be."""
    rules, texts = load_rules(), catalog("en")
    about = ABOUT.format(count=len(rules.questions), version=rules.version)
    parts = [head("Questions", "`scoring/rules/questions` and `prompts/en/questions.yaml`", about)]
    for question in rules.questions.values():
        words = texts.questions[question.id]
        parts.append(f"## {question.id}\n\n**{words.text}** {words.why}\n\n{_about(question)}\n")
        parts.append(_options(rules, question, words))
    return "\n".join(parts)


def _about(question: Question) -> str:
    """For whom it is, how long it takes, when it may be asked, on what it rests."""
    role = catalog("en").roles[question.role].lower()
    facts = [f"For: {role}", f"{question.minutes} min", f"phase {question.phase}"]
    if question.group:
        facts.append(f"group `{question.group}`")
    if question.unit:
        facts.append(f"a number in `{question.unit}`")
    facts += [f"only after `{each}`: {code(options)}" for each, options in question.requires.items()]
    marks = {"its minutes are kept free": question.needed, "nobody can change it": question.fixed}
    facts += [mark for mark, holds in marks.items() if holds]
    return f"{'; '.join(facts)}. Serves {code(question.sources)}."


def _options(rules: Rules, question: Question, words: QuestionText) -> str:
    """Its answers with their weights, from the compiled rules."""
    rows = []
    for option in question.options:
        evidence = rules.compiled.rows.get((question.id, option.id), ())
        weights = [f"{rules.compiled.reason_ids[reason]} {row.decibans:+d}" for reason, row in evidence if row.decibans]
        waits = f"; half until `{option.until}` is answered" if option.until else ""
        rows.append([f"`{option.id}`", words.options[option.id].text, ", ".join(weights) + waits])
    return table(["id", "answer", "weight"], rows)
