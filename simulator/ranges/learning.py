"""What it is worth to find out a fact before deciding: the expected value of partial perfect information.

By regression on the fact (Strong, Oakley & Brennan 2014): what each option is expected to bring given the fact is a
smooth function of it, fitted to all futures; whoever knows the fact takes the option for which that is highest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre

from simulator.ranges.quantiles import Floats

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
    terms = _terms(known.reshape(-1, brought.shape[1]))
    most = float(np.max(apart, axis=0).mean())
    if len(terms) == 1 or most == 0:
        return Learnt(0.0, 0.0)
    inverse = np.linalg.pinv(_products(terms, terms))
    expected = _mixed(np.einsum("ki,ij->kj", _products(apart, terms), inverse), terms)
    taken = expected.argmax(axis=0)
    gained = np.take_along_axis(expected, taken[None], 0)[0]
    options = np.unique(np.append(taken, best))
    chosen = (taken == options[:, None]) - (options == best)[:, None].astype(float)
    slopes = _products(chosen, terms) / len(taken)
    spread = _products(rest := (apart - expected)[options], rest) / max(len(taken) - len(terms), 1)
    of_fit = float(np.sum(np.einsum("ki,ij,lj->kl", slopes, inverse, slopes) * spread))
    error = float(np.sqrt(max(of_fit, 0.0) + gained.var() / len(taken)))
    return Learnt(min(max(float(gained.mean()), 0.0), most), error)


def of_each(brought: Floats, facts: Mapping[str, Floats]) -> dict[str, Learnt]:
    """Return what each fact is worth knowing, by its name, the most valuable first."""
    found = {name: value_of_learning(brought, known) for name, known in facts.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1].value))


def _best(brought: Floats) -> int:
    """Return the option that is best on average, which one takes without knowing more."""
    return int(brought.mean(axis=1).argmax())


def _terms(known: Floats) -> Floats:
    """Return the terms of the regression, (terms, futures): ones first, none for a fact that is always the same."""
    low, high = known.min(axis=1, keepdims=True), known.max(axis=1, keepdims=True)
    varied = (high > low)[:, 0]
    places = 2 * (known[varied] - low[varied]) / (high - low)[varied] - 1
    degree = DEGREE if len(places) == 1 else TOGETHER
    alone = [legendre.legvander(place, degree).T[1:] for place in places]
    paired = places if len(places) <= PAIRED else places[:0]
    pairs = [(one * other)[None] for row, one in enumerate(paired) for other in paired[row + 1 :]]
    return np.ascontiguousarray(np.concatenate([np.ones((1, known.shape[1])), *alone, *pairs]))


# Written out rather than as products of matrices: these are small, and the threads a library of linear algebra starts
# for them wait longer for each other than they work where other visitors' work is running.
def _products(one: Floats, other: Floats) -> Floats:
    """Return the sum over the futures of each row of one times each of the other."""
    return np.asarray(np.einsum("in,jn->ij", one, other))


def _mixed(weights: Floats, terms: Floats) -> Floats:
    """Return the sums of the terms by weights (options, terms): (options, futures)."""
    total = np.zeros((len(weights), terms.shape[1]))
    for weight, term in zip(weights.T, terms, strict=True):
        total += weight[:, None] * term
    return total
