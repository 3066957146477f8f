"""From values of each fact, each taken alone, to facts that a company could have together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.curves import Family, thinned
from simulator.facts.paths import path_of
from simulator.model.arrays import Array
from simulator.ranges.fact_range import OF_CHANNELS, OF_CUSTOMERS, OF_SALES, churn_floor, win_rate_cap
from simulator.ranges.stated_curve import StatedCurve

Values = Mapping[str, Array]
"""Values of facts by path, (draws,) each, as ranges have them: see `FactRange`."""


@dataclass(frozen=True)
class SoundFacts:
    """Facts of one company per draw, as `funnel_with` takes them."""

    draws: dict[str, NDArray[np.float64]]
    """By name (``churn``, ``Search.prospects``), only those that differ between draws or from what is stated."""
    held: NDArray[np.bool_]
    """Where a curve had to be held back to be sound: (draws,)."""


def sound_facts(business: Business, values: Values, count: int) -> SoundFacts:
    """Return the company's facts under ``count`` draws of some of them; what is not drawn is as stated.

    Each set is one that a `Business` may have. Customers and deals by channel follow the company's.
    """
    facts: dict[str, Array] = {}
    held = np.zeros(count, bool)
    for owner, curve, cap, stated_cap in _curves(business, values, facts):
        sound, back = _drawn(owner, curve, values, cap, stated_cap)
        facts |= {path_of(owner, field).removeprefix("channels."): value for field, value in sound.items()}
        held |= back
    singles = [path_of(channel, fact) for channel in business.channels for fact in OF_CHANNELS]
    for path in (*singles, *OF_SALES, *OF_CUSTOMERS, "churn"):
        if path in values and path.removeprefix("channels.") not in facts:
            facts[path.removeprefix("channels.")] = values[path]
    facts |= dict(_with_the_company(business, values))
    drawn = {name: np.broadcast_to(value, (count,)).astype(float) for name, value in facts.items() if np.ndim(value)}
    return SoundFacts(drawn, held)


def _curves(
    business: Business, values: Values, facts: Mapping[str, Array]
) -> Iterator[tuple[Business | Channel, StatedCurve, Array | float, float]]:
    """Yield each curve with what it must stay within; that of the win rate follows from the channels' facts so far."""
    for channel in business.channels:
        yield channel, StatedCurve.of(channel, CHANNEL_CURVE), np.inf, np.inf
    win_rate = StatedCurve.of(business, WIN_RATE_CURVE)
    yield business, win_rate, _win_rate_cap(business, values, facts), win_rate_cap(business)
    yield business, StatedCurve.of(business, SHARE_CURVE), 1.0, 1.0
    if business.churn_at_zero is not None:
        floor = churn_floor(business)
        yield business, StatedCurve.of(business, CHURN_CURVE), floor, floor


def _drawn(
    owner: Business | Channel, curve: StatedCurve, values: Values, cap: Array | float, stated_cap: float
) -> tuple[dict[str, Array], NDArray[np.bool_]]:
    def value(fact: str, likely: float) -> Array:
        return values.get(path_of(owner, curve.fields[fact]), np.asarray(likely))

    gain = np.asarray(1.0)
    if curve.gain is not None:
        fact, likely = curve.gain
        gain = (value(fact, likely) - curve.today) / (likely - curve.today)
    shape = values.get(path_of(owner, curve.shape_field)) if curve.shape_field else None
    return curve.drawn(value("today", curve.today), value("zero", curve.zero), gain, cap, stated_cap, shape)


def _with_the_company(business: Business, values: Values) -> Iterator[tuple[str, Array]]:
    """Yield the customers and deals that are stated by channel, in proportion to the company's."""
    for fact in ("customers", "pipeline"):
        total = getattr(business, fact)
        if fact not in values or not total:
            continue
        for channel in business.channels:
            if (own := getattr(channel, fact)) is not None:
                yield f"{channel.name}.{fact}", own * (values[fact] / total)


def _win_rate_cap(business: Business, values: Values, facts: Mapping[str, Array]) -> Array:
    """Return the win rate at any effort above which some channel wins more than all its prospects: (draws,) or ()."""

    def of(channel: Channel, fact: str) -> Array:
        name = f"{channel.name}.{fact}"
        return facts.get(name, values.get(f"channels.{name}", np.asarray(getattr(channel, fact), float)))

    now = [of(c, "prospects" if c.spend or c.curve == "flat" else "prospects_at_zero") for c in business.channels]
    stated = [of(channel, "prospects") for channel in business.channels]
    weights = _first_of(*np.broadcast_arrays(_rows(now), _rows(stated)))
    indices = _rows([of(channel, "win_rate_index") for channel in business.channels])
    relative = indices / ((indices * weights).sum(axis=0) / weights.sum(axis=0))
    shapes = [facts.get(f"{each.name}.{CHANNEL_CURVE.family}", each.curve) for each in business.channels]
    firsts = _rows([
        _best_of_first(channel, partial(of, channel), shape)
        for channel, shape in zip(business.channels, shapes, strict=True)
    ])  # fmt: skip
    cap = np.asarray(1 / (relative * firsts).max(axis=0))
    return cap if len(cap) > 1 else cap[0]


def _rows(each: list[Array]) -> Array:
    """Return values channel by channel: (channels, draws or 1)."""
    return np.stack(np.broadcast_arrays(*map(np.atleast_1d, each)))


def _first_of(now: Array, stated: Array) -> Array:
    """Return, per draw, the first weights that are not all zero; all alike where both are."""
    otherwise = np.where(stated.sum(axis=0) > 0, stated, 1.0)
    return np.where(now.sum(axis=0) > 0, now, otherwise)


def _best_of_first(channel: Channel, of: partial[Array], shape: Family | Array) -> Array:
    """Return what a prospect counts for at most up to today's spend, as `best_of_first` does: (draws,) or ()."""
    quality = of("added_quality")
    if channel.curve == "flat" or np.all(quality == 1):
        return np.ones(())

    def value(field: str) -> object:
        stated = getattr(channel, field)
        if field == CHANNEL_CURVE.family:
            return shape
        return stated if stated is None else of(field)

    curve = CHANNEL_CURVE.calibrated(channel.effort, value)
    counted = thinned(curve, channel.effort, of("prospects"), quality)
    spends = channel.effort * np.geomspace(1e-6, 1, 61).reshape(-1, *[1] * max(np.ndim(quality), np.ndim(curve.scale)))
    prospects = curve.at(spends)
    found = np.divide(counted.at(spends), prospects, out=np.ones_like(prospects), where=prospects > 0)
    return np.asarray(np.where(quality == 1, 1.0, found.max(axis=0)))
