"""The map of all splits as a chart, and what a click on it means."""

from __future__ import annotations

from collections.abc import Sequence

from pages.ui.charts.contours import Band, bands
from pages.ui.charts.label_layout import columns
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, percent
from pages.ui.text.words import MEASURES
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.model.outcome import Floats
from simulator.optimise.split_map import SplitMap, shares_of

CLOSE = 0.015
"""Marks whose shares differ by less are one mark with both names."""
RANK = ("shown", "best", "plan", "today")
"""Which kind a mark keeps where several are one."""
LINE = 0.042
"""Height of a label, as a share of the chart's."""
SHIFTS = (0.0, LINE, -LINE, 1.6 * LINE, -1.6 * LINE)
"""Heights tried for a label, from its mark's."""
LETTER = 0.017
"""Width of a letter, as a share of the chart's."""


def split_chart(
    chart: SplitMap, best: float, marks: Sequence[tuple[str, str, Plan]], view: tuple[Metric, int], money: MoneyFormat
) -> ChartState:
    """Return the map; ``marks`` are (name, kind, plan), kinds as in the spec."""
    drawn, (metric, months) = bands(chart, best), view
    spans = [
        {"x": x, "low": low, "high": high, "part": f"{place} {part}", "level": len(drawn) - 1 - place}
        for place, band in enumerate(drawn)
        for x, low, high, part in band.spans
    ]
    points = _merged(marks)
    measure = f"{MEASURES[metric].capitalize()} over {months} months"
    return ChartState(
        name="splits",
        title=f"{measure} of every split of {money.exact(chart.total)} a month",
        alt="Map of all splits. " + "; ".join(f"{name}: {_said(shares)}" for name, _, shares in points),
        datasets={
            "bands": columns(spans),
            "edge": {"x": [0, 1, 0, 0], "y": [0, 0, 1, 0], "order": [0, 1, 2, 3]},
            "marks": columns([{"x": float(s[0]), "y": float(s[1]), "kind": kind} for _, kind, s in points]),
            "names": columns([*_names(points, narrow=False), *_names(points, narrow=True)]),
            "levels": columns([label for band in drawn if (label := _level(band))]),
        },
        table=ChartTable(
            [
                "Prospecting",
                "Sales team",
                "Account care",
                f"{MEASURES[metric].capitalize()}, {months} months",
                "Short of the best",
            ],
            _rows(chart, best, money),
            "Show splits as table",
        ),
        clickable=True,
    )


def point_at(chart: SplitMap, x: float, y: float) -> int:
    """Return the split nearest to where the map was clicked; clicks beyond an edge mean the edge."""
    shares = [min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)]
    over = max(sum(shares) - 1, 0.0) / 2
    prospecting, conversion = (max(share - over, 0.0) for share in shares)
    aside = (chart.shares[:, 0] - prospecting) ** 2 + (chart.shares[:, 1] - conversion) ** 2
    return int(aside.argmin())


def _merged(marks: Sequence[tuple[str, str, Plan]]) -> list[tuple[str, str, Floats]]:
    found: list[tuple[str, str, Floats]] = []
    for name, kind, plan in marks:
        shares = shares_of(plan)
        close = next((place for place, (_, _, at) in enumerate(found) if abs(at - shares).max() < CLOSE), None)
        if close is None:
            found.append((name, kind, shares))
        else:
            before, was, at = found[close]
            found[close] = (f"{before}, {name}", min(was, kind, key=RANK.index), at)
    return found


def _names(points: Sequence[tuple[str, str, Floats]], narrow: bool) -> list[dict[str, object]]:
    """Return the labels, each where it covers neither the rim nor a mark nor another label."""
    marks = [(float(at[0]), float(at[1])) for _, _, at in points]
    placed = [(x - 0.02, x + 0.02, y) for x, y in marks]
    labels: list[dict[str, object]] = []
    for name, _, shares in sorted(points, key=lambda point: -point[2][1]):
        x, y = float(shares[0]), float(shares[1])
        width = LETTER * len(name) * (2 if narrow else 1)
        tries = [(side, y + shift) for shift in SHIFTS for side in (1, -1)]
        side, at = next((each for each in tries if _free(x, width, *each, placed)), (1, y))
        placed.append((*_ends(x, width, side), at))
        labels.append({"x": x, "y": at, "text": name, "side": side, "narrow": narrow})
    return labels


def _ends(x: float, width: float, side: int) -> tuple[float, float]:
    return (x + 0.022, x + 0.022 + width) if side > 0 else (x - 0.022 - width, x - 0.022)


def _free(x: float, width: float, side: int, at: float, placed: Sequence[tuple[float, float, float]]) -> bool:
    left, right = _ends(x, width, side)
    inside = left >= 0 and right <= 1.03 and 0.02 <= at <= 1
    return inside and not any(abs(at - row) < LINE and left < far and near < right for near, far, row in placed)


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
