"""Opportunities and dangers: each is worth what direct simulation of its what-if says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Business, Channel, Plan, list_cases, load_case, optimize, simulate
from simulator.cases import Case
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import METRICS, Metric
from simulator.insight.break_even import DRIVERS, SLIPPED, headroom
from simulator.insight.dangers import Danger, dangers
from simulator.insight.levels import levels
from simulator.insight.opportunities import Opportunity, at_level, opportunities
from simulator.model.funnel import run, spend_array
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.rebalance import move
from simulator.whatif.at_level import reached_win_rate
from simulator.whatif.what_if import with_churn, with_prospects, with_share, with_win_rate
from simulator.workspace.scenario import Scenario
from tests.strategies import businesses, plans

CASES = [case for case in list_cases() if case.id != "nordhafen"]
NORTHWIND = load_case("northwind").business
NORDHAFEN = load_case("nordhafen").business
small = businesses().filter(lambda business: len(business.channels) <= 3)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
every_metric = pytest.mark.parametrize("metric", METRICS)


def danger(business: Business, kind: str, metric: Metric = "revenue", plan: Plan | None = None) -> Danger:
    """The danger of that kind over 24 months."""
    return next(each for each in dangers(Question(business, plan or business.plan, 24, metric)) if each.kind == kind)


def loss(business: Business, changed: Business, plan: Plan | None = None, metric: Metric = "revenue") -> float:
    """What changed facts, or another plan, cost by direct simulation."""
    then = simulate(changed, plan or changed.plan, 24).total(metric)
    return simulate(business, business.plan, 24).total(metric) - then


def times(owner: Business | Channel, factor: float, *fields: str) -> dict[str, float]:
    return {field: value * factor for field in fields if (value := getattr(owner, field)) is not None}


def deals(business: Business) -> float:
    """Deals under way today: a sales cycle of wins."""
    return business.sales_cycle_months * float(simulate(business, business.plan, 1).wins[0])


@every_metric
@every_case
def test_dangers_are_what_direct_simulation_says(case: Case, metric: Metric) -> None:
    """Each loss, with nothing done and after the answer, is the difference of two simulations."""
    business, base = case.business, simulate(case.business, case.business.plan).total(metric)
    for each in dangers(Question.of(business, 24, metric)):
        assert each.loss == pytest.approx(base - simulate(each.business, each.plan).total(metric), rel=1e-9)
        answered = base - simulate(each.business, each.answer).total(metric)
        assert each.loss_after == pytest.approx(answered, rel=1e-9, abs=1e-9 * abs(base))
        assert each.removed >= 0
        assert each.answer.total <= business.plan.total * (1 + 1e-12)


@every_metric
@every_case
def test_opportunities_are_what_direct_simulation_says(case: Case, metric: Metric) -> None:
    """Each gain is the difference of two simulations, and the list runs from the largest down."""
    business, base = case.business, simulate(case.business, case.business.plan).total(metric)
    found = opportunities(Question.of(business, 24, metric))
    for each in found:
        assert each.gain == pytest.approx(simulate(each.business, each.plan).total(metric) - base, rel=1e-9)
    assert [each.gain for each in found] == sorted((each.gain for each in found), reverse=True)


@every_case
def test_slipping_facts_are_stated_as_an_owner_would(case: Case) -> None:
    """Win rate, share and churn a quarter worse, or the cycle twice as long, cost what facts changed by hand cost."""
    business, held = case.business, {"pipeline": deals(case.business)}
    win = times(business, 0.75, "win_rate", "win_rate_at_zero", "win_rate_at_double")
    share = times(business, 0.75, "share_of_wallet", "share_at_zero", "share_at_double", "share_new")
    churn = times(business, 1.25, "churn")
    cycle = times(business, 2, "sales_cycle_months")
    for kind, facts in {"win rate": win, "share": share, "churn": churn, "sales cycle": cycle}.items():
        by_hand = loss(business, business.changed(**facts, **held))
        assert danger(business, kind).loss == pytest.approx(by_hand, rel=1e-9)


def test_stated_low_values_are_used() -> None:
    """Where the company says how bad it may get, that is how bad it gets."""
    stated = NORTHWIND.changed(win_rate_low=0.02, share_low=0.2, churn_high=0.06)
    ends = {each.kind: (each.after, each.stated) for each in dangers(Question.of(stated))}
    assert (ends["win rate"], ends["share"]) == ((0.02, True), (0.2, True))
    assert ends["churn"] == (pytest.approx(0.06), True)
    assert not danger(NORTHWIND, "churn").stated


def test_dry_channel_leaves_the_others_their_readiness_and_more_sales_effort() -> None:
    """Without the largest channel, the others' prospects win what the same curve gives at more effort each."""
    each = danger(NORTHWIND, "dry channel")
    assert each.subject == "Search ads"
    before, after = (simulate(business, NORTHWIND.plan) for business in (NORTHWIND, each.business))
    assert after.prospects_by_channel[0].max() == 0
    ready = float(np.ravel(before.run.funnel.win_rate_index)[1]) * 60
    wins = ready * float(before.run.funnel.win_rate.at(5000 / ready))
    assert after.wins_by_channel[1, 0] == pytest.approx(wins, rel=1e-9)
    assert after.customers_by_channel[:, 0] == pytest.approx(before.customers_by_channel[:, 0], rel=1e-12)


@pytest.mark.parametrize("factors", [{"Search ads": 0.0}, {"Search ads": 2.0, "Trade fairs": 2.0}, {"Dealers": 0.5}])
def test_other_prospects_dilute_the_same_sales_effort(factors: dict[str, float]) -> None:
    """Changed prospects are those of the funnel with its curves scaled, all else held, in every result."""
    business = NORDHAFEN if "Dealers" in factors else NORTHWIND
    facts = with_prospects(business, factors)
    funnel = funnel_of(business)
    factor = np.array([factors.get(c.name, 1.0) for c in business.channels])[:, None, None]
    direct = run(SLIPPED["prospects"](funnel, factor), spend_array(business.levers, business.plan.amounts), 24)
    outcome = simulate(facts, business.plan)
    wins = np.broadcast_to((direct.win_rate * direct.qualified_prospects)[:, 0, 0], 24)
    assert outcome.wins == pytest.approx(wins, rel=1e-9)
    if business is NORTHWIND:
        assert outcome.revenue == pytest.approx(direct.revenue[:, 0, 0], rel=1e-9)


def test_one_channel_is_named_only_where_it_brings_most() -> None:
    """The danger of leaning on one channel appears above half of all new customers, and costs half of its prospects."""
    each = danger(NORTHWIND, "one channel")
    assert each.before == pytest.approx(2 / 3)
    assert simulate(each.business, each.plan).prospects_by_channel[0, 0] == pytest.approx(120, rel=1e-9)
    assert not any(other.kind == "one channel" for other in dangers(Question.of(NORDHAFEN)))


def test_cut_takes_a_third_of_the_dearest_lever_and_the_answer_leaves_it_cut() -> None:
    """The lever whose cut costs most loses a third; the best answer may spend that money, but not there."""
    each = danger(NORTHWIND, "cut")
    cuts = {
        lever: loss(NORTHWIND, NORTHWIND, Plan.of(NORTHWIND.levers, np.array(NORTHWIND.plan.amounts) - taken))
        for lever, taken in zip(NORTHWIND.levers, np.diag(NORTHWIND.plan.amounts) / 3, strict=True)
    }
    assert each.subject == max(cuts, key=lambda lever: cuts[lever])
    assert each.loss == pytest.approx(cuts[each.subject], rel=1e-3)
    assert each.answer[each.subject] <= each.plan[each.subject]
    assert each.answer.total == pytest.approx(NORTHWIND.plan.total)


@every_case
def test_answers_are_the_best_split(case: Case) -> None:
    """The best answer is what `optimize` finds under the danger, but for whole units of money."""
    for each in dangers(Question.of(case.business)):
        bounds = {each.subject: (0.0, each.plan[each.subject])} if each.kind == "cut" else None
        best = optimize(each.business, case.business.plan.total, bounds=bounds).value
        assert simulate(each.business, each.answer).total_revenue == pytest.approx(best, rel=1e-6)


def test_resplit_and_budget_are_the_best_of_their_kind() -> None:
    """Re-splitting is `optimize` at the same total; one more tenth is `optimize` with today's amounts as floors."""
    found = {each.kind: each for each in opportunities(Question.of(NORTHWIND))}
    base = simulate(NORTHWIND, NORTHWIND.plan).total_revenue
    assert found["resplit"].gain == pytest.approx(optimize(NORTHWIND, 17_000).value - base, rel=1e-5)
    floors = {lever: (NORTHWIND.plan[lever], math.inf) for lever in NORTHWIND.levers}
    assert found["budget"].gain == pytest.approx(optimize(NORTHWIND, 18_700, bounds=floors).value - base, rel=1e-5)
    assert found["budget"].cost == pytest.approx(1_700 * 24)


def test_channel_at_its_best_beats_every_other_amount() -> None:
    """No amount for the channel, the others in proportion, brings more than the one proposed."""
    each = next(x for x in opportunities(Question.of(NORTHWIND)) if x.subject == "Search ads")
    tried = [move(NORTHWIND.plan, "Search ads", amount, unit=1.0).plan for amount in range(0, 17_001, 100)]
    best = simulate(NORTHWIND, each.plan).total_revenue
    assert all(simulate(NORTHWIND, plan).total_revenue <= best for plan in tried)


def test_level_opportunity_reaches_its_level() -> None:
    """A driver brought to its acceptable level is there under today's plan."""
    each = next(x for x in opportunities(Question.of(NORTHWIND)) if x.kind == "level")
    outcome = simulate(each.business, NORTHWIND.plan)
    assert outcome.wins[0] / outcome.prospects[0] == pytest.approx(each.after, rel=1e-9)
    ceiling = 0.004 + 0.026**2 / (2 * 0.026 - 0.040)
    double = ceiling - (ceiling - each.after) ** 2 / (ceiling - 0.004)
    held = NORTHWIND.changed(win_rate=each.after, win_rate_at_double=double, pipeline=deals(NORTHWIND))
    assert each.gain == pytest.approx(-loss(NORTHWIND, held), rel=1e-9)


@pytest.mark.parametrize("case", [case for case in list_cases() if case.id != "olist"], ids=lambda case: case.id)
def test_reached_level_is_acceptable_and_its_reference_stays(case: Case) -> None:
    """A driver brought to its level is exactly there, and the directional reference does not move away from it."""
    for level in levels(case.business):
        if facts := at_level(case.business, level):
            after = next(each for each in levels(facts) if each.driver == level.driver)
            assert after.today == pytest.approx(level.acceptable, rel=1e-9)
            assert after.reference == pytest.approx(level.reference, rel=1e-9)
            assert not after.short


def test_level_beyond_the_curve_moves_the_curve_or_is_refused() -> None:
    """A win rate the curve cannot reach lifts the whole curve; one that no company can have is refused."""
    assert reached_win_rate(NORTHWIND, 0.1).win_rate == 0.1
    with pytest.raises(InvalidInput):
        reached_win_rate(NORTHWIND, 0.9)


@pytest.mark.parametrize("driver", DRIVERS)
@every_case
def test_headroom_is_where_some_month_earns_nothing(case: Case, driver: str) -> None:
    """At the limit, facts changed by that factor give a month without gross profit, and just short of it none."""
    business = case.business
    limit = next(each.factor for each in headroom(Question.of(business)) or () if each.driver == driver)
    slip = {
        "win rate": with_win_rate, "share": with_share, "churn": with_churn,
        "prospects": lambda facts, f: with_prospects(facts, {c.name: f for c in facts.channels}),
    }[driver]  # fmt: skip
    if limit is None:
        worst = simulate(slip(business, 1e-6), business.plan).gross_profit.min()
        assert worst > 0
        return
    least = [
        float(simulate(slip(business, limit + step * (1 - limit)), business.plan).gross_profit.min())
        for step in (0.0, 1e-4)
    ]
    assert abs(least[0]) <= 1e-6 * business.plan.total
    assert least[1] > 0


def test_no_headroom_where_profit_is_gone_already() -> None:
    """A company that loses money in some month has no limit to state."""
    poor = NORTHWIND.changed(fixed_cost=1e6)
    assert headroom(Question.of(poor)) is None


@settings(max_examples=12)
@given(st.data(), st.sampled_from(METRICS))
def test_any_company_and_plan(data: st.DataObject, metric: Metric) -> None:
    """Any valid company under any plan: finite figures, valid what-ifs, no crash."""
    business = data.draw(small)
    plan = data.draw(plans(business))
    found: list[Danger | Opportunity] = [
        *dangers(Question(business, plan, 6, metric)),
        *opportunities(Question(business, plan, 6, metric)),
    ]
    for each in found:
        Scenario("What if", each.business, each.plan)
        assert math.isfinite(each.loss if isinstance(each, Danger) else each.gain)
    limits = headroom(Question(business, plan, 6))
    assert limits is None or all(each.factor is None or each.factor >= 0 for each in limits)


def test_zero_budget_and_zero_customers() -> None:
    """Nothing to spend and nobody to lose: the lists are short, not broken."""
    empty = Business(
        name="Empty", currency="EUR", customers=0, wallet=100, gross_margin=0.5, churn=0.05, sales_cycle_months=1,
        channels=(Channel(name="Door", spend=0, prospects=0, prospects_at_zero=0, curve="flat"),),
        conversion_spend=0, win_rate=0.1, win_rate_at_zero=0.1, win_rate_curve="flat", upsell_spend=0,
        share_of_wallet=0.3, share_at_zero=0.3, share_curve="flat", share_new=0.3, share_adjustment=0.1,
    )  # fmt: skip
    assert dangers(Question.of(empty)) == ()
    assert opportunities(Question.of(empty)) == ()
    assert headroom(Question.of(empty)) is None
