"""Axes hold what is drawn, say something different at each tick, and follow a hand without shrinking."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.charts.axes import Axis, axis, bar_ends, count_label, grown, money_signals, percent_label, steady
from pages.ui.text.formats import money_format
from pages.ui.text.locale import HOME

MONEY = st.one_of(
    st.just(0.0), st.floats(-1e21, 1e21), st.floats(-1e6, 1e6), st.floats(-1.0, 1.0), st.floats(-1e-3, 1e-3)
)
COUNTS = st.one_of(st.floats(0, 1e9), st.floats(0, 100), st.floats(0, 1))


@given(MONEY, MONEY, st.sampled_from([*sorted(HOME), "index"]), st.sampled_from([3, 4]))
def test_no_two_ticks_of_money_read_alike(one: float, other: float, currency: str, about: int) -> None:
    """From nothing to more than all the money there is, in every currency: each tick has a label of its own."""
    found = axis(min(one, other), max(one, other), about=about)
    labels = cast("list[str]", money_signals(found, money_format(currency))["labels"])
    assert len(set(labels)) == len(labels) >= 1
    assert max(map(len, labels)) <= 14


@given(MONEY, st.floats(0, 1e-6), st.sampled_from(["USD", "JPY", "SEK"]))
def test_a_level_has_an_axis_too(level: float, spread: float, currency: str) -> None:
    """What hardly changes is drawn on an axis around it that is longer than the change, with labels that differ."""
    found = axis(level, level + spread * abs(level))
    labels = cast("list[str]", money_signals(found, money_format(currency))["labels"])
    assert len(set(labels)) == len(labels)
    assert found.low - 0.005 <= level <= found.high


@given(MONEY, MONEY)
def test_an_axis_holds_what_is_drawn(one: float, other: float) -> None:
    """Both values lie between the ends."""
    low, high = min(one, other), max(one, other)
    found = axis(low, high)
    slack = 1e-9 * max(abs(low), abs(high)) + 0.005
    assert found.low <= low + slack
    assert found.high >= high - slack


def test_nothing_has_one_tick() -> None:
    """Where all is nothing the axis says so once."""
    assert axis(0.0, 0.0) == Axis(0.0, 1.0, (0.0,))


@given(COUNTS, COUNTS)
def test_no_two_ticks_of_people_or_shares_read_alike(one: float, other: float) -> None:
    """Counts below one and win rates far below one per cent have labels of their own as well."""
    people = [count_label(tick) for tick in axis(min(one, other), max(one, other), least=0.1).ticks]
    rates = [percent_label(tick) for tick in axis(0, min(one, 1.0) * 0.01, least=0.0001).ticks]
    for labels in (people, rates):
        assert len(set(labels)) == len(labels)


class Hand:
    """As much of a visitor's session as axes look at."""

    def __init__(self) -> None:
        self.dragging = False
        self.axes: dict[str, tuple[float, ...]] = {}


@pytest.mark.parametrize("fresh", [axis, bar_ends])
@pytest.mark.parametrize("towards", [3e5, -2e5])
def test_an_axis_follows_the_hand(fresh: Any, towards: float) -> None:
    """What leaves the axis during a drag is always held; the axis grows a few times, and shrinks on release alone."""
    hand = Hand()
    before = steady(cast("Any", hand), "revenue", [5e4, 1e5], fresh)
    hand.dragging = True
    seen = [before]
    for step in range(101):
        reached = 1e5 + (towards - 1e5) * (step if step <= 50 else 100 - step) / 50
        now = steady(cast("Any", hand), "revenue", [5e4, reached], fresh)
        assert now.low <= min(5e4, reached, seen[-1].low)
        assert now.high >= max(5e4, reached, seen[-1].high)
        seen.append(now)
    assert 2 <= len(set(seen)) <= 7
    hand.dragging = False
    assert steady(cast("Any", hand), "revenue", [5e4, 1e5], fresh) == before


def test_an_axis_that_holds_stays() -> None:
    """A value inside leaves the ends where they are."""
    kept = axis(0.0, 100.0)
    assert grown(kept, 20.0, 80.0) is kept
