"""A half is rounded away from zero, by the digits a number is written with, as browsers do it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from simulator.facts.rounding import half_up, significant

NUMBERS = st.floats(-1e12, 1e12) | st.builds(lambda n, parts: n / parts, st.integers(-(10**7), 10**7),
                                             st.sampled_from((2, 4, 8, 20, 40, 200, 1000)))  # fmt: skip


@given(NUMBERS, st.integers(0, 4))
@example(2400.5, 0)
@example(62.5, 0)
@example(1.005, 2)
@example(-0.5, 0)
def test_decimals_are_rounded_as_written(number: float, decimals: int) -> None:
    """Decimal arithmetic on the written digits says the same, halves among them."""
    assert half_up(number, decimals) == float(
        Decimal(repr(number)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    )


@given(NUMBERS.filter(bool), st.integers(1, 6))
def test_so_many_digits_are_left_and_none_is_further_off_than_half_of_the_last(number: float, digits: int) -> None:
    """What is left has no more digits than asked for, and is the nearest such number."""
    rounded = Decimal(repr(significant(number, digits)))
    assert len(rounded.normalize().as_tuple().digits) <= digits
    last = Decimal(1).scaleb(Decimal(repr(number)).adjusted() - digits + 1)
    assert abs(rounded - Decimal(repr(number))) <= last / 2 * (1 + Decimal("1e-9"))
