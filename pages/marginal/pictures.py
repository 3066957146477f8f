"""From responses and the frontier to what the Marginal returns page's charts show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from pages.marginal.curve_chart import Mark, PlottedCurve, curve_chart
from pages.ui.charts.axes import bar_ends
from pages.ui.charts.bar_chart import Bar, bar_chart
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, in_months
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, title
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan, function_of
from simulator.insight.response import Response
from simulator.model.outcome import Floats
from simulator.optimise.frontier import Frontier


def ranking(now: Mapping[str, float], best: Mapping[str, float], each: Returns) -> ChartState:
    """Return what the next unit brings back on each lever, the most first; ticks at the best split."""
    money = each.money
    order = sorted(now, key=lambda lever: -now[lever])
    numbers = [*now.values(), *best.values()]
    scale = bar_ends(min(numbers), max(numbers))
    bars = [
        Bar(title(lever), function_of(lever), now[lever], money.short(now[lever]),
            f"at the best split {money.short(best[lever])}", tick=best[lever])
        for lever in order
    ]  # fmt: skip
    table = ChartTable(
        ["Lever", f"Next {each.one} spent brings back, this plan", "At the best split"],
        [[title(lever), money.short(now[lever]), money.short(best[lever])] for lever in order],
    )
    phrase = each.phrase()
    return bar_chart(
        "ranking", f"{phrase}; ticks: at the best split", bars, (scale.low, scale.high), table,
        said=f"{phrase}: ", with_notes=True, unit="ratio",
    )  # fmt: skip


def response(
    each: Response, among: Sequence[Response], plans: Mapping[str, Plan], view: tuple[Metric, int], money: MoneyFormat
) -> list[ChartState]:
    """Return one lever's two charts, on axes all levers share: the measure against its spend, and its returns."""
    (metric, months), horizon = view, in_months(view[1])
    rows = [
        [money.exact(round(x)), money.exact(round(y)), money.short(slope)]
        for x, y, slope in zip(each.spends[::4], each.values[::4], each.returns[::4], strict=True)
    ]
    header = ["Spend a month", f"{capital(MEASURES[metric])}, {horizon}", f"Next {money.exact(1)} spent brings back"]
    brings = f"{title(each.lever)}: {MEASURES[metric]} over {horizon}"
    back = Returns(metric, months, money).phrase(" on it")
    return [
        curve_chart("response", brings, _curve(each, "values", among, plans), money),
        curve_chart("returns", back, _curve(each, "returns", among, plans), money, ChartTable(header, rows)),
    ]


def _curve(
    each: Response, what: Literal["values", "returns"], among: Sequence[Response], plans: Mapping[str, Plan]
) -> PlottedCurve:
    """Return one of a lever's two curves, the plans marked on it, as high as the highest of all levers."""
    heights: Floats = getattr(each, what)
    others = [float(height) for one in among for height in getattr(one, what)]
    marks = _on_curve(each, heights, plans)
    role, named = function_of(each.lever), what == "values"
    return PlottedCurve(each.spends, heights, role, marks, each.known_until, named=named, heights=others)


def frontier_charts(
    edge: Frontier, marks: Sequence[Mark], beyond: float | None, view: tuple[Metric, int], money: MoneyFormat
) -> list[ChartState]:
    """Return the best of every budget, and below it what one more unit of budget brings."""
    (metric, months), one, horizon = view, money.exact(1), in_months(view[1])
    rules = [(edge.pays_until, f"pays until {money.short(edge.pays_until)}")] if edge.pays_until else []
    top = PlottedCurve(edge.budgets, edge.values, "ink", marks, beyond, rules=rules)
    level = (edge.threshold, f"{money.short(edge.threshold)} of {MEASURES[metric]} pays for {one}")
    known = [level] if metric == "revenue" and np.isfinite(edge.threshold) else [(0.0, f"{one} just comes back")]
    foot = PlottedCurve(edge.budgets, edge.prices, "ink", (), beyond, known, [(x, "") for x, _ in rules], named=False)
    rows = [
        [money.exact(round(x)), money.exact(round(y)), money.short(p)]
        for x, y, p in zip(edge.budgets, edge.values, edge.prices, strict=True)
    ]
    header = ["Budget a month", f"Best {MEASURES[metric]}, {horizon}", f"Next {one} spent brings back"]
    brings = f"Best {MEASURES[metric]} over {horizon}, by total budget a month"
    back = Returns(metric, months, money).phrase(" of total budget")
    return [
        curve_chart("frontier", brings, top, money),
        curve_chart("prices", back, foot, money, ChartTable(header, rows)),
    ]


def _on_curve(each: Response, heights: Floats, plans: Mapping[str, Plan]) -> list[Mark]:
    """Return where each plan's spend on the lever lies on its curve, which goes through it."""
    return [
        Mark(name, "plan" if name == "this plan" else name, x, float(np.interp(x, each.spends, heights)))
        for name, x in ((name, plan[each.lever]) for name, plan in plans.items())
    ]
