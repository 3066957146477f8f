"""Chances, regret, tornado and what to learn first: against closed forms, brute force and each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from simulator.cases import list_cases, load_case
from simulator.facts.paths import changed_at
from simulator.facts.plan import Plan
from simulator.facts.sources import with_origin
from simulator.model.next_return import marginal_returns
from simulator.model.outcome import values
from simulator.model.parameters import funnel_with
from simulator.model.question import Question
from simulator.ranges.candidates import candidate_splits
from simulator.ranges.certainty import Certainty
from simulator.ranges.chances import DOTS, chance, dots
from simulator.ranges.fact_range import ranges_of
from simulator.ranges.futures import Futures
from simulator.ranges.learning import everything, of_each, value_of_learning
from simulator.ranges.outcomes import BAND, best_levers, values_of
from simulator.ranges.pert import quantiles
from simulator.ranges.quantiles import Floats, at_chances
from simulator.ranges.sample_average import tail_mean
from simulator.ranges.sound_facts import sound_facts
from simulator.ranges.tornado import tornado
from tests.test_ranges_facts import exact

NORTHWIND = load_case("northwind").business
CASES = [case.business for case in list_cases()]


def shifted(plan: Plan, giver: str, taker: str, share: float = 0.3) -> Plan:
    """The plan with a share of one lever's money on another."""
    amounts = {lever: plan[lever] for lever in plan.levers}
    moved = share * amounts[giver]
    amounts[giver], amounts[taker] = amounts[giver] - moved, amounts[taker] + moved
    return Plan.of(plan.levers, [amounts[lever] for lever in plan.levers])


OTHER = shifted(NORTHWIND.plan, NORTHWIND.levers[0], "conversion")


def test_a_plan_never_beats_itself() -> None:
    """Against itself a plan is level in every future."""
    found = values_of(Futures(NORTHWIND, 512), [NORTHWIND.plan], 24, "revenue")[0]
    mine = chance(found, found)
    assert (mine.better, mine.worse, mine.level) == (0, 0, 1)
    assert not mine.decided


def test_chances_of_both_plans_and_of_neither_make_the_whole() -> None:
    """What one plan wins the other loses, future by future, and the rest is level."""
    one, other = values_of(Futures(NORTHWIND, 3000), [NORTHWIND.plan, OTHER], 24, "gross_profit")
    there, back = chance(one, other), chance(other, one)
    assert (there.better, there.worse, there.level) == (back.worse, back.better, back.level)
    assert there.better + back.better + there.level == pytest.approx(1, abs=1e-12)


def test_a_difference_nobody_would_notice_is_level() -> None:
    """Less than a thousandth apart is as good as the same, more is not, whatever the sign of the money."""
    brought = np.array([1000.0, 1000.0, -1000.0, 0.0])
    found = chance(brought + np.array([0.9, 1.2, 0.9, 0.0]), brought)
    assert (found.better, found.level) == (0.25, 0.75)


def test_the_error_of_a_chance_is_that_of_counting() -> None:
    """Repeated with independent draws a chance scatters as much as its error says, and is never said to be certain."""
    rng = np.random.default_rng(0)
    found = [chance(rng.normal(0.5, 1, 400), np.zeros(400)) for _ in range(500)]
    assert np.std([each.better for each in found]) == pytest.approx(found[0].error, rel=0.15)
    assert chance(np.ones(400), np.zeros(400)).error > 0


def test_dots_stand_for_equal_parts_of_all_futures() -> None:
    """Between two dots that follow each other lies a fiftieth of the futures, and half of the first before it."""
    values = np.random.default_rng(1).gamma(2, size=8192)
    found = dots(values)
    assert len(found) == DOTS
    assert [np.mean(values < dot) for dot in found] == pytest.approx((np.arange(DOTS) + 0.5) / DOTS, abs=2e-4)


@pytest.mark.parametrize("business", CASES, ids=lambda business: business.name)
def test_how_often_each_lever_is_best_adds_up_and_agrees_with_the_certain_case(business: object) -> None:
    """Shares of the levers make the whole; with facts known exactly one has it all, that of the marginal board."""
    shares = best_levers(Futures(business, 300), business.plan, 24, "revenue")
    assert shares.sum() == pytest.approx(1)
    returns = marginal_returns(business, business.plan, 24, "revenue")
    certain = best_levers(Futures(exact(business), 300), business.plan, 24, "revenue")
    assert dict(zip(business.levers, certain, strict=True))[max(returns, key=returns.get)] == 1


def linear_gaussian(count: int, weights: Floats, mean: float, seed: int) -> tuple[Floats, Floats]:
    """Two options, nothing and a sum of normal facts; the facts: (facts, futures)."""
    facts = np.random.default_rng(seed).normal(size=(len(weights), count))
    return np.stack([np.zeros(count), mean + weights @ facts]), facts


def known_value(spread: float, mean: float) -> float:
    """E max(0, mean + spread·Z) − max(0, mean), Z standard normal."""
    return float(spread * norm.pdf(mean / spread) + mean * norm.cdf(mean / spread) - max(mean, 0.0))


@pytest.mark.parametrize("mean", [0.0, 0.7, -1.5])
def test_value_of_learning_is_that_of_the_closed_form(mean: float) -> None:
    """With options linear in normal facts, learning one, two or all is worth what the formula says, in its error."""
    weights = np.array([1.0, 0.6, 0.2])
    off = []
    for seed in range(20):
        brought, facts = linear_gaussian(4000, weights, mean, seed)
        for row, weight in enumerate(weights):
            found = value_of_learning(brought, facts[row])
            off.append((found.value - known_value(weight, mean)) / max(found.error, 1e-3))
        both, whole = value_of_learning(brought, facts[:2]), everything(brought)
        off.append((both.value - known_value(math.hypot(1.0, 0.6), mean)) / both.error)
        off.append((whole.value - known_value(float(np.sqrt(weights @ weights)), mean)) / whole.error)
    assert np.mean(np.abs(off) < 2) > 0.9
    assert np.max(np.abs(off)) < 4.5


def brute_force(path: str, plans: list[Plan]) -> float:
    """Try 64 values of a fact, all else drawn anew for each: what it is worth to know it before choosing."""
    at = {each.path: each for each in ranges_of(NORTHWIND)}[path]
    futures = Futures(NORTHWIND, 1024, seed=5)
    means = []
    for value in quantiles((np.arange(64) + 0.5) / 64, at.low, at.likely, at.high):
        drawn = futures.values(slice(0, 1024)) | {path: np.full(1024, value)}
        funnel = funnel_with(NORTHWIND, sound_facts(NORTHWIND, drawn, 1024).draws)
        means.append(values(funnel, [plan.amounts for plan in plans], 24, "revenue").mean(axis=1))
    return float(np.max(means, axis=1).mean() - np.mean(means, axis=0).max())


def test_value_of_learning_agrees_with_brute_force() -> None:
    """For splits of a real company, learning a fact is worth what drawing all else anew for each value of it finds."""
    plans = sorted(candidate_splits(Question.of(NORTHWIND)), key=lambda plan: plan["conversion"])
    two = [plans[0], plans[-1]]
    futures = Futures(NORTHWIND, 8192)
    brought = values_of(futures, two, 24, "revenue")
    for path in ("win_rate_at_double", "share_at_zero"):
        found, expected = value_of_learning(brought, futures.of_fact(path)), brute_force(path, two)
        assert found.value == pytest.approx(expected, abs=2 * found.error)
        assert expected > 8 * found.error
    assert brute_force("wallet", two) < 1e-6
    assert value_of_learning(brought, futures.of_fact("wallet")).value == 0


@pytest.mark.parametrize("business", CASES, ids=lambda business: business.name)
def test_learning_is_worth_something_between_nothing_and_everything(business: object) -> None:
    """No fact or group of facts is worth less than nothing or more than knowing all."""
    futures = Futures(business, 1024)
    plans = candidate_splits(Question.of(business, 24, "customer_equity"), count=6)
    brought = values_of(futures, plans, 24, "customer_equity")
    facts = {each.path: futures.of_fact(each.path) for each in futures.wide}
    groups = [
        value_of_learning(brought, np.array([facts[each.path] for each in futures.wide if each.function == name]))
        for name in ("prospecting", "conversion", "upsell")
    ]
    most = everything(brought).value
    assert most > 0
    for found in (*of_each(brought, facts).values(), *groups):
        assert 0 <= found.value <= most


def test_where_one_plan_always_wins_nothing_is_worth_learning() -> None:
    """If no fact can turn the decision, finding out is worth nothing, exactly."""
    facts = np.random.default_rng(2).uniform(-1, 1, (3, 2000))
    brought = np.stack([facts.sum(axis=0), facts.sum(axis=0) + 10 + facts[0]])
    assert everything(brought).value == 0
    assert all(each.value == 0 for each in of_each(brought, dict(zip("abc", facts, strict=True))).values())
    assert value_of_learning(brought, np.ones(2000)).value == 0


def test_a_wider_range_never_lowers_the_value_of_learning() -> None:
    """The less is known of a fact, to both sides alike, the more it is worth to find out."""
    path, found = "win_rate_at_double", []
    likely, today = NORTHWIND.win_rate_at_double, NORTHWIND.win_rate
    for width in (0.05, 0.1, 0.2, 0.4, 0.8):
        ends = (likely - width * (likely - today), likely + width * (likely - today))
        futures = Futures(with_origin(NORTHWIND, path, ends=ends), 4096)
        one, other = values_of(futures, [NORTHWIND.plan, OTHER], 24, "revenue")
        # The decision is made even where it is least sure, so that the width decides and not the lead.
        brought = np.stack([one - one.mean(), other - other.mean()])
        found.append(value_of_learning(brought, futures.of_fact(path)).value)
    assert (np.diff(found) > 0).all()


def test_regret_is_the_mean_of_the_worst_tenth() -> None:
    """A plan that is best but now and then a disaster is regretted more than the steady one, and than a poor one."""
    bold = np.where(np.arange(1000) % 20 == 0, -50.0, 10.0)
    steady, poor = np.full(1000, 6.0), np.full(1000, -1.0)
    brought = np.stack([steady, bold, poor])
    assert tail_mean(brought.max(axis=0) - brought).tolist() == pytest.approx([4, 28, 11])


def test_the_tornado_shows_what_a_company_with_that_fact_would_bring() -> None:
    """Each end is the lead of one plan in a company whose one fact is at its low or high; the widest come first."""
    found = tornado(NORTHWIND, OTHER, NORTHWIND.plan, 24, "revenue")

    def lead(business: object) -> float:
        return Question(business, OTHER).value - Question(business, NORTHWIND.plan).value

    assert found.likely == pytest.approx(lead(NORTHWIND), rel=1e-9)
    assert [each.width for each in found.swings] == sorted((each.width for each in found.swings), reverse=True)
    by_path = {each.fact.path: each for each in found.swings}
    for path in ("wallet", "win_rate_at_double", "win_rate_at_zero", "churn", "sales_cycle_months"):
        swing = by_path[path]
        for end, shown in ((swing.fact.low, swing.at_low), (swing.fact.high, swing.at_high)):
            assert shown == pytest.approx(lead(changed_at(NORTHWIND, {path: end})), rel=1e-7)


def test_where_a_fact_turns_the_answer_the_plans_are_level() -> None:
    """With the fact at the value named neither plan is ahead; where none is named, one stays ahead at both ends."""
    likely, today = NORTHWIND.win_rate_at_double, NORTHWIND.win_rate
    wide = with_origin(NORTHWIND, "win_rate_at_double", ends=(today + 0.02 * (likely - today), likely))
    for plan in (OTHER, shifted(NORTHWIND.plan, "upsell", "conversion", 0.1)):
        found = tornado(wide, plan, NORTHWIND.plan, 24, "revenue")
        for swing in found.swings:
            if swing.turns_at is None:
                assert swing.at_low * swing.at_high > 0
            elif swing.fact.path == "win_rate_at_double":
                turned = changed_at(wide, {swing.fact.path: swing.turns_at})
                lead = Question(turned, plan).value - Question(turned, NORTHWIND.plan).value
                assert abs(lead) < 0.05 * swing.width


def test_candidate_splits_spend_the_same_total_and_win_where_they_are_best() -> None:
    """Each candidate spends what the plan does; one leaves the plan behind on average, and the seed names them."""
    question = Question.of(NORTHWIND)
    found = candidate_splits(question, count=12)
    assert len(found) == 12
    assert all(plan.total == pytest.approx(question.plan.total) for plan in found)
    brought = values_of(Futures(NORTHWIND, 1024), [question.plan, *found], 24, "revenue")
    assert brought.mean(axis=1).argmax() > 0
    assert found == candidate_splits.__wrapped__(question, count=12)
    assert found != candidate_splits(question, count=12, seed=1)


def test_the_lead_over_time_ends_where_the_plans_are_apart() -> None:
    """After the last month the fan has the quantiles of what the plans differ by in all."""
    found = Certainty(Question.of(NORTHWIND), OTHER, NORTHWIND.plan, count=1000)
    np.testing.assert_allclose(found.lead[:, -1], at_chances(found.apart, BAND), rtol=1e-9)


def test_choosing_between_plans_and_splitting_anew_are_two_decisions() -> None:
    """Only plans of the same total are splits of it; what is worth learning differs, and each says what it is for."""
    more = Plan.of(NORTHWIND.levers, [1.2 * amount for amount in NORTHWIND.plan.amounts])
    found = Certainty(Question.of(NORTHWIND), more, NORTHWIND.plan, (NORTHWIND.plan, more), count=1024)
    resplit = found.resplitting
    assert resplit.plans[0] == more
    assert NORTHWIND.plan not in resplit.plans
    assert all(plan.total == pytest.approx(more.total) for plan in resplit.plans)
    assert found.to_learn.everything.value == 0
    assert found.to_learn.first is None
    assert resplit.learning.everything.value > 0
    assert resplit.learning.first is not None
    assert found.levers.sum() == pytest.approx(1)


def test_locked_and_limited_levers_keep_to_their_ends_in_every_candidate() -> None:
    """Splits under some futures keep locks and limits as the best split does, in whole units of money."""
    question = Question.of(NORTHWIND)
    first, second = NORTHWIND.levers[:2]
    locked = NORTHWIND.plan[first]
    for plan in candidate_splits(question, ((first, (locked, locked)), (second, (500.0, 2500.0))), count=6):
        assert plan[first] == locked
        assert 500 <= plan[second] <= 2500
        assert all(float(plan[lever]).is_integer() for lever in plan.levers)
