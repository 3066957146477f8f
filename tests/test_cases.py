"""The stock cases: immutable, plausible, true to their verdict, and for Olist true to the data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any

import numpy as np
import olist_facts
import pytest

import simulator.cases
from simulator import list_cases, load_case, marginal_returns, optimize, simulate
from simulator.cases import ORDER, Case, case_from
from simulator.facts.declaration import InvalidInput

CASES = list_cases()
FOLDER = Path(simulator.cases.__file__).parent

PUBLISHED = {
    "brightwater.v1.json": "c1befd137434910a5787d45ee1bb459398a56a48e8848682406003109f8beae3",
    "elmstreet.v1.json": "4076af5098e667c72feee70af810f75d7e5ed874bb4541cfd1067f5bd7ac989b",
    "harbourlane.v1.json": "4fac6ba677bb8f2701e633ab7d91bce64cf66cf52c5442cb7c942c951497a0df",
    "nordhafen.v1.json": "8c942d008ccf85ca93b1583d8470b380c8e319e06649c0b14286246b9b2bb813",
    "northwind.v1.json": "a4071953efb8bad513a46e9ee6c7a67a62d4be74276c84bbb19824a03767df42",
    "olist.v1.json": "bdcdf6c2d504c082bac7cda8c0b33499223df630a9d772076727fe8aeb1dbf13",
    "plainbook.v1.json": "4e19002615bc7c62768baaa8f329d317cda0b7bc0831299c4bf7d8f3394df0fa",
    "tallgrass.v1.json": "1c50707b24ac1161d177917155daa04718b3e455577bc8ff2f4983822d46c32c",
}

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def document(case: Case) -> dict[str, Any]:
    """Return the file of a case, as parsed."""
    parsed: dict[str, Any] = json.loads((FOLDER / f"{case.id}.v{case.version}.json").read_text(encoding="utf-8"))
    return parsed


def marginal_by_function(case: Case) -> dict[str, float]:
    """Return today's marginal return in revenue over 24 months, for prospecting that of its best channel."""
    returns = dict(marginal_returns(case.business, case.business.plan, 24, "revenue"))
    conversion, upsell = returns.pop("conversion"), returns.pop("upsell")
    return {"prospecting": max(returns.values()), "conversion": conversion, "upsell": upsell}


def numbers(part: object) -> Iterator[str]:
    """Yield every number of a parsed file as it stands there."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for item in part:
            yield from numbers(item)
    elif isinstance(part, str) and part.startswith("number:"):
        yield part.removeprefix("number:")


def test_published_files_never_change() -> None:
    """Each case file is character for character the one published; a change needs a new version."""
    found = {file.name: sha256(file.read_text(encoding="utf-8").encode()).hexdigest() for file in FOLDER.glob("*.json")}
    assert found == PUBLISHED


def test_order_names_every_case_once() -> None:
    """The list holds the newest version of each case once, in teaching order, the default case first."""
    assert tuple(case.id for case in CASES) == ORDER
    assert CASES[0].id == "northwind"
    assert {f"{case.id}.v{case.version}.json" for case in CASES} <= PUBLISHED.keys()


def test_names_are_unique() -> None:
    """No two cases share a title or a company name."""
    assert len({case.title for case in CASES}) == len({case.business.name for case in CASES}) == len(CASES)


def test_listing_again_costs_nothing() -> None:
    """A second listing returns the very same objects."""
    assert list_cases() is CASES
    assert load_case("northwind") is CASES[0]


@every_case
def test_case_loads_by_every_name(case: Case) -> None:
    """A case loads by id, by id and version, and by its reference."""
    assert load_case(case.id) == load_case(case.id, case.version) == load_case(case.ref) == case
    assert case.ref == f"{case.id}.{case.version}"


def test_unknown_id_names_the_cases() -> None:
    """An unknown case is refused with the names of those there are."""
    with pytest.raises(InvalidInput, match=r"'southwind': the cases are .*northwind"):
        load_case("southwind")


@pytest.mark.parametrize(
    ("id", "version"),
    [("northwind", 99), ("northwind.99", None), ("northwind.1", 99), ("northwind.x", None), ("northwind.01", None)],
)
def test_unknown_version_names_the_published_ones(id: str, version: int | None) -> None:
    """A version that does not exist, or two that disagree, are refused with those that are published."""
    with pytest.raises(InvalidInput, match="published versions are 1"):
        load_case(id, version)


@pytest.mark.parametrize("id", ["", ".", "..", "../plan", "northwind.v1.json/..", "NORTHWIND"])
def test_only_published_names_reach_a_file(id: str) -> None:
    """Nothing but a published name is ever looked up, whatever a link says."""
    with pytest.raises(InvalidInput):
        load_case(id)


@pytest.mark.parametrize(
    ("change", "named"),
    [({"extra": 1}, "extra"), ({"verdict": "luck"}, "Verdict"), ({"business": {"name": "X"}}, "Currency")],
)
def test_case_files_are_validated(change: dict[str, Any], named: str) -> None:
    """A case file passes the same checks as any other facts."""
    with pytest.raises(InvalidInput, match=named):
        case_from({**document(CASES[0]), **change})


def test_case_file_states_every_part() -> None:
    """A case file without a story is refused."""
    parsed = document(CASES[0])
    del parsed["story"]
    with pytest.raises(InvalidInput, match="story"):
        case_from(parsed)


@every_case
def test_numbers_are_as_a_person_types_them(case: Case) -> None:
    """No fact has more than four significant digits, an exponent or a needless decimal."""
    text = (FOLDER / f"{case.id}.v{case.version}.json").read_text(encoding="utf-8")
    marked = json.loads(text, parse_float="number:{}".format, parse_int="number:{}".format)
    for number in numbers(marked):
        digits = Decimal(number).normalize().as_tuple().digits
        assert len(digits) <= 4, number
        assert "e" not in number.lower(), number
        assert not ("." in number and number.endswith("0")), number


@every_case
def test_story_can_be_read_aloud(case: Case) -> None:
    """A story has three to five sentences; the question is one; assumptions are whole sentences."""
    assert 3 <= case.story.count(". ") + 1 <= 5
    assert case.question.endswith("?")
    assert case.assumptions
    assert all(text.endswith(".") for text in (case.story, *case.assumptions))


@every_case
def test_invented_companies_say_so(case: Case) -> None:
    """Every company but the real one is called illustrative, first thing."""
    assert case.company.startswith("An illustrative company") != (case.id == "olist")


@every_case
def test_today_is_plausible(case: Case) -> None:
    """Today's plan keeps revenue finite and positive, earns a profit each month and costs 5 to 16 % of revenue."""
    business = case.business
    today = simulate(business, business.plan, 24)
    assert np.isfinite(today.revenue).all()
    assert (today.revenue > 0).all()
    assert (today.gross_profit > 0).all()
    assert 0.05 <= business.plan.total * 24 / today.total_revenue <= 0.16


@every_case
def test_a_customer_is_worth_more_than_it_costs(case: Case) -> None:
    """At today's rates the gross margin of a customer's lifetime exceeds the cost of winning it."""
    business = case.business
    today = simulate(business, business.plan, 24)
    cost = (business.plan.total - business.upsell_spend) / today.wins[0]
    worth = business.gross_margin * (business.first_order + business.wallet * business.share_of_wallet / business.churn)
    assert worth > 2 * cost


@every_case
def test_doubling_gains_are_ordinary(case: Case) -> None:
    """Doubling any effort brings 1.2 to 1.6 times what it brings today."""
    business = case.business
    facts: list[tuple[float, float, float | None]] = [
        (business.win_rate_at_zero, business.win_rate, business.win_rate_at_double),
        (business.share_at_zero, business.share_of_wallet, business.share_at_double),
    ]
    facts += [(c.prospects_at_zero, c.prospects, c.prospects_at_double) for c in business.channels if c.spend]
    for zero, today, double in facts:
        assert double is not None
        assert 1.2 - 1e-9 <= (double - zero) / (today - zero) <= 1.6 + 1e-9


@every_case
def test_best_split_is_worth_finding(case: Case) -> None:
    """The best split brings 3 to 20 % more revenue over 24 months, and shows by the last month."""
    business = case.business
    best = optimize(business, business.plan.total, 24, "revenue")
    gain = best.value / best.start_value - 1
    assert 0.03 <= gain <= 0.20
    today, then = simulate(business, business.plan, 24), simulate(business, best.plan, 24)
    assert then.revenue[-1] > 1.03 * today.revenue[-1]
    assert (then.gross_profit > 0).all()


def test_default_case_gains_moderately() -> None:
    """The best split of the default case brings 10 to 25 % more, on four levers all in use."""
    business = load_case("northwind").business
    best = optimize(business, business.plan.total, 24, "revenue")
    assert 1.10 <= best.value / best.start_value <= 1.25
    assert len(business.levers) == 4
    assert min(best.plan.amounts) > 500


def test_default_case_has_clearly_different_marginal_returns() -> None:
    """On the default case each lever's marginal return differs from the next by a tenth or more."""
    business = load_case("northwind").business
    returns = sorted(marginal_returns(business, business.plan).values())
    assert all(higher >= 1.1 * lower for lower, higher in pairwise(returns))


def test_four_cases_have_the_four_verdicts() -> None:
    """The first four cases teach the four answers, each once."""
    assert [case.verdict for case in CASES[:4]] == ["sales", "marketing", "both", "share of wallet"]
    assert all(case.verdict is None for case in CASES[4:])


@pytest.mark.parametrize("case", [c for c in CASES if c.verdict not in (None, "both")], ids=lambda case: case.id)
def test_bottleneck_agrees_with_the_verdict(case: Case) -> None:
    """The function with the highest marginal return is the verdict's, by half as much again or more."""
    returns = marginal_by_function(case)
    wanted = {"sales": "conversion", "marketing": "prospecting", "share of wallet": "upsell"}[str(case.verdict)]
    rest = max(value for function, value in returns.items() if function != wanted)
    assert returns[wanted] >= 1.5 * rest


def test_both_means_both() -> None:
    """Where both are weak, every channel and conversion return at least twice what upsell does."""
    case = next(case for case in CASES if case.verdict == "both")
    returns = dict(marginal_returns(case.business, case.business.plan))
    upsell = returns.pop("upsell")
    assert min(returns.values()) >= 2 * upsell


def test_marketing_case_gives_every_channel_more() -> None:
    """In the marketing case the best split raises every channel and lowers conversion and upsell."""
    business = load_case("brightwater").business
    best = optimize(business, business.plan.total).plan
    change = {lever: best[lever] - business.plan[lever] for lever in business.levers}
    assert all((amount > 0) == (lever not in ("conversion", "upsell")) for lever, amount in change.items())


def test_only_unequal_values_lack_a_certificate() -> None:
    """Every case's best split is proved, except the distributor's, whose customers differ in value."""
    gaps = {case.id: optimize(case.business, case.business.plan.total).gap for case in CASES}
    assert [name for name, gap in gaps.items() if gap is None] == ["nordhafen"]


def test_referrals_cost_nothing_and_stay() -> None:
    """The local firm's referrals come at no spend, and money put there brings nothing."""
    business = load_case("elmstreet").business
    assert business.channel("Referrals").spend == 0
    assert marginal_returns(business, business.plan)["Referrals"] == 0


@pytest.fixture(scope="module")
def leads() -> list[olist_facts.Lead]:
    """The real leads, where the data lies beside the repository."""
    if not (olist_facts.FOLDER / "leads.csv").is_file():
        pytest.skip(f"the Olist funnel is not part of the project and not at {olist_facts.FOLDER}")
    return olist_facts.read_leads()


@pytest.fixture(scope="module")
def facts(leads: list[olist_facts.Lead]) -> olist_facts.FunnelFacts:
    """What the case takes from them."""
    return olist_facts.funnel_facts(leads)


def test_olist_data_are_the_known_ones(leads: list[olist_facts.Lead]) -> None:
    """8,000 leads, 842 won; days to won have median 14, mean 48.4 and quartiles 5 and 54.75."""
    days = olist_facts.days_to_win(leads)
    assert (len(leads), len(days)) == (8000, 842)
    assert round(mean(days), 1) == 48.4
    assert quantiles(days, method="inclusive") == [5, 14, 54.75]
    assert median(days) == 14
    assert sum(taken < 0 for taken in days) == 1


def test_olist_best_channels_are_the_known_ones(leads: list[olist_facts.Lead]) -> None:
    """Of the named channels with over 500 leads paid search wins most often, then organic search."""
    large = {
        origin: counts
        for origin, counts in olist_facts.won_of_leads(leads).items()
        if counts[1] > 500 and origin not in ("", "unknown")
    }
    ranked = sorted(large, key=lambda origin: large[origin][0] / large[origin][1], reverse=True)
    assert ranked[:2] == ["paid_search", "organic_search"]
    assert (large["paid_search"], large["organic_search"]) == ((195, 1586), (271, 2296))


def test_olist_case_agrees_with_the_data(facts: olist_facts.FunnelFacts) -> None:
    """Channels, prospects, win rates and sales cycle of the case are those of the rows, rounded."""
    business = load_case("olist", 1).business
    assert {channel.name for channel in business.channels} == facts.channels.keys()
    for channel in business.channels:
        real = facts.channels[channel.name]
        assert channel.prospects == round(real.prospects_per_month, 1)
        assert channel.win_rate_index == round(real.win_rate_index, 2)
    assert business.win_rate == round(facts.win_rate, 2)
    assert business.sales_cycle_months == round(facts.sales_cycle_months, 2)


def test_olist_text_agrees_with_the_data(facts: olist_facts.FunnelFacts) -> None:
    """The counts named in the case's text are those of the rows."""
    case = load_case("olist", 1)
    text = " ".join((case.story, *case.assumptions))
    assert f"{facts.leads:,} leads" in case.story
    assert f"won {facts.won} of them" in case.story
    assert f"within {facts.median_days:g} days" in case.story
    assert f"with {facts.channels['Other'].leads} leads together" in text
    assert f"{facts.sales_cycle_months * olist_facts.DAYS_PER_MONTH:.1f} days" in text
    search, paid, social = (facts.channels[name] for name in ("Organic search", "Paid search", "Social"))
    assert min(search.win_rate_index, paid.win_rate_index) > 2 * social.win_rate_index


def test_olist_source_is_named() -> None:
    """The case names its source and licence."""
    assert "Olist under CC BY-NC-SA 4.0" in load_case("olist").assumptions[0]


def test_olist_channels_are_merged_as_stated() -> None:
    """Blank and unknown origins form one channel, small ones another, and no deal counts as negative time."""
    leads = [
        olist_facts.Lead("", "2018-01", 10),
        olist_facts.Lead("unknown", "2018-02", None),
        olist_facts.Lead("display", "2018-03", -3),
        olist_facts.Lead("other", "2018-04", None),
        olist_facts.Lead("social", "2017-12", 400),
        *(olist_facts.Lead(origin, "2018-05", None) for origin in olist_facts.CHANNELS),
    ]
    facts = olist_facts.funnel_facts(leads)
    assert (facts.leads, facts.won) == (15, 2)
    assert (facts.channels["Unknown"].leads, facts.channels["Other"].leads) == (4, 5)
    assert facts.sales_cycle_months == pytest.approx(5 / olist_facts.DAYS_PER_MONTH)
