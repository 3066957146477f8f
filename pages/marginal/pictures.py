"""From responses and the frontier to what the Marginal returns page's charts show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pages.marginal.curve_chart import Curve, Mark, curve_chart
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
    name, (metric, months) = title(each.lever), view
    beyond = each.known_until
    values, returns = ([float(x) for one in among for x in getattr(one, what)] for what in ("values", "returns"))
    marks, slopes = _on_curve(each, each.values, plans), _on_curve(each, each.returns, plans)
    top = Curve(each.spends, each.values, function_of(each.lever), marks, beyond, heights=values)
    foot = Curve(each.spends, each.returns, function_of(each.lever), slopes, beyond, named=False, heights=returns)
    one = money.exact(1)
    rows = [
        [money.exact(round(x)), money.exact(round(y)), money.short(slope)]
        for x, y, slope in zip(each.spends[::4], each.values[::4], each.returns[::4], strict=True)
    ]
    upper = curve_chart("response", f"{name}: {MEASURES[metric]} over {in_months(months)}", top, money)
    header = ["Spend a month", f"{capital(MEASURES[metric])}, {in_months(months)}", f"Next {one} spent brings back"]
    lower = curve_chart(
        "returns", Returns(metric, months, money).phrase(" on it"), foot, money, ChartTable(header, rows)
    )
    return [upper, lower]


def frontier_charts(
    edge: Frontier, marks: Sequence[Mark], beyond: float | None, view: tuple[Metric, int], money: MoneyFormat
) -> list[ChartState]:
    """Return the best of every budget, and below it what one more unit of budget brings."""
    (metric, months), one = view, money.exact(1)
    rules = [(edge.pays_until, f"pays until {money.short(edge.pays_until)}")] if edge.pays_until else []
    top = Curve(edge.budgets, edge.values, "ink", marks, beyond, rules=rules)
    levels = [(edge.threshold, f"{money.short(edge.threshold)} of {MEASURES[metric]} pays for {one}")]
    known = [*levels] if metric == "revenue" and np.isfinite(edge.threshold) else [(0.0, f"{one} just comes back")]
    foot = Curve(edge.budgets, edge.prices, "ink", (), beyond, known, [(x, "") for x, _ in rules], named=False)
    rows = [
        [money.exact(round(x)), money.exact(round(y)), money.short(p)]
        for x, y, p in zip(edge.budgets, edge.values, edge.prices, strict=True)
    ]
    table = ChartTable(
        ["Budget a month", f"Best {MEASURES[metric]}, {in_months(months)}", f"Next {one} spent brings back"], rows
    )
    return [
        curve_chart(
            "frontier", f"Best {MEASURES[metric]} over {in_months(months)}, by total budget a month", top, money
        ),
        curve_chart("prices", Returns(metric, months, money).phrase(" of total budget"), foot, money, table),
    ]


def _on_curve(each: Response, heights: Floats, plans: Mapping[str, Plan]) -> list[Mark]:
    """Return where each plan's spend on the lever lies on its curve, which goes through it."""
    return [
        Mark(name, "plan" if name == "this plan" else name, x, float(np.interp(x, each.spends, heights)))
        for name, x in ((name, plan[each.lever]) for name, plan in plans.items())
    ]
