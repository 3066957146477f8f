"""The map of all splits as a chart, and what a click on it means."""

from __future__ import annotations

from collections.abc import Sequence

from pages.ui.charts.contours import Band, bands
from pages.ui.charts.label_layout import columns, isolated
from pages.ui.charts.map_labels import AND, NARROW, WIDE, Mark, clear_levels, placed_names
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, in_months, percent
from pages.ui.text.words import MEASURES
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.model.outcome import Floats
from simulator.optimise.split_map import SplitMap, shares_of

CLOSE = 0.015
"""Marks whose shares differ by less are one mark with both names."""
RANK = ("shown", "best", "plan", "today")
"""Which kind a mark keeps where several are one."""


def split_chart(
    chart: SplitMap, best: float, marks: Sequence[tuple[str, str, Plan]], view: tuple[Metric, int], money: MoneyFormat
) -> ChartState:
    """Return the map; ``marks`` are (name, kind, plan), kinds as in the spec."""
    drawn, points, (metric, months) = bands(chart, best), _merged(marks), view
    measure = f"{MEASURES[metric].capitalize()} over {in_months(months)}"
    header = ["Prospecting", "Sales team", "Account care", f"{MEASURES[metric].capitalize()}, {in_months(months)}",
              "Short of the best"]  # fmt: skip
    return ChartState(
        name="splits",
        title=f"{measure} of every split of {money.exact(chart.total)} a month",
        alt="Map of all splits. " + "; ".join(f"{name}: {_said(shares)}" for name, _, shares in points),
        datasets={
            "bands": columns(_spans(drawn)),
            "edge": {"x": [0, 1, 0, 0], "y": [0, 0, 1, 0], "order": [0, 1, 2, 3]},
            "marks": columns([{"x": float(at[0]), "y": float(at[1]), "kind": kind} for _, kind, at in points]),
            **_labels(drawn, points),
        },
        table=ChartTable(header, _rows(chart, best, money), "Show splits as table"),
        clickable=True,
    )


def _spans(drawn: Sequence[Band]) -> list[dict[str, object]]:
    """Return the bands as spans of the upright axis, the best on top."""
    return [
        {"x": x, "low": low, "high": high, "part": f"{place} {part}", "level": len(drawn) - 1 - place}
        for place, band in enumerate(drawn)
        for x, low, high, part in band.spans
    ]


def _labels(drawn: Sequence[Band], points: Sequence[Mark]) -> dict[str, dict[str, list[object]]]:
    """Return the marks' names and the rims' figures, on a wide and on a narrow plot."""
    names = {plot: placed_names(points, plot) for plot in (WIDE, NARROW)}
    rims = [label for band in drawn if (label := _level(band))]
    return {
        "names": columns([label for each in names.values() for label in each]),
        "levels": columns([label for plot, each in names.items() for label in clear_levels(rims, each, plot)]),
    }


def point_at(chart: SplitMap, x: float, y: float) -> int:
    """Return the split nearest to where the map was clicked; clicks beyond an edge mean the edge."""
    shares = [min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)]
    over = max(sum(shares) - 1, 0.0) / 2
    prospecting, conversion = (max(share - over, 0.0) for share in shares)
    aside = (chart.shares[:, 0] - prospecting) ** 2 + (chart.shares[:, 1] - conversion) ** 2
    return int(aside.argmin())


def _merged(marks: Sequence[tuple[str, str, Plan]]) -> list[Mark]:
    found: list[Mark] = []
    for called, kind, plan in marks:
        name = isolated(called)
        shares = shares_of(plan)
        close = next((place for place, (_, _, at) in enumerate(found) if abs(at - shares).max() < CLOSE), None)
        if close is None:
            found.append((name, kind, shares))
        else:
            before, was, at = found[close]
            found[close] = (f"{before}{AND}{name}", min(was, kind, key=RANK.index), at)
    return found


def _level(band: Band) -> dict[str, object] | None:
    """Return the label of a band's rim, at its foot."""
    inside = [span for span in band.spans if span[1] > 0.03 and 0.06 < span[0] < 0.94]
    if not band.text or not inside:
        return None
    x, low, _, _ = min(inside, key=lambda span: span[1])
    return {"x": x, "y": low - 0.018, "text": band.text}


def _rows(chart: SplitMap, best: float, money: MoneyFormat) -> list[list[str]]:
    return [
        [*(percent(share) for share in shares), money.exact(round(value)), money.exact(round(max(best - value, 0.0)))]
        for shares, value in zip(chart.shares.tolist(), chart.values.tolist(), strict=True)
        if all(round(100 * share) % 10 == 0 for share in shares)
    ]


def _said(shares: Floats) -> str:
    prospecting, conversion, upsell = (percent(float(share)) for share in shares)
    return f"{prospecting} prospecting, {conversion} sales team, {upsell} account care"
