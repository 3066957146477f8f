"""The budget frontier."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import list_cases, load_case, optimize
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import METRICS
from simulator.model.question import Question
from simulator.optimise.frontier import frontier, searcher, worth_its_cost

PROVABLE = [case.id for case in list_cases() if optimize(case.business, case.business.plan.total).gap is not None]


@pytest.mark.parametrize("case", PROVABLE)
@pytest.mark.parametrize("metric", METRICS)
def test_the_frontier_is_concave_wherever_it_can_be_proved(case: str, metric: str) -> None:
    """Each further step of budget brings less than the one before, and certificates are tight."""
    business = load_case(case).business
    edge = frontier(Question.of(business, 24, metric), 2.5 * business.plan.total)  # type: ignore[arg-type]
    size = np.abs(edge.values).max()
    slopes = np.diff(edge.values) / np.diff(edge.budgets)
    assert (np.diff(slopes) <= 1e-7 * slopes.max()).all()
    assert (np.diff(edge.prices) <= 1e-6 * edge.prices.max()).all()
    assert edge.gaps is not None
    assert (edge.gaps <= 1e-6 * size).all()


@pytest.mark.parametrize("case", [case.id for case in list_cases()])
def test_more_budget_never_lowers_the_best_revenue(case: str) -> None:
    """The frontier of revenue never falls."""
    business = load_case(case).business
    edge = frontier(Question.of(business), 2.5 * business.plan.total)
    assert (np.diff(edge.values) >= 0).all()


@pytest.mark.parametrize("case", PROVABLE)
@pytest.mark.parametrize("metric", METRICS)
def test_the_slope_of_the_frontier_is_the_shadow_price(case: str, metric: str) -> None:
    """A difference of best values over a little budget is the price, to 0.01 %, away from where a lever starts."""
    business = load_case(case).business
    edge = frontier(Question.of(business, 24, metric), 2.5 * business.plan.total)  # type: ignore[arg-type]
    best = searcher(Question.of(business, 24, metric))  # type: ignore[arg-type]
    for place in (8, 13, 20):
        budget, step = edge.budgets[place], 1e-3 * edge.budgets[place]
        slope = (best.at(budget + step).value - best.at(budget - step).value) / (2 * step * 24)
        assert slope == pytest.approx(edge.prices[place], rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("case", [case.id for case in list_cases()])
def test_the_frontier_is_what_the_optimiser_finds(case: str) -> None:
    """At every fourth budget the frontier's plan spends it and brings what `optimize` finds for it alone."""
    business = load_case(case).business
    edge = frontier(Question.of(business), 2.5 * business.plan.total)
    for place in range(0, len(edge.budgets), 6):
        alone = optimize(business, float(edge.budgets[place]))
        assert edge.plans[place].sum() == pytest.approx(edge.budgets[place], rel=1e-12)
        assert edge.values[place] == pytest.approx(alone.value, rel=1e-6)
        if place:
            assert edge.prices[place] == pytest.approx(alone.shadow_price, rel=1e-3)


def test_the_last_dollar_pays_until_gross_profit_is_highest() -> None:
    """In revenue and in gross profit the same budget is the last to pay: the one of the highest gross profit."""
    business = load_case("harbourlane").business
    top = 4 * business.plan.total
    by_revenue, by_profit = (frontier(Question.of(business, 24, metric), top) for metric in ("revenue", "gross_profit"))
    assert by_revenue.threshold == worth_its_cost(business, "revenue") == 1 / business.gross_margin
    assert by_revenue.pays_until == pytest.approx(by_profit.pays_until, rel=1e-3)
    highest = by_profit.budgets[by_profit.values.argmax()]
    assert by_profit.pays_until == pytest.approx(highest, abs=top / 15)


def test_a_budget_that_always_pays_has_no_end() -> None:
    """Where even the greatest budget's last unit pays for itself, no end is given."""
    business = load_case("northwind").business
    assert frontier(Question.of(business), 0.5 * business.plan.total).pays_until is None


@pytest.mark.parametrize("top", [float("nan"), float("inf"), -1.0])
def test_a_greatest_budget_that_is_no_amount_is_refused(top: float) -> None:
    """Budgets go from 0 to an amount of money; anything else is named."""
    with pytest.raises(InvalidInput, match="Total is"):
        frontier(Question.of(load_case("northwind").business), top)
