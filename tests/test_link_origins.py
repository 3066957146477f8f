"""Where facts come from, in links: short, exact, and nothing at all where everything is stated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Business, Channel, load_case
from simulator.facts.origin import Origin
from simulator.facts.sources import origin_of, origins_of, with_origin, with_origins, without_origins
from simulator.guided.answers import Answer, Answers, Row
from simulator.guided.company import company_from
from simulator.link.codec import Decoded, decode, encode
from simulator.workspace.scenario import Scenario, Workspace
from tests.origins import with_some_origins
from tests.strategies import workspaces

NORTHWIND = load_case("northwind")
GUESSED = with_origins(
    NORTHWIND.business,
    {
        "win_rate_at_zero": Origin(fact="win_rate_at_zero", kind="guessed", source="selling"),
        "churn": Origin(fact="churn", kind="read", source="crm.csv", rows=812, read_on=date(2025, 3, 31), low=0.02),
        **{
            f"channels.{name}.prospects_at_zero": Origin(fact="prospects_at_zero", kind="guessed", source="advertising")
            for name in ("Search ads", "Trade fairs")
        },
    },
)
LINK = encode(replace(Workspace.of(GUESSED), case=NORTHWIND.ref))


@given(st.data())
def test_round_trip(data: st.DataObject) -> None:
    """Any workspace comes back from its link with where each fact of each scenario comes from."""
    workspace = data.draw(workspaces())
    scenarios = tuple(
        Scenario(each.name, data.draw(with_some_origins(each.business)), each.plan) for each in workspace.scenarios
    )
    workspace = replace(workspace, scenarios=scenarios)
    link = encode(workspace)
    assert decode(link) == Decoded(workspace)
    assert encode(decode(link).workspace) == link


def test_it_reads_like_the_rest_of_a_link() -> None:
    """Facts that come from one place share one value, with the numbers of their channels."""
    assert "&guess=selling~win_rate_at_zero&guess=advertising~prospects_at_zero.1.2" in LINK
    assert "&read=crm.csv~812~2025-03-31~churn&range=churn~0.02~&" in LINK
    assert "channel=" not in LINK
    assert decode(LINK).workspace.scenario.business == GUESSED


def test_what_is_stated_is_not_written() -> None:
    """A company of which nothing is said has the link it always had."""
    workspace = Workspace.of(NORTHWIND)
    assert encode(
        replace(workspace, scenarios=(Scenario("Plan A", without_origins(GUESSED), GUESSED.plan),))
    ) == encode(workspace)


def test_a_later_scenario_comes_from_where_the_first_does() -> None:
    """Only a scenario whose origins are others than those of equal facts in the first states them."""
    first = Workspace.of(GUESSED)

    def beside(business: Business) -> str:
        return encode(replace(first, scenarios=(*first.scenarios, Scenario("B", business, business.plan))))

    assert "2.guess" not in beside(GUESSED.changed(wallet=2000.0, churn=0.02))
    assert "&2.guess=none&" in beside(without_origins(GUESSED))
    other = with_origin(GUESSED, "wallet", "guessed", source="start")
    assert "&2.guess=selling~win_rate_at_zero&2.guess=start~wallet&" in beside(other)
    for business in (GUESSED.changed(wallet=2000.0, churn=0.02), without_origins(GUESSED), other):
        assert decode(beside(business)).workspace.scenarios[1].business == business


def own_company() -> Business:
    """Return a company with four channels and every fact that is usually stated, in figures as people have them."""
    names = ("Google ads", "Trade fairs", "Referrals", "Newsletter")
    channels = tuple(
        Channel(
            name=name, spend=1250.0 * place, prospects=48.0 * place, prospects_at_zero=12.0 * place,
            prospects_at_double=64.0 * place, carryover=0.25, win_rate_index=1.2, value_index=0.9, customers=41.0,
        )
        for place, name in enumerate(names, 1)
    )  # fmt: skip
    return Business(
        name="Miller & Sons Heating", currency="EUR", channels=channels, conversion_spend=6500, win_rate=0.125,
        win_rate_at_zero=0.045, win_rate_at_double=0.155, sales_cycle_months=1.5, upsell_spend=1800,
        share_of_wallet=0.42, share_at_zero=0.35, share_at_double=0.46, share_new=0.3, share_adjustment=0.1,
        customers=164, churn=0.0125, wallet=385, gross_margin=0.38, first_order=950, fixed_cost=14500,
        discount_rate=0.08, churn_at_zero=0.016, churn_at_double=0.0105, acceptable_prospects=600,
        acceptable_win_rate=0.15, acceptable_share=0.5, win_rate_low=0.1, share_low=0.35, churn_high=0.02, pipeline=85,
    )  # fmt: skip


def test_a_company_of_ones_own_has_a_short_link() -> None:
    """Four channels and everything stated stay under 900 characters."""
    link = encode(Workspace.of(own_company()))
    assert len(link) < 900
    assert decode(link).workspace.scenario.business == own_company()


def test_a_guided_company_has_a_short_link() -> None:
    """So do four channels whose curves are all guessed, with the reason of each guess."""
    rows = tuple(Row(name, 1250.0, 48.0) for name in ("Google ads", "Trade fairs", "Referrals", "Newsletter"))
    business = company_from(Answers(name="Miller & Sons Heating", channels=rows, wins=Answer(9.0, "people a month")))
    link = encode(Workspace.of(business))
    assert decode(link).workspace.scenario.business == business
    assert len(link) < 1200


ADJUSTED: list[tuple[str, str]] = [
    ("&guess=start~turnover", "Where turnover comes from is 'turnover': this is no fact of a business"),
    ("&guess=start~prospects.7", "there is no channel '7'"),
    ("&guess=start~prospects.%C2%B2", "there is no channel"),
    ("&guess=start~pipeline", "where a fact is left empty, it comes from nowhere; it counts as stated."),
    ("&guess=" + "x" * 200 + "~wallet", "at most 120 characters are allowed"),
    ("&read=a.csv~many~2025-03-31~wallet", "a whole number is needed"),
    ("&read=a.csv~5~yesterday~wallet", "a date such as 2025-03-31 is needed"),
    ("&range=wallet~5000~9000", "a number from 0 to 2,100 is allowed"),
    ("&range=wallet~low~9000", "A low or a high is 'low'"),
    ("&range=win_rate~0.01~", "state it as 'Low win rate'"),
]


@pytest.mark.parametrize(("extra", "words"), ADJUSTED)
def test_what_does_not_fit_is_said(extra: str, words: str) -> None:
    """An origin that cannot be is left out in a sentence; the facts and the other origins stand."""
    decoded = decode(f"v=1&case=northwind.1&guess=selling~win_rate_at_zero{extra}&total=held")
    assert words in " ".join(decoded.adjustments)
    business = decoded.workspace.scenario.business
    assert without_origins(business) == NORTHWIND.business
    assert origin_of(business, "win_rate_at_zero").source == "selling"
    assert decode(encode(decoded.workspace)) == Decoded(decoded.workspace)


def test_a_hostile_link_is_survived() -> None:
    """Thousands of origins, dots and separators open a valid company."""
    for noise in ("~" * 5000, ".1" * 5000, "prospects.1~" * 2000, quote("é~.") * 1000):
        for key in ("guess", "read", "range", "2.guess"):
            decoded = decode(f"case=northwind.1&{key}={noise}&plan=A~1~1~1~1&plan=B~1~1~1~1&total=held")
            assert without_origins(decoded.workspace.scenario.business) == NORTHWIND.business
            assert len(decoded.adjustments) <= 9
    assert len(origins_of(GUESSED)) == 4
