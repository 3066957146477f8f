"""The least effort that works on an S-shaped curve, as a fact one can state."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.curves import calibrate, check
from simulator.facts.least_effort import doubled, least_effort, most_least_effort


@given(st.floats(0, 100), st.floats(1, 1000), st.floats(0.05, 20), st.floats(0.02, 0.98))
def test_the_stated_least_effort_is_where_a_unit_brings_most(
    zero: float, gain: float, more: float, part: float
) -> None:
    """On the curve with a stated least effort no other effort brings more for each unit of it, by trying 20,000."""
    today, ceiling = zero + gain, zero + gain * (1 + more)
    least = part * most_least_effort(zero, today, ceiling)
    double = doubled(zero, today, ceiling, least)
    assert today < double < ceiling
    curve = calibrate("adbudg", 1.0, zero=zero, today=today, double=double, ceiling=ceiling)
    assert least_effort(curve) == pytest.approx(least, rel=1e-5)
    efforts = least * np.geomspace(0.05, 20, 20_001)
    gains = (curve.at(efforts) - zero) / efforts
    assert float((curve.at(least) - zero) / least) >= gains.max() * (1 - 1e-9)


def test_a_curve_that_is_no_s_has_none() -> None:
    """Where each further unit brings less from the first on, no effort is too small."""
    bent = calibrate("adbudg", 1.0, zero=0.0, today=10.0, double=13.0, ceiling=20.0)
    assert float(bent.power) < 1
    assert least_effort(bent) is None
    assert least_effort(calibrate("exponential", 1.0, zero=0.0, today=10.0, double=13.0)) is None


@given(st.floats(0.1, 5), st.floats(0.1, 0.9))
def test_a_later_start_rises_more_steeply(more: float, part: float) -> None:
    """The later effort begins to work, the more doubling brings; each such curve is sound."""
    most = most_least_effort(0.0, 10.0, 10.0 * (1 + more))
    early, late = (doubled(0.0, 10.0, 10.0 * (1 + more), share * most) for share in (0.9 * part, part))
    assert early < late
    check("adbudg", zero=0.0, today=10.0, double=early, half_more=None, ceiling=10.0 * (1 + more))
