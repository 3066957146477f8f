"""Facts, plans and arguments: what cannot be used is refused in one clear sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from simulator import Business, Channel, Plan, load_case, marginal_returns, optimize, simulate
from simulator.facts.declaration import Declared, InvalidInput, declaration
from simulator.facts.measures import METRICS

NORTHWIND = load_case("northwind").business
SEARCH, FAIRS = NORTHWIND.channels
PLAN = NORTHWIND.plan


def refusal(build: Callable[[], Any]) -> InvalidInput:
    """Return the one error that ``build`` ends in."""
    with pytest.raises(InvalidInput) as error:
        build()
    return error.value


def numeric_fields(model: type[Declared]) -> list[str]:
    """Return the fields that hold a number."""
    return [name for name in model.model_fields if "low" in declaration(model, name)]


NOT_A_NUMBER = [math.nan, math.inf, -math.inf, 1e300, -1, "12", True, [1.0]]


@pytest.mark.parametrize("value", NOT_A_NUMBER, ids=str)
@pytest.mark.parametrize("field", numeric_fields(Business))
def test_every_fact_of_a_company_refuses_what_is_no_amount(field: str, value: object) -> None:
    """NaN, infinities, huge and negative numbers, texts: the message names field, value and range."""
    error = refusal(lambda: NORTHWIND.changed(**{field: value}))
    declared = declaration(Business, field)
    assert [problem.field for problem in error.problems] == [field]
    assert str(error).startswith(f"{declared['title']} is ")
    assert f"a number from {declared['low']:g} to {declared['high']:,.15g} is allowed." in str(error)


@pytest.mark.parametrize("value", NOT_A_NUMBER, ids=str)
@pytest.mark.parametrize("field", numeric_fields(Channel))
def test_every_fact_of_a_channel_refuses_what_is_no_amount(field: str, value: object) -> None:
    """The same, naming the channel as well."""
    error = refusal(lambda: SEARCH.changed(**{field: value}))
    assert [problem.field for problem in error.problems] == [f"channels.Search ads.{field}"]
    assert str(error).startswith(f"Search ads: {declaration(Channel, field)['title']} is ")


def test_a_wrong_channel_is_reported_by_the_company_it_is_given_to() -> None:
    """A channel given as a table of values is checked like any other."""
    error = refusal(
        lambda: NORTHWIND.changed(channels=[{**dict(SEARCH), "spend": -1}, {**dict(FAIRS), "carryover": 2}])
    )
    assert [problem.field for problem in error.problems] == [
        "channels.Search ads.spend",
        "channels.Trade fairs.carryover",
    ]


CONTRADICTIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"win_rate": 1.2}, "win_rate", "Win rate is 1.2: a number from 0 to 1 is allowed."),
    ({"share_of_wallet": 25}, "share_of_wallet", "Share of wallet is 25: a number from 0 to 1 is allowed."),
    ({"win_rate_at_double": 0.5}, "win_rate_at_double", "it must be below 0.056 (and above today's 0.03)"),
    ({"win_rate_at_double": 0.02}, "win_rate_at_double", "it must be above today's 0.03"),
    ({"win_rate_at_double": None}, "win_rate_at_double", "is missing: state what twice today's effort would bring"),
    ({"win_rate_at_zero": 0.03}, "win_rate_at_zero", "it must be below today's 0.03, or the curve be 'flat'"),
    ({"win_rate_curve": "adbudg"}, "win_rate_ceiling", "needs a ceiling above today's 0.03"),
    ({"share_curve": "flat"}, "share_at_zero", "on a flat curve it equals today's 0.25"),
    ({"churn_at_zero": 0.02, "churn_at_double": 0.01}, "churn_at_zero", "it must be above today's 0.03"),
    ({"churn_at_double": 0.01}, "churn_at_zero", "state it together with churn at double upsell spend"),
    ({"churn_at_zero": 0.05, "churn_at_double": 0.012}, "churn_at_double", "below 0; state a higher churn"),
    ({"churn": 0, "discount_rate": 0}, "discount_rate", "it must be above 0 where churn is 0"),
    ({"conversion_spend": 0}, "conversion_reference_spend", "state the spend above 0 at which the facts hold"),
    ({"upsell_spend": 0}, "upsell_reference_spend", "is missing: where nothing is spent today"),
    ({"share_at_double": 0.2899999}, "share_at_double", "above the whole wallet; state a lower share"),
    ({"currency": "usd"}, "currency", "Currency is 'usd': a code of three capital letters, such as EUR, or 'index'"),
    ({"currency": 3}, "currency", "a code of three capital letters"),
    ({"name": ""}, "name", "Company is '': a name of 1 to 40 characters is needed."),
    ({"name": "n" * 41}, "name", "a name of 1 to 40 characters is needed, and this one has 41."),
    ({"name": " Northwind"}, "name", "a name without spaces around it is needed."),
    ({"name": "North\nwind"}, "name", "a name may not hold control characters or the sign ~."),
    ({"name": 5}, "name", "Company is 5: a text is needed."),
    ({"channels": ()}, "channels", "Channels is (): a list of 1 to 12 channels is needed."),
    ({"channels": "Search"}, "channels", "Channels is 'Search': a list of 1 to 12 channels is needed."),
    ({"channels": (1,)}, "channels", "Channels is 1: a list of 1 to 12 channels is needed."),
    ({"channels": [SEARCH] * 13}, "channels", "a list of 1 to 12 channels is needed."),
    ({"channels": (SEARCH, SEARCH)}, "channels.Search ads.name", "each channel needs a name of its own"),
    ({"channels": (SEARCH.changed(name="Upsell"),)}, "channels.Upsell.name", "not 'conversion' or 'upsell'"),
    ({"channels": (SEARCH.changed(customers=200.0), FAIRS)}, "customers", "add up to 200; this must be at least that"),
    (
        {"channels": (SEARCH.changed(customers=50.0), FAIRS.changed(customers=60.0))},
        "customers",
        "Customers is 160: the channels' customers add up to 110; this must equal that",
    ),
    ({"win_rate_curve": "logit"}, "win_rate_curve", "'exponential', 'michaelis-menten', 'adbudg' or 'flat' is allowed"),
    ({"turnover": 5}, "turnover", "this is no fact of a business"),
]


@pytest.mark.parametrize(
    ("facts", "field", "words"), CONTRADICTIONS, ids=[str(case[0])[:60] for case in CONTRADICTIONS]
)
def test_contradictions_between_facts_are_refused(facts: dict[str, Any], field: str, words: str) -> None:
    """One problem, at the fact to change, saying what is allowed."""
    error = refusal(lambda: NORTHWIND.changed(**facts))
    assert [problem.field for problem in error.problems] == [field]
    assert words in str(error)


CHANNEL_CONTRADICTIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"prospects_at_double": 1e5}, "prospects_at_double", "it must be below 380 (and above today's 240)"),
    ({"prospects_at_zero": 300.0}, "prospects_at_zero", "it must be below today's 240"),
    ({"spend": 0.0}, "reference_spend", "a channel with no spend today needs the spend at which its facts hold"),
    ({"curve": "adbudg", "prospects_ceiling": 200.0}, "prospects_ceiling", "above today's 240"),
    ({"curve": "sudden"}, "curve", "'exponential', 'michaelis-menten', 'adbudg' or 'flat' is allowed"),
]


@pytest.mark.parametrize(("facts", "field", "words"), CHANNEL_CONTRADICTIONS, ids=str)
def test_contradictions_within_a_channel_are_refused(facts: dict[str, Any], field: str, words: str) -> None:
    """The same for the facts of a channel, naming it."""
    error = refusal(lambda: SEARCH.changed(**facts))
    assert [problem.field for problem in error.problems] == [f"channels.Search ads.{field}"]
    assert str(error).startswith("Search ads: ")
    assert words in str(error)


def test_the_best_channel_cannot_win_more_prospects_than_there_are() -> None:
    """A win rate that is possible on average is refused where the readiest channel would exceed 1."""
    keen = FAIRS.changed(win_rate_index=10.0)
    error = refusal(lambda: NORTHWIND.changed(win_rate=0.2, win_rate_at_double=0.3, channels=(SEARCH, keen)))
    assert error.problems[0].field == "channels.Trade fairs.win_rate_index"
    assert "Trade fairs: Readiness to buy is 10: with the best possible win rate of" in str(error)
    assert "more than all cannot be won; lower its readiness to buy" in str(error)
    assert "index" not in str(error)


def test_all_problems_are_reported_at_once() -> None:
    """Several wrong facts give one error with a problem for each."""
    error = refusal(lambda: NORTHWIND.changed(churn=2, wallet=-1, name=""))
    assert {problem.field for problem in error.problems} == {"churn", "wallet", "name"}


def test_missing_facts_are_named() -> None:
    """A fact without a default that is left out is called missing."""
    error = refusal(lambda: Channel(name="Radio", spend=1, prospects_at_zero=2))  # type: ignore[call-arg]
    assert "Radio: Prospects is missing: a number from 0 to 1,000,000,000 is allowed." in str(error)
    error = refusal(lambda: Channel(spend=1, prospects=1, prospects_at_zero=2))  # type: ignore[call-arg]
    assert str(error) == "Channel name is missing: it is needed."


BAD_PLANS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"prospecting": {"Search ads": -1}},
        "prospecting.Search ads",
        "Prospecting: Search ads is -1: a number from 0 to",
    ),
    ({"prospecting": {"Search ads": math.nan}}, "prospecting.Search ads", "Prospecting: Search ads is nan"),
    ({"prospecting": 5}, "prospecting", "Prospecting is 5: money per month by channel name is needed"),
    ({"prospecting": {1: 5}}, "prospecting", "Prospecting is 1: money per month by channel name is needed"),
    ({"conversion": math.inf}, "conversion", "Sales team is inf: a number from 0 to 900,000,000,000,000 is allowed."),
    ({"upsell": None}, "upsell", "Account care is missing: a number from 0 to"),
    ({"sales": 5}, "sales", "this is no fact of a plan"),
]


@pytest.mark.parametrize(("amounts", "field", "words"), BAD_PLANS, ids=str)
def test_bad_plans_are_refused(amounts: dict[str, Any], field: str, words: str) -> None:
    """Negative, missing and unknown amounts are named."""
    error = refusal(lambda: PLAN.changed(**amounts))
    assert [problem.field for problem in error.problems] == [field]
    assert words in str(error)


BAD_CALLS: list[tuple[Callable[[], Any], str]] = [
    (lambda: simulate(NORTHWIND, PLAN, 0), "Horizon is 0: whole months from 1 to 120 are allowed."),
    (lambda: simulate(NORTHWIND, PLAN, 121), "Horizon is 121: whole months from 1 to 120 are allowed."),
    (lambda: simulate(NORTHWIND, PLAN, 2.5), "Horizon is 2.5: whole months"),  # type: ignore[arg-type]
    (lambda: simulate(NORTHWIND, PLAN, True), "Horizon is True: whole months"),
    (lambda: marginal_returns(NORTHWIND, PLAN, 24, "profit"), "Measure is 'profit': one of revenue, gross_profit"),  # type: ignore[arg-type]
    (
        lambda: simulate(NORTHWIND, PLAN.changed(prospecting={"Radio": 5})),
        "Channel of the plan is 'Radio': this company's channels are Search ads, Trade fairs.",
    ),
    (
        lambda: simulate(NORTHWIND, PLAN.changed(prospecting={"Search ads": 5})),
        "Spend on Trade fairs is missing: a plan states each channel's spend.",
    ),
    (lambda: optimize(NORTHWIND, math.nan), "Total is nan: a number from 0 to 900,000,000,000,000 is allowed."),
    (lambda: optimize(NORTHWIND, -1), "Total is -1: a number from 0"),
    (lambda: optimize(NORTHWIND, math.inf), "Total is inf: a number from 0"),
    (lambda: optimize(NORTHWIND, "all"), "Total is 'all': a number from 0"),  # type: ignore[arg-type]
    (lambda: optimize(NORTHWIND, 1, bounds={"Radio": (0, 1)}), "Lever is 'Radio': one of Search ads, Trade fairs"),
    (lambda: optimize(NORTHWIND, 1, bounds={"upsell": (2, 1)}), "Limits of upsell is (2, 1): a pair of amounts"),
    (lambda: optimize(NORTHWIND, 1, bounds={"upsell": (0, math.nan)}), "Limits of upsell is (0, nan): a pair"),
    (lambda: optimize(NORTHWIND, 1, bounds={"upsell": 5}), "Limits of upsell is 5: a pair"),  # type: ignore[dict-item]
    (lambda: optimize(NORTHWIND, 10, bounds={"upsell": (20, 30)}), "Total is 10: the limits on the levers leave 20 to"),
    (
        lambda: optimize(NORTHWIND, 100, bounds=dict.fromkeys(NORTHWIND.levers, (5, 20))),
        "Total is 100: the limits on the levers leave 20 to 80.",
    ),
    (lambda: optimize(NORTHWIND, 100, unit=0), "Unit is 0: an amount of money above 0 is allowed."),
    (lambda: optimize(NORTHWIND, 100, unit=math.nan), "Unit is nan: an amount of money above 0 is allowed."),
    (lambda: optimize(NORTHWIND, 100, start=PLAN.changed(prospecting={})), "Spend on Search ads is missing"),
]


@pytest.mark.parametrize(("call", "words"), BAD_CALLS, ids=[words for _, words in BAD_CALLS])
def test_bad_arguments_are_refused(call: Callable[[], Any], words: str) -> None:
    """Each public function names the argument, the value and what is allowed."""
    error = refusal(call)
    assert len(error.problems) == 1
    assert str(error).startswith(words)


def test_facts_cannot_be_changed_in_place() -> None:
    """Facts and plans are values: a variant is a copy."""
    with pytest.raises(ValueError, match="frozen"):
        NORTHWIND.churn = 0.5  # type: ignore[misc]
    with pytest.raises(TypeError):
        PLAN.prospecting["Search ads"] = 5  # type: ignore[index]
    assert NORTHWIND.changed(churn=0.5).churn == 0.5
    assert NORTHWIND.churn == 0.03


def corners(model: type[Declared]) -> list[tuple[str, float]]:
    """Return each number's least and greatest value, and the least step above and below them."""
    found = []
    for name in numeric_fields(model):
        declared = declaration(model, name)
        low, high, step = declared["low"], declared["high"], declared["step"]
        found += [(name, float(value)) for value in (low, low + step, high - step, high)]
    return found


def companies_at_corners() -> list[Business]:
    """Return every company that is valid with one or two of its facts, or its channel's, at their ends."""
    settings = [("business", *corner) for corner in corners(Business)]
    settings += [("channel", *corner) for corner in corners(Channel)]
    found = []
    for chosen in [*((one,) for one in settings), *combinations(settings, 2)]:
        facts = {name: value for owner, name, value in chosen if owner == "business"}
        of_channel = {name: value for owner, name, value in chosen if owner == "channel"}
        try:
            channel = SEARCH.changed(**of_channel) if of_channel else SEARCH
            found.append(NORTHWIND.changed(**facts, channels=(channel, FAIRS)))
        except InvalidInput:
            continue
    return found


def test_the_corners_of_all_bounds_give_finite_results() -> None:
    """Facts at their least and greatest, one or two at a time, and spend from nothing to very much: all finite."""
    companies = companies_at_corners()
    assert len(companies) > 1000
    for business in companies[:: max(1, len(companies) // 300)]:
        for amount in (0.0, business.plan.total / 4, 1e12):
            plan = Plan.of(business.levers, [amount] * 4)
            outcome = simulate(business, plan, 120)
            for name in ("prospects", "new_customers", "customers", "share_of_wallet", "revenue"):
                series = getattr(outcome, name)
                assert np.all(np.isfinite(series)), (name, business, amount)
                assert np.all(series >= 0), (name, business, amount)
            for metric in METRICS:
                returns = [outcome.total(metric), *marginal_returns(business, plan, 120, metric).values()]
                assert np.all(np.isfinite(returns)), (metric, business, amount)
