"""How far a best split leans on the curves' shape, and where another horizon or measure sends the money."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.ui.text.formats import money_format
from pages.ui.text.outlook import elsewhere_line, last_unit_line, reach_lines
from pages.ui.text.returns import Returns
from simulator import Business, Plan, list_cases, load_case, optimize, simulate
from simulator.cases import Case
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import METRICS, Metric
from simulator.insight.elsewhere import FORGOES, HORIZONS, elsewhere, last_unit, pays_until
from simulator.insight.reach import other_family, reach
from simulator.insight.response import known_until, leaning
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from tests.strategies import businesses

NORTHWIND, TALLGRASS = load_case("northwind").business, load_case("tallgrass").business
every_case = pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
small = businesses().filter(lambda business: len(business.channels) <= 3 and business.plan.total > 0)


def test_seven_of_eight_best_splits_lean_on_the_shape() -> None:
    """Only the real firm's best split stays within twice today's effort on every lever."""
    beyond = {case.id: bool(reach(Question.of(case.business)).beyond) for case in list_cases()}
    assert [name for name, there in beyond.items() if not there] == ["olist"]


@every_case
def test_how_often_todays_effort_is_that_of_the_simulation(case: Case) -> None:
    """Times today's effort: of spend on a channel, of sales effort per ready prospect, of care per customer."""
    business = case.business
    found = reach(Question.of(business))
    today, best = simulate(business, business.plan), simulate(business, found.best)
    index = np.ravel(funnel_of(business).win_rate_index)
    ready = [float((index @ each.prospects_by_channel).mean()) for each in (today, best)]
    heads = [float(each.customers.mean()) for each in (today, best)]
    for lever, times in found.beyond.items():
        more = found.best[lever] / business.plan[lever]
        fewer = {"conversion": ready[1] / ready[0], "upsell": heads[1] / heads[0]}.get(lever, 1.0)
        assert times == pytest.approx(more / fewer, rel=1e-9)
        assert times > 2


@every_case
def test_within_stays_within_and_nothing_within_beats_it_by_much(case: Case) -> None:
    """The split within leans on nothing and spends the same; no such split near it brings more."""
    asked = Question.of(case.business)
    found = reach(asked)
    if found.within is None:
        assert not found.beyond
        return
    within = asked.about(found.within)
    assert leaning(within) == ()
    assert found.within.total == pytest.approx(asked.plan.total)
    assert found.cost == pytest.approx(optimize(case.business, asked.plan.total).value - within.value, rel=1e-3)
    known, amounts = known_until(within), np.array(found.within.amounts)
    step = asked.plan.total / 50
    for more in range(len(amounts)):
        for less in range(len(amounts)):
            if more == less or amounts[less] < step:
                continue
            tried = Plan.of(asked.levers, amounts + step * (np.eye(len(amounts))[more] - np.eye(len(amounts))[less]))
            if tried[asked.levers[more]] <= known[asked.levers[more]]:
                there = asked.about(tried)
                assert leaning(there) or there.value <= within.value * (1 + 1e-5)


def test_locks_and_limits_are_kept_within_too() -> None:
    """A locked lever stays and a limit holds in the split within twice today's effort; one locked beyond has none."""
    asked = Question.of(NORTHWIND)
    found = reach(asked, frozenset({"upsell"}), (SpendLimit("Trade fairs", 0, 3000),))
    assert found.within is not None
    assert found.within["upsell"] == NORTHWIND.plan["upsell"]
    assert found.within["Trade fairs"] <= 3000
    stuck = asked.about(Plan.of(asked.levers, (1000, 1000, 13_000, 2000)))
    assert reach(stuck, frozenset({"conversion"})).within is None


def test_the_other_family_goes_through_the_same_facts() -> None:
    """Through the same three facts each, and today's plan brings the same; beyond, it rises longer."""
    bent = other_family(TALLGRASS)
    assert bent is not None
    assert {channel.curve for channel in bent.channels} == {"michaelis-menten"}
    assert (bent.win_rate_curve, bent.share_curve) == ("michaelis-menten", "michaelis-menten")
    assert simulate(bent, bent.plan).total_revenue == pytest.approx(
        simulate(TALLGRASS, TALLGRASS.plan).total_revenue, rel=1e-4
    )
    assert other_family(bent) == TALLGRASS
    found = reach(Question.of(TALLGRASS))
    assert found.other is not None
    now, there = (simulate(each, each.plan).total_revenue for each in (TALLGRASS, bent))
    assert found.gain == pytest.approx(optimize(TALLGRASS, TALLGRASS.plan.total).value - now, rel=1e-4)
    assert found.other.gain == pytest.approx(simulate(bent, found.best).total_revenue - there, rel=1e-9)
    assert found.other.best_gain == pytest.approx(optimize(bent, bent.plan.total).value - there, rel=1e-4)
    assert found.other.best_gain > found.other.gain


def test_a_curve_without_another_family_stays() -> None:
    """S-shaped and flat curves, and curves that state a ceiling, keep their own; a company of those has no other."""
    flat = {"win_rate_curve": "flat", "win_rate_at_zero": 0.03, "share_curve": "flat", "share_at_zero": 0.25}
    none = {"win_rate_at_double": None, "share_at_double": None}
    channel = NORTHWIND.channels[0].changed(prospects_at_double=None, prospects_ceiling=300)
    assert other_family(NORTHWIND.changed(channels=(channel,), **flat, **none)) is None


@every_case
def test_forgone_is_what_trying_the_other_views_says(case: Case) -> None:
    """Of all other horizons and the other measure, the one by which the best split forgoes most of the gain is said."""
    business = case.business
    best = optimize(business, business.plan.total, unit=1).plan
    forgone = {}
    for months, metric in [*((each, "revenue") for each in HORIZONS if each != 24), (24, "customer_equity")]:
        other = optimize(business, business.plan.total, months, metric).value  # type: ignore[arg-type]
        now, then = (simulate(business, plan, months).total(metric) for plan in (business.plan, best))  # type: ignore[arg-type]
        forgone[months, metric] = (other - then) / (other - now)
    found, worst = elsewhere(Question.of(business)), max(forgone, key=lambda view: forgone[view])
    if forgone[worst] < FORGOES:
        assert found is None
        return
    assert found is not None
    assert (found.months, found.metric) == worst
    assert found.forgone / found.gain == pytest.approx(forgone[worst], abs=1e-3)
    there = optimize(business, business.plan.total, *worst).plan  # type: ignore[arg-type]
    assert (found.here, found.there) == pytest.approx((best[found.lever], there[found.lever]), abs=2)
    assert abs(found.there - found.here) == pytest.approx(
        max(abs(there[lever] - best[lever]) for lever in best.levers), abs=3
    )


def test_the_last_unit_by_two_measures() -> None:
    """Tallgrass: by revenue the last dollar pays up to .4 of today's budget, by customer equity up to twice it."""
    found = last_unit(Question.of(TALLGRASS))
    assert found is not None
    assert (found.here, found.there) == (pytest.approx(0.40, abs=0.01), pytest.approx(2.03, abs=0.01))
    back = last_unit(Question.of(TALLGRASS, metric="customer_equity"))
    assert back is not None
    assert (back.metric, back.here, back.there) == ("revenue", found.there, found.here)


@pytest.mark.parametrize("metric", ["revenue", "gross_profit", "customer_equity"])
def test_the_last_unit_pays_until_more_budget_loses(metric: Metric) -> None:
    """Counted in money left over, the best of a little less budget, and of a little more, is worth less than there."""
    business = load_case("elmstreet").business
    until = pays_until(Question.of(business, metric=metric))
    assert until is not None
    left: Metric = "gross_profit" if metric == "revenue" else metric
    worth = [optimize(business, until * by * business.plan.total, 24, left).value for by in (0.9, 1.0, 1.1)]
    assert worth[1] > max(worth[0], worth[2])


@settings(max_examples=15)
@given(small, st.sampled_from(METRICS))
def test_any_company_gets_finite_lines(business: Business, metric: Metric) -> None:
    """Any company's lines are in numbers, and the split within leans on nothing."""
    asked, money = Question.of(business, 6, metric), money_format(business.currency)
    found = reach(asked)
    assert found.within is None or leaning(asked.about(found.within)) == ()
    assert found.cost >= 0
    text = " ".join([*reach_lines(found, 6, metric, money), elsewhere_line(elsewhere(asked), money)])
    assert not any(word in text for word in ("nan", "inf ", "None"))


def test_lines_say_both_figures() -> None:
    """The measure or horizon that sends money elsewhere is named with both splits, both budgets or both gains."""
    money, asked = money_format("USD"), Question.of(TALLGRASS)
    assert last_unit_line(last_unit(asked), "revenue", 24, money) == (
        "By customer equity over 24 months the last $1 pays for itself up to 2.0\u00a0× today's budget, "
        "by revenue up to 0.4\u00a0×."
    )
    assert "puts $10,180 a month on account care, not $13,826" in elsewhere_line(elsewhere(asked), money)
    first, within = reach_lines(reach(asked), 24, "revenue", money)
    assert "account care would get 3.7\u00a0× today's effort" in first
    assert "$710k of revenue over 24 months beyond today's plan, not $609k" in first
    assert within == "The best split within twice today's effort everywhere brings $196k less."
    assert reach_lines(reach(Question.of(load_case("olist").business)), 24, "revenue", money) == []


def test_it_is_the_same_for_every_split_of_a_total() -> None:
    """Another plan of the same total finds what is kept: a drag of a lever costs no search."""
    asked = Question.of(NORTHWIND)
    other = asked.about(Plan.of(asked.levers, asked.plan.amounts[::-1]))
    assert reach(other) is reach(asked)
    assert reach(replace(asked, months=12)) is not reach(asked)


@pytest.mark.parametrize(("metric", "pays"), [("revenue", "$2.50"), ("gross_profit", ""), ("customer_equity", "")])
def test_what_pays_for_itself_stands_in_the_phrase(metric: Metric, pays: str) -> None:
    """At a margin of 40 per cent a dollar needs 2.50 of revenue; profit and equity have paid for it already."""
    each = Returns(metric, 24, money_format("USD"), NORTHWIND.gross_margin)
    assert each.pays == pays
    assert each.phrase().endswith("($2.50 pays for itself)") == bool(pays)
    assert Returns(metric, 24, money_format("USD"), 0.0).pays == ""
    assert math.isclose(1 / NORTHWIND.gross_margin, 2.5)
