"""Sales, marketing, both or neither: the verdict is what the best split says, whatever the unit; the gap adds up."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Business, Channel, Plan, list_cases, load_case, marginal_returns, optimize, simulate
from simulator.cases import Case
from simulator.facts.curves import calibrate
from simulator.facts.declaration import declaration
from simulator.facts.measures import METRICS, Metric
from simulator.insight.diagnosis import Diagnosis, before_costs, diagnose, other_measures
from simulator.insight.levels import levels
from simulator.insight.ranking import marginal_ranking
from simulator.link.private import indexed
from simulator.model.outcome import value_left, values
from simulator.model.parameters import funnel_of, funnel_with
from simulator.model.question import Question
from simulator.workspace.scenario import Workspace
from tests.strategies import businesses

NORTHWIND = load_case("northwind").business
every_case = pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
small = businesses().filter(lambda business: len(business.channels) <= 3)
MONEY = ("spend", "reference_spend", "conversion_spend", "upsell_spend", "wallet", "first_order", "fixed_cost")
COUNTS = ("prospects", "prospects_at_zero", "prospects_at_double", "customers")


def with_levels(prospects: float, win_rate: float, share: float = 0.25) -> Business:
    """Northwind (300 prospects, 3 % won, 25 % of the wallet) with its own acceptable levels."""
    stated: Business = NORTHWIND.changed(
        acceptable_prospects=prospects, acceptable_win_rate=win_rate, acceptable_share=share
    )
    return stated


def scaled(business: Business, money: float, counts: float) -> Business:
    """The same company in another currency and with all counts times as large."""

    def times(owner: Business | Channel) -> dict[str, float]:
        powers = dict.fromkeys(MONEY, (1, 0)) | dict.fromkeys(COUNTS, (0, 1))
        powers |= {"wallet": (1, -1), "first_order": (1, -1), "acceptable_prospects": (0, 1)}
        return {
            name: value * money**m * counts**n
            for name, (m, n) in powers.items()
            if (value := getattr(owner, name, None)) is not None
        }

    channels = tuple(channel.changed(**times(channel)) for channel in business.channels)
    changed: Business = business.changed(**times(business), channels=channels)
    return changed


VERDICTS = {
    "northwind": ("sales", {"win_rate": 0.72, "prospects": -0.21}),
    "brightwater": ("marketing", {"prospects": 0.66}),
    "harbourlane": ("both", {"prospects": 0.35, "win_rate": 0.23}),
    "tallgrass": ("share of wallet", {"share": 0.24}),
    "plainbook": ("sales", {"win_rate": 0.36}),
    "elmstreet": ("sales", {"win_rate": 0.33}),
    "nordhafen": ("sales", {"win_rate": 0.40}),
    "olist": ("sales", {"win_rate": 0.30}),
}


@every_case
def test_each_case_gets_the_verdict_of_its_best_split(case: Case) -> None:
    """Each case names the functions whose drivers the best split lifts, and one made for a verdict gets that one."""
    found = diagnose(Question.of(case.business))
    verdict, lifts = VERDICTS[case.id]
    assert found.verdict == verdict
    assert case.verdict in (None, verdict)
    for driver, lift in lifts.items():
        assert found.level(driver).lift == pytest.approx(lift, abs=0.005)  # type: ignore[arg-type]
    assert {level.driver for level in found.levels if level.short} == {name for name, by in lifts.items() if by > 0}


@pytest.mark.parametrize(
    ("prospects", "win_rate", "verdict"),
    [
        (200, 0.05, "sales"),
        (400, 0.02, "marketing"),
        (400, 0.05, "both"),
        (200, 0.02, "neither"),
        (300, 0.03, "neither"),
        (300.0001, 0.03, "marketing"),
        (300, 0.0300001, "sales"),
    ],
)
def test_stated_levels_are_the_levels(prospects: float, win_rate: float, verdict: str) -> None:
    """Few conversions mean sales, few prospects marketing, both both; exactly at a stated level is acceptable."""
    assert diagnose(Question.of(with_levels(prospects, win_rate))).verdict == verdict


def test_derived_levels_are_those_of_the_split_found_by_trying_all() -> None:
    """Where nothing is stated, the levels are what the best of all splits in steps of 100 reaches in the last month."""
    business: Business = NORTHWIND.changed(channels=NORTHWIND.channels[:1])
    total = int(business.plan.total)
    tried = [
        (ads, sales, total - ads - sales)
        for ads in range(0, total + 1, 100)
        for sales in range(0, total - ads + 1, 100)
    ]
    best = tried[int(np.argmax(values(funnel_of(business), tried, 24, "revenue")[:, 0]))]
    outcome = simulate(business, Plan.of(business.levers, best))
    prospects, win_rate, share = levels(Question.of(business))
    assert prospects.acceptable == pytest.approx(outcome.prospects[-1], rel=0.01)
    assert win_rate.acceptable == pytest.approx(outcome.wins[-1] / outcome.prospects[-1], rel=0.01)
    assert share.acceptable == pytest.approx(outcome.share_of_wallet[-1], rel=0.01)


def at_its_best() -> Business:
    """Northwind with one channel, its facts read off its own curves where the best split stands."""
    business: Business = NORTHWIND.changed(channels=(NORTHWIND.channels[0].changed(carryover=0),))
    best = optimize(business, business.plan.total).plan
    funnel, name = funnel_of(business), business.channels[0].name
    ads = calibrate("exponential", 7500, zero=100, today=240, double=275)
    many, each = float(ads.at(best[name])), best.conversion
    care, deals = best.upsell / business.customers, business.sales_cycle_months * business.win_rate * 240
    channel = business.channels[0].changed(
        spend=best[name], prospects=many, prospects_at_double=float(ads.at(2 * best[name]))
    )
    restated: Business = business.changed(
        channels=(channel,), pipeline=deals, conversion_spend=each, upsell_spend=best.upsell,
        win_rate=float(funnel.win_rate.at(each / many)), win_rate_at_double=float(funnel.win_rate.at(2 * each / many)),
        share_of_wallet=float(funnel.share.at(care)), share_at_double=float(funnel.share.at(2 * care)),
    )  # fmt: skip
    return restated


def test_a_company_at_its_best_split_needs_neither() -> None:
    """Where today's split is the best one nothing is short; just off it, still neither, as the gain is too small."""
    there = diagnose(Question.of(at_its_best()))
    assert (there.verdict, there.functions, there.agreement, there.as_good) == ("neither", (), "nothing short", True)
    assert all(abs(level.lift) < 1e-3 for level in there.levels)


def test_stated_levels_that_are_met_do_not_call_the_split_good() -> None:
    """Neither is named where the owner's levels are met, but the split is as good as the best only if it is."""
    met, good = diagnose(Question.of(with_levels(300, 0.03))), diagnose(Question.of(at_its_best()))
    assert (met.verdict, good.verdict) == ("neither", "neither")
    assert good.as_good
    assert not met.as_good
    assert met.best.gain > 0.1 * simulate(NORTHWIND, NORTHWIND.plan).total_revenue


@settings(max_examples=25)
@given(small, st.integers(1, 36), st.sampled_from(METRICS))
def test_the_verdict_is_the_best_split_in_words(business: Business, months: int, metric: Metric) -> None:
    """In any company a function is named if and only if the best split lifts its driver by over 5 per cent."""
    found = diagnose(Question.of(business, months, metric))
    best = simulate(business, found.best.optimum.plan, months)
    kept = simulate(business, business.plan, months)
    assert best.total(metric) >= kept.total(metric)
    lifted = {
        "prospecting": best.prospects[-1] > 1.05 * kept.prospects[-1],
        "upsell": best.share_of_wallet[-1] > 1.05 * kept.share_of_wallet[-1],
    }
    if kept.prospects[-1] and best.prospects[-1]:
        rates = [float(each.wins[-1] / each.prospects[-1]) for each in (kept, best)]
        lifted["conversion"] = rates[1] > 1.05 * rates[0]
    assert all((function in found.functions) == there for function, there in lifted.items())
    returns = {each.function: each.marginal for each in found.ranking.returns}
    assert list(found.functions) == sorted(found.functions, key=lambda each: -returns[each])


def test_revenue_and_gross_profit_name_the_same() -> None:
    """They share the best split of a total, so a verdict that turns with the measure turns with customer equity."""
    for case in list_cases():
        assert set(other_measures(Question.of(case.business))) <= {"customer_equity"}
    careful = NORTHWIND.changed(churn_at_zero=0.04, churn_at_double=0.025)
    (other,) = other_measures(Question.of(careful)).values()
    assert diagnose(Question.of(careful)).functions == ("conversion",)
    assert other.functions == ("upsell", "conversion")


@pytest.mark.parametrize("metric", METRICS)
def test_money_before_costs_is_that_of_a_company_that_pays_nothing(metric: Metric) -> None:
    """What a plan is worth before its costs is what month by month margin, and the value left, come to."""
    outcome = simulate(NORTHWIND, NORTHWIND.plan)
    factor = 1 / (1 + 0.1) ** (1 / 12) if metric == "customer_equity" else 1.0
    months = [
        float(revenue) * (1.0 if metric == "revenue" else NORTHWIND.gross_margin) * factor**month
        for month, revenue in enumerate(outcome.revenue)
    ]
    left = float(value_left(outcome.run).item()) if metric == "customer_equity" else 0.0
    assert before_costs(Question.of(NORTHWIND, 24, metric)) == pytest.approx(math.fsum(months) + left, rel=1e-12)


def test_both_starts_with_the_higher_marginal_return() -> None:
    """Where both are short, the function whose next unit of money brings more comes first."""
    found = diagnose(Question.of(with_levels(400, 0.05)))
    assert found.functions == ("conversion", "prospecting")
    returns = {each.function: each.marginal for each in found.ranking.returns}
    assert returns["conversion"] > returns["prospecting"]


@pytest.mark.parametrize(("money", "counts"), [(100.0, 1.0), (1.0, 40.0), (0.01, 0.5)])
@every_case
def test_scale_does_not_matter(case: Case, money: float, counts: float) -> None:
    """Verdict, agreement and lead are the same in another currency and for a company many times as large."""
    one, other = diagnose(Question.of(case.business)), diagnose(Question.of(scaled(case.business, money, counts)))
    assert (one.verdict, one.functions, one.agreement) == (other.verdict, other.functions, other.agreement)
    assert other.ranking.ahead == pytest.approx(one.ranking.ahead, rel=1e-9)
    assert other.ranking.uncertainty == pytest.approx(one.ranking.uncertainty, rel=1e-9)


@every_case
def test_private_link_shows_the_same_verdict(case: Case) -> None:
    """Facts as indices get the verdict of the real figures."""
    workspace = indexed(Workspace.of(case))
    assert diagnose(Question.of(workspace.scenario.business)).verdict == diagnose(Question.of(case.business)).verdict


def test_levels_are_those_of_the_simulation() -> None:
    """Today's prospects and win rate are what the model says of today's plan."""
    outcome = simulate(NORTHWIND, NORTHWIND.plan, 1)
    prospects, win_rate, share = levels(Question.of(NORTHWIND))
    assert prospects.today == outcome.prospects[0]
    assert win_rate.today == outcome.wins[0] / outcome.prospects[0]
    assert share.today == NORTHWIND.share_of_wallet
    assert share.at_end == simulate(NORTHWIND, NORTHWIND.plan).share_of_wallet[-1]


@every_case
def test_lead_is_of_the_exact_marginal_returns(case: Case) -> None:
    """The functions' returns are those of `marginal_returns`, prospecting's that of its best channel."""
    exact = dict(marginal_returns(case.business, case.business.plan, 24, "revenue"))
    found = {each.lever: each.marginal for each in diagnose(Question.of(case.business)).ranking.returns}
    assert found == pytest.approx({lever: exact[lever] for lever in found}, rel=1e-12)
    channels = exact.keys() - {"conversion", "upsell"}
    assert max(exact[name] for name in channels) == pytest.approx(
        max(found[name] for name in found if name in channels)
    )


def test_wider_ranges_make_more_noise() -> None:
    """The further a fact may be off, the less clear the lead."""
    sure, unsure = NORTHWIND.changed(win_rate_low=0.029), NORTHWIND.changed(win_rate_low=0.01)
    leads = [marginal_ranking(Question.of(business)) for business in (sure, unsure)]
    assert leads[0].ahead == leads[1].ahead
    assert leads[0].uncertainty < leads[1].uncertainty


def test_disagreement_where_the_first_money_is_soon_used_up() -> None:
    """Dealers' next euro brings most, but the best split gives marketing less and sales more: that is said."""
    found = diagnose(Question.of(load_case("nordhafen").business))
    assert (found.verdict, found.agreement) == ("sales", "soon used up")
    assert found.ranking.first.lever == "Dealers"
    assert found.more("prospecting") < 0 < found.more("conversion")


def test_disagreement_with_an_ambitious_level() -> None:
    """Short of what the owner wants, but the money brings more elsewhere and goes there in the best split."""
    found = diagnose(
        Question.of(load_case("tallgrass").business.changed(acceptable_win_rate=0.3, acceptable_share=0.1))
    )
    assert (found.verdict, found.agreement) == ("sales", "more elsewhere")
    assert found.ranking.first.function == "upsell"
    assert found.ruled is not None
    assert found.ruled.marginal < found.ranking.first.marginal


def test_disagreement_within_the_noise() -> None:
    """Two functions too close to tell apart: the disagreement is put down to what is not known exactly."""
    found = diagnose(Question.of(load_case("plainbook").business))
    assert found.agreement == "too close"
    assert found.ranking.ahead <= found.ranking.uncertainty


def total(found: Diagnosis) -> float:
    return math.fsum(found.level_gap.parts.values())


@given(businesses())
def test_gap_adds_up(business: Business) -> None:
    """The parts of the gap sum to it, with or without zeros, for any company."""
    found = diagnose(Question.of(business))
    size = max(found.level_gap.today, found.level_gap.acceptable, 1e-300)
    assert abs(total(found) - (found.level_gap.today - found.level_gap.acceptable)) <= 1e-12 * size
    assert found.level_gap.today == pytest.approx(math.prod(level.compared for level in found.levels) * business.wallet)


def test_gap_of_a_zero_uses_shapley() -> None:
    """Without prospects the gap is still shared out exactly, by Shapley values."""
    idle = NORTHWIND.changed(
        channels=(Channel(name="Search", spend=100, prospects=0, prospects_at_zero=0, curve="flat"),),
        acceptable_prospects=50,
    )
    found = diagnose(Question.of(idle))
    assert found.level_gap.method == "shapley"
    assert "prospecting" in found.functions
    assert "conversion" not in found.functions
    assert total(found) == pytest.approx(-found.level_gap.acceptable, rel=1e-12)


@settings(max_examples=40)
@given(businesses(), st.integers(1, 36), st.sampled_from(["revenue", "gross_profit", "customer_equity"]))
def test_every_company_gets_a_finite_diagnosis(business: Business, months: int, metric: str) -> None:
    """Any valid company, with idle levers and odd curves, gets a verdict with finite reasons."""
    found = diagnose(Question.of(business, months, metric))  # type: ignore[arg-type]
    assert all(math.isfinite(each.marginal) for each in found.ranking.returns)
    assert math.isfinite(found.ranking.uncertainty)


def test_new_facts_change_nothing_by_default() -> None:
    """The acceptable levels and ranges are unset in every case, and stating them leaves the model's results alone."""
    optional = ("acceptable_prospects", "acceptable_win_rate", "acceptable_share", "win_rate_low", "share_low")
    for name in (*optional, "churn_high", "pipeline"):
        assert declaration(Business, name)["default"] is None
        assert all(getattr(case.business, name) is None for case in list_cases())
    stated = with_levels(400, 0.05).changed(win_rate_low=0.02, share_low=0.2, churn_high=0.05)
    assert simulate(stated, stated.plan).total_revenue == simulate(NORTHWIND, NORTHWIND.plan).total_revenue


def test_stated_pipeline_takes_the_place_of_a_sales_cycle_of_wins() -> None:
    """Deals under way, where stated as what they are anyway, leave every result as it is."""
    cycle = NORTHWIND.sales_cycle_months * float(simulate(NORTHWIND, NORTHWIND.plan, 1).wins[0])
    stated = NORTHWIND.changed(pipeline=cycle)
    assert simulate(stated, stated.plan).revenue == pytest.approx(
        simulate(NORTHWIND, NORTHWIND.plan).revenue, rel=1e-14
    )
    half = simulate(NORTHWIND.changed(pipeline=cycle / 2), NORTHWIND.plan)
    assert half.new_customers[0] == pytest.approx(simulate(NORTHWIND, NORTHWIND.plan).new_customers[0] / 2, rel=1e-14)
    assert replace(Workspace.of(stated)).scenario.business.pipeline == cycle


def test_channels_of_several_families_take_draws_of_any_fact() -> None:
    """Draws of what double the spend would bring reach a company whose other channel has a flat curve."""
    elmstreet = load_case("elmstreet").business
    draws = {"Search ads.prospects_at_double": np.array([36.0, 38.0, 40.0])}
    spend = [Plan.of(elmstreet.levers, np.array(elmstreet.plan.amounts) * 2).amounts]
    several = values(funnel_with(elmstreet, draws), spend, 12, "revenue")[0]
    channels = [elmstreet.channels[1].changed(prospects_at_double=double) for double in (36.0, 38.0, 40.0)]
    one_by_one = [
        values(funnel_of(elmstreet.changed(channels=(elmstreet.channels[0], channel))), spend, 12, "revenue")[0, 0]
        for channel in channels
    ]
    assert several == pytest.approx(one_by_one, rel=1e-12)
