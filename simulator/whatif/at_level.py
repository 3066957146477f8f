"""The company with a driver at another level for the same money: its effort works as more or less of it would.

What no effort brings and what unlimited effort could bring stay. A level beyond what the curve can reach moves the
whole curve. Where nothing is spent there is no effort to work better: the whole curve is raised, so that the level is
there without any.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Curve
from simulator.facts.declaration import Declared
from simulator.facts.roots import bisected
from simulator.model.parameters import funnel_of
from simulator.whatif.what_if import (
    from_now_on,
    known_origins,
    share_won,
    tidy,
    with_channels,
    with_prospects,
    with_share,
    with_win_rate,
)

MOST_EFFORT = 1e6
"""Times today's effort up to which a level of prospects is looked for."""


def reached_win_rate(business: Business, level: float) -> Business:
    """Return the company with that win rate at today's sales effort; `InvalidInput` where none can have it."""
    curve = funnel_of(business).win_rate
    if not business.conversion_spend:
        return from_now_on(business, **_raised(business, WIN_RATE_CURVE, level - float(curve.floor)))
    facts = _reached(business, WIN_RATE_CURVE, curve, level)
    return from_now_on(business, **facts) if facts else with_win_rate(business, level / business.win_rate)


def reached_share(business: Business, level: float) -> Business:
    """Return the company with that share of wallet at today's account care; new customers start as before.

    What has been won so far moves there at the pace of the share adjustment.
    """
    won = share_won(business)
    if not business.upsell_spend:
        raised = _raised(business, SHARE_CURVE, level - business.share_of_wallet)
        return from_now_on(business, **raised, share_won=won)
    facts = _reached(business, SHARE_CURVE, funnel_of(business).share, level)
    if not facts:
        return with_share(business, level / business.share_of_wallet)
    return from_now_on(business, **facts, share_won=won)


def reached_prospects(business: Business, level: float, today: float) -> Business:
    """Return the company with that many prospects a month, every channel's spend working equally better or worse.

    More prospects share the same sales effort. ``today``: prospects a month today; from none, every channel brings
    its part of them unpaid, in proportion to what its spend would bring.
    """
    if not today:
        return with_channels(business, _out_of_nothing(known_origins(business), level))
    curves = {
        channel.name: CHANNEL_CURVE.calibrated(channel.effort, _facts_of(channel)) for channel in business.channels
    }

    def total(factor: float) -> float:
        return sum(float(curves[c.name].at(c.spend * factor)) for c in business.channels)

    if not total(0.0) < level < total(MOST_EFFORT) or not total(0.0) < today:
        return with_prospects(business, {channel.name: level / today for channel in business.channels})
    most = math.log(MOST_EFFORT)
    factor = math.exp(bisected(lambda power: total(math.exp(power)) - level, -most, most))
    channels = [
        channel
        if channel.curve == "flat"
        else channel.changed(**_at(channel, CHANNEL_CURVE, curves[channel.name], channel.effort * factor))
        for channel in known_origins(business)
    ]
    return with_channels(business, channels)


def _out_of_nothing(channels: Sequence[Channel], level: float) -> list[Channel]:
    would = [channel.prospects for channel in channels]
    parts = [each / sum(would) for each in would] if any(would) else [1 / len(channels)] * len(channels)
    return [
        channel.changed(**_raised(channel, CHANNEL_CURVE, level * part))
        for channel, part in zip(channels, parts, strict=True)
    ]


def _raised(owner: Declared, facts: CurveFacts, by: float) -> dict[str, float]:
    """Return the stated facts of the curve, each higher by the same amount."""
    stated = {field: getattr(owner, field) for field in facts.fields.values()}
    return {field: tidy(value + by) for field, value in stated.items() if value is not None}


def _reached(business: Business, facts: CurveFacts, curve: Curve, level: float) -> dict[str, float]:
    """Return the facts of the curve with ``level`` as today's; none where the curve does not reach it."""
    floor, ceiling = float(curve.floor), float(curve.ceiling)
    if not floor < level < ceiling - 1e-6 * (ceiling - floor):
        return {}
    return _at(business, facts, curve, effort_at(curve, level)) | {facts.fields["today"]: tidy(level)}


def effort_at(curve: Curve, level: float) -> float:
    """Return the effort at which a rising curve is at ``level``, strictly between floor and ceiling."""
    risen = (level - float(curve.floor)) / (float(curve.ceiling) - float(curve.floor))
    if curve.family == "exponential":
        return float(-curve.scale * np.log1p(-risen))
    return float(curve.scale * (risen / (1 - risen)) ** (1 / curve.power))


def _at(owner: Declared, facts: CurveFacts, curve: Curve, effort: float) -> dict[str, float]:
    """Return the stated facts of the curve as they are with today's effort at ``effort``."""
    times = {"today": 1.0, "half_more": 1.5, "double": 2.0}
    return {
        field: tidy(float(curve.at(effort * times[fact])))
        for fact, field in facts.fields.items()
        if fact in times and getattr(owner, field) is not None
    }


def _facts_of(channel: Channel) -> Callable[[str], Any]:
    return lambda field: getattr(channel, field)
