"""The one way to find where something reaches a level."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.roots import bisected, root

PLACES = st.floats(1e-6, 1e6)


@given(PLACES, st.integers(1, 9), st.booleans())
def test_a_root_is_found_to_the_last_digit_in_either_direction(place: float, at_once: int, falling: bool) -> None:
    """However many places are asked at once, from below and from above, nothing but rounding is left."""
    start, end = (2 * place, 0.0) if falling else (0.0, 2 * place)
    sign = -1.0 if falling else 1.0
    found = root(lambda tried: sign * (tried - place), start, end, at_once=at_once)
    assert found == pytest.approx(place, rel=1e-15)
    assert sign * (found - place) >= 0


@given(PLACES, st.floats(1e-3, 1e3))
def test_a_tolerance_is_kept_from_above(place: float, tolerance: float) -> None:
    """The root is overshot by no more than the tolerance, and never missed."""
    found = root(lambda tried: tried - place, 0.0, 3 * place, tolerance=tolerance, at_once=3)
    assert place <= found <= place + tolerance + 1e-9 * place


def test_the_first_of_several_roots_is_found() -> None:
    """Asked at enough places at once, what is reached, lost and reached again counts where it is reached first."""
    assert root(np.sin, -0.5, 7.0, at_once=64) == pytest.approx(0.0, abs=1e-15)


def test_what_is_reached_at_the_end_alone_is_found_there() -> None:
    """The end counts as reached."""
    assert bisected(lambda x: math.exp(x) - math.e, 0.0, 1.0) == pytest.approx(1.0, rel=1e-15)
    assert root(lambda tried: np.full(tried.shape, -1.0), 0.0, 5.0) == 5.0
