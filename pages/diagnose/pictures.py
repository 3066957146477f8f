"""From the diagnosis to what the charts show."""

from __future__ import annotations

from dataclasses import dataclass

from pages.diagnose.words import DRIVERS, FUNCTION_NAMES, level_text, rate
from pages.ui.charts.axes import TENTH, Axis, axis, bar_ends, count_label, percent_label
from pages.ui.charts.bar_chart import Bar, bar_chart
from pages.ui.charts.label_layout import columns, spread
from pages.ui.live import ChartState, ChartTable
from pages.ui.quantities import share_text
from pages.ui.text.formats import MoneyFormat, count, counted
from pages.ui.text.returns import Returns
from pages.ui.text.words import capital, title
from simulator.insight.diagnosis import Diagnosis
from simulator.insight.levels import FUNCTION_OF, Level, win_rate_at_end
from simulator.model.outcome import Outcome

HEIGHT = 270
LABEL, LEVEL = 0.24, 0.22
"""The share of the width within which a point's label begins, and the words on the acceptable win rate end."""
SMALLEST_RATE = 0.0001
"""The smallest step of win rate that is worth a label."""


@dataclass(frozen=True)
class PlanPoint:
    """Where the company is today, or where a plan takes it by the last month of the horizon."""

    kind: str
    name: str
    prospects: float
    win_rate: float


def today_point(kind: str, found: Diagnosis) -> PlanPoint:
    """Return the place of today's levels."""
    return PlanPoint(kind, "today", found.level("prospects").today, found.level("win_rate").today)


def plan_point(kind: str, name: str, outcome: Outcome) -> PlanPoint:
    """Return the place of one outcome's last month."""
    return PlanPoint(kind, name, float(outcome.prospects[-1]), win_rate_at_end(outcome))


def quadrant(found: Diagnosis, places: list[PlanPoint], months: int) -> ChartState:
    """Return the company today, under the plan and at the best split, against the acceptable levels."""
    lines = found.level("prospects"), found.level("win_rate")
    prospects, win_rate = (line.acceptable for line in lines)
    across = _scale([prospects, *(each.prospects for each in places)], TENTH)
    up = _scale([win_rate, *(each.win_rate for each in places)], SMALLEST_RATE)
    said = [f"{each.name}: {_spoken(each.prospects, each.win_rate)}" for each in places]
    return ChartState(
        name="quadrant",
        unit="people",
        title=f"Win rate and prospects against {_against(lines)}: today, and plans in month {months}",
        alt="; ".join([*said, f"acceptable: {_spoken(prospects, win_rate)}"]),
        datasets={
            "points": columns(_points(places, (prospects, win_rate), (across, up))),
            "corners": columns(_corners(across, up)),
            "limits": _limits(lines, (across, up)),
        },
        signals={
            "x_lo": across.low, "x_hi": across.high, "x_ticks": list(across.ticks),
            "x_labels": [count_label(tick) for tick in across.ticks],
            "y_lo": up.low, "y_hi": up.high, "ticks": list(up.ticks),
            "labels": [percent_label(tick) for tick in up.ticks],
        },
        table=_points_table(places, (prospects, win_rate), months),
    )  # fmt: skip


def _points(places: list[PlanPoint], limits: tuple[float, float], axes: tuple[Axis, Axis]) -> list[dict[str, object]]:
    """Return the places with their labels, which keep apart from each other and clear of the acceptable levels."""
    (prospects, win_rate), (across, up) = limits, axes
    line, wide = (up.high - up.low) / (HEIGHT - 58), across.high - across.low
    left = [_label_left(each.prospects, prospects, (across.low, across.high)) for each in places]
    starts = [each.prospects - LABEL * wide * at_left for each, at_left in zip(places, left, strict=True)]
    clear = [
        _clear_of(win_rate, each.win_rate, 14 * line, start < across.low + LEVEL * wide)
        for each, start in zip(places, starts, strict=True)
    ]
    return [
        {"x": each.prospects, "y": each.win_rate, "label_y": height, "text": each.name, "kind": each.kind, "rank": rank,
         "left": at_left}
        for rank, (each, height, at_left) in enumerate(zip(places, spread(clear, 18 * line), left, strict=True))
    ]  # fmt: skip


def _corners(across: Axis, up: Axis) -> list[dict[str, object]]:
    """Return what a company in each corner of the picture needs."""
    return [
        {"x": x, "y": y, "side": side, "foot": y == up.low, "text": f"{verb} {text}", "short": text}
        for x, y, side, verb, text in (
            (across.low, up.high, "left", "needs", "marketing"),
            (across.high, up.high, "right", "can grow", "share of wallet"),
            (across.low, up.low, "left", "needs", "both"),
            (across.high, up.low, "right", "needs", "sales"),
        )
    ]


def _limits(lines: tuple[Level, Level], axes: tuple[Axis, Axis]) -> dict[str, list[object]]:
    """Return the acceptable levels, each with whose it is."""
    (prospects, win_rate), (across, up) = lines, axes
    return {
        "x": [prospects.acceptable], "y": [win_rate.acceptable], "top": [up.high], "start": [across.low],
        "x_text": [f"{_whose(prospects)} {count(prospects.acceptable)}"],
        "y_text": [f"{_whose(win_rate)} {rate(win_rate.acceptable)}"], "y_short": [rate(win_rate.acceptable)],
    }  # fmt: skip


def _points_table(places: list[PlanPoint], limits: tuple[float, float], months: int) -> ChartTable:
    rows = [
        [each.name if each.name == "today" else f"{each.name}, month {months}", count(each.prospects),
         share_text(each.win_rate)]
        for each in places
    ]  # fmt: skip
    prospects, win_rate = limits
    rows.append(["acceptable", count(prospects), share_text(win_rate)])
    return ChartTable(["", "Prospects a month", "Win rate"], rows)


def _clear_of(limit: float, height: float, room: float, beside: bool) -> float:
    """Return where a point's label stands: above the limit where it would be struck through by it.

    ``beside`` the words on the limit, which stand above it, the label goes below.
    """
    if beside:
        return limit - room if limit - room < height < limit + 2 * room else height
    return limit + room if limit - room / 2 < height < limit + room else height


def _whose(line: Level) -> str:
    return "yours" if line.stated else "best split"


def _against(lines: tuple[Level, Level]) -> str:
    if all(line.stated for line in lines):
        return "your acceptable levels"
    return "the acceptable levels" if any(line.stated for line in lines) else "what the best split reaches"


def _label_left(x: float, limit: float, ends: tuple[float, float]) -> bool:
    """Return whether a point's label stands at its left: near the right end, or lest it crosses the limit."""
    room = LABEL * (ends[1] - ends[0])
    return x > ends[1] - 1.6 * room or (x < limit < x + room and x - room > ends[0])


def _spoken(prospects: float, win_rate: float) -> str:
    return f"{counted(prospects, 'prospect')} a month, {rate(win_rate)} won"


def returns(found: Diagnosis, per: Returns) -> ChartState:
    """Return what the next unit of money brings back in each function under today's plan."""
    each, money = found.ranking.returns, per.money
    marginal = [one.marginal for one in each]
    scale = bar_ends(min(marginal), max(marginal))
    bars = [Bar(title(one.lever), one.function, one.marginal, money.short(one.marginal)) for one in each]
    table = ChartTable(
        ["Function", "Lever", f"Next {per.one} spent brings back, today's plan"],
        [[capital(FUNCTION_NAMES[one.function]), title(one.lever), money.short(one.marginal)] for one in each],
    )
    phrase = f"{per.phrase()}, with today's plan"
    return bar_chart("function_returns", phrase, bars, (scale.low, scale.high), table, unit="ratio")


def level_gap(found: Diagnosis, money: MoneyFormat) -> ChartState:
    """Return what each driver adds with today's plan against the acceptable levels, or takes."""
    parts = found.level_gap.parts
    scale = bar_ends(min(parts.values()), max(parts.values()))
    bars = [Bar(DRIVERS[each], FUNCTION_OF[each], part, money.signed(part)) for each, part in parts.items()]
    table = ChartTable(
        ["Driver", "Today's plan", "Acceptable", "Revenue a month"],
        [
            [DRIVERS[level.driver], level_text(level, level.compared), level_text(level, level.acceptable),
             money.signed(parts[level.driver])]
            for level in found.levels
        ],
    )  # fmt: skip
    phrase = "Revenue a month from one month's prospects: what each adds or takes with today's plan"
    return bar_chart("gap", phrase, bars, (scale.low, scale.high), table)


def _scale(values: list[float], least: float) -> Axis:
    """Return an axis with room around all values, never below zero."""
    low, high = min(values), max(values)
    room = max(high - low, 0.25 * high)
    return axis(max(low - 0.45 * room, 0.0), high + 0.45 * room, least=least)
