"""Sales, marketing, or both: the verdict follows the rule, the money and the counts do not matter, the gap adds up."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Business, Channel, Plan, list_cases, load_case, marginal_returns, simulate
from simulator.cases import Case
from simulator.facts.curves import calibrate
from simulator.facts.declaration import declaration
from simulator.insight.diagnosis import Diagnosis, diagnose
from simulator.insight.levels import levels, reference_level
from simulator.insight.ranking import lead
from simulator.link.private import indexed
from simulator.model.outcome import values
from simulator.model.parameters import funnel_of, funnel_with
from simulator.model.question import Question
from simulator.workspace.scenario import Workspace
from tests.strategies import businesses

NORTHWIND = load_case("northwind").business
every_case = pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
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


@pytest.mark.parametrize("case", [case for case in list_cases() if case.verdict], ids=lambda case: case.id)
def test_each_case_gets_its_verdict(case: Case) -> None:
    """A stock case made for a verdict gets that verdict, and the marginal return agrees with it."""
    found = diagnose(Question.of(case.business))
    assert found.verdict == case.verdict
    assert found.agreement == "agree"


@pytest.mark.parametrize(
    ("prospects", "win_rate", "verdict"),
    [
        (200, 0.05, "sales"),
        (400, 0.02, "marketing"),
        (400, 0.05, "both"),
        (200, 0.02, "share of wallet"),
        (300, 0.03, "share of wallet"),
        (300.0001, 0.03, "marketing"),
        (300, 0.0300001, "sales"),
    ],
)
def test_verdict_follows_the_rule(prospects: float, win_rate: float, verdict: str) -> None:
    """Few conversions mean sales, few prospects marketing, both both; exactly at a level is acceptable."""
    assert diagnose(Question.of(with_levels(prospects, win_rate))).verdict == verdict


def test_both_starts_with_the_higher_marginal_return() -> None:
    """Where both are short, the function whose next unit of money brings more comes first."""
    found = diagnose(Question.of(with_levels(400, 0.05)))
    assert found.functions == ("conversion", "prospecting")
    returns = {each.function: each.marginal for each in found.lead.returns}
    assert returns["conversion"] > returns["prospecting"]


@pytest.mark.parametrize(("money", "counts"), [(100.0, 1.0), (1.0, 40.0), (0.01, 0.5)])
@every_case
def test_scale_does_not_matter(case: Case, money: float, counts: float) -> None:
    """Verdict, agreement and lead are the same in another currency and for a company many times as large."""
    one, other = (
        diagnose(Question.of(case.business)),
        diagnose(Question.of(scaled(case.business, money, counts))),
    )
    assert (one.verdict, one.functions, one.agreement) == (other.verdict, other.functions, other.agreement)
    assert other.lead.ahead == pytest.approx(one.lead.ahead, rel=1e-9)
    assert other.lead.noise == pytest.approx(one.lead.noise, rel=1e-9)


@every_case
def test_private_link_shows_the_same_verdict(case: Case) -> None:
    """Facts as indices get the verdict of the real figures."""
    workspace = indexed(Workspace.of(case))
    assert diagnose(Question.of(workspace.scenario.business)).verdict == diagnose(Question.of(case.business)).verdict


def test_reference_is_where_doubling_adds_half_as_much() -> None:
    """At the reference level, doubling the effort adds half of what all the effort so far adds, on any curve."""
    curves = [
        calibrate("exponential", 5.0, zero=2.0, today=9.0, double=13.0),
        calibrate("michaelis-menten", 5.0, zero=2.0, today=9.0, double=13.0),
        calibrate("adbudg", 5.0, zero=2.0, today=9.0, double=18.0, ceiling=25.0),
    ]
    for curve in curves:
        level, low, high = float(reference_level(curve)), 0.0, 1e4
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if curve.at(middle) < level else (low, middle)
        assert curve.at(2 * low) - level == pytest.approx(0.5 * (level - curve.floor), rel=1e-9)


def test_flat_curve_is_always_acceptable() -> None:
    """Where effort changes nothing, today's result is its own reference."""
    flat = calibrate("flat", 1.0, zero=12.0, today=12.0)
    assert reference_level(flat) == 12.0


def test_levels_are_those_of_the_simulation() -> None:
    """Today's prospects and win rate are what the model says of today's plan."""
    outcome = simulate(NORTHWIND, NORTHWIND.plan, 1)
    prospects, win_rate, share = levels(NORTHWIND)
    assert prospects.today == outcome.prospects[0]
    assert win_rate.today == outcome.wins[0] / outcome.prospects[0]
    assert share.today == NORTHWIND.share_of_wallet


@every_case
def test_lead_is_of_the_exact_marginal_returns(case: Case) -> None:
    """The functions' returns are those of `marginal_returns`, prospecting's that of its best channel."""
    exact = dict(marginal_returns(case.business, case.business.plan, 24, "revenue"))
    found = {each.lever: each.marginal for each in diagnose(Question.of(case.business)).lead.returns}
    assert found == pytest.approx({lever: exact[lever] for lever in found}, rel=1e-12)
    channels = exact.keys() - {"conversion", "upsell"}
    assert max(exact[name] for name in channels) == pytest.approx(
        max(found[name] for name in found if name in channels)
    )


def test_wider_ranges_make_more_noise() -> None:
    """The further a fact may be off, the less clear the lead."""
    sure, unsure = NORTHWIND.changed(win_rate_low=0.029), NORTHWIND.changed(win_rate_low=0.01)
    leads = [lead(Question.of(business)) for business in (sure, unsure)]
    assert leads[0].ahead == leads[1].ahead
    assert leads[0].noise < leads[1].noise
    assert leads[1].most_uncertain == "win_rate"


def test_disagreement_past_the_steep_part() -> None:
    """Conversion short of an ambitious level, but past its steep part: the rule says sales, the money says else."""
    ambitious = load_case("tallgrass").business.changed(acceptable_win_rate=0.3)
    found = diagnose(Question.of(ambitious))
    assert (found.verdict, found.agreement) == ("sales", "past the steep part")
    assert found.lead.first.function == "upsell"
    assert found.ruled.marginal < found.lead.first.marginal


def test_disagreement_within_the_noise() -> None:
    """Two functions too close to tell apart: the disagreement is put down to what is not known exactly."""
    found = diagnose(Question.of(load_case("plainbook").business))
    assert found.agreement == "too close"
    assert found.lead.ahead <= found.lead.noise


def total(found: Diagnosis) -> float:
    return math.fsum(found.gap.parts.values())


@given(businesses())
def test_gap_adds_up(business: Business) -> None:
    """The parts of the gap sum to it, with or without zeros, for any company."""
    found = diagnose(Question.of(business))
    size = max(found.gap.today, found.gap.acceptable, 1e-300)
    assert abs(total(found) - (found.gap.today - found.gap.acceptable)) <= 1e-12 * size
    assert found.gap.today == pytest.approx(math.prod(level.today for level in found.levels) * business.wallet)


def test_gap_of_a_zero_uses_shapley() -> None:
    """Without prospects the gap is still shared out exactly, by Shapley values."""
    idle = NORTHWIND.changed(
        channels=(Channel(name="Search", spend=100, prospects=0, prospects_at_zero=0, curve="flat"),),
        acceptable_prospects=50,
    )
    found = diagnose(Question.of(idle))
    assert found.gap.method == "shapley"
    assert found.verdict in ("marketing", "both")
    assert total(found) == pytest.approx(-found.gap.acceptable, rel=1e-12)


@settings(max_examples=40)
@given(businesses(), st.integers(1, 36), st.sampled_from(["revenue", "gross_profit", "customer_equity"]))
def test_every_company_gets_a_finite_diagnosis(business: Business, months: int, metric: str) -> None:
    """Any valid company, with idle levers and odd curves, gets a verdict with finite reasons."""
    found = diagnose(Question.of(business, months, metric))  # type: ignore[arg-type]
    assert all(math.isfinite(each.marginal) for each in found.lead.returns)
    assert math.isfinite(found.lead.noise)


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
