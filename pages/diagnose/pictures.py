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
SMALLEST_RATE = 0.0001
"""The smallest step of win rate that is worth a label."""


@dataclass(frozen=True)
class Place:
    """Where the company is today, or where a plan takes it by the last month of the horizon."""

    kind: str
    name: str
    prospects: float
    win_rate: float


def today_place(kind: str, found: Diagnosis) -> Place:
    """Return the place of today's levels."""
    return Place(kind, "today", found.level("prospects").today, found.level("win_rate").today)


def place(kind: str, name: str, outcome: Outcome) -> Place:
    """Return the place of one outcome's last month."""
    return Place(kind, name, float(outcome.prospects[-1]), win_rate_at_end(outcome))


def quadrant(found: Diagnosis, places: list[Place], months: int) -> ChartState:
    """Return the company today, under the plan and at the best split, against the acceptable levels."""
    lines = found.level("prospects"), found.level("win_rate")
    prospects, win_rate = (line.acceptable for line in lines)
    whose = [_whose(line) for line in lines]
    across = _scale([prospects, *(each.prospects for each in places)], TENTH)
    up = _scale([win_rate, *(each.win_rate for each in places)], SMALLEST_RATE)
    x_lo, x_hi, y_lo, y_hi = across.low, across.high, up.low, up.high
    line = (y_hi - y_lo) / (HEIGHT - 58)
    heights = spread([_clear_of(win_rate, each.win_rate, 14 * line) for each in places], 18 * line)
    rows = [
        {"x": each.prospects, "y": each.win_rate, "label_y": height, "text": each.name, "kind": each.kind, "rank": rank,
         "left": _label_left(each.prospects, prospects, (x_lo, x_hi))}
        for rank, (each, height) in enumerate(zip(places, heights, strict=True))
    ]  # fmt: skip
    corners = [
        {"x": x, "y": y, "side": side, "foot": foot, "text": f"{verb} {text}", "short": text}
        for x, y, side, foot, verb, text in (
            (x_lo, y_hi, "left", False, "needs", "marketing"),
            (x_hi, y_hi, "right", False, "can grow", "share of wallet"),
            (x_lo, y_lo, "left", True, "needs", "both"), (x_hi, y_lo, "right", True, "needs", "sales"),
        )
    ]  # fmt: skip
    return ChartState(
        name="quadrant",
        unit="people",
        title=f"Win rate and prospects against {_against(lines)}: today, and plans in month {months}",
        alt="; ".join([*(f"{each.name}: {_spoken(each.prospects, each.win_rate)}" for each in places),
                       f"acceptable: {_spoken(prospects, win_rate)}"]),
        datasets={
            "points": columns(rows),
            "corners": columns(corners),
            "limits": {
                "x": [prospects], "y": [win_rate], "top": [y_hi], "start": [x_lo],
                "x_text": [f"{whose[0]} {count(prospects)}"], "y_text": [f"{whose[1]} {rate(win_rate)}"],
                "y_short": [rate(win_rate)],
            },
        },
        signals={
            "x_lo": x_lo, "x_hi": x_hi, "x_ticks": list(across.ticks),
            "x_labels": [count_label(tick) for tick in across.ticks],
            "y_lo": y_lo, "y_hi": y_hi, "ticks": list(up.ticks), "labels": [percent_label(tick) for tick in up.ticks],
        },
        table=ChartTable(
            ["", "Prospects a month", "Win rate"],
            [
                [each.name if each.name == "today" else f"{each.name}, month {months}", count(each.prospects),
                 share_text(each.win_rate)]
                for each in places
            ]
            + [["acceptable", count(prospects), share_text(win_rate)]],
        ),
    )  # fmt: skip


def _clear_of(limit: float, height: float, room: float) -> float:
    """Return where a point's label stands: above the limit where it would be struck through by it."""
    return limit + room if limit - room / 2 < height < limit + room else height


def _whose(line: Level) -> str:
    return "yours" if line.stated else "best split"


def _against(lines: tuple[Level, Level]) -> str:
    if all(line.stated for line in lines):
        return "your acceptable levels"
    return "the acceptable levels" if any(line.stated for line in lines) else "what the best split reaches"


def _label_left(x: float, limit: float, ends: tuple[float, float]) -> bool:
    """Return whether a point's label stands at its left: near the right end, or lest it crosses the limit."""
    room = 0.24 * (ends[1] - ends[0])
    return x > ends[1] - 1.6 * room or (x < limit < x + room and x - room > ends[0])


def _spoken(prospects: float, win_rate: float) -> str:
    return f"{counted(prospects, 'prospect')} a month, {rate(win_rate)} won"


def returns(found: Diagnosis, per: Returns) -> ChartState:
    """Return what the next unit of money brings back in each function under today's plan."""
    each, money = found.lead.returns, per.money
    marginal = [one.marginal for one in each]
    scale = bar_ends(min(marginal), max(marginal))
    bars = [Bar(title(one.lever), one.function, one.marginal, money.short(one.marginal)) for one in each]
    table = ChartTable(
        ["Function", "Lever", f"Next {per.one} spent brings back, today's plan"],
        [[capital(FUNCTION_NAMES[one.function]), title(one.lever), money.short(one.marginal)] for one in each],
    )
    phrase = f"{per.phrase()}, with today's plan"
    return bar_chart("function_returns", phrase, bars, (scale.low, scale.high), table, unit="ratio")


def gap(found: Diagnosis, money: MoneyFormat) -> ChartState:
    """Return what each driver adds with today's plan against the acceptable levels, or takes."""
    parts = found.gap.parts
    scale = bar_ends(min(parts.values()), max(parts.values()))
    bars = [Bar(DRIVERS[each], FUNCTION_OF[each], part, money.signed(part)) for each, part in parts.items()]
    table = ChartTable(
        ["Driver", "Today's plan", "Acceptable", "Revenue a month"],
        [
            [DRIVERS[level.driver], level_text(level, level.held), level_text(level, level.acceptable),
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
