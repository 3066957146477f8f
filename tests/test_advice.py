"""Advice is earned: what a page names as short, first, best, the same or proved is so, for companies of every kind."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pages.allocate.sentences import why
from pages.channels import words as channel_words
from pages.channels.pictures import payback
from pages.compare.sentences import part_of_all
from pages.diagnose import verdict
from pages.diagnose.ranked import danger_rows
from pages.diagnose.words import no_danger
from pages.marginal.sentences import answer, equal_marginals, last_dollar, leans_beyond
from pages.ui.figures import ABOUT, figures_of
from pages.ui.text.amounts import Manner, read
from pages.ui.text.formats import money_format
from pages.ui.text.outlook import elsewhere_line
from pages.ui.text.returns import Returns
from simulator import Business, Channel, Plan, load_case
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import METRICS, Metric
from simulator.insight.channel_economics import channel_economics, life_of
from simulator.insight.dangers import dangers
from simulator.insight.diagnosis import diagnose
from simulator.insight.elsewhere import Elsewhere
from simulator.insight.levels import ENOUGH
from simulator.model.question import Question
from simulator.optimise.frontier import frontier
from simulator.optimise.recommendation import recommend
from simulator.ranges.futures import Futures
from simulator.ranges.outcomes import best_levers
from simulator.report.sentences import proof
from simulator.workspace.scenario import Scenario, Workspace
from tests.reports import reported
from tests.strategies import businesses, plans

NORTHWIND = load_case("northwind.1").business
USD = money_format("USD", "en_US")
HORIZONS = (1, 6, 24, 60)
FLAT = {
    "win_rate_curve": "flat", "win_rate_at_zero": 0.1, "win_rate": 0.1, "win_rate_at_double": None,
    "share_curve": "flat", "share_of_wallet": 0.3, "share_at_zero": 0.3, "share_at_double": None,
    "conversion_spend": 0, "upsell_spend": 0,
}  # fmt: skip
"""A company that only its channels' spend moves."""
HARBOUR_LANE, BRIGHTWATER = (load_case(name).business for name in ("harbourlane.1", "brightwater.1"))
LOPSIDED = (
    HARBOUR_LANE.changed(upsell_spend=HARBOUR_LANE.upsell_spend / 10),
    BRIGHTWATER.changed(
        channels=tuple(
            each.changed(spend=each.spend * (10 if place == 1 else 0.5))
            for place, each in enumerate(BRIGHTWATER.channels)
        )
    ),
)
"""One whose win rate rises only where fewer prospects share the sales team; one whose money is on the wrong channel."""
small = businesses().filter(lambda business: len(business.channels) <= 3)
some = settings(max_examples=30, deadline=None)


def s_shaped(name: str, spend: float, more: float = 1.0) -> Channel:
    """A channel that brings next to nothing for little money: this is where it is today."""
    return Channel(
        name=name, spend=spend, prospects=10 * more, prospects_at_zero=0, prospects_ceiling=400 * more,
        prospects_at_half_more=60 * more, curve="adbudg",
    )  # fmt: skip


TWINS = NORTHWIND.changed(channels=(s_shaped("North", 1000), s_shaped("South", 1000)), **FLAT)
"""Two channels that both work only with more money than half of it: equal returns, and far from the best split."""


def shown(business: Business, plan: Plan, months: int = 24, metric: Metric = "revenue") -> Workspace:
    """The workspace of one scenario."""
    return Workspace((Scenario("Plan A", business, plan),), months=months, metric=metric)


def spent(business: Business, amounts: Sequence[float]) -> Plan:
    """A plan of the company, its amounts in lever order."""
    return Plan.of(business.levers, amounts)


@some
@given(st.data(), st.sampled_from(HORIZONS), st.sampled_from(METRICS))
def test_nothing_falls_short_where_no_split_brings_more(data: st.DataObject, months: int, metric: Metric) -> None:
    """Where the owner states no level, a function is named only if the best split of the same money brings more."""
    found = diagnose(Question.of(data.draw(small), months, metric))
    assert found.best.gains or not found.functions


@pytest.mark.parametrize("metric", ["revenue", "gross_profit"])
def test_a_month_is_too_short_to_blame_anybody(metric: Metric) -> None:
    """What a month brings is settled before it begins: no function holds the company back, and the reason is said."""
    found = diagnose(Question.of(NORTHWIND, 1, metric))
    assert found.functions == ()
    assert found.best.optimum.plan == NORTHWIND.plan
    said = verdict.answer("Northwind", found, Returns(metric, 1, USD))
    assert "facts" not in said
    assert "over 1 month" in said
    assert no_danger(1e6, 1, USD).endswith("over 1 month none of them would be felt yet.")


def test_money_that_only_helps_together_is_not_called_useless() -> None:
    """Where the first unit on one lever alone brings nothing, but much of it at once does, no page says that none."""
    asleep = NORTHWIND.changed(
        conversion_spend=0, conversion_reference_spend=5000, win_rate_at_zero=0, upsell_spend=0,
        upsell_reference_spend=2500, share_curve="flat", share_at_zero=NORTHWIND.share_of_wallet, share_at_double=None,
        channels=tuple(
            each.changed(spend=0, reference_spend=each.spend, prospects_at_zero=0) for each in NORTHWIND.channels
        ),
    )  # fmt: skip
    said = verdict.answer("Northwind", diagnose(Question.of(asleep)), Returns("revenue", 24, USD))
    assert said == "Northwind spends nothing on growth today, and the first $1 on one lever alone brings nothing back."


def test_equal_returns_of_s_shaped_channels_are_no_mark_of_a_best_split() -> None:
    """Two twins that each have too little return the same, and all money on one of them brings far more."""
    plan = TWINS.plan
    advice = recommend(Question(TWINS, plan))
    assert advice.gain > 0.05 * advice.optimum.value
    said = why(figures_of(shown(TWINS, plan)))
    assert "mark" not in said
    assert "a larger move brings more" in said
    told = equal_marginals(Question(TWINS, plan).marginal, plan, advice, USD)
    assert told.endswith(f"yet the best split of this total brings {USD.short(advice.gain)} more.")


@some
@given(st.data(), st.sampled_from(HORIZONS), st.sampled_from(METRICS))
def test_what_is_said_of_the_next_unit_is_so(data: st.DataObject, months: int, metric: Metric) -> None:
    """About the same is within a twentieth, the bottleneck brings something, and the mark is that of the best split."""
    business = data.draw(small)
    plan = data.draw(plans(business))
    figures = figures_of(shown(business, plan, months, metric))
    said, (first, second) = why(figures), sorted(figures.marginal.values(), reverse=True)[:2]
    if "most, and about the same" in said:
        assert first - second <= ABOUT * abs(first)
    if "is the bottleneck" in said:
        assert first > 0
    if "mark of a best split" in said:
        assert not recommend(figures.question).gains
    told = answer(figures.marginal, plan, metric, months, figures.money)
    named = [lever for lever, brings in figures.marginal.items() if brings == first]
    assert "every lever" in told or all(
        {"conversion": "the sales team", "upsell": "account care"}.get(lever, lever) in told for lever in named
    )


def test_a_step_that_would_go_elsewhere_is_not_called_the_same() -> None:
    """A channel whose first unit brings most but which is soon used up: the next round step goes elsewhere, and is said
    so."""
    soon = Channel(name="Notice board", spend=0, reference_spend=20, prospects=3, prospects_at_zero=0,
                   prospects_at_double=3.3)  # fmt: skip
    business = NORTHWIND.changed(channels=(*NORTHWIND.channels, soon))
    figures = figures_of(shown(business, business.plan))
    returns = sorted(figures.marginal.values(), reverse=True)
    assert figures.ranking[0] != "Notice board"
    assert returns[0] > 1.5 * returns[1]
    said = why(figures)
    assert said.startswith("The next $1 spent brings back most on Notice board")
    assert "about the same" not in said
    assert "a month brings most on the sales team" in said


@given(st.floats(0.001, 9e11))
@example(1.4)
@example(1234.9)
@example(99.5)
def test_a_bound_is_never_rounded_below_what_is_proved(gap: float) -> None:
    """Written short, in whole units or in hundredths, what nothing exceeds is at least what was proved."""
    written = read(USD.at_most(gap).removeprefix("$"), Manner())
    assert written.amount is not None
    assert written.amount >= gap * (1 - 1e-9)
    assert written.amount <= max(gap * 1.011, gap + 1)


@pytest.mark.parametrize("metric", METRICS)
def test_the_bound_in_whole_units_holds(metric: Metric) -> None:
    """The amount beyond the best split that pages name is no smaller than the gap."""
    for total in (170.0, 17_000.0, 170_000.0):
        plan = spent(NORTHWIND, np.array(NORTHWIND.plan.amounts) * total / NORTHWIND.plan.total)
        optimum = recommend(Question(NORTHWIND, plan, 24, metric)).optimum
        assert optimum.gap is not None
        assert optimum.beyond is not None
        assert optimum.gap <= optimum.beyond == math.ceil(optimum.beyond)


@some
@given(st.data(), st.sampled_from(METRICS))
def test_a_channel_is_advised_with_a_reason_that_holds(data: st.DataObject, metric: Metric) -> None:
    """Where two returns are set against each other, the channel to focus on has the higher one."""
    business = data.draw(small)
    found = channel_economics(Question(business, data.draw(plans(business)), 24, metric))
    said = channel_words.answer(found, Returns(metric, 24, USD))
    if "on the first, " in said and "the best split puts" not in said:
        assert found.focus is not None
        assert found.ease_off is not None
        assert found.focus.marginal > found.ease_off.marginal
    elif said.startswith("Ease off") and "brings back" in said:
        assert found.ease_off is not None
        assert found.ease_off.elsewhere > found.ease_off.marginal


def test_an_s_shaped_channel_is_advised_by_the_best_split() -> None:
    """Where the channel to focus on returns less today, having too little money, that is no reason and not given."""
    business = TWINS.changed(channels=(s_shaped("North", 1400, 1.5), *NORTHWIND.channels[:1]))
    found = channel_economics(Question.of(business))
    said = channel_words.answer(found, Returns("revenue", 24, USD))
    assert found.focus is not None or found.ease_off is not None
    assert ("the best split puts" in said) == (
        found.focus is None or found.ease_off is None or found.focus.marginal <= found.ease_off.marginal
    )


def test_customers_that_cost_nothing_are_named() -> None:
    """A free channel where selling costs nothing either cannot be ranked by its cost, and is not passed over."""
    free = Channel(name="Referrals", spend=0, prospects=20, prospects_at_zero=20, curve="flat")
    business = TWINS.changed(channels=(free, *NORTHWIND.channels[:1]))
    said = channel_words.why(channel_economics(Question.of(business)), USD)
    assert said.startswith("Customers from Referrals cost nothing; the best of those that cost come from Search")


def test_a_late_payback_is_not_called_none() -> None:
    """A customer that pays back after more than ten years is not said never to."""
    late = NORTHWIND.changed(churn=0.001, upsell_spend=0, upsell_reference_spend=2500, share_curve="flat",
                             share_at_zero=NORTHWIND.share_of_wallet, share_at_double=None, wallet=20)  # fmt: skip
    question = Question.of(late)
    channel = channel_economics(question).channels[0]
    assert channel.cost_per_customer is not None
    life = life_of(late, question.outcome, 0)
    assert life.first + life.margin * life.share_new / (1 - life.kept) > channel.cost_per_customer
    assert channel.payback_months is None
    assert payback(channel) == "not in 120 months"


def test_what_another_horizon_loses_is_not_more_than_there_is_to_gain() -> None:
    """Where the best split on show does worse there than today's, that is said, not that it forgoes 5 of 2."""
    worse = elsewhere_line(Elsewhere(12, "revenue", "upsell", 25.0, 84.0, 171.0, 526.0), USD)
    assert worse.endswith("the best by what is on show brings $355 less there than today's.")
    less = elsewhere_line(Elsewhere(12, "revenue", "upsell", 25.0, 84.0, 526.0, 171.0), USD)
    assert less.endswith("forgoes $171 of the $526 to gain there.")


def test_levers_that_bring_as_much_share_the_futures() -> None:
    """Over one month no lever brings more than another, so none is the one to raise in all futures."""
    levers = NORTHWIND.levers
    shares = best_levers(Futures(NORTHWIND, 256), NORTHWIND.plan, 1, "revenue")
    assert shares == pytest.approx(np.full(len(levers), 1 / len(levers)))
    assert best_levers(Futures(NORTHWIND, 256), NORTHWIND.plan, 24, "revenue").sum() == pytest.approx(1)


def test_no_danger_is_listed_that_costs_nothing_written() -> None:
    """Over two months a loss of a thousandth of a cent is no danger to rank."""
    rows = danger_rows(dangers(Question.of(NORTHWIND.changed(wallet=1e-9, first_order=0), 2)), 2, USD)
    assert rows == []


def test_small_parts_are_neither_none_nor_all() -> None:
    """A share below half a per cent is not written as none, nor nearly all as all."""
    assert [part_of_all(part).replace("\u00a0", " ") for part in (0, 0.001, 0.2, 0.999, 1)] == [
        "0 %", "less than 1 %", "20 %", "more than 99 %", "100 %",
    ]  # fmt: skip


def test_up_to_a_budget_the_last_unit_pays_or_it_is_said_where_not() -> None:
    """With S-shaped channels a little money may not pay where more does; what never pays is said to."""
    edge = frontier(Question.of(TWINS), 10_000.0)
    said = " ".join(last_dollar(edge, 2000.0, 0.0, ("revenue", 24), USD))
    if edge.pays_until:
        below = edge.prices[edge.budgets < edge.pays_until] <= edge.threshold
        assert ("though not of every smaller budget" in said) == below.any()
    poor = frontier(Question.of(NORTHWIND.changed(gross_margin=0)), 20_000.0)
    assert "At no budget up to $20.0k a month does its last $1 pay." in last_dollar(
        poor, 17_000.0, 0.0, ("revenue", 24), USD
    )
    assert leans_beyond(500.0, ["conversion"], USD, always=False).startswith("At some budgets beyond $500")


def test_a_plan_on_one_lever_alone_is_not_told_to_move_from_itself() -> None:
    """With all money on the lever that returns most there is nothing to move from the least to the most."""
    alone = NORTHWIND.changed(**FLAT, channels=(NORTHWIND.channels[0],))
    plan = spent(alone, (5000.0, 0.0, 0.0))
    question = Question(alone, plan)
    said = equal_marginals(question.marginal, plan, recommend(question), USD)
    assert said == "It gets all there is, and no other split of it brings more."


def test_a_proof_names_the_locks_it_keeps() -> None:
    """With a lock or a limit a report proves its best split only among those that keep to it."""
    workspace = shown(NORTHWIND, NORTHWIND.plan)
    bound = Workspace(workspace.scenarios, limits=(SpendLimit("upsell", 2000.0, None),))
    assert "no other split brings over" in proof(reported(workspace))
    assert "no other split that keeps them brings over" in proof(reported(bound))


@pytest.mark.parametrize("metric", METRICS)
def test_nobody_is_short_of_what_the_best_split_takes_away(metric: Metric) -> None:
    """Sales and account care are named only where the best split gives them money; channels that bring more for less
    are named with how much less."""
    found = [diagnose(Question.of(company, 24, metric)) for company in LOPSIDED]
    for each in found:
        for function in each.functions:
            if function != "prospecting":
                assert each.more(function) >= 0
            elif each.more(function) < 0:
                said = verdict.answer("Northwind", each, Returns(metric, 24, USD))
                assert f", for {USD.short(-each.more(function))} a month less" in said
    assert any(each.more("prospecting") < 0 and "prospecting" in each.functions for each in found)
    assert any(
        each.more(function) < 0 and each.level_of(function).lift > ENOUGH
        for each in found
        for function in ("conversion", "upsell")
    )
