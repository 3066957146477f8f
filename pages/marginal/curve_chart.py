"""One curve against money, with its marks: axes, labels and regions chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.ui.charts.axes import Axis, axis, money_signals
from pages.ui.charts.label_layout import columns
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat
from simulator.model.outcome import Floats

BEYOND = "leans on the curve's shape"


@dataclass(frozen=True)
class Mark:
    """A point with a name: kinds are today, plan and best."""

    name: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Curve:
    """What one curve chart shows, before its axes are chosen."""

    x: Floats
    y: Floats
    role: str
    marks: Sequence[Mark] = ()
    beyond: float | None = None
    levels: Sequence[tuple[float, str]] = ()
    rules: Sequence[tuple[float, str]] = ()
    named: bool = True
    """Whether its marks and regions carry their names."""
    heights: Sequence[float] = ()
    """What else the upright axis must hold."""


def curve_chart(name: str, title: str, curve: Curve, money: MoneyFormat, table: ChartTable | None = None) -> ChartState:
    """Return the chart of that name with its axes, marks and table."""
    heights = [
        *curve.heights,
        *curve.y.tolist(),
        *(mark.y for mark in curve.marks),
        *(level for level, _ in curve.levels),
    ]
    scale = _upright(heights, whole=name in ("returns", "prices"))
    end = float(curve.x.max())
    feet = [foot for foot in axis(0.0, end).ticks if foot <= end]
    beyond = curve.beyond if curve.beyond is not None and curve.beyond < end else None
    return ChartState(
        name=name,
        title=title,
        alt=f"{title}. " + ", ".join(f"{m.name} at {money.short(m.x)}: {money.short(m.y)}" for m in curve.marks),
        datasets={
            "curve": {"x": curve.x.tolist(), "y": curve.y.tolist(), "role": [curve.role] * len(curve.x)},
            "beyond": columns([{"start": beyond, "end": end, "text": BEYOND if curve.named else ""}] if beyond else []),
            "levels": columns([{"y": y, "text": text} for y, text in curve.levels]),
            "rules": columns([{"x": x, "text": t, "side": -1 if x > end / 2 else 1} for x, t in curve.rules]),
            "marks": columns([{"x": mark.x, "y": mark.y, "kind": mark.kind} for mark in curve.marks]),
            "names": columns(_names(curve.marks, end, scale.high - scale.low) if curve.named else []),
        },
        signals={
            **money_signals(scale, money),
            "xhi": end, "xticks": feet, "xlabels": [money.tick(foot) for foot in feet],
        },
        table=table,
    )  # fmt: skip


def _upright(values: Sequence[float], whole: bool) -> Axis:
    low, high = min(values), max(values)
    if whole:
        return axis(min(low, 0.0), max(high, 0.0), about=3)
    room = max(high - low, 0.04 * abs(high))
    return axis(low - 0.05 * room, high + 0.12 * room, about=3)


def _names(marks: Sequence[Mark], width: float, height: float) -> list[dict[str, object]]:
    """Return the marks' names, those that coincide joined: up at the left of their mark, down at its right."""
    joined: list[tuple[list[str], Mark]] = []
    for mark in marks:
        near = (each for each in joined if _apart(each[1], mark, width, height) < 0.012)
        if found := next(near, None):
            found[0].append(mark.name)
        else:
            joined.append(([mark.name], mark))
    joined.sort(key=lambda each: (each[1].x, -each[1].y))
    labels: list[dict[str, object]] = []
    for place, (names, mark) in enumerate(joined):
        left = place < len(joined) - 1 and mark.x > 0.2 * width
        side = -1 if left or mark.x > 0.85 * width else 1
        labels.append({"x": mark.x, "y": mark.y, "text": ", ".join(names), "side": side, "shift": -9 if left else 13})
    return labels


def _apart(one: Mark, other: Mark, width: float, height: float) -> float:
    return max(abs(one.x - other.x) / width, abs(one.y - other.y) / height)
