"""How low and high facts may be, and draws of them: those of a sound company, whatever it is and in any order."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.curves import SHAPES, calibrate
from simulator.facts.declaration import InvalidInput
from simulator.facts.paths import owner_at
from simulator.facts.sources import with_origin
from simulator.model.funnel import run, spend_array
from simulator.model.next_return import marginal_returns, next_returns
from simulator.model.outcome import simulate, values
from simulator.ranges.fact_range import ranges_of
from simulator.ranges.futures import BLOCK, Futures
from simulator.ranges.outcomes import lead_by_month, values_of
from simulator.ranges.pert import quantiles
from tests.drawn import as_company
from tests.strategies import businesses, plans

NORTHWIND = load_case("northwind").business
CASES = [case.business for case in list_cases()]


def by_path(business: Business) -> dict[str, tuple[float, float, float]]:
    return {each.path: (each.low, each.likely, each.high) for each in ranges_of(business)}


def exact(business: Business) -> Business:
    """The same company, each fact said to be known exactly."""
    for each in ranges_of(business):
        if not each.is_shape:
            business = with_origin(business, each.path, ends=(each.likely, each.likely))
    return business


@pytest.mark.parametrize(("low", "likely", "high"), [(0, 0.5, 1), (10, 10, 40), (-3, 2, 2), (0.65, 1, 1.5)])
def test_draws_of_a_fact_are_those_of_a_pert_distribution(low: float, likely: float, high: float) -> None:
    """At every chance a drawn fact is the quantile of the beta distribution that the sheet names."""
    chances = np.linspace(0.001, 0.999, 400)
    place = (likely - low) / (high - low)
    expected = low + (high - low) * beta.ppf(chances, 1 + 4 * place, 1 + 4 * (1 - place))
    np.testing.assert_allclose(quantiles(chances, low, likely, high), expected, atol=1e-4 * (high - low))


def test_a_guess_is_wider_than_a_statement_and_the_owners_word_goes_before_both() -> None:
    """Stated facts reach a tenth either way, guessed ones .65 to 1.5 times, those with a low and high just there."""
    stated = by_path(NORTHWIND)["wallet"]
    assert stated == pytest.approx((0.9 * NORTHWIND.wallet, NORTHWIND.wallet, 1.1 * NORTHWIND.wallet))
    guessed = with_origin(NORTHWIND, "wallet", "guessed")
    assert by_path(guessed)["wallet"] == pytest.approx(tuple(f * NORTHWIND.wallet for f in (0.65, 1, 1.5)))
    said = with_origin(guessed, "wallet", "guessed", ends=(0.5 * NORTHWIND.wallet, 1.01 * NORTHWIND.wallet))
    assert by_path(said)["wallet"] == pytest.approx(tuple(f * NORTHWIND.wallet for f in (0.5, 1, 1.01)))
    low = NORTHWIND.changed(win_rate_low=0.8 * NORTHWIND.win_rate)
    assert by_path(low)["win_rate"][0] == low.win_rate_low


def test_what_nobody_said_anything_of_is_no_range() -> None:
    """An index left at 1 or a carry-over left at 0 is not drawn, until something is said of it."""
    channel = NORTHWIND.channels[0].changed(carryover=0.0, win_rate_index=1.0)
    silent = NORTHWIND.changed(channels=(channel, *NORTHWIND.channels[1:]))
    path = f"channels.{channel.name}.win_rate_index"
    assert by_path(silent)[path] == (1.0, 1.0, 1.0)
    assert by_path(with_origin(silent, path, "guessed"))[path] == (0.65, 1.0, 1.5)
    assert by_path(with_origin(silent, f"channels.{channel.name}.carryover", ends=(0.0, 0.5)))[
        f"channels.{channel.name}.carryover"
    ] == (0.0, 0.0, 0.5)


def test_the_gain_of_doubling_is_a_quarter_off_and_not_the_result() -> None:
    """What twice the effort brings varies by a quarter of what it adds to today's, not of the whole."""
    low, likely, high = by_path(NORTHWIND)["win_rate_at_double"]
    gain = NORTHWIND.win_rate_at_double - NORTHWIND.win_rate
    assert (likely - low, high - likely) == pytest.approx((gain / 4, gain / 4))


@pytest.mark.parametrize("business", CASES, ids=lambda business: business.name)
def test_facts_known_exactly_give_the_figures_of_the_company(business: Business) -> None:
    """With ranges of no width every future is the company itself, to the last digit."""
    known, plan = exact(business), business.plan
    other = type(plan).of(business.levers, [1.25 * amount for amount in plan.amounts])
    futures = Futures(known, 1500)
    assert not futures.wide
    for metric in ("revenue", "gross_profit", "customer_equity"):
        found = values_of(futures, [plan, other], 24, metric)
        expected = [simulate(business, each, 24).total(metric) for each in (plan, other)]
        np.testing.assert_allclose(found, np.broadcast_to(np.array(expected)[:, None], found.shape), rtol=1e-12)
    ahead = lead_by_month(futures, other, plan, 24, "revenue")
    expected = np.cumsum(simulate(business, other, 24).revenue - simulate(business, plan, 24).revenue)
    np.testing.assert_allclose(ahead, np.tile(expected, (5, 1)), rtol=1e-9, atol=1e-6)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_future_is_a_company_that_could_be(data: st.DataObject) -> None:
    """Whatever the company, drawn facts make a valid one, which brings just what its future was said to bring."""
    business = data.draw(businesses())
    guessed = data.draw(st.lists(st.sampled_from([each.path for each in ranges_of(business)]), max_size=6))
    for path in guessed:
        business = with_origin(business, path, "guessed")
    plan = data.draw(plans(business))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        futures = Futures(business, 16)
        facts = futures.facts(slice(0, 16)).draws
        found = values_of(futures, [plan], 12, "gross_profit")[0]
    assert np.isfinite(found).all()
    for place in (0, 7, 15):
        company = as_company(business, facts, place)
        expected = simulate(company, plan, 12).total("gross_profit")
        scale = simulate(company, plan, 12).total_revenue + plan.total * 12
        assert found[place] == pytest.approx(expected, rel=1e-7, abs=1e-9 * scale)


def test_a_curve_of_either_family_is_that_family_where_it_is_drawn() -> None:
    """Where a curve is drawn of both families each draw is what that family alone gives, in value and in slope."""
    places, efforts = np.array([0.0, 1.0, 0.0, 1.0]), np.linspace(0, 5000, 11)[:, None]
    facts = {"zero": 40.0, "today": np.array([100.0, 100, 110, 110]), "double": 130.0}
    both = calibrate(places, 1000.0, **facts)
    for column, place in enumerate(places.astype(int)):
        today = facts["today"][column]
        alone = calibrate(SHAPES[place], 1000.0, zero=40.0, today=today, double=130.0)
        np.testing.assert_allclose(both.at(efforts)[:, column], alone.at(efforts[:, 0]), rtol=1e-12)
        np.testing.assert_allclose(both.slope(efforts)[:, column], alone.slope(efforts[:, 0]), rtol=1e-12)


def test_each_curve_is_of_the_other_family_in_half_of_the_futures() -> None:
    """Every curve that another family fits is of it in half of the futures, through the same facts as without."""
    futures = Futures(NORTHWIND, 1024)
    shapes = [each.path for each in futures.wide if each.is_shape]
    owners = [(each, CHANNEL_CURVE) for each in NORTHWIND.channels if CHANNEL_CURVE.other_family(each)]
    assert len(shapes) == len(owners) + 2
    assert {WIN_RATE_CURVE.family, SHARE_CURVE.family} < set(shapes)
    drawn = futures.facts(slice(0, 1024)).draws
    assert [drawn[path.removeprefix("channels.")].mean() for path in shapes] == pytest.approx([0.5] * len(shapes))
    one, other = (as_company(NORTHWIND, drawn | dict.fromkeys(names, np.full(1024, to)), 3) for to in (0.0, 1.0)
                  for names in [[path.removeprefix("channels.") for path in shapes]])  # fmt: skip
    known = [each.path for each in ranges_of(NORTHWIND) if not each.is_shape]
    for path in known:
        owner, fact = owner_at(one, path)
        assert getattr(owner, fact) == getattr(owner_at(other, path)[0], fact)


def test_slopes_of_curves_of_either_family_are_those_of_the_company_drawn() -> None:
    """In each future the next unit of money brings what it brings a company that has just the facts drawn."""
    plan = type(NORTHWIND.plan).of(NORTHWIND.levers, [1.4 * amount for amount in NORTHWIND.plan.amounts])
    part = slice(0, 8)
    futures = Futures(NORTHWIND, 8)
    result = run(futures.funnel(part), spend_array(NORTHWIND.levers, plan.amounts), 24)
    found, drawn = next_returns(result, "gross_profit")[:, 0], futures.facts(part).draws
    for place in range(8):
        company = as_company(NORTHWIND, drawn, place)
        expected = marginal_returns(company, plan, 24, "gross_profit")
        np.testing.assert_allclose(found[:, place], [expected[lever] for lever in NORTHWIND.levers], rtol=1e-8)


def test_the_family_is_known_where_it_could_not_be_otherwise() -> None:
    """It is not drawn where doubling is known exactly, a ceiling is stated, or the other family rises too high."""

    def drawn(business: Business) -> bool:
        return any(each.path == "share_curve" and each.wide for each in ranges_of(business))

    assert drawn(NORTHWIND)
    double = NORTHWIND.share_at_double
    assert not drawn(with_origin(NORTHWIND, "share_at_double", ends=(double, double)))
    most = {"share_at_double": None, "share_ceiling": 0.9}
    assert not drawn(NORTHWIND.changed(**most))
    assert not drawn(NORTHWIND.changed(share_of_wallet=0.5, share_at_zero=0.1, share_at_double=0.68))


@pytest.mark.parametrize("business", CASES, ids=lambda business: business.name)
def test_hardly_a_future_of_a_stock_company_is_held_back(business: Business) -> None:
    """Where facts as they stand leave room, nearly all futures are as drawn: nothing is bent without a word."""
    assert Futures(business, 2048).held < 0.1


def test_futures_are_the_same_however_many_are_asked_for_at_once() -> None:
    """The first futures of many are those of few, part by part or all in one, and another seed has others."""
    many, few = Futures(NORTHWIND, 2 * BLOCK + 37), Futures(NORTHWIND, 1000)
    plan = NORTHWIND.plan
    whole = values_of(many, [plan], 12, "revenue")[0]
    np.testing.assert_array_equal(whole[:1000], values_of(few, [plan], 12, "revenue")[0])
    across = many.funnel(slice(BLOCK - 50, BLOCK + 50))
    np.testing.assert_array_equal(values(across, [plan.amounts], 12, "revenue")[0], whole[BLOCK - 50 : BLOCK + 50])
    assert not np.array_equal(whole[:1000], values_of(Futures(NORTHWIND, 1000, seed=1), [plan], 12, "revenue")[0])


def test_means_come_closer_as_fast_as_evenly_spread_points_let_them() -> None:
    """The mean of 1,024 futures is nearer to that of very many than a fifth of what random draws would be."""
    plan = NORTHWIND.plan
    truth = values_of(Futures(NORTHWIND, 1 << 16, seed=99), [plan], 12, "revenue")[0]
    means = [values_of(Futures(NORTHWIND, 1024, seed), [plan], 12, "revenue").mean() for seed in range(8)]
    off = np.sqrt(np.mean((np.array(means) - truth.mean()) ** 2))
    assert off < 0.2 * truth.std() / np.sqrt(1024)


def test_a_range_that_changes_leaves_the_draws_of_all_others() -> None:
    """Saying more of one fact moves that fact alone, so that two pictures differ by it and not by luck."""
    said = with_origin(NORTHWIND, "wallet", ends=(NORTHWIND.wallet, NORTHWIND.wallet))
    before, after = (Futures(each, 64).values(slice(0, 64)) for each in (NORTHWIND, said))
    assert before.keys() - after.keys() == {"wallet"}
    for path, drawn in after.items():
        np.testing.assert_array_equal(drawn, before[path])


@pytest.mark.parametrize("count", [0, 1 << 21])
def test_too_many_futures_or_none_are_refused_in_words(count: int) -> None:
    """A number of futures that cannot be is refused with what is allowed."""
    with pytest.raises(InvalidInput, match="a whole number from 1 to 1,048,576 is allowed"):
        Futures(NORTHWIND, count)
