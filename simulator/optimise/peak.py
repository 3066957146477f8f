"""The highest gross profit that any budget can bring: more money, split best, is no longer worth itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.optimise.frontier import BestSplits
from simulator.optimise.interior import climb_inside
from simulator.optimise.splits import Floats, Limits, Objective, Split, at

INSIDE = 7
"""Budgets tried at once between the two around the highest."""


def highest_of_any_budget(best: BestSplits, rungs: Iterable[Split], most: float, months: int) -> Split:
    """Return the split of the highest gross profit, given the best splits of ever greater budgets.

    ``most`` less itself is more than any budget brings a month: no more ``rungs`` are asked for than that calls for.
    """
    row: list[Split] = []
    for split in rungs:
        row.append(split)
        if months * (most - float(split.plan.sum())) < max(each.value for each in row):
            break
    low, peak, high = _around_the_highest(row)
    between = np.linspace(low.plan.sum(), high.plan.sum(), INSIDE + 2)[1:-1]
    finer = [low, *best.near(between, [low, peak, high]), high]
    return max(peak, _spent_freely(best, _around_the_highest(finer)), key=_value)


def _value(split: Split) -> float:
    return split.value


def _around_the_highest(row: Sequence[Split]) -> tuple[Split, Split, Split]:
    place = max(range(len(row)), key=lambda each: row[each].value)
    return row[max(place - 1, 0)], row[place], row[min(place + 1, len(row) - 1)]


def _spent_freely(best: BestSplits, splits: Sequence[Split]) -> Split:
    """Return the highest split reached from ``splits`` where each may spend as much as the last of them, or less.

    Without a proof also with what has no money left so: a climb starts inside its limits, where an S-shaped curve that
    is not worth it may hold it fast.
    """
    most, plans = float(splits[-1].plan.sum()), np.array([split.plan for split in splits])
    starts = np.column_stack([plans, most - plans.sum(axis=1)])
    upper = np.full(starts.shape, np.inf)
    if not best.search.proves:
        as_they_are = np.where(starts > 0, np.inf, 0.0)
        as_they_are[:, -1] = np.inf
        starts, upper = np.tile(starts, (2, 1)), np.concatenate([upper, as_they_are])
    limits = Limits(np.full(len(starts), most), np.zeros(starts.shape), upper)
    tops = climb_inside(_OrUnspent(best.search.objective), limits, starts, best.search.proves)
    return max(*splits, *(at(best.search.objective, top.plan[:-1]) for top in tops), key=_value)


@dataclass(frozen=True, eq=False)
class _OrUnspent:
    """An objective of plans with one lever more: money that is kept, of which nothing comes."""

    objective: Objective

    def __call__(self, plans: Floats) -> tuple[Floats, Floats]:
        values, slopes = self.objective(plans[:, :-1])
        return values, np.column_stack([slopes, np.zeros(len(plans))])
