"""Revenue by month, today beside a plan, and axes that stay put while the hand holds a lever."""

from __future__ import annotations

from pages.ui.charts.label_layout import apart, clear_of
from pages.ui.figures import Figures
from pages.ui.live import ChartState, ChartTable
from pages.ui.state.session import Session
from pages.ui.text.formats import axis_ends


def revenue(visit: Session, figures: Figures) -> ChartState:
    """Return revenue per month, today beside this plan."""
    now, then = figures.outcome.revenue.tolist(), figures.today.revenue.tolist()
    money, months = figures.money, figures.months
    low, high, *ticks = held_ends(visit, "revenue", _line_axis(now + then))
    places = apart((now[-1], then[-1]), (high - low) * 17 / 150)
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
        alt=f"Revenue per month over {months} months: this plan ends at {money.short(now[-1])}, "
        f"today's at {money.short(then[-1])}.",
        datasets={"revenue": {"month": list(range(1, months + 1)), "plan": now, "today": then}, "ends": ends},
        signals={
            "lo": low,
            "hi": high,
            "ticks": ticks,
            "labels": [money.tick(tick) for tick in ticks],
            "months": _months(months),
            "last": months,
        },
        table=ChartTable(["Month", "Today", "This plan"], rows),
    )


def held_ends(visit: Session, name: str, fresh: tuple[float, ...]) -> tuple[float, ...]:
    """Return the axis ends: those from before the hand took hold, or ``fresh`` ones once it has let go."""
    if not visit.dragging or name not in visit.axes:
        visit.axes[name] = fresh
    return visit.axes[name]


def _line_axis(numbers: list[float]) -> tuple[float, ...]:
    low, high = min(numbers), max(numbers)
    room = max(high - low, 0.04 * abs(high), 1e-9)
    low, high, ticks = axis_ends(max(low - 0.35 * room, min(low, 0.0)), high + 0.15 * room)
    return (low, high, *ticks)


def _months(months: int) -> list[int]:
    step = 6 if months <= 36 else 12
    return [1, *range(step, months + 1, step)] if months >= 6 else list(range(1, months + 1))
