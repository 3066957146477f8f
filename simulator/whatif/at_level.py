"""The company with a driver at another level for the same money: its effort works as more or less of it would.

What no effort brings and what unlimited effort could bring stay, so acceptable levels read off the curve stay
too. A level beyond what the curve can reach moves the whole curve.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Curve
from simulator.facts.declaration import Declared
from simulator.model.parameters import funnel_of
from simulator.whatif.what_if import (
    from_now_on,
    known_origins,
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
    facts = _reached(business, WIN_RATE_CURVE, funnel_of(business).win_rate, level)
    return from_now_on(business, **facts) if facts else with_win_rate(business, level / business.win_rate)


def reached_share(business: Business, level: float) -> Business:
    """Return the company with that share of wallet at today's account care; new customers start as before."""
    facts = _reached(business, SHARE_CURVE, funnel_of(business).share, level)
    return from_now_on(business, **facts) if facts else with_share(business, level / business.share_of_wallet)


def reached_prospects(business: Business, level: float, today: float) -> Business:
    """Return the company with that many prospects a month, every channel's spend working equally better or worse.

    More prospects share the same sales effort. ``today``: prospects a month today.
    """
    curves = {
        channel.name: CHANNEL_CURVE.calibrated(channel.effort, _facts_of(channel)) for channel in business.channels
    }

    def total(factor: float) -> float:
        return sum(float(curves[c.name].at(c.spend * factor)) for c in business.channels)

    if not total(0.0) < level < total(MOST_EFFORT) or not total(0.0) < today:
        return with_prospects(business, {channel.name: level / today for channel in business.channels})
    factor = _where(total, level)
    channels = [
        channel
        if channel.curve == "flat"
        else channel.changed(**_at(channel, CHANNEL_CURVE, curves[channel.name], channel.effort * factor))
        for channel in known_origins(business)
    ]
    return with_channels(business, channels)


def _where(total: Callable[[float], float], level: float) -> float:
    low, high = -np.log(MOST_EFFORT), np.log(MOST_EFFORT)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if total(float(np.exp(middle))) < level else (low, middle)
    return float(np.exp(high))


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
