"""The guided start: whatever an owner answers becomes a valid company, or is explained."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from simulator import optimize, simulate
from simulator.facts.curves import calibrate
from simulator.facts.guesses import ADVERTISING_ELASTICITY, REASONS, SELLING_ELASTICITY
from simulator.facts.sources import counted, origin_of, origins_of
from simulator.guided.answers import QUESTIONS, Answer, Answers, Judged, Row
from simulator.guided.checks import contradictions_in, taking
from simulator.guided.company import Refused, company_from
from simulator.guided.elasticity import points_from
from simulator.guided.reading import read_as
from simulator.guided.units import monthly_churn, yearly_to_monthly
from tests.answers import BAKER, any_answers, fitting

TOLD = replace(
    BAKER,
    closing=Answer(3.0, "weeks"),
    share=Answer(40.0, "per cent"),
    care_spend=Answer(200.0, "money a month"),
    margin=Answer(35.0, "per cent"),
)
"""The same firm with no question left open."""


def answered(**given: Any) -> Any:
    """Return the company of the bakery with some answers replaced."""
    return company_from(replace(TOLD, **given))


def test_at_most_ten_questions_in_three_groups() -> None:
    """Each question is a field of the answers, and they come group by group."""
    assert len(QUESTIONS) <= 10
    assert list(dict.fromkeys(ask.group for ask in QUESTIONS)) == [
        "being found",
        "turning enquiries into orders",
        "the customers you have",
    ]
    assert {ask.field for ask in QUESTIONS} <= {field.name for field in fields(Answers)}


def test_answers_become_facts_exactly() -> None:
    """Each answer is the fact it means, in the model's own unit."""
    business = answered()
    leaflets, word = business.channels
    assert (leaflets.spend, leaflets.prospects, word.spend, word.prospects) == (300, 20, 0, 8)
    assert word.curve == "flat"
    assert (business.win_rate, business.conversion_spend, business.upsell_spend) == (7 / 28, 1000, 200)
    assert business.sales_cycle_months == 1  # Three weeks: the model counts in months.
    assert (business.customers, business.gross_margin, business.share_of_wallet) == (60, 0.35, 0.4)
    assert business.wallet == 250
    assert business.churn == pytest.approx(1 - 0.94 ** (1 / 12), rel=1e-12)


def test_six_per_cent_a_year() -> None:
    """Twelve months of the monthly churn lose what the yearly one does, said as per cent or as people."""
    assert monthly_churn(6, "per cent a year", 0) == pytest.approx(0.005143, abs=5e-7)
    assert (1 - yearly_to_monthly(0.06)) ** 12 == pytest.approx(0.94, rel=1e-14)
    assert monthly_churn(6, "people a year", 100) == monthly_churn(6, "per cent a year", 100)
    assert monthly_churn(6, "people a month", 100) == monthly_churn(6, "per cent a month", 100) == 0.06


SAME: list[tuple[str, Answer, Answer]] = [
    ("wins", Answer(7.0, "people a month"), Answer(84.0, "people a year")),
    ("wins", Answer(7.0, "people a month"), Answer(25.0, "per cent")),
    ("sales_spend", Answer(1000.0, "money a month"), Answer(12000.0, "money a year")),
    ("closing", Answer(2.0, "months"), Answer(2 * 365.25 / 12, "days")),
    ("closing", Answer(2.0, "months"), Answer(2 * 365.25 / 84, "weeks")),
    ("leaving", Answer(3.0, "people a month"), Answer(5.0, "per cent a month")),
    ("paid", Answer(100.0, "a month"), Answer(1200.0, "a year")),
]


@pytest.mark.parametrize(("field", "one", "other"), SAME, ids=lambda value: getattr(value, "unit", value))
def test_the_switch_of_a_unit_changes_nothing(field: str, one: Answer, other: Answer) -> None:
    """The same thing said in another unit is the same company, but for rounding."""
    first, second = answered(**{field: one}), answered(**{field: other})
    assert second.win_rate == pytest.approx(first.win_rate, rel=1e-14)
    assert simulate(first, first.plan).total_revenue == pytest.approx(simulate(second, second.plan).total_revenue)


def test_what_was_understood_is_said() -> None:
    """Where an answer means another figure in the model, the figure is named; never a silent change."""
    assert read_as(TOLD) == {
        "wins": "That is 25 % of those who ask.",
        "closing": "It counts as one month, the shortest time here.",
        "leaving": "That is 0.514 % a month.",
        "paid": "That is 100 a month.",
        "sales_spend": "That is 1,000 a month.",
    }
    assert "leaving" not in read_as(replace(TOLD, leaving=Answer(2.0, "per cent a month")))
    assert read_as(replace(TOLD, wins=Answer(40.0, "people a month"))) == {}


def test_hours_and_orders() -> None:
    """Time spent counts at what an hour costs, and a price at how often it is paid."""
    business = answered(
        sales_spend=Answer(10.0, "hours a week"), hour_cost=24.0, paid=Answer(50.0, "an order"), orders_a_year=6.0
    )
    assert business.conversion_spend == pytest.approx(10 * 24 * 365.25 / 84)
    assert business.wallet == pytest.approx(25 / 0.4)
    assert not {"conversion_spend", "wallet"} & origins_of(business).keys()


def bisected(increasing: Callable[[float], float], low: float, high: float) -> float:
    """Return the root by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if increasing(middle) > 0 else (middle, high)
    return low


@pytest.mark.parametrize("elasticity", [ADVERTISING_ELASTICITY, SELLING_ELASTICITY, 0.01, 0.6])
def test_a_curve_has_the_published_elasticity(elasticity: float) -> None:
    """At today's effort its local elasticity is the study's, and doubling brings what a constant elasticity brings."""
    zero, double = points_from(50.0, elasticity)
    curve = calibrate("exponential", 1.0, zero=zero, today=50.0, double=double)
    step = 1e-5
    slope = (math.log(curve.at(1 + step)) - math.log(curve.at(1 - step))) / (math.log1p(step) - math.log1p(-step))
    assert slope == pytest.approx(elasticity, rel=1e-6)
    assert curve.elasticity(1.0) == pytest.approx(elasticity, rel=1e-12)
    assert double / 50 == pytest.approx(2**elasticity, rel=1e-12)


def test_what_remains_at_zero_follows() -> None:
    """The two figures of the docstring, from a search of their own for the rate of the curve."""
    for elasticity, remains in ((0.12, 0.83), (0.34, 0.56)):
        goal = (2**elasticity - 1) / elasticity
        rate = bisected(lambda k, goal=goal: goal - (1 - math.exp(-k)) / k, 1e-9, 50)  # type: ignore[misc]
        share = 1 - elasticity * (math.exp(rate) - 1) / rate
        assert points_from(1.0, elasticity)[0] == pytest.approx(share, rel=1e-9)
        assert round(share, 2) == remains


@pytest.mark.parametrize("share", [0.001, 0.05, 0.3, 0.7, 0.95, 0.9999])
def test_a_share_never_passes_all_there_is(share: float) -> None:
    """Its odds have the published elasticity, and its ceiling stays below 1."""
    zero, double = points_from(share, 0.34, top=1.0)
    curve = calibrate("exponential", 1.0, zero=zero, today=share, double=double)
    assert 0 < zero < share < double < curve.ceiling < 1
    assert curve.elasticity(1.0) == pytest.approx(0.34 * (1 - share), rel=1e-9)
    odds = double / (1 - double) / (share / (1 - share))
    assert math.log2(odds) == pytest.approx(0.34, rel=1e-9)


def test_an_owners_own_point_stands_and_the_rest_keeps_the_elasticity() -> None:
    """With what would remain stated, the elasticity still holds today where any curve can have it."""
    zero, double = points_from(100.0, 0.34, zero=20.0)
    assert zero == 20
    assert calibrate("exponential", 1.0, zero=zero, today=100.0, double=double).elasticity(1.0) == pytest.approx(0.34)
    zero, double = points_from(100.0, 0.34, double=120.0)
    assert double == 120
    assert calibrate("exponential", 1.0, zero=zero, today=100.0, double=double).elasticity(1.0) == pytest.approx(0.34)
    assert points_from(100.0, 0.34, double=110.0)[0] == 0  # Only a curve from below nothing would be as steep.
    assert points_from(100.0, 0.34, zero=90.0)[1] == pytest.approx(109.5)  # Steeper than any curve from 90 can be.


def test_guesses_say_that_they_are() -> None:
    """What an owner cannot know carries the reason of the guess; what was said carries none."""
    business = answered()
    assert {origin_of(business, f"channels.Leaflets.prospects_at_{end}").source for end in ("zero", "double")} == {
        "advertising"
    }
    assert {origin_of(business, f"win_rate_at_{end}").source for end in ("zero", "double")} == {"selling"}
    assert {origin.kind for origin in origins_of(business).values()} == {"guessed"}
    said = {"win_rate", "customers", "churn", "wallet", "share_of_wallet", "gross_margin", "conversion_spend"}
    assert not said & origins_of(business).keys()
    assert {origin.source for origin in origins_of(company_from(Answers())).values()} <= REASONS.keys()


def test_guesses_scale_with_the_company() -> None:
    """Ten times the money and a hundred times the people: every guess of money and people moves along."""
    small = company_from(replace(TOLD, wins=None, paid=None, care_spend=None))
    rows = tuple(
        replace(row, spend=(row.spend or 0) * 10, prospects=(row.prospects or 0) * 100) for row in TOLD.channels
    )
    large = company_from(
        replace(
            TOLD, channels=rows, sales_spend=Answer(120_000.0, "money a year"),
            customers=Answer(6000.0, "people"), wins=None, paid=None,
            care_spend=None,
        )
    )  # fmt: skip
    assert large.win_rate == pytest.approx(small.win_rate)
    assert large.wallet == pytest.approx(small.wallet / 10)
    assert large.upsell_reference_spend == pytest.approx((small.upsell_reference_spend or 0) * 10)
    assert large.channels[0].prospects_at_zero == pytest.approx(small.channels[0].prospects_at_zero * 100)


REAL: dict[str, dict[str, Any]] = {
    "nothing answered": {
        field.name: field.default for field in fields(Answers) if field.name in {ask.field for ask in QUESTIONS}
    },
    "no spend on selling": {"sales_spend": Answer(0.0, "money a month")},
    "no spend on care": {"care_spend": Answer(0.0, "money a month")},
    "no spend at all": {
        "channels": (Row("Word of mouth", 0.0, 9.0),),
        "sales_spend": Answer(0.0, "money a month"),
        "care_spend": Answer(0.0, "money a month"),
    },
    "free channels alone": {"channels": (Row("Walk-ins", 0.0, 20.0), Row("Press", 0.0, 8.0))},
    "a start-up": {"customers": Answer(0.0, "people"), "leaving": None},
    "no new customers": {"wins": Answer(0.0, "people a month")},
    "nobody asks": {"channels": (Row("Leaflets", 300.0, 0.0),), "wins": None},
    "everyone who asks buys": {"wins": Answer(100.0, "per cent")},
    "closes within days": {"closing": Answer(2.0, "days")},
    "one order, then nothing": {"paid": Answer(400.0, "once"), "care_spend": Answer(0.0, "money a month")},
    "yearly contracts": {"paid": Answer(24_000.0, "a year"), "leaving": Answer(10.0, "per cent a year")},
    "nobody ever leaves": {"leaving": Answer(0.0, "people a year")},
    "the whole wallet": {"share": Answer(100.0, "per cent")},
    "yen": {"currency": "JPY"},
    "all of it time": {
        "channels": (Row("Posting online", 4.0, 20.0), Row("Calls", 2.0, 8.0)),
        "spend_unit": "hours a week",
        "sales_spend": Answer(6.0, "hours a week"),
        "care_spend": Answer(3.0, "hours a week"),
        "hour_cost": 40.0,
    },
}


@pytest.mark.parametrize("kind", REAL)
def test_real_companies_fit(kind: str) -> None:
    """Each is valid, gives finite results and has a best split that is no worse than today's."""
    business = answered(**REAL[kind])
    outcome = simulate(business, business.plan)
    assert np.isfinite(outcome.revenue).all()
    assert np.isfinite(outcome.customer_equity)
    if business.plan.total:
        best = optimize(business, business.plan.total)
        assert best.value >= outcome.total_revenue * (1 - 1e-9)
    if kind == "one order, then nothing":
        assert outcome.total_revenue == pytest.approx(400 * float(np.sum(outcome.new_customers)))


def test_what_is_spent_on_nothing_today_may_still_bring_something() -> None:
    """Without any selling today's win rate is that at zero, and what selling would bring is a guess that says so."""
    business = answered(sales_spend=Answer(0.0, "money a month"))
    assert business.win_rate_at_zero == 7 / 28
    assert business.win_rate > business.win_rate_at_zero
    assert origin_of(business, "win_rate").kind == "guessed"
    assert business.conversion_reference_spend == 500
    first = simulate(business, business.plan).new_customers[0]
    assert first == pytest.approx(7, rel=1e-9)


WRONG: list[tuple[dict[str, Any], str, object, str]] = [
    ({"wins": Answer(40.0, "people a month")}, "wins", 28.0, "Only 28 people ask a month"),
    ({"wins": Answer(400.0, "people a year")}, "wins", 336.0, "Only 336 people ask a year"),
    ({"leaving": Answer(60.0, "people a month")}, "leaving", 0.99 * 60, "You have 60 customers"),
    ({"margin": Answer(135.0, "per cent")}, "margin", 100.0, "It can be 0 to 100."),
    ({"wins": Answer(math.nan, "per cent")}, "wins", 0.0, "It can be 0 to 100."),
    ({"paid": Answer(3.0, "a week")}, "paid.unit", "a month", "answered in a month, a year"),
    ({"currency": "pounds"}, "currency", "POU", "three capital letters"),
    ({"name": ""}, "name", "My company", "1 to 40"),
    ({"channels": (Row("A", 1.0, 30.0), Row("a", 1.0, 3.0))}, "channels.1.name", "a 2", "a name of its own"),
    ({"channels": (Row("Sales team", 1.0, 30.0),)}, "channels.0.name", "Sales team 2", "a name of its own"),
    ({"channels": (Row("", 1.0, 30.0),)}, "channels.0.name", "Channel 1", "1 to 40"),
    ({"channels": (Row("A", -1.0, 30.0),)}, "channels.0.spend", 0.0, "It can be 0 to"),
    ({"channels": (Row("A", 1.0, 30.0, stopped=31.0),)}, "channels.0.stopped", 30.0, "not be more than today's 30"),
    ({"channels": (Row("A", 1.0, 30.0, 10.0, 60.0),)}, "channels.0.doubled", 49.0, "to 49 at most"),
    ({"channels": (Row("A", 1.0, 30.0, 10.0, 20.0),)}, "channels.0.doubled", 31.0, "if only a little"),
    ({"channels": (Row("A", 1.0, 30.0, 30.0, 40.0),)}, "channels.0.doubled", 30.0, "doubling changes nothing either"),
    ({"sales_judged": Judged(2.0, 20.0)}, "sales_judged.doubled", None, "at most"),
    ({"care_judged": Judged(60.0)}, "care_judged.stopped", 40.0, "not be more than today's 40"),
]


@pytest.mark.parametrize(("given", "field", "nearest", "words"), WRONG, ids=[f"{w[1]}: {w[3]}"[:50] for w in WRONG])
def test_answers_that_cannot_be_are_explained(given: dict[str, Any], field: str, nearest: object, words: str) -> None:
    """The answer is named in one sentence, with a value near it that can be taken."""
    answers = replace(TOLD, **given)
    with pytest.raises(Refused) as refused:
        company_from(answers)
    (found,) = refused.value.contradictions
    assert found.field == field
    assert words in found.sentence
    if nearest is not None:
        assert found.nearest == (pytest.approx(nearest) if isinstance(nearest, float) else nearest)
    assert not contradictions_in(taking(answers, found))
    company_from(taking(answers, found))


def test_too_many_channels_are_explained() -> None:
    """Twelve rows can be taken of a longer table."""
    answers = replace(TOLD, channels=tuple(Row(f"C{place}", 1.0, 3.0) for place in range(14)))
    (found,) = contradictions_in(answers)
    assert len(company_from(taking(answers, found)).channels) == 12


@given(any_answers())
def test_any_answers_give_a_company(answers: Answers) -> None:
    """Within the bounds of the questions, what contradicts itself can be taken away, and what remains can be played."""
    business = company_from(fitting(answers))
    outcome = simulate(business, business.plan)
    assert np.isfinite(outcome.revenue).all()
    assert math.isfinite(outcome.total_gross_profit)
    assert math.isfinite(outcome.customer_equity)
    assert counted(business)["stated"] >= 0
    if business.plan.total:
        assert optimize(business, business.plan.total).value >= outcome.total_revenue * (1 - 1e-9)
