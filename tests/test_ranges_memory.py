"""A million futures fit in little memory, whatever is asked of them."""

from __future__ import annotations

import tracemalloc

from simulator.cases import load_case
from simulator.ranges.futures import MOST, Futures
from simulator.ranges.outcomes import values_of

BOUND = 64 * 2**20
"""Bytes beside the 8 per plan and future that are the answer."""


def test_a_million_futures_are_run_in_bounded_memory() -> None:
    """Draws and months are never all held at once: beside the answer itself a million futures take under 64 MB."""
    business = load_case("northwind").business
    values_of(Futures(business, 4096), [business.plan], 3, "revenue")
    tracemalloc.start()
    try:
        found = values_of(Futures(business, MOST), [business.plan], 3, "revenue")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.shape == (1, MOST)
    assert peak - found.nbytes < BOUND
