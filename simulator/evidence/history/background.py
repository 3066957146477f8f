"""What moves results besides spend: level, trend, season and what lingers from month to month.

The logarithm of a result is that of the response plus level, trend and season, linear and unknown, plus a noise of
which a share carries over to the next step. The linear part is integrated out exactly, so that the likelihood is that
of the response alone: on spend that follows demand a fit without it takes the season for an effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.evidence.history.series import Floats, History

TREND, BEND = 0.25, 0.1
"""Standard deviations of a year's growth, and of how much that changes over a year, in logarithms."""
WAVES = (0.25, 0.12, 0.06)
"""The same for the yearly wave, the half-yearly and the four-monthly: shrunk the more, the faster they are."""
OWN_NOISE = 0.08
"""Standard deviation of a result beyond that of counting, by which months of few prospects count less."""


@dataclass(frozen=True)
class Background:
    """The linear part at the steps whose result is known.

    ``design``: (known, terms), level first. ``spread``: standard deviation of each term before the history.
    ``weights``: that of each step's noise beside the mean one. ``begins``: where a run of known steps begins.
    """

    design: Floats
    spread: Floats
    weights: Floats
    begins: np.ndarray

    def log_likelihood(self, rest: Floats, lingering: Floats, noise: Floats) -> Floats:
        """Return the log density of what the response leaves of log results: (draws,).

        ``rest``: (known, draws); ``lingering``: share of the noise that carries over; ``noise``: how large it is, as
        a standard deviation.
        """
        squares, bs = self._whitened(rest, lingering)
        factor = self._factor(bs, lingering, noise)
        log_det = 2 * sum(np.log(factor[term, term]) for term in range(len(self.spread)))
        log_det += 2 * len(rest) * np.log(noise) - self.begins.sum() * np.log1p(-(lingering**2))
        return np.asarray(-0.5 * (squares / noise**2 - (factor[-1] ** 2).sum(axis=0) + log_det))

    def terms(self, rest: Floats, lingering: Floats, noise: Floats, normals: Floats) -> Floats:
        """Return one draw of the linear terms for each draw of the rest: (terms, draws); ``normals`` the same shape."""
        _, bs = self._whitened(rest, lingering)
        factor = self._factor(bs, lingering, noise)
        found = np.empty_like(normals)
        for term in reversed(range(len(found))):
            known = factor[-1, term] + normals[term] - (factor[term + 1 : -1, term] * found[term + 1 :]).sum(axis=0)
            found[term] = known / factor[term, term]
        return found

    def _factor(self, bs: Floats, lingering: Floats, noise: Floats) -> Floats:
        """Return the Cholesky factor of the terms' precision, and below it the solution of its system: all at once.

        (terms + 1, terms, draws): draws on the last axis, where a step of the factoring is one call for all of them.
        """
        terms = len(self.spread)
        factor = np.empty((terms + 1, terms, len(noise)))
        factor[:-1] = (self._products @ (_powers(lingering) / noise**2)).reshape(terms, terms, -1)
        factor[-1] = bs / noise**2
        for term, spread in enumerate(self.spread):
            left = factor[term:, term] - (factor[term:, :term] * factor[term, :term]).sum(axis=1)
            left[0] = np.sqrt(left[0] + spread**-2.0)
            left[1:] /= left[0]
            factor[term:, term] = left
        return factor

    def _whitened(self, rest: Floats, lingering: Floats) -> tuple[Floats, Floats]:
        """Return the sum of squares and the products with the design, of what does not carry over."""
        scaled, powers = rest / self.weights[:, None], _powers(lingering)
        ends = np.roll(self.begins, -1)
        squares = np.einsum("td,td->d", scaled, scaled)
        beside = np.einsum("td,td->d", scaled[:-1], scaled[1:])
        beside -= (scaled[:-1][ends[:-1]] * scaled[1:][ends[:-1]]).sum(axis=0)
        inner = squares - (scaled[self.begins] ** 2).sum(axis=0) - (scaled[ends] ** 2).sum(axis=0)
        bs = (self._applied.T @ scaled).reshape(len(powers), len(self.spread), -1)
        return (np.stack([squares, 2 * beside, inner]) * powers).sum(axis=0), (bs * powers[:, None]).sum(axis=0)

    @cached_property
    def _applied(self) -> Floats:
        """The three parts of the noise's precision applied to the design, side by side: (known, 3 · terms).

        In a run of known steps the precision is the identity, less what lingers for each pair of neighbours, and its
        square more for each step between two others; a run of one step alone has its square less.
        """
        design, ends = self.design / self.weights[:, None], np.roll(self.begins, -1)
        goes_on, beside = ~self.begins[1:, None], np.zeros_like(design)
        beside[:-1] += design[1:] * goes_on
        beside[1:] += design[:-1] * goes_on
        return np.hstack([design, beside, design * (1.0 - self.begins - ends)[:, None]])

    @cached_property
    def _products(self) -> Floats:
        """The same between terms: (terms², 3)."""
        terms = len(self.spread)
        products = (self.design / self.weights[:, None]).T @ self._applied
        return products.reshape(terms, 3, terms).swapaxes(1, 2).reshape(-1, 3)


def _powers(lingering: Floats) -> Floats:
    """Return how much of each part of the noise's precision there is: (3, draws)."""
    return np.stack([np.ones_like(lingering), -lingering, lingering**2])


def background(years: Floats, phase: Floats, known: np.ndarray, usual: Floats, level_spread: float) -> Background:
    """Return the background of a history.

    ``known``: which steps have a result. ``usual``: about how many come in each step. ``level_spread``: how far the
    level of today may be off, in logarithms.
    """
    columns, spreads = [np.ones_like(years), years], [level_spread, TREND]
    if np.ptp(years) > 2:
        columns.append(years * (years - years.min()) / 2)
        spreads.append(BEND)
    columns_of_waves, spreads_of_waves = waves(phase)
    design = np.stack([*columns, *columns_of_waves], axis=1)[known]
    noise = np.sqrt(OWN_NOISE**2 + 1 / np.maximum(usual[known], 1.0))
    places = np.flatnonzero(known)
    begins = np.concatenate([[True], np.diff(places) > 1])
    spread = np.array([*spreads, *spreads_of_waves])
    return Background(design, spread, noise / np.sqrt((noise**2).mean()), begins)


def waves(phase: Floats) -> tuple[list[Floats], list[float]]:
    """Return the terms of the season, each (steps,), and how large each may be."""
    turns = [2 * np.pi * (number + 1) * phase for number in range(len(WAVES))]
    return [part(turn) for turn in turns for part in (np.cos, np.sin)], [spread for spread in WAVES for _ in range(2)]


SLOW_WAVES = 4
"""Terms of the season that spend is held against: those of the year and half-year."""


def usual_terms(history: History) -> Floats:
    """Return level, trend, its bend and the slow season, which spend is held against: (steps, terms)."""
    years = history.years
    return np.column_stack([np.ones_like(years), years, years**2, *waves(history.phase)[0][:SLOW_WAVES]])


def rest_of(values: Floats, terms: Floats) -> Floats:
    """Return what the terms (steps, terms) do not explain of values (steps,)."""
    found, *_ = np.linalg.lstsq(terms, values, rcond=None)
    return np.asarray(values - terms @ found)


def explained(values: Floats, terms: Floats, known: np.ndarray) -> float:
    """Return the share of the variance that the terms explain, less what as many terms explain by chance; 1 of none."""
    rows = known & ~np.isnan(terms).any(axis=1)
    rest, free, varies = rest_of(values[rows], terms[rows]), rows.sum() - terms.shape[1], values[rows].var(ddof=1)
    return float(1 - (rest**2).sum() / free / varies) if free > 0 and varies > 0 else 1.0
