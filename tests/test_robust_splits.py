"""The best split on average and the least regretted one: against every split of a grid, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend
from simulator.optimise.search import Search
from simulator.optimise.splits import Limits
from simulator.ranges.best_of_each import best_of_each
from simulator.ranges.candidates import limits_of
from simulator.ranges.futures import Futures
from simulator.ranges.quantiles import Floats
from simulator.ranges.robust_splits import robust_splits
from simulator.ranges.sample_average import Sample, best_on_average, least_regret, tail_mean
from tests.test_ranges_facts import exact

NORTHWIND = load_case("northwind").business
CASES = [case.business for case in list_cases()]
SMALL = NORTHWIND.changed(channels=NORTHWIND.channels[:1])
ENDS = (("conversion", (0.0, 6000.0)), ("upsell", (500.0, 9000.0)))


def sample_of(business: Business, count: int = 64, ends: tuple = (), metric: str = "revenue") -> Sample:
    """Futures with the limits of today's total, splits left as they are found."""
    limits = limits_of(Question.of(business, 12, metric), ends)
    return Sample(Futures(business, count, seed=3).funnel(slice(0, count)), 12, metric, limits, lambda plan: plan)


def grid(limits: Limits, steps: int = 60) -> Floats:
    """Every split of the total in that many steps that the limits allow: (plans, 3)."""
    places = np.array([(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)], float)
    plans = places / steps * float(limits.total)
    return plans[((plans >= limits.lower - 1e-9) & (plans <= limits.upper + 1e-9)).all(axis=1)]


@pytest.mark.parametrize("ends", [(), ENDS], ids=["free", "limited"])
@pytest.mark.parametrize("metric", ["revenue", "customer_equity"])
def test_no_split_of_a_grid_is_better_than_is_proved(ends: tuple, metric: str) -> None:
    """Trying every split finds none whose mean is higher or whose regret is lower than the certificate allows."""
    sample = sample_of(SMALL, ends=ends, metric=metric)
    tried = grid(sample.limits)
    brought, start = sample.brought(tried), np.array([SMALL.plan.amounts])
    average, regretted = best_on_average(sample, start), least_regret(sample, start)
    best = np.array([each.value for each in best_of_each(sample.funnel, 12, metric, sample.limits, start)])
    means, regrets = brought.mean(axis=1), tail_mean(best - brought)
    assert (best >= brought.max(axis=0) * (1 - 1e-12)).all()
    assert means.max() <= average.value + average.gap
    assert average.value >= means.max() - 1e-9 * abs(average.value)
    assert average.gap < 1e-7 * abs(average.value)
    assert regrets.min() >= regretted.value - regretted.gap
    assert regretted.value <= regrets.min() * (1 + 1e-3)
    assert regretted.gap < 0.02 * regretted.value
    for found in (average.plan, regretted.plan):
        assert found.sum() == pytest.approx(float(sample.limits.total))
        assert ((found >= sample.limits.lower - 1e-9) & (found <= sample.limits.upper + 1e-9)).all()


def test_the_best_of_each_future_is_that_of_the_future_alone() -> None:
    """All futures climbed to at once come out as each does by itself."""
    sample = sample_of(NORTHWIND, count=12)
    start = np.array([NORTHWIND.plan.amounts])
    together = best_of_each(sample.funnel, 12, "revenue", sample.limits, start)
    for place, found in enumerate(together):
        alone = Search.by(sample.funnel.draws(slice(place, place + 1)), 12, "revenue").best(sample.limits, start)
        assert found.value == pytest.approx(alone.value, rel=1e-9)
        assert found.ceiling >= alone.value * (1 - 1e-12)


@pytest.mark.parametrize("business", CASES, ids=lambda business: business.name)
def test_random_splits_keep_to_both_bounds(business: Business) -> None:
    """No split of any stock company drawn at random goes beyond what is said to be the best in these futures."""
    sample, start = sample_of(business, count=48), np.array([business.plan.amounts])
    average, regretted = best_on_average(sample, start), least_regret(sample, start)
    rng = np.random.default_rng(4)
    near = rng.dirichlet(np.full(len(business.levers), 0.7), 300) * float(sample.limits.total)
    tried = np.concatenate([near, 0.95 * regretted.plan + 0.05 * near, 0.95 * average.plan + 0.05 * near])
    brought = sample.brought(tried)
    each = best_of_each(sample.funnel, 12, "revenue", sample.limits, tried)
    regrets = tail_mean(np.array([split.value for split in each]) - brought)
    assert brought.mean(axis=1).max() <= average.value + (average.gap or 0) + 1e-9 * abs(average.value)
    assert regrets.min() >= regretted.value - (regretted.gap if regretted.gap is not None else 0.01 * regretted.value)
    assert (average.gap is None) == (not sample.funnel.concave)


def test_without_doubt_both_are_the_best_split() -> None:
    """Where every fact is known exactly nothing is regretted, and the best split on average is the best split."""
    question = Question.of(exact(NORTHWIND))
    found, best = robust_splits(question), recommend(question).optimum
    for split in (found.on_average, found.least_regret):
        assert question.about(split.plan).value == pytest.approx(best.value, rel=1e-6)
        assert split.gap < 1e-4 * best.value
        assert split.judged.error == 0
    assert found.least_regret.judged.value == pytest.approx(0, abs=1e-4 * best.value)


def test_other_futures_judge_what_some_have_chosen() -> None:
    """In futures of their own both splits beat today's, each in what it is chosen for, by more than the error says."""
    question = Question.of(NORTHWIND)
    found = robust_splits(question)
    average, regretted = found.on_average, found.least_regret
    assert average.judged.value > 10 * average.judged.error > 0
    assert regretted.judged.value > 2 * regretted.judged.error > 0
    whole = [float(amount).is_integer() for split in (average, regretted) for amount in split.plan.amounts]
    assert all(whole)
    assert found != robust_splits(question, seed=1)


def test_locked_and_limited_levers_keep_their_money() -> None:
    """Both splits keep to what is locked and limited."""
    locked = NORTHWIND.plan["conversion"]
    found = robust_splits(Question.of(NORTHWIND), (("conversion", (locked, locked)), ("upsell", (0.0, 2000.0))))
    for split in (found.on_average, found.least_regret):
        assert split.plan["conversion"] == locked
        assert split.plan["upsell"] <= 2000
