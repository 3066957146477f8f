"""Whether a company's facts make sense together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np

from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, problem_with
from simulator.facts.curves import Family, thinned
from simulator.facts.declaration import Declared, InvalidInput, Problem
from simulator.facts.names import taken_by_a_lever
from simulator.facts.plan import CONVERSION, UPSELL


def check_names(channels: Sequence[Channel]) -> None:
    """Raise `InvalidInput` unless channels can be told apart and from the other levers."""
    seen: set[str] = set()
    for channel in channels:
        folded = channel.name.casefold()
        if folded in seen or folded in (CONVERSION, UPSELL):
            raise not_its_own(channel.name, "each channel needs a name of its own, and not 'conversion' or 'upsell'")
        if title := taken_by_a_lever(channel.name):
            raise not_its_own(channel.name, f"{title!r} is the name of another lever; each needs a name of its own")
        seen.add(folded)


def not_its_own(name: str, reason: str) -> InvalidInput:
    """Return the error for a channel that cannot be told apart by its name."""
    return InvalidInput(Problem(f"channels.{name}.name", "Channel name", name, reason))


def check_reference(company: Declared, lever: str, family: Family) -> None:
    """Raise `InvalidInput` where nothing says at which effort a lever's facts hold."""
    value = partial(getattr, company)
    if value(f"{lever}_spend") == 0 and not value(f"{lever}_reference_spend"):
        if family == "flat" and (lever == "conversion" or value("churn_at_zero") is None):
            return
        reason = "where nothing is spent today, state the spend above 0 at which the facts hold"
        raise problem_with(company, f"{lever}_reference_spend", reason)


def check_ceilings(company: Declared, channels: Sequence[Channel]) -> None:
    """Raise `InvalidInput` where unlimited effort would win more than everything."""
    value = partial(getattr, company)
    ceiling = float(WIN_RATE_CURVE.calibrated(1.0, value).ceiling)
    for channel, index in zip(channels, win_rate_indices(channels), strict=True):
        _check_all_won(channel, index, ceiling)
    if value("churn_at_zero") is not None:
        _check_least_churn(company, float(CHURN_CURVE.calibrated(1.0, value).ceiling), value("discount_rate"))
    top = float(SHARE_CURVE.calibrated(1.0, value).ceiling)
    if top > 1 + 1e-12:
        allowed = (
            f"the curve would rise to a share of {top:.4g}, above the whole wallet; state a lower share at double spend"
        )
        raise problem_with(company, "share_at_double", allowed)


def _check_all_won(channel: Channel, index: float, ceiling: float) -> None:
    """Raise where a channel would win more than all its prospects at the best possible win rate."""
    if index * ceiling > 1 + 1e-12:
        allowed = (
            f"with the best possible win rate of {ceiling:.4g} this channel would win {index * ceiling:.4g} of its "
            "prospects, and more than all cannot be won; lower its readiness to buy, or the win rate at double "
            "spend"
        )
        raise problem_with(channel, "win_rate_index", allowed, channel.name)
    first = index * ceiling * best_of_first(channel)
    if first > 1 + 1e-12:
        allowed = (
            f"where further prospects are worth so little, the first are worth more than an average one: with the "
            f"best possible win rate of {ceiling:.4g} the channel would win {first:.4g} of them, and more than all "
            f"cannot be won; state a higher quality or a lower win rate at double spend"
        )
        raise problem_with(channel, "added_quality", allowed, channel.name)


def _check_least_churn(company: Declared, least: float, discount_rate: float) -> None:
    if least < 0 or (least < 1e-9 and discount_rate == 0):
        below = "below 0" if least < 0 else "and without discounting customers would be worth infinitely much"
        allowed = f"the curve would fall to a churn of {least:.4g}, {below}; state a higher churn at double spend"
        raise problem_with(company, "churn_at_double", allowed)


def best_of_first(channel: Channel) -> float:
    """Return what a prospect counts for at most, up to today's spend: 1 where all are alike."""
    if channel.added_quality == 1 or channel.curve == "flat":
        return 1.0
    curve = CHANNEL_CURVE.calibrated(channel.effort, partial(getattr, channel))
    counted = thinned(curve, channel.effort, channel.prospects, channel.added_quality)
    spends = channel.effort * np.geomspace(1e-6, 1, 61)
    prospects = curve.at(spends)
    found = np.divide(counted.at(spends), prospects, out=np.ones_like(spends), where=prospects > 0)
    return float(found.max())


def check_counts(company: Declared, channels: Sequence[Channel]) -> None:
    """Raise `InvalidInput` where the channels' customers, or their deals under way, do not fit the total."""
    for field, plural in (("customers", "customers"), ("pipeline", "deals under way")):
        known = [each for channel in channels if (each := getattr(channel, field)) is not None]
        stated = getattr(company, field)
        if stated is None:
            continue
        total, complete = math.fsum(known), len(known) == len(channels)
        slack = 1e-9 * max(stated, 1.0)
        if total > stated + slack or (complete and total < stated - slack):
            must = "equal" if complete else "be at least"
            raise problem_with(company, field, f"the channels' {plural} add up to {total:g}; this must {must} that")


def today_weights(channels: Sequence[Channel]) -> list[float]:
    """Return today's prospects per channel; where there are none, the stated ones; else all alike."""
    now = [
        channel.prospects if channel.spend or channel.curve == "flat" else channel.prospects_at_zero
        for channel in channels
    ]
    stated = [channel.prospects for channel in channels]
    return now if any(now) else stated if any(stated) else [1.0] * len(stated)


def win_rate_indices(channels: Sequence[Channel]) -> list[float]:
    """Return the channels' win-rate indices, scaled to a prospect-weighted mean of 1 today."""
    weights = today_weights(channels)
    given = [channel.win_rate_index for channel in channels]
    mean = math.fsum(w * k for w, k in zip(weights, given, strict=True)) / math.fsum(weights)
    return [index / mean for index in given]
