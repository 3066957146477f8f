"""Amounts as people of the company write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.text.formats import axis_ends, count, money_format, nice_step, percent, points, signed_percent

USD = money_format("USD")


@pytest.mark.parametrize(
    ("currency", "exact", "short"),
    [
        ("USD", "$17,000", "$2.66M"),
        ("EUR", "€17,000", "€2.66M"),
        ("BRL", "R$17.000", "R$2,66M"),
        ("SEK", "17\u00a0000\u00a0kr", "2,66M\u00a0kr"),
        ("CHF", "CHF\u00a017’000", "CHF\u00a02.66M"),
        ("index", "17,000", "2.66M"),
    ],
)
def test_currencies(currency: str, exact: str, short: str) -> None:
    """Symbol and separators follow the company's currency."""
    money = money_format(currency)
    assert (money.exact(17000), money.short(2656789)) == (exact, short)


def test_short_amounts() -> None:
    """Short amounts have two to three significant digits at every size."""
    sizes = [0.004, 0.5, 4.1, 9.999, 36.2, 310, 1234, 9999, 309876, 999999, 2656789, 3.1e9, 2e12]
    shown = "$0 $0.50 $4.10 $10 $36 $310 $1,230 $10.0k $310k $1.00M $2.66M $3.10B $2.00T"
    assert [USD.short(size) for size in sizes] == shown.split()


def test_signs() -> None:
    """Changes carry a sign, and nothing is neither plus nor minus."""
    assert [USD.signed(by) for by in (1234, -1234, 0.001, 0)] == ["+$1,230", "−$1,230", "$0", "$0"]
    assert [signed_percent(by) for by in (0.131, -0.004, 0.0)] == ["+13\u00a0%", "−0.4\u00a0%", "0.0\u00a0%"]
    assert [points(by) for by in (-0.0123, 0.0)] == ["−1.2\u00a0pt", "0.0\u00a0pt"]
    assert (USD.exact(-0.001), percent(-0.001)) == ("$0", "0\u00a0%")
    assert (count(231.3), count(2.25)) == ("231", "2.2")


def test_ticks_drop_idle_zeros() -> None:
    """Round axis amounts stand with all their digits, and without decimals that say nothing."""
    assert [USD.tick(tick) for tick in (80000, 100000, 2500000, 0)] == ["$80k", "$100k", "$2.5M", "$0"]


@given(st.floats(-1e12, 1e12), st.floats(0.01, 1e12))
def test_axis_holds_its_values(low: float, spread: float) -> None:
    """The ends hold both values, and the ticks are evenly spaced from end to end."""
    first, last, ticks = axis_ends(low, low + spread)
    slack = 1e-9 * max(abs(low), spread)
    assert first <= low + slack
    assert last >= low + spread - slack
    assert 2 <= len(ticks) <= 8
    assert (ticks[0], ticks[-1]) == (first, last)


@given(st.floats(1, 1e10))
def test_steps_are_round(total: float) -> None:
    """One press of + is a round amount of about half a per cent of the total."""
    step = nice_step(round(total))
    assert step >= 1
    assert float(f"{step:.1g}") == step
    assert step <= max(1, total / 40)
