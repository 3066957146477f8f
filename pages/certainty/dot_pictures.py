"""From futures to dots: what a plan brings beyond another, what each brings, and how often each lever is best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pages.certainty.charts_sizes import LEAD_HEIGHT, PLANS_HEIGHT, ROW
from pages.certainty.pairs import TODAY, Named, Pair
from pages.certainty.stacks import stacked, step_for
from pages.ui.charts.axes import Axis, axis, money_signals
from pages.ui.charts.label_layout import columns
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, in_months, percent
from pages.ui.text.words import MEASURES, title
from simulator.facts.measures import Metric
from simulator.facts.plan import function_of
from simulator.ranges.chances import DOTS
from simulator.ranges.quantiles import Floats

ALL = 6
"""Levers up to which those that are best in none of the dots have a row too."""
LARGEST = 26
"""Pixels across a dot at most."""
LEAST_PART = 0.12
"""Share of the plot's width that one side of nothing has at least to be named."""
QUARTER, THREE_QUARTERS = round(0.25 * DOTS), round(0.75 * DOTS)


def lead(pair: Pair, dots: Floats, middle: tuple[float, float, float], over: str, money: MoneyFormat) -> ChartState:
    """Return what the plan brings beyond the other, a dot per future; ``middle``: the quartiles."""
    values = dots.tolist()
    scale = axis(min(0.0, values[0]), max(0.0, values[-1]))
    stacks = stacked(values, step_for(values, scale.high - scale.low))
    tones = ["half" if QUARTER <= place < THREE_QUARTERS - 1 else "tail" for place in range(len(values))]
    rows = [
        {"x": x, "row": row, "tone": "loss" if value < 0 else tone}
        for x, row, value, tone in zip(stacks.places, stacks.rows, values, tones, strict=True)
    ]
    first, half, last = middle
    span = f"half of all futures: {money.signed(first)} to {money.signed(last)}"
    return ChartState(
        name="lead",
        title=f"{pair.title}, {over}: each dot is one of {DOTS} equally likely futures",
        alt=f"{sum(value > 0 for value in values)} of {DOTS} dots above nothing, from {money.signed(values[0])} to "
        f"{money.signed(values[-1])}; {span}",
        datasets={
            "dots": columns(rows),
            "base": [{}],
            "zero": columns([{"x": 0.0, **_sides(pair, scale)}]),
            "half": columns([{"start": first, "middle": half, "end": last, "text": span}]),
        },
        signals={
            **money_signals(scale, money), "part": stacks.step / (scale.high - scale.low),
            "room": min(LEAD_HEIGHT / stacks.highest, LARGEST), "zero_at": -scale.low / (scale.high - scale.low),
        },
        table=ChartTable(
            ["Share of futures below", "Difference"],
            [[percent(at), money.signed(float(np.interp(at * DOTS - 0.5, range(DOTS), values)))] for at in SHARES],
        ),
    )  # fmt: skip


SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def _sides(pair: Pair, scale: Axis) -> dict[str, str]:
    """Return what is said on each side of nothing, where there is room to say it."""
    part = -scale.low / (scale.high - scale.low)
    left = f"{pair.than.short} better" if part >= LEAST_PART else ""
    right = f"{pair.plan.short} better" if 1 - part >= LEAST_PART else ""
    return {"left": left, "right": right}


def plans(named: Sequence[Named], dots: Floats, over: str, money: MoneyFormat) -> ChartState:
    """Return what each plan brings in the same futures: dots (plans, dots)."""
    low, high = float(dots.min()), float(dots.max())
    scale = axis(low, high)
    step = step_for([low, high], scale.high - scale.low, 40)
    stacks = [stacked(each, step) for each in dots.tolist()]
    feet = [(place + 1) / len(named) for place in range(len(named))]
    rows = [
        {"x": x, "row": row, "tone": "today" if each.name == TODAY and len(named) > 1 else "plan", "foot": foot}
        for each, stack, foot in zip(named, stacks, feet, strict=True)
        for x, row in zip(stack.places, stack.rows, strict=True)
    ]
    lines = [{"foot": foot, "name": each.short, "rows": len(named)} for each, foot in zip(named, feet, strict=True)]
    room = (PLANS_HEIGHT / len(named) - 20) / max(stack.highest for stack in stacks)
    middles = [float(np.median(each)) for each in dots]
    return ChartState(
        name="plans",
        title=f"What {'each plan' if len(named) > 1 else named[0].name} brings in the same {DOTS} futures: {over}",
        alt="; ".join(
            f"{each.short}: {money.short(float(row[0]))} to {money.short(float(row[-1]))}, half of them below "
            f"{money.short(middle)}"
            for each, row, middle in zip(named, dots, middles, strict=True)
        ),
        datasets={"dots": columns(rows), "rows": columns(lines)},
        signals={
            **money_signals(scale, money), "part": step / (scale.high - scale.low), "room": min(room, 11.0),
        },
        table=ChartTable(
            ["Share of futures below", *(each.short for each in named)],
            [
                [percent(at), *(money.short(float(np.interp(at * DOTS - 0.5, range(DOTS), row))) for row in dots)]
                for at in SHARES
            ],
        ),
    )  # fmt: skip


def levers(names: Sequence[str], shares: Floats, where: str) -> ChartState:
    """Return in how many of the futures each lever is the one to raise next, the most often first."""
    order = sorted(range(len(names)), key=lambda place: -shares[place])
    counts = _whole([float(shares[place]) for place in order])
    dots, lines = [], []
    shown = [each for each in zip(order, counts, strict=True) if each[1] or len(order) <= ALL]
    for rank, (place, count) in enumerate(shown):
        role = function_of(names[place])
        dots += [{"rank": rank, "column": dot % 25, "line": dot // 25, "role": role} for dot in range(count)]
        lines.append({"rank": rank, "name": title(names[place]), "text": f"{count} of {DOTS}" if count else "none"})
    rows = [[title(names[place]), percent(float(shares[place]), 1)] for place in order]
    return ChartState(
        name="levers",
        title=f"Which lever is best to raise next, from {where}: each dot is one of {DOTS} futures",
        alt=", ".join(f"{line['name']} {line['text']}" for line in lines),
        datasets={"dots": columns(dots), "levers": columns(lines)},
        table=ChartTable(["Lever", "Share of futures in which its next money brings most"], rows),
        height=ROW * len(lines),
        unit="ratio",
    )


def _whole(shares: Sequence[float]) -> list[int]:
    """Return whole numbers of dots in proportion to the shares, all of them together."""
    counts = [int(share * DOTS) for share in shares]
    left = sorted(range(len(shares)), key=lambda place: counts[place] - shares[place] * DOTS)
    for place in left[: DOTS - sum(counts)]:
        counts[place] += 1
    return counts


def over_words(metric: Metric, months: int) -> str:
    """Return what is measured: revenue over 24 months."""
    return f"{MEASURES[metric]} over {in_months(months)}"
