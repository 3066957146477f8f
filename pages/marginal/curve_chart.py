"""One curve against money, with its marks: axes, labels and regions chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.marginal.mark_names import Room, placed, text_box
from pages.ui.charts.axes import Axis, axis, money_signals
from pages.ui.charts.label_layout import columns
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat
from simulator.model.outcome import Floats

BEYOND = "leans on the curve's shape"
HEIGHTS = {"response": 150, "returns": 100, "frontier": 190, "prices": 190}
"""Pixels of each chart's plot, as its spec has them."""
PLOT_WIDTH = 218.0
"""Pixels of the narrowest plot: a screen of 320, less what stands around."""


@dataclass(frozen=True)
class Mark:
    """A point with a name: kinds are today, plan and best."""

    name: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class PlottedCurve:
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


def curve_chart(
    name: str, title: str, curve: PlottedCurve, money: MoneyFormat, table: ChartTable | None = None
) -> ChartState:
    """Return the chart of that name with its axes, marks and table."""
    heights = [*curve.heights, *curve.y.tolist(), *(mark.y for mark in curve.marks), *(y for y, _ in curve.levels)]
    scale = _upright(heights, whole=name in ("returns", "prices"))
    end = float(curve.x.max())
    feet = [foot for foot in axis(0.0, end).ticks if foot <= end]
    return ChartState(
        name=name,
        title=title,
        alt=f"{title}. " + ", ".join(f"{m.name} at {money.short(m.x)}: {money.short(m.y)}" for m in curve.marks),
        datasets={**_datasets(curve, end), "names": columns(_names(name, curve, scale, end) if curve.named else [])},
        signals={
            **money_signals(scale, money),
            "xhi": end, "xticks": feet, "xlabels": [money.tick(foot) for foot in feet],
        },
        table=table,
    )  # fmt: skip


def _datasets(curve: PlottedCurve, end: float) -> dict[str, dict[str, list[object]]]:
    beyond = curve.beyond if curve.beyond is not None and curve.beyond < end else None
    return {
        "curve": {"x": curve.x.tolist(), "y": curve.y.tolist(), "role": [curve.role] * len(curve.x)},
        "beyond": columns([{"start": beyond, "end": end, "text": BEYOND if curve.named else ""}] if beyond else []),
        "levels": columns([{"y": y, "text": text} for y, text in curve.levels]),
        "rules": columns([{"x": x, "text": t, "side": -1 if x > end / 2 else 1} for x, t in curve.rules]),
        "marks": columns([{"x": mark.x, "y": mark.y, "kind": mark.kind} for mark in curve.marks]),
    }


def _upright(values: Sequence[float], whole: bool) -> Axis:
    low, high = min(values), max(values)
    if whole:
        return axis(min(low, 0.0), max(high, 0.0), about=3)
    room = max(high - low, 0.04 * abs(high))
    return axis(low - 0.05 * room, high + 0.12 * room, about=3)


def _names(name: str, curve: PlottedCurve, scale: Axis, end: float) -> list[dict[str, object]]:
    """Return the marks' names, those that coincide joined, each where it is clear of all else in the smallest plot."""
    joined = _joined(curve.marks, end, scale.high - scale.low)
    texts = [", ".join(names) for names, _ in joined]
    wide, high = PLOT_WIDTH, HEIGHTS[name]

    def at(x: float, y: float) -> tuple[float, float]:
        return wide * x / end, high * (scale.high - y) / (scale.high - scale.low)

    rules = [text_box(text, *_rule_at(wide * x / end, wide), -1 if x > end / 2 else 1) for x, text in curve.rules]
    beyond = [text_box(BEYOND, wide - 4, high - 10, -1)] if curve.beyond is not None and curve.beyond < end else []
    line = [at(float(x), float(y)) for x, y in zip(curve.x, curve.y, strict=True)]
    places = placed(texts, [at(mark.x, mark.y) for _, mark in joined], Room(wide, high, [*rules, *beyond], line))
    return [
        {"x": mark.x, "y": mark.y, "text": text, "side": side, "shift": shift}
        for text, (_, mark), (side, shift) in zip(texts, joined, places, strict=True)
    ]


def _rule_at(x: float, wide: float) -> tuple[float, float]:
    """Return where the text of an upright rule begins or ends, and at which height."""
    return x + (-6 if x > wide / 2 else 6), 9.0


def _joined(marks: Sequence[Mark], width: float, height: float) -> list[tuple[list[str], Mark]]:
    """Return the marks from left to right, those that coincide as one with all their names."""
    joined: list[tuple[list[str], Mark]] = []
    for mark in marks:
        near = (each for each in joined if _apart(each[1], mark, width, height) < 0.012)
        if found := next(near, None):
            found[0].append(mark.name)
        else:
            joined.append(([mark.name], mark))
    return sorted(joined, key=lambda each: (each[1].x, -each[1].y))


def _apart(one: Mark, other: Mark, width: float, height: float) -> float:
    return max(abs(one.x - other.x) / width, abs(one.y - other.y) / height)
