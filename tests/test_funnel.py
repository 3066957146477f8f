"""The monthly funnel: it does what the model sheet says, month by month and channel by channel."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import businesses, plans

from simulator import Business, Channel, Plan, list_cases, load_case, simulate
from simulator.facts.consistency import today_weights
from simulator.facts.measures import METRICS
from simulator.model.funnel import run, spend_array
from simulator.model.outcome import value_of, values
from simulator.model.parameters import funnel_of, funnel_with

Response = Callable[[float], float]
Month = dict[str, Any]
NEVER_ZERO = 1e-9


def response(family: str, x1: float, y0: float, y1: float, facts: dict[str, float | None]) -> Response:
    """One response curve, from the formulas of the model sheet."""
    y2, half_more, ceiling = facts.get("double"), facts.get("half_more"), facts.get("ceiling")
    if family == "flat":
        return lambda _: y1
    if family == "adbudg":
        assert ceiling is not None
        reached = [(y - y0) / (ceiling - y0) for y in (y1, y2 if half_more is None else half_more) if y is not None]
        r1, r2 = reached
        c = math.log((r2 / (1 - r2)) / (r1 / (1 - r1))) / math.log(2 if half_more is None else 1.5)
        d = 1 / r1 - 1
        return lambda x: y0 + (ceiling - y0) / (1 + d * (x / x1) ** -c) if x else y0
    if family == "exponential" and ceiling is not None:
        k = -math.log(1 - (y1 - y0) / (ceiling - y0)) / x1
        return lambda x: y0 + (ceiling - y0) * -math.expm1(-k * x)
    assert y2 is not None
    r = (y2 - y0) / (y1 - y0)
    if family == "exponential":
        k, top = -math.log(r - 1) / x1, y0 + (y1 - y0) / (2 - r)
        return lambda x: y0 + (top - y0) * -math.expm1(-k * x)
    half = x1 * (2 * r - 2) / (2 - r)
    top = y0 + (y1 - y0) * (1 + half / x1)
    return lambda x: y0 + (top - y0) * x / (half + x)


def facts_of(owner: Any, stem: str) -> dict[str, float | None]:
    """The further facts of one curve: at double, at half as much again, the ceiling."""
    ends = {"double": "at_double", "half_more": "at_half_more", "ceiling": "ceiling"}
    return {fact: getattr(owner, f"{stem}_{end}", None) for fact, end in ends.items()}


class Sheet:
    """The model sheet's steps in plain loops over months and channels: slow, and independent of the kernel."""

    def __init__(self, business: Business) -> None:
        self.facts, b = business, business
        self.prospects_at = [
            response(c.curve, c.effort, c.prospects_at_zero, c.prospects, facts_of(c, "prospects")) for c in b.channels
        ]
        now = [at(c.spend) for at, c in zip(self.prospects_at, b.channels, strict=True)]
        weights = now if any(now) else today_weights(b.channels)
        mean = sum(w * c.win_rate_index for w, c in zip(weights, b.channels, strict=True)) / sum(weights)
        self.kappa = [c.win_rate_index / mean for c in b.channels]
        ready = sum(k * w for k, w in zip(self.kappa, weights, strict=True))
        per_prospect = (b.conversion_spend or b.conversion_reference_spend or 1.0) / ready
        self.win_rate_at = response(
            b.win_rate_curve, per_prospect, b.win_rate_at_zero, b.win_rate, facts_of(b, "win_rate")
        )
        ready_now = max(sum(k * p for k, p in zip(self.kappa, now, strict=True)), NEVER_ZERO)
        rate = self.win_rate_at(b.conversion_spend / ready_now)
        wins = [k * p * rate for k, p in zip(self.kappa, now, strict=True)]
        likely = [k * w for k, w in zip(self.kappa, weights, strict=True)]
        self._start(wins, likely, 12 * (sum(wins) or b.win_rate * ready))

    def _start(self, wins: list[float], likely: list[float], first_year: float) -> None:
        b = self.facts
        origins = [wins, likely, [c.prospects for c in b.channels], [1.0] * len(wins)]
        self.pipeline = [b.sales_cycle_months * w for w in wins]
        if b.pipeline is not None:
            source = next(each for each in origins if sum(each))
            self.pipeline = [b.pipeline * w / sum(source) for w in source]
        unknown = [c.customers is None for c in b.channels]
        shares = [[w if on else 0.0 for w, on in zip(each, unknown, strict=True)] for each in origins]
        share = next((each for each in shares if sum(each)), [1.0] * len(wins))
        rest = max(b.customers - sum(c.customers or 0.0 for c in b.channels), 0.0)
        self.customers = [
            rest * s / sum(share) if c.customers is None else c.customers
            for c, s in zip(b.channels, share, strict=True)
        ]
        self.wallet_won = [count * b.share_of_wallet for count in self.customers]
        weights = next(each for each in (self.customers, *origins) if sum(each))
        mean = sum(w * c.value_index for w, c in zip(weights, b.channels, strict=True)) / sum(weights)
        self.omega = [c.value_index / mean for c in b.channels]
        heads = sum(self.customers) or first_year or 1.0
        per_customer = (b.upsell_spend or b.upsell_reference_spend or 1.0) / heads
        self.share_at = response(b.share_curve, per_customer, b.share_at_zero, b.share_of_wallet, facts_of(b, "share"))
        self.churn_at: Response = lambda _: b.churn
        if b.churn_at_zero is not None:
            falling = {"double": b.churn_at_double}
            self.churn_at = response("exponential", per_customer, b.churn_at_zero, b.churn, falling)
        self.adstock = [c.spend for c in b.channels]

    def month(self, media: Sequence[float], sales: float, upsell: float) -> Month:
        """Steps 1 to 9."""
        b, tau, places = self.facts, self.facts.sales_cycle_months, range(len(self.kappa))
        theta = [c.carryover for c in b.channels]
        self.adstock = [theta[j] * self.adstock[j] + (1 - theta[j]) * media[j] for j in places]
        prospects = [self.prospects_at[j](self.adstock[j]) for j in places]
        effort = sales / max(sum(self.kappa[j] * prospects[j] for j in places), NEVER_ZERO)
        wins = [self.kappa[j] * prospects[j] * self.win_rate_at(effort) for j in places]
        new = [self.pipeline[j] / tau for j in places]
        self.pipeline = [self.pipeline[j] + wins[j] - new[j] for j in places]
        by_channel = [self.omega[j] * b.wallet * self.wallet_won[j] + b.first_order * new[j] for j in places]
        report: Month = {"prospects": prospects, "wins": wins, "new_customers": new, "customers": self.customers}
        report |= {"revenue": by_channel, "wallet_won": sum(self.wallet_won)}
        report["gross_profit"] = b.gross_margin * sum(by_channel) - sum(media) - sales - upsell - b.fixed_cost
        care = upsell / max(sum(self.customers), NEVER_ZERO)
        self.churn, share, pace = self.churn_at(care), self.share_at(care), b.share_adjustment
        self.wallet_won = [
            (1 - self.churn) * ((1 - pace) * self.wallet_won[j] + pace * self.customers[j] * share)
            + new[j] * b.share_new
            for j in places
        ]
        self.customers = [(1 - self.churn) * self.customers[j] + new[j] for j in places]
        return report

    def value_left(self, months: int) -> float:
        """The value of customers and open pipeline after the last month, discounted to today."""
        b, d = self.facts, (1 + self.facts.discount_rate) ** (1 / 12) - 1
        held = sum(
            self.omega[j] * (self.wallet_won[j] + b.share_new * self.pipeline[j] / (1 + d * b.sales_cycle_months))
            for j in range(len(self.omega))
        )
        return b.gross_margin * b.wallet * held * (1 + d) / (d + self.churn) / (1 + d) ** months


def by_the_sheet(business: Business, budgets: Sequence[Sequence[float]]) -> tuple[list[Month], dict[str, float]]:
    """Months and totals under a budget per month (levers in order)."""
    sheet = Sheet(business)
    months = [sheet.month(budget[:-2], budget[-2], budget[-1]) for budget in budgets]
    d = (1 + business.discount_rate) ** (1 / 12) - 1
    discounted = math.fsum(month["gross_profit"] / (1 + d) ** t for t, month in enumerate(months))
    return months, {
        "revenue": math.fsum(sum(month["revenue"]) for month in months),
        "gross_profit": math.fsum(month["gross_profit"] for month in months),
        "customer_equity": discounted + sheet.value_left(len(budgets)),
    }


def close(actual: Any, expected: Any, size: float = 0.0) -> None:
    """Assert agreement to 1e-10 of the largest number at hand."""
    expected = np.asarray(expected)
    np.testing.assert_allclose(actual, expected, rtol=1e-10, atol=1e-10 * max(np.abs(expected).max(), size, 1e-12))


@given(data=st.data(), months=st.integers(1, 40))
def test_the_kernel_agrees_with_the_sheet(data: st.DataObject, months: int) -> None:
    """Every monthly result by channel is that of the sheet's steps in plain loops, to 1e-10."""
    business = data.draw(businesses())
    business = business.changed(pipeline=data.draw(st.sampled_from([None, 0.0, 12.5])))
    plan = data.draw(plans(business))
    expected, totals = by_the_sheet(business, [plan.amounts] * months)
    outcome = simulate(business, plan, months)
    for name in ("prospects", "wins", "new_customers", "customers", "revenue"):
        close(getattr(outcome, f"{name}_by_channel").T, [month[name] for month in expected])
        close(getattr(outcome, name), [sum(month[name]) for month in expected])
    heads = np.array([sum(month["customers"]) for month in expected])
    close(outcome.share_of_wallet * heads, [month["wallet_won"] for month in expected])
    cost = plan.total + business.fixed_cost
    close(outcome.gross_profit, [month["gross_profit"] for month in expected], cost)
    assert outcome.total_revenue == pytest.approx(totals["revenue"], rel=1e-10)
    close(outcome.total_gross_profit, totals["gross_profit"], cost * months)
    close(outcome.customer_equity, totals["customer_equity"], cost * months)


@given(data=st.data(), months=st.integers(2, 15))
def test_budgets_per_month_agree_with_the_sheet(data: st.DataObject, months: int) -> None:
    """The same holds for sums only, under budgets that differ from month to month."""
    business = data.draw(businesses())
    budgets = np.array([data.draw(plans(business)).amounts for _ in range(months)])
    expected, totals = by_the_sheet(business, budgets.tolist())
    result = run(funnel_of(business), budgets[:, :, None, None], months)
    close(result.revenue[:, 0, 0], [sum(month["revenue"]) for month in expected])
    spent = float(budgets.sum()) + months * business.fixed_cost
    for metric in METRICS:
        close(value_of(result, metric), totals[metric], spent)


DRAWN = ("churn", "wallet", "gross_margin", "sales_cycle_months", "share_new", "first_order", "discount_rate")


@given(data=st.data())
def test_draws_of_the_facts_are_companies_with_those_facts(data: st.DataObject) -> None:
    """Each draw of the facts gives what a company with those facts gives, to 1e-10."""
    business = data.draw(businesses())
    plan, months, count = data.draw(plans(business)), 9, 3
    fields = data.draw(st.sets(st.sampled_from(DRAWN[business.churn_at_zero is not None :]), min_size=1))
    factors = {field: np.array([1.0, *(data.draw(st.floats(0.5, 1)) for _ in range(count - 1))]) for field in fields}
    draws = {field: getattr(business, field) * factor for field, factor in factors.items()}
    if "sales_cycle_months" in draws:
        draws["sales_cycle_months"] = np.maximum(draws["sales_cycle_months"], 1)
    funnel = funnel_with(business, draws)
    assert funnel.count == count
    for metric in METRICS:
        found = values(funnel, [plan.amounts], months, metric)[0]
        for draw in range(count):
            changed = {**dict(business), **{field: float(drawn[draw]) for field, drawn in draws.items()}}
            totals = by_the_sheet(Business.model_construct(**changed), [plan.amounts] * months)[1]
            close(found[draw], totals[metric], months * (plan.total + business.fixed_cost))


@given(data=st.data())
def test_draws_of_a_channel_are_companies_with_that_channel(data: st.DataObject) -> None:
    """Draws of one channel's facts give what companies with such a channel give."""
    business = data.draw(businesses())
    place = data.draw(st.integers(0, len(business.channels) - 1))
    channel = business.channels[place]
    factors = {
        name: data.draw(st.lists(st.floats(0.5, 1), min_size=2, max_size=2))
        for name in ("carryover", "value_index", "win_rate_index")
    }
    draws = {f"{channel.name}.{name}": getattr(channel, name) * np.array(pair) for name, pair in factors.items()}
    funnel = funnel_with(business, draws)
    found = values(funnel, [business.plan.amounts], 7, "revenue")[0]
    for draw in range(2):
        changed = {name: getattr(channel, name) * pair[draw] for name, pair in factors.items()}
        other = Channel.model_construct(**{**dict(channel), **changed})
        channels = (*business.channels[:place], other, *business.channels[place + 1 :])
        company = Business.model_construct(**{**dict(business), "channels": channels})
        close(found[draw], by_the_sheet(company, [business.plan.amounts] * 7)[1]["revenue"])


@given(data=st.data())
def test_cohorts_sum_to_totals(data: st.DataObject) -> None:
    """Keeping channels of origin apart or only their sums gives the same totals."""
    business = data.draw(businesses())
    spend = spend_array(business.levers, data.draw(plans(business)).amounts)
    apart, summed = (run(funnel_of(business), spend, 18, by_cohort=each) for each in (True, False))
    close(apart.revenue, summed.revenue)
    close(apart.customers.sum(axis=1), summed.customers[:, 0])
    close(apart.new_customers.sum(axis=1), summed.new_customers[:, 0])
    close(apart.wallet_won.sum(axis=1), summed.wallet_won[:, 0])
    for metric in METRICS:
        close(value_of(apart, metric), value_of(summed, metric), float(spend.sum()) * 18)


@given(data=st.data())
def test_revenue_comes_from_someone(data: st.DataObject) -> None:
    """Revenue of today's customers, of their changed share and of new customers add up to revenue."""
    business = data.draw(businesses())
    outcome = simulate(business, data.draw(plans(business)), 12)
    parts = outcome.revenue_of_today + outcome.revenue_of_share + outcome.revenue_of_new.sum(axis=0)
    close(parts, outcome.revenue)
    close(outcome.revenue_by_channel.sum(axis=0), outcome.revenue)


@given(data=st.data(), count=st.integers(2, 5))
def test_many_plans_at_once_are_plans_one_by_one(data: st.DataObject, count: int) -> None:
    """A batch of plans brings what each of them brings alone."""
    business = data.draw(businesses())
    each = [data.draw(plans(business)) for _ in range(count)]
    for metric in METRICS:
        together = values(funnel_of(business), [plan.amounts for plan in each], 12, metric)[:, 0]
        alone = [simulate(business, plan, 12).total(metric) for plan in each]
        close(together, alone, 12 * max(plan.total + business.fixed_cost for plan in each))


def test_many_draws_cross_chunks() -> None:
    """More draws and plans than are computed at once give the same values as a few at a time."""
    business = load_case("nordhafen").business
    churn = np.linspace(0.01, 0.03, 2500)
    plans_ = np.array(business.plan.amounts) * np.linspace(0.5, 1.5, 3)[:, None]
    found = values(funnel_with(business, {"churn": churn}), plans_, 6, "revenue")
    for place in (0, 1023, 1024, 2499):
        few = values(funnel_with(business, {"churn": churn[place : place + 1]}), plans_, 6, "revenue")
        np.testing.assert_allclose(found[:, place], few[:, 0], rtol=1e-13)


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_today_stays_as_stated(case: Any) -> None:
    """In the first month of today's plan the stated facts come out: prospects, win rate, customers and share."""
    outcome = simulate(case.business, case.business.plan)
    stated = [channel.prospects for channel in case.business.channels]
    assert outcome.prospects_by_channel[:, 0] == pytest.approx(stated)
    assert outcome.wins[0] / outcome.prospects[0] == pytest.approx(case.business.win_rate)
    assert outcome.new_customers[0] == pytest.approx(outcome.wins[0])
    assert outcome.customers[0] == pytest.approx(case.business.customers)
    assert outcome.share_of_wallet[0] == pytest.approx(case.business.share_of_wallet)


def simple(**facts: Any) -> Business:
    """A company with one channel and round figures."""
    given_facts: dict[str, Any] = {
        "name": "Simple", "currency": "EUR", "conversion_spend": 1000, "win_rate": 0.1, "win_rate_at_zero": 0.02,
        "win_rate_at_double": 0.14, "sales_cycle_months": 2, "upsell_spend": 500, "share_of_wallet": 0.4,
        "share_at_zero": 0.3, "share_at_double": 0.45, "share_new": 0.3, "share_adjustment": 0.1, "customers": 200,
        "churn": 0.03, "wallet": 100, "gross_margin": 0.5,
        "channels": (Channel(name="Search", spend=1000, prospects=100, prospects_at_zero=0, prospects_at_double=150),),
    }  # fmt: skip
    return Business(**{**given_facts, **facts})


def test_more_prospects_on_the_same_sales_spend_dilute_it() -> None:
    """Twice the spend on a channel brings half as many prospects again, but fewer wins per prospect."""
    business = simple()
    now = simulate(business, business.plan)
    more = simulate(business, Plan(prospecting={"Search": 2000}, conversion=1000, upsell=500))
    assert more.prospects[0] == pytest.approx(150)
    assert more.wins[0] / more.prospects[0] < now.wins[0] / now.prospects[0]
    assert more.wins[0] > now.wins[0]


def test_no_money_is_a_plan() -> None:
    """With nothing spent, results are those stated at zero, not an error."""
    business = simple()
    outcome = simulate(business, Plan(prospecting={"Search": 0}, conversion=0, upsell=0), 24)
    np.testing.assert_array_equal(outcome.prospects, 0)
    np.testing.assert_array_equal(outcome.wins, 0)
    assert outcome.customers[-1] < business.customers
    assert np.isfinite(outcome.customer_equity)


def test_a_company_without_customers_can_start() -> None:
    """Zero customers today give zero revenue at first and new customers' revenue after that."""
    outcome = simulate(simple(customers=0), simple().plan)
    assert outcome.customers[0] == outcome.revenue[0] == outcome.share_of_wallet[0] == 0
    assert np.all(np.diff(outcome.revenue) > 0)
    assert np.all(np.isfinite(outcome.share_of_wallet))


def test_a_company_without_prospects_loses_its_customers() -> None:
    """Without prospects, today or ever, customers shrink by churn alone."""
    nobody = Channel(name="Nobody", spend=0, prospects=0, prospects_at_zero=0, curve="flat")
    business = simple(channels=(nobody,))
    outcome = simulate(business, business.plan, 12)
    assert outcome.customers == pytest.approx(200 * 0.97 ** np.arange(12))
    np.testing.assert_array_equal(outcome.new_customers, 0)


def test_a_plan_of_the_wrong_length_is_refused() -> None:
    """The kernel takes one amount per lever."""
    with pytest.raises(ValueError, match="3 amounts, not 2"):
        spend_array(("Search", "conversion", "upsell"), [1.0, 2.0])
