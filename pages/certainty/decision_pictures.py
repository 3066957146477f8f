"""From answers to charts of what the decision hangs on: one fact at a time, what to learn first, and over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pages.certainty.charts_sizes import ROW
from pages.certainty.pairs import Pair
from pages.ui.charts.axes import axis, bar_ends, money_signals, month_ticks
from pages.ui.charts.bar_chart import Bar, bar_chart
from pages.ui.charts.label_layout import columns, spread
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.facts import SHAPE_WORDS, fact_text, spanned
from pages.ui.text.formats import MoneyFormat, in_months
from simulator.facts.curves import SHAPES
from simulator.facts.plan import Function
from simulator.facts.repair import title_of, unit_of
from simulator.ranges.certainty import Learning
from simulator.ranges.fact_range import SHAPE_FACTS, FactRange
from simulator.ranges.learning import Learnt
from simulator.ranges.quantiles import Floats
from simulator.ranges.tornado import Swing, Tornado

MOST = 8
"""Facts drawn; a table has all of them."""
EDGE = 0.24
"""Of the length of all swings: the room for a figure beside the widest."""
FUNCTIONS: Mapping[Function, str] = {
    "prospecting": "All of being found", "conversion": "All of turning prospects into customers",
    "upsell": "All of the customers you have",
}  # fmt: skip


def value_text(path: str, value: float, money: MoneyFormat) -> str:
    """Return a value of a fact as a person reads it; of a curve's family, what such a curve does."""
    if path.rpartition(".")[2] in SHAPE_FACTS:
        return SHAPE_WORDS[SHAPES[round(value)]]
    return fact_text(float(f"{value:.3g}"), unit_of(path), money)


def tornado(pair: Pair, found: Tornado, money: MoneyFormat) -> ChartState:
    """Return how far the plan is ahead with one fact at a time at its low and at its high."""
    shown = found.swings[:MOST]
    ends = [found.likely, *(each.at_low for each in shown), *(each.at_high for each in shown)]
    low, high = min(ends), max(ends)
    span = (high - low) or abs(high) or 1.0
    with_zero = min(abs(low), abs(high)) < span or low < 0 < high
    low, high = (min(low, 0.0), max(high, 0.0)) if with_zero else (low, high)
    room = EDGE * ((high - low) or 1.0)
    side = 1 if found.likely >= 0 else -1
    likely = {"x": found.likely, "text": f"{money.signed(found.likely)} as likely", "side": side}
    return ChartState(
        name="tornado",
        title=f"What the lead of {pair.plan.name} hangs on: one fact at a time at its low (pale) and high (solid)",
        alt="; ".join(
            f"{title_of(each.fact.path)}: {money.signed(each.at_low)} at its low, {money.signed(each.at_high)} at its "
            "high"
            for each in shown
        ),
        datasets={
            "swings": columns([_swing(each, rank, found, with_zero, money) for rank, each in enumerate(shown)]),
            "zero": columns([{"x": 0.0, "text": money.short(0.0), "side": -side}] if with_zero else []),
            "likely": columns([likely]),
        },
        signals={"lo": low - room, "hi": high + room},
        table=ChartTable(
            ["Fact", "Low", "High", "Ahead at low", "Ahead at high", "The other plan is better from"],
            [_swing_row(each, money) for each in found.swings],
        ),
        height=ROW * max(len(shown), 1),
    )  # fmt: skip


def _swing(each: Swing, rank: int, found: Tornado, with_zero: bool, money: MoneyFormat) -> dict[str, object]:
    return {
        "rank": rank, "role": each.fact.function, "name": title_of(each.fact.path),
        "range": _range(each.fact, money), "zero": 0.0 if with_zero else None, "likely": found.likely,
        "low": each.at_low, "high": each.at_high,
        "low_text": money.signed(each.at_low), "high_text": money.signed(each.at_high),
        "low_side": 1 if each.at_low > each.at_high else -1, "high_side": -1 if each.at_low > each.at_high else 1,
    }  # fmt: skip


def _range(fact: FactRange, money: MoneyFormat) -> str:
    """Return a fact's low and high in the little room beside its name; the table says of what unit they are."""
    low, high = (value_text(fact.path, end, money).removesuffix(" a month") for end in (fact.low, fact.high))
    return f"{low} or {high}" if fact.is_shape else spanned(low, high)


def _swing_row(each: Swing, money: MoneyFormat) -> list[str]:
    low, high = (value_text(each.fact.path, end, money) for end in (each.fact.low, each.fact.high))
    turn = "–" if each.turns_at is None else value_text(each.fact.path, each.turns_at, money)
    return [title_of(each.fact.path), low, high, money.signed(each.at_low), money.signed(each.at_high), turn]


def to_learn(name: str, found: Learning, decision: str, money: MoneyFormat) -> ChartState:
    """Return what it is worth to find out each fact for one decision; a full bar is knowing everything."""
    shown = [(path, learnt) for path, learnt in found.each.items() if learnt.value > 2 * learnt.error][:MOST]
    bars = [
        Bar(
            title_of(path),
            found.functions[path],
            learnt.value,
            money.short(learnt.value),
            f"±\u00a0{money.short(learnt.error)}",
        )
        for path, learnt in shown
    ]
    whole = found.everything.value
    table = ChartTable(
        ["Fact", "Worth knowing", "Standard error"],
        [
            *(_learnt_row(title_of(path), learnt, money) for path, learnt in found.each.items()),
            *(_learnt_row(FUNCTIONS[group], learnt, money) for group, learnt in found.groups.items()),
            _learnt_row("Everything", found.everything, money),
        ],
    )
    scale = bar_ends(0.0, max(whole, 1e-9))
    phrase = f"What to learn first, and what it is worth {decision}; everything: {money.short(whole)}, a full bar"
    chart = bar_chart(name, phrase, bars, (scale.low, scale.high), table, with_notes=True)
    return replace(chart, height=ROW * len(bars))


def _learnt_row(name: str, learnt: Learnt, money: MoneyFormat) -> list[str]:
    return [name, money.short(learnt.value), f"±\u00a0{money.short(learnt.error)}"]


def over_time(pair: Pair, lead: Floats, metric_words: str, money: MoneyFormat) -> ChartState:
    """Return how far the plan is ahead up to each month: (5, months), at the chances of `BAND`."""
    low, first, middle, third, high = lead.tolist()
    months = len(middle)
    scale = axis(min(0.0, *low), max(0.0, *high), about=3)
    last = [line[-1] for line in (low, first, middle, third, high)]
    places = spread(last, (scale.high - scale.low) * 15 / 190)
    ends = [
        {"month": months, "value": place, "text": money.signed(value), "tone": "middle" if at == 2 else "edge"}
        for at, (value, place) in enumerate(zip(last, places, strict=True))
    ]
    rows = [
        {"month": month + 1, "low": low[month], "first": first[month], "middle": middle[month], "third": third[month],
         "high": high[month]}
        for month in range(months)
    ]  # fmt: skip
    return ChartState(
        name="over_time",
        title=f"How far {pair.plan.name} is ahead, {metric_words} so far: half of all futures dark, nine in ten pale",
        alt=f"After {in_months(months)} half of all futures lie between {money.signed(last[1])} and "
        f"{money.signed(last[3])}, nine in ten between {money.signed(last[0])} and {money.signed(last[4])}",
        datasets={"fan": columns(rows), "ends": columns(ends), "zero": {"value": [0.0]}},
        signals={**money_signals(scale, money), "months": month_ticks(months), "last": max(months, 2)},
        table=ChartTable(
            ["Month", "1 in 20 below", "1 in 4 below", "Half below", "3 in 4 below", "19 in 20 below"],
            [[str(month + 1), *(money.signed(line[month]) for line in lead.tolist())] for month in range(months)],
        ),
    )
