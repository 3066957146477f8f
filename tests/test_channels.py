"""Channel economics follow from the simulation; adding, renaming and removing leaves the other channels alone."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Business, Channel, Plan, list_cases, load_case, marginal_returns, optimize, simulate
from simulator.cases import Case
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import METRICS, Metric
from simulator.insight.channel_economics import channel_economics, life_of
from simulator.link.codec import decode, encode
from simulator.model.question import Question
from simulator.workspace.channel_changes import add_channel, remove_channel, rename_channel
from simulator.workspace.scenario import Workspace
from tests.strategies import businesses, plans

NORTHWIND, NORDHAFEN = load_case("northwind"), load_case("nordhafen")
RADIO = Channel(name="Radio", spend=1000, prospects=10, prospects_at_zero=0, prospects_at_double=15)
small = businesses().filter(lambda business: len(business.channels) <= 3)
every_case = pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)


@every_case
def test_costs_and_rates_are_those_of_the_simulation(case: Case) -> None:
    """Prospects, wins and spends add up over the channels to those of the plan."""
    business = case.business
    found = channel_economics(Question.of(business))
    outcome = simulate(business, business.plan)
    assert math.fsum(each.prospects for each in found.channels) == pytest.approx(outcome.prospects[-1])
    assert math.fsum(each.wins for each in found.channels) == pytest.approx(outcome.wins[-1])
    paid = math.fsum((each.cost_per_customer or 0) * each.wins for each in found.channels)
    assert paid == pytest.approx(business.plan.total - business.plan.upsell)
    for each in found.channels:
        assert each.cost_per_prospect == pytest.approx(each.spend / each.prospects)
        assert each.win_rate == pytest.approx(each.wins / each.prospects)


def test_northwind_by_hand() -> None:
    """Search ads: 7,500 for 240 prospects, of whom 6 buy with 4,000 of the 5,000 for sales... as worked out by hand."""
    search, fairs = channel_economics(Question.of(NORTHWIND.business)).channels
    assert search.cost_per_prospect == pytest.approx(31.25)
    assert fairs.cost_per_prospect == pytest.approx(2000 / 60)
    assert search.wins == pytest.approx(6)
    assert search.cost_per_customer == pytest.approx((7500 + 5000 * 240 / 360) / 6)


@every_case
def test_customer_value_is_the_sum_of_a_life(case: Case) -> None:
    """The closed form is the month by month sum of margin less care, survival and discount applied."""
    business = case.business
    outcome = simulate(business, business.plan)
    life = life_of(business, outcome, 0)
    total, share, alive = life.first, life.share_new, 1.0
    for month in range(4000):
        total += (life.margin * share - life.care) * alive / (1 + life.discount) ** month
        share += life.adjustment * (life.share_settled - share)
        alive *= life.kept
    assert life.value == pytest.approx(total, rel=1e-9)
    cost = life.first + 3.0 * (life.margin * life.share_new - life.care)
    months = life.payback(cost)
    assert months is not None
    assert months >= 3


@every_case
def test_average_and_marginal_are_exact(case: Case) -> None:
    """The average return is what is lost without the spend; the marginal that of `marginal_returns`."""
    business = case.business
    plan = business.plan
    exact = marginal_returns(business, plan)
    for each in channel_economics(Question(business, plan)).channels:
        assert each.marginal == exact[each.name]
        if not each.spend:
            assert each.average is None
            continue
        without = Plan(prospecting={**plan.prospecting, each.name: 0.0}, conversion=plan.conversion, upsell=plan.upsell)
        lost = simulate(business, plan).total_revenue - simulate(business, without).total_revenue
        assert each.average == pytest.approx(lost / (24 * each.spend), rel=1e-9)


def test_average_flatters_a_saturated_channel() -> None:
    """Northwind's search ads look fine on average, but their next dollar brings less than half of that."""
    search, fairs = channel_economics(Question.of(NORTHWIND.business)).channels
    assert search.flatters
    assert search.average is not None
    assert search.marginal < search.average / 2
    assert not fairs.flatters


@every_case
def test_focus_and_ease_off_point_at_the_best_split(case: Case) -> None:
    """The best split gives the channel to focus on more and the one to ease off less."""
    business = case.business
    found = channel_economics(Question.of(business))
    best = optimize(business, business.plan.total).plan
    if found.focus:
        assert best[found.focus.channel] > business.plan[found.focus.channel]
    if found.ease_off:
        assert best[found.ease_off.channel] < business.plan[found.ease_off.channel]
        assert found.ease_off.marginal < found.ease_off.elsewhere


def test_northwind_is_told_to_ease_off_search_ads() -> None:
    """In the sales case the saturated channel is named, with the lever where its money would bring more."""
    found = channel_economics(Question.of(NORTHWIND.business))
    assert found.focus
    assert found.ease_off
    assert (found.focus.channel, found.ease_off.channel) == ("Trade fairs", "Search ads")
    assert found.ease_off.other == "conversion"


@settings(max_examples=15)
@given(st.data(), st.sampled_from(METRICS))
def test_any_company(data: st.DataObject, metric: Metric) -> None:
    """Any valid company under any plan has finite channel economics or None where there is nothing to divide by."""
    business = data.draw(small)
    plan = data.draw(plans(business))
    for each in channel_economics(Question(business, plan, 6, metric)).channels:
        numbers = (each.customer_value, each.marginal, each.average or 0, each.cost_per_customer or 0)
        assert all(math.isfinite(number) for number in numbers)


@pytest.mark.parametrize("case", [NORTHWIND, NORDHAFEN], ids=lambda case: case.id)
def test_added_channel_takes_only_sales_effort(case: Case) -> None:
    """A new channel comes with its prospects and without customers; the others keep theirs."""
    start = Workspace.of(case)
    after = add_channel(start, RADIO)
    business = after.scenario.business
    before, now = (simulate(w.scenario.business, w.scenario.plan) for w in (start, after))
    assert after.scenario.plan.total == start.scenario.plan.total + 1000
    assert now.prospects_by_channel[-1, 0] == 10
    assert now.customers_by_channel[-1, 0] == 0
    assert now.customers_by_channel[:-1, 0] == pytest.approx(before.customers_by_channel[:, 0])
    assert now.revenue[0] == pytest.approx(before.revenue[0], rel=1e-9)
    shares = now.wins_by_channel[:-1, 0] / before.wins_by_channel[:, 0]
    assert shares.max() - shares.min() < 1e-9
    assert shares.max() < 1
    assert decode(encode(after)).workspace.scenario.business == business


@pytest.mark.parametrize("case", [NORTHWIND, NORDHAFEN], ids=lambda case: case.id)
def test_adding_and_removing_gives_the_company_back(case: Case) -> None:
    """A channel added and removed again leaves every result as it was."""
    start = Workspace.of(case)
    back = remove_channel(add_channel(start, RADIO), "Radio")
    one, other = (simulate(w.scenario.business, w.scenario.plan).revenue for w in (start, back))
    assert other == pytest.approx(one, rel=1e-9)


def test_removed_channel_leaves_customers_and_others_values() -> None:
    """The customers stay; what the other channels' customers are worth stays; the total falls by the spend."""
    start = Workspace.of(NORDHAFEN)
    after = remove_channel(start, "Trade fairs")
    one, other = (channel_economics(Question(w.scenario.business, w.scenario.plan)) for w in (start, after))
    assert after.scenario.plan.total == 75_000
    assert other.outcome.customers[0] == pytest.approx(600)
    margins = [life_of(w.scenario.business, e.outcome, place).margin for w, e, place in
               ((start, one, 1), (after, other, 0))]  # fmt: skip
    assert margins[0] == pytest.approx(margins[1], rel=1e-9)


def test_renaming_changes_nothing_but_the_name() -> None:
    """A renamed channel keeps facts, spend and lock."""
    start = replace(Workspace.of(NORTHWIND), locked=frozenset({"Search ads"}))
    after = rename_channel(start, "Search ads", "Google")
    assert after.levers == ("Google", "Trade fairs", "conversion", "upsell")
    assert after.locked == {"Google"}
    one, other = (simulate(w.scenario.business, w.scenario.plan).total_revenue for w in (start, after))
    assert one == other


@pytest.mark.parametrize("name", ["", "Trade fairs", "trade FAIRS", "upsell", "a~b", "x" * 41])
def test_bad_names_are_refused_with_one_clear_reason(name: str) -> None:
    """An empty, taken, reserved or unreadable name is refused, and says why."""
    with pytest.raises(InvalidInput) as refused:
        rename_channel(Workspace.of(NORTHWIND), "Search ads", name)
    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].allowed


def test_last_channel_stays_and_the_thirteenth_is_refused() -> None:
    """A company has one to twelve channels."""
    one = remove_channel(Workspace.of(NORTHWIND), "Search ads")
    with pytest.raises(InvalidInput, match="one channel is needed"):
        remove_channel(one, "Trade fairs")
    full = one
    for place in range(11):
        full = add_channel(full, RADIO.changed(name=f"Radio {place}"))
    with pytest.raises(InvalidInput, match="remove one first"):
        add_channel(full, RADIO)


@settings(max_examples=25)
@given(businesses())
def test_any_company_can_lose_and_gain_a_channel(business: Business) -> None:
    """Removing and adding gives a valid company or one clear reason why not."""
    start = Workspace.of(business)
    for change in (lambda: remove_channel(start, business.channels[0].name), lambda: add_channel(start, RADIO)):
        with suppress(InvalidInput):
            changed = change().scenario
            assert math.isfinite(simulate(changed.business, changed.plan, 3).total_revenue)
