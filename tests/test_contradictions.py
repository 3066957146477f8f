"""Facts that contradict each other: each is explained in one sentence, with the nearest sound value."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Business, Channel, load_case
from simulator.facts.contradictions import contradictions, mended
from simulator.facts.curves import NEARLY
from simulator.facts.declaration import declaration
from simulator.facts.names import LEVER_TITLES
from simulator.facts.paths import changed_at
from tests.strategies import businesses

NORTHWIND = load_case("northwind").business
S = "channels.Search ads."
FALLING = NORTHWIND.changed(churn_at_zero=0.05, churn_at_double=0.022)

EACH: list[tuple[Business, dict[str, Any], str, object, str]] = [
    (NORTHWIND, {"win_rate": 1.2}, "win_rate", None, "Win rate can be 0 % to 100 %."),
    (NORTHWIND, {"wallet": -5.0}, "wallet", 0.0, "Wallet can be 0 to 1,000,000,000,000."),
    (NORTHWIND, {"wallet": None}, "wallet", NORTHWIND.wallet, "Wallet is missing."),
    (
        NORTHWIND,
        {"win_rate_at_double": 0.02},
        "win_rate_at_double",
        0.0313,
        "must bring the win rate above today's 3 %",
    ),
    (NORTHWIND, {"win_rate_at_double": 0.5}, "win_rate_at_double", 0.0547, "must stay below 5.6 %"),
    (NORTHWIND, {"win_rate_at_double": None}, "win_rate_at_double", 0.043, "Say what the win rate would be with twice"),
    (NORTHWIND, {"win_rate_at_zero": 0.04}, "win_rate_at_zero", None, "must be below today's 3 %"),
    (NORTHWIND, {"win_rate_curve": "adbudg"}, "win_rate_ceiling", None, "The best win rate possible must lie above"),
    (NORTHWIND, {"win_rate_curve": "logit"}, "win_rate_curve", "exponential", "'flat' is allowed"),
    (NORTHWIND, {"win_rate_ceiling": 0.2}, "win_rate_at_double", None, "leave it empty"),
    (NORTHWIND, {"share_curve": "flat"}, "share_at_zero", 0.25, "On a flat curve the share of wallet is 25 %"),
    (NORTHWIND, {"share_at_double": 0.2899999}, "share_at_double", None, "above the whole wallet in the end"),
    (NORTHWIND, {"churn_at_double": 0.01}, "churn_at_zero", 0.07, "so state it with none of it as well"),
    (FALLING, {"churn_at_zero": 0.02}, "churn_at_zero", None, "must be above today's 3 %"),
    (FALLING, {"churn_at_double": 0.04}, "churn_at_double", 0.029, "below today's 3 %"),
    (FALLING, {"churn_at_double": 0.0105}, "churn_at_double", None, "below nothing in the end"),
    (NORTHWIND, {"churn": 0.0, "discount_rate": 0.0}, "discount_rate", 0.01, "worth infinitely much"),
    (
        NORTHWIND,
        {"conversion_spend": 0.0},
        "conversion_reference_spend",
        NORTHWIND.conversion_spend,
        "Nothing is spent",
    ),
    (NORTHWIND, {"upsell_spend": 0.0}, "upsell_reference_spend", NORTHWIND.upsell_spend, "Nothing is spent on upsell"),
    (
        NORTHWIND,
        {f"{S}spend": 0.0},
        f"{S}reference_spend",
        NORTHWIND.channels[0].spend,
        "Nothing is spent on Search ads",
    ),
    (NORTHWIND, {f"{S}customers": 200.0}, "customers", 200.0, "do not fit the channels', which add up to 200"),
    (NORTHWIND, {f"{S}prospects_at_zero": 300.0}, f"{S}prospects_at_zero", None, "must be below today's 240"),
    (NORTHWIND, {f"{S}prospects_at_double": 1e5}, f"{S}prospects_at_double", 373.0, "must stay below 380"),
    (NORTHWIND, {f"{S}name": "Trade fairs"}, f"{S}name", "Trade fairs 2", "each channel needs a name of its own"),
    (NORTHWIND, {f"{S}name": "Upsell"}, f"{S}name", "Upsell 2", "not 'conversion' or 'upsell'"),
    (NORTHWIND, {f"{S}name": next(iter(LEVER_TITLES.values()))}, f"{S}name", "Sales team 2", "another lever"),
    (NORTHWIND, {"name": " North\nwind~ "}, "name", "Northwind", "spaces around it"),
    (NORTHWIND, {"currency": "usd"}, "currency", "USD", "three capital letters"),
    (NORTHWIND, {"currency": "$"}, "currency", NORTHWIND.currency, "three capital letters"),
]


@pytest.mark.parametrize(
    ("business", "changes", "field", "nearest", "words"), EACH, ids=[str(case[1])[:60] for case in EACH]
)
def test_each_contradiction_is_explained(
    business: Business, changes: dict[str, Any], field: str, nearest: object, words: str
) -> None:
    """One sentence on the screen's words and one value to take, after which the company is valid."""
    found = contradictions(business, changes)
    assert len(found) == 1
    assert words in found[0].sentence
    assert found[0].sentence.endswith(".")
    if nearest is not None:
        assert found[0].field == field
        assert found[0].nearest == (pytest.approx(nearest) if isinstance(nearest, float) else nearest)
    changed_at(business, mended(business, changes))


def test_the_readiest_channel_is_named() -> None:
    """A channel that would win more than all its prospects is offered the highest index with which it does not."""
    first, second = NORTHWIND.channels
    ready = NORTHWIND.changed(
        win_rate=0.2, win_rate_at_double=0.3, channels=(first, second.changed(win_rate_index=2.0))
    )
    found = contradictions(ready, {"channels.Trade fairs.win_rate_index": 10.0})
    assert [each.field for each in found] == ["channels.Trade fairs.win_rate_index"]
    assert found[0].sentence == "With so many ready buyers, Trade fairs would win more than all its prospects."
    nearest = found[0].nearest
    assert isinstance(nearest, float)
    assert not contradictions(ready, {"channels.Trade fairs.win_rate_index": nearest})
    assert contradictions(ready, {"channels.Trade fairs.win_rate_index": nearest * 1.001})


def test_where_no_index_helps_the_win_rate_gives_way() -> None:
    """With a win rate of all prospects, no channel's index can be the one to change."""
    first, second = NORTHWIND.channels
    uneven = NORTHWIND.changed(channels=(first, second.changed(win_rate_index=2.0)))
    taken = mended(uneven, {"win_rate_at_zero": 0.0, "win_rate": 1.0})
    assert taken["win_rate"] < 1
    changed_at(uneven, taken)


def test_nothing_is_said_where_all_fits() -> None:
    """Valid facts have no contradictions, whatever is changed."""
    assert contradictions(NORTHWIND, {}) == contradictions(NORTHWIND, {"churn": 0.02, f"{S}name": "Other"}) == ()


def test_all_are_named_at_once() -> None:
    """Contradictions of the company and of its channels stand side by side."""
    found = contradictions(NORTHWIND, {"churn": 2.0, "wallet": -1.0, f"{S}carryover": 3.0, f"{S}spend": math.nan})
    assert {each.field for each in found} == {"churn", "wallet", f"{S}carryover", f"{S}spend"}


def test_the_nearest_value_is_near() -> None:
    """What is offered in place of too much is nearly the most there may be, and of too little nearly the least."""
    low, high = (contradictions(NORTHWIND, {"share_at_double": value})[0].nearest for value in (0.1, 0.9))
    today, zero = NORTHWIND.share_of_wallet, NORTHWIND.share_at_zero
    assert today < low < today + 0.06 * (today - zero)  # type: ignore[operator]
    assert low < high < 2 * today - zero  # type: ignore[operator]
    assert NEARLY < 0.06


@st.composite
def wild(draw: Any, business: Business) -> dict[str, Any]:
    """One to four facts of a company replaced by anything within what each may be, and now and then beyond."""
    paths = [
        (prefix + fact, model, fact)
        for prefix, model in [("", Business), *((f"channels.{each.name}.", Channel) for each in business.channels)]
        for fact in model.model_fields
        if fact not in ("origins", "channels")
    ]
    changes = {}
    for path, model, fact in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4, unique=True)):
        declared = declaration(model, fact)
        if fact in ("name", "currency"):
            changes[path] = draw(st.sampled_from(["", "Upsell", "usd", "é" * 50, "a~b", "Search"]))
        elif "low" not in declared:
            changes[path] = draw(st.sampled_from(["exponential", "michaelis-menten", "adbudg", "flat", "?"]))
        else:
            low, high = declared["low"], min(declared["high"], 1e7)
            numbers = st.floats(low, high) | st.sampled_from([low, declared["high"], -1.0, math.nan, math.inf])
            changes[path] = draw(numbers | st.none())
    return changes


@given(st.data())
def test_taking_the_nearest_values_makes_the_company_valid(data: st.DataObject) -> None:
    """Whatever is typed into whichever company: one click after the other ends in a valid company."""
    business = data.draw(businesses())
    changes = data.draw(wild(business))
    for found in contradictions(business, changes):
        assert found.sentence.endswith(".")
        assert "\n" not in found.sentence
    changed_at(business, mended(business, changes))
    assert mended(business, changes) or not changes
