"""The same company later: as it stands once a plan has run for some months, stated as facts.

Carried is all of the state that the funnel holds at the end of a month:

    customers, and deals under way, by channel      stated for each channel
    wallet won                                      the share of wallet so far
    adstock, and the effort felt on sales and care  today's spend, its facts stated anew for that effort

What is stated for today stays true: each channel's curve, the win rate by sales spend per prospect, share of wallet and
churn by account spend per customer are the same curves, only read at another effort. So months run on from there as if
nobody had looked, in revenue, profit and customers alike, but for what no fact can tell:

- A share of wallet is one for all customers. That of customers who spend more may differ from that of the others; what
  they spend with us all told is carried, and how it divides among channels is not.
- Where further prospects of a channel are worth less than today's and some come without any spend, today's stand for
  more than before. What counts at the effort reached and at twice that is carried, and in between it is near.
- An effort so far out, or so small, that more of it changes nothing is stated as the nearest that tells the curve.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.consistency import today_weights
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Curve, CurveError, Family, check, thinned
from simulator.facts.declaration import Declared, declaration
from simulator.facts.plan import Plan
from simulator.facts.sources import without_origins
from simulator.model.coefficients import Funnel
from simulator.model.outcome import simulate
from simulator.model.parameters import funnel_of

NOTHING = 1e-6
"""Of the effort that facts were stated for: less than this part counts as none, since no curve can be told by it."""
NEAREST = 2.0 ** np.array(sorted(range(-40, 41), key=abs))
"""How many times an effort is tried where no facts tell a curve there."""
TIMES = {"zero": 0.0, "today": 1.0, "half_more": 1.5, "double": 2.0}
"""At how much of an effort each fact of a curve holds."""


@lru_cache(maxsize=128)
def after(business: Business, plan: Plan, months: int) -> Business:
    """Return the company as it stands once ``plan`` has run for ``months``; where its facts come from is left aside.

    Its spends are those at work by then. The plan that ran is the present one, and where spend takes time to be felt
    the two differ a little.

    Raises:
        InvalidInput: the plan is none of this company's, the horizon is none, or no facts state what came of it.
    """
    business = without_origins(business)
    funnel, outcome = funnel_of(business), simulate(business, plan, months)
    channels, places = [], len(business.channels)
    at_work = _at_work(funnel, outcome.run.spend, months)
    heads, deals, won = (
        _by_origin(level, places) for level in (outcome.run.customers, outcome.run.pipeline, outcome.run.wallet_won)
    )
    for channel, effort, customers, pipeline in zip(business.channels, at_work, heads, deals, strict=False):
        channels.append(_at_effort(channel, effort).changed(customers=customers, pipeline=pipeline))
    facts: dict[str, Any] = {
        "channels": tuple(channels), "customers": math.fsum(heads), "pipeline": math.fsum(deals),
        "share_won": _share(funnel, heads, won, business),
    }  # fmt: skip
    facts |= _win_rates(business, funnel, channels, at_work[-2])
    facts |= _care(business, funnel, facts["customers"], at_work[-1])
    later: Business = business.changed(**facts)
    # Values are relative to today's customers, who are others now.
    worth = float(funnel.value_index.flat[0]) / float(funnel_of(later).value_index.flat[0])
    return later if worth == 1 else later.changed(wallet=business.wallet * worth)


def _by_origin(levels: np.ndarray[Any, Any], places: int) -> list[float]:
    """Return a level after the last month by channel, of those there were and of those who came since."""
    last = levels[-1, :, 0, 0]
    return [max(float(early + late), 0.0) for early, late in zip(last[:places], last[places:], strict=True)]


def _at_work(funnel: Funnel, spend: np.ndarray[Any, Any], months: int) -> list[float]:
    """Return what is felt of each lever's spend by then: what was felt until now fades, what is spent replaces it."""
    before = [*funnel.spend_today.flat, float(funnel.conversion_today), float(funnel.upsell_today)]
    lasting = [*funnel.carryover.flat, float(funnel.conversion_carryover), float(funnel.upsell_carryover)]
    return [float(now + left**months * (then - now))
            for now, then, left in zip(spend[0, :, 0, 0], before, lasting, strict=True)]  # fmt: skip


def _share(funnel: Funnel, heads: Sequence[float], won: Sequence[float], business: Business) -> float:
    """Return the share of wallet of all customers, each counted by what they spend: revenue goes on from just there."""
    worth = funnel.value_index.ravel()
    spend = float(worth @ np.array(heads))
    return min(float(worth @ np.array(won)) / spend, 1.0) if spend > 0 else business.share_new


def _at_effort(channel: Channel, spend: float) -> Channel:
    """Return the channel with its curve stated for another spend; what its prospects are worth goes with it."""
    if channel.curve == "flat":
        return channel.changed(spend=spend)
    if spend < NOTHING * channel.effort:
        return channel.changed(spend=0.0, reference_spend=channel.effort)
    curve = CHANNEL_CURVE.calibrated(channel.effort, lambda field: getattr(channel, field))
    spend = _told(channel, CHANNEL_CURVE, curve, spend)
    facts = _points(channel, CHANNEL_CURVE, curve, spend)
    if channel.added_quality == 1:
        return channel.changed(spend=spend, **facts)
    counted = thinned(curve, channel.effort, channel.prospects, channel.added_quality)
    prospects, double = (curve.at(effort) for effort in (spend, 2 * spend))
    worth = float(counted.at(spend) / prospects)
    quality = float((counted.at(2 * spend) / worth - prospects) / (double - prospects))
    return channel.changed(
        spend=spend, win_rate_index=_held(Channel, "win_rate_index", channel.win_rate_index * worth),
        added_quality=_held(Channel, "added_quality", quality), **facts,
    )  # fmt: skip


def _win_rates(business: Business, funnel: Funnel, channels: Sequence[Channel], spend: float) -> dict[str, float]:
    """Return sales spend and win-rate facts that state the same curve, for the prospects and spend there are by then.

    Win rates are stated for prospects as a whole, so for other prospects they are multiplied by their mean readiness.
    """
    scale = float(funnel.win_rate_index.flat[0]) / business.channels[0].win_rate_index
    weights = today_weights(channels)
    ready = scale * math.fsum(each.win_rate_index * weight for each, weight in zip(channels, weights, strict=True))
    stated = business.conversion_spend or business.conversion_reference_spend or 1.0
    return _per_head(business, "conversion", [(WIN_RATE_CURVE, funnel.win_rate)], spend, stated,
                     ready, ready / math.fsum(weights))  # fmt: skip


def _care(business: Business, funnel: Funnel, customers: float, spend: float) -> dict[str, float]:
    """Return upsell spend and the facts of share of wallet and churn that state the same curves for other customers."""
    stated = business.upsell_spend or business.upsell_reference_spend or 1.0
    if not customers > 0:
        return _spent("upsell", spend, stated, spend)
    churn = [(CHURN_CURVE, funnel.churn_curve)] if funnel.churn_curve is not None else []
    return _per_head(business, "upsell", [(SHARE_CURVE, funnel.share), *churn], spend, stated, customers)


def _per_head(
    business: Business, lever: str, curves: Sequence[tuple[CurveFacts, Curve]], spend: float, stated: float,
    heads: float, mean: float = 1.0,
) -> dict[str, float]:  # fmt: skip
    """Return what states curves of the spend per head anew for so many heads, results times ``mean``."""
    felt = spend if spend >= NOTHING * stated else stated
    told = [_told(business, each, curve, felt / heads, mean) for each, curve in curves]
    effort = max(told, key=lambda each: abs(math.log(each * heads / felt)))
    facts = _spent(lever, spend, stated, effort * heads)
    for each, curve in curves:
        facts |= _points(business, each, curve, effort, mean)
    return facts


def _spent(lever: str, spend: float, stated: float, told: float) -> dict[str, float]:
    """Return what is spent on a lever whose facts are ``told`` at a spend; where that is nothing, at which they are."""
    if spend >= NOTHING * stated:
        return {f"{lever}_spend": told}
    return {f"{lever}_spend": 0.0, f"{lever}_reference_spend": told or stated}


def _told(owner: Declared, stated: CurveFacts, curve: Curve, effort: float, mean: float = 1.0) -> float:
    """Return the effort at which facts tell the curve, or the nearest that does where hardly anything changes there."""
    family: Family = getattr(owner, stated.family) if stated.family else "exponential"
    for near in effort * NEAREST:
        facts = _points(owner, stated, curve, near, mean)
        points: dict[Any, Any] = {fact: facts.get(field) for fact, field in stated.fields.items()}
        try:
            check(family, **points, falling=stated.falling)
        except CurveError:
            continue
        return float(near)
    return effort


def _points(owner: Declared, stated: CurveFacts, curve: Curve, effort: float, mean: float = 1.0) -> dict[str, float]:
    """Return the facts of a curve, those the owner states it by, for an effort."""
    return {
        field: float(mean * (curve.ceiling if fact == "ceiling" else curve.at(effort * TIMES[fact])))
        for fact, field in stated.fields.items()
        if getattr(owner, field) is not None
    }


def _held(model: type[Declared], field: str, value: float) -> float:
    said = declaration(model, field)
    return float(min(max(value, said["low"]), said["high"]))
