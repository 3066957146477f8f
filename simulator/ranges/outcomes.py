"""What plans bring in each of the same futures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.model.funnel import CHUNK, run, spend_array
from simulator.model.next_return import next_returns
from simulator.model.outcome import values
from simulator.model.parameters import Funnel
from simulator.ranges.futures import Futures
from simulator.ranges.quantiles import Floats, at_chances

BAND = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Chances of staying below that a fan over time shows: half of all futures, and nine in ten."""


def values_of(futures: Futures, plans: Sequence[Plan], months: int, metric: Metric) -> Floats:
    """Return what each plan brings in each future: (plans, futures), money over the horizon.

    Raises `InvalidInput` for plans that do not fund the company's levers.
    """
    amounts = _amounts(futures, plans)
    found = np.empty((len(amounts), futures.count))
    for part in futures.parts:
        found[:, part] = values(futures.funnel(part), amounts, months, metric)
    return found


def lead_by_month(futures: Futures, plan: Plan, than: Plan, months: int, metric: Metric) -> Floats:
    """Return how far a plan is ahead of another up to each month, at the chances in `BAND`: (5, months).

    Money summed up so far: gross profit where the measure is one of it, else revenue.
    """
    amounts = _amounts(futures, [plan, than])
    lead = np.empty((months, futures.count))
    for part in futures.parts:
        for chunk, where in _chunks(futures, part):
            one, other = (run(chunk, spend_array(chunk.levers, each), months) for each in amounts)
            monthly = one.revenue - other.revenue if metric == "revenue" else one.gross_profit - other.gross_profit
            lead[:, where] = np.cumsum(monthly[:, 0], axis=0)
    return at_chances(lead, BAND).T


def best_levers(futures: Futures, plan: Plan, months: int, metric: Metric) -> Floats:
    """Return the share of futures in which each lever's next unit of money brings most: (levers,), their sum 1.

    Levers that bring as much as each other share the future.
    """
    amounts, counts = _amounts(futures, [plan]), np.zeros(len(futures.business.levers))
    for part in futures.parts:
        for chunk, where in _chunks(futures, part):
            returns = next_returns(run(chunk, spend_array(chunk.levers, amounts), months), metric)[:, 0]
            # Where nothing is uncertain one set of facts stands for all futures.
            share = (where.stop - where.start) / returns.shape[-1]
            first = returns == returns.max(axis=0)
            counts += (first / first.sum(axis=0)).sum(axis=-1) * share
    return counts / futures.count


def _amounts(futures: Futures, plans: Sequence[Plan]) -> Floats:
    return np.array([plan.fitted(futures.business.levers).amounts for plan in plans], float)


def _chunks(futures: Futures, part: slice) -> Iterator[tuple[Funnel, slice]]:
    """Yield the coefficients of as many futures as fit the processor's cache, and which futures those are."""
    funnel = futures.funnel(part)
    for first in range(part.start, part.stop, CHUNK):
        where = slice(first, min(first + CHUNK, part.stop))
        yield funnel.draws(slice(first - part.start, where.stop - part.start)), where
