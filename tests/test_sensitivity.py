"""How far facts can move before the best lever changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator import Business, list_cases, load_case, marginal_returns
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.declaration import InvalidInput
from simulator.insight.sensitivity import REACH, sensitivity
from simulator.model.question import Question

CASES = [case.id for case in list_cases()]
CURVES = (CHANNEL_CURVE, WIN_RATE_CURVE, SHARE_CURVE)


def moved(business: Business, field: str, value: float) -> Business:
    """The company with one fact moved as the sensitivity moves it: a curve's result today moves the curve."""
    owner, _, fact = field.rpartition(".")
    model: Any = business.channel(owner.removeprefix("channels.")) if owner else business
    facts = {fact: value}
    for curve in CURVES:
        if curve.fields["today"] == fact:
            factor = value / getattr(model, fact)
            others = {name: getattr(model, name) for name in curve.fields.values()}
            facts = {name: each * factor for name, each in others.items() if each is not None}
    changed = model.changed(**facts)
    if not owner:
        return changed  # type: ignore[no-any-return]
    roster = tuple(changed if channel.name == changed.name else channel for channel in business.channels)
    return business.changed(channels=roster)  # type: ignore[no-any-return]


def leader(business: Business, start: Business) -> str:
    returns = marginal_returns(business, start.plan, 24, "revenue")
    return max(returns, key=lambda lever: returns[lever])


@pytest.mark.parametrize("case", CASES)
def test_the_best_lever_changes_where_it_is_said_to(case: str) -> None:
    """At each turning value the named lever leads; 1 % short of it the old one still does."""
    business = load_case(case).business
    advice = sensitivity(Question.of(business))
    assert advice.lever == leader(business, business)
    for tolerance in advice.tolerances:
        for turn in filter(None, (tolerance.below, tolerance.above)):
            assert leader(moved(business, tolerance.field, turn.value), business) == turn.lever != advice.lever
            short = tolerance.now + 0.99 * (turn.value - tolerance.now)
            assert leader(moved(business, tolerance.field, short), business) == advice.lever


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_never_to_turn_it_does_not(case: str) -> None:
    """Between the turning values, or where there are none an eighth and eight times, no other lever leads."""
    business = load_case(case).business
    advice = sensitivity(Question.of(business))
    tried = 0
    for tolerance in advice.tolerances:
        low = tolerance.below.value * 1.001 if tolerance.below else tolerance.now / REACH
        high = tolerance.above.value * 0.999 if tolerance.above else tolerance.now * REACH
        for value in np.geomspace(low, high, 7) if tolerance.now else ():
            try:
                other = moved(business, tolerance.field, float(value))
            except InvalidInput:  # No company can have it.
                continue
            tried += 1
            assert leader(other, business) == advice.lever, (tolerance.field, value)
    assert tried > 100


def test_the_most_delicate_fact_comes_first() -> None:
    """Facts are listed by how little of a change turns the advice; those that never do come last."""
    tolerances = sensitivity(Question.of(load_case("plainbook").business)).tolerances
    assert [tolerance.nearest for tolerance in tolerances] == sorted(tolerance.nearest for tolerance in tolerances)
    assert len({tolerance.field for tolerance in tolerances}) == len(tolerances)


def test_what_has_no_part_in_it_never_turns_the_advice() -> None:
    """The gross margin scales all levers alike, so the advice on revenue does not depend on it."""
    business = load_case("northwind").business
    tolerances = {tolerance.field: tolerance for tolerance in sensitivity(Question.of(business)).tolerances}
    assert tolerances["gross_margin"].below is tolerances["gross_margin"].above is None


def test_a_fact_of_zero_can_only_grow() -> None:
    """A channel without carry-over is tried with more of it, never less."""
    business = load_case("elmstreet").business
    tolerances = {tolerance.field: tolerance for tolerance in sensitivity(Question.of(business)).tolerances}
    nothing = [tolerance for tolerance in tolerances.values() if tolerance.now == 0]
    assert nothing
    assert all(tolerance.below is None for tolerance in nothing)
    assert replace(nothing[0], above=None).nearest == float("inf")
