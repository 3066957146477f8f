"""A question: a company, a plan, a horizon and a measure in one, and the smallest unit of its money."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.plan import Plan
from simulator.facts.unit import smallest_unit
from simulator.link.private import indexed
from simulator.model.next_return import marginal_returns
from simulator.model.outcome import simulate
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend
from simulator.workspace.scenario import Workspace
from tests.test_private import times

NORTHWIND = load_case("northwind").business
MORE_SALES = Plan.of(NORTHWIND.levers, (4000, 2000, 8500, 2500))


def in_thousands(business: Business) -> Business:
    """Return the company with all its money told in thousands."""
    channels = tuple(each.changed(**times(each, 1e-3, 1.0)) for each in business.channels)
    return business.changed(**times(business, 1e-3, 1.0), channels=channels)


def test_equal_questions_are_one_key() -> None:
    """Two questions about the same things are equal, whatever the order of the plan's channels."""
    turned = Plan(prospecting=dict(reversed(MORE_SALES.prospecting.items())), conversion=8500, upsell=2500)
    one, other = (Question(NORTHWIND, plan, 12, "gross_profit") for plan in (MORE_SALES, turned))
    assert one == other
    assert len({one, other, Question(NORTHWIND, MORE_SALES, 13, "gross_profit")}) == 2
    assert other.plan.levers == NORTHWIND.levers


def test_a_question_that_cannot_be_asked_is_refused() -> None:
    """Another company's plan, a horizon of nothing and an unknown measure are refused in the words of the screen."""
    strange = Plan(prospecting={"Radio": 1}, conversion=1, upsell=1)
    with pytest.raises(InvalidInput, match="Channel of the plan is 'Radio'"):
        Question(NORTHWIND, strange)
    with pytest.raises(InvalidInput, match="Horizon is 0"):
        Question(NORTHWIND, MORE_SALES, 0)
    with pytest.raises(InvalidInput, match="Measure is 'fame'"):
        Question(NORTHWIND, MORE_SALES, 24, "fame")  # type: ignore[arg-type]


def test_a_question_answers_as_the_model_does() -> None:
    """Its value, its many values and its marginal returns are those of the model's own functions."""
    asked = Question(NORTHWIND, MORE_SALES, 36, "customer_equity")
    brings = simulate(NORTHWIND, MORE_SALES, 36).customer_equity
    assert asked.value == brings
    assert asked.values_of([MORE_SALES.amounts]) == pytest.approx(np.array([brings]), rel=1e-12)
    assert asked.marginal == marginal_returns(NORTHWIND, MORE_SALES, 36, "customer_equity")
    assert asked.today.value == simulate(NORTHWIND, NORTHWIND.plan, 36).customer_equity


@pytest.mark.parametrize(
    ("business", "total", "unit"),
    [
        (NORTHWIND, 17_000, 1.0),
        (NORTHWIND, 17_000.5, 0.01),
        (NORTHWIND, 900, 1.0),
        (in_thousands(NORTHWIND), 17, 0.01),
        (in_thousands(NORTHWIND), 5000, 1.0),
        (indexed(Workspace.of(NORTHWIND)).scenario.business, 100, 0.01),
        (indexed(Workspace.of(NORTHWIND)).scenario.business, 5000, 0.01),
    ],
    ids=["whole", "with cents", "little of much", "in thousands", "much of little", "index", "much of an index"],
)
def test_the_smallest_unit_is_never_coarse(business: Business, total: float, unit: float) -> None:
    """Whole money moves in whole units; cents, an index and money in thousands in hundredths."""
    assert smallest_unit(business, total) == unit


def test_money_in_thousands_is_split_as_finely_as_money() -> None:
    """Northwind's best split told in thousands, 7.5 for 7,500, is the same split, to ten units of money."""
    whole, thousands = (recommend(Question.of(each)).optimum for each in (NORTHWIND, in_thousands(NORTHWIND)))
    assert np.array(thousands.plan.amounts) * 1000 == pytest.approx(np.array(whole.plan.amounts), abs=15)
    assert thousands.value * 1000 == pytest.approx(whole.value, rel=1e-6)
