"""Comparing scenarios: what differs, why one brings more, and when a plan has paid for itself."""

from __future__ import annotations

import math
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Channel, Plan, load_case, simulate
from simulator.facts.measures import METRICS, Metric
from simulator.insight.attribution import MOST_PLAYERS, attribution
from simulator.insight.comparison import cumulative_profit, scenario_figures
from simulator.model.batch import shape_key, stacked
from simulator.model.outcome import values
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.workspace.differences import fact_changes, groups_that_differ, mixed, spend_changes
from simulator.workspace.scenario import Scenario
from tests.strategies import businesses, plans, variants

NORTHWIND = load_case("northwind").business
NORDHAFEN = load_case("nordhafen").business
MORE_SALES = Plan(prospecting={"Search ads": 4000, "Trade fairs": 2000}, conversion=8500, upsell=2500)


def asked(scenario: Scenario, months: int = 24, metric: Metric = "revenue") -> Question:
    """What a scenario brings."""
    return Question(scenario.business, scenario.plan, months, metric)


def scenarios() -> tuple[Scenario, Scenario]:
    changed = NORTHWIND.changed(churn=0.035, gross_margin=0.5, wallet=NORTHWIND.wallet * 1.1)
    return Scenario("A", NORTHWIND, NORTHWIND.plan), Scenario("B", changed, MORE_SALES)


@given(st.data(), st.sampled_from(METRICS))
def test_causes_sum_to_the_difference(data: st.DataObject, metric: Any) -> None:
    """Whatever differs, the parts lead from one scenario's value to the other's, exact to the cent."""
    one = data.draw(businesses())
    other = data.draw(variants(one) | businesses())
    a, b = Scenario("A", one, data.draw(plans(one))), Scenario("B", other, data.draw(plans(other)))
    found = attribution(asked(a, 12, metric), asked(b, 12, metric))
    before, after = (simulate(each.business, each.plan, 12).total(metric) for each in (a, b))
    size = max(abs(before), abs(after), *(abs(part.amount) for part in found.parts), 1.0)
    assert math.fsum([found.before, *(part.amount for part in found.parts)]) == pytest.approx(
        found.after, abs=1e-12 * size
    )
    assert found.before == pytest.approx(before, abs=1e-9 * size)
    assert found.after == pytest.approx(after, abs=1e-9 * size)
    assert found.of("plan") + found.of("facts") == pytest.approx(found.after - found.before, abs=1e-11 * size)


def test_causes_are_exact_to_the_cent() -> None:
    """For a stock case the parts add up to the difference of two single simulations within a cent."""
    a, b = scenarios()
    found = attribution(asked(a), asked(b))
    gain = simulate(b.business, b.plan).total_revenue - simulate(a.business, a.plan).total_revenue
    assert math.fsum(part.amount for part in found.parts) == pytest.approx(gain, abs=0.01)


def test_causes_are_symmetric() -> None:
    """From B to A every part is the opposite of that from A to B."""
    a, b = scenarios()
    there = {
        (part.kind, part.name): part.amount
        for part in attribution(asked(a, 24, "gross_profit"), asked(b, 24, "gross_profit")).parts
    }
    back = {
        (part.kind, part.name): part.amount
        for part in attribution(asked(b, 24, "gross_profit"), asked(a, 24, "gross_profit")).parts
    }
    assert there.keys() == back.keys()
    for key, amount in there.items():
        assert back[key] == pytest.approx(-amount, rel=1e-9, abs=1e-6)


def test_causes_are_the_mean_over_all_orders() -> None:
    """Each part is what its change adds on average over all orders of changing one thing after the other."""
    a, b = scenarios()
    found = attribution(asked(a), asked(b))
    players = [(part.kind, part.name) for part in found.parts]
    worth: dict[frozenset[Any], float] = {}

    def value(taken: frozenset[Any]) -> float:
        if taken not in worth:
            business = mixed(a.business, b.business, frozenset(name for kind, name in taken if kind == "facts"))
            moved = {name for kind, name in taken if kind == "plan"}
            assert business is not None
            plan = Plan.of(business.levers, [(b if lever in moved else a).plan[lever] for lever in business.levers])
            worth[taken] = simulate(business, plan, 24).total_revenue
        return worth[taken]

    total = dict.fromkeys(players, 0.0)
    orders = list(permutations(players))
    for order in orders:
        for place, player in enumerate(order):
            total[player] += value(frozenset(order[: place + 1])) - value(frozenset(order[:place]))
    for part in found.parts:
        assert part.amount == pytest.approx(total[part.kind, part.name] / len(orders), rel=1e-9)


def test_alike_channels_get_alike_parts() -> None:
    """Two channels alike in all facts, moved by the same amount, account for the same."""
    twins = [Channel(name=name, spend=1000, prospects=10, prospects_at_zero=2, prospects_at_double=15) for name in "XY"]
    business = NORTHWIND.changed(channels=tuple(twins))
    more = Plan(prospecting={"X": 1700, "Y": 1700}, conversion=business.conversion_spend, upsell=business.upsell_spend)
    parts = attribution(asked(Scenario("A", business, business.plan)), asked(Scenario("B", business, more))).parts
    assert [part.name for part in parts] == ["X", "Y"]
    assert parts[0].amount == pytest.approx(parts[1].amount, rel=1e-12)


def test_equal_scenarios_have_no_cause() -> None:
    """Where nothing differs there is nothing to explain."""
    found = attribution(asked(Scenario("A", NORTHWIND, MORE_SALES)), asked(Scenario("B", NORTHWIND, MORE_SALES)))
    assert found.parts == ()
    assert found.before == found.after


def test_a_channel_only_one_has_is_one_cause() -> None:
    """A channel added with its spend is one part, among the facts; no other part claims its spend."""
    fair = Channel(name="Podcast", spend=500, prospects=6, prospects_at_zero=0, prospects_at_double=9)
    other = NORTHWIND.changed(channels=(*NORTHWIND.channels, fair))
    parts = attribution(asked(Scenario("A", NORTHWIND, NORTHWIND.plan)), asked(Scenario("B", other, other.plan))).parts
    assert [(part.kind, part.name) for part in parts] == [("facts", "channels.Podcast")]


def test_many_differences_are_joined() -> None:
    """With twelve channels all changed, parts are joined rather than millions of runs computed."""
    roster = [
        Channel(name=f"C{n}", spend=100, prospects=10, prospects_at_zero=1, prospects_at_double=15) for n in range(12)
    ]
    one = NORTHWIND.changed(channels=tuple(roster))
    other = one.changed(
        channels=tuple(c.changed(carryover=0.3) for c in roster),
        churn=0.05,
        wallet=900,
        share_new=0.1,
        gross_margin=0.3,
    )
    plan = Plan.of(other.levers, [amount + 10 for amount in other.plan.amounts])
    parts = attribution(asked(Scenario("A", one, one.plan)), asked(Scenario("B", other, plan))).parts
    assert 2 <= len(parts) <= MOST_PLAYERS
    assert "prospecting" in {part.name for part in parts}


@given(st.data())
def test_stacked_companies_are_companies_one_by_one(data: st.DataObject) -> None:
    """Companies stacked as draws of one funnel bring what each of them brings alone."""
    one = data.draw(businesses())
    each = [one, one.changed(wallet=one.wallet * 2, fixed_cost=1.0), one.changed(gross_margin=0.123)]
    amounts = [data.draw(plans(one)).amounts for _ in range(3)]
    together = values(stacked([funnel_of(business) for business in each]), amounts, 9, "customer_equity")
    for place, business in enumerate(each):
        alone = values(funnel_of(business), amounts, 9, "customer_equity")[:, 0]
        assert together[:, place] == pytest.approx(alone, rel=1e-12)


def test_different_shapes_are_not_stacked() -> None:
    """Companies with other channels or other families of curves are refused as draws of one funnel."""
    funnels = [funnel_of(NORTHWIND), funnel_of(NORDHAFEN)]
    assert shape_key(funnels[0]) != shape_key(funnels[1])
    with pytest.raises(ValueError, match="different shapes"):
        stacked(funnels)


def test_differences_tell_decisions_from_assumptions() -> None:
    """Facts and spends that differ are listed apart, each with both values and its title."""
    a, b = scenarios()
    assert [(change.title, change.before, change.after) for change in fact_changes(a.business, b.business)] == [
        ("Churn", NORTHWIND.churn, 0.035),
        ("Wallet", NORTHWIND.wallet, b.business.wallet),
        ("Gross margin", NORTHWIND.gross_margin, 0.5),
    ]
    assert groups_that_differ(a.business, b.business) == ("churn", "customers", "costs")
    moved = {change.lever: (change.before, change.after) for change in spend_changes(a.plan, b.plan)}
    assert moved == {lever: (a.plan[lever], b.plan[lever]) for lever in a.plan.levers if a.plan[lever] != b.plan[lever]}


def test_a_channels_facts_are_a_group_of_their_own() -> None:
    """A change in one channel names that channel, even where names hold dots."""
    dotted = NORTHWIND.changed(channels=(NORTHWIND.channels[0].changed(name="Dr. No"), NORTHWIND.channels[1]))
    other = dotted.changed(channels=(dotted.channels[0].changed(carryover=0.9), dotted.channels[1]))
    assert groups_that_differ(dotted, other) == ("channels.Dr. No",)
    assert [change.title for change in fact_changes(dotted, other)] == ["Dr. No: Carry-over"]


def test_todays_plan_is_never_behind_itself() -> None:
    """Today's plan has nothing to pay back."""
    flow = cumulative_profit(Question.of(NORTHWIND))
    assert (flow.payback, flow.deepest_shortfall) == (0, 0.0)


def test_payback_is_the_month_the_plan_catches_up_for_good() -> None:
    """More spend is behind at first; from the payback month on its summed gross profit stays ahead."""
    plan = Plan.of(NORTHWIND.levers, [amount * 1.02 for amount in NORTHWIND.plan.amounts])
    flow = cumulative_profit(Question(NORTHWIND, plan, 60))
    assert flow.payback is not None
    assert flow.payback > 1
    assert (flow.ahead[flow.payback - 1 :] >= 0).all()
    assert flow.ahead[flow.payback - 2] < 0
    assert flow.deepest_shortfall == flow.ahead[flow.deepest_month - 1] == flow.ahead.min() < 0


def test_a_plan_that_never_pays_back_says_so() -> None:
    """Money far beyond what it brings back within the horizon has no payback month."""
    plan = Plan.of(NORTHWIND.levers, [amount * 5 for amount in NORTHWIND.plan.amounts])
    assert cumulative_profit(Question(NORTHWIND, plan, 6)).payback is None


def test_standing_is_what_single_simulations_say() -> None:
    """The figures of a scenario are those of its simulation."""
    outcome = simulate(NORTHWIND, MORE_SALES, 24)
    figures = scenario_figures(Question(NORTHWIND, MORE_SALES))
    assert figures.outcome.total_revenue == outcome.total_revenue
    assert figures.budget == MORE_SALES.total
    assert figures.cost_per_new_customer == pytest.approx((4000 + 2000 + 8500) * 24 / outcome.new_customers.sum())
