"""What the pages say of a company, worked out anew in plain loops over the model sheet: slow, and independent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from simulator import Business, Channel, Plan, load_case, optimize
from simulator.facts.measures import METRICS, Metric
from simulator.insight.dangers import dangers
from simulator.insight.ranking import marginal_ranking
from simulator.insight.response import known_until, responses
from simulator.model.question import Question
from simulator.optimise import recommendation
from simulator.optimise.frontier import frontier
from simulator.optimise.recommendation import recommend
from tests.sheet import Sheet

NORTHWIND = load_case("northwind").business
MONTHS = 24


def months_of(business: Business, amounts: Sequence[float]) -> Iterator[tuple[Sheet, dict[str, object]]]:
    """Every month of a plan, with the sheet as it stands after it."""
    *media, sales, upsell = amounts
    sheet = Sheet(business)
    for _ in range(MONTHS):
        yield sheet, sheet.month(media, sales, upsell)


def brings(business: Business, amounts: Sequence[float], metric: Metric = "revenue") -> float:
    """What a plan brings in the measure."""
    discount = (1 + business.discount_rate) ** (-1 / 12) if metric == "customer_equity" else 1.0
    total = 0.0
    for place, (sheet, month) in enumerate(months_of(business, amounts)):
        last = sheet
        money = sum(month["revenue"]) if metric == "revenue" else month["gross_profit"]  # type: ignore[call-overload]
        total += float(money) * discount**place  # type: ignore[arg-type]
    return total + (last.value_left(MONTHS) if metric == "customer_equity" else 0.0)


def marginals(business: Business, amounts: Sequence[float], metric: Metric = "revenue") -> list[float]:
    """What one more unit of money a month on each lever brings back per unit, by a difference."""
    step = 1e-4 * sum(amounts)
    ends = [[np.array(amounts) + sign * step * unit for sign in (1, -1)] for unit in np.eye(len(amounts))]
    return [
        (brings(business, up.tolist(), metric) - brings(business, down.tolist(), metric)) / (2 * step * MONTHS)
        for up, down in ends
    ]


@pytest.mark.parametrize("metric", METRICS)
def test_the_frontier_pays_until_every_lever_just_pays_for_itself(metric: Metric) -> None:
    """At the budget up to which it pays, one more unit on any lever of its best split brings back just its cost."""
    business = load_case("harbourlane").business
    edge = frontier(Question.of(business, MONTHS, metric), 4 * business.plan.total)
    worth = 1 / business.gross_margin if metric == "revenue" else 0.0
    assert edge.threshold == worth
    until = edge.pays_until or 4 * business.plan.total
    best = optimize(business, until, MONTHS, metric).plan.amounts
    just = marginals(business, best, metric)
    if edge.pays_until is None:
        assert min(just) > worth
    else:
        assert just == pytest.approx([worth] * len(just), abs=0.005)


def varied(business: Business) -> Iterator[list[Business]]:
    """Each fact that is not known exactly, at the low and at the high end of its range, all else as it is."""

    def times(owner: Business | Channel, factor: float, *fields: str) -> dict[str, float]:
        return {field: getattr(owner, field) * factor for field in fields if getattr(owner, field) is not None}

    def off(end: float | None, today: float) -> float:
        return 0.25 if end is None else min(abs(end / today - 1), 0.99)

    ranges = {
        ("win_rate", "win_rate_at_zero", "win_rate_at_double"): off(business.win_rate_low, business.win_rate),
        ("share_of_wallet", "share_at_zero", "share_at_double"): off(business.share_low, business.share_of_wallet),
        ("churn",): off(business.churn_high, business.churn),
    }
    for fields, far in ranges.items():
        yield [business.changed(**times(business, 1 + sign * far, *fields)) for sign in (-1, 1)]
    for zero, today, double in (
        ("win_rate_at_zero", "win_rate", "win_rate_at_double"),
        ("share_at_zero", "share_of_wallet", "share_at_double"),
    ):
        yield [business.changed(**{double: each}) for each in doubled(business, zero, today, double)]
    for place, channel in enumerate(business.channels):
        if channel.curve != "flat":
            each = doubled(channel, "prospects_at_zero", "prospects", "prospects_at_double")
            others = [channel.changed(prospects_at_double=many) for many in each]
            yield [
                business.changed(channels=(*business.channels[:place], other, *business.channels[place + 1 :]))
                for other in others
            ]


def doubled(owner: Business | Channel, zero: str, today: str, double: str) -> list[float]:
    """What doubling brings with a quarter less gain, and a quarter more, but no more than half way to no end."""
    low, now, then = (getattr(owner, field) for field in (zero, today, double))
    gain = (then - now) / (now - low)
    return [now + more * (now - low) for more in (gain * 0.75, min(gain * 1.25, (1 + gain) / 2))]


@pytest.mark.parametrize(
    "business",
    [
        NORTHWIND,
        load_case("elmstreet").business,
        NORTHWIND.changed(win_rate_low=0.02, share_low=0.22, churn_high=0.035),
        NORTHWIND.changed(win_rate_low=0, share_low=0.1, churn_high=0.2),
        NORTHWIND.changed(channels=(NORTHWIND.channels[1].changed(prospects_at_double=106),), win_rate_at_double=0.052),
    ],
    ids=["assumed", "with a flat channel", "stated", "stated beyond the cap", "doubling that nearly doubles"],
)
def test_what_the_facts_leave_open_is_each_one_moved_alone(business: Business) -> None:
    """The uncertainty of the lead is the root of the sum of squares of how much each fact's range moves it."""
    found = marginal_ranking(Question.of(business, MONTHS))
    first, second = (business.levers.index(each.lever) for each in found.returns[:2])
    amounts = business.plan.amounts

    def ahead(facts: Business) -> float:
        each = marginals(facts, amounts)
        return each[first] - each[second]

    swings = [abs(ahead(low) - ahead(high)) / 2 for low, high in varied(business)]
    assert found.ahead == pytest.approx(ahead(business), rel=1e-4)
    assert found.uncertainty == pytest.approx(math.sqrt(math.fsum(swing**2 for swing in swings)), rel=1e-5)


@pytest.mark.parametrize(("index", "lost"), [(1.0, "Search ads"), (5.0, "Trade fairs")])
def test_the_channel_that_matters_most_is_the_one_whose_customers_are_worth_most(index: float, lost: str) -> None:
    """Fewer customers worth far more count for more: the channel feared for brings most wins times value."""
    search, fairs = NORTHWIND.channels
    business: Business = NORTHWIND.changed(channels=(search, fairs.changed(value_index=index)))
    worth = [0.0, 0.0]
    for sheet, month in months_of(business, business.plan.amounts):
        worth = [sum(each) for each in zip(worth, np.multiply(month["wins"], sheet.omega), strict=True)]  # type: ignore[arg-type]
    assert ("Search ads", "Trade fairs")[int(np.argmax(worth))] == lost
    found = dangers(Question.of(business, MONTHS))
    assert next(each.subject for each in found if each.kind == "dry channel") == lost


@pytest.mark.parametrize("metric", METRICS)
def test_the_response_of_account_care_is_that_of_account_care(metric: Metric) -> None:
    """Every point of every lever's curve, account care's too, is what the sheet gives with that lever alone moved."""
    asked = Question.of(NORTHWIND, MONTHS, metric)
    for place, each in enumerate(responses(asked)):
        for point in range(0, len(each.spends), 14):
            amounts = [*NORTHWIND.plan.amounts]
            amounts[place] = float(each.spends[point])
            assert each.values[point] == pytest.approx(brings(NORTHWIND, amounts, metric), rel=1e-9)
            if amounts[place]:
                assert each.returns[point] == pytest.approx(marginals(NORTHWIND, amounts, metric)[place], rel=1e-3)


def test_twice_todays_care_grows_with_the_customers_a_plan_brings() -> None:
    """What is known of account care reaches to twice today's money per customer, of the customers there are then."""
    plan = Plan.of(NORTHWIND.levers, (4000, 3000, 12_000, 2500))
    heads = [
        math.fsum(sum(month["customers"]) for _, month in months_of(NORTHWIND, amounts))  # type: ignore[call-overload]
        for amounts in (NORTHWIND.plan.amounts, plan.amounts)
    ]
    known = known_until(Question(NORTHWIND, plan, MONTHS))
    assert known["upsell"] == pytest.approx(2 * NORTHWIND.upsell_spend * heads[1] / heads[0], rel=1e-9)
    assert heads[1] > 1.05 * heads[0]


def test_advice_is_never_worse_than_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the search ends below the plan on show, the plan is where it starts anew: nothing worse is advised."""
    best = optimize(NORTHWIND, 17_000, unit=1.0)
    poor = optimize(NORTHWIND, 17_000, bounds={"Search ads": (10_000, 17_000)}, unit=1.0)
    monkeypatch.setattr(recommendation, "_best", lambda *_: poor)
    asked = Question(NORTHWIND, best.plan)
    assert brings(NORTHWIND, poor.plan.amounts) < brings(NORTHWIND, best.plan.amounts)
    advice = recommend(asked)
    assert brings(NORTHWIND, advice.optimum.plan.amounts) >= brings(NORTHWIND, best.plan.amounts)
    assert advice.gain >= 0


@pytest.mark.parametrize("metric", METRICS)
def test_an_answer_is_never_worse_than_the_split_kept(metric: Metric) -> None:
    """Money that a cut takes is not spent again where that would lose: keeping the split is an answer too."""
    business = load_case("tallgrass").business
    for each in dangers(Question.of(business, MONTHS, metric)):
        kept, answered = (brings(each.business, plan.amounts, metric) for plan in (each.unanswered, each.answer))
        assert answered >= kept - 1e-9 * abs(kept)
