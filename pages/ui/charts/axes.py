"""Axes with round ends whose labels all differ, and that follow what is drawn while a hand holds a lever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pages.ui.state.session import Session
from pages.ui.text.formats import MoneyFormat, count, money_format
from pages.ui.text.numbers import MINUS, NBSP
from simulator.facts.round_step import axis_ends

FLAT = 0.04
"""What differs by less than this share of its size is a level: an axis spans that much at least."""
CENT, TENTH = 0.01, 0.1
"""The smallest steps worth a label: of money, of a number of people."""
MANY = 100_000
"""From here on people are counted in thousands, as money is."""
BEYOND = 0.25
"""An axis that has to grow grows by this share of its length, so that the hand does not move it again at once."""


@dataclass(frozen=True)
class Axis:
    """The ends of an axis and its ticks, round and in order."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def signals(self, write: Callable[[float], str]) -> dict[str, object]:
        """Return the params of a chart whose upright axis this is."""
        return {"lo": self.low, "hi": self.high, "ticks": list(self.ticks), "labels": [write(t) for t in self.ticks]}


def axis(low: float, high: float, *, least: float = CENT, about: int = 4) -> Axis:
    """Return an axis that holds both values, with about so many steps of ``least`` or more.

    Where all is nothing it has the one tick that says so.
    """
    if max(abs(low), abs(high)) < least / 2:
        return Axis(0.0, 1.0, (0.0,))
    lacking = max(FLAT * max(abs(low), abs(high)), about * least) - (high - low)
    if lacking > 0:
        low, high = (low, high + lacking) if low == 0 else (low - lacking / 2, high + lacking / 2)
    first, last, ticks = axis_ends(low, high, about)
    return Axis(first, last, tuple(ticks))


def money_signals(found: Axis, money: MoneyFormat) -> dict[str, object]:
    """Return the params of an upright axis in money."""
    return found.signals(money.tick)


def count_label(tick: float) -> str:
    """Return a number of people as exactly as an axis needs it."""
    if abs(tick) >= MANY:
        return money_format("index").tick(tick)
    return count(tick) if float(tick).is_integer() else f"{tick:.6g}".replace("-", MINUS)


def percent_label(tick: float) -> str:
    """Return a share in per cent as exactly as an axis needs it."""
    text = f"{abs(tick) * 100:.6g}"
    return f"{MINUS if tick < 0 and float(text) else ''}{text}{NBSP}%"


def steady(visit: Session, name: str, values: Sequence[float], fresh: Callable[[float, float], Axis]) -> Axis:
    """Return the axis of that name: while a hand holds a lever the one it began with, grown where a value leaves it.

    ``fresh`` gives the axis for the least and greatest value.
    """
    low, high = min(values), max(values)
    if not visit.dragging or name not in visit.axes:
        found = fresh(low, high)
    else:
        first, last, *ticks = visit.axes[name]
        found = grown(Axis(first, last, tuple(ticks)), low, high)
    visit.axes[name] = (found.low, found.high, *found.ticks)
    return found


def grown(kept: Axis, low: float, high: float) -> Axis:
    """Return an axis that holds another and both values, with room beyond the end at which a value leaves it."""
    if kept.low <= low and high <= kept.high:
        return kept
    room = BEYOND * (max(high, kept.high) - min(low, kept.low))
    low = kept.low if low >= kept.low else low - room
    high = kept.high if high <= kept.high else high + room
    return axis(low, high) if kept.ticks else Axis(low, high, ())


def bar_ends(low: float, high: float) -> Axis:
    """Return the ends of bars from nothing to the least and greatest value, without ticks."""
    return Axis(min(0.0, low), max(0.0, high) * 1.02 or 1.0, ())


def month_ticks(months: int) -> list[int]:
    """Return the months that are named along the foot of a chart."""
    step = 6 if months <= 36 else 12
    return [1, *range(step, months + 1, step)] if months >= 6 else list(range(1, months + 1))
