"""Revenue by month, today beside a plan, and axes that stay put while the hand holds a lever."""

from __future__ import annotations

from pages.ui.charts.axes import Axis, axis, money_signals, month_ticks, steady
from pages.ui.charts.label_layout import apart, clear_of
from pages.ui.figures import Figures
from pages.ui.live import ChartState, ChartTable
from pages.ui.state.session import Session
from pages.ui.text.formats import in_months


def revenue(visit: Session, figures: Figures) -> ChartState:
    """Return revenue per month, today beside this plan."""
    now, then = figures.outcome.revenue.tolist(), figures.today.revenue.tolist()
    money, months = figures.money, figures.months
    scale = steady(visit, "revenue", now + then, _line_axis)
    places = apart((now[-1], then[-1]), (scale.high - scale.low) * 17 / 150)
    above = now[-1] >= then[-1]
    ends: dict[str, list[object]] = {
        "month": [months, months],
        "which": ["plan", "today"],
        "value": list(places),
        "side": [-1 if above else 1, 1 if above else -1],
        "clear": [clear_of(now, above), clear_of(then, not above)],
        "text": [f"this plan {money.short(now[-1])}", f"today {money.short(then[-1])}"],
    }
    rows = [
        [str(month), money.exact(round(a)), money.exact(round(b))]
        for month, (a, b) in enumerate(zip(then, now, strict=True), 1)
    ]
    return ChartState(
        name="revenue",
        title="Revenue per month",
        alt=f"Revenue per month over {in_months(months)}: this plan ends at {money.short(now[-1])}, "
        f"today's at {money.short(then[-1])}.",
        datasets={"revenue": {"month": list(range(1, months + 1)), "plan": now, "today": then}, "ends": ends},
        signals={**money_signals(scale, money), "months": month_ticks(months), "last": months},
        table=ChartTable(["Month", "Today", "This plan"], rows),
    )


def _line_axis(low: float, high: float) -> Axis:
    room = max(high - low, 0.04 * abs(high))
    return axis(max(low - 0.35 * room, min(low, 0.0)), high + 0.15 * room)
