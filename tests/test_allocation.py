"""The best split of a held total: published results, traps, limits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from benchmarks.problems import Separate, best_known, company_of, concave, s_shaped
from simulator import optimize
from simulator.facts.curves import Curve, calibrate
from simulator.optimise.newton import free_levers
from simulator.optimise.solver import best_split
from simulator.optimise.splits import Floats, Limits


def limits(total: float, levers: int) -> Limits:
    """Return limits that leave every split of the total open."""
    return Limits(total, np.zeros(levers), np.full(levers, total))


def separate(
    value: Callable[[Floats], Floats], slope: Callable[[Floats], Floats]
) -> Callable[[Floats], tuple[Floats, Floats]]:
    """Return the sum over levers as an objective."""
    return lambda plans: (value(plans).sum(axis=1), slope(plans))


def test_two_channels() -> None:
    """Mantrala, Sinha & Zoltners (1992): two modified exponentials, 200 to spend."""
    ceilings, rates = np.array([120.0, 80.0]), np.array([0.01, 0.03])
    curves = Curve("exponential", np.zeros(2), ceilings, 1 / rates)
    within = limits(200.0, 2)
    best = best_split(separate(curves.at, curves.slope), within, np.array([[100.0, 100.0]]), concave=True)
    assert best.plan == pytest.approx([132.6713, 67.3287], abs=5e-5)
    assert best.value == pytest.approx(157.5443, abs=5e-5)
    assert best.gradient == pytest.approx([0.318418] * 2, abs=5e-7)
    assert best.gap <= 1e-6 * best.value


def test_three_lever_product() -> None:
    """A product of three levers, where SLSQP as it comes stops at 6.727849."""
    parts = Curve("exponential", np.array([20, 0.05, 0.3]), np.array([160, 0.25, 0.6]), np.array([4000.0, 5000, 6000]))

    def product(plans: Floats) -> tuple[Floats, Floats]:
        each = parts.at(plans)
        return each.prod(axis=1), each.prod(axis=1, keepdims=True) / each * parts.slope(plans)

    best = best_split(product, limits(10_000, 3), np.full((1, 3), 10_000 / 3), concave=False)
    assert best.plan == pytest.approx([4309.870, 4182.720, 1507.410], abs=5e-3)
    assert best.value == pytest.approx(6.728399, abs=5e-7)


def test_customer_equity() -> None:
    """Blattberg & Deighton (1996): the best acquisition and retention spend per prospect and customer."""
    acquisition = calibrate("exponential", 6.0, zero=0.0, today=0.25, ceiling=0.45)
    retention = calibrate("exponential", 10.0, zero=0.0, today=0.50, ceiling=0.80)
    assert 1 / acquisition.scale == pytest.approx(0.135155, abs=5e-7)
    assert 1 / retention.scale == pytest.approx(0.0980829, abs=5e-8)

    def lifetime(spend: float) -> float:
        kept = float(retention.at(spend))
        return 60 + (60 - spend / kept) * kept / (1.1 - kept)

    def equity(acquire: float, retain: float) -> float:
        return float(acquisition.at(acquire)) * lifetime(retain) - acquire

    assert equity(6, 10) == pytest.approx(17.3333, abs=5e-5)
    step = 1e-5
    retain = brentq(lambda spend: (lifetime(spend + step) - lifetime(spend - step)) / (2 * step), 1, 60)
    acquire = brentq(lambda spend: float(acquisition.slope(spend)) * lifetime(retain) - 1, 1, 60)
    assert (acquire, retain) == pytest.approx((14.2037, 22.1696), abs=5e-4)
    assert equity(acquire, retain) == pytest.approx(28.8499, abs=5e-5)


@pytest.mark.parametrize(("total", "value"), [(1.0, 0.5), (3.0, 18 / 13)])
def test_s_shape_trap(total: float, value: float) -> None:
    """Two units of x²/(1+x²): a small total belongs in one corner, a large one is best shared."""
    curves = Curve("adbudg", np.zeros(2), np.ones(2), np.ones(2), np.full(2, 2.0))
    best = best_split(separate(curves.at, curves.slope), limits(total, 2), np.full((1, 2), total / 2), concave=False)
    assert best.value == pytest.approx(value, abs=1e-9)
    assert max(best.plan) == pytest.approx(total if total == 1 else total / 2, abs=1e-6)


@pytest.mark.parametrize("batch", range(8))
def test_random_s_shapes(batch: int) -> None:
    """On 200 random S-shaped problems the search is within 1e-4 of an independent dynamic programme with a polish."""
    short = []
    for seed in range(25 * batch, 25 * batch + 25):
        problem = s_shaped(seed)
        levers = len(problem.curves.scale)
        found = best_split(
            problem, limits(problem.total, levers), np.full((1, levers), problem.total / levers), concave=False
        )
        _, known = best_known(problem, points=601)
        if found.value < known * (1 - 1e-4):
            short.append((seed, found.value / known))
    assert not short


def test_never_worse_than_any_start() -> None:
    """The result is at least as good as the best of the starts, concave or not."""
    problem = s_shaped(3)
    levers = len(problem.curves.scale)
    starts = np.random.default_rng(1).dirichlet(np.ones(levers), 20) * problem.total
    best = best_split(problem, limits(problem.total, levers), starts, concave=False)
    assert best.value >= problem.values(starts).max()


def test_limits_are_kept() -> None:
    """Plans are brought within floors and ceilings with their total exact, and levers at a limit are known."""
    within = Limits(100.0, np.array([10.0, 0, 30, 0]), np.array([20.0, 100, 30, 5]))
    plans = within.fit(np.random.default_rng(2).uniform(-50, 150, (500, 4)))
    assert np.allclose(plans.sum(axis=1), 100, atol=1e-9)
    assert np.all(plans >= within.lower)
    assert np.all(plans <= within.upper)
    curves = Curve("exponential", np.zeros(4), np.array([1.0, 2, 3, 400]), np.full(4, 50.0))
    best = best_split(separate(curves.at, curves.slope), within, plans[:1], concave=True)
    assert best.plan[2] == 30
    assert best.plan[3] == 5
    assert list(free_levers(best, within)[2:]) == [False, False]
    assert best.gap <= 1e-6 * best.value


def test_two_channels_as_a_company() -> None:
    """The same two channels in a company whose other levers change nothing are split alike."""
    curves = Curve("exponential", np.zeros(2), np.array([120.0, 80.0]), np.array([100.0, 100 / 3]), np.ones(2))
    business = company_of(Separate(curves, 200.0))
    best = optimize(business, 200, bounds={"conversion": (0, 0), "upsell": (0, 0)})
    assert best.plan.amounts == pytest.approx((132.6713, 67.3287, 0, 0), abs=5e-4)


@given(seed=st.integers(0, 10**6), levers=st.integers(2, 12), data=st.data())
def test_random_concave_problems(seed: int, levers: int, data: st.DataObject) -> None:
    """From any start and within any limits: next to no gap, limits and total kept, levers inside at one price."""
    problem = concave(levers, seed)
    floors = data.draw(st.lists(st.floats(0, 1 / levers), min_size=levers, max_size=levers))
    room = data.draw(st.lists(st.floats(1 / levers, 1), min_size=levers, max_size=levers))
    within = Limits(problem.total, problem.total * np.array(floors), problem.total * (np.array(floors) + room))
    start = problem.total * np.random.default_rng(seed).dirichlet(np.ones(levers))
    best = best_split(problem, within, start[None], concave=True)
    assert best.plan.sum() == pytest.approx(problem.total, rel=1e-12)
    assert np.all((best.plan >= within.lower) & (best.plan <= within.upper))
    assert best.value >= float(problem.values(within.fit(start)))
    assert best.gap <= 1e-7 * best.value
    inside = np.minimum(best.plan - within.lower, within.upper - best.plan) > 1e-9 * problem.total
    if inside.any():
        assert best.gradient[inside] == pytest.approx(np.full(inside.sum(), best.gradient[inside].mean()), rel=1e-4)


@given(data=st.data(), levers=st.integers(1, 8))
def test_any_plan_can_be_fitted(data: st.DataObject, levers: int) -> None:
    """Whatever plan is given, what comes out has the total and lies within the limits."""
    sides = st.lists(st.floats(0, 1e6), min_size=levers, max_size=levers)
    lower, width, plan = (np.array(data.draw(sides)) for _ in range(3))
    total = float(lower.sum() + data.draw(st.floats(0, 1)) * width.sum())
    within = Limits(total, lower, lower + width)
    fitted = within.fit(plan)
    assert fitted.sum() == pytest.approx(total, rel=1e-12, abs=1e-9)
    assert np.all((fitted >= within.lower) & (fitted <= within.upper))


def test_one_lever_gets_everything() -> None:
    """With one lever there is nothing to search."""
    curves = Curve("exponential", np.zeros(1), np.array([5.0]), np.array([3.0]))
    best = best_split(separate(curves.at, curves.slope), limits(8.0, 1), np.array([[8.0]]), concave=True)
    assert best.plan == pytest.approx([8])


def test_values_below_zero_end_the_search() -> None:
    """A best value that is negative is no reason to look forever."""
    curves = Curve("exponential", np.full(2, -1e6), np.array([120.0, 80]) - 1e6, np.array([100.0, 100 / 3]))
    best = best_split(separate(curves.at, curves.slope), limits(200.0, 2), np.array([[200.0, 0.0]]), concave=False)
    assert best.value < 0
    assert best.plan == pytest.approx([132.6713, 67.3287], abs=5e-3)
