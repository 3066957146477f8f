"""Judgement as a table: the curve of each family that comes closest, found as any other way would find it."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import load_case
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE
from simulator.facts.curves import Curve, Family, calibrate
from simulator.facts.declaration import InvalidInput
from simulator.guided.judgement import Fit, fits

NORTHWIND = load_case("northwind").business
EFFORTS = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)

KNOWN: list[tuple[Family, dict[str, float]]] = [
    ("exponential", {"zero": 40, "today": 100, "double": 130}),
    ("exponential", {"zero": 0, "today": 5, "double": 9.5}),
    ("exponential", {"zero": 90, "today": 100, "double": 101}),
    ("michaelis-menten", {"zero": 40, "today": 100, "double": 130}),
    ("michaelis-menten", {"zero": 0, "today": 1000, "double": 1800}),
    ("adbudg", {"zero": 40, "today": 100, "half_more": 120, "ceiling": 160}),
    ("adbudg", {"zero": 0, "today": 20, "half_more": 60, "ceiling": 100}),
    ("adbudg", {"zero": 10, "today": 50, "double": 90, "ceiling": 100}),
]


def of_family(family: Family, found: tuple[Fit, ...]) -> Fit:
    """Return the fit of one family."""
    return next(fit for fit in found if fit.family == family)


@pytest.mark.parametrize(("family", "facts"), KNOWN, ids=str)
def test_a_known_curve_is_recovered(family: Family, facts: dict[str, float]) -> None:
    """Results that lie on a curve give that curve back, whichever facts it came from, and it is the one to take."""
    known = calibrate(family, 1.0, **facts)
    efforts = (0.0, 0.5, 1.0, 1.5, 2.0)
    best = fits(efforts, [float(known.at(effort)) for effort in efforts])[0]
    assert best.family == family
    assert best.error < 1e-6 * facts["today"]
    for effort in (0.0, 0.3, 1.0, 1.7, 2.5):
        assert float(best.curve.at(effort)) == pytest.approx(float(known.at(effort)), rel=1e-5, abs=1e-6)
    assert best.s_shaped == (family == "adbudg" and known.power > 1)


def test_the_published_s_shape() -> None:
    """Little's calibration 40/100/120/160 comes back with its exponent 1.70951 from points alone."""
    known = calibrate("adbudg", 1.0, zero=40, today=100, half_more=120, ceiling=160)
    best = fits(EFFORTS, [float(known.at(effort)) for effort in EFFORTS])[0]
    assert best.curve.power == pytest.approx(1.70951, abs=1e-4)
    assert best.s_shaped


def test_the_order_of_rows_does_not_count() -> None:
    """A table typed in any order is the same table, and repeated efforts are averaged by the squares."""
    results = [3.0, 9.0, 13.0, 18.0, 20.0, 21.0]
    rows = list(zip(EFFORTS, results, strict=True))
    random.Random(1).shuffle(rows)
    assert fits(*zip(*rows, strict=True)) == fits(EFFORTS, results)


NOISY = {
    "rising": [5.0, 21.0, 30.0, 48.0, 55.0, 57.0],
    "s-shaped": [2.0, 3.5, 11.0, 48.0, 79.0, 88.0],
    "rough": [10.0, 4.0, 30.0, 22.0, 41.0, 33.0],
    "nearly straight": [1.0, 10.0, 21.0, 39.0, 61.0, 80.0],
}


def squares(curve: Curve, results: list[float]) -> float:
    """Return the sum of squared distances."""
    return math.fsum((float(curve.at(effort)) - result) ** 2 for effort, result in zip(EFFORTS, results, strict=True))


@pytest.mark.parametrize("kind", NOISY)
def test_no_other_curve_comes_closer(kind: str) -> None:
    """Of tens of thousands of curves of each family, drawn far and near, none has a smaller sum of squares."""
    results, chance = NOISY[kind], np.random.default_rng(5)
    for fit in fits(EFFORTS, results):
        if fit.family == "flat":
            continue
        ours = squares(fit.curve, results)
        count = 20_000
        near = chance.random(count) < 0.5
        spread = np.where(near, 0.02, 1.0)

        def drawn(centre: Any, spread: Any = spread, count: int = count) -> Any:
            return np.maximum(float(centre), 1e-3) * np.exp(spread * chance.normal(size=count))

        floor = np.where(chance.random(count) < 0.3, 0.0, drawn(fit.curve.floor))
        ceiling = floor + drawn(fit.curve.ceiling - fit.curve.floor)
        scale, power = drawn(fit.curve.scale), drawn(fit.curve.power)
        if fit.family != "adbudg":
            power = np.ones(count)
        others = Curve(fit.family, floor, ceiling, _within(fit.family, scale), np.clip(power, 0.3, 8))
        left = sum((others.at(effort) - result) ** 2 for effort, result in zip(EFFORTS, results, strict=True))
        assert ours <= float(np.min(left)) * (1 + 1e-9)


def _within(family: str, scale: Any) -> Any:
    """Return the scale held where a table of efforts up to twice today's can tell curves apart."""
    low, high = {"exponential": (1 / 7, 50), "michaelis-menten": (0.002, 100), "adbudg": (0.1, 10)}[family]
    return np.clip(scale, low, high)


def test_the_error_is_the_residual_standard_error() -> None:
    """Squares over rows less coefficients; of a flat curve the standard deviation of the results."""
    results = NOISY["rough"]
    found = fits(EFFORTS, results)
    assert of_family("flat", found).error == pytest.approx(float(np.std(results, ddof=1)))
    for family, coefficients in (("exponential", 3), ("michaelis-menten", 3), ("adbudg", 4)):
        fit = next((each for each in found if each.family == family), None)
        if fit:
            assert fit.error == pytest.approx(math.sqrt(squares(fit.curve, results) / (6 - coefficients)))


def test_an_s_shape_must_earn_its_place() -> None:
    """With a little noise an S-shaped table is recognised, and one that only bends is not taken for one."""
    chance = np.random.default_rng(2)
    shaped = calibrate("adbudg", 1.0, zero=2, today=30, half_more=62, ceiling=100)
    bent = calibrate("exponential", 1.0, zero=10, today=60, double=85)
    efforts = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]
    recognised = mistaken = 0
    for _ in range(20):
        noise = chance.normal(0, 0.8, size=9)
        recognised += fits(efforts, [max(float(shaped.at(x)) + e, 0) for x, e in zip(efforts, noise, strict=True)])[
            0
        ].s_shaped
        mistaken += fits(efforts, [float(bent.at(x)) + e for x, e in zip(efforts, noise, strict=True)])[0].s_shaped
    assert recognised == 20
    assert mistaken <= 3


def test_a_table_that_says_nothing_changes_is_flat() -> None:
    """The same result at every effort is a flat curve without error."""
    best = fits(EFFORTS, [7.0] * 6)[0]
    assert (best.family, best.error, best.points()["today"]) == ("flat", 0.0, 7.0)
    assert fits(EFFORTS, [0.0] * 6)[0].family == "flat"


def test_a_fit_is_taken_at_once() -> None:
    """Its facts make a valid channel and a valid company, whose curve is the one that was drawn."""
    for kind, results in NOISY.items():
        for fit in fits(EFFORTS, results):
            channel = NORTHWIND.channels[0].changed(**fit.facts(CHANNEL_CURVE))
            drawn = CHANNEL_CURVE.calibrated(1.0, lambda field, channel=channel: getattr(channel, field))
            assert float(drawn.at(1.3)) == pytest.approx(float(fit.curve.at(1.3)), rel=1e-6), kind
    for fit in fits(EFFORTS, [0.1, 0.2, 0.3, 0.5, 0.7, 0.95], top=1.0):
        NORTHWIND.changed(**fit.facts(SHARE_CURVE))


@given(
    st.lists(st.floats(0, 1e6) | st.sampled_from([0.0, 1.0, 5.0]), min_size=6, max_size=6),
    st.sampled_from([math.inf, 1e6]),
)
def test_any_table_gives_a_curve_that_can_be_taken(results: list[float], top: float) -> None:
    """Whatever is typed, there is a curve, its error is a number, and its facts are sound and within what there is."""
    for fit in fits(EFFORTS, results, top):
        assert math.isfinite(fit.error)
        assert float(fit.curve.ceiling) <= top * (1 + 1e-9)
        NORTHWIND.channels[0].changed(**fit.facts(CHANNEL_CURVE))


REFUSED: list[tuple[tuple[Any, ...], tuple[Any, ...], str]] = [
    ((0, 1, 2), (1, 2, 3), "Number of rows is 3: 5 to 50 rows"),
    ((0, 0.5, 1, 1.5, 2), (1, 2, 3, 4), "Number of rows is 4"),
    ((0, 1, 1, 1, 2), (1, 2, 2, 2, 3), "5 efforts that differ are needed"),
    ((0, 0.5, 1, 1.5, 20), (1, 2, 3, 4, 5), "Effort in row 5 is 20: 0 to 10 times today's are allowed"),
    ((0, 0.5, 1, 1.5, 2), (1, 2, math.nan, 4, 5), "Result in row 3 is nan"),
    ((0, 0.5, 1, 1.5, 2), (1, 2, -3, 4, 5), "Result in row 3 is -3"),
]


@pytest.mark.parametrize(("efforts", "results", "words"), REFUSED)
def test_a_table_no_curve_can_be_drawn_through_is_refused(
    efforts: tuple[Any, ...], results: tuple[Any, ...], words: str
) -> None:
    """The message names the row and what is allowed."""
    with pytest.raises(InvalidInput) as error:
        fits(efforts, results)
    assert words in str(error.value)
