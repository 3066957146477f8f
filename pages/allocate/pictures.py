"""From the figures of a plan to what the charts show."""

from __future__ import annotations

from pages.ui.charts.label_layout import BAR_STEP, apart, clear_of, columns
from pages.ui.figures import Figures
from pages.ui.live import ChartState, ChartTable
from pages.ui.state.session import Session
from pages.ui.text.formats import axis_ends
from pages.ui.text.words import MEASURES, role, title


def revenue(visit: Session, figures: Figures) -> ChartState:
    """Return revenue per month, today beside this plan."""
    now, then = figures.outcome.revenue.tolist(), figures.today.revenue.tolist()
    money, months = figures.money, figures.months
    low, high, *ticks = _held(visit, "revenue", _line_axis(now + then))
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


def board(visit: Session, figures: Figures) -> ChartState:
    """Return what the next step on each lever would bring, the most first."""
    money, ranking = figures.money, figures.ranking
    most = max(0.0, *figures.next_step.values())
    low, high = _held(visit, "board", (min(0.0, *figures.next_step.values()), most * 1.02 or 1.0))
    rows = []
    for place, lever in enumerate(ranking):
        brings = figures.next_step[lever]
        note = "← the bottleneck" if lever == figures.bottleneck else ""
        rows.append(_bar(title(lever), place, role(lever), brings, (low, high), money.short(brings), note))
    step = money.exact(figures.step)
    return ChartState(
        name="board",
        title=f"The next {step} a month would bring, over {figures.months} months",
        alt=f"{MEASURES[figures.metric]} from the next {step} a month: "
        + ", ".join(f"{row['label']} {row['text']}" for row in rows),
        datasets={"bars": columns(rows)},
        signals={"lo": low, "hi": high},
        table=ChartTable(
            ["Lever", f"Next {step} a month brings", f"Next {money.exact(1)} returns"],
            [
                [title(lever), money.exact(round(figures.next_step[lever])), money.short(figures.marginal[lever])]
                for lever in ranking
            ],
        ),
        height=BAR_STEP * len(rows),
    )


def sources(visit: Session, figures: Figures) -> ChartState:
    """Return where the revenue of the horizon comes from, today's as a tick."""
    money, now, then = figures.money, figures.outcome, figures.today
    parts: list[tuple[str, str, float, float]] = [
        ("Today's customers", "today", now.revenue_of_today.sum(), then.revenue_of_today.sum()),
        ("Their share of wallet", "upsell", now.revenue_of_share.sum(), then.revenue_of_share.sum()),
    ]
    new, new_then = now.revenue_of_new.sum(axis=1), then.revenue_of_new.sum(axis=1)
    parts += [
        (f"New from {name}", "prospecting", float(a), float(b))
        for name, a, b in zip(now.channels, new, new_then, strict=True)
    ]
    numbers = [number for part in parts for number in part[2:]]
    low, high = _held(visit, "sources", (min(0.0, *numbers), max(numbers) * 1.02 or 1.0))
    rows = [
        _bar(
            name,
            place,
            kind,
            float(a),
            (low, high),
            money.short(a),
            f"{money.signed(a - b)}" if money.short(a - b) != money.short(0.0) else "",
            float(b),
        )
        for place, (name, kind, a, b) in enumerate(parts)
    ]
    return ChartState(
        name="sources",
        title=f"Where the revenue of {figures.months} months comes from",
        alt="Revenue by source: " + ", ".join(f"{row['label']} {row['text']}" for row in rows),
        datasets={"bars": columns(rows)},
        signals={"lo": low, "hi": high},
        table=ChartTable(
            ["Source", "Today", "This plan"],
            [[name, money.exact(round(b)), money.exact(round(a))] for name, _, a, b in parts],
        ),
        height=BAR_STEP * len(rows),
    )


def _bar(
    label: str,
    rank: int,
    kind: str,
    value: float,
    ends: tuple[float, ...],
    text: str,
    note: str,
    today: float | None = None,
) -> dict[str, object]:
    return {
        "label": label, "rank": rank, "role": kind, "value": value, "zero": max(ends[0], 0.0) if ends[0] > 0 else 0.0,
        "start": ends[0], "full": ends[1], "text": text, "note": note, "today": today,
    }  # fmt: skip


def _held(visit: Session, name: str, fresh: tuple[float, ...]) -> tuple[float, ...]:
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
