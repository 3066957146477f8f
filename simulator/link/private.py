"""Private links: indices in place of a company's figures.

The model is unchanged when all money is scaled by one factor and all counts by another, so a workspace
in which today's budget and today's customers are 100 still shows every decision and every percentage.
Scenario and channel names stay as they are unless they are hidden too; names of files are left out. Ratios
stay: one real figure gives away the others of its kind, and ratios of small whole numbers may let a patient
reader guess those numbers.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from simulator.facts.business import INDEX, Business
from simulator.facts.channel import PER_MONTH, Channel
from simulator.facts.declaration import InvalidInput, declaration
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import CONVERSION, PLAN_LIMIT, UPSELL, Plan, function_of
from simulator.link.indexed_origins import indexed_origins
from simulator.workspace.scenario import Scenario, Workspace

BASE = 100.0
COMPANY = "A company"
PRECISIONS = (7, 10, 13)
"""Significant digits: more only where facts lie so close together that fewer would merge them."""

POWERS: Mapping[str, tuple[int, int]] = {
    PER_MONTH: (1, 0),
    "money per customer per month": (1, -1),
    "money per new customer": (1, -1),
    "people per month": (0, 1),
    "customers": (0, 1),
}
"""How a fact in this unit scales: its powers of the money factor and of the count factor. Others do not."""

Amounts = dict[str, float]
Key = TypeVar("Key", bound=Hashable)
Owner = TypeVar("Owner", Business, Channel)


@dataclass(frozen=True)
class Scale:
    """What money and counts are multiplied by, and the digits kept."""

    money: float
    count: float
    digits: int

    def indexed(self, value: float, unit: str) -> float:
        """Return ``value`` as an index. Rounding twice gives the same for figures that differ in scale alone."""
        money, count = POWERS.get(unit, (0, 0))
        if not money and not count:
            return value
        nearly = float(f"{value * self.money**money * self.count**count:.13e}")
        return float(f"{nearly:.{self.digits - 1}e}")


def indexed(workspace: Workspace, hide_names: bool = False) -> Workspace:
    """Return the same decisions in indices: today's budget 100, today's customers 100 (else prospects).

    Today's budget is that of the first scenario; ``hide_names`` numbers channels and plans instead of naming
    them. `InvalidInput` where figures lie too far apart for it.
    """
    if hide_names:
        workspace = _unnamed(workspace)
    for digits in PRECISIONS[:-1]:
        try:
            return _indexed(workspace, digits)
        except InvalidInput:
            continue
    return _indexed(workspace, PRECISIONS[-1])


def _indexed(workspace: Workspace, digits: int) -> Workspace:
    first = workspace.scenarios[0].business
    money, people, per_head = _money(workspace), _people(workspace), first.wallet or first.first_order
    money = money or per_head * people or per_head or BASE
    people = people or (money / per_head if per_head else BASE)
    scale = Scale(BASE / money, BASE / people, digits)
    start = _indexed_facts(first, scale)
    scenarios = []
    for scenario in workspace.scenarios:
        facts = _indexed_facts(scenario.business, scale, (first, start))
        amounts = _indexed_amounts(_by_lever(scenario.plan), scale, (scenario.business, facts))
        scenarios.append(Scenario(scenario.name, facts, Plan.of(facts.levers, amounts.values())))
    limits = tuple(_indexed_limit(limit, scale) for limit in workspace.limits)
    return replace(workspace, scenarios=tuple(scenarios), limits=limits, case=None)


def _indexed_limit(limit: SpendLimit, scale: Scale) -> SpendLimit:
    least, most = limit.ends
    ends = [min(scale.indexed(end, PER_MONTH), PLAN_LIMIT) for end in (least, most)]
    return SpendLimit(limit.lever, ends[0], None if limit.most is None else ends[1])


def _unnamed(workspace: Workspace) -> Workspace:
    """Return the workspace with Channel A, Channel B, … and Plan 1, Plan 2, … in place of the names."""
    channels = [lever for lever in workspace.levers if function_of(lever) == "prospecting"]
    called = {name: f"Channel {_letters(place)}" for place, name in enumerate(channels)}
    scenarios = []
    for number, scenario in enumerate(workspace.scenarios, 1):
        facts = scenario.business
        facts = facts.changed(channels=tuple(each.changed(name=called[each.name]) for each in facts.channels))
        scenarios.append(Scenario(f"Plan {number}", facts, Plan.of(facts.levers, scenario.plan.amounts)))
    locked = frozenset(called.get(lever, lever) for lever in workspace.locked)
    limits = tuple(replace(limit, lever=called.get(limit.lever, limit.lever)) for limit in workspace.limits)
    return replace(workspace, scenarios=tuple(scenarios), locked=locked, limits=limits, case=None)


def _letters(place: int) -> str:
    """Return A to Z, then AA, AB, …."""
    more, last = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)


def _people(workspace: Workspace) -> float:
    """Return the count that becomes 100: customers, else prospects; 0 where there are none."""
    companies = [scenario.business for scenario in workspace.scenarios]
    prospects = [math.fsum(channel.prospects for channel in company.channels) for company in companies]
    return next(filter(None, [companies[0].customers, *prospects, *(company.customers for company in companies)]), 0.0)


def _money(workspace: Workspace) -> float:
    """Return the money per month that becomes 100: today's budget, else the first there is; 0 where there is none."""
    business = workspace.scenarios[0].business
    references = [channel.reference_spend for channel in business.channels]
    spends = [*references, business.conversion_reference_spend, business.upsell_reference_spend, business.fixed_cost]
    totals = [business.plan.total, *(scenario.plan.total for scenario in workspace.scenarios)]
    return next((money for money in [*totals, *spends] if money), 0.0)


def _indexed_facts(business: Business, scale: Scale, like: tuple[Business, Business] | None = None) -> Business:
    """Return the facts as indices; spends that equal those of the first of ``like`` stay equal in the second."""
    spends = _indexed_amounts(_by_lever(business.plan), scale, like)
    channels = tuple(
        _with(channel, _scaled(channel, scale) | {"spend": spends[channel.name]} | counts, scale)
        for channel, counts in zip(business.channels, _indexed_counts(business, scale), strict=True)
    )
    facts = _scaled(business, scale) | {
        "name": COMPANY,
        "currency": INDEX,
        "channels": channels,
        "conversion_spend": spends[CONVERSION],
        "upsell_spend": spends[UPSELL],
    }
    return _with(business, facts, scale)


def _with(owner: Owner, facts: Mapping[str, Any], scale: Scale) -> Owner:
    changed: Owner = owner.changed(**facts, origins=indexed_origins(owner, facts, scale.indexed))
    return changed


def _scaled(owner: Business | Channel, scale: Scale) -> dict[str, Any]:
    """Return every fact that is money or a count, as an index."""
    units = {name: declaration(type(owner), name).get("unit", "") for name in type(owner).model_fields}
    return {
        name: scale.indexed(value, unit)
        for name, unit in units.items()
        if unit in POWERS and (value := getattr(owner, name)) is not None
    }


def _by_lever(plan: Plan) -> Amounts:
    return dict(zip(plan.levers, plan.amounts, strict=True))


def _indexed_amounts(amounts: Amounts, scale: Scale, like: tuple[Business, Business] | None) -> Amounts:
    """Return amounts as indices that sum to their total's index; those that are today's stay today's."""
    today, today_indexed = (_by_lever(business.plan) for business in like) if like else ({}, {})
    result = {
        lever: today_indexed[lever] if amount == today.get(lever) else scale.indexed(amount, PER_MONTH)
        for lever, amount in amounts.items()
    }
    moved = [lever for lever, amount in amounts.items() if amount != today.get(lever)]
    return _summing(result, moved, scale.indexed(math.fsum(amounts.values()), PER_MONTH))


def _indexed_counts(business: Business, scale: Scale) -> list[dict[str, float | None]]:
    """Return each channel's customers and deals under way; where all are known they sum to their total's index."""
    found: list[dict[str, float | None]] = [{} for _ in business.channels]
    for field in ("customers", "pipeline"):
        counts = [getattr(channel, field) for channel in business.channels]
        known = {place: scale.indexed(n, "customers") for place, n in enumerate(counts) if n is not None}
        total = getattr(business, field)
        if total is not None and len(known) == len(counts):
            known = _summing(known, list(known), scale.indexed(total, "customers"))
        for place, facts in enumerate(found):
            facts[field] = known.get(place)
    return found


def _summing(parts: dict[Key, float], movable: Sequence[Key], total: float) -> dict[Key, float]:
    """Return ``parts`` with what rounding left over put on the largest of ``movable``."""
    if not movable:
        return parts
    largest = max(movable, key=lambda name: parts[name])
    others = sum(Decimal(repr(part)) for name, part in parts.items() if name != largest)
    return parts | {largest: max(float(Decimal(repr(total)) - others), 0.0)}
