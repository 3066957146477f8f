"""Hypothesis strategies for valid companies, plans and workspaces of every kind, built rather than filtered."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from simulator.cases import list_cases
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.consistency import best_of_first, win_rate_indices
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import calibrate
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import METRICS
from simulator.facts.plan import Plan
from simulator.workspace.scenario import Scenario, Workspace

Draw = Callable[[st.SearchStrategy[Any]], Any]

NAMES = (
    *("Search", "Trade fairs", "Telesales", "R&D = fun", "a+b", "100%", "%41", "Dr. No", "win_rate", "2.churn", "none"),
    *("#1?", "/", "Empfehlung für Ärzte", "日本の展示会", "Ωmega; gamma, delta", 'it\'s "quoted"', "back\\slash"),
    *("😀", "ß", "ΑΣ", "_-_", "&plan=x", "0", "Forty letters are the most a name can be", "<b>bold</b>", "Ĳssel", "é"),
)


@cache
def names() -> st.SearchStrategy[str]:
    """A valid name, often with signs that need care in a link."""
    return st.sampled_from(NAMES)


@cache
def fractions(low: float = 0.0, high: float = 1.0) -> st.SearchStrategy[float]:
    """A number from ``low`` to ``high``: half of them as typed by a person, half with all their digits."""
    parts = st.integers(0, 1000).map(lambda place: place / 500 if place <= 500 else (place - 501) / 499)
    return parts.map(lambda part: low + (high - low) * part)


@cache
def sizes(low: float, high: float) -> st.SearchStrategy[float]:
    """A positive number of any magnitude from ``low`` to ``high``; half of them with three digits."""
    span = math.log(high / low)

    def size(place: int) -> float:
        number = low * math.exp(span * (place % 500) / 500)
        return float(f"{number:.3g}") if place < 500 else number

    return st.integers(0, 999).map(size)


@cache
def zero_or(low: float, high: float) -> st.SearchStrategy[float]:
    """Nothing, or a positive number as in `sizes`."""
    return st.just(0.0) | sizes(low, high)


@cache
def usually(value: float, low: float, high: float) -> st.SearchStrategy[float]:
    """Half the time ``value``, else any number from ``low`` to ``high``."""
    return st.just(value) | fractions(low, high)


COIN = st.booleans()
DIE = st.integers(0, 9)
FAMILIES = st.sampled_from(["exponential", "exponential", "michaelis-menten", "adbudg", "flat"])
FLAT_DOUBLES = st.sampled_from([None, 1.0])
CHANGES = st.sampled_from(["facts", "optional", "new", "reorder", "name"])
IDLE = {"name": "Door to door", "spend": 5, "prospects": 0, "prospects_at_zero": 0, "curve": "flat"}
BEYOND = st.sampled_from(["double", "half_more", "both"])


@dataclass(frozen=True)
class Shape:
    """Facts of one curve with today's result as 1, and the most it can come to."""

    family: str
    facts: dict[str, float | None]
    top: float

    def scaled(self, spec: CurveFacts, today: float) -> dict[str, Any]:
        """Return the facts by field name for a result of ``today``."""
        facts = {
            spec.fields[fact]: None if value is None else value * today  # type: ignore[index]
            for fact, value in self.facts.items()
        }
        return {**facts, spec.family: self.family}


@st.composite
def shapes(draw: Draw) -> Shape:
    """A curve of any family, from any of the sets of facts that determine it."""
    family = draw(FAMILIES)
    facts: dict[str, float | None] = {"zero": 1.0, "today": 1.0}
    if family == "flat":
        return Shape(family, facts | {"double": draw(FLAT_DOUBLES)}, 1.0)
    gain = 1 - (zero := draw(fractions(0, 0.9)))
    facts["zero"] = zero
    if family == "adbudg" or (family == "exponential" and draw(COIN)):
        facts["ceiling"] = ceiling = 1 + gain * draw(fractions(0.2, 5))
        if family == "adbudg":
            facts |= _beyond(draw, ceiling)
        return Shape(family, facts, ceiling)
    facts["double"] = zero + gain * draw(fractions(1.05, 1.9))
    return Shape(family, facts, float(calibrate(family, 1.0, **facts).ceiling))


def _beyond(draw: Draw, ceiling: float) -> dict[str, float | None]:
    near, far = 1 + (ceiling - 1) * draw(fractions(0.1, 0.5)), 1 + (ceiling - 1) * draw(fractions(0.6, 0.9))
    kind = draw(BEYOND)
    return {"half_more": None if kind == "double" else near, "double": None if kind == "half_more" else far}


@st.composite
def channels(draw: Draw, name: str, known_customers: bool | None = False) -> Channel:
    """A channel; ``known_customers`` None: known or not by chance."""
    shape = draw(shapes())
    today = draw(sizes(1, 1e4)) if draw(DIE) or shape.family != "flat" else 0.0
    spend = draw(sizes(10, 1e5)) if draw(DIE) < 7 else 0.0
    needed = spend == 0 and (shape.family != "flat" or draw(COIN))
    known = draw(COIN) if known_customers is None else known_customers
    return Channel(
        name=name,
        spend=spend,
        reference_spend=draw(sizes(10, 1e5)) if needed else None,
        carryover=draw(usually(0.0, 0, 0.95)),
        win_rate_index=draw(usually(1.0, 0.2, 5)),
        value_index=draw(usually(1.0, 0.2, 5)),
        customers=draw(zero_or(1, 1e4)) if known else None,
        added_quality=draw(usually(1.0, 0.05, 1)),
        pipeline=draw(zero_or(1, 1e3)) if known and draw(COIN) else None,
        **shape.scaled(CHANNEL_CURVE, today),
    )


@st.composite
def rosters(draw: Draw, known_customers: bool | None) -> tuple[Channel, ...]:
    """One to four channels, now and then up to twelve, each with a name of its own."""
    count = draw(st.integers(1, 4)) if draw(DIE) else draw(st.integers(5, 12))
    result: list[Channel] = []
    taken = {"conversion", "upsell"}
    for place in range(count):
        name = draw(names())
        name = f"{name[:37]} {place}" if name.casefold() in taken else name
        taken.add(name.casefold())
        result.append(draw(channels(name, known_customers)))
    return tuple(result)


@st.composite
def businesses(draw: Draw) -> Business:
    """A valid company: all curve families, idle channels, churn curves, unequal indices, odd names."""
    known = draw(st.sampled_from([False, False, True, None]))
    roster = draw(rosters(known))
    customers = math.fsum(channel.customers or 0.0 for channel in roster)
    if any(channel.customers is None for channel in roster):
        customers += draw(zero_or(1, 1e5))
    currency = draw(st.sampled_from(["USD", "EUR", "JPY"]))
    facts = draw(rates(roster)) | draw(efforts()) | {"channels": roster, "customers": customers, "currency": currency}
    facts["pipeline"] = draw(st.none() | deals(roster))
    if not facts["conversion_spend"] and facts["win_rate_curve"] != "flat":
        facts["conversion_reference_spend"] = draw(sizes(10, 1e5))
    if not facts["upsell_spend"] and (facts["share_curve"] != "flat" or facts["churn_at_zero"] is not None):
        facts["upsell_reference_spend"] = draw(sizes(10, 1e5))
    return Business(name=draw(names()), **facts)


@st.composite
def deals(draw: Draw, roster: tuple[Channel, ...]) -> float:
    """Deals under way: those known of the channels, and more where some of them are unknown."""
    known = math.fsum(channel.pipeline or 0.0 for channel in roster)
    complete = all(channel.pipeline is not None for channel in roster)
    return known if complete else known + draw(zero_or(1, 1e3))


@st.composite
def rates(draw: Draw, roster: tuple[Channel, ...]) -> dict[str, Any]:
    """Win rate, share of wallet and churn with their curves, within what the channels' indices allow."""
    win, share = draw(shapes()), draw(shapes())
    indices = win_rate_indices(roster)
    highest = max(index * best_of_first(channel) for index, channel in zip(indices, roster, strict=True))
    win_today = draw(fractions(0.02, 0.95)) / (win.top * highest)
    share_today = draw(fractions(0.02, 0.95)) / share.top
    return {
        **win.scaled(WIN_RATE_CURVE, win_today),
        **share.scaled(SHARE_CURVE, share_today),
        **draw(churns()),
        "share_new": draw(fractions()),
        "share_won": draw(st.none() | fractions()),
        "share_adjustment": draw(fractions()),
    }


@st.composite
def churns(draw: Draw) -> dict[str, float | None]:
    """Churn as one rate or as a curve that falls with upsell spend."""
    if draw(COIN):
        return {"churn": draw(usually(0.0, 0.001, 0.5)), "churn_at_zero": None, "churn_at_double": None}
    today = draw(fractions(0.005, 0.3))
    fall, gain = today * draw(fractions(0.05, 0.8)), draw(fractions(0.1, 0.9))
    least = today - fall / (1 - gain) * gain
    fall = fall if least >= 0 else fall * today / (today - least) * 0.99
    return {"churn": today, "churn_at_zero": today + fall, "churn_at_double": today - fall * gain}


@st.composite
def efforts(draw: Draw) -> dict[str, float]:
    """Spends on sales and upsell, and what a customer is worth."""
    return {
        "conversion_spend": draw(zero_or(10, 1e6)),
        "upsell_spend": draw(zero_or(10, 1e6)),
        "sales_cycle_months": draw(fractions(1, 24)),
        "wallet": draw(sizes(1, 1e5)),
        "gross_margin": draw(fractions()),
        "first_order": draw(zero_or(1, 1e4)),
        "fixed_cost": draw(zero_or(1, 1e6)),
        "discount_rate": draw(usually(0.1, 0.01, 1)),
        "conversion_ramp_months": draw(usually(0.0, 0, 12)),
        "upsell_ramp_months": draw(usually(0.0, 0, 12)),
    }


@st.composite
def plans(draw: Draw, business: Business) -> Plan:
    """Today's plan, some times of it, or any other split."""
    if draw(st.integers(0, 4)) == 0:
        return business.plan
    times = [draw(fractions(0, 3)) for _ in business.levers]
    amounts = [
        draw(zero_or(1, 1e6)) if amount == 0 else amount * factor
        for amount, factor in zip(business.plan.amounts, times, strict=True)
    ]
    return Plan.of(business.levers, amounts)


@st.composite
def variants(draw: Draw, business: Business) -> Business:
    """The same company with other facts: a few changed, a channel more, or one less."""
    facts: dict[str, Any] = {"wallet": draw(sizes(1, 1e5)), "fixed_cost": draw(zero_or(1, 1e5))}
    roster = business.channels
    names = {channel.name for channel in roster}
    change = draw(CHANGES)
    if change == "optional" and business.churn_at_zero is not None:
        facts |= {"churn_at_zero": None, "churn_at_double": None}
    if change == "new" and len(roster) < 12 and "Door to door" not in names and roster[0].customers is None:
        least = min(channel.win_rate_index for channel in roster)
        facts["channels"] = (*roster, Channel(**{**IDLE, "win_rate_index": least}))
    if change == "reorder":
        facts["channels"] = roster[::-1]
    if change == "name" and "Renamed" not in names:
        facts["channels"] = (roster[0].changed(name="Renamed", carryover=0.25), *roster[1:])
    return business.changed(**facts)


@st.composite
def limits(draw: Draw, levers: tuple[str, ...]) -> SpendLimit:
    """Limits of one of the levers: a least, a most, both or neither."""
    least, more = draw(zero_or(1, 1e6)), draw(st.none() | zero_or(1, 1e6))
    return SpendLimit(draw(st.sampled_from(levers)), least, None if more is None else least + more)


@st.composite
def workspaces(draw: Draw) -> Workspace:
    """One to six scenarios on a stock case or any company, some with facts of their own."""
    case = draw(st.none() | st.sampled_from(list_cases()))
    business = case.business if case else draw(businesses())
    if case and draw(COIN):
        business = draw(variants(business))
    scenarios = []
    for place in range(draw(st.integers(1, 3) | st.integers(1, 6))):
        facts = draw(st.just(business) | variants(business) | businesses()) if place else business
        scenarios.append(Scenario(f"{draw(names())[:37]} {place}", facts, draw(plans(facts))))
    levers = [lever for scenario in scenarios for lever in scenario.business.levers]
    return Workspace(
        tuple(scenarios),
        current=draw(st.integers(0, len(scenarios) - 1)),
        months=draw(st.just(24) | st.integers(1, 120)),
        metric=draw(st.sampled_from(METRICS)),
        locked=draw(st.frozensets(st.sampled_from(levers), max_size=3)),
        limits=draw(st.lists(limits(tuple(dict.fromkeys(levers))), max_size=3, unique_by=lambda limit: limit.lever)),
        held=draw(COIN),
        case=case.ref if case else None,
    )
