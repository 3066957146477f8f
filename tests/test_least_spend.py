"""The least spend that works on S-shaped curves, against brute force."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.companies import mixed_company
from pages.marginal.sentences import least_spend
from pages.ui.text.formats import money_format
from pages.ui.text.returns import Returns
from simulator import Business, Plan, list_cases, load_case
from simulator.facts.measures import METRICS, Metric
from simulator.insight.least_spend import LeastSpend, least_spends
from simulator.link.codec import encode
from simulator.model.question import Question
from simulator.optimise.frontier import worth_its_cost
from simulator.workspace.scenario import Scenario, Workspace
from tests.shown import shown_by
from tests.test_pages import opened

FINE = 2000
COMPANIES = {f"company {seed}": mixed_company(3, seed) for seed in range(6)}


def sales_in_an_s() -> Business:
    """Northwind, whose sales effort wins hardly anybody until there is enough of it."""
    case = load_case("northwind").business
    return case.changed(
        win_rate_curve="adbudg", win_rate_ceiling=0.2, win_rate_at_zero=0.01, win_rate=0.08, win_rate_at_double=0.17
    )


def values_at(asked: Question, lever: str, spends: np.ndarray) -> np.ndarray:
    """What the plan brings with each spend on one lever in place of its own."""
    plans = np.repeat(np.array(asked.plan.amounts)[None], len(spends), axis=0)
    plans[:, asked.levers.index(lever)] = spends
    return asked.values_of(plans)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("business", [*COMPANIES.values(), sales_in_an_s()], ids=[*COMPANIES, "sales in an S"])
def test_the_least_spend_is_what_trying_every_spend_finds(business: Business, metric: Metric) -> None:
    """Of 2,000 spends tried one by one, none brings more a unit; the first whose next unit pays is where it is said."""
    asked = Question.of(business, 24, metric)
    threshold = worth_its_cost(business, metric) * 24
    assert least_spends(asked)
    for found in least_spends(asked):
        spends = np.linspace(0, 3 * found.useful_from, FINE + 1)
        brings = values_at(asked, found.lever, spends)
        step = spends[1]
        averages = (brings[1:] - brings[0]) / spends[1:] / 24
        assert averages.max() <= found.average * (1 + 1e-9) + 1e-12
        assert abs(spends[1:][averages.argmax()] - found.useful_from) <= 0.02 * found.useful_from
        pays = np.flatnonzero(np.diff(brings) / step >= threshold)
        if found.step_pays_from is None:
            assert not len(pays)
        else:
            assert abs(spends[pays[0]] - found.step_pays_from) <= 1.01 * step


@pytest.mark.parametrize("business", [*COMPANIES.values(), sales_in_an_s()], ids=[*COMPANIES, "sales in an S"])
def test_less_is_better_spent_in_turns(business: Business) -> None:
    """Below it, the lever at that spend in some months and without it in the rest would bring more for the money."""
    asked = Question.of(business)
    for found in least_spends(asked):
        parts = np.linspace(0, 1, 101)
        brings = values_at(asked, found.lever, parts * found.useful_from)
        in_turns = brings[0] + parts * (brings[-1] - brings[0])
        assert (brings <= in_turns + 1e-9 * abs(in_turns)).all()


def test_where_returns_diminish_from_the_first_unit_there_is_none() -> None:
    """No stock case has an S-shaped curve: nothing is said of a least spend."""
    for case in list_cases():
        assert not least_spends(Question.of(case.business))


@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_the_unit_of_money_changes_nothing(scale: float) -> None:
    """In thousands, or in another currency, the same spends are found."""
    business = COMPANIES["company 0"]
    channels = tuple(each.changed(spend=each.spend * scale) for each in business.channels)
    other = business.changed(
        channels=channels, conversion_spend=business.conversion_spend * scale,
        upsell_spend=business.upsell_spend * scale, wallet=business.wallet * scale,
    )  # fmt: skip
    for here, there in zip(least_spends(Question.of(business)), least_spends(Question.of(other)), strict=True):
        assert there.useful_from == pytest.approx(here.useful_from * scale, rel=1e-5)
        assert there.step_pays_from == pytest.approx((here.step_pays_from or 0) * scale, rel=1e-5)
        assert there.average == pytest.approx(here.average, rel=1e-6)


def test_it_is_said_in_words() -> None:
    """The sentence names where it works, what it brings there, where a step pays, and a plan that stops short."""
    each = Returns("revenue", 24, money_format("USD"))
    short = least_spend(LeastSpend("Search ads", 4000.0, 3.5, 900.0), 2000.0, each)
    assert "at $4,000 a month each $1 of it brings back most, $3.50 of revenue over 24 months" in short
    begins = "Its next $1 begins to pay for itself at $900 a month"
    assert f"{begins}; this plan's $2,000 is better raised to $4,000" in short
    enough = least_spend(LeastSpend("Search ads", 4000.0, 3.5, 900.0), 5000.0, each)
    assert enough.endswith(f"{begins}.")
    never = least_spend(LeastSpend("Search ads", 4000.0, 0.5, None), 0.0, each)
    assert never.endswith("At no spend does its next $1 pay for itself.")


def test_marginal_returns_says_it() -> None:
    """The page shows the sentence of each such lever, with the figures of the plan on show."""
    business = COMPANIES["company 2"]
    plan = Plan.of(business.levers, [900.0, 1700.0, 1200.0, 5000.0, 2500.0])
    workspace = Workspace((Scenario("Plan A", business, plan),))
    asked = workspace.question
    (found,) = least_spends(asked)
    text = shown_by(opened("pages/Marginal_returns.py", encode(workspace))).text
    assert least_spend(found, plan[found.lever], Returns("revenue", 24, money_format("USD"))) in text
