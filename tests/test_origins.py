"""Where facts come from: kept beside each fact through all that may happen to a company."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cases import list_cases, load_case
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, declaration
from simulator.facts.guesses import REASONS, reason
from simulator.facts.origin import Origin
from simulator.facts.sources import counted, ends_of, origin_of, origins_of, with_origin, with_origins, without_origins
from simulator.link.private import indexed
from simulator.model.outcome import simulate
from simulator.workspace.channel_changes import add_channel, remove_channel, rename_channel
from simulator.workspace.scenario import Workspace
from tests.origins import with_some_origins
from tests.strategies import businesses

NORTHWIND = load_case("northwind").business
ZERO = "channels.Trade fairs.prospects_at_zero"
SOURCED = with_origins(
    NORTHWIND,
    {
        "win_rate_at_zero": Origin(fact="win_rate_at_zero", kind="guessed", source="selling"),
        "churn": Origin(fact="churn", kind="read", source="crm.csv", rows=812, read_on=date(2025, 3, 31), low=0.02),
        ZERO: Origin(fact="prospects_at_zero", kind="guessed", source="advertising", low=1.0, high=30.0),
    },
)


def test_a_company_says_where_its_facts_come_from() -> None:
    """Each fact tells its own origin; those of which nothing is said are stated."""
    assert origin_of(SOURCED, "churn").rows == 812
    assert origin_of(SOURCED, ZERO).kind == "guessed"
    assert origin_of(SOURCED, "wallet") == Origin(fact="wallet")
    assert list(origins_of(SOURCED)) == ["win_rate_at_zero", "churn", ZERO]
    assert counted(SOURCED)["guessed"] == 2
    assert counted(SOURCED)["read"] == 1
    assert without_origins(SOURCED) == NORTHWIND


def test_stock_cases_state_everything() -> None:
    """A company of which nothing is said counts no guess."""
    for case in list_cases():
        assert counted(case.business)["guessed"] == counted(case.business)["read"] == 0


def test_where_facts_come_from_moves_no_result() -> None:
    """The model looks at values alone."""
    assert simulate(SOURCED, SOURCED.plan).total_revenue == simulate(NORTHWIND, NORTHWIND.plan).total_revenue


def test_a_value_typed_anew_is_stated() -> None:
    """An origin tells of the value it stands beside: another value has not been guessed or read."""
    changed = SOURCED.changed(churn=0.025, wallet=100.0)
    assert origin_of(changed, "churn") == Origin(fact="churn")
    assert origin_of(changed, "win_rate_at_zero") == origin_of(SOURCED, "win_rate_at_zero")
    assert SOURCED.changed(churn=SOURCED.churn) == SOURCED


def test_channels_keep_their_origins() -> None:
    """They stay with a channel that is renamed, put elsewhere or stands beside one that is added or removed."""
    fairs, workspace = origin_of(SOURCED, ZERO), Workspace.of(SOURCED)
    renamed = rename_channel(workspace, "Trade fairs", "Shows").scenario.business
    assert origin_of(renamed, "channels.Shows.prospects_at_zero") == fairs
    turned = SOURCED.changed(channels=SOURCED.channels[::-1])
    assert origin_of(turned, ZERO) == fairs
    new = Channel(name="Letters", spend=100.0, prospects=5.0, prospects_at_zero=0.0, prospects_at_double=8.0)
    grown = add_channel(workspace, new).scenario.business
    assert origin_of(grown, ZERO) == fairs
    less = remove_channel(workspace, "Search ads").scenario.business
    assert origin_of(less, ZERO).kind == "guessed"
    assert ZERO not in origins_of(remove_channel(workspace, "Trade fairs").scenario.business)


def test_facts_restated_for_other_channels_stay_guessed() -> None:
    """A win rate that is worked out anew because a channel joins comes from where it came from."""
    less = remove_channel(Workspace.of(SOURCED), "Trade fairs").scenario.business
    assert less.win_rate_at_zero != SOURCED.win_rate_at_zero
    assert origin_of(less, "win_rate_at_zero") == origin_of(SOURCED, "win_rate_at_zero")


def test_ends_move_with_a_fact_that_is_restated() -> None:
    """A fact twice as large has ends twice as far."""
    doubled = SOURCED.channel("Trade fairs").restated(
        prospects_at_zero=SOURCED.channel("Trade fairs").prospects_at_zero * 2
    )
    assert (doubled.origin("prospects_at_zero").low, doubled.origin("prospects_at_zero").high) == (2.0, 60.0)


@pytest.mark.parametrize(
    ("fact", "low", "high", "home"),
    [
        ("win_rate", 0.02, 0.05, "win_rate_low"),
        ("share_of_wallet", 0.2, 0.4, "share_low"),
        ("churn", 0.01, 0.06, "churn_high"),
    ],
)
def test_low_and_high_have_one_home(fact: str, low: float, high: float, home: str) -> None:
    """An end that is a fact of its own is kept there, and read from there."""
    known = with_origin(NORTHWIND, fact, "guessed", (low, high), source="start")
    assert getattr(known, home) in (low, high)
    assert ends_of(known, fact) == (low, high)
    own = known.origin(fact)
    assert (own.low is None) != (own.high is None)
    with pytest.raises(InvalidInput, match=str(declaration(type(NORTHWIND), home)["title"])):
        known.changed(origins=[own.changed(low=low, high=high)])


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"fact": "turnover"}, "this is no fact of a business"),
    ({"fact": "name", "kind": "guessed"}, "this is no fact of a business"),
    ({"fact": "pipeline", "kind": "guessed"}, "left empty"),
    ({"fact": "wallet", "low": 1e9}, "Where Wallet comes from is 1,000,000,000: a number from 0 to"),
    ({"fact": "wallet", "high": 1.0}, "to 1,000,000,000,000 is allowed"),
    ({"fact": "churn", "low": -0.1}, "a number from 0 to 0.03 is allowed"),
    ({"fact": "win_rate_curve", "low": 1.0}, "only a number has a low and a high"),
    ({"fact": "churn", "kind": "heard"}, "'stated', 'guessed' or 'read' is allowed"),
    ({"fact": "churn", "source": "x"}, "a fact that is stated has none"),
    ({"fact": "churn", "kind": "guessed", "rows": 3}, "only what is read from data has rows"),
    ({"fact": "churn", "kind": "read", "rows": -3}, "a whole number from 0"),
    ({"fact": "churn", "kind": "read", "source": "a~b"}, "without control characters"),
    ({"fact": "churn", "kind": "read", "source": "x" * 121}, "at most 120 characters"),
]


@pytest.mark.parametrize(("said", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_an_origin_that_does_not_fit_is_refused(said: dict[str, Any], words: str) -> None:
    """The message says which fact it is about and what is allowed."""
    with pytest.raises(InvalidInput) as error:
        NORTHWIND.changed(origins=[Origin(**said)])
    assert words in str(error.value)


def test_ends_stay_within_what_a_fact_may_be() -> None:
    """A share that is restated near its most takes a high of no more than all."""
    high = NORTHWIND.changed(share_new=0.2, origins=[Origin(fact="share_new", kind="guessed", low=0.1, high=0.5)])
    origin = high.restated(share_new=0.9).origin("share_new")
    assert (origin.low, origin.high) == (0.45, 1.0)


def test_a_fact_comes_from_one_place() -> None:
    """Two origins of one fact are refused."""
    with pytest.raises(InvalidInput, match="each fact comes from one place"):
        NORTHWIND.changed(origins=[Origin(fact="churn", kind=kind) for kind in ("guessed", "read")])


@given(st.data())
def test_private_links_keep_origins(data: st.DataObject) -> None:
    """In indices each fact is as much a guess as before, with its ends as far off, and no file is named."""
    business = data.draw(with_some_origins(data.draw(businesses())))
    private = indexed(Workspace.of(business)).scenario.business
    assert origins_of(private).keys() <= origins_of(business).keys()
    pairs = zip((business, *business.channels), (private, *private.channels), strict=True)
    beside = [(owner, twin, origin) for owner, twin in pairs for origin in owner.origins]
    for owner, twin, origin in beside:
        after = twin.origin(origin.fact)
        assert (after.kind, after.rows, after.read_on) == (origin.kind, None, None)
        assert after.source in ("", *REASONS)
        if origin.high and getattr(owner, origin.fact):
            factor = getattr(twin, origin.fact) / getattr(owner, origin.fact)
            assert math.isclose(after.high or 0, origin.high * factor, rel_tol=1e-5)


def test_reasons_are_sentences() -> None:
    """Each key of a guess stands for a sentence that fits a screen; words of one's own are shown as they are."""
    assert all(text.endswith(".") and len(text) < 160 and key.islower() for key, text in REASONS.items())
    assert reason("our accountant") == "our accountant"
