"""The section "Scoring" of docs/benchmarks.md: goals, what was measured, how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.bench.scoring_robustness import Moves
    from tests.bench.scoring_simulation import Setting, Tally
    from tests.bench.scoring_speed import Speed, Timing

BEGIN, END = "<!-- scoring:begin -->", "<!-- scoring:end -->"
SLOPE = 1.1  # what a question of the largest bank may cost, against one of the smallest; linear is 1
DRAWN = (
    "**How pilots are drawn.** Each reason is present by its prior, independently of the others. A question about one "
    "reason is answered by its table. Where a question bears on several reasons, `marginal` (the one that counts here) "
    "takes the distribution of least structure in which each reason by itself gives exactly the percents of its table "
    "(iterative proportional fitting); `product` multiplies the odds of all present reasons onto the product of their "
    "columns, `blend` onto the geometric mean of them. Answers are independent given the reasons, and nobody is asked "
    "again about answers that do not fit together. The simulation shows what the order of questions and the "
    "thresholds do *if the rules are right*; whether they are is a matter for documented cases."
)
SPEED_OPEN = (
    "Processor time of one thread; each sheet is measured five times, and the least counts. *Full sheet scored with "
    "trace* is `score(rules, sheet)`: from a sheet in memory, on which every question is answered by the id of an "
    "option, to the verdict with the state, the score and every row of the trace of all reasons. Reading a sheet's "
    "YAML and checking its types come before and are not counted; that its ids exist is checked within. The row of "
    "each answer that stands alone is made when rules are loaded. What linked answers come to (groups, claims, "
    "answers made moot) is remembered from sheet to sheet, and found in this measurement; the second row shows a "
    "sheet on which nothing of that was ever met. pyAgrum is timed with each of its exact engines, from setting the "
    "evidence to reading the posteriors, on the network without groups and claims, its construction not counted."
)
LEFT_OPEN = (
    "**What this does not reach.** The share found is over all present reasons; the two causes outside stay below it. "
    "Each is expected in 12 of 100 pilots, so two ordinary answers rule it out, and a tenth of the answers is wrong: "
    "even a conversation in which every question is asked finds only about 80 % of them. Counting information about "
    "them two or three times raised that by 0 to 3 points for up to half a minute. False alarms are over all absent "
    "reasons, too; over the nine of the two articles alone they are 5.4 %, above the goal, with 91.3 % found. Letting "
    "information about likely reasons count by half more instead of a quarter brings the nine to 4.9 % and 91.0 % "
    "(ended at 0.27 bit a minute), but half of the conversations then take 21 minutes and 89.97 % of all are found; "
    "ended at 0.28, they take 20 minutes, with 5.04 % and 90.8 % of the nine and 89.8 % of all. With `likely` from 4 "
    "or from 6 decibans instead of 5, or likely reasons counted twice, one of the three goals is missed as well. So "
    "the nine alone do not meet both within 20 minutes; all eleven do. Where answers of two reasons meet in another "
    "way than assumed (`product`, `blend`), the balance between missing and false alarms moves: the scorer takes "
    "reasons one by one, and an answer that another reason explains still counts."
)


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> list[str]:
    names = list(head)
    return [_row(*names), _row(*("---" for _ in names)), *(_row(*row) for row in rows), ""]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _met(holds: bool) -> str:  # noqa: FBT001 (a yes or a no is what it is about)
    return "met" if holds else "**missed**"


def simulation(tallies: Mapping[Setting, Tally]) -> list[str]:
    """Return the part about simulated conversations; the first three settings are the three orders."""
    settings = list(tallies)
    three = [(setting, tallies[setting]) for setting in settings[:3]]
    ours, declared = three[0][1], three[1][1]
    half = ours.unclear_share() / declared.unclear_share()
    lines = [
        "### Simulated conversations",
        "",
        (
            f"{ours.pilots:,} pilots drawn from the rules, {settings[0].wrong_percent} % of the answers wrong (another "
            f"option of the same question, at random), {load_rules().frame.budget_minutes} minutes at most. The three "
            "orders hear the same answers from the same pilots."
        ),
        "",
    ]
    lines += _table(
        ("goal", "measured", ""),
        (
            ("minutes p50 ≤ 20", ours.minutes_at(50), _met(ours.minutes_at(50) <= 20)),
            ("minutes p99 ≤ 30", ours.minutes_at(99), _met(ours.minutes_at(99) <= 30)),
            ("unclear reasons ≤ half of the declared order's", f"{half:.2f}", _met(half <= 1 / 2)),
            ("present reasons found ≥ 90 %", _percent(ours.found_share()), _met(ours.found_share() >= 0.9)),
            ("false alarms ≤ 5 %", _percent(ours.alarm_share()), _met(ours.alarm_share() <= 0.05)),
        ),
    )
    lines += _table(
        ("order", "minutes p50", "p90", "p99", "found", "false alarms", "unclear"),
        ((setting.order, *(tally.minutes_at(p) for p in (50, 90, 99)), *_shares(tally)) for setting, tally in three),
    )
    lines += [
        (
            "*Found*: present reasons that are confirmed or likely. *False alarms*: absent reasons that "
            "are. *Unclear*: reasons that stay undecided. By reason (adaptive, then the unclear share of the others):"
        ),
        "",
    ]
    lines += _table(
        ("reason", "present in", "found", "false alarms", "unclear", "declared: unclear", "random: unclear"),
        (
            (
                name,
                f"{ours.present[name]:,}",
                *_shares(ours, name),
                *(_percent(t.unclear_share(name)) for _, t in three[1:]),
            )
            for name in sorted(ours.present)
        ),
    )
    lines += ["Other ways to draw (adaptive order):", ""]
    lines += _table(
        ("answers drawn", "wrong", "pilots", "minutes p50", "p90", "p99", "found", "false alarms", "unclear"),
        (
            (
                s.mixing,
                f"{s.wrong_percent} %",
                f"{tallies[s].pilots:,}",
                *(tallies[s].minutes_at(p) for p in (50, 90, 99)),
                *_shares(tallies[s]),
            )
            for s in settings
            if s.order == "adaptive"
        ),
    )
    lines += [DRAWN, "", LEFT_OPEN, ""]
    return lines


def _shares(tally: Tally, *names: str) -> tuple[str, str, str]:
    return (
        _percent(tally.found_share(*names)),
        _percent(tally.alarm_share(*names)),
        _percent(tally.unclear_share(*names)),
    )


def robustness(moves: Moves, draws: int) -> list[str]:
    """Return the part about percentages moved at random."""
    lines = [
        "### Other percentages, same verdict?",
        "",
        (
            f"Every percentage moved at random by up to ±20 % (columns brought back to 100, priors too), {draws:,} "
            f"draws, each over all {len(moves.by_sheet)} case sheets."
        ),
        "",
    ]
    lines += _table(
        ("goal", "measured", ""),
        (
            ("states in their own or a neighbouring state ≥ 98 %", _percent(moves.near), _met(moves.near >= 0.98)),
            ("top-two reasons that stay ≥ 90 %", _percent(moves.top_stays), _met(moves.top_stays >= 0.9)),
        ),
    )
    lines += [
        (
            f"{_percent(moves.same)} of the states stay as they are. The top two are the two highest reasons of a "
            "sheet, as far as they hold; a reason stays when at most one other of its lens is higher. By sheet:"
        ),
        "",
    ]
    lines += _table(
        ("sheet", "states unchanged", "one state further", "more", "top two that stay"),
        (
            (
                name,
                *(_percent(each / steps.total()) for each in (steps[0], steps[1], steps.total() - steps[0] - steps[1])),
                _top(moves, name),
            )
            for name, steps in moves.by_sheet.items()
        ),
    )
    return lines


def _top(moves: Moves, name: str) -> str:
    stays = moves.top[name]
    return _percent(stays[True] / stays.total()) if stays else "none holds"


def _micro(timing: Timing) -> str:
    return f"{timing.median:,.0f} µs, worst {timing.worst:,.0f} µs"


def speed(found: Speed) -> list[str]:
    """Return the part about speed."""
    name, engine = min(found.engines.items(), key=lambda entry: entry[1].median)
    ratio = engine.median / found.full.median
    (small, base, choice), (large, last, last_choice) = found.growth[0], found.growth[-1]
    slope = max(last.median / base.median, last_choice.median / choice.median) / (large / small)
    lines = ["### Speed", "", "One process, one run; the median over drawn sheets, and the worst of them.", ""]
    lines += _table(
        ("goal", "measured", ""),
        (
            ("full sheet scored with trace ≤ 100 µs", _micro(found.full), _met(found.full.median <= 100)),
            ("the same, nothing remembered", _micro(found.first), ""),
            (f"≥ 50 × faster than pyAgrum's fastest exact engine ({name})", f"{ratio:.0f} ×", _met(ratio >= 50)),
            ("next question ≤ 2 ms", _micro(found.choice), _met(found.choice.worst <= 2000)),
            ("counterfactual ≤ 50 ms", _micro(found.change), _met(found.change.worst <= 50_000)),
            (
                "16 × the questions cost about 16 × as much (at most 17.6)",
                f"{slope * large / small:.1f} ×",
                _met(slope <= SLOPE),
            ),
        ),
    )
    lines += _table(
        ("pyAgrum, same evidence, same model", "median", "times ours"),
        ((each, f"{t.median:,.0f} µs", f"{t.median / found.full.median:.0f} ×") for each, t in found.engines.items()),
    )
    lines += _table(
        ("questions", "full sheet scored", "a question", "next question", "a question"),
        (
            (count, _micro(s), f"{s.median / count:.2f} µs", _micro(c), f"{c.median / count:.1f} µs")
            for count, s, c in found.growth
        ),
    )
    lines += [SPEED_OPEN, ""]
    return lines


def write(path: Path, parts: Iterable[str]) -> None:
    """Put the section between its markers in `path`, which is made when it does not exist; the rest stays as it is."""
    text = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    body = "\n".join((BEGIN, "## Scoring", "", *parts)).rstrip() + f"\n{END}"
    if BEGIN in text and END in text:
        text = text[: text.index(BEGIN)] + body + text[text.index(END) + len(END) :]
    else:
        text = f"{text.rstrip()}\n\n{body}\n"
    path.write_text(text, encoding="utf-8")
