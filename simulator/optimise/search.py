"""The search for best splits of one company's budgets, for one measure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.facts.measures import Metric
from simulator.model.funnel import run, spend_array
from simulator.model.gradient import gradient
from simulator.model.outcome import value_of, values
from simulator.model.parameters import Funnel
from simulator.optimise.seeds import seeds
from simulator.optimise.solver import best_split, best_splits, highest
from simulator.optimise.splits import Floats, Limits, Objective, Split


@dataclass(frozen=True, eq=False)
class MetricOf:
    """A measure as a function of many plans (plans, levers), means over the draws of the facts."""

    funnel: Funnel
    months: int
    metric: Metric

    def __call__(self, plans: Floats) -> tuple[Floats, Floats]:
        """Return values (plans,) and gradients (plans, levers)."""
        result = run(self.funnel, spend_array(self.funnel.levers, plans), self.months)
        return value_of(result, self.metric).mean(axis=-1), gradient(result, self.metric).mean(axis=-1).T

    def values(self, plans: Floats) -> Floats:
        """Return values alone."""
        return np.asarray(values(self.funnel, plans, self.months, self.metric).mean(axis=-1))


@dataclass(frozen=True, eq=False)
class Search:
    """Best splits of a company's budgets by an objective, which is concave where `Funnel.concave` says so."""

    funnel: Funnel
    objective: Objective

    @classmethod
    def by(cls, funnel: Funnel, months: int, metric: Metric) -> Search:
        """Return the search for the best splits by one of the measures."""
        return cls(funnel, MetricOf(funnel, months, metric))

    @property
    def proves(self) -> bool:
        """Whether its splits come with a ceiling that no other exceeds."""
        return self.funnel.concave

    def best(self, limits: Limits, starts: Floats) -> Split:
        """Return the best split within the limits, never worse than ``starts`` (starts, levers)."""
        each = Limits(np.array([limits.total], float), limits.lower[None], limits.upper[None])
        further = None if self.proves else seeds(self.funnel, each)[0]
        return best_split(self.objective, limits, starts, self.proves, further)

    def best_of_each(self, limits: Limits, starts: Floats) -> list[Split]:
        """Return the best splits within many limits; ``starts`` are (splits, starts, levers)."""
        further = None if self.proves else seeds(self.funnel, limits)
        return best_splits(self.objective, limits, starts, self.proves, further)

    def tops(self, limits: Limits, starts: Floats) -> list[Split]:
        """Return the highest splits reached within many limits from ``starts`` (splits, starts, levers) alone."""
        return highest(self.objective, limits, list(starts), self.proves)
