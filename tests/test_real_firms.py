"""Facts that real firms add: worse prospects, people who take time to work, deals and shares under way."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import businesses, plans

from simulator import Business, Channel, Plan, list_cases, load_case, simulate
from simulator.facts.channel import Channel as ChannelFacts
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import METRICS
from simulator.link.codec import decode, encode
from simulator.model.funnel import run, spend_array
from simulator.model.outcome import values
from simulator.model.parameters import funnel_of
from simulator.workspace.scenario import Scenario, Workspace

NORTHWIND = load_case("northwind").business
OF_COMPANY = {"conversion_ramp_months": 6.0, "upsell_ramp_months": 4.0}
CURVES: tuple[dict[str, Any], ...] = (
    {"prospects_at_double": 150},
    {"prospects_ceiling": 220},
    {"prospects_at_double": 150, "curve": "michaelis-menten"},
    {"prospects_at_double": 160, "prospects_ceiling": 200, "curve": "adbudg"},
    {"prospects_at_half_more": 105, "prospects_ceiling": 120, "curve": "adbudg"},
)


def with_quality(business: Business, quality: float) -> Business:
    """The company with added prospects of that quality on every channel."""
    changed: Business = business.changed(channels=tuple(c.changed(added_quality=quality) for c in business.channels))
    return changed


@pytest.mark.parametrize(("curve", "quality"), list(product(CURVES, (0.05, 0.5, 0.9))))
def test_added_prospects_count_by_their_quality(curve: dict[str, Any], quality: float) -> None:
    """At no spend and at today's all prospects count; of what double spend adds, that share; never more than there are
    beyond today, and never fewer for more money."""
    channel = Channel(name="Only", spend=1000, prospects=100, prospects_at_zero=10, added_quality=quality, **curve)
    business = NORTHWIND.changed(channels=(channel,), win_rate_ceiling=None)
    spends = np.array([0.0, 1000.0, 2000.0, *np.geomspace(1000, 1e6, 30)])
    funnel = funnel_of(business)
    raw, counted = (
        curves.at(spends[None, None, :, None]).ravel() for curves in (funnel.prospects, funnel.equivalent_prospects)
    )
    assert raw[:2] == pytest.approx([10, 100])
    assert counted[:2] == pytest.approx([10, 100])
    assert counted[2] == pytest.approx(100 + quality * (raw[2] - 100), rel=1e-12)
    assert np.all(np.diff(counted[3:]) >= 0)
    assert np.all(counted[3:] <= raw[3:] * (1 + 1e-12))


def test_prospects_of_lower_quality_are_still_prospects() -> None:
    """Twice the spend brings as many prospects whatever their quality, and fewer wins the worse they are."""
    plan = Plan.of(NORTHWIND.levers, 2 * np.array(NORTHWIND.plan.amounts))
    alike, worse = (simulate(with_quality(NORTHWIND, quality), plan) for quality in (1.0, 0.4))
    np.testing.assert_array_equal(alike.prospects, worse.prospects)
    assert np.all(worse.wins < alike.wins)
    today, as_today = (simulate(each, NORTHWIND.plan) for each in (NORTHWIND, with_quality(NORTHWIND, 0.4)))
    np.testing.assert_allclose(as_today.revenue, today.revenue, rtol=1e-12)


@given(data=st.data())
def test_more_than_all_prospects_are_never_won(data: st.DataObject) -> None:
    """Whatever the quality of the next ones, no channel wins more prospects than it has."""
    business = data.draw(businesses())
    outcome = simulate(business, data.draw(plans(business)), 12)
    assert np.all(outcome.wins_by_channel <= outcome.prospects_by_channel * (1 + 1e-6))


def test_a_quality_that_wins_more_than_all_is_refused() -> None:
    """Where nearly all prospects are won, the next ones cannot be worth so little that the first count for two."""
    facts = {"win_rate": 0.8, "win_rate_at_zero": 0.5, "win_rate_at_double": 0.9}
    alike = tuple(channel.changed(win_rate_index=1.0, prospects_at_zero=0.0) for channel in NORTHWIND.channels)
    certain = NORTHWIND.changed(channels=alike, **facts)
    with pytest.raises(InvalidInput, match=r"Quality of added prospects is 0\.05: .* state a higher quality"):
        with_quality(certain, 0.05)


@pytest.mark.parametrize("months", [0.5, 3.0, 12.0])
def test_effort_follows_spend_by_the_mean_lag(months: float) -> None:
    """What is not yet felt of a raise, summed over months, is the raise times the stated months: no overshoot."""
    slow = NORTHWIND.changed(conversion_ramp_months=months, upsell_ramp_months=months)
    raised = Plan.of(slow.levers, [*slow.plan.amounts[:-2], slow.conversion_spend + 900, slow.upsell_spend + 300])
    found = run(funnel_of(slow), spend_array(slow.levers, raised.amounts), 1000)
    felt = (found.sales_spend_per_prospect * found.qualified_prospects)[:, 0, 0]
    assert np.all(np.diff(felt) >= -1e-9)
    assert (slow.conversion_spend + 900 - felt).sum() == pytest.approx(900 * months, rel=1e-9)
    accounts = (found.account_spend_per_customer * found.customers_at_start)[:, 0, 0]
    assert (slow.upsell_spend + 300 - accounts).sum() == pytest.approx(300 * months, rel=1e-9)


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_what_does_not_change_needs_no_ramp(case: Any) -> None:
    """Under today's plan all that is spent is felt already, and each month costs what is spent, felt or not."""
    slow = case.business.changed(**OF_COMPANY)
    now, then = (simulate(each, case.business.plan) for each in (case.business, slow))
    np.testing.assert_array_equal(now.gross_profit, then.gross_profit)
    raised = Plan.of(slow.levers, 1.5 * np.array(slow.plan.amounts))
    costs = [simulate(each, raised).gross_profit - each.gross_margin * simulate(each, raised).revenue for each in
             (case.business, slow)]  # fmt: skip
    np.testing.assert_allclose(*costs, rtol=1e-9)


@given(data=st.data(), metric=st.sampled_from(METRICS), share=st.floats(0, 1))
def test_every_measure_is_concave_in_the_plan(data: st.DataObject, metric: Any, share: float) -> None:
    """With diminishing returns, worse added prospects and slow effort too: no plan between two brings less than its
    part of each, so that a best split can be proved."""
    business = data.draw(businesses().map(diminishing))
    funnel = funnel_of(business)
    assert funnel.concave
    one, other = (np.array(data.draw(plans(business)).amounts) for _ in range(2))
    low, between, high = values(funnel, [one, share * one + (1 - share) * other, other], 15, metric)[:, 0]
    size = abs(low) + abs(high) + 15 * (one.sum() + other.sum() + business.fixed_cost)
    assert between >= share * low + (1 - share) * high - 1e-9 * size


def diminishing(business: Business) -> Business:
    """The company with constant churn, customers all alike, and no S-shaped curve."""
    channels = [c.changed(value_index=1.0) for c in business.channels if c.curve != "adbudg"]
    nobody = Channel(name="Nobody", spend=0, prospects=0, prospects_at_zero=0, curve="flat")
    flat = {"win_rate": "win_rate", "share": "share_of_wallet"}
    facts: dict[str, Any] = {"churn_at_zero": None, "churn_at_double": None, "pipeline": None}
    for stem, today in flat.items():
        if getattr(business, f"{stem}_curve") == "adbudg":
            level = getattr(business, today)
            ends = dict.fromkeys((f"{stem}_at_double", f"{stem}_at_half_more", f"{stem}_ceiling"))
            facts |= ends | {f"{stem}_curve": "flat", f"{stem}_at_zero": level}
    try:
        changed: Business = business.changed(channels=tuple(channels) or (nobody,), **facts)
    except InvalidInput:
        assume(False)
    return changed


@pytest.mark.parametrize("total", [None, 40.0])
def test_deals_under_way_stay_with_their_channel(total: float | None) -> None:
    """Stated deals of a channel close as its own; the others have a sales cycle of wins, or the total's rest."""
    first, *others = NORTHWIND.channels
    stated = NORTHWIND.changed(channels=(first.changed(pipeline=30.0), *others), pipeline=total)
    new = simulate(stated, stated.plan).new_customers_by_channel[:, 0] * stated.sales_cycle_months
    rest = simulate(NORTHWIND, NORTHWIND.plan).new_customers_by_channel[1:, 0] * NORTHWIND.sales_cycle_months
    assert new[0] == pytest.approx(30.0)
    assert new[1:].sum() == pytest.approx(rest.sum() if total is None else 10.0)


def test_deals_that_do_not_add_up_are_refused() -> None:
    """Channels' deals beyond the total, or all of them short of it, name the fact to change."""
    for deals in (3.0, 30.0):
        channels = tuple(channel.changed(pipeline=deals) for channel in NORTHWIND.channels)
        with pytest.raises(InvalidInput, match="Deals under way is 20: the channels' deals under way add up to"):
            NORTHWIND.changed(channels=channels, pipeline=20.0)


def test_a_share_under_way_goes_where_its_effort_keeps_it() -> None:
    """A share stated apart from the one that settles is today's, and moves to it by the stated part each month."""
    moving = NORTHWIND.changed(share_won=0.1, share_new=NORTHWIND.share_of_wallet)
    share = simulate(moving, moving.plan, 60).share_of_wallet
    assert share[0] == pytest.approx(0.1)
    steady = moving.changed(share_won=None)
    left = 1 - share / simulate(steady, steady.plan, 60).share_of_wallet
    assert np.all(np.diff(left) < 0)
    assert left[1] / left[0] <= 1 - moving.share_adjustment + 1e-9


def test_these_facts_travel_in_a_link_and_their_absence_in_none() -> None:
    """A link states them where they differ from the default; without them it is what it always was."""
    channels = tuple(channel.changed(added_quality=0.7, pipeline=5.0) for channel in NORTHWIND.channels)
    slow = NORTHWIND.changed(**OF_COMPANY, share_won=0.2, channels=channels)
    for business in (NORTHWIND, slow):
        workspace = Workspace((Scenario("Plan", business, business.plan),))
        text = encode(workspace)
        assert decode(text).workspace.scenario.business == business
        assert ("ramp_months" in text) == ("share_won" in text) == (business is slow)
    assert ChannelFacts.model_fields["added_quality"].default == 1
