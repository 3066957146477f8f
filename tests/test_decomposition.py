"""Sharing a difference out among its causes, exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.insight.decomposition import Coalition, coalitions, lmdi, logarithmic_mean, shapley

BEFORE = {"prospects": 1000.0, "win rate": 0.05, "wallet": 400.0}
AFTER = {"prospects": 1200.0, "win rate": 0.06, "wallet": 380.0}

FACTORS = st.lists(st.tuples(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3)), min_size=1, max_size=5)


def product_of(before: dict[str, float], after: dict[str, float]) -> object:
    """Return the function that values coalitions: the product with the factors in each changed."""

    def values(groups: Sequence[Coalition]) -> list[float]:
        return [math.prod(after[n] if n in group else before[n] for n in before) for group in groups]

    return values


def test_lmdi_gives_the_published_parts() -> None:
    """1000 × .05 × 400 → 1200 × .06 × 380 splits into 4282.39, 4282.39 and −1204.78."""
    parts = lmdi(BEFORE, AFTER)
    assert list(parts.values()) == pytest.approx([4282.39, 4282.39, -1204.78], abs=0.005)
    assert sum(parts.values()) == pytest.approx(7360)


def test_shapley_gives_the_published_parts() -> None:
    """The same change splits into 4286.67, 4286.67 and −1213.33."""
    parts = shapley(list(BEFORE), product_of(BEFORE, AFTER))  # type: ignore[arg-type]
    assert list(parts.values()) == pytest.approx([4286.67, 4286.67, -1213.33], abs=0.005)
    assert sum(parts.values()) == pytest.approx(7360)


@given(factors=FACTORS)
def test_nothing_is_left_over(factors: list[tuple[float, float]]) -> None:
    """Both ways of sharing add up to the whole change."""
    before = {str(place): pair[0] for place, pair in enumerate(factors)}
    after = {str(place): pair[1] for place, pair in enumerate(factors)}
    change = math.prod(after.values()) - math.prod(before.values())
    size = max(math.prod(map(max, factors)), 1e-9)
    assert math.fsum(lmdi(before, after).values()) == pytest.approx(change, rel=1e-9, abs=1e-9 * size)
    shared = shapley(list(before), product_of(before, after))  # type: ignore[arg-type]
    assert math.fsum(shared.values()) == pytest.approx(change, rel=1e-9, abs=1e-9 * size)


@given(factors=FACTORS)
def test_what_did_not_change_caused_nothing(factors: list[tuple[float, float]]) -> None:
    """A factor that stayed as it was has no part in the change."""
    before = {str(place): pair[0] for place, pair in enumerate(factors)}
    after = {str(place): pair[1] for place, pair in enumerate(factors)} | {"0": factors[0][0]}
    assert lmdi(before, after)["0"] == 0
    assert shapley(list(before), product_of(before, after))["0"] == 0  # type: ignore[arg-type]


def test_shapley_takes_factors_that_are_zero() -> None:
    """A product that was zero can be shared out: both factors had to be there."""
    parts = shapley(["a", "b"], product_of({"a": 0, "b": 0}, {"a": 2, "b": 3}))  # type: ignore[arg-type]
    assert parts == {"a": 3, "b": 3}


def test_all_coalitions_are_valued_in_one_call() -> None:
    """The value function is called once, with every coalition, the empty one first."""
    calls: list[Sequence[Coalition]] = []

    def values(groups: Sequence[Coalition]) -> list[float]:
        calls.append(groups)
        return [float(len(group)) for group in groups]

    assert shapley(["a", "b", "c"], values) == pytest.approx({"a": 1, "b": 1, "c": 1})
    assert calls == [coalitions(["a", "b", "c"])]
    assert len(calls[0]) == 8
    assert calls[0][0] == frozenset()
    assert shapley([], values) == {}


def test_the_logarithmic_mean_is_smooth_where_its_formula_is_not() -> None:
    """Equal and nearly equal numbers have their common value as mean."""
    assert logarithmic_mean(5, 5) == 5
    assert logarithmic_mean(5 * (1 + 1e-13), 5) == pytest.approx(5, rel=1e-12)
    assert logarithmic_mean(math.e, 1) == pytest.approx(math.e - 1)


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_lmdi_refuses_what_has_no_logarithm(value: float) -> None:
    """Zero, negative, missing or infinite factors are named."""
    with pytest.raises(ValueError, match=r"b is .*above 0"):
        lmdi({"a": 1, "b": 2}, {"a": 1, "b": value})


def test_lmdi_refuses_other_factors() -> None:
    """Both sides must have the same factors."""
    with pytest.raises(ValueError, match="c"):
        lmdi({"a": 1}, {"a": 1, "c": 2})
