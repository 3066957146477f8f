"""Opportunities and dangers: each is worth what direct simulation of its what-if says."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.diagnose.words import break_even as break_even_words
from pages.ui.quantities import share_text
from simulator import Business, Channel, Plan, list_cases, load_case, optimize, simulate
from simulator.cases import Case
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import METRICS, Metric
from simulator.insight.break_even import DRIVERS, SLIPPED, break_even
from simulator.insight.channel_economics import channel_economics
from simulator.insight.dangers import Danger, dangers
from simulator.insight.levels import levels
from simulator.insight.opportunities import Opportunity, at_level, by_profit, opportunities
from simulator.model.funnel import run, spend_array
from simulator.model.outcome import values
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.rebalance import move
from simulator.optimise.recommendation import recommend
from simulator.whatif.at_level import reached_prospects, reached_share, reached_win_rate
from simulator.whatif.what_if import with_churn, with_prospects, with_share, with_win_rate
from simulator.workspace.scenario import Scenario
from tests.sheet import Sheet
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
    """Each loss and what a new split saves of it are differences of two simulations, and no more is saved than lost."""
    business, base = case.business, simulate(case.business, case.business.plan).total(metric)
    best = optimize(business, business.plan.total, metric=metric).value
    for each in dangers(Question.of(business, 24, metric)):
        assert each.loss == pytest.approx(base - simulate(each.business, each.plan).total(metric), rel=1e-9)
        answered, kept = (simulate(each.business, split).total(metric) for split in (each.answer, each.unanswered))
        assert each.saved == pytest.approx(min(answered - kept, each.loss), rel=1e-9, abs=1e-9 * abs(base))
        assert 0 <= each.saved <= each.loss
        assert each.left == each.loss - each.saved
        assert each.answer.total <= business.plan.total * (1 + 1e-12)
        if each.kind != "cut":
            assert simulate(business, each.unanswered).total(metric) == pytest.approx(best, rel=1e-6)


def test_what_an_answer_saves_is_found_by_trying_all_splits() -> None:
    """A re-split that was to be had anyway counts for nothing: all splits in steps of 250 give what is saved."""
    business: Business = NORTHWIND.changed(channels=NORTHWIND.channels[:1])
    total = int(business.plan.total)
    splits = [
        (ads, sales, total - ads - sales)
        for ads in range(0, total + 1, 250)
        for sales in range(0, total - ads + 1, 250)
    ]

    def brings(facts: Business) -> np.ndarray:
        return values(funnel_of(facts), splits, 24, "revenue")[:, 0]

    now = brings(business)
    for kind in ("dry channel", "win rate", "share"):
        each = danger(business, kind)
        then = brings(each.business)
        assert each.saved == pytest.approx(then.max() - then[now.argmax()], abs=2e-3 * now.max())
        assert each.saved < 0.5 * each.loss


@settings(max_examples=15)
@given(st.data(), st.sampled_from(METRICS))
def test_no_danger_is_said_to_be_more_than_undone(data: st.DataObject, metric: Metric) -> None:
    """In any company, under any plan, an answer saves between nothing and the loss."""
    business = data.draw(small)
    plan = data.draw(plans(business))
    for each in dangers(Question(business, plan, 6, metric)):
        assert 0 <= each.saved <= each.loss


def test_a_stated_low_of_nothing_and_churn_out_of_nothing_are_dangers() -> None:
    """A rate that may fall to nothing, and churn where there is none yet, are as bad as stated."""
    worst = NORTHWIND.changed(win_rate_low=0, share_low=0)
    assert danger(worst, "win rate").after == pytest.approx(0, abs=1e-9)
    assert danger(worst, "share").after == pytest.approx(0, abs=1e-9)
    kept = simulate(danger(worst, "win rate").business, worst.plan)
    assert kept.wins.max() < 1e-6
    loyal = NORTHWIND.changed(churn=0, churn_high=0.05)
    assert danger(loyal, "churn").business.churn == 0.05
    assert not any(each.kind == "churn" for each in dangers(Question.of(loyal.changed(churn_high=None))))


@every_metric
@every_case
def test_opportunities_are_what_direct_simulation_says(case: Case, metric: Metric) -> None:
    """Each gain, and what it is in gross profit, is the difference of two simulations."""
    business, before = case.business, simulate(case.business, case.business.plan)
    for each in opportunities(Question.of(business, 24, metric)):
        after = simulate(each.business, each.plan)
        assert each.gain == pytest.approx(after.total(metric) - before.total(metric), rel=1e-9)
        assert each.profit == pytest.approx(after.total_gross_profit - before.total_gross_profit, rel=1e-9)


@every_case
def test_free_opportunities_spending_ones_and_wishes_are_ranked_apart(case: Case) -> None:
    """What only moves money comes first, then what spends more, then wishes; in each the largest gain first."""
    found = opportunities(Question.of(case.business))
    groups = [each.group for each in found]
    assert groups == sorted(groups, key=["free", "spending", "wish"].index)
    for each, after in pairwise(found):
        assert each.group != after.group or each.gain >= after.gain
    for each in found:
        assert (each.group == "spending") == (each.plan.total > case.business.plan.total)
        assert (each.group == "wish") == (each.business != case.business)


def test_the_order_by_gross_profit_is_given_where_it_differs() -> None:
    """Brightwater's tenth more budget brings more revenue than the best split and less gross profit: both are said."""
    found = opportunities(Question.of(load_case("brightwater").business))
    gains = {each.kind: (each.gain, each.profit) for each in found}
    assert gains["budget"][0] > gains["resplit"][0]
    assert gains["budget"][1] < gains["resplit"][1]
    order = by_profit(found)
    assert [each.profit for each in order] == sorted((each.profit for each in order), reverse=True)
    assert order[0].kind == "resplit"
    assert all(each.kind != "level" for each in order)
    assert by_profit(opportunities(Question.of(NORTHWIND))) == ()


@settings(max_examples=25)
@given(st.data(), st.sampled_from(METRICS))
def test_each_lever_has_one_direction(data: st.DataObject, metric: Metric) -> None:
    """In any company, opportunities and Channels tell more (or less) of a channel only where the best split does."""
    business = data.draw(small)
    plan = data.draw(plans(business))
    best = recommend(Question(business, plan, 6, metric)).optimum.plan
    said = {
        each.subject: each.after - each.before
        for each in opportunities(Question(business, plan, 6, metric)) if each.kind == "channel"
    }  # fmt: skip
    channels = channel_economics(Question(business, plan, 6, metric))
    for advised in filter(None, (channels.focus, channels.ease_off)):
        assert said.get(advised.channel, 0) * (advised.best - advised.spend) >= 0
        assert advised.best == best[advised.channel]
    for name, more in said.items():
        assert more * (best[name] - plan[name]) > 0


@every_case
def test_slipping_facts_are_stated_as_an_owner_would(case: Case) -> None:
    """Win rate, share and churn a quarter worse, or the cycle twice as long, cost what facts changed by hand cost."""
    business, held = case.business, {"pipeline": deals(case.business)}
    win = times(business, 0.75, "win_rate", "win_rate_at_zero", "win_rate_at_double")
    share = times(business, 0.75, "share_of_wallet", "share_at_zero", "share_at_double", "share_new")
    churn = times(business, 1.25, "churn")
    cycle = times(business, 2, "sales_cycle_months")
    share["share_won"] = business.share_of_wallet
    for kind, facts in {"win rate": win, "share": share, "churn": churn, "sales cycle": cycle}.items():
        by_hand = loss(business, business.changed(**facts, **held))
        assert danger(business, kind).loss == pytest.approx(by_hand, rel=1e-9)


def by_the_loops(sheet: Sheet, plan: Plan) -> float:
    """Revenue over 24 months by the model sheet's plain loops."""
    amounts = plan.amounts
    return math.fsum(sum(sheet.month(amounts[:-2], amounts[-2], amounts[-1])["revenue"]) for _ in range(24))


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_a_dry_channel_keeps_its_deals_under_way(case: Case) -> None:
    """In plain loops its prospects stop, nothing else: deals under way close, worth what that channel's are."""
    business = case.business
    dry = danger(business, "dry channel")
    sheet, place = Sheet(business), [channel.name for channel in business.channels].index(dry.subject)
    sheet.prospects_at[place] = sheet.counted_at[place] = lambda _: 0.0
    now = by_the_loops(Sheet(business), business.plan)
    assert dry.loss == pytest.approx(now - by_the_loops(sheet, business.plan), rel=1e-9)


@pytest.mark.parametrize("counts", [0.1, 1.0, 7.0])
def test_the_only_channel_of_a_firm_without_customers_dries_up(counts: float) -> None:
    """Its deals under way are all the customers it will have, cared for as before, whatever they are counted in."""
    firm = NORTHWIND.changed(channels=NORTHWIND.channels[:1], customers=0)
    channels = [
        each.changed(**times(each, counts, "prospects", "prospects_at_zero", "prospects_at_double"))
        for each in firm.channels
    ]
    in_counts = firm.changed(
        channels=tuple(channels), wallet=firm.wallet / counts, first_order=firm.first_order / counts
    )
    here, there = danger(firm, "dry channel"), danger(in_counts, "dry channel")
    assert there.loss == pytest.approx(here.loss, rel=1e-9)
    assert there.saved == pytest.approx(here.saved, rel=1e-4)
    before, after = funnel_of(in_counts).share, funnel_of(there.business).share
    for care in (0.0, 10.0, 100.0):
        assert float(after.at(care)) == pytest.approx(float(before.at(care)), rel=1e-9)


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_share_of_wallet_slips_at_the_pace_it_adjusts(case: Case) -> None:
    """In plain loops the share that settles falls, and that of new customers; what is won so far follows in time."""
    business = case.business
    sheet = Sheet(business)
    settles = sheet.share_at
    sheet.share_at = lambda spend: 0.75 * settles(spend)
    sheet.facts = business.changed(share_new=0.75 * business.share_new)
    now = by_the_loops(Sheet(business), business.plan)
    assert danger(business, "share").loss == pytest.approx(now - by_the_loops(sheet, business.plan), rel=1e-9)


def test_dangers_as_the_loops_have_them() -> None:
    """Two figures worked out by hand: deals of a dried-up channel that sells well, and a share that slips slowly."""
    assert danger(NORDHAFEN, "dry channel").loss == pytest.approx(1_439_940, abs=0.5)
    assert danger(NORTHWIND, "share").loss == pytest.approx(444_420, abs=0.5)


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
    """The lever whose cut costs most loses a third; the answer may spend that money, but not there."""
    each = danger(NORTHWIND, "cut")
    cuts = {
        lever: loss(NORTHWIND, NORTHWIND, Plan.of(NORTHWIND.levers, np.array(NORTHWIND.plan.amounts) - taken))
        for lever, taken in zip(NORTHWIND.levers, np.diag(NORTHWIND.plan.amounts) / 3, strict=True)
    }
    best = optimize(NORTHWIND, NORTHWIND.plan.total, unit=1).plan
    assert each.subject == max(cuts, key=lambda lever: cuts[lever])
    assert each.loss == pytest.approx(cuts[each.subject], rel=1e-3)
    assert each.unanswered[each.subject] == pytest.approx(best[each.subject] - 5000 / 3, abs=2)
    assert each.unanswered.total == pytest.approx(NORTHWIND.plan.total - 5000 / 3, abs=2)
    assert each.answer[each.subject] <= each.unanswered[each.subject]
    assert each.answer.total == pytest.approx(NORTHWIND.plan.total)


@every_case
def test_answers_are_the_best_split(case: Case) -> None:
    """The best answer is what `optimize` finds under the danger, but for whole units of money."""
    for each in dangers(Question.of(case.business)):
        bounds = {each.subject: (0.0, each.unanswered[each.subject])} if each.kind == "cut" else None
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


@pytest.mark.parametrize("name", ["Search ads", "Dealers"])
def test_channel_at_its_best_beats_every_amount_on_its_side(name: str) -> None:
    """No amount for the channel on the best split's side of today brings more than the one proposed."""
    business = NORTHWIND if name == "Search ads" else NORDHAFEN
    each = next(x for x in opportunities(Question.of(business)) if x.subject == name)
    ends = (0, business.plan[name]) if name == "Search ads" else (business.plan[name], business.plan.total)
    tried = [move(business.plan, name, float(amount), unit=1.0).plan for amount in np.linspace(*ends, 150)]
    best = simulate(business, each.plan).total_revenue
    assert all(simulate(business, plan).total_revenue <= best * (1 + 1e-6) for plan in tried)


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
def test_a_driver_brought_to_its_level_is_exactly_there(case: Case) -> None:
    """With today's plan, and for the same money, the driver is then what was called acceptable."""
    for level in levels(Question.of(case.business)):
        if facts := at_level(case.business, level):
            after = next(each for each in levels(Question.of(facts)) if each.driver == level.driver)
            assert after.today == pytest.approx(level.acceptable, rel=1e-9)


IDLE = NORTHWIND.changed(
    conversion_spend=0, conversion_reference_spend=5000, upsell_spend=0, upsell_reference_spend=2500,
    channels=tuple(channel.changed(spend=0, reference_spend=channel.spend) for channel in NORTHWIND.channels),
)  # fmt: skip


def test_a_level_is_reached_where_nothing_is_spent_too() -> None:
    """Without any effort to work better, the win rate, the share and prospects from none at all are there unpaid."""
    rate = simulate(reached_win_rate(IDLE, 0.05), IDLE.plan)
    assert rate.wins / rate.prospects == pytest.approx(0.05)
    shared = reached_share(IDLE, 0.3)
    assert shared.share_of_wallet == 0.3
    assert shared.share_at_zero - IDLE.share_at_zero == pytest.approx(0.05)
    asleep = IDLE.changed(channels=tuple(c.changed(prospects_at_zero=0) for c in IDLE.channels))
    awake = simulate(reached_prospects(asleep, 150, 0), asleep.plan)
    assert awake.prospects == pytest.approx(150)
    assert awake.prospects_by_channel[0, 0] == pytest.approx(150 * 240 / 300)
    nobody = NORTHWIND.changed(
        channels=(Channel(name="Door", spend=5, prospects=0, prospects_at_zero=0, curve="flat"),)
    )
    assert simulate(reached_prospects(nobody, 40, 0), nobody.plan).prospects == pytest.approx(40)


def test_wishes_do_not_stop_where_nothing_is_spent() -> None:
    """Stated levels of a company that spends nothing are wishes with a worth, none left out."""
    stated = IDLE.changed(acceptable_prospects=200, acceptable_win_rate=0.02, acceptable_share=0.3)
    found = opportunities(Question.of(stated))
    assert {each.subject for each in found} == {"prospects", "win_rate", "share"}
    assert all(each.kind == "level" and each.gain > 0 for each in found)


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
    limit = next(each.factor for each in break_even(Question.of(business)) or () if each.driver == driver)
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


@every_case
def test_who_loses_nobody_is_told_what_churn_may_rise_to(case: Case) -> None:
    """Without churn today there is a limit all the same: just there some month earns nothing, just below it none."""
    kept = case.business.changed(churn=0, churn_at_zero=None, churn_at_double=None, churn_high=None)
    spare = float(simulate(kept, kept.plan).gross_profit.min())
    kept = kept.changed(fixed_cost=kept.fixed_cost + spare / 2)
    limit = next(each for each in break_even(Question.of(kept)) or () if each.driver == "churn")
    assert limit.risen_to is not None

    def least(churn: float) -> float:
        return float(simulate(kept.changed(churn=churn, pipeline=deals(kept)), kept.plan).gross_profit.min())

    assert abs(least(limit.risen_to)) <= 1e-6 * kept.plan.total
    assert least(limit.risen_to * (1 - 1e-4)) > 0
    name, now, zero_at = break_even_words(limit, 0.0)
    assert (name, now) == ("Churn a month", share_text(0.0))
    assert zero_at == share_text(limit.risen_to)


def test_no_headroom_where_profit_is_gone_already() -> None:
    """A company that loses money in some month has no limit to state."""
    poor = NORTHWIND.changed(fixed_cost=1e6)
    assert break_even(Question.of(poor)) is None


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
    limits = break_even(Question(business, plan, 6))
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
    assert break_even(Question.of(empty)) is None
