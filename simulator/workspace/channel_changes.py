"""Adding, renaming and removing a channel, the other channels working as before."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from simulator.facts.business import MAX_CHANNELS, Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.names import LEVER_TITLES, typed
from simulator.facts.plan import Plan
from simulator.model.parameters import funnel_of
from simulator.whatif.what_if import known_origins, with_channels
from simulator.workspace.scenario import Workspace, check_apart, readable_name


def add_channel(workspace: Workspace, channel: Channel, planned: float | None = None) -> Workspace:
    """Return the workspace with one more channel in the scenario on show.

    The plan spends ``planned`` a month on it, or its stated spend where that is None; the total grows by it.
    Its prospects buy as readily, and its customers are worth as much, as the average today. `InvalidInput`
    where its name is taken or its facts do not fit.
    """
    business = workspace.scenario.business
    channel = channel.changed(name=channel_name(channel.name, business))
    if len(business.channels) == MAX_CHANNELS:
        allowed = f"{MAX_CHANNELS} is the most; remove one first"
        raise InvalidInput(Problem("channels", "Number of channels", MAX_CHANNELS + 1, allowed))
    funnel, first = funnel_of(business), business.channels[0]
    average = channel.restated(
        win_rate_index=first.win_rate_index / float(np.ravel(funnel.win_rate_index)[0]),
        value_index=first.value_index / float(np.ravel(funnel.value_index)[0]),
        customers=0.0,
        pipeline=0.0,
    )
    changed = with_channels(business, (*known_origins(business), average))
    return _with(workspace, changed, {channel.name: channel.spend if planned is None else planned})


def rename_channel(workspace: Workspace, old: str, new: str) -> Workspace:
    """Return the workspace with a channel of the scenario on show renamed; its lock and limits move with it."""
    business, plan = workspace.scenario.business, workspace.scenario.plan
    name = channel_name(new, business, old)
    channels = tuple(c.changed(name=name) if c.name == old else c for c in business.channels)
    locked, limits = workspace.locked, workspace.limits
    changed = _with(workspace, business.changed(channels=channels), {name: plan[old]})
    kept = {name if lever == old else lever for lever in locked} & set(changed.levers)
    renamed = [replace(limit, lever=name) if limit.lever == old else limit for limit in limits]
    mine = {limit.lever: limit for limit in renamed if limit.lever in changed.levers}
    return replace(changed, locked=frozenset(kept), limits=tuple(mine.values()))


def remove_channel(workspace: Workspace, name: str) -> Workspace:
    """Return the workspace without a channel; the total falls by its spend, and its customers stay.

    They count as the other channels' customers, each of which is worth what it was.
    """
    business = workspace.scenario.business
    if len(business.channels) == 1:
        raise InvalidInput(Problem("channels", "Number of channels", 0, "one channel is needed at least"))
    rest = [channel for channel in known_origins(business) if channel.name != name]
    known = math.fsum(channel.customers or 0.0 for channel in rest)
    factor = business.customers / known if known else None
    heads = [None if factor is None else (channel.customers or 0.0) * factor for channel in rest]
    scaled = [channel.restated(customers=each, pipeline=None) for channel, each in zip(rest, heads, strict=True)]
    changed = with_channels(business, scaled)
    before, after = (_value_index(facts, rest[0].name) for facts in (business, changed))
    return _with(workspace, changed.restated(wallet=business.wallet * before / after), {})


def channel_name(text: str, business: Business, old: str | None = None) -> str:
    """Return the typed name of a channel, new or so far ``old``; `InvalidInput` where it looks like another lever."""
    name = readable_name("Channel name", typed(text))
    others = [channel.name for channel in business.channels if channel.name != old]
    titles = (*LEVER_TITLES, *LEVER_TITLES.values())
    check_apart("Channel name", name, (*others, *titles), "each lever needs a name of its own")
    return name


def _with(workspace: Workspace, business: Business, spends: dict[str, float]) -> Workspace:
    """Return the workspace with these facts, its plan keeping what it spends on levers that stay."""
    plan = workspace.scenario.plan
    amounts = {**dict(zip(plan.levers, plan.amounts, strict=True)), **spends}
    fitted = Plan.of(business.levers, [amounts[lever] for lever in business.levers])
    return workspace.replaced(replace(workspace.scenario, business=business, plan=fitted))


def _value_index(business: Business, channel: str) -> float:
    return float(np.ravel(funnel_of(business).value_index)[business.levers.index(channel)])
