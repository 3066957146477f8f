"""How sure one plan is to bring more than another: every answer from the same futures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isclose

import numpy as np

from simulator.facts.measures import DEFAULT_SEED
from simulator.facts.plan import FUNCTIONS, Function, Plan
from simulator.model.arrays import sealed_property
from simulator.model.question import Question
from simulator.ranges.candidates import Ends, candidate_splits, distinct
from simulator.ranges.chances import Chance, chance, dots
from simulator.ranges.futures import DRAWS, Futures
from simulator.ranges.learning import Learnt, everything, of_each, value_of_learning
from simulator.ranges.outcomes import best_levers, lead_by_month, values_of
from simulator.ranges.quantiles import Floats
from simulator.ranges.robust_splits import RobustSplits, robust_splits
from simulator.ranges.tornado import Tornado, tornado

LEARNT_FROM = 4096
"""Futures, the first ones, from which is worked out what learning is worth, and how many splits compare."""


@dataclass(frozen=True)
class Learning:
    """What finding out is worth for one decision, in money of the measure over the horizon."""

    each: dict[str, Learnt]
    """By the path of the fact, the most valuable first."""
    groups: dict[Function, Learnt]
    """All facts of a function together."""
    everything: Learnt
    functions: dict[str, Function]
    """Of which function each fact is, by its path."""

    @property
    def first(self) -> str | None:
        """The fact to find out first; None where nothing one could find out changes the decision."""
        path = next(iter(self.each), None)
        return path if path is not None and self.each[path].value > 2 * self.each[path].error else None


@dataclass(frozen=True)
class Resplit:
    """The decision to split the total anew, over splits chosen in other futures than those they are judged in."""

    plans: tuple[Plan, ...]
    """Those that were asked about and have this total, the plan first, then the best splits under some futures and the
    two robust ones."""
    robust: RobustSplits
    learning: Learning

    @property
    def best_on_average(self) -> Plan:
        """The split whose mean is highest, of all there are."""
        return self.robust.on_average.plan

    @property
    def least_regret(self) -> Plan:
        """The split least regretted in the worst tenth of the futures, of all there are."""
        return self.robust.least_regret.plan


@dataclass(frozen=True)
class Certainty:
    """One plan against another in the same futures of a company; ``question.plan`` is the one on show.

    Each answer is worked out when it is asked for, and kept.
    """

    question: Question
    plan: Plan
    than: Plan
    others: tuple[Plan, ...] = ()
    """All plans to be shown beside each other, and considered, those of the same total, where it is split anew."""
    ends: Ends = ()
    """Least and most money by lever that another split must keep to."""
    count: int = DRAWS
    seed: int = DEFAULT_SEED

    @cached_property
    def futures(self) -> Futures:
        """The futures all answers are from."""
        return Futures(self.question.business, self.count, self.seed)

    @sealed_property
    def brought(self) -> Floats:
        """What the plan and the other bring in each future: (2, futures)."""
        return values_of(self.futures, [self.plan, self.than], self.question.months, self.question.metric)

    @sealed_property
    def apart(self) -> Floats:
        """What the plan brings beyond the other: (futures,)."""
        return np.asarray(self.brought[0] - self.brought[1])

    @cached_property
    def chance(self) -> Chance:
        """How often the plan brings more than the other."""
        return chance(*self.brought)

    @sealed_property
    def dots(self) -> Floats:
        """What the plan brings beyond the other, in equally likely dots, the lowest first."""
        return dots(self.apart)

    @sealed_property
    def each_plan(self) -> Floats:
        """What each of the ``others`` brings, in equally likely dots: (plans, dots)."""
        return dots(values_of(self.futures, self.others, self.question.months, self.question.metric))

    @sealed_property
    def lead(self) -> Floats:
        """How far the plan is ahead of the other up to each month, at the chances in `BAND`: (5, months)."""
        asked = self.question
        return lead_by_month(self.futures, self.plan, self.than, asked.months, asked.metric)

    @sealed_property
    def levers(self) -> Floats:
        """Share of futures in which each lever is the one to raise next from the plan on show: (levers,)."""
        return best_levers(self.futures, self.question.plan, self.question.months, self.question.metric)

    @cached_property
    def tornado(self) -> Tornado:
        """What the plan's lead hangs on, one fact at a time."""
        asked = self.question
        return tornado(asked.business, self.plan, self.than, asked.months, asked.metric)

    @cached_property
    def to_learn(self) -> Learning:
        """What finding out is worth for the choice between the two plans."""
        return self._learning(self.brought[:, :LEARNT_FROM])

    @cached_property
    def resplitting(self) -> Resplit:
        """The decision to split the plan's total anew."""
        about = self.question.about(self.plan)
        robust = robust_splits(about, self.ends, self.count, self.seed)
        splits = candidate_splits(about, self.ends, seed=self.seed)
        same = [each for each in (self.than, *self.others) if isclose(each.total, self.plan.total)]
        plans = distinct((self.plan, *same, *splits, robust.on_average.plan, robust.least_regret.plan))
        brought = values_of(self._few, plans, self.question.months, self.question.metric)
        return Resplit(plans, robust, self._learning(brought))

    @property
    def split_anew(self) -> bool:
        """Whether `resplitting` is worked out already."""
        return "resplitting" in vars(self)

    @property
    def _few(self) -> Futures:
        """The first of the futures, as many as learning is worked out from."""
        return Futures(self.question.business, min(self.count, LEARNT_FROM), self.seed)

    def _learning(self, brought: Floats) -> Learning:
        facts = {each.path: self._few.of_fact(each.path) for each in self._few.wide}
        of_fact = {each.path: each.function for each in self._few.wide}
        groups = {
            each: value_of_learning(brought, np.array([facts[path] for path in facts if of_fact[path] == each]))
            for each in FUNCTIONS
        }
        return Learning(of_each(brought, facts), groups, everything(brought), of_fact)


@lru_cache(maxsize=32)
def certainty(
    question: Question,
    plan: Plan,
    than: Plan,
    others: tuple[Plan, ...] = (),
    ends: Ends = (),
    seed: int = DEFAULT_SEED,
) -> Certainty:
    """Return how sure a plan is to bring more than another, kept by what is asked."""
    return Certainty(question, plan, than, others, ends, seed=seed)
