"""Response curves: they go through their facts, bend as published and refuse facts no curve goes through."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from simulator.facts.curves import CurveError, Family, calibrate, check, thinned

SHARES = st.floats(0.05, 0.95)
SETS_OF_FACTS: list[tuple[Family, tuple[str, ...]]] = [
    ("exponential", ("double",)),
    ("exponential", ("ceiling",)),
    ("michaelis-menten", ("double",)),
    ("adbudg", ("ceiling", "double")),
    ("adbudg", ("ceiling", "half_more")),
]
every_set = pytest.mark.parametrize(("family", "stated"), SETS_OF_FACTS, ids=str)


def facts_of(stated: tuple[str, ...], floor: float, gain: float, further: float, beyond: float) -> dict[str, float]:
    """Return sound facts: zero, today and those ``stated``."""
    today = floor + gain
    if "ceiling" not in stated:
        return {"zero": floor, "today": today, "double": today + gain * beyond}
    ceiling = today + gain * further
    near = {name: today + (ceiling - today) * beyond for name in stated if name != "ceiling"}
    return {"zero": floor, "today": today, "ceiling": ceiling, **near}


def test_adbudg_goes_through_the_published_calibration() -> None:
    """40, 100, 120 and 160 at zero, today, +50 % and saturation give c 1.70951 and d 1."""
    curve = calibrate("adbudg", 1.0, zero=40, today=100, half_more=120, ceiling=160)
    assert curve.power == pytest.approx(1.70951, abs=5e-6)
    assert curve.scale**curve.power == pytest.approx(1)
    assert curve.at(0.5) == pytest.approx(68.10, abs=0.005)
    assert curve.at(2.0) == pytest.approx(131.90, abs=0.005)
    assert curve.elasticity(1.0) == pytest.approx(0.51285, abs=5e-6)


@pytest.mark.parametrize(
    ("family", "ceiling", "elasticity"), [("exponential", 160, 0.4159), ("michaelis-menten", 220, 0.4)]
)
def test_three_facts_give_the_published_curve(family: Family, ceiling: float, elasticity: float) -> None:
    """40, 100 and 130 at zero, today and double: nearly the same elasticity, very different ceilings."""
    curve = calibrate(family, 1.0, zero=40, today=100, double=130)
    assert curve.ceiling == pytest.approx(ceiling)
    assert curve.elasticity(1.0) == pytest.approx(elasticity, abs=5e-5)


def test_blattberg_deighton_rates_are_calibrated_from_spend_and_ceiling() -> None:
    """Acquisition .25 at 6 with ceiling .45 and retention .50 at 10 with ceiling .80 give the published rates."""
    acquisition = calibrate("exponential", 6.0, zero=0, today=0.25, ceiling=0.45)
    retention = calibrate("exponential", 10.0, zero=0, today=0.5, ceiling=0.8)
    assert 1 / acquisition.scale == pytest.approx(0.135155, abs=5e-7)
    assert 1 / retention.scale == pytest.approx(0.0980829, abs=5e-8)


@every_set
@given(floor=st.floats(0, 10), gain=st.floats(0.1, 10), further=st.floats(0.1, 5), beyond=SHARES, effort=st.just(3.0))
def test_curves_go_through_their_facts(
    family: Family, stated: tuple[str, ...], floor: float, gain: float, further: float, beyond: float, effort: float
) -> None:
    """Every sound set of facts gives a curve that meets each of them."""
    facts = facts_of(stated, floor, gain, further, beyond)
    check(family, **facts)
    curve = calibrate(family, effort, **facts)
    for name, times in {"zero": 0, "today": 1, "half_more": 1.5, "double": 2}.items():
        if name in facts:
            assert curve.at(times * effort) == pytest.approx(facts[name], rel=1e-7)
    if "ceiling" in facts:
        assert curve.ceiling == facts["ceiling"]


@every_set
@given(floor=st.floats(0, 10), gain=st.floats(0.1, 10), further=st.floats(0.1, 5), beyond=SHARES)
def test_curves_rise_and_their_slope_is_the_derivative(
    family: Family, stated: tuple[str, ...], floor: float, gain: float, further: float, beyond: float
) -> None:
    """Results never fall with effort, stay between floor and ceiling, and the slope agrees with a complex step."""
    curve = calibrate(family, 3.0, **facts_of(stated, floor, gain, further, beyond))
    efforts = np.linspace(0.01, 30, 200)
    results = curve.at(efforts)
    assert np.all(np.diff(results) >= -1e-12 * results[1:])
    assert np.all((results >= floor - 1e-12) & (results <= curve.ceiling * (1 + 1e-12)))
    by_complex_step = curve.at(efforts + 1e-30j).imag / 1e-30
    np.testing.assert_allclose(curve.slope(efforts), by_complex_step, rtol=1e-9, atol=1e-12 * gain)


@every_set
@given(floor=st.floats(0, 10), gain=st.floats(0.1, 10), further=st.floats(0.1, 5), beyond=SHARES)
def test_concave_means_each_unit_brings_less_than_the_last(
    family: Family, stated: tuple[str, ...], floor: float, gain: float, further: float, beyond: float
) -> None:
    """A curve called concave has a falling slope; an S-shaped one has a slope that rises first."""
    curve = calibrate(family, 1.0, **facts_of(stated, floor, gain, further, beyond))
    assume(curve.power <= 1 or curve.power >= 1.05)
    slopes = curve.slope(curve.scale * np.geomspace(1e-3, 10, 400))
    assert curve.concave == bool(np.all(np.diff(slopes) <= 1e-9 * slopes[1:]))


def test_a_flat_curve_never_moves() -> None:
    """Where the owner says that effort changes nothing, it changes nothing."""
    curve = calibrate("flat", 5.0, zero=3.0, today=3.0)
    np.testing.assert_array_equal(curve.at(np.array([0, 5, 1e12])), 3.0)
    np.testing.assert_array_equal(curve.slope(np.array([0, 5, 1e12])), 0.0)


def test_an_enormous_effort_reaches_the_ceiling() -> None:
    """No effort, however large, overflows: the result is the ceiling and the slope nothing."""
    for curve in (
        calibrate("adbudg", 1.0, zero=0, today=1e-6, half_more=1 - 1e-6, ceiling=1),
        calibrate("exponential", 1.0, zero=0, today=0.5, double=0.75),
        calibrate("michaelis-menten", 1.0, zero=0, today=0.5, double=2 / 3),
    ):
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            assert curve.at(1e25) == pytest.approx(1, abs=1e-9)
            assert curve.slope(1e25) == pytest.approx(0, abs=1e-9)


REFUSED: list[tuple[Family, dict[str, Any], str, str]] = [
    ("exponential", {"zero": 40, "today": 100, "double": 100}, "double", "above today's 100"),
    ("exponential", {"zero": 40, "today": 100, "double": 90}, "double", "flat"),
    ("exponential", {"zero": 40, "today": 100, "double": 160}, "double", "below 160"),
    ("michaelis-menten", {"zero": 40, "today": 100, "double": 170}, "double", "adbudg"),
    ("michaelis-menten", {"zero": 40, "today": 100}, "double", "state what twice"),
    ("exponential", {"zero": 100, "today": 100, "double": 130}, "zero", "below today's 100"),
    ("exponential", {"zero": 110, "today": 100, "double": 130}, "zero", "flat"),
    ("exponential", {"zero": 40, "today": 100, "ceiling": 100}, "ceiling", "above today's 100"),
    ("exponential", {"zero": 40, "today": 100, "double": 130, "ceiling": 200}, "double", "leave it out"),
    ("adbudg", {"zero": 40, "today": 100, "double": 130}, "ceiling", "needs a ceiling"),
    ("adbudg", {"zero": 40, "today": 100, "ceiling": 90, "double": 95}, "ceiling", "above today's 100"),
    ("adbudg", {"zero": 40, "today": 100, "ceiling": 160}, "double", "half as much again"),
    ("adbudg", {"zero": 40, "today": 100, "ceiling": 160, "half_more": 170}, "half_more", "below the ceiling 160"),
    ("adbudg", {"zero": 40, "today": 100, "ceiling": 160, "half_more": 100}, "half_more", "above today's 100"),
    ("adbudg", {"zero": 40, "today": 100, "ceiling": 160, "half_more": 120, "double": 110}, "double", "between"),
    ("flat", {"zero": 40, "today": 100}, "zero", "equals today's 100"),
    ("flat", {"zero": 100, "today": 100, "double": 101}, "double", "equals today's 100"),
]


@pytest.mark.parametrize(("family", "facts", "fact", "words"), REFUSED, ids=str)
def test_facts_no_curve_goes_through_are_refused(family: Family, facts: dict[str, Any], fact: str, words: str) -> None:
    """The error names the fact to change and what is allowed."""
    with pytest.raises(CurveError) as error:
        check(family, **facts)
    assert error.value.fact == fact
    assert words in error.value.allowed


@pytest.mark.parametrize("step", [-math.inf, math.inf])
@pytest.mark.parametrize("edge", [0.03, 0.056])
def test_facts_too_close_to_tell_apart_are_refused(edge: float, step: float) -> None:
    """A result at double a hair from today's, or from twice the gain, is refused rather than divided by."""
    with pytest.raises(CurveError, match="double"):
        check("exponential", zero=0.004, today=0.03, double=math.nextafter(edge, step))


@given(st.floats(0.05, 0.95), st.floats(-8, -0.3), st.floats(0.001, 0.999))
def test_a_thinned_curve_is_sound_however_flat_it_is(reached: float, added: float, quality: float) -> None:
    """From nothing to any effort it rises through today and its thinned double, and nothing overflows on the way."""
    effort, top = 1580.0, 605.0
    today = reached * top
    facts = {"zero": 3.5, "today": today, "double": today + 10**added * (top - today), "ceiling": top}
    try:
        check("adbudg", **facts)
    except CurveError:
        reject()
    curve = calibrate("adbudg", effort, **facts)
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        counted = thinned(curve, effort, today, quality)
        results = counted.at(effort * np.array([0, 1e-12, 1e-3, 0.5, 1, 2, 1e3, 1e12]))
    assert np.all(np.diff(results) >= -1e-9 * today)
    double = today + quality * (float(curve.at(2 * effort)) - today)
    assert [results[0], *results[4:6]] == pytest.approx([3.5, today, double], rel=1e-5)
