"""What it is worth to find out a fact before deciding: the expected value of partial perfect information.

By regression on the fact (Strong, Oakley & Brennan 2014): what each option is expected to bring given the fact is a
smooth function of it, fitted to all futures; whoever knows the fact takes the option for which that is highest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre

from simulator.ranges.futures import Floats

DEGREE = 7
"""Of the polynomial in one fact."""
TOGETHER = 3
"""Of that in each fact of a group."""
PAIRED = 8
"""Facts of a group up to which the products of every two are terms as well."""


@dataclass(frozen=True)
class Learnt:
    """What knowing something is worth, in the unit of what the options bring, with its standard error."""

    value: float
    error: float


def everything(brought: Floats) -> Learnt:
    """Return what it is worth to know all: (options, futures), what each option brings in each future."""
    ahead = brought.max(axis=0) - brought[_best(brought)]
    return Learnt(float(ahead.mean()), float(ahead.std() / np.sqrt(len(ahead))))


def value_of_learning(brought: Floats, known: Floats) -> Learnt:
    """Return what it is worth to know a fact, or some facts together, before choosing between options.

    Args:
        brought: what each option brings in each future, (options, futures).
        known: the fact in each future (futures,), or several, or none: (facts, futures).

    Never negative, and never more than `everything`.
    """
    best = _best(brought)
    apart = brought - brought[best]
    basis = _basis(known.reshape(-1, brought.shape[1]))
    most = float(np.max(apart, axis=0).mean())
    if basis.shape[1] == 1 or most == 0:
        return Learnt(0.0, 0.0)
    columns = np.linalg.qr(basis)[0]
    expected = (apart @ columns) @ columns.T
    taken = expected.argmax(axis=0)
    gained = np.take_along_axis(expected, taken[None], 0)[0]
    error = _error(columns, apart - expected, taken, best, gained)
    return Learnt(min(max(float(gained.mean()), 0.0), most), error)


def of_each(brought: Floats, facts: Mapping[str, Floats]) -> dict[str, Learnt]:
    """Return what each fact is worth knowing, by its name, the most valuable first."""
    found = {name: value_of_learning(brought, known) for name, known in facts.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1].value))


def _best(brought: Floats) -> int:
    """Return the option that is best on average, which one takes without knowing more."""
    return int(brought.mean(axis=1).argmax())


def _basis(known: Floats) -> Floats:
    """Return the terms of the regression, (futures, terms): ones first, none for a fact that is always the same."""
    low, high = known.min(axis=1, keepdims=True), known.max(axis=1, keepdims=True)
    varied = (high > low)[:, 0]
    places = 2 * (known[varied] - low[varied]) / (high - low)[varied] - 1
    degree = DEGREE if len(places) == 1 else TOGETHER
    alone = [legendre.legvander(place, degree)[:, 1:] for place in places]
    paired = places if len(places) <= PAIRED else places[:0]
    pairs = [(one * other)[:, None] for row, one in enumerate(paired) for other in paired[row + 1 :]]
    return np.concatenate([np.ones((known.shape[1], 1)), *alone, *pairs], axis=1)


def _error(columns: Floats, rest: Floats, taken: Floats, best: int, gained: Floats) -> float:
    """Return the standard error: of the coefficients, to first order, and of the mean over the futures."""
    futures, terms = columns.shape
    options = np.unique(np.append(taken, best))
    spread = rest[options] @ rest[options].T / max(futures - terms, 1)
    chosen = (taken == options[:, None]).astype(float)
    chosen[options == best] -= 1
    slopes = chosen @ columns / futures
    of_fit = float(np.sum((slopes @ slopes.T) * spread))
    return float(np.sqrt(max(of_fit, 0.0) + gained.var() / futures))
