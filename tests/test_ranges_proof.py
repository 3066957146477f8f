"""What holds of futures whatever the company: how fast means settle, no warnings, and the same draws in any pieces."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.model.parameters import funnel_with
from simulator.model.question import Question
from simulator.optimise.splits import Limits
from simulator.ranges import futures as drawing
from simulator.ranges import outcomes
from simulator.ranges.certainty import Certainty
from simulator.ranges.fact_range import ranges_of
from simulator.ranges.futures import Futures
from simulator.ranges.learning import everything
from simulator.ranges.outcomes import best_levers, lead_by_month, values_of
from simulator.ranges.sample_average import Sample, best_on_average, least_regret
from simulator.ranges.sound_facts import sound_facts
from tests.strategies import businesses, plans

NORTHWIND = load_case("northwind").business


def error_of_means(business: Business, count: int, truth: float) -> float:
    """Root mean square of how far means over that many futures are off, by the seeds of the draws."""
    found = [values_of(Futures(business, count, seed), [business.plan], 12, "revenue").mean() for seed in range(12)]
    return float(np.sqrt(np.mean((np.array(found) - truth) ** 2)))


def test_means_settle_at_the_rate_of_evenly_spread_points() -> None:
    """Sixteen times the futures take more off the error than the four times that random draws would."""
    truth = float(values_of(Futures(NORTHWIND, 1 << 17, seed=99), [NORTHWIND.plan], 12, "revenue").mean())
    assert error_of_means(NORTHWIND, 128, truth) > 8 * error_of_means(NORTHWIND, 2048, truth)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_answer_about_any_company_warns_or_is_no_number(data: st.DataObject) -> None:
    """Every answer but those about all splits, of any company and plan, comes without a warning and is finite."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = Certainty(Question(business, plan, 6), plan, business.plan, (plan, business.plan), count=32)
        figures = [*found.dots, *found.each_plan.ravel(), *found.lead.ravel(), *found.levers, found.tornado.likely]
        figures += [each.value for each in found.to_learn.each.values()]
    assert np.isfinite(figures).all()
    assert found.chance.better + found.chance.worse + found.chance.level == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_splits_of_any_company_are_sought_without_a_warning(data: st.DataObject) -> None:
    """Best on average and least regretted keep to the total and are no worse than the plan they start from."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    limits = Limits.none(plan.total, len(business.levers))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        funnel = Futures(business, 16).funnel(slice(0, 16))
        sample, start = Sample(funnel, 6, "gross_profit", limits, lambda split: split), np.array([plan.amounts])
        average, regretted = best_on_average(sample, start), least_regret(sample, start)
    mine = float(sample.brought(start).mean())
    scale = abs(mine) + 6 * plan.total
    assert average.value >= mine - 1e-9 * scale
    for found in (average, regretted):
        assert found.plan.sum() == pytest.approx(plan.total, abs=1e-9 * max(plan.total, 1))
        assert (found.plan >= 0).all()
        assert found.gap is None or np.isfinite(found.gap)
    assert regretted.value >= -1e-7 * scale


def test_the_same_draws_in_any_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many futures are drawn and run at once, each of them and every answer is the same."""
    plan = NORTHWIND.plan
    other = Plan.of(plan.levers, [1.3 * plan.amounts[0], *plan.amounts[1:]])

    def answers() -> list[np.ndarray]:
        futures = Futures(NORTHWIND, 3000, seed=3)
        return [
            values_of(futures, [plan, other], 12, "revenue"),
            lead_by_month(futures, other, plan, 12, "revenue"),
            best_levers(futures, plan, 12, "revenue"),
            futures.of_fact("wallet"),
        ]

    whole = answers()
    for block, chunk in ((512, 100), (1024, 1024), (8192, 333)):
        with monkeypatch.context() as changed:
            changed.setattr(drawing, "BLOCK", block)
            changed.setattr(outcomes, "CHUNK", chunk)
            drawing._block.cache_clear()
            for mine, theirs in zip(answers(), whole, strict=True):
                np.testing.assert_allclose(mine, theirs, rtol=1e-12)
    drawing._block.cache_clear()


def test_a_wider_world_is_worth_no_less_to_know() -> None:
    """With every fact less well known, to both sides alike, knowing all is worth no less, range by range."""
    plans_ = [NORTHWIND.plan, Plan.of(NORTHWIND.levers, [0.7 * a for a in NORTHWIND.plan.amounts[:-1]] + [5350.0])]
    wide = [each for each in ranges_of(NORTHWIND) if each.wide and not each.is_shape]
    found = []
    for width in (0.25, 0.5, 1.0):
        values = Futures(NORTHWIND, 4096).values(slice(0, 4096))
        drawn = {each.path: each.likely + width * (values[each.path] - each.likely) for each in wide}
        funnel = funnel_with(NORTHWIND, sound_facts(NORTHWIND, drawn, 4096).draws)
        one, other = (outcomes.values(funnel, [plan.amounts], 24, "revenue")[0] for plan in plans_)
        found.append(everything(np.stack([one - one.mean(), other - other.mean()])).value)
    assert (np.diff(found) > 0).all()
