"""Which customers a run keeps apart, and how they are added up.

    kept apart                                cohorts                         heads          worth
    nothing, all customers worth the same     all                             1              1
    nothing, channels differ in value         all by heads, all by worth      1 0            0 1
    channels of origin                        today's of each channel,        1 1 … 1 1 …    ω₁ ω₂ … ω₁ ω₂ …
                                              then the new ones of each

The recursion is linear in customers, so it runs on all of these alike; the first two carry sums alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.model.arrays import Array

ALL = np.ones((1, 1, 1))
BY_HEADS, BY_WORTH = np.array([[1.0], [0.0]])[:, :, None], np.array([[0.0], [1.0]])[:, :, None]


@dataclass(frozen=True)
class Cohorts:
    """One way of keeping customers apart. Shapes: (cohorts, 1, draws or 1) where nothing else is said."""

    heads: Array
    """What each cohort counts for in the number of customers."""
    worth: Array
    """What each counts for in revenue, relative to an average customer of today."""
    readiness: Array
    """What a prospect of each channel counts for in each cohort: (cohorts, channels, 1, draws or 1)."""
    pipeline: Array
    """Deals won today whose first revenue is still to come, in customers."""
    customers: Array
    """Customers today."""
    wallet_won: Array
    """Customers today times their share of wallet."""


def add_up(weights: Array, cohorts: Array) -> Array:
    """Return the weighted sum over the cohort axis: (months, plans, draws). A single cohort is the sum already."""
    if len(weights) == 1:
        return cohorts[:, 0]
    return np.asarray(np.einsum("cpd,tcpd->tpd", weights, cohorts))


def for_each(weights: Array, each: Array) -> Array:
    """Return what is so for every customer (months, plans, draws), by cohort: the other way round than `add_up`."""
    return each[:, None] if len(weights) == 1 else each[:, None] * weights
