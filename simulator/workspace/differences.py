"""What differs between two scenarios: what was decided (the plan) apart from what was assumed (the facts)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, declaration
from simulator.facts.plan import CONVERSION, UPSELL, Plan
from simulator.facts.repair import title_of

NOT_IN_THE_MODEL = frozenset({"name", "currency", "channels", "origins"})
JUDGED_BY = ("acceptable", "win_rate_low", "share_low", "churn_high")
"""How the names of facts begin that say what is acceptable or likely; they move no result."""
Value = float | str | None


@dataclass(frozen=True)
class FactChange:
    """One fact that two scenarios state differently; None where one of them leaves it out."""

    field: str
    """As in `Problem.field`: ``churn`` or ``channels.Search.spend``."""
    title: str
    unit: str
    before: Value
    after: Value


@dataclass(frozen=True)
class SpendChange:
    """One lever that two plans fund differently, money per month; None where a scenario has no such channel."""

    lever: str
    before: float | None
    after: float | None


def fact_changes(one: Business, other: Business) -> tuple[FactChange, ...]:
    """Return the facts that differ, company first, then channel by channel; a channel only one has is one change."""
    found = [
        _change(name, Business, getattr(one, name), getattr(other, name))
        for name in Business.model_fields
        if name not in NOT_IN_THE_MODEL and getattr(one, name) != getattr(other, name)
    ]
    before, after = ({channel.name: channel for channel in each.channels} for each in (one, other))
    for name in dict.fromkeys([*before, *after]):
        found += _channel_changes(name, before.get(name), after.get(name))
    return tuple(found)


def spend_changes(one: Plan, other: Plan) -> tuple[SpendChange, ...]:
    """Return the levers whose spend differs, in lever order."""
    before, after = (dict(zip(each.levers, each.amounts, strict=True)) for each in (one, other))
    levers = dict.fromkeys([*one.prospecting, *other.prospecting, CONVERSION, UPSELL])
    return tuple(
        SpendChange(lever, before.get(lever), after.get(lever))
        for lever in levers
        if before.get(lever) != after.get(lever)
    )


def fact_group(field: str) -> str:
    """Return the group a company's fact belongs to: conversion, upsell, churn, customers, costs; else judgement."""
    if field.startswith(JUDGED_BY):
        return "judgement"
    for group, stems in GROUPS.items():
        if field.startswith(stems):
            return group
    return "costs"


GROUPS: Mapping[str, tuple[str, ...]] = {
    "conversion": ("win_rate", "conversion", "sales_cycle", "pipeline"),
    "upsell": ("share", "upsell"),
    "churn": ("churn",),
    "customers": ("customers", "wallet", "first_order"),
}
"""How the names of a company's facts begin; the facts of each channel are a group of their own."""


def groups_that_differ(one: Business, other: Business) -> tuple[str, ...]:
    """Return the groups of facts that differ; a channel's is called ``channels.<name>``."""
    groups = []
    for change in fact_changes(one, other):
        _, dot, rest = change.field.partition("channels.")
        groups.append(f"channels.{_channel_in(rest, one, other)}" if dot else fact_group(change.field))
    return tuple(group for group in dict.fromkeys(groups) if group != "judgement")


def mixed(one: Business, other: Business, taken: frozenset[str]) -> Business | None:
    """Return the facts of ``one`` with the groups ``taken`` from ``other``; None where they do not fit together."""
    facts = {
        name: getattr(other if fact_group(name) in taken else one, name)
        for name in Business.model_fields
        if name not in NOT_IN_THE_MODEL
    }
    before, after = ({channel.name: channel for channel in each.channels} for each in (one, other))
    channels = [
        channel
        for name in dict.fromkeys([*before, *after])
        if (channel := (after if f"channels.{name}" in taken else before).get(name)) is not None
    ]
    try:
        return Business(name=one.name, currency=one.currency, channels=tuple(channels), **facts)
    except InvalidInput:
        return None


def _channel_changes(name: str, one: Channel | None, other: Channel | None) -> list[FactChange]:
    if one is None or other is None:
        spends = [None if channel is None else channel.spend for channel in (one, other)]
        return [FactChange(f"channels.{name}", f"Channel {name}", "money per month", *spends)]
    return [
        _change(f"channels.{name}.{fact}", Channel, getattr(one, fact), getattr(other, fact))
        for fact in Channel.model_fields
        if fact not in NOT_IN_THE_MODEL and getattr(one, fact) != getattr(other, fact)
    ]


def _change(field: str, model: type[Business] | type[Channel], before: Value, after: Value) -> FactChange:
    unit = str(declaration(model, field.rpartition(".")[2]).get("unit", ""))
    return FactChange(field, title_of(field), unit, before, after)


def _channel_in(rest: str, one: Business, other: Business) -> str:
    names = [channel.name for channel in (*one.channels, *other.channels)]
    return max((name for name in names if rest == name or rest.startswith(f"{name}.")), key=len)
